package warehouse

import (
	"context"
	"errors"
	"strings"
	"testing"

	"anlan/safety"
)

// vast is a condition that takes 6 GB a row: of 16 signs each becomes 20,000, and each of those 20,000 again.
func vast(text *Expr) *Expr {
	literal := func(s string) *Expr { return &Expr{Literal: &Literal{Type: "String", Text: s}} }
	text = &Expr{Call: "concat", Args: []*Expr{text, literal(strings.Repeat("a", 16))}}
	for _, c := range []string{"ax", "xy"} {
		text = &Expr{Call: "replace", Args: []*Expr{text, literal(c[:1]), literal(strings.Repeat(c[1:], 20_000))}}
	}
	return &Expr{Call: "greater", Args: []*Expr{{Call: "length", Args: []*Expr{text}}, {Literal: &Literal{Type: "Number", Text: "5"}}}}
}

// Huantai (370321) has two hazards of three, in March and in April, and a training; Zhangdian (370303) the third, and two trainings. Who asks what takes too much to
// count is told the number of rows that he may see, and nothing of the others'.
func TestEstimatesAreMadeOfWhatTheCallerSees(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", rows("id,region,sector,source,level,found_on", "h1,370321,mine,self,major,2025-03-05", "h2,370303,mine,self,major,2025-03-05", "h3,370321,mine,self,general,2025-04-05"))
	load(t, w, "training", rows("id,region,sector,trained_on,audience", "t1,370321,mine,2025-03-05,principal", "t2,370303,mine,2025-03-05,principal", "t3,370303,mine,2025-01-05,principal"))
	county, one := Scope{Regions: []safety.RegionCode{"370321"}}, uint64(1)
	for _, c := range []struct {
		what  string
		scope Scope
		q     DataQuery
		want  uint64
	}{
		{"everything", Everything(), DataQuery{Set: "hazard"}, 3},
		{"a county's", county, DataQuery{Set: "hazard"}, 2},
		{"a county's, with names", county, DataQuery{Set: "hazard_readable"}, 2},
		{"a county's of a month", county, DataQuery{Set: "hazard", From: on(t, "2025-04-01")}, 1},
		{"a county's, of which one is asked", county, DataQuery{Set: "hazard", Limit: &one}, 1},
		{"a county's groups", county, DataQuery{Set: "hazard", Select: asked("level"), GroupBy: []*Expr{{Column: "level"}}}, 2},
		{"a county's figures", county, DataQuery{Set: "figure_monthly"}, 2},
		{"figures of a county's hazards", Scope{Regions: []safety.RegionCode{"370303"}, Facts: []string{"hazard"}}, DataQuery{Set: "figure_monthly"}, 1},
	} {
		c.q.Where = vast(&Expr{Column: "region"})
		r := openData(t, w, c.scope, c.q)
		if rows, err := r.(*dataReading).ceiling(t.Context()); err != nil || rows != c.want { // what is said where counting takes too much
			t.Errorf("%s: at most %d rows, want %d, %v", c.what, rows, c.want, err)
		}
	}
	much := openData(t, w, county, DataQuery{Set: "hazard", Where: vast(&Expr{Column: "region"})})
	if rows, _, exact, err := much.Estimate(t.Context()); err != nil || exact || rows != 2 {
		t.Errorf("about %d rows, want 2, exactly: %v, %v", rows, exact, err)
	}
	if _, err := much.Count(t.Context(), nil); codeOf(err) != TooLarge {
		t.Errorf("what takes 6 GB is counted: %v", err)
	}
	// What is not told takes nothing of a CSV: "h1", a comma, the end of the line; of Huantai that is 6 bytes a hazard.
	short := openData(t, w, county, DataQuery{Set: "hazard", Select: asked("id", "money_spent"), Order: []OrderedBy{{Expr: &Expr{Column: "id"}}}}).(*dataReading)
	if n, err := short.Sample(t.Context(), "CSV", map[string]any{"format_csv_null_representation": ""}, 2); err != nil || n != 12 {
		t.Errorf("two hazards take %d bytes of a CSV, want 12, %v", n, err)
	}
	if n, err := short.Sample(t.Context(), "CSV", map[string]any{"format_csv_null_representation": ""}, 1); err != nil || n != 6 {
		t.Errorf("a hazard takes %d bytes of a CSV, want 6, %v", n, err)
	}
	constant := DataQuery{Set: "hazard", Select: []Selected{{Expr: vast(&Expr{Literal: &Literal{Type: "String", Text: "a"}})}}}
	if _, err := w.OpenData(t.Context(), county, constant); codeOf(err) != TooLarge {
		t.Errorf("a constant that takes 6 GB: %v", err)
	}
	// A number of 31 digits is no Int64, and that is the question's fault though no row was read.
	tooLong := DataQuery{Set: "hazard", Select: []Selected{{Expr: &Expr{Call: "toInt64", Args: []*Expr{{Literal: &Literal{Type: "Number", Text: "1e30"}}}}}}}
	if _, err := w.OpenData(t.Context(), county, tooLong); codeOf(err) != BadRequest {
		t.Errorf("a constant that does not fit: %v", err)
	}

	r := openData(t, w, county, DataQuery{Set: "hazard"})
	for range cap(w.estimates) { // as many are under way as may be
		if err := w.estimates.take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, _, _, err := r.Estimate(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("who left before the turn came: %v", err)
	}
	w.estimates.give()
	if rows, _, exact, err := r.Estimate(t.Context()); err != nil || rows != 2 || !exact {
		t.Errorf("when the turn came: %d rows, exactly: %v, %v", rows, exact, err)
	}
}
