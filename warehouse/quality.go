package warehouse

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"anlan/safety"
)

// What a quality score is made of; docs/checks.md has the formulas.
const (
	Completeness = "completeness" // 完整性: important columns that are filled
	Timeliness   = "timeliness"   // 时效性: records that were loaded soon after their main date
	Validity     = "validity"     // 规范性: rows read that broke no rule
	Uniqueness   = "uniqueness"   // 唯一性: rows read that did not repeat another of the same load
)

// timelyWithin is the days that a record may take to arrive when a query does not say.
const timelyWithin = 30

// QualityQuery asks how good the data of source systems is. Empty fields do not limit.
type QualityQuery struct {
	// Period limits completeness and timeliness to records whose main date is in it, validity and uniqueness to rows that were
	// read in it. Zero means all time.
	Period safety.Period
	System string
	Fact   string
	// Region limits to one region with everything below it. Empty means everything that the scope sees, and then rejected rows that
	// name no known region count too, for callers who see everything.
	Region safety.RegionCode
	// Level breaks every score down to the regions of that level below Region; zero means not at all. What was recorded above
	// the level is shown under Region itself.
	Level  safety.RegionLevel
	Tree   Tree // zero means Managing
	Within int  // days in which a record must arrive to be timely; 0 means 30
	// Version pins the records; rows read count until that version was published. 0 means the newest, and until now.
	Version uint64
}

// QualityReport is the answer to a QualityQuery.
type QualityReport struct {
	Version uint64
	Until   time.Time // rows read after this moment do not count
	Period  safety.Period
	Within  int
	// Scores by system, fact and region; with the fact empty first: all facts of the system together.
	Scores []QualityScore
}

// QualityScore is the quality of one source system's records of one fact, or of all (Fact is empty), in one region or in all
// that was asked about (Region is QualityQuery.Region).
type QualityScore struct {
	System string
	Fact   string
	Region safety.RegionCode
	// Score is the mean of those parts that are known, 0 to 100; nil when none is.
	Score *float64
	// Parts are completeness, timeliness, validity and uniqueness, in this order.
	Parts []QualityPart
}

// QualityPart is one part of a score with the figures behind it: Score is 100 × Numerator / Denominator, and nil, unknown,
// when there is nothing to count.
type QualityPart struct {
	Name        string
	Score       *float64
	Numerator   uint64
	Denominator uint64
	// LeftOut are records that say nothing about timeliness: they came with the first load of their system.
	LeftOut uint64
	// Columns are the figures of completeness, column by column.
	Columns    []QualityColumn
	Definition Text
}

// QualityColumn says how many of a fact's records have a column filled.
type QualityColumn struct {
	Fact    string
	Column  string
	Title   Text
	Filled  uint64
	Records uint64
}

// Quality computes quality scores of the records that the scope may see, from the engine. What was read is not known by sector:
// a scope limited to sectors gets completeness alone. Errors are *Error: not_found for a region, a fact or a version that is not
// there, forbidden for what the scope may not see.
func (w *Warehouse) Quality(ctx context.Context, scope Scope, q QualityQuery) (*QualityReport, error) {
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	defer release()
	p, err := w.planQuality(ctx, v, scope, &q)
	if err != nil {
		return nil, err
	}
	report := &QualityReport{Version: v.Number, Until: w.Now(), Period: q.Period, Within: q.Within}
	if q.Version != 0 {
		report.Until = v.PublishedAt
	}
	tallies := map[qualityKey]*tally{}
	for _, fact := range p.facts {
		if err := w.readFilled(ctx, p, fact, tallies); err != nil {
			return nil, faultOf(ctx, "measure how complete the records are", err)
		}
	}
	if len(scope.Sectors) == 0 {
		if err := w.readDelivered(ctx, p, report, tallies); err != nil {
			return nil, faultOf(ctx, "read what was delivered", err)
		}
	}
	report.Scores = scoresOf(tallies, q)
	return report, nil
}

// qualityKey is what figures are counted by.
type qualityKey struct{ system, fact, region string }

// tally are the figures of one key.
type tally struct {
	columns                                                 []QualityColumn
	accepted, rejected, duplicate, arrived, timely, leftOut uint64
}

func (t *tally) add(o *tally) {
	t.columns = append(t.columns, o.columns...)
	t.accepted += o.accepted
	t.rejected += o.rejected
	t.duplicate += o.duplicate
	t.arrived += o.arrived
	t.timely += o.timely
	t.leftOut += o.leftOut
}

func scoresOf(tallies map[qualityKey]*tally, q QualityQuery) []QualityScore {
	if q.Fact == "" {
		for key, t := range tallies {
			all := qualityKey{system: key.system, region: key.region}
			if key == all {
				continue
			}
			if tallies[all] == nil {
				tallies[all] = &tally{}
			}
			tallies[all].add(t)
		}
	}
	scores := make([]QualityScore, 0, len(tallies))
	for key, t := range tallies {
		slices.SortStableFunc(t.columns, func(a, b QualityColumn) int { return strings.Compare(a.Fact, b.Fact) })
		scores = append(scores, scoreOf(key, t, q))
	}
	slices.SortFunc(scores, func(a, b QualityScore) int {
		return cmp.Or(strings.Compare(a.System, b.System), strings.Compare(a.Fact, b.Fact), strings.Compare(string(a.Region), string(b.Region)))
	})
	return scores
}

func scoreOf(key qualityKey, t *tally, q QualityQuery) QualityScore {
	complete := QualityPart{Name: Completeness, Columns: t.columns}
	for _, c := range t.columns {
		complete.Numerator += c.Filled
		complete.Denominator += c.Records
	}
	read := t.accepted + t.rejected + t.duplicate
	s := QualityScore{System: key.system, Fact: key.fact, Region: safety.RegionCode(key.region), Parts: []QualityPart{
		complete,
		{Name: Timeliness, Numerator: t.timely, Denominator: t.arrived, LeftOut: t.leftOut},
		{Name: Validity, Numerator: read - t.rejected, Denominator: read},
		{Name: Uniqueness, Numerator: t.accepted, Denominator: t.accepted + t.duplicate},
	}}
	var sum float64
	var known int
	for i := range s.Parts {
		p := &s.Parts[i]
		p.Definition = qualityDefinition(p.Name, q.Within)
		if p.Denominator == 0 {
			continue
		}
		score := 100 * float64(p.Numerator) / float64(p.Denominator)
		p.Score = &score
		sum += score
		known++
	}
	if known > 0 {
		mean := sum / float64(known)
		s.Score = &mean
	}
	return s
}
