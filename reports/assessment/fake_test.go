package assessment

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// fake is a warehouse of figures that a test writes down: region → period code → column → value.
type fake struct {
	today   safety.Date
	until   safety.Date                  // up to which the records reach; zero leaves it open
	peers   map[safety.RegionCode][]unit // by parent
	units   map[scheme.SubjectKind][]unit
	sheets  []warehouse.Entry
	within  map[safety.RegionCode]safety.RegionCode
	figures map[string]map[string]map[string]cell // by subject, period, column

	begun, proceed chan struct{} // when set, a question says that it began and waits

	mu      sync.Mutex
	asked   []warehouse.MetricQuery
	entered []warehouse.EntryQuery
	under   []warehouse.Scope
}

// metrics of the fake; figures in % are ratios of two counts.
var fakeMetrics = map[string]metric{
	"on_time_rate": {Name: "on_time_rate", Fact: "hazard", Unit: "%", Numerator: "on_time", Denominator: "due", Failures: "late", Decimals: 2, Scale: decimal.NewFromInt(100)},
	"late":         {Name: "late", Fact: "hazard", Unit: "项"},
	"on_time":      {Name: "on_time", Fact: "hazard", Unit: "项"},
	"due":          {Name: "due", Fact: "hazard", Unit: "项"},
	"plan_rate":    {Name: "plan_rate", Fact: "inspection", Unit: "%", Numerator: "done", Denominator: "planned", Scale: decimal.NewFromInt(100)},
	"done":         {Name: "done", Fact: "inspection", Unit: "次"},
	"planned":      {Name: "planned", Fact: "denominator", Unit: "次"},
	"deaths":       {Name: "deaths", Fact: "accident", Unit: "人"},
	"accidents":    {Name: "accidents", Fact: "accident", Unit: "起"},
	"concealed":    {Name: "concealed", Fact: "accident", Unit: "起"},
	"benchmarks":   {Name: "benchmarks", Fact: "enterprise", Unit: "家"},
}

func (f *fake) Metric(name string) (metric, bool) {
	m, ok := fakeMetrics[name]
	return m, ok
}

func (f *fake) Pin(_ context.Context, version uint64) (pinned, error) {
	if version == 0 {
		version = 7
	}
	return pinned{version: version, newest: version == 7, today: f.today, until: f.until, regions: f, release: func() {}}, nil
}

func (f *fake) Peers(tree warehouse.Tree, parent safety.RegionCode, level safety.RegionLevel, on safety.Date) []unit {
	if level == safety.LevelUnknown {
		return f.peers[parent]
	}
	var below []unit
	for _, p := range f.peers[parent] {
		if p.level == level {
			below = append(below, p)
		}
		below = append(below, f.Peers(tree, p.region, level, on)...)
	}
	return below
}

func (f *fake) Within(_ warehouse.Tree, code, ancestor safety.RegionCode, _ safety.Date) bool {
	for ; code != ""; code = f.within[code] {
		if code == ancestor {
			return true
		}
	}
	return false
}

func (f *fake) Above(_ warehouse.Tree, code safety.RegionCode, _ safety.Date) []safety.RegionCode {
	var out []safety.RegionCode
	for ; code != ""; code = f.within[code] {
		out = append(out, code)
	}
	return out
}

func (f *fake) Units(_ context.Context, _ warehouse.Scope, kind scheme.SubjectKind, _ Query) ([]unit, error) {
	return f.units[kind], nil
}

func (f *fake) SectorsBelow(_ context.Context, _ uint64, sectors []string) ([]string, error) {
	return sectors, nil
}

func (f *fake) Catalogue() *warehouse.Catalogue { return nil }

// Entries gives what a test wrote down for the items asked for.
func (f *fake) Entries(_ context.Context, scope warehouse.Scope, q warehouse.EntryQuery) ([]warehouse.Entry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.entered, f.under = append(f.entered, q), append(f.under, scope)
	var out []warehouse.Entry
	for _, e := range f.sheets {
		if slices.Contains(q.Items, e.Item) && q.Period.Code == "2025Q2" {
			out = append(out, e)
		}
	}
	return out, nil
}

// Metrics answers for the peers that lie in the scope, as the warehouse would.
func (f *fake) Metrics(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery) (*warehouse.MetricTable, error) {
	if f.proceed != nil {
		f.begun <- struct{}{}
		select {
		case <-f.proceed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked, f.under = append(f.asked, q), append(f.under, scope)
	table := &warehouse.MetricTable{Source: warehouse.Source{Version: q.Version, Period: q.Period, AsOf: q.AsOf}}
	keys := warehouse.Column{Kind: warehouse.DimensionColumn, Texts: q.Rows}
	switch {
	case len(q.Dimensions) == 0:
		keys.Texts = []string{string(q.Region)}
	case q.Dimensions[0] == "region":
		for _, p := range f.Peers(q.Tree, q.Region, q.Level, q.AsOf) {
			if scope.All || slices.ContainsFunc(scope.Regions, func(r safety.RegionCode) bool { return f.Within(q.Tree, p.region, r, q.AsOf) }) {
				keys.Texts = append(keys.Texts, p.key)
			}
		}
	}
	table.Rows = len(keys.Texts)
	if len(q.Dimensions) > 0 {
		keys.Name = q.Dimensions[0]
		table.Columns = append(table.Columns, keys)
	}
	names := make([]string, 0, 2*len(q.Measures))
	for _, m := range q.Measures {
		names = append(names, m)
		for _, c := range q.Compare {
			names = append(names, m+"__"+string(c))
		}
	}
	for _, name := range names {
		column := warehouse.Column{Name: name, Kind: warehouse.MeasureColumn}
		for _, key := range keys.Texts {
			c, ok := f.figures[key][q.Period.Code][name]
			if !ok {
				c = cell{state: warehouse.NotReported}
			}
			column.Numbers, column.States = append(column.Numbers, c.number), append(column.States, c.state)
		}
		table.Columns = append(table.Columns, column)
	}
	return table, nil
}

// is a figure.
func is(n float64) cell { return cell{number: &n, state: warehouse.Present} }

// not is a figure that is unknown for a reason.
func not(state warehouse.State) cell { return cell{state: state} }

// onTime gives the three cells of a ratio in percent.
func onTime(numerator, denominator float64) map[string]cell {
	const name = "on_time_rate"
	m := fakeMetrics[name]
	return map[string]cell{name: is(numerator / denominator * 100), m.Numerator: is(numerator), m.Denominator: is(denominator)}
}

func figuresOf(parts ...map[string]cell) map[string]cell {
	out := map[string]cell{}
	for _, p := range parts {
		maps.Copy(out, p)
	}
	return out
}

func period(t *testing.T, code string) safety.Period {
	t.Helper()
	p, err := safety.ParsePeriod(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func date(t *testing.T, text string) safety.Date {
	t.Helper()
	d, err := safety.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// readScheme reads a scheme of the fake's metrics.
func readScheme(t *testing.T, text string) *scheme.Scheme {
	t.Helper()
	s, err := scheme.Read("test.yaml", []byte(text), func(name string) (scheme.Metric, bool) {
		m, ok := fakeMetrics[name]
		return scheme.Metric{Title: warehouse.Text{ZH: name, EN: name}, Unit: m.Unit, Ratio: m.Denominator != ""}, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// only is a library of one scheme.
type only struct{ *scheme.Scheme }

func (o only) Schemes() []*scheme.Scheme { return []*scheme.Scheme{o.Scheme} }
func (o only) Default() string           { return o.Name }
func (o only) Hash() string              { return "" }
func (o only) Find(name string, on safety.Date) (*scheme.Scheme, error) {
	if name != "" && name != o.Name || on.Before(o.EffectiveFrom) {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no scheme %q", name)
	}
	return o.Scheme, nil
}

// reportsBy opens reports on the fake under one scheme.
func reportsBy(t *testing.T, f *fake, text string) *Reports {
	t.Helper()
	kept, err := newKept()
	if err != nil {
		t.Fatal(err)
	}
	return &Reports{data: f, schemes: only{readScheme(t, text)}, kept: kept}
}

// header opens a scheme with the four usual bands; the groups follow.
const header = `scheme: test
title: {zh: 考核, en: Assessment}
effective_from: 2020-01-01
full_marks: 100
bands:
  - {name: excellent, title: {zh: 优秀, en: excellent}, from: 90}
  - {name: good, title: {zh: 良好, en: good}, from: 80}
  - {name: pass, title: {zh: 合格, en: pass}, from: 60}
  - {name: fail, title: {zh: 不合格, en: fail}, from: 0}
`

// lines writes one group of indicators, each "name metric marks {rule}".
func lines(group string, indicators ...string) string {
	var b strings.Builder
	b.WriteString("  - name: " + group + "\n    title: {zh: " + group + ", en: " + group + "}\n    indicators:\n")
	for _, i := range indicators {
		parts := strings.SplitN(i, " ", 4)
		b.WriteString("      - {name: " + parts[0] + ", title: {zh: " + parts[0] + ", en: " + parts[0] + "}, figure: " + parts[1] +
			", marks: " + parts[2] + ", rule: " + parts[3] + ", document: somewhere}\n")
	}
	return b.String()
}

func decimalOf(text string) decimal.Decimal { return decimal.RequireFromString(text) }
