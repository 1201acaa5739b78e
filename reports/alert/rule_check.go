package alert

import (
	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// numbers checks that severities grow in the direction in which the rule speaks, and that a signal clears on the other side.
func (c *check) numbers(at string, r *Rule) {
	c.levels(at+".at", r.At, r.side())
	c.levels(at+".from_zero", r.FromZero, AtLeast)
	if c.Has(at+".from_zero") && r.By == Difference {
		c.Faultf(at+".from_zero", "a difference is known from zero too: it is for by: percent")
	}
	if c.Has(at+".from_zero") && !r.side().up() {
		c.Faultf(at+".from_zero", "from zero there is only a rise: it is for when: above and at_least")
	}
	mildest, ok := r.At.mildest()
	switch {
	case r.Clears == nil || !ok:
	case r.side().up() && r.Clears.GreaterThan(mildest):
		c.Faultf(at+".clears", "expected at most the mildest number (%s): a signal clears below where it is raised", mildest)
	case !r.side().up() && r.Clears.LessThan(mildest):
		c.Faultf(at+".clears", "expected at least the mildest number (%s): a signal clears above where it is raised", mildest)
	}
	if r.Kind == safety.AlertUnusual || r.Kind == safety.AlertOverdue || r.Kind == safety.AlertSourceLate || r.Kind == safety.AlertCertificate {
		if ok && !mildest.IsPositive() {
			c.Faultf(at+".at", "expected numbers above 0")
		}
	}
	if r.Minimum != nil && !r.Minimum.IsPositive() {
		c.Faultf(at+".minimum", "expected more than 0")
	}
}

func (c *check) levels(at string, l Levels, side Side) {
	if !c.Has(at) {
		return
	}
	var before *decimal.Decimal
	for _, one := range l.list() {
		if one.number == nil {
			continue
		}
		if before != nil && side.up() && !one.number.GreaterThan(*before) {
			c.Faultf(at+"."+string(one.severity), "expected more than the milder number (%s)", before)
		}
		if before != nil && !side.up() && !one.number.LessThan(*before) {
			c.Faultf(at+"."+string(one.severity), "expected less than the milder number (%s)", before)
		}
		before = one.number
	}
	if before == nil {
		c.Faultf(at, "expected a number for blue, yellow, orange or red")
	}
}

// metric checks what the rule asks of the catalogue.
func (c *check) metric(at string, r *Rule) {
	facts := []string{}
	if c.Has(at+".metric") && r.Metric != "" {
		m, err := c.catalogue.Metric(r.Metric)
		if err != nil {
			c.Faultf(at+".metric", "the catalogue has no metric %q", r.Metric)
			return
		}
		r.metric, facts = m, factsOf(m)
		switch onDay := m.Drill().Date == ""; {
		case onDay && (c.Has(at+".period") || c.Has(at+".running")):
			c.Faultf(at+".period", "%s is judged on a day: it has no period", r.Metric)
		case !onDay && r.Kind != safety.AlertUnusual && r.Period == "":
			c.Faultf(at+".period", "required: the period that %s is of", r.Metric)
		}
		if r.Kind == safety.AlertChange && m.Rate && r.By == Percent {
			c.Faultf(at+".by", "rates compare in percentage points: expected difference")
		}
		if m.Fact() == "denominator" {
			c.Faultf(at+".metric", "%s is stated by people, not counted: it cannot be watched", r.Metric)
		}
	}
	if r.Kind == safety.AlertOverdue {
		facts = []string{"hazard"}
	}
	filters := r.Filters
	if r.BySector || len(r.Sectors) > 0 {
		filters = append(filters[:len(filters):len(filters)], Filter{Dimension: "sector"})
	}
	for i, f := range filters {
		where := at + ".by_sector"
		if i < len(r.Filters) {
			where = at + ".filters[" + decimal.NewFromInt(int64(i)).String() + "].dimension"
		}
		d, err := c.catalogue.Dimension(f.Dimension)
		if err != nil {
			c.Faultf(where, "the catalogue has no dimension %q", f.Dimension)
			continue
		}
		for _, fact := range facts {
			if _, ok := d.ColumnOf(fact); !ok && fact != "denominator" {
				c.Faultf(where, "%s records have no %s", fact, f.Dimension)
			}
		}
	}
}

// factsOf names the records that a metric rests on: a caller must see all of them.
func factsOf(m *warehouse.Metric) []string {
	if m.Ratio == nil {
		return []string{m.Measure.Fact}
	}
	facts := factsOf(m.Ratio.Numerator)
	if below := m.Ratio.Denominator.Fact(); below != facts[0] {
		facts = append(facts, below)
	}
	return facts
}
