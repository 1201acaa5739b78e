package bulletin

import (
	"maps"
	"slices"
	"strings"
	"text/template"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// functionNames are the functions that templates may call; docs/bulletin-kinds.md tells what each gives.
func functionNames() []string {
	return slices.Sorted(maps.Keys((&telling{}).functions()))
}

// added adds what a list does not have yet: nothing is said twice in one sentence.
func added(list []string, items ...string) []string {
	list = slices.Clone(list)
	for _, item := range items {
		if !slices.Contains(list, item) {
			list = append(list, item)
		}
	}
	return list
}

// functions are what templates call.
func (t *telling) functions() template.FuncMap {
	s := &t.style
	return template.FuncMap{
		// figures and rows
		"figure":  t.whole,
		"of":      t.of,
		"rows":    func(name string) ([]row, error) { return t.rows(name, false) },
		"parts":   func(name string) ([]row, error) { return t.rows(name, true) },
		"first":   firstRows,
		"having":  t.withFigure,
		"column":  t.column,
		"rising":  func(rows []row, metric, against string) ([]row, error) { return t.moving(rows, metric, against, 1) },
		"falling": func(rows []row, metric, against string) ([]row, error) { return t.moving(rows, metric, against, -1) },
		"without": t.without,
		"nowhere": t.nowhere,
		"unknown": t.unknown,
		"merged":  t.merged,
		"times":   t.times,
		"told":    t.told,
		"title":   func(r row) (string, error) { return t.spoken(r, "title") },
		"field":   t.spoken,

		// sentences: see reports/prose
		"value":  func(f figure) string { return s.Value(f.q) },
		"number": func(f figure) string { return s.Number(f.q) },
		"statement": func(f figure, against ...string) (string, error) {
			return s.Statement(f.q, against...), t.compares(against, f)
		},
		"pair": func(a, b figure, against ...string) (string, error) {
			return s.Pair(a.q, b.q, against...), t.compares(against, a, b)
		},
		"several": t.several,
		"compare": func(f figure, against string) (string, error) {
			return s.Compare(f.q, against), t.compares([]string{against}, f)
		},
		"change": func(f figure, against string) (string, error) {
			return s.Change(f.q, against), t.compares([]string{against}, f)
		},
		"percent": func(f figure, against string) (string, error) {
			return s.Percent(f.q, against), t.compares([]string{against}, f)
		},
		"both": func(a, b figure, against string) (string, error) {
			return s.Both(a.q, b.q, against), t.compares([]string{against}, a, b)
		},
		"worded":   t.worded,
		"numbered": t.numbered,
		"none":     func(f figure) string { return s.None(f.q) },
		"share":    func(f figure) string { return s.Share(f.q) },
		"most":     t.most,

		// putting together
		"join":     t.joined,
		"names":    t.names,
		"clause":   func(items ...any) (string, error) { texts, err := textsOf(items); return t.clause(texts), err },
		"sentence": t.sentence,
		"list":     func(items ...string) []string { return items },
		"add":      added,
		"text":     func(parts ...string) string { return strings.Join(parts, "") },
		"ordinal":  t.ordinal,

		// questions
		"known":      func(f figure) bool { return f.q.Now.Exact != nil },
		"zero":       func(f figure) bool { return isZero(f.q) },
		"positive":   func(f figure) bool { return f.q.Now.Exact != nil && f.q.Now.Exact.IsPositive() },
		"rises":      func(f figure, against string) bool { return t.direction(f, against) > 0 },
		"falls":      func(f figure, against string) bool { return t.direction(f, against) < 0 },
		"computable": computable,
		"compared":   func(f figure, against string) bool { return baseOf(f.q, warehouse.Comparison(against)) != nil },
		"moved":      func(f figure, against string) bool { return t.direction(f, against) != 0 },
		"more":       func(n int, rows []row) bool { return len(rows) > n },
		"running":    func() bool { return t.m.Source.Running },
		"named":      t.named,
		"official":   t.official,
		"refused":    t.refused,
		"longer":     t.longer,

		// words
		"region":     func() string { return document.Unmarked(t.m.Region.Name) },
		"where":      t.where,
		"short":      func() string { return shortName(t.m.Region.Name) },
		"units":      func() string { return t.units(t.m.Region.Level) },
		"sector":     func() string { return document.Unmarked(t.said(t.m.Sector)) },
		"period":     func() string { return t.period(t.m.Plan.Period, s.AsOf) },
		"dates":      t.dates,
		"until":      func() string { return t.period(t.m.Plan.Period, s.AsOf) },
		"span":       t.span,
		"as_of":      func() string { return s.Date(t.m.Source.AsOf) },
		"silent":     t.silent,
		"published":  func() string { return s.Date(safety.DateOf(t.m.Source.PublishedAt)) },
		"problems":   func() []string { return t.problems },
		"areas":      t.areas,
		"matched":    func() []row { return t.matched },
		"attachment": t.attachment,
		"scheme":     t.scheme,
		"ranked":     t.ranked,
		"top":        t.top,
		"climbed":    func(name string) ([]row, error) { return t.movers(name, 1) },
		"dropped":    func(name string) ([]row, error) { return t.movers(name, -1) },
		"place":      t.place,
		"moves":      t.moves,
		"graded":     t.graded,
		"severities": t.severities,
	}
}
