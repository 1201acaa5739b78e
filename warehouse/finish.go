package warehouse

import (
	"cmp"
	"slices"
	"strconv"
)

// changeSuffix and percentSuffix end the names of the columns that a comparison adds.
const (
	changeSuffix  = "__change"
	percentSuffix = "__percent"
)

// cell is a value and how it is to be read.
type cell struct {
	value *float64
	state State
}

// finish turns the engine's groups into the table: units without any record get their row, ratios and comparisons are
// computed, unknown is told from zero, rows are put in order and cut.
func (p *plan) finish(groups []group) *MetricTable {
	groups = p.fill(groups)
	table := &MetricTable{Rows: len(groups)}
	for i, name := range p.query.Dimensions {
		c := Column{Name: name, Kind: DimensionColumn, Title: p.dimensionTitle(name), Texts: make([]string, len(groups))}
		for j, g := range groups {
			c.Texts[j] = g.keys[i]
		}
		table.Columns = append(table.Columns, c)
	}
	if p.query.Grain != 0 {
		c := Column{Name: periodColumn, Kind: DimensionColumn, Title: Text{ZH: "期间", EN: "Period"}, Texts: make([]string, len(groups))}
		for j, g := range groups {
			c.Texts[j] = p.bucketCode(g.bucket)
		}
		table.Columns = append(table.Columns, c)
	}
	for _, name := range p.query.Measures {
		m := p.catalogue.byName[name]
		table.Columns = append(table.Columns, p.figureColumns(m, groups)...)
	}
	p.arrange(table)
	if len(p.query.Dimensions) == 1 {
		table.absent = p.absent
	}
	return table
}

// absent judges a row that no record made and nobody named.
func (p *plan) absent(column, key string) (*float64, State) {
	m, ok := p.catalogue.byName[column]
	if !ok || !slices.Contains(p.query.Measures, column) {
		return nil, NoData
	}
	none := group{keys: []string{key}, bucket: uint32(len(p.slots[0].buckets)), values: make([]*float64, len(p.figures()))}
	c := p.cells(m, []group{none}, 0)[0]
	return c.value, c.state
}

// fill adds the rows that no record made: every unit, every bucket. Other dimensions show only what occurs among the records
// asked about; the rollup answers with what occurs among any.
func (p *plan) fill(groups []group) []group {
	known := map[string]bool{}
	keys := map[string][]string{}
	groups = slices.DeleteFunc(groups, func(g group) bool {
		return g.bucket == 0 || int(g.bucket) > len(p.slots[0].buckets) || p.nothing(g)
	})
	for _, g := range groups {
		known[g.key()+"\x00"+strconv.Itoa(int(g.bucket))] = true
		keys[g.key()] = g.keys
	}
	switch {
	case len(p.query.Dimensions) == 0:
		keys[""] = []string{}
	case len(p.query.Dimensions) == 1 && p.byRegion():
		for _, u := range p.units {
			keys[string(u)] = []string{string(u)}
		}
	}
	for _, row := range p.query.Rows {
		keys[row] = []string{row}
	}
	for key, values := range keys {
		for b := range p.slots[0].buckets {
			if !known[key+"\x00"+strconv.Itoa(b+1)] {
				groups = append(groups, group{keys: values, bucket: uint32(b + 1), values: make([]*float64, len(p.figures()))})
			}
		}
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(slices.Compare(a.keys, b.keys), cmp.Compare(a.bucket, b.bucket))
	})
	return groups
}

// nothing reports whether a group has no record of what was asked: every figure is unknown, or a count or sum of 0.
func (p *plan) nothing(g group) bool {
	for i, f := range p.figures() {
		if v := g.values[i]; v != nil && (*v != 0 || f.measure.Measure.Fact == "denominator") {
			return false
		}
	}
	return true
}

// figureColumns are the columns of one metric: the figure, and for every comparison its base, the change and the percentage.
func (p *plan) figureColumns(m *Metric, groups []group) []Column {
	now := p.cells(m, groups, 0)
	columns := []Column{p.column4(m, "", m.Title, m.Unit, MeasureColumn, now)}
	for _, c := range p.query.Compare {
		s := slices.IndexFunc(p.slots, func(s slot) bool { return s.comparison == c })
		base := make([]cell, len(groups))
		for i := range base {
			base[i] = cell{state: NoComparison}
		}
		if s > 0 {
			base = p.cells(m, groups, s)
		}
		changes, percents := make([]cell, len(groups)), make([]cell, len(groups))
		for i := range groups {
			changes[i], percents[i] = change(now[i], base[i])
		}
		suffix, title := "__"+string(c), comparisonTitle(c)
		columns = append(columns, p.column4(m, suffix, title.of(m.Title), m.Unit, ComparisonColumn, base))
		unit := m.Unit
		if m.Rate {
			unit = "百分点"
		}
		columns = append(columns, p.column4(m, suffix+changeSuffix, title.change(m.Title), unit, ChangeColumn, changes))
		if !m.Rate {
			columns = append(columns, p.column4(m, suffix+percentSuffix, title.percent(m.Title), "%", PercentColumn, percents))
		}
	}
	return columns
}

func (p *plan) column4(m *Metric, suffix string, title Text, unit string, kind ColumnKind, cells []cell) Column {
	c := Column{Name: m.Name + suffix, Title: title, Unit: unit, Kind: kind, Metric: m.Name, Numbers: make([]*float64, len(cells)), States: make([]State, len(cells))}
	for i, one := range cells {
		c.Numbers[i], c.States[i] = one.value, one.state
	}
	return c
}

// change compares a figure with its base. From zero there is a change but no percentage.
func change(now, base cell) (difference, percent cell) {
	if now.value == nil || base.value == nil {
		state := base.state
		if base.value != nil {
			state = now.state
		}
		return cell{state: state}, cell{state: state}
	}
	state := Together(now.state, base.state)
	d := *now.value - *base.value
	if *base.value == 0 {
		return cell{&d, state}, cell{state: ZeroBase}
	}
	pct := 100 * d / *base.value
	return cell{&d, state}, cell{&pct, state}
}

// arrange orders the rows and cuts them to the limit.
func (p *plan) arrange(t *MetricTable) {
	order := make([]int, t.Rows)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		for _, o := range p.query.Order {
			i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == o.Column })
			if i < 0 {
				continue
			}
			if d := t.Columns[i].compare(a, b, o.Desc); d != 0 {
				return d
			}
		}
		return 0
	})
	if p.query.Limit > 0 && p.query.Limit < len(order) {
		order = order[:p.query.Limit]
	}
	t.Rows = len(order)
	for i := range t.Columns {
		c := &t.Columns[i]
		c.Texts, c.Numbers, c.States = pick(c.Texts, order), pick(c.Numbers, order), pick(c.States, order)
	}
}

// compare orders two rows of the column; unknown comes last either way.
func (c *Column) compare(a, b int, desc bool) int {
	var d int
	if c.Texts != nil {
		d = cmp.Compare(c.Texts[a], c.Texts[b])
	} else {
		x, y := c.Numbers[a], c.Numbers[b]
		switch {
		case x == nil && y == nil:
			return 0
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		d = cmp.Compare(*x, *y)
	}
	if desc {
		return -d
	}
	return d
}

func pick[T any](from []T, order []int) []T {
	if from == nil {
		return nil
	}
	out := make([]T, len(order))
	for i, j := range order {
		out[i] = from[j]
	}
	return out
}

func (p *plan) dimensionTitle(name string) Text {
	if name == regionDimension {
		return Text{ZH: "行政区划", EN: "Region"}
	}
	d, err := p.catalogue.Dimension(name)
	if err != nil {
		return Text{ZH: name, EN: name}
	}
	return d.Title
}

// comparisonTitle words the columns of a comparison.
type comparisonTitle Comparison

// words are the base's name, and what the comparison is called, in both languages.
func (c comparisonTitle) words() (baseZH, baseEN, kindZH, kindEN string) {
	switch Comparison(c) {
	case PreviousYear:
		return "去年同期", "same period last year", "同比", "last year"
	case YearBeforeLast:
		return "前年同期", "same period of the year before last", "较前年同期", "the year before last"
	}
	return "上期", "previous period", "环比", "the previous period"
}

func (c comparisonTitle) of(t Text) Text {
	zh, en, _, _ := c.words()
	return Text{ZH: zh + t.ZH, EN: t.EN + ", " + en}
}

func (c comparisonTitle) change(t Text) Text {
	_, _, zh, en := c.words()
	return Text{ZH: t.ZH + zh + "增减", EN: t.EN + ", change on " + en}
}

func (c comparisonTitle) percent(t Text) Text {
	_, _, zh, en := c.words()
	return Text{ZH: t.ZH + zh + "增幅", EN: t.EN + ", percent on " + en}
}
