package bulletin

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// functionNames are the functions that templates may call; docs/bulletin-kinds.md tells what each gives.
func functionNames() []string {
	return slices.Sorted(maps.Keys((&telling{}).functions()))
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
		"told":    t.told,
		"title":   func(r row) (string, error) { return t.field(r, "title") },
		"field":   func(r row, name string) (string, error) { return t.field(r, name) },

		// sentences: see reports/prose
		"value":     func(f figure) string { return s.Value(f.q) },
		"number":    func(f figure) string { return s.Number(f.q) },
		"statement": func(f figure, against ...string) (string, error) { return s.Statement(f.q, against...), known(against) },
		"pair": func(a, b figure, against ...string) (string, error) {
			return s.Pair(a.q, b.q, against...), known(against)
		},
		"several": t.several,
		"compare": func(f figure, against string) (string, error) {
			return s.Compare(f.q, against), known([]string{against})
		},
		"change": func(f figure, against string) (string, error) {
			return s.Change(f.q, against), known([]string{against})
		},
		"percent": func(f figure, against string) (string, error) {
			return s.Percent(f.q, against), known([]string{against})
		},
		"both": func(a, b figure, against string) (string, error) {
			return s.Both(a.q, b.q, against), known([]string{against})
		},
		"worded":   t.worded,
		"numbered": t.numbered,
		"none":     func(f figure) string { return s.None(f.q) },
		"share":    func(f figure) string { return s.Share(f.q) },
		"most":     func(figures []figure, n int) string { return s.Most(quantities(figures), n) },

		// putting together
		"join":     func(items ...any) (string, error) { texts, err := textsOf(items); return s.Join(texts...), err },
		"names":    t.names,
		"clause":   func(items ...any) (string, error) { texts, err := textsOf(items); return t.clause(texts), err },
		"sentence": t.sentence,
		"list":     func(items ...string) []string { return items },
		"add":      func(list []string, items ...string) []string { return append(slices.Clone(list), items...) },
		"text":     func(parts ...string) string { return strings.Join(parts, "") },
		"ordinal":  t.ordinal,

		// questions
		"known":    func(f figure) bool { return f.q.Now.Exact != nil },
		"zero":     func(f figure) bool { return isZero(f.q) },
		"positive": func(f figure) bool { return f.q.Now.Exact != nil && f.q.Now.Exact.IsPositive() },
		"rises":    func(f figure, against string) bool { return t.direction(f, against) > 0 },
		"falls":    func(f figure, against string) bool { return t.direction(f, against) < 0 },
		"compared": func(f figure, against string) bool { return baseOf(f.q, warehouse.Comparison(against)) != nil },
		"moved":    func(f figure, against string) bool { return t.direction(f, against) != 0 },
		"more":     func(n int, rows []row) bool { return len(rows) > n },
		"running":  func() bool { return t.m.Source.Running },
		"named":    t.named,
		"official": t.official,
		"refused":  t.refused,
		"longer":   t.longer,

		// words
		"region":     func() string { return document.Unmarked(t.m.Region.Name) },
		"where":      t.where,
		"short":      func() string { return shortName(t.m.Region.Name) },
		"units":      func() string { return t.units(t.m.Region.Level) },
		"sector":     func() string { return document.Unmarked(t.said(t.m.Sector)) },
		"period":     func() string { return t.period(t.m.Plan.Period, false) },
		"until":      func() string { return t.period(t.m.Plan.Period, true) },
		"span":       t.span,
		"as_of":      func() string { return s.Date(t.m.Source.AsOf) },
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

// known refuses what nothing can be set against.
func known(against []string) error {
	for _, a := range against {
		if baseOf(prose.Quantity{PreviousYear: &prose.Value{}, YearBeforeLast: &prose.Value{}, PreviousPeriod: &prose.Value{}}, warehouse.Comparison(a)) == nil {
			return fmt.Errorf("expected previous_year, year_before_last or previous_period, found %q", a)
		}
	}
	return nil
}

func quantities(figures []figure) []prose.Quantity {
	out := make([]prose.Quantity, len(figures))
	for i, f := range figures {
		out[i] = f.q
	}
	return out
}

func firstRows(n int, rows []row) []row { return rows[:max(0, min(n, len(rows)))] }

// withFigure keeps the rows whose figure is known and not zero.
func (t *telling) withFigure(metric string, rows []row) ([]row, error) {
	var kept []row
	for _, r := range rows {
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		if f.q.Now.Exact != nil && !f.q.Now.Exact.IsZero() {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

func isZero(q prose.Quantity) bool {
	return q.Now.State == warehouse.Present && q.Now.Exact != nil && q.Now.Exact.IsZero()
}

// without keeps the rows that are known to have none.
func (t *telling) without(metric string, rows []row) ([]row, error) {
	var kept []row
	for _, r := range rows {
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		if isZero(f.q) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// moving keeps the rows whose figure rose or fell, the furthest first.
func (t *telling) moving(rows []row, metric, against string, direction int) ([]row, error) {
	if err := known([]string{against}); err != nil {
		return nil, err
	}
	var kept []row
	by := map[string]decimal.Decimal{}
	for _, r := range rows {
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		if t.direction(f, against) == direction {
			kept = append(kept, r)
			by[r.key] = f.q.Now.Exact.Sub(*baseOf(f.q, warehouse.Comparison(against)).Exact).Abs()
		}
	}
	slices.SortStableFunc(kept, func(a, b row) int { return by[b.key].Cmp(by[a.key]) })
	return kept, nil
}

// told says each row with its figure in brackets, or with what the figure changed by against something.
func (t *telling) told(rows []row, metric string, against ...string) ([]string, error) {
	texts := make([]string, len(rows))
	for i, r := range rows {
		title, err := t.field(r, "title")
		if err != nil {
			return nil, err
		}
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		said := t.style.Value(f.q)
		if len(against) > 0 {
			said = t.style.Change(f.q, against[0])
		}
		texts[i] = title + t.pick("（", " (") + said + t.pick("）", ")")
	}
	return texts, known(against)
}

// worded says a figure between words of the template, and how it changed; one that is not known is said to be so, without them.
func (t *telling) worded(before string, f figure, after string, against ...string) (string, error) {
	return t.between(before, f, t.style.Value(f.q), after, against)
}

// numbered is worded with the number alone.
func (t *telling) numbered(before string, f figure, after string, against ...string) (string, error) {
	return t.between(before, f, t.style.Number(f.q), after, against)
}

func (t *telling) between(before string, f figure, said, after string, against []string) (string, error) {
	if f.q.Now.Exact == nil {
		return t.style.Statement(f.q), known(against)
	}
	texts := []string{before + said + after}
	for _, a := range against {
		texts = append(texts, t.style.Compare(f.q, a))
	}
	return t.clause(texts), known(against)
}

// longer reports whether a need is about more time than the period.
func (t *telling) longer(name string) (bool, error) {
	table := t.m.Tables[name]
	if table == nil {
		return false, fmt.Errorf("%q has no time of its own", name)
	}
	return table.Period.Days() > t.m.Plan.Period.Days(), nil
}

// column gives one figure of each row of a need.
func (t *telling) column(name, metric string) ([]figure, error) {
	rows, err := t.rows(name, false)
	if err != nil {
		return nil, err
	}
	figures := make([]figure, len(rows))
	for i, r := range rows {
		if figures[i], err = t.of(r, metric); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

// several takes figures and then what they are set against.
func (t *telling) several(items ...any) (string, error) {
	var figures []figure
	var against []string
	for _, item := range items {
		switch x := item.(type) {
		case figure:
			figures = append(figures, x)
		case string:
			against = append(against, x)
		default:
			return "", errors.New("expected figures, and then what they are set against")
		}
	}
	return t.style.Several(quantities(figures), against...), known(against)
}

// names joins the titles of rows, or those of the rows of a need.
func (t *telling) names(rows []row) (string, error) {
	titles := make([]string, len(rows))
	for i, r := range rows {
		title, err := t.field(r, "title")
		if err != nil {
			return "", err
		}
		titles[i] = title
	}
	return t.style.Join(titles...), nil
}

// textsOf flattens texts and lists of texts.
func textsOf(items []any) ([]string, error) {
	var texts []string
	for _, item := range items {
		switch x := item.(type) {
		case string:
			texts = append(texts, x)
		case []string:
			texts = append(texts, x...)
		case nil:
		default:
			return nil, fmt.Errorf("expected texts, found %T: say a figure with value or statement, rows with names", item)
		}
	}
	return texts, nil
}

// clause puts what is there together with commas.
func (t *telling) clause(texts []string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), t.pick("，", ", "))
}

// sentence puts what is there together and ends it; nothing when nothing is there. In English a blank follows it.
func (t *telling) sentence(items ...any) (string, error) {
	texts, err := textsOf(items)
	text := t.style.Sentence(texts...)
	if text != "" {
		text += t.pick("", " ")
	}
	return text, err
}

// ordinal numbers the points of a paragraph, from 0: 一是; firstly.
func (t *telling) ordinal(i int) string {
	if t.language == document.Chinese {
		return chinese(i+1) + "是"
	}
	return fmt.Sprintf("(%d) ", i+1)
}

func (t *telling) direction(f figure, against string) int {
	base := baseOf(f.q, warehouse.Comparison(against))
	if base == nil || base.Exact == nil || f.q.Now.Exact == nil {
		return 0
	}
	return f.q.Now.Exact.Cmp(*base.Exact)
}

// named reports whether the caller may read the records of a list by name.
func (t *telling) named(name string) (bool, error) {
	if t.m.Lists[name] == nil {
		return false, fmt.Errorf("there is no list %q", name)
	}
	return t.m.Lists[name].Named, nil
}

// official reports whether a ranking is a published result.
func (t *telling) official(name string) (bool, error) {
	if t.m.Rankings[name] == nil {
		return false, fmt.Errorf("there is no ranking %q", name)
	}
	return t.m.Rankings[name].Official != "", nil
}

// refused says why there is no ranking; empty where there is one.
func (t *telling) refused(name string) (string, error) {
	if t.m.Rankings[name] == nil {
		return "", fmt.Errorf("there is no ranking %q", name)
	}
	return document.Unmarked(t.said(t.m.Rankings[name].Refused)), nil
}

// scheme is the title of the scheme of a ranking.
func (t *telling) scheme(name string) (string, error) {
	if t.m.Rankings[name] == nil {
		return "", fmt.Errorf("there is no ranking %q", name)
	}
	return document.Unmarked(t.said(t.m.Rankings[name].Title)), nil
}

// span names the time that a need is about.
func (t *telling) span(name string) (string, error) {
	var p safety.Period
	switch {
	case t.m.Tables[name] != nil:
		p = t.m.Tables[name].Period
	case t.m.Rankings[name] != nil:
		p = t.m.Rankings[name].Period
	case t.m.Missing[name] != nil:
		p = t.m.Missing[name].Period
	case t.m.Lists[name] != nil && !t.m.Lists[name].Period.IsZero():
		p = t.m.Lists[name].Period
	default:
		return "", fmt.Errorf("%q has no time of its own", name)
	}
	return t.period(p, false), nil
}

// period names a period inside a sentence; until also says how far it is, when it goes on.
func (t *telling) period(p safety.Period, until bool) string {
	title := t.pick(p.TitleZH(), p.TitleEN())
	if until {
		title = t.style.Period(p)
	}
	for _, first := range []string{"first ", "second ", "last "} {
		if strings.HasPrefix(title, first) {
			return "the " + title
		}
	}
	return title
}

// areas speaks of the rows for which a problem holds: 个别地区, 部分地区.
func (t *telling) areas() string {
	if len(t.matched) == 1 {
		return t.pick("个别地区", "one area")
	}
	return t.pick("部分地区", "some areas")
}

// where names the region, and the sector where the bulletin is of one: 淄博市危险化学品行业领域.
func (t *telling) where() string {
	region, sector := document.Unmarked(t.m.Region.Name), document.Unmarked(t.said(t.m.Sector))
	switch {
	case sector == "":
		return region
	case t.language == document.Chinese:
		return region + sector + "行业领域"
	}
	return region + " (" + strings.ToLower(sector) + ")"
}

// severities says how many warnings of each severity are on, the gravest first: 红色2条.
func (t *telling) severities(name string) ([]string, error) {
	alerts := t.m.Alerts[name]
	if alerts == nil {
		return nil, fmt.Errorf("there are no warnings %q", name)
	}
	var texts []string
	for _, c := range alerts.Counts {
		if c.Quantity.Now.Exact != nil && !c.Quantity.Now.Exact.IsZero() {
			colour := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(t.said(c.Title)), "预警"), " warning")
			texts = append(texts, t.pick(colour+t.style.Value(c.Quantity), t.style.Number(c.Quantity)+" "+colour))
		}
	}
	return texts, nil
}

// attachment names an attachment as the text refers to it: 附件1; Attachment 1. Empty where it is left out.
func (t *telling) attachment(name string) (string, error) {
	i := slices.Index(t.attachments, name)
	switch {
	case i >= 0 && len(t.attachments) == 1:
		return t.pick("附件", "the attachment"), nil
	case i >= 0:
		return fmt.Sprintf("%s%d", t.pick("附件", "Attachment "), i+1), nil
	case slices.ContainsFunc(t.kind.Attachments, func(a Attachment) bool { return a.Name == name }):
		return "", nil
	}
	return "", fmt.Errorf("there is no attachment %q", name)
}

// units names the regions directly below one: 各市, 各县（市、区）, 各镇（街道）.
func (t *telling) units(level safety.RegionLevel) string {
	switch level {
	case safety.LevelCountry:
		return t.pick("各省（自治区、直辖市）", "the provinces")
	case safety.LevelProvince:
		return t.pick("各市", "the cities")
	case safety.LevelCity:
		return t.pick("各区县", "the counties and districts")
	case safety.LevelCounty:
		return t.pick("各镇（街道）", "the towns and streets")
	}
	return t.pick("各单位", "the units below")
}

// shortName is a region's name without its kind: 桓台县 is 桓台.
func shortName(name string) string {
	runes := []rune(document.Unmarked(name))
	if n := len(runes); n > 2 && strings.ContainsRune("省市县区", runes[n-1]) {
		return string(runes[:n-1])
	}
	return string(runes)
}
