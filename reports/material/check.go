package material

import (
	"fmt"
	"regexp"
	"slices"

	"anlan/warehouse"
)

var askName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// checking gathers what is wrong with a plan.
type checking struct {
	catalogue *warehouse.Catalogue
	faults    []error
	names     map[string]bool
}

// Check says what is wrong with a plan, every fault at once, without data: names of metrics, dimensions, facts, columns.
func Check(catalogue *warehouse.Catalogue, p Plan) []error {
	c := &checking{catalogue: catalogue, names: map[string]bool{}}
	for _, a := range p.Metrics {
		c.metrics(a)
	}
	for _, a := range p.Lists {
		c.list(a)
	}
	for _, a := range p.Rankings {
		c.name(a.Name)
		c.span(a.Name, a.Span, 0)
		c.bound(a.Name, a.Limit)
		if a.Span == Trailing {
			c.fault(a.Name, "a ranking is of the period or cumulative")
		}
	}
	for _, a := range p.Alerts {
		c.name(a.Name)
		c.bound(a.Name, a.Limit)
		if a.Limit > 200 {
			c.fault(a.Name, "at most 200 warnings are named")
		}
		for _, s := range a.Severities {
			if s.Rank() == 0 {
				c.fault(a.Name, "there is no severity %q", s)
			}
		}
	}
	for _, a := range p.Missing {
		c.name(a.Name)
		c.span(a.Name, a.Span, 1)
		c.bound(a.Name, a.Limit)
		if a.By != "" && a.By != ByRegion && a.By != "department" {
			c.fault(a.Name, "reports are missing by region or department, not by %q", a.By)
		}
		c.words(a.Name, "obligation_kind", a.Kinds)
		c.words(a.Name, "unit_kind", nonempty(a.Units))
	}
	return c.faults
}

func (c *checking) fault(ask, format string, args ...any) {
	c.faults = append(c.faults, warehouse.Fault(warehouse.BadRequest, "%s: %s", ask, fmt.Sprintf(format, args...)))
}

func (c *checking) name(name string) {
	if !askName.MatchString(name) {
		c.fault(name, "expected a name of small letters, digits and underscores")
	}
	if c.names[name] {
		c.fault(name, "another question has the name")
	}
	c.names[name] = true
}

func (c *checking) span(ask string, s Span, months int) {
	switch {
	case s != "" && s != OfPeriod && s != Cumulative && s != Trailing:
		c.fault(ask, "there is no span %q; expected period, cumulative or trailing", s)
	case s == Trailing && months < 1 || months < 0 || months > 120:
		c.fault(ask, "a trailing span has 1 to 120 months, not %d", months)
	}
}

func (c *checking) bound(ask string, limit int) {
	if limit < 0 || limit > 1000 {
		c.fault(ask, "a limit is 0 to 1000, not %d", limit)
	}
}

func (c *checking) metrics(a MetricAsk) {
	c.name(a.Name)
	c.span(a.Name, a.Span, a.Months)
	c.bound(a.Name, a.Limit)
	if len(a.Measures) == 0 {
		c.fault(a.Name, "name at least one measure")
	}
	asked := map[string]bool{"key": true, "title": true}
	for _, name := range a.Measures {
		m, err := c.catalogue.Metric(name)
		if err != nil {
			c.fault(a.Name, "%v", err)
			continue
		}
		if asked[name] {
			c.fault(a.Name, "the measure %q is named twice", name)
		}
		asked[name] = true
		c.brokenDown(a, m)
	}
	c.values(a.Name, a.Filters)
	compared := map[warehouse.Comparison]bool{}
	for _, one := range a.Compare {
		switch {
		case one != warehouse.PreviousYear && one != warehouse.YearBeforeLast && one != warehouse.PreviousPeriod:
			c.fault(a.Name, "there is no comparison %q; expected %s, %s or %s", one, warehouse.PreviousYear, warehouse.YearBeforeLast, warehouse.PreviousPeriod)
		case compared[one]:
			c.fault(a.Name, "the comparison %q is named twice", one)
		}
		compared[one] = true
	}
	for _, o := range a.Order {
		measure, comparison, _ := columnOf(o.Column)
		if !asked[measure] || comparison != "" && !compared[comparison] {
			c.fault(a.Name, "there is no column %q to order by", o.Column)
		}
	}
	if a.Level != 0 && a.By != ByRegion {
		c.fault(a.Name, "only regions have a level")
	}
}

// brokenDown checks that the records behind a measure have what they are broken down and filtered by.
func (c *checking) brokenDown(a MetricAsk, m *warehouse.Metric) {
	if a.By != "" && a.By != ByRegion && a.By != ByMonth {
		c.has(a.Name, m, a.By)
	}
	for _, f := range a.Filters {
		c.has(a.Name, m, f.Dimension)
	}
}

// values checks what a filter keeps, where all codes are known: one that does not exist would make a known zero of everything.
func (c *checking) values(ask string, filters []warehouse.Filter) {
	for _, f := range filters {
		if d, err := c.catalogue.Dimension(f.Dimension); err == nil && d.Vocabulary != "" {
			c.words(ask, d.Vocabulary, slices.DeleteFunc(slices.Clone(f.Values), func(v string) bool { return v == "" }))
		}
	}
}

func (c *checking) has(ask string, m *warehouse.Metric, dimension string) {
	d, err := c.catalogue.Dimension(dimension)
	if err != nil {
		c.fault(ask, "%v", err)
		return
	}
	if _, ok := d.ColumnOf(m.Fact()); !ok && m.Fact() != "denominator" {
		c.fault(ask, "%s records have no %s: %s cannot be broken down or filtered by it", m.Fact(), dimension, m.Name)
	}
}

func (c *checking) list(a ListAsk) {
	c.name(a.Name)
	c.span(a.Name, a.Span, a.Months)
	c.bound(a.Name, a.Limit)
	name := a.Fact
	if a.Metric != "" {
		m, err := c.catalogue.Metric(a.Metric)
		if err != nil {
			c.fault(a.Name, "%v", err)
			return
		}
		if name != "" && name != m.Drill().Fact {
			c.fault(a.Name, "%s counts %s records, not %s", a.Metric, m.Drill().Fact, name)
		}
		name = m.Drill().Fact
	}
	fact, ok := warehouse.FactNamed(name)
	if !ok {
		c.fault(a.Name, "there are no %q records", name)
		return
	}
	if len(a.Columns) == 0 {
		c.fault(a.Name, "name at least one column")
	}
	for _, column := range a.Columns {
		if wrong := checkColumn(fact, column); wrong != "" {
			c.fault(a.Name, "%s", wrong)
		}
	}
	for _, o := range a.Order {
		if wrong := checkColumn(fact, o.Column); wrong != "" {
			c.fault(a.Name, "%s", wrong)
		}
	}
	c.values(a.Name, a.Filters)
	for _, f := range a.Filters {
		d, err := c.catalogue.Dimension(f.Dimension)
		if err != nil {
			c.fault(a.Name, "%v", err)
		} else if _, has := d.ColumnOf(fact.Name); !has {
			c.fault(a.Name, "%s records have no %s to filter by", fact.Name, f.Dimension)
		}
	}
}

func (c *checking) words(ask, vocabulary string, codes []string) {
	v, _ := warehouse.VocabularyNamed(vocabulary)
	for _, code := range codes {
		if t, ok := v.Lookup(code); !ok || t.Code != code {
			c.fault(ask, "there is no %s %q; expected one of %v", vocabulary, code, v.Codes())
		}
	}
}
