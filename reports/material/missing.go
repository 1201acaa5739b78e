package material

import (
	"cmp"
	"fmt"
	"slices"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// Metrics of what was owed and what came.
const (
	dueMetric     = "obligations_due"
	arrivedMetric = "obligations_arrived"
	missingMetric = "obligations_missing"
	reportRate    = "obligation_report_rate"
)

// owing is a MissingAsk on its way to its answer: the figures, and which items are missing.
type owing struct {
	ask    MissingAsk
	units  *tabled
	items  *question
	itemBy []string
}

// missing prepares an ask: who owed, what came, and what is missing by item.
func (p *pinned) missing(q *questions, ask MissingAsk) (*owing, error) {
	by := cmp.Or(ask.By, ByRegion)
	if by == ByRegion && ask.Level == safety.LevelUnknown { // who owes is named: counties of a province, not their cities
		by = recordedRegion
	}
	asked := MetricAsk{
		Name: ask.Name, Measures: []string{dueMetric, arrivedMetric, missingMetric, reportRate}, By: by, Level: ask.Level, Span: ask.Span,
	}
	for dimension, values := range map[string][]string{"obligation_kind": ask.Kinds, "obligation_item": ask.Items, "unit_kind": nonempty(ask.Units)} {
		if len(values) > 0 {
			asked.Filters = append(asked.Filters, warehouse.Filter{Dimension: dimension, Values: values})
		}
	}
	slices.SortFunc(asked.Filters, func(a, b warehouse.Filter) int { return cmp.Compare(a.Dimension, b.Dimension) })
	out := &owing{ask: ask, itemBy: []string{by, "obligation_kind", "obligation_item"}}
	var err error
	if out.units, err = p.table(q, asked); err != nil {
		return nil, err
	}
	items, _ := p.query(asked)
	items.Measures, items.Dimensions = []string{missingMetric}, out.itemBy
	found, err := q.ask(p.Catalogue(), ask.Name, items)
	out.items = found.by[missingMetric]
	return out, err
}

func nonempty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// answer lists the units with something missing, the most first.
func (o *owing) answer(p *pinned) (*Missing, *Table) {
	table := o.units.answer(p)
	items := o.named(p)
	out := &Missing{Name: o.ask.Name, By: table.By, Period: table.Period, Total: missingRow(table.Total)}
	owed, missing := 0, 0
	for _, row := range table.Rows {
		one := missingRow(row)
		if row.Kind != Unit || one.Due.Now.Exact == nil || one.Due.Now.Exact.IsZero() {
			continue
		}
		owed++
		if n := one.Missing.Now.Exact; n != nil && n.IsPositive() {
			one.Items = items[row.Key]
			out.Rows = append(out.Rows, one)
			missing++
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b MissingRow) int {
		return b.Missing.Now.Exact.Cmp(*a.Missing.Now.Exact)
	})
	if o.ask.Limit > 0 {
		out.Rows = out.Rows[:min(len(out.Rows), o.ask.Limit)]
	}
	unit, noun := warehouse.Text{ZH: "个", EN: "units"}, warehouse.Text{ZH: "单位", EN: "units"}
	out.Units = counted(o.ask.Name, "", "units_missing", warehouse.Text{ZH: "未报送单位", EN: "Units that did not report"}, noun, unit, int64(missing))
	out.Owing = counted(o.ask.Name, "", "units_owing", warehouse.Text{ZH: "应报送单位", EN: "Units that owed reports"}, noun, unit, int64(owed))
	return out, table
}

func missingRow(r Row) MissingRow {
	return MissingRow{Key: r.Key, Title: r.Title, Due: r.Quantities[dueMetric], Arrived: r.Quantities[arrivedMetric], Missing: r.Quantities[missingMetric], Rate: r.Quantities[reportRate]}
}

// named names what each unit has missing: the kind, of data reports with what they are about.
func (o *owing) named(p *pinned) map[string][]warehouse.Text {
	out := map[string][]warehouse.Text{}
	keys := make([][]string, len(o.itemBy))
	for i, name := range o.itemBy {
		if c := o.items.columns[name]; c != nil {
			keys[i] = c.Texts
		}
	}
	counts := o.items.columns[missingMetric]
	kinds := p.titlesOf("obligation_kind")
	for i := range o.items.table.Rows {
		if counts == nil || counts.Numbers[i] == nil || *counts.Numbers[i] == 0 {
			continue
		}
		unit, kind, item := keys[0][i], keys[1][i], keys[2][i]
		title := kinds.title(kind)
		about := same(document.Unmarked(item))
		if f, ok := warehouse.FactNamed(item); ok {
			about = f.Title
		}
		if kind != string(safety.ObligationDataReport) && item != "" {
			title, about = warehouse.Text{ZH: about.ZH, EN: title.EN + " (" + about.EN + ")"}, warehouse.Text{}
		}
		if about.ZH != "" {
			title = warehouse.Text{ZH: title.ZH + "（" + about.ZH + "）", EN: title.EN + " (" + about.EN + ")"}
		}
		if n := *counts.Numbers[i]; n > 1 { // of several months
			title = warehouse.Text{ZH: fmt.Sprintf("%s（%.0f期）", title.ZH, n), EN: fmt.Sprintf("%s (%.0f)", title.EN, n)}
		}
		out[unit] = union(out[unit], title)
	}
	return out
}
