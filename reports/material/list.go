package material

import (
	"cmp"
	"context"
	"strings"

	"anlan/access"
	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// mostNamed is how many records a list names when its ask does not say.
const mostNamed = 20

// list answers a ListAsk: to who may read records by name, to others the count.
func (p *pinned) list(ctx context.Context, ask ListAsk) (*List, document.Query, error) {
	query, judged := p.records(ask)
	out := &List{Name: ask.Name, Fact: query.Fact, Period: p.span(ask.Span, ask.Months), AsOf: p.plan.AsOf, Named: p.caller.May(access.ReadRecords)}
	if judged {
		out.Period = safety.Period{}
	}
	count := query
	count.Order, count.First, count.WithTotal = nil, 0, false
	asked := document.Query{Name: ask.Name, Records: &count, Link: RecordLink(query)}
	fact, _ := warehouse.FactNamed(query.Fact)
	if !out.Named {
		n, err := p.CountRecords(ctx, p.caller.Scope, count)
		out.Count = p.listed(ask, fact, n)
		return out, asked, err
	}
	table, err := p.RecordTable(ctx, p.caller.Scope, query)
	if err != nil {
		return nil, asked, err
	}
	out.Count = p.listed(ask, fact, table.Total)
	return out, asked, p.rows(ctx, out, ask, fact, table)
}

// records is the ask in the warehouse's words; judged says that it is of a day, not of a period.
func (p *pinned) records(ask ListAsk) (q warehouse.RecordQuery, judged bool) {
	span := p.span(ask.Span, ask.Months)
	q = warehouse.RecordQuery{
		Fact: ask.Fact, Metric: ask.Metric, Region: p.plan.Region, Tree: p.plan.Tree, TreeDate: p.plan.AsOf, From: span.From, To: p.plan.AsOf,
		AsOf: p.plan.AsOf, Filters: p.filters(ask.Filters), First: ask.Limit, WithTotal: true, Version: p.plan.Version,
	}
	for _, o := range ask.Order {
		q.Order = append(q.Order, warehouse.Order(o))
	}
	if q.First == 0 {
		q.First = mostNamed
	}
	if m, err := p.Catalogue().Metric(ask.Metric); ask.Metric != "" && err == nil {
		q.Fact = m.Drill().Fact
		if judged = m.Drill().Date == ""; judged {
			q.From = safety.Date{}
		}
	}
	return q, judged
}

// listed counts a list. The noun of a metric's records is the metric's.
func (p *pinned) listed(ask ListAsk, fact *warehouse.Fact, n uint64) (q prose.Quantity) {
	q = counted(ask.Name, "", "count", fact.Title, fact.Title, warehouse.Text{ZH: "条", EN: strings.ToLower(fact.Title.EN) + " records"}, int64(n)) //nolint:gosec // records of one warehouse
	name := ask.Metric
	if name == "" {
		name = fact.Records
	}
	if m, err := p.Catalogue().Metric(name); err == nil {
		counting := m
		if m.Ratio != nil {
			counting = m.Ratio.Numerator
		}
		q.Title, q.Noun, q.Unit = counting.Title, counting.Noun, counting.UnitText()
	}
	return q
}

// rows writes the records out.
func (p *pinned) rows(ctx context.Context, out *List, ask ListAsk, fact *warehouse.Fact, table *warehouse.RecordTable) error {
	w := &writer{pinned: p, ask: ask.Name, table: table}
	if err := w.enterprises(ctx, ask.Columns); err != nil {
		return err
	}
	for _, name := range ask.Columns {
		out.Columns = append(out.Columns, headOf(fact, name))
	}
	seen := map[string]int{}
	for i := range table.Rows {
		row := ListRow{Key: keyOf(table, i)}
		if seen[row.Key]++; seen[row.Key] > 1 {
			row.Key += "~" + strings.Repeat("I", seen[row.Key]-1)
		}
		for _, name := range ask.Columns {
			row.Cells = append(row.Cells, w.cell(i, name, row.Key))
		}
		row.named()
		out.Rows = append(out.Rows, row)
	}
	return nil
}

// named gives the figures of a row the row's name, its first two words: 示例-桓台-建筑-0001 临边无防护 天数.
func (r *ListRow) named() {
	var name warehouse.Text
	words := 0
	for _, c := range r.Cells {
		if c.Quantity == nil && c.Text != (warehouse.Text{}) && words < 2 {
			words++
			name.ZH, name.EN = strings.TrimSpace(name.ZH+" "+c.Text.ZH), strings.TrimSpace(name.EN+" "+cmp.Or(c.Text.EN, c.Text.ZH))
		}
	}
	for _, c := range r.Cells {
		if c.Quantity != nil {
			c.Quantity.RowTitle = name
		}
	}
}

// keyOf names a record so that its name can stand in ids of figures and in texts that people edit.
func keyOf(table *warehouse.RecordTable, i int) string {
	var parts []string
	for _, name := range []string{"system", "id"} {
		if c, ok := table.Column(name); ok && c.Texts[i] != nil {
			parts = append(parts, *c.Texts[i])
		}
	}
	return strings.NewReplacer("%", "%25", "/", "%2F", "|", "%7C", "[", "%5B", "]", "%5D", "\n", "%0A").Replace(document.Unmarked(strings.Join(parts, ".")))
}

// daysSince begins the name of a column of days.
const daysSince = "days_since("

// filledOf lists the columns of the fact behind the name of a column, the first that is filled speaks; days says that the days since
// it are meant.
func filledOf(name string) (columns []string, days bool) {
	inner, days := strings.CutPrefix(name, daysSince)
	if days {
		inner = strings.TrimSuffix(inner, ")")
	}
	return strings.Split(inner, "|"), days
}

func headOf(fact *warehouse.Fact, name string) ListColumn {
	columns, days := filledOf(name)
	c, _ := fact.Column(columns[len(columns)-1])
	if days {
		return ListColumn{Name: name, Title: warehouse.Text{ZH: "距" + c.Title.ZH + "天数", EN: "Days since " + strings.ToLower(c.Title.EN)}, Unit: "天"}
	}
	return ListColumn{Name: name, Title: c.Title, Unit: c.Unit}
}

// columnOf takes MEASURE__COMPARISON__change apart.
func columnOf(name string) (measure string, c warehouse.Comparison, changed bool) {
	name, changed = strings.CutSuffix(name, "__change")
	measure, comparison, _ := strings.Cut(name, "__")
	return measure, warehouse.Comparison(comparison), changed
}

// checkColumn says what is wrong with the name of a column of records; personal data is in no list.
func checkColumn(fact *warehouse.Fact, name string) string {
	columns, days := filledOf(name)
	for _, one := range columns {
		c, ok := fact.Column(one)
		switch {
		case !ok:
			return fact.Name + " records have no column " + one
		case c.Sensitive:
			return "the column " + one + " is personal data"
		case days && !strings.Contains(c.Type, "Date"):
			return "the column " + one + " is no date"
		}
	}
	if days && !strings.HasSuffix(name, ")") {
		return "expected " + daysSince + "COLUMN)"
	}
	return ""
}
