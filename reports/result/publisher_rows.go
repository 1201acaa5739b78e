package result

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/shopspring/decimal"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// publicationWriter collects the rows of published results.
type publicationWriter struct {
	publisher *Publisher
	schemes   map[string]*scheme.Scheme // by SHA-256; nil for a text that this program does not read
	results   [][]any
	marks     [][]any
	damaged   []error // what was left out
}

// unfinished ends the revision of rows that are not as they should be, so that they are made again.
const unfinished = "?"

func (w *publicationWriter) size() int { return len(w.results) + len(w.marks) }

// take gives what was collected and begins anew.
func (w *publicationWriter) take() []warehouse.OwnRecords {
	result, _ := warehouse.FactNamed(resultFact)
	mark, _ := warehouse.FactNamed(markFact)
	records := []warehouse.OwnRecords{{Fact: result, Rows: w.results}, {Fact: mark, Rows: w.marks}}
	w.results, w.marks = nil, nil
	return records
}

// add collects the rows of one result, all or none. A result that is not as it was stored is an internal fault.
func (w *publicationWriter) add(ctx context.Context, one publication) error {
	d, err := w.publisher.results.intact(ctx, one.run.ID)
	if err != nil {
		return err
	}
	before := map[string]Subject{}
	if one.previous != "" {
		earlier, err := w.publisher.results.intact(ctx, one.previous)
		switch {
		case isDamage(err):
			w.damaged = append(w.damaged, err)
			one.previous, one.revision = "", one.revision+unfinished
		case err != nil:
			return err
		default:
			for _, s := range earlier.Subjects {
				before[s.Key] = s
			}
		}
	}
	text, err := w.scheme(ctx, one.run.ID, d.SchemeDigest)
	if err != nil {
		return err
	}
	places := map[string]uint32{}
	for _, s := range d.Subjects {
		if s.Rank > 0 {
			places[s.Peers]++
		}
	}
	var results, marks [][]any
	for i := range d.Subjects {
		s := &d.Subjects[i]
		about := aboutOf(one, d, s)
		row := about.with(resultOf(one, d, s))
		row["places"] = places[s.Peers]
		if p, ok := before[s.Key]; ok && p.Peers == s.Peers {
			row["previous_place"] = rankOf(p.Rank)
		}
		values, err := row.values(resultFact)
		if err != nil {
			return err
		}
		results = append(results, values)
		for j := range s.Lines {
			row := about.with(markOf(j, s, text))
			row["id"] = fmt.Sprintf("%s/%s/%d", one.run.ID, s.Key, j+1)
			values, err := row.values(markFact)
			if err != nil {
				return err
			}
			marks = append(marks, values)
		}
	}
	w.results, w.marks = append(w.results, results...), append(w.marks, marks...)
	return nil
}

// intact reads a result and says whether it is as it was stored: its acts, its bytes, and one as the other says.
func (r *Results) intact(ctx context.Context, id string) (*Document, error) {
	run, err := r.store.AssessmentRun(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := r.history(ctx, run); err != nil {
		return nil, err
	}
	body, err := r.stored(ctx, id, run.Document)
	if err != nil {
		return nil, err
	}
	d, err := Decode(body)
	if err != nil {
		return nil, damaged(id, err)
	}
	head, err := Decode([]byte(run.Head))
	if err == nil {
		err = belongs(run, head, d)
	}
	if err != nil {
		return nil, damaged(id, err)
	}
	return d, nil
}

// scheme reads the text that a result was computed by, for the units and titles of its figures.
func (w *publicationWriter) scheme(ctx context.Context, id, digest string) (*scheme.Scheme, error) {
	if s, ok := w.schemes[digest]; ok {
		return s, nil
	}
	text, err := w.publisher.results.stored(ctx, id, digest)
	if err != nil {
		return nil, err
	}
	s, err := scheme.Read(digest, text, w.publisher.known)
	if err != nil {
		s = nil // an older text that is not read any more: the figures stand without their units
	}
	w.schemes[digest] = s
	return s, nil
}

// record is a row on its way: columns by name.
type record map[string]any

// with gives a row that has the columns of both; it changes more.
func (r record) with(more record) record {
	maps.Copy(more, r)
	return more
}

// values puts a row into the order of its fact's columns.
func (r record) values(fact string) ([]any, error) {
	f, _ := warehouse.FactNamed(fact)
	values := make([]any, len(f.Columns))
	for i, c := range f.Columns {
		value, ok := r[c.Name]
		if !ok {
			return nil, fmt.Errorf("%s.%s has no value", fact, c.Name)
		}
		values[i] = value
	}
	return values, nil
}

// aboutOf are the columns that a result's rows and their marks have in common. The sector stays empty: a result rests on records of all
// sectors that it draws on, so who may see some of them alone is given none of it.
func aboutOf(one publication, d *Document, s *Subject) record {
	c := d.Case
	kind := map[string]string{string(scheme.Regions): "region", string(scheme.Departments): "department", string(scheme.Enterprises): "enterprise"}[c.Subjects]
	of := func(which string) string {
		if kind == which {
			return s.Key
		}
		return ""
	}
	region := c.Region
	if len(s.Area) > 0 {
		region = s.Area[0]
	}
	return record{
		"system": "anlan", "id": one.run.ID + "/" + s.Key, "region": string(region), "sector": "", "department": of("department"), "enterprise": of("enterprise"),
		"result": one.run.ID, "status": one.status, "scheme": c.Scheme, "period": c.Period.String(), "period_from": date(c.Period.From), "period_to": date(c.Period.To),
		"subject_kind": kind, "subject": s.Key, "subject_name": s.Name,
	}
}

func resultOf(one publication, d *Document, s *Subject) record {
	c := d.Case
	level := c.Level
	if c.Subjects != string(scheme.Regions) {
		level = ""
	}
	var withdrawnAt *time.Time
	if one.status == withdrawn {
		withdrawnAt = &one.run.ChangedAt
	}
	notes := make([]string, len(s.Notes))
	for i, n := range s.Notes {
		notes[i] = n.ZH
	}
	vetoes := make([]string, len(s.Vetoes))
	for i, v := range s.Vetoes {
		vetoes[i] = v.Title.ZH
	}
	return record{
		"result_number": uint32(one.run.Number), "superseded_by": one.supersededBy, "published_at": one.run.PublishedAt, "withdrawn_at": withdrawnAt,
		"scheme_title": d.SchemeTitle.ZH, "scheme_version": dateOrNull(d.SchemeVersion), "scheme_sha256": d.SchemeDigest, "scheme_document": d.SchemeSource,
		"assessed_region": string(c.Region), "assessed_sector": c.Sector, "assessed_class": c.Class, "level": level, "peers": s.Peers,
		"place": rankOf(s.Rank), "previous_place": (*uint32)(nil), "previous_result": one.previous,
		"score": s.Score, "full_marks": d.FullMarks, "no_score_reason": text(s.Reason).ZH, "grade": s.Grade.Name, "grade_title": s.Grade.Title.ZH,
		"notes": notes, "vetoes": vetoes, "data_version": d.DataVersion, "as_of": date(d.AsOf), "document_sha256": one.run.Document, "revision": one.revision,
	}
}

func markOf(i int, s *Subject, of *scheme.Scheme) record {
	l := &s.Lines[i]
	row := record{
		"line": uint32(i + 1), "item": l.Name, "title": l.Title.ZH, "title_en": l.Title.EN,
		"item_group": l.Group, "group_title": text(l.GroupTitle).ZH, "kind": l.Kind, "applies": l.Applies,
		"full_marks": l.FullMarks, "marks": l.Marks, "given": l.Given, "lost": l.Lost,
		"figure": "", "figure_title": "", "value": (*decimal.Decimal)(nil), "value_exact": "", "unit": "", "state": "",
		"numerator": (*decimal.Decimal)(nil), "denominator": (*decimal.Decimal)(nil), "compared_with": "", "compared_value": (*decimal.Decimal)(nil),
		"reason": l.Rule.ZH, "reason_en": l.Rule.EN, "regain": "", "document": l.Document, "evidence": l.Evidence,
	}
	if l.Regain != nil {
		row["regain"] = l.Regain.Words.ZH
	}
	if l.Comparison != nil {
		row["compared_with"], row["compared_value"] = l.Comparison.With, l.Comparison.Shown
	}
	if len(l.Inputs) == 0 {
		return row
	}
	row["figure"] = l.Inputs[0]
	if of != nil {
		if input, ok := of.Input(l.Inputs[0]); ok {
			row["figure_title"], row["unit"] = input.Title.ZH, input.Unit
		}
	}
	if f := s.Figure(l.Inputs[0]); f != nil {
		row["value"], row["value_exact"], row["state"] = f.Shown, f.Exact, string(f.State)
		row["numerator"], row["denominator"] = f.Numerator, f.Denominator
	}
	return row
}

// rankOf is a place; 0 is none.
func rankOf(n int) *uint32 {
	if n <= 0 {
		return nil
	}
	return new(uint32(n))
}

func date(d safety.Date) time.Time { return d.Time(time.UTC) }

func dateOrNull(d safety.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	return new(date(d))
}
