package risk

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// plan is what a model asks the warehouse for: figures that share a stretch of time and filters are one question.
type plan struct {
	questions []question
	inherent  []*recipe // of the factors, in their order
	dynamic   []*recipe
	overrides [][]*recipe // of the conditions of each override
	// registered is the number of registrations of a subject, where subjects are enterprises.
	registered operand
}

// question is one question to the warehouse, for all subjects at once.
type question struct {
	months   int
	filters  []warehouse.Filter
	measures []string
}

// recipe says how a figure is made: a sum of measures, over another one where it is divided.
type recipe struct {
	terms    []term
	under    *operand // nil when it is not divided
	scale    *big.Rat // of a figure that is divided
	whole    bool     // every term is counted a whole number of times
	adds     bool     // what it is of a region is the sum of what it is of the region's parts, above the line
	unit     string
	decimals int
	metric   string // the metric whose records stand behind it; empty where no single one does
	months   int
	filters  []warehouse.Filter
}

// operand is a measure in an answer.
type operand struct {
	metric   *warehouse.Metric
	question int
	column   string
	fact     string
	undated  bool // as registered now: it has no past
}

type term struct {
	operand
	times *big.Rat
	n     int64 // times, where it is whole
}

func planOf(m *Model, known *warehouse.Catalogue) *plan {
	p := &plan{}
	for i := range m.Inherent {
		p.inherent = append(p.inherent, p.factor(&m.Inherent[i], known))
		m.Inherent[i].unit = p.inherent[i].unit
	}
	for i := range m.Dynamic {
		p.dynamic = append(p.dynamic, p.factor(&m.Dynamic[i], known))
		m.Dynamic[i].unit = p.dynamic[i].unit
	}
	for _, o := range m.Overrides {
		var conditions []*recipe
		for _, c := range o.When {
			conditions = append(conditions, p.factor(&Factor{Metric: c.Metric, Filters: c.Filters, Months: c.Months}, known))
		}
		p.overrides = append(p.overrides, conditions)
	}
	if all, err := known.Metric("enterprises"); err == nil && m.Subjects == Enterprises {
		p.registered = p.operand(all, &recipe{months: 1})
	}
	return p
}

// factor makes the recipe of a factor that was checked.
func (p *plan) factor(f *Factor, known *warehouse.Catalogue) *recipe {
	r := &recipe{whole: true, adds: true, months: max(f.Months, 1), scale: big.NewRat(1, 1), metric: f.Metric}
	for _, one := range f.Filters {
		r.filters = append(r.filters, warehouse.Filter{Dimension: one.Dimension, Values: one.Values, Not: one.Not})
	}
	parts := f.Sum
	if f.Metric != "" {
		m, _ := known.Metric(f.Metric)
		r.unit, r.decimals = m.Unit, m.Decimals
		name := m.Name
		if m.Ratio != nil {
			name = m.Ratio.Numerator.Name
			under := p.operand(m.Ratio.Denominator, r)
			r.under, r.scale = &under, decimal.NewFromFloat(m.Ratio.Scale).Rat()
			r.decimals = max(m.Decimals, 1)
		}
		parts = []Term{{Metric: name, Times: decimal.NewFromInt(1)}}
	}
	for _, part := range parts {
		m, _ := known.Metric(part.Metric)
		t := term{operand: p.operand(m, r), times: part.Times.Rat(), n: part.Times.IntPart()}
		r.whole = r.whole && part.Times.IsInteger()
		r.adds = r.adds && t.times.Sign() > 0 && (m.Measure.Value.Aggregation == warehouse.Count || m.Measure.Value.Aggregation == warehouse.Sum)
		r.terms = append(r.terms, t)
		if r.metric == "" {
			r.metric = part.Metric // the first one leads
		}
	}
	if f.Per != nil {
		m, _ := known.Metric(f.Per.Metric)
		under := p.operand(m, r)
		r.under, r.scale, r.decimals = &under, f.Per.Each.Rat(), 2
		if lead, _ := known.Metric(r.metric); f.Metric != "" {
			r.unit = fmt.Sprintf("%s/%s%s", lead.Unit, eachWord(f.Per.Each), m.Unit)
		}
	}
	return r
}

func eachWord(each decimal.Decimal) string {
	if each.Equal(decimal.NewFromInt(1)) {
		return ""
	}
	return each.String()
}

// operand puts a measure into the question that it belongs to. What is judged on a day, or known only as it is now, does not
// care for how many months are asked.
func (p *plan) operand(m *warehouse.Metric, r *recipe) operand {
	fact, _ := warehouse.FactNamed(m.Measure.Fact)
	undated := fact.Date == "" && fact.Name != "denominator"
	months := r.months
	if undated || m.Measure.AsOf && m.Measure.Date == "" || m.Measure.Value.Aggregation == warehouse.Stock {
		months = 1
	}
	i := slices.IndexFunc(p.questions, func(q question) bool {
		return q.months == months && slices.EqualFunc(q.filters, r.filters, func(a, b warehouse.Filter) bool {
			return a.Dimension == b.Dimension && a.Not == b.Not && slices.Equal(a.Values, b.Values)
		})
	})
	if i < 0 {
		i = len(p.questions)
		p.questions = append(p.questions, question{months: months, filters: r.filters})
	}
	if !slices.Contains(p.questions[i].measures, m.Name) {
		p.questions[i].measures = append(p.questions[i].measures, m.Name)
	}
	return operand{metric: m, question: i, column: m.Name, fact: fact.Name, undated: undated}
}
