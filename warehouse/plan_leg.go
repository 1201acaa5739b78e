package warehouse

import (
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
)

// leg is one SELECT over one source. Without a grain it knows its measures in every slot; with one, in a single slot, because
// each slot has buckets of its own.
type leg struct {
	table    string // a fact or the rollup
	fact     *Fact  // nil for the rollup
	date     string // SQL of the date that puts rows into slots; empty: every row, whenever
	measures []*Metric
	slots    []int
	asOf     bool // with a grain: rows are repeated for every bucket on whose last day they count
}

// legs splits the measures by where they are read from.
func (p *plan) legs() ([]string, error) {
	var legs []leg
	var denominators []*Metric
	for _, m := range p.measures {
		switch {
		case m.Measure.Fact == "denominator":
			denominators = append(denominators, m)
		case p.fromRollup(m):
			legs = addToLeg(legs, leg{table: rollupTable}, m)
		default:
			f, _ := FactNamed(m.Measure.Fact)
			legs = addToLeg(legs, leg{table: f.Name, fact: f, date: m.Measure.Date, asOf: p.repeats(m)}, m)
		}
	}
	var out []string
	for _, l := range legs {
		for _, slots := range p.slotGroups(l) {
			l.slots = slots
			text, err := p.legSQL(l, len(out))
			if err != nil {
				return nil, err
			}
			out = append(out, text)
		}
	}
	if len(denominators) > 0 {
		out = append(out, p.denominatorLeg(denominators))
	}
	return out, nil
}

// repeats reports whether a measure counts a row in several buckets: an as-of figure without a period, along a grain.
func (p *plan) repeats(m *Metric) bool {
	return m.Measure.AsOf && m.Measure.Date == "" && p.query.Grain != safety.GrainSpan
}

func addToLeg(legs []leg, like leg, m *Metric) []leg {
	if !like.asOf { // rows that repeat are filtered by one measure's condition: a leg each
		for i := range legs {
			if l := &legs[i]; l.table == like.table && l.date == like.date && !l.asOf {
				l.measures = append(l.measures, m)
				return legs
			}
		}
	}
	like.measures = []*Metric{m}
	return append(legs, like)
}

func (p *plan) slotGroups(l leg) [][]int {
	all := make([]int, len(p.slots))
	for i := range all {
		all[i] = i
	}
	if l.fact != nil && l.fact.Date == "" {
		return [][]int{all[:1]} // enterprises as they are in this version; the past is not known
	}
	if p.query.Grain == safety.GrainSpan {
		return [][]int{all}
	}
	var single [][]int
	for _, i := range all {
		single = append(single, []int{i})
	}
	return single
}

// fromRollup reports whether the rollup has the figure: a sum by whole months, broken down by nothing but region and sector.
func (p *plan) fromRollup(m *Metric) bool {
	if p.noRollup || !m.Measure.Rollup || !wholeMonths(p.slots) {
		return false
	}
	for _, d := range p.query.Dimensions {
		if d != regionDimension && !p.bySectorColumn(d) {
			return false
		}
	}
	return !slices.ContainsFunc(p.query.Filters, func(f Filter) bool { return !p.bySectorColumn(f.Dimension) })
}

// bySectorColumn reports whether a dimension is the rollup's: a catalogue of the user's own may give the name another meaning.
func (p *plan) bySectorColumn(name string) bool {
	d, err := p.catalogue.Dimension(name)
	return err == nil && name == "sector" && d.Column == "sector" && len(d.Columns) == 0
}

func (p *plan) legSQL(l leg, number int) (string, error) {
	groups, err := p.groups(l)
	if err != nil {
		return "", err
	}
	where, err := p.conditions(l, number)
	if err != nil {
		return "", err
	}
	columns := make([]string, len(groups))
	names := p.groupNames()
	for i, g := range groups {
		columns[i] = g + " AS " + names[i]
	}
	for _, f := range p.figures() {
		expression := "NULL"
		if slices.Contains(l.measures, f.measure) && slices.Contains(l.slots, f.slot) {
			expression = p.expression(l, f)
		}
		columns = append(columns, "CAST("+expression+" AS Nullable(Float64)) AS "+p.column(f))
	}
	join := ""
	if p.byRegion() {
		join = " LEFT ANY JOIN unit_of ON region = leaf"
	}
	return "SELECT " + strings.Join(columns, ", ") + "\nFROM " + l.table + join + "\nWHERE " + strings.Join(where, " AND ") +
		"\nGROUP BY " + strings.Join(names, ", "), nil
}

// groups are the expressions of the grouping columns.
func (p *plan) groups(l leg) ([]string, error) {
	var out []string
	for _, name := range p.query.Dimensions {
		if name == regionDimension {
			out = append(out, "if(unit = '', {region:String}, unit)")
			continue
		}
		column, err := p.dimensionColumn(l, name)
		if err != nil {
			return nil, err
		}
		out = append(out, "toString("+column+")")
	}
	return append(out, p.bucket(l)), nil
}

// bucket is the expression of the bucket's number, from 1.
func (p *plan) bucket(l leg) string {
	if p.query.Grain == safety.GrainSpan {
		return "toUInt32(1)"
	}
	s := l.slots[0]
	n := strconv.Itoa(len(p.slots[s].buckets))
	switch {
	case l.fact != nil && l.fact.Date == "":
		return "toUInt32(" + n + ")"
	case l.fact == nil && !p.slots[s].follow():
		return "toUInt32(arrayJoin(arrayFilter(i -> month BETWEEN toYYYYMM(" + p.starts(s) + "[i]) AND toYYYYMM(" + p.ends(s) + "[i]), range(1, " + n + " + 1))))"
	case l.fact == nil:
		return "toUInt32(arrayFirstIndex(e -> month <= toYYYYMM(e), " + p.ends(s) + "))"
	case l.asOf:
		condition := strings.ReplaceAll(l.measures[0].Measure.Where, "{as_of}", p.ends(s)+"[i]")
		return "toUInt32(arrayJoin(arrayFilter(i -> " + and(condition) + ", range(1, " + n + " + 1))))"
	case p.slots[s].follow():
		return "toUInt32(arrayFirstIndex(e -> " + l.date + " <= e, " + p.ends(s) + "))"
	default:
		return "toUInt32(arrayJoin(arrayFilter(i -> ifNull(" + l.date + " BETWEEN " + p.starts(s) + "[i] AND " + p.ends(s) + "[i], false), range(1, " + n + " + 1))))"
	}
}

// starts and ends are the placeholders of the first and last days of a slot's buckets. A bucket without a base ends before it
// begins.
func (p *plan) starts(s int) string {
	return p.days("s"+strconv.Itoa(s)+"_starts", p.slots[s].buckets, func(b safety.Period) safety.Date { return b.From }, openEnd())
}

func (p *plan) ends(s int) string {
	return p.days("s"+strconv.Itoa(s)+"_ends", p.slots[s].buckets, func(b safety.Period) safety.Date { return b.To }, unknownStart())
}

func (p *plan) days(name string, buckets []safety.Period, day func(safety.Period) safety.Date, none safety.Date) string {
	days := make([]string, len(buckets))
	for i, b := range buckets {
		days[i] = none.String()
		if !b.IsZero() {
			days[i] = day(b).String()
		}
	}
	p.args[name] = days
	return "{" + name + ":Array(Date)}"
}

// from and to are the placeholders of a slot's first and last day.
func (p *plan) from(s int) string { return p.day("s"+strconv.Itoa(s)+"_from", p.slots[s].window.From) }
func (p *plan) to(s int) string   { return p.day("s"+strconv.Itoa(s)+"_to", p.slots[s].window.To) }

func (p *plan) day(name string, d safety.Date) string {
	p.args[name] = d.String()
	return "{" + name + ":Date}"
}

// expression is the aggregate of a figure in a leg.
func (p *plan) expression(l leg, f figure) string {
	inSlot := ""
	if len(l.slots) > 1 && (l.fact == nil || l.date != "") {
		inSlot = p.within(l, f.slot)
	}
	if l.fact == nil {
		if inSlot == "" {
			return "sum(" + f.measure.Name + ")"
		}
		return "sumIf(" + f.measure.Name + ", " + inSlot + ")"
	}
	measure := *f.measure.Measure
	measure.Where = p.whereAt(&measure, l, f.slot)
	if l.asOf {
		measure.Where = "" // the buckets have judged it
	}
	return measure.aggregate(inSlot)
}

// within is the condition that a row belongs to a slot.
func (p *plan) within(l leg, s int) string {
	if l.fact == nil {
		return "month BETWEEN toYYYYMM(" + p.from(s) + ") AND toYYYYMM(" + p.to(s) + ")"
	}
	return l.date + " BETWEEN " + p.from(s) + " AND " + p.to(s)
}
