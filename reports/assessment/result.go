package assessment

import (
	"context"

	"anlan/access"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// Whole is an assessment with nothing left out, as results keep it: what was marked, by what, and who lies where.
type Whole struct {
	Query  Query              // resolved: scheme, version, tree and day are set
	Kind   scheme.SubjectKind // what the subjects are
	Level  string             // of regions: city, county …; empty for others
	Peers  string             // the named peer group; empty for all
	Scheme *scheme.Scheme
	Text   []byte // of the scheme's file
	// Subjects and their Sheets stand in the same order.
	Subjects []scheme.Subject
	Sheets   []scheme.Sheet
	// Areas gives for each subject the region that it is or lies in, and every region above it, in the tree that is assessed.
	Areas map[string][]safety.RegionCode
	Facts []string // the data sets that the figures rest on
	// Catalogue is the hash of the metrics' definitions.
	Catalogue string
	// Before is what the ranking moves against; nil when there is nothing.
	Before *Earlier
}

// Earlier is the ranking that another one moves against.
type Earlier struct {
	Period safety.Period
	Kind   warehouse.Comparison
	Run    scheme.Run
}

// Run is what movements, what-ifs and resampling start from.
func (w *Whole) Run() scheme.Run {
	return scheme.Run{Scheme: w.Scheme, Subjects: w.Subjects, Sheets: w.Sheets}
}

// Whole computes an assessment with nothing left out, for who may see all of it; everybody else is refused as by Assess.
// What it gives is shared and must not be changed.
func (r *Reports) Whole(ctx context.Context, caller access.Scope, q Query) (*Whole, error) {
	b, err := r.open(ctx, caller, q)
	if err != nil {
		return nil, err
	}
	defer b.release()
	if !b.group.seesEverything(b.facts) {
		return nil, refused()
	}
	now, before, err := r.rankings(ctx, b)
	if err != nil {
		return nil, err
	}
	w := &Whole{
		Query: b.query, Kind: b.group.kind, Peers: b.query.Peers, Scheme: b.scheme, Text: b.scheme.Text(),
		Areas: map[string][]safety.RegionCode{}, Facts: b.facts, Catalogue: r.data.Catalogue().Hash(),
	}
	w.Query.Scheme = b.scheme.Name
	if b.group.kind == scheme.Regions {
		w.Level = b.group.units[0].level.String()
	}
	for i, u := range b.group.units {
		if subject := now.run.Subjects[i]; q.Peers == "" || subject.Peers == q.Peers {
			w.Subjects, w.Sheets = append(w.Subjects, subject), append(w.Sheets, now.run.Sheets[i])
			w.Areas[u.key] = b.regions.Above(b.query.Tree, u.region, b.query.AsOf)
		}
	}
	if before != nil {
		w.Before = &Earlier{Period: before.period, Kind: before.kind, Run: before.run}
	}
	return w, nil
}

// Mark marks subjects by the text of a scheme, whatever the schemes and metrics are by now: the subjects bring their figures.
func (r *Reports) Mark(text []byte, subjects []scheme.Subject) ([]scheme.Sheet, error) {
	today := scheme.KnownIn(r.data.Catalogue())
	s, err := scheme.Read("kept scheme", text, func(name string) (scheme.Metric, bool) {
		if m, ok := today(name); ok {
			return m, true
		}
		return scheme.Metric{Title: warehouse.Text{ZH: name, EN: name}}, true // of another day
	})
	if err != nil {
		return nil, warehouse.Fault(warehouse.Conflict, "this program does not read the scheme that the result was computed by: compute a new run (%v)", err)
	}
	return s.Mark(subjects), nil
}
