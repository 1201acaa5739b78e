package alert

import (
	"context"
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// measured is a figure of one subject, exact, with what it is set against.
type measured struct {
	subject Subject
	now     cell
	base    cell // of the same period last year
	under   cell // the denominator of a ratio
	over    cell // its numerator
}

// cell is a value and how it is to be read.
type cell struct {
	value *big.Rat
	state warehouse.State
}

// judgeFigures evaluates rules about a figure against numbers, and about its change since last year: one question a level.
func (v *view) judgeFigures(ctx context.Context, r *Rule) ([]finding, error) {
	m, err := v.w.Catalogue().Metric(r.Metric)
	if err != nil {
		return nil, err
	}
	day, ok := v.reach(m.Fact())
	if !ok {
		return nil, warehouse.Fault(warehouse.Unavailable, "there are no %s records", m.Fact())
	}
	q := warehouse.MetricQuery{
		Measures: []string{m.Name}, Region: v.root.Code, Tree: warehouse.Managing, Period: periodOf(r.Period, r.Running, day), AsOf: day,
		Filters: v.filters(r), Version: v.version.Number,
	}
	if day.After(q.Period.To) {
		q.AsOf = q.Period.To
	}
	q.TreeDate = q.AsOf
	if m.Ratio != nil {
		q.Measures = append(q.Measures, m.Ratio.Numerator.Name, m.Ratio.Denominator.Name)
	}
	if r.Kind == safety.AlertChange {
		q.Compare = []warehouse.Comparison{warehouse.PreviousYear}
	}
	var findings []finding
	for _, level := range r.Levels {
		q.Level, q.Dimensions = level, v.dimensions(r, level)
		if level == v.root.Level {
			q.Level = safety.LevelUnknown
		}
		table, err := v.w.Metrics(ctx, warehouse.Everything(), q)
		if err != nil {
			return nil, err
		}
		for _, one := range v.rows(r, m, q, table) {
			findings = append(findings, v.findFigure(r, m, q, one))
		}
	}
	return findings, nil
}

// rows reads the figures of a table that the rule is about.
func (v *view) rows(r *Rule, m *warehouse.Metric, q warehouse.MetricQuery, table *warehouse.MetricTable) []measured {
	columns := map[string]warehouse.Column{}
	for _, c := range table.Columns {
		columns[c.Name] = c
	}
	byRegion, bySector := columns["region"].Texts, columns["sector"].Texts
	var list []measured
	for i := range table.Rows {
		code, sector := v.root.Code, ""
		if byRegion != nil {
			if code = safety.RegionCode(byRegion[i]); code == v.root.Code {
				continue // what belongs to no region of the level
			}
		}
		if r.BySector {
			if sector = bySector[i]; sector == "" {
				continue
			}
		}
		subject, ok := v.place(r, code, sector, q.TreeDate)
		if !ok {
			continue
		}
		one := measured{subject: subject}
		read := func(suffix string) (figure, over, under cell) {
			if m.Ratio == nil {
				return cellOf(columns[m.Name+suffix], i), cell{}, cell{}
			}
			over, under = cellOf(columns[m.Ratio.Numerator.Name+suffix], i), cellOf(columns[m.Ratio.Denominator.Name+suffix], i)
			figure = cell{state: columns[m.Name+suffix].States[i]}
			if columns[m.Name+suffix].Numbers[i] != nil && over.value != nil && under.value != nil && under.value.Sign() != 0 {
				figure.value = new(big.Rat).Quo(over.value, under.value)
				figure.value.Mul(figure.value, decimal.NewFromFloat(m.Ratio.Scale).Rat())
			}
			return figure, over, under
		}
		one.now, one.over, one.under = read("")
		if r.Kind == safety.AlertChange {
			one.base, _, _ = read("__previous_year")
		}
		list = append(list, one)
	}
	return list
}

func cellOf(c warehouse.Column, row int) cell {
	out := cell{state: c.States[row]}
	if n := c.Numbers[row]; n != nil {
		out.value = decimal.NewFromFloat(*n).Rat()
	}
	return out
}

// findFigure judges one figure. What is not known leaves a signal as it is; where nothing was due, nothing is wrong.
func (v *view) findFigure(r *Rule, m *warehouse.Metric, q warehouse.MetricQuery, one measured) finding {
	f := finding{
		subject: one.subject, period: q.Period, asOf: q.AsOf, facts: factsOf(m), sectors: v.sectorsOf(r, one.subject),
		records: v.recordsOf(r, m, q, one.subject), metrics: metricsOf(m, q, one.subject),
	}
	if m.Drill().Date == "" {
		f.period = safety.Period{}
	}
	s := saying{rule: r, metric: m, query: q, measured: one}
	switch {
	case one.now.state == warehouse.NothingDue:
		f.reason = s.nothingDue()
		return f
	case one.now.value == nil, r.Kind == safety.AlertChange && one.base.value == nil,
		one.now.state.InPart() && m.Ratio == nil && !r.side().up(): // a count to which reports or records are missing is too small
		f.unknown = true
		return f
	case r.Minimum != nil && s.counted().Cmp(r.Minimum.Rat()) < 0:
		f.reason = s.tooFew()
		return f
	}
	if r.Kind == safety.AlertChange {
		x, fromZero := s.change()
		if fromZero {
			f.severity = r.FromZero.severity(x, AtLeast)
		} else {
			f.verdict = r.judge(x, r.At)
		}
		f.reason, f.figures = s.changed(fromZero, f.verdict), s.figures()
		return f
	}
	f.verdict = r.judge(one.now.value, r.At)
	f.reason, f.figures = s.reached(f.verdict), s.figures()
	return f
}

// metricsOf asks for the figure of one subject again.
func metricsOf(m *warehouse.Metric, q warehouse.MetricQuery, s Subject) *warehouse.MetricQuery {
	q.Measures, q.Dimensions, q.Level, q.Region = []string{m.Name}, nil, safety.LevelUnknown, s.Region
	q.Filters = ofSubject(q.Filters, s)
	return &q
}

// recordsOf asks for the records behind a figure: of a rate that is too low those that keep it low, otherwise those that it
// counts; nil where none of its sides counts records.
func (v *view) recordsOf(r *Rule, m *warehouse.Metric, q warehouse.MetricQuery, s Subject) *warehouse.RecordQuery {
	of := m
	if m.Ratio != nil {
		low := !r.side().up() || r.Kind == safety.AlertUnusual && r.When != Above
		switch {
		case low && m.Ratio.Failures != nil:
			of = m.Ratio.Failures
		case low && m.Ratio.Denominator.Fact() != "denominator":
			of = m.Ratio.Denominator
		default:
			of = m.Ratio.Numerator
		}
	}
	if of.Fact() == "denominator" {
		return nil
	}
	records := &warehouse.RecordQuery{
		Fact: of.Fact(), Metric: of.Name, Region: s.Region, Tree: q.Tree, TreeDate: q.TreeDate, AsOf: q.AsOf, To: q.AsOf, Filters: ofSubject(q.Filters, s), Version: q.Version,
	}
	if of.Drill().Date != "" {
		records.From = q.Period.From
	}
	return records
}
