package scheme

import (
	"cmp"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

func (c *check) collectLines(groups []Group) {
	for _, g := range groups {
		c.lines[g.Name] = true
		for _, i := range g.Indicators {
			c.lines[i.Name] = true
		}
		c.collectLines(g.Groups)
	}
}

func (c *check) groups(at string, groups []Group) {
	for i, g := range groups {
		here := fmt.Sprintf("%s[%d]", at, i)
		c.name(here+".name", g.Name, c.taken)
		c.title(here+".title", g.Title)
		c.positive(here+".marks", g.Marks)
		switch {
		case len(g.Groups) > 0 && len(g.Indicators) > 0:
			c.Faultf(here, "expected either groups or indicators; found both")
		case len(g.Groups) == 0 && len(g.Indicators) == 0:
			c.Faultf(here, "expected at least one indicator")
		}
		sum := g.inside()
		if g.Most != nil && !g.Most.IsPositive() {
			c.Faultf(here+".most", "expected more than 0")
		}
		if g.Least != nil && !g.Least.LessThan(sum) {
			c.Faultf(here+".least", "expected less than the marks inside (%s)", sum)
		}
		c.expression(here+".applies_when", g.AppliesWhen, inFigure, true)
		c.expression(here+".lose_when", g.LoseWhen, inFigure, true)
		for j, indicator := range g.Indicators {
			c.indicator(fmt.Sprintf("%s.indicators[%d]", here, j), indicator)
		}
		c.groups(here+".groups", g.Groups)
	}
}

// total checks that the marks of the groups add up.
func (c *check) total(s *Scheme) {
	if len(s.Groups) == 0 || !c.Has("full_marks") || !c.Whole("groups") {
		return
	}
	sum := decimal.Zero
	for _, g := range s.Groups {
		sum = sum.Add(g.counts())
	}
	if !sum.Equal(s.FullMarks) {
		c.Faultf("groups", "the marks of all groups add up to %s; expected full_marks (%s)", sum, s.FullMarks)
	}
}

// inside is the sum of the marks in a group.
func (g Group) inside() decimal.Decimal {
	sum := decimal.Zero
	for _, i := range g.Indicators {
		sum = sum.Add(i.Marks)
	}
	for _, inner := range g.Groups {
		sum = sum.Add(inner.counts())
	}
	return sum
}

// counts is what a group counts for in what it stands in.
func (g Group) counts() decimal.Decimal {
	if g.Marks != nil {
		return *g.Marks
	}
	return g.inside()
}

func (c *check) indicator(at string, i Indicator) {
	c.name(at+".name", i.Name, c.taken)
	c.title(at+".title", i.Title)
	marks := i.Marks
	if i.Marks.IsNegative() || i.Marks.IsZero() && c.Has(at+".marks") && i.Most == nil && i.Least == nil {
		c.Faultf(at+".marks", "expected more than 0; or 0 with most (a bonus inside the group) or least (a deduction inside the group)")
	}
	if !i.Marks.Equal(i.Marks.Truncate(int32(c.s.DecimalPlaces()))) && c.s.roundsLines() {
		c.Faultf(at+".marks", "expected at most %d decimal places (places)", c.s.DecimalPlaces())
	}
	c.positive(at+".most", i.Most)
	if i.Least != nil && !i.Least.LessThan(i.Marks) {
		c.Faultf(at+".least", "expected less than marks (%s)", i.Marks)
	}
	c.expression(at+".applies_when", i.AppliesWhen, inRule, true)
	if i.MinimumSample != nil && *i.MinimumSample < 0 {
		c.Faultf(at+".minimum_sample", "expected 0 or more")
	}
	oneOf(c, at+".spread", i.Spread, SpreadScheme, SpreadGroup, SpreadFull, SpreadMean, SpreadNone)
	oneOf(c, at+".not_reported", i.NotReported, NotReportedLoses, NotReportedSpreads)
	if i.Drill != "" {
		if _, ok := c.s.metric(i.Drill); !ok {
			c.Faultf(at+".drill", "the catalogue has no metric %q", i.Drill)
		}
	}
	if c.Has(at + ".rule") {
		c.rule(ruleCheck{at: at + ".rule", rule: &i.Rule, figure: c.s.leading(i.Figure, i.Name, &i.Rule), figureAt: at + ".figure", marks: &marks, place: inRule, least: i.Least, most: i.Most})
	}
}

// leading names the figure that a line judges: its own, or for what people mark the line's own name.
func (s *Scheme) leading(figure, line string, rule *Rule) string {
	if figure == "" && rule.Entered {
		return line
	}
	return figure
}

func (c *check) bonus(at string, b BonusRule) {
	c.name(at+".name", b.Name, c.taken)
	c.title(at+".title", b.Title)
	c.positive(at+".most", b.Most)
	c.expression(at+".applies_when", b.AppliesWhen, inTotal, true)
	if c.Has(at + ".rule") {
		c.rule(ruleCheck{at: at + ".rule", rule: &b.Rule, figure: c.s.leading(b.Figure, b.Name, &b.Rule), figureAt: at + ".figure", marks: b.Most, place: inTotal, most: b.Most, bonus: true})
	}
}

func (c *check) deduction(at string, d DeductionRule) {
	c.name(at+".name", d.Name, c.taken)
	c.title(at+".title", d.Title)
	c.positive(at+".most", d.Most)
	c.expression(at+".applies_when", d.AppliesWhen, inTotal, true)
	if c.Has(at + ".rule") {
		c.rule(ruleCheck{at: at + ".rule", rule: &d.Rule, figure: c.s.leading(d.Figure, d.Name, &d.Rule), figureAt: at + ".figure", place: inTotal, deduction: true})
	}
}

// implied adds the figures of lines that people mark, which need no entry of their own in figures. An indicator must be
// marked; a bonus or deduction that nobody entered is none.
func (c *check) implied(s *Scheme) {
	add := func(name, figure string, title warehouse.Text, rule *Rule, otherwise *decimal.Decimal, document string) {
		if figure == "" && rule.Entered && lineName.MatchString(name) && s.inputNamed(name) == nil {
			s.addInput(Input{Name: name, Title: title, Unit: "分", Decimals: shownPlaces, Entered: true, Default: otherwise, Document: document})
		}
	}
	causes := func(at string, rule *Rule, document string) {
		c.entered(s, at+".rule.deductions", rule.Deductions, document)
		c.entered(s, at+".rule.additions", rule.Additions, document)
	}
	var walk func(at string, groups []Group)
	walk = func(at string, groups []Group) {
		for n := range groups {
			g, here := &groups[n], fmt.Sprintf("%s[%d]", at, n)
			for k := range g.Indicators {
				i := &g.Indicators[k]
				var otherwise *decimal.Decimal
				if i.Marks.IsZero() { // a bonus or deduction inside the group
					otherwise = &decimal.Decimal{}
				}
				add(i.Name, i.Figure, i.Title, &i.Rule, otherwise, i.Document)
				causes(fmt.Sprintf("%s.indicators[%d]", here, k), &i.Rule, i.Document)
			}
			walk(here+".groups", g.Groups)
		}
	}
	walk("groups", s.Groups)
	for k := range s.Bonuses {
		b := &s.Bonuses[k]
		add(b.Name, b.Figure, b.Title, &b.Rule, &decimal.Decimal{}, b.Document)
		causes(fmt.Sprintf("bonuses[%d]", k), &b.Rule, b.Document)
	}
	for k := range s.Deductions {
		d := &s.Deductions[k]
		add(d.Name, d.Figure, d.Title, &d.Rule, &decimal.Decimal{}, d.Document)
		causes(fmt.Sprintf("deductions[%d]", k), &d.Rule, d.Document)
	}
}

// entered adds the figures of causes that people enter.
func (c *check) entered(s *Scheme, at string, charges []Charge, document string) {
	for k := range charges {
		charge, here := &charges[k], fmt.Sprintf("%s[%d]", at, k)
		switch {
		case charge.Entered == "" && charge.Unit != "":
			c.Faultf(here+".unit", "expected entered beside it: other figures have a unit of their own")
			continue
		case charge.Entered == "":
			continue
		case charge.Figure != "":
			c.Faultf(here, "expected either figure or entered")
			continue
		case !lineName.MatchString(charge.Entered):
			c.Faultf(here+".entered", "expected small letters, digits and single '_'; found %q", charge.Entered)
			continue
		case s.inputNamed(charge.Entered) != nil:
			c.Faultf(here+".entered", "%q is a figure already; expected figure: %s", charge.Entered, charge.Entered)
			continue
		case charge.Title.ZH == "":
			c.Faultf(here, "expected a title: it says what people enter")
		}
		s.addInput(Input{Name: charge.Entered, Title: charge.Title, Unit: cmp.Or(charge.Unit, "项"), Decimals: shownPlaces, Entered: true, Default: &decimal.Decimal{}, Document: document})
		charge.Figure = charge.Entered
	}
}

// reach is the most marks that a rule can give before its bounds, nil where nobody can say.
func (r *Rule) reach(marks decimal.Decimal) *big.Rat {
	most := new(big.Rat)
	switch {
	case len(r.Additions) > 0 || r.Formula != "" || r.Entered || r.EarnPerUnit != nil && r.EarnPerUnit.Most == nil:
		return nil
	case r.FullWhen != "" || r.Proportional != nil || r.DeductPerUnit != nil || r.AllOrNothing != nil:
		return marks.Rat()
	case len(r.Steps) > 0:
		for _, t := range r.Steps {
			gives := marks
			if t.Costs != nil {
				gives = marks.Sub(*t.Costs)
			} else if t.Gives != nil {
				gives = *t.Gives
			}
			if gives.Rat().Cmp(most) > 0 {
				most = gives.Rat()
			}
		}
		return most
	case len(r.Interpolate) > 0:
		for _, p := range r.Interpolate {
			if p.Gives.Rat().Cmp(most) > 0 {
				most = p.Gives.Rat()
			}
		}
		return most
	case r.EarnPerUnit != nil:
		return r.EarnPerUnit.Most.Rat()
	}
	return marks.Rat()
}
