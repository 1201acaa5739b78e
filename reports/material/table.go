package material

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// tabled is a MetricAsk on its way to a table.
type tabled struct {
	ask         MetricAsk
	metrics     []*warehouse.Metric
	rows, whole answers
	query       warehouse.MetricQuery // that of the document: what the ask alone asks
}

// table prepares an ask: its questions are put together with those of the others.
func (p *pinned) table(q *questions, ask MetricAsk) (t *tabled, err error) {
	t = &tabled{ask: ask}
	for _, name := range ask.Measures {
		m, err := p.Catalogue().Metric(name)
		if err != nil {
			return nil, err
		}
		t.metrics = append(t.metrics, m)
	}
	rows, whole := p.query(ask)
	t.query = rows
	t.query.Totals = ask.By != ""
	if t.whole, err = q.ask(p.Catalogue(), ask.Name, whole); err != nil {
		return nil, err
	}
	if ask.By != "" {
		t.rows, err = q.ask(p.Catalogue(), ask.Name, rows)
	}
	return t, err
}

// answer makes the table, once the questions are answered.
func (t *tabled) answer(p *pinned) *Table {
	ask := t.ask
	_, running := t.query.Period.Clip(p.plan.AsOf)
	out := &Table{
		Name: ask.Name, By: ask.By, Measures: ask.Measures, Compare: ask.Compare, Period: t.query.Period, AsOf: p.plan.AsOf, Running: running, Adds: map[string]bool{},
	}
	if ask.Span == Trailing && t.query.Trailing > 0 {
		out.Period = p.span(Trailing, ask.Months)
		_, out.Running = out.Period.Clip(p.plan.AsOf)
	}
	out.Total = t.row(t.whole, "", Row{Kind: Whole, Title: same(p.region.Name)}, nil)
	for _, m := range t.metrics {
		out.Adds[m.Name] = adds(m, ask.By)
	}
	if ask.By == "" {
		return out
	}
	out.ByTitle = byTitle(p.Catalogue(), ask.By)
	names := p.titlesOf(ask.By)
	var unassigned []Row
	for _, key := range t.rows.keys() {
		row := Row{Key: key, Kind: Unit, Title: names.title(key)}
		if row.Title == (warehouse.Text{}) {
			row.Title = same(t.rows.label(ask.By, key))
		}
		none := key == "" || ask.By == ByRegion && key == string(p.plan.Region)
		if none {
			row.Key, row.Kind, row.Title = document.Unassigned, Unassigned, p.unassignedTitle(ask)
		}
		row = t.row(t.rows, key, row, &out.Total)
		switch {
		case none && !row.nothing():
			unassigned = append(unassigned, row)
		case !none && (ask.Empty || ask.By == ByRegion || ask.By == ByMonth || !row.nothing()):
			out.Rows = append(out.Rows, row)
		}
	}
	t.sort(out.Rows, names)
	if ask.Limit > 0 && len(out.Rows) > ask.Limit {
		rest := t.gather(out.Rows[ask.Limit:], &out.Total)
		out.Rows = append(out.Rows[:ask.Limit:ask.Limit], rest)
	}
	out.Rows = append(out.Rows, unassigned...)
	return out
}

// row reads the figures of a row. Shares are of a whole that the rows add up to.
func (t *tabled) row(from answers, key string, row Row, whole *Row) Row {
	row.Quantities = map[string]prose.Quantity{}
	for _, m := range t.metrics {
		title := row.Title
		if row.Kind == Whole {
			title = warehouse.Text{}
		}
		q := quantity(t.ask.Name, m, row.Key, title)
		q.Now = exact(m, func(name string) (*float64, warehouse.State) { return from.cell(name, "", key) })
		for _, c := range t.ask.Compare {
			base := exact(m, func(name string) (*float64, warehouse.State) { return from.cell(name, "__"+string(c), key) })
			*against(&q, c) = &base
		}
		if whole != nil && adds(m, t.ask.By) {
			total := whole.Quantities[m.Name].Now
			q.Total = &total
		}
		row.Quantities[m.Name] = q
	}
	return row
}

// nothing reports whether a row has nothing to tell: no figure of it is anything but zero, and none is missing.
func (r Row) nothing() bool {
	for _, q := range r.Quantities {
		for _, v := range []*prose.Value{&q.Now, q.PreviousYear, q.YearBeforeLast, q.PreviousPeriod} {
			if v == nil {
				continue
			}
			if v.Exact != nil && !v.Exact.IsZero() || v.State == warehouse.NotReported || v.State == warehouse.NotRecorded {
				return false
			}
		}
	}
	return true
}

// gather makes one row of those that a limit left out: sums of what adds up, rates from the sums of their parts.
func (t *tabled) gather(rest []Row, whole *Row) Row {
	out := Row{Key: document.Other, Kind: Other, Title: warehouse.Text{ZH: "其他", EN: "Other"}, Quantities: map[string]prose.Quantity{}}
	for _, m := range t.metrics {
		q := quantity(t.ask.Name, m, document.Other, out.Title)
		q.Now = t.together(m, "", rest)
		for _, c := range t.ask.Compare {
			base := t.together(m, "__"+string(c), rest)
			*against(&q, c) = &base
		}
		if adds(m, t.ask.By) {
			total := whole.Quantities[m.Name].Now
			q.Total = &total
		}
		out.Quantities[m.Name] = q
	}
	return out
}

func (t *tabled) together(m *warehouse.Metric, suffix string, rows []Row) prose.Value {
	if m.Ratio == nil {
		return t.sum(m, suffix, rows)
	}
	above, below := t.sum(m.Ratio.Numerator, suffix, rows), t.sum(m.Ratio.Denominator, suffix, rows)
	switch {
	case above.Exact == nil:
		return above
	case below.Exact == nil:
		return below
	case below.Exact.IsZero():
		return prose.Value{State: warehouse.NothingDue}
	}
	value := quotient(m, *above.Exact, *below.Exact)
	return prose.Value{State: warehouse.Together(above.State, below.State), Exact: &value}
}

// sum adds up what is known of some rows; where a part is not, the sum is partial, or incomplete where only
// records do not tell it.
func (t *tabled) sum(m *warehouse.Metric, suffix string, rows []Row) prose.Value {
	if !adds(m, t.ask.By) {
		return prose.Value{State: warehouse.NoData}
	}
	sum, known, state := decimal.Zero, false, warehouse.Present
	var why warehouse.State
	for _, row := range rows {
		number, one := t.rows.cell(m.Name, suffix, row.Key)
		if number == nil {
			why = one
			if one = warehouse.Partial; why == warehouse.NotRecorded {
				one = warehouse.Incomplete
			}
			state = warehouse.Together(state, one)
			continue
		}
		state = warehouse.Together(state, one)
		sum, known = sum.Add(decimal.NewFromFloat(*number)), true
	}
	if !known {
		return prose.Value{State: why}
	}
	return prose.Value{State: state, Exact: &sum}
}

// sort puts rows in the order that was asked for, then in that of the list that they are of.
func (t *tabled) sort(rows []Row, names titles) {
	slices.SortStableFunc(rows, func(a, b Row) int {
		for _, o := range t.ask.Order {
			if d := compare(a, b, o); d != 0 {
				return d
			}
		}
		return listed(names.place(a.Key), names.place(b.Key), a.Key, b.Key)
	})
}

// listed compares two places in a list; what is in none comes last, by key.
func listed(a, b int, x, y string) int {
	switch {
	case a == b:
		return cmp.Compare(x, y)
	case a < 0:
		return 1
	case b < 0:
		return -1
	}
	return cmp.Compare(a, b)
}

func compare(a, b Row, o Order) int {
	var d int
	switch o.Column {
	case "key":
		d = cmp.Compare(a.Key, b.Key)
	case "title":
		d = cmp.Compare(a.Title.ZH, b.Title.ZH)
	default:
		x, y := a.at(o.Column), b.at(o.Column)
		switch {
		case x == nil && y == nil:
			return 0
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		d = x.Cmp(*y)
	}
	if o.Desc {
		return -d
	}
	return d
}

// at gives the number in a column of a row: MEASURE, MEASURE__COMPARISON or MEASURE__COMPARISON__change.
func (r Row) at(column string) *decimal.Decimal {
	measure, comparison, changed := columnOf(column)
	q := r.Quantities[measure]
	if comparison == "" {
		return q.Now.Exact
	}
	base := *against(&q, comparison)
	switch {
	case base == nil || base.Exact == nil:
		return nil
	case !changed:
		return base.Exact
	case q.Now.Exact == nil:
		return nil
	}
	change := q.Now.Exact.Sub(*base.Exact)
	return &change
}

// ownRun names what the region of a bulletin runs itself.
var ownRun = map[safety.RegionLevel]string{safety.LevelProvince: "省直、未分配", safety.LevelCity: "市直、未分配"}

// municipalities (直辖市) are provinces and cities in one.
var municipalities = []safety.RegionCode{"110000", "120000", "310000", "500000"}

func (p *pinned) unassignedTitle(ask MetricAsk) warehouse.Text {
	switch {
	case ask.Unassigned != (warehouse.Text{}):
		return ask.Unassigned
	case ask.By == ByRegion && slices.Contains(municipalities, p.region.Code):
		return warehouse.Text{ZH: ownRun[safety.LevelCity], EN: "Directly run or unassigned"}
	case ask.By == ByRegion:
		return warehouse.Text{ZH: cmp.Or(ownRun[p.region.Level], "本级、未分配"), EN: "Directly run or unassigned"}
	}
	return warehouse.Text{ZH: "未填写", EN: "Not stated"}
}

func byTitle(catalogue *warehouse.Catalogue, by string) warehouse.Text {
	switch by {
	case ByRegion:
		return warehouse.Text{ZH: "地区", EN: "Region"}
	case ByMonth:
		return warehouse.Text{ZH: "月份", EN: "Month"}
	}
	d, err := catalogue.Dimension(by)
	if err != nil {
		return same(by)
	}
	return d.Title
}

// document is the question as the document keeps it.
func (t *tabled) document(p *pinned, answer *Table) document.Query {
	return document.Query{Name: t.ask.Name, Metric: &t.query, Link: metricLink(t.query), Rows: t.restRows(p, answer)}
}

// restRows says which records are those of the rows that are no value, where a filter can tell.
func (t *tabled) restRows(p *pinned, answer *Table) map[string][]warehouse.Filter {
	if len(t.query.Dimensions) != 1 {
		return nil
	}
	rows := map[string][]warehouse.Filter{}
	if t.ask.By == ByRegion {
		if own := p.ownCodes(t.ask.Level); len(own) <= 1000 && slices.ContainsFunc(answer.Rows, func(r Row) bool { return r.Kind == Unassigned }) {
			rows[document.Unassigned] = []warehouse.Filter{{Dimension: "recorded_region", Values: own}}
		}
		return rows
	}
	printed := []string{""}
	for _, row := range answer.Rows {
		switch row.Kind {
		case Unit:
			printed = append(printed, row.Key)
		case Unassigned:
			rows[row.Key] = []warehouse.Filter{{Dimension: t.ask.By, Values: []string{""}}}
		}
	}
	if len(printed) <= 1000 && slices.ContainsFunc(answer.Rows, func(r Row) bool { return r.Kind == Other }) {
		rows[document.Other] = []warehouse.Filter{{Dimension: t.ask.By, Values: printed, Not: true}}
	}
	return rows
}
