package assessment_test

import (
	"context"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/demo"
	"anlan/etl"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// mixed is a scheme of every kind of figure: a rate, a filtered one, counts compared, a look-back, and one that is entered.
const mixed = `scheme: mixed-%[1]s
title: {zh: 试, en: trial}
effective_from: 2020-01-01
full_marks: 100
subjects: %[1]s
not_reported: spread
bands: [{name: pass, title: {zh: 合格, en: pass}, from: 60}, {name: fail, title: {zh: 不合格, en: fail}, from: 0}]
figures:
  - {name: self_on_time, title: {zh: 自查隐患按期整改率, en: own hazards on time}, metric: hazard_on_time_rate, filters: [{dimension: hazard_source, values: [self]}]}
  - {name: serious_found, title: {zh: 重大隐患, en: major hazards}, metric: hazards_found, filters: [{dimension: hazard_level, values: [major]}, {dimension: hazard_source, values: [public], not: true}]}
  - {name: concealed_two_years, title: {zh: 两年瞒报, en: concealed in two years}, metric: accidents_concealed, months: 24}
  - {name: visits, title: {zh: 检查, en: inspections}, metric: inspections_planned_done}
  - {name: score_by_hand, title: {zh: 评分, en: score}, entered: true}
groups:
  - name: all
    title: {zh: 全部, en: all}
    indicators:
      - {name: line_on_time, title: {zh: 按期, en: on time}, figure: hazard_on_time_rate, marks: 30, rule: {proportional: {floor: 50, target: 100}}, document: d}
      - {name: line_self, title: {zh: 自查, en: own}, figure: self_on_time, marks: 20, rule: {proportional: {floor: 50, target: 100}}, document: d}
      - {name: line_serious, title: {zh: 重大, en: major}, figure: serious_found, marks: 10, rule: {deduct_per_unit: {costs: 0.5}}, document: d}
      - {name: line_visits, title: {zh: 检查, en: inspections}, figure: visits, marks: 10, rule: {compare: {with: previous_year}, deduct_per_unit: {costs: 0.1}}, document: d}
      - {name: line_deaths, title: {zh: 死亡, en: deaths}, figure: deaths_counted, marks: 20, rule: {compare: {with: previous_period}, deduct_per_unit: {costs: 1}}, document: d}
      - {name: line_hand, title: {zh: 评分, en: score}, figure: score_by_hand, marks: 10, rule: {entered: true}, document: d}
vetoes:
  - {name: veto_concealed, title: {zh: 瞒报, en: concealed}, when: concealed_two_years > 0, effect: {cap: fail}, document: d}
`

// openDemo loads the small demo, with scores for Zibo's subjects entered for the second quarter of 2025: the place of each
// subject in its list.
func openDemo(t *testing.T) (*warehouse.Warehouse, *assessment.Reports) {
	t.Helper()
	source := t.TempDir()
	if _, err := demo.Generate(t.Context(), demo.Options{Dir: source, Scale: demo.Small, Seed: 4}); err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: t.TempDir(), Now: func() time.Time { return time.Date(2026, 10, 15, 2, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	loader, err := etl.Open(w, etl.Options{SourceDir: source})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loader.Pipelines() {
		if _, err := loader.Run(t.Context(), p.Name, etl.RunOptions{}); err != nil {
			t.Fatalf("load %s: %v", p.Name, err)
		}
	}
	merge(t, w, "assessment_entry", `system,id,region,scheme,subject_kind,department,item,period_from,period_to,value
test,1,370302,mixed-regions,region,,score_by_hand,2025-04-01,2025-06-30,7.5
test,2,370303,mixed-regions,region,,score_by_hand,2025-04-01,2025-06-30,0
test,4,370302,mixed-regions,region,,score_by_hand,2025-04-01,2025-04-30,1
test,3,370300,mixed-departments,department,emergency,score_by_hand,2025-04-01,2025-06-30,9
`)
	dir := t.TempDir()
	for _, kind := range []scheme.SubjectKind{scheme.Regions, scheme.Departments, scheme.Enterprises} {
		if err := os.WriteFile(filepath.Join(dir, string(kind)+".yaml"), fmt.Appendf(nil, mixed, kind), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := assessment.Open(w, assessment.Options{SchemeDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return w, r
}

// Whatever a scheme takes for a figure is the metric asked directly; failures are what a rate lacks; each mark that is lost leads
// to records.
func TestFiguresOfTheDemoAreItsMetrics(t *testing.T) {
	w, r := openDemo(t)
	checkFailures(t, w)
	for _, c := range []struct {
		period string
		q      assessment.Query
	}{
		{"2025Q2", assessment.Query{Scheme: "mixed-regions", Region: "370300"}},
		{"2026-08", assessment.Query{Scheme: "mixed-regions", Region: "370000", Level: safety.LevelCounty}},
		{"2025Q2", assessment.Query{Scheme: "mixed-departments", Region: "370300"}},
		{"2025", assessment.Query{Scheme: "mixed-enterprises", Region: "370321"}},
	} {
		c.q.Period, _ = safety.ParsePeriod(c.period)
		whole, err := r.Whole(t.Context(), warehouse.Everything(), c.q)
		if err != nil {
			t.Fatalf("%s of %s: %v", c.q.Scheme, c.period, err)
		}
		checkWhole(t, w, whole)
	}
	checkSheetsAgree(t, r)
	checkDrills(t, w, r)
	checkContributionsOfSomeQuarters(t, r) // the demo takes its time to load, so what else holds for it is checked here
}

// checkWhole asks for some subjects' figures directly.
func checkWhole(t *testing.T, w *warehouse.Warehouse, whole *assessment.Whole) {
	t.Helper()
	known := 0
	for i, subject := range whole.Subjects {
		if i%(1+len(whole.Subjects)/4) != 0 {
			continue
		}
		for _, input := range whole.Scheme.Inputs() {
			if input.Metric == "" {
				continue
			}
			f := subject.Figures[input.Name]
			number, state, base := direct(t, w, whole, subject.Key, input)
			where := fmt.Sprintf("%s %s %s %s", whole.Scheme.Name, whole.Query.Period, subject.Key, input.Name)
			if f.Number == nil && f.State == warehouse.NotReported || f.State == warehouse.NoData {
				continue // the region as a whole did not report: a part of it cannot tell
			}
			if !same(f.Number, number) || f.State != state && f.State != warehouse.Partial {
				t.Errorf("%s is %v (%s), asked directly %v (%s)", where, f.Number, f.State, number, state)
			}
			if input.PreviousYear && f.PreviousYear.State != warehouse.NotReported && !same(f.PreviousYear.Number, base) {
				t.Errorf("%s a year before is %v, asked directly %v", where, f.PreviousYear.Number, base)
			}
			if f.Number != nil {
				known++
			}
		}
	}
	if known < 8 {
		t.Errorf("%s of %s: only %d figures are known", whole.Scheme.Name, whole.Query.Period, known)
	}
}

// direct asks for one figure of one subject, with its parts, and for that of the year before.
func direct(t *testing.T, w *warehouse.Warehouse, whole *assessment.Whole, key string, input scheme.Input) (*big.Rat, warehouse.State, *big.Rat) {
	t.Helper()
	q := warehouse.MetricQuery{
		Measures: []string{input.Metric}, Region: whole.Query.Region, Filters: input.Filters, Period: whole.Query.Period, Version: whole.Query.Version,
		Compare: []warehouse.Comparison{warehouse.PreviousYear},
	}
	if input.Months > 0 {
		q.Period, _ = safety.Between(q.Period.To.YearMonth().Add(1-input.Months).First(), q.Period.To)
	}
	switch whole.Kind {
	case scheme.Regions:
		q.Region = safety.RegionCode(key)
	case scheme.Departments:
		q.Filters = append(slices.Clip(q.Filters), warehouse.Filter{Dimension: "department", Values: []string{key}})
	case scheme.Enterprises:
		q.Filters = append(slices.Clip(q.Filters), warehouse.Filter{Dimension: "enterprise", Values: []string{key}})
	}
	m, err := w.Catalogue().Metric(input.Metric)
	if err != nil {
		t.Fatal(err)
	}
	if m.Ratio != nil {
		q.Measures = append(q.Measures, m.Ratio.Numerator.Name, m.Ratio.Denominator.Name)
	}
	table, err := w.Metrics(t.Context(), warehouse.Everything(), q)
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string]warehouse.Column{}
	for _, c := range table.Columns {
		columns[c.Name] = c
	}
	exact := func(suffix string) *big.Rat {
		own := columns[input.Metric+suffix].Numbers[0]
		if own == nil {
			return nil
		}
		if m.Ratio == nil {
			return decimal.NewFromFloat(*own).Rat()
		}
		above, below := *columns[m.Ratio.Numerator.Name+suffix].Numbers[0], *columns[m.Ratio.Denominator.Name+suffix].Numbers[0]
		out := new(big.Rat).Quo(decimal.NewFromFloat(above).Rat(), decimal.NewFromFloat(below).Rat())
		return out.Mul(out, decimal.NewFromFloat(m.Ratio.Scale).Rat())
	}
	return exact(""), columns[input.Metric].States[0], exact("__previous_year")
}

func same(a, b *big.Rat) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0
}

// checkFailures counts the records that each rate names for its failures: the denominator less the numerator, or, where less
// is better, the numerator.
func checkFailures(t *testing.T, w *warehouse.Warehouse) {
	t.Helper()
	period, _ := safety.ParsePeriod("2025Q2")
	named := 0
	for _, m := range w.Catalogue().Metrics() {
		if m.Ratio == nil || m.Ratio.Failures == nil {
			continue
		}
		named++
		above, below, failures := m.Ratio.Numerator.Name, m.Ratio.Denominator.Name, m.Ratio.Failures.Name
		measures := []string{above, below}
		if failures != above {
			measures = append(measures, failures)
		}
		table, err := w.Metrics(t.Context(), warehouse.Everything(), warehouse.MetricQuery{Measures: measures, Region: "370300", Period: period})
		if err != nil {
			t.Fatal(err)
		}
		figure := map[string]float64{}
		for _, c := range table.Columns {
			if c.Numbers[0] == nil {
				t.Fatalf("%s of the demo is not known", c.Name)
			}
			figure[c.Name] = *c.Numbers[0]
		}
		want := figure[below] - figure[above]
		if m.Better == "down" {
			want = figure[above]
		}
		records, err := w.CountRecords(t.Context(), warehouse.Everything(), warehouse.RecordQuery{
			Fact: m.Ratio.Failures.Fact(), Metric: failures, Region: "370300", From: period.From, To: period.To, AsOf: period.To,
		})
		if err != nil {
			t.Fatal(err)
		}
		if float64(records) != want || figure[failures] != want {
			t.Errorf("%s: %v of %v, so %v failed; %s counts %v and leads to %d records", m.Name, figure[above], figure[below], want, failures, figure[failures], records)
		}
	}
	if named < 12 {
		t.Errorf("only %d rates name their failures", named)
	}
}

// checkDrills goes from a quarter's ranking to the entries that people made and the records that lost marks.
func checkDrills(t *testing.T, w *warehouse.Warehouse, r *assessment.Reports) {
	t.Helper()
	period, _ := safety.ParsePeriod("2025Q2")
	scope := warehouse.Scope{Regions: []safety.RegionCode{"370300"}}
	a, err := r.Assess(t.Context(), scope, assessment.Query{Scheme: "mixed-regions", Region: "370300", Period: period})
	if err != nil {
		t.Fatal(err)
	}
	led := map[string]int{}
	for _, s := range a.Subjects {
		if s.Key > "370304" {
			continue
		}
		for _, line := range s.Indicators {
			for _, d := range line.Drills {
				if d.Records.Fact == "denominator" {
					continue
				}
				own := warehouse.Scope{Regions: []safety.RegionCode{s.Region}} // what its own people may see
				n, err := w.CountRecords(t.Context(), own, d.Records)
				if err != nil {
					t.Fatalf("%s %s: %v", s.Key, d.Figure, err)
				}
				lost := uint64(0)
				if d.Failures != nil {
					if lost, err = w.CountRecords(t.Context(), own, *d.Failures); err != nil {
						t.Fatalf("%s %s: %v", s.Key, d.Figure, err)
					}
				}
				led[d.Figure]++
				f := line.Leading()
				switch {
				case f.Denominator != nil && d.Failures != nil && (decimal.NewFromUint64(n).Cmp(*f.Denominator) != 0 || decimal.NewFromUint64(lost).Cmp(f.Denominator.Sub(*f.Numerator)) != 0):
					t.Errorf("%s %s is %s of %s; its records are %d and %d of them lost", s.Key, d.Figure, f.Numerator, f.Denominator, n, lost)
				case d.Figure == "score_by_hand" && (n == 1) != (f.Shown != nil):
					t.Errorf("%s: %d entries behind %v", s.Key, n, f.Shown)
				case d.Figure == "score_by_hand" && s.Key == "370303" && (f.Shown == nil || !f.Shown.IsZero()):
					t.Errorf("a score of 0 is not one that nobody entered: %v", f.Shown)
				}
			}
		}
	}
	if got := fmt.Sprint(led); !strings.Contains(got, "score_by_hand:3") || !strings.Contains(got, "self_on_time:3") {
		t.Errorf("figures that lead to records: %s", got)
	}
}
