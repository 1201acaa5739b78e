package assessment

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

var schemeName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,63}$`)

// names of indicators, groups, bands, bonuses and vetoes.
var lineName = regexp.MustCompile(`^[a-z][a-z0-9_]{1,63}$`)

// ReadScheme reads and checks a scheme. known tells whether the catalogue has a metric; nil skips that check. The error
// is [strictyaml.FaultErrors]: every fault of the file with its line.
func ReadScheme(file string, text []byte, known func(metric string) bool) (*Scheme, error) {
	s := &Scheme{file: file}
	c := schemeCheck{Document: strictyaml.Read(file, text, s), known: known}
	c.scheme(s)
	return s, c.Err()
}

// schemeCheck names what is wrong with the meaning of a scheme that could be read. A key that is missing or unreadable
// has its fault already, so checks look only at what is there.
type schemeCheck struct {
	*strictyaml.Document
	known func(string) bool
	names map[string]bool
}

func (c *schemeCheck) scheme(s *Scheme) {
	if s.Name != "" && !schemeName.MatchString(s.Name) {
		c.Faultf("scheme", "expected small letters, digits and '-', as county-quarterly; found %q", s.Name)
	}
	c.title("title", s.Title)
	if c.Has("full_marks") && !s.FullMarks.IsPositive() {
		c.Faultf("full_marks", "expected more than 0")
	}
	if s.MostMarks != nil && s.MostMarks.LessThan(s.FullMarks) {
		c.Faultf("most_marks", "expected at least full_marks (%s)", s.FullMarks)
	}
	if p := s.DecimalPlaces(); p < 0 || p > 6 {
		c.Faultf("places", "expected 0 to 6")
	}
	if s.Spread != "" && s.Spread != SpreadScheme && s.Spread != SpreadGroup {
		c.Faultf("spread", "expected scheme or group, found %q", s.Spread)
	}
	c.notReported("not_reported", s.NotReported)
	c.bands(s)
	c.groups(s)
	for i, b := range s.Bonuses {
		at := fmt.Sprintf("bonuses[%d]", i)
		c.line(at, b.Name, b.Title, b.Metric)
		c.positive(at+".each", each(b.Each))
		c.positive(at+".gives", b.Gives)
		c.positive(at+".cap", b.Cap)
	}
	for i, v := range s.Vetoes {
		at := fmt.Sprintf("vetoes[%d]", i)
		c.line(at, v.Name, v.Title, v.Metric)
		if v.Above.IsNegative() {
			c.Faultf(at+".above", "expected 0 or more")
		}
		if v.Cap != "" && s.band(v.Cap).Name == "" {
			c.Faultf(at+".cap", "expected the name of a band (%s), found %q", strings.Join(bandNames(s), ", "), v.Cap)
		}
	}
}

func (c *schemeCheck) bands(s *Scheme) {
	names := map[string]bool{}
	for i, b := range s.Bands {
		at := fmt.Sprintf("bands[%d]", i)
		c.name(at+".name", b.Name, names)
		c.title(at+".title", b.Title)
		if i > 0 && !b.From.LessThan(s.Bands[i-1].From) {
			c.Faultf(at+".from", "expected less than the band before (%s): bands go from the best down", s.Bands[i-1].From)
		}
	}
	if n := len(s.Bands); n > 0 && !s.Bands[n-1].From.IsZero() {
		c.Faultf(fmt.Sprintf("bands[%d].from", n-1), "expected 0: the last band takes what no other reaches")
	}
}

func (c *schemeCheck) groups(s *Scheme) {
	groups := map[string]bool{}
	sum := decimal.Zero
	for i, g := range s.Groups {
		at := fmt.Sprintf("groups[%d]", i)
		c.name(at+".name", g.Name, groups)
		c.title(at+".title", g.Title)
		for j, indicator := range g.Indicators {
			c.indicator(fmt.Sprintf("%s.indicators[%d]", at, j), indicator, s.DecimalPlaces())
			sum = sum.Add(indicator.Marks)
		}
	}
	if len(s.Groups) > 0 && c.Has("full_marks") && !sum.Equal(s.FullMarks) {
		c.Faultf("groups", "the marks of all indicators add up to %s; expected full_marks (%s)", sum, s.FullMarks)
	}
}

func (c *schemeCheck) indicator(at string, i Indicator, places int) {
	c.line(at, i.Name, i.Title, i.Metric)
	c.positive(at+".marks", i.Marks)
	if !i.Marks.Equal(i.Marks.Truncate(int32(places))) {
		c.Faultf(at+".marks", "expected at most %d decimal places", places)
	}
	c.notReported(at+".not_reported", i.NotReported)
	if i.Drill != "" && c.known != nil && !c.known(i.Drill) {
		c.Faultf(at+".drill", "the catalogue has no metric %q", i.Drill)
	}
	if c.Has(at + ".rule") {
		c.rule(at+".rule", i.Rule, i.Marks)
	}
}

func (c *schemeCheck) rule(at string, r Rule, marks decimal.Decimal) {
	kinds := 0
	if p := r.Proportional; p != nil {
		kinds++
		if p.Floor.Equal(p.Target) && c.Has(at+".proportional.floor") && c.Has(at+".proportional.target") {
			c.Faultf(at+".proportional", "expected a target that differs from the floor")
		}
	}
	if r.DeductPerUnit != nil {
		kinds++
		c.perUnit(at+".deduct_per_unit", *r.DeductPerUnit)
	}
	if r.ComparePreviousYear != nil {
		kinds++
		c.perUnit(at+".compare_previous_year", *r.ComparePreviousYear)
	}
	if t := r.AllOrNothing; t != nil {
		kinds++
		c.threshold(at+".all_or_nothing", t.AtLeast, t.AtMost)
	}
	if c.Has(at + ".steps") {
		kinds++
		c.steps(at+".steps", r.Steps, marks)
	}
	if kinds != 1 {
		c.Faultf(at, "expected one of proportional, deduct_per_unit, compare_previous_year, all_or_nothing, steps; found %d of them", kinds)
	}
}

func (c *schemeCheck) perUnit(at string, p PerUnit) {
	c.positive(at+".each", each(p.Each))
	c.positive(at+".costs", p.Costs)
}

func (c *schemeCheck) threshold(at string, atLeast, atMost *decimal.Decimal) {
	if (atLeast == nil) == (atMost == nil) {
		c.Faultf(at, "expected either at_least or at_most")
	}
}

// steps must run from the best down, all in one direction, so that the first one that is met is the best that is.
func (c *schemeCheck) steps(at string, steps []Step, marks decimal.Decimal) {
	if len(steps) == 0 {
		c.Faultf(at, "expected at least one step")
	}
	for i, s := range steps {
		here := fmt.Sprintf("%s[%d]", at, i)
		c.threshold(here, s.AtLeast, s.AtMost)
		if s.Gives.IsNegative() || s.Gives.GreaterThan(marks) {
			c.Faultf(here+".gives", "expected 0 to the indicator's marks (%s)", marks)
		}
		if i == 0 {
			continue
		}
		before := steps[i-1]
		if !s.Gives.LessThan(before.Gives) {
			c.Faultf(here+".gives", "expected less than the step before (%s): steps go from the best down", before.Gives)
		}
		switch {
		case s.AtLeast != nil && before.AtLeast != nil && !s.AtLeast.LessThan(*before.AtLeast):
			c.Faultf(here+".at_least", "expected less than the step before (%s)", before.AtLeast)
		case s.AtMost != nil && before.AtMost != nil && !s.AtMost.GreaterThan(*before.AtMost):
			c.Faultf(here+".at_most", "expected more than the step before (%s)", before.AtMost)
		case (s.AtLeast == nil) != (before.AtLeast == nil):
			c.Faultf(here, "expected all steps to say at_least, or all at_most")
		}
	}
}

// line checks what indicators, bonuses and vetoes have in common; they share one space of names.
func (c *schemeCheck) line(at, name string, title warehouse.Text, metric string) {
	if c.names == nil {
		c.names = map[string]bool{}
	}
	c.name(at+".name", name, c.names)
	c.title(at+".title", title)
	if metric != "" && c.known != nil && !c.known(metric) {
		c.Faultf(at+".metric", "the catalogue has no metric %q", metric)
	}
}

func (c *schemeCheck) name(at, name string, taken map[string]bool) {
	switch {
	case name == "":
	case !lineName.MatchString(name):
		c.Faultf(at, "expected small letters, digits and '_'; found %q", name)
	case taken[name]:
		c.Faultf(at, "%q is taken", name)
	}
	taken[name] = true
}

func (c *schemeCheck) title(at string, t warehouse.Text) {
	if c.Has(at) && (t.ZH == "" || t.EN == "") {
		c.Faultf(at, "expected both zh and en")
	}
}

func (c *schemeCheck) positive(at string, n decimal.Decimal) {
	if c.Has(at) && !n.IsPositive() {
		c.Faultf(at, "expected more than 0")
	}
}

func (c *schemeCheck) notReported(at string, n NotReported) {
	if n != "" && n != NotReportedLoses && n != NotReportedSpreads {
		c.Faultf(at, "expected lose or spread, found %q", n)
	}
}

func bandNames(s *Scheme) []string {
	names := make([]string, len(s.Bands))
	for i, b := range s.Bands {
		names[i] = b.Name
	}
	return names
}
