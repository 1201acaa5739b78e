package scheme

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

var schemeName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,63}$`)

// names of figures, groups, indicators, bands, bonuses, deductions, vetoes and peer groups. Two underscores are kept for the
// parts of figures.
var lineName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// check names what is wrong with the meaning of a scheme that could be read. A key that is missing or unreadable has its
// fault already, so checks look only at what is there.
type check struct {
	*strictyaml.Document
	s     *Scheme
	lines map[string]bool // indicators and groups
	taken map[string]bool // names of lines, bonuses, deductions and vetoes
}

func (c *check) scheme() {
	s := c.s
	if s.Name != "" && !schemeName.MatchString(s.Name) {
		c.Faultf("scheme", "expected 2 to 64 small letters, digits and '-', a letter first, as county-quarterly; found %q", s.Name)
	}
	c.title("title", s.Title)
	if s.EffectiveTo != nil && c.Has("effective_from") && s.EffectiveTo.Before(s.EffectiveFrom) {
		c.Faultf("effective_to", "expected a day not before effective_from (%s)", s.EffectiveFrom)
	}
	oneOf(c, "subjects", s.Subjects, Regions, Departments, Enterprises)
	c.madeFor(s)
	if c.Has("full_marks") && !s.FullMarks.IsPositive() {
		c.Faultf("full_marks", "expected more than 0")
	}
	if s.MostMarks != nil && s.MostMarks.LessThan(s.FullMarks) {
		c.Faultf("most_marks", "expected at least full_marks (%s)", s.FullMarks)
	}
	if s.LeastMarks != nil && !s.LeastMarks.LessThan(s.FullMarks) {
		c.Faultf("least_marks", "expected less than full_marks (%s)", s.FullMarks)
	}
	c.rounding(s)
	oneOf(c, "spread", s.Spread, SpreadScheme, SpreadGroup, SpreadFull, SpreadMean, SpreadNone)
	oneOf(c, "not_reported", s.NotReported, NotReportedLoses, NotReportedSpreads)
	if s.MinimumSample < 0 {
		c.Faultf("minimum_sample", "expected 0 or more")
	}
	c.taken, c.lines = map[string]bool{}, map[string]bool{}
	c.collectLines(s.Groups)
	c.peerGroups(s)
	c.figures(s)
	c.expressionsOfFigures(s)
	c.groups("groups", s.Groups)
	c.total(s)
	for i, b := range s.Bonuses {
		c.bonus(fmt.Sprintf("bonuses[%d]", i), b)
	}
	c.positive("bonuses_most", s.BonusesMost)
	for i, d := range s.Deductions {
		c.deduction(fmt.Sprintf("deductions[%d]", i), d)
	}
	c.positive("deductions_most", s.DeductionsMost)
	c.bands(s)
	c.quotas("quotas", s.Quotas)
	c.vetoes(s)
	oneOf(c, "ties.rank", s.Ties.Rank, SharedRank, DenseRank)
	for i, by := range s.Ties.By {
		c.expression(fmt.Sprintf("ties.by[%d]", i), by, inTie, false)
	}
	c.s.spreadComparisons()
}

func (c *check) rounding(s *Scheme) {
	if p := s.DecimalPlaces(); p < 0 || p > 6 {
		c.Faultf("places", "expected 0 to 6")
	}
	oneOf(c, "rounding.of", s.Rounding.Of, OfLines, OfScore)
	oneOf(c, "rounding.mode", s.Rounding.Mode, HalfUp, HalfEven, Down, Up)
	for at, p := range map[string]*int{"rounding.items": s.Rounding.Items, "rounding.groups": s.Rounding.Groups} {
		if p != nil && (*p < 0 || *p > 6) {
			c.Faultf(at, "expected 0 to 6")
		}
		if p != nil && s.roundsLines() {
			c.Faultf(at, "expected only with of: score; with of: lines every line is rounded to places")
		}
	}
}

// expression checks an expression and remembers what it needs.
func (c *check) expression(at, text string, where place, condition bool) *program {
	if text == "" {
		return nil
	}
	p, err := compile(text, condition, c.s.typeAt(where, c.lines))
	if err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			c.Faultf(at, "%s", line)
		}
		return nil
	}
	c.s.programs[text] = p
	for _, name := range p.names {
		r := c.s.reference(name)
		c.s.names[name] = r
		c.s.need(r)
	}
	return p
}

// figure checks a name of a figure and remembers that it is needed.
func (c *check) figure(at, name string, parts ...part) bool {
	if name == "" {
		return false
	}
	if !lineName.MatchString(name) {
		m, _ := c.s.metric(name)
		c.Faultf(at, "expected the name of a figure of figures or of a metric; found %q (give an expression a name in figures)%s", name, c.s.meant(name, m))
		return false
	}
	if err := c.s.figureFault(name, 0); err != nil {
		c.Faultf(at, "%v", err)
		return false
	}
	for _, part := range append([]part{partItself}, parts...) {
		c.s.need(reference{figure: name, base: name, part: part})
	}
	return true
}

// name checks a name and that it is used once among those in taken.
func (c *check) name(at, name string, taken map[string]bool) {
	switch {
	case name == "":
	case !lineName.MatchString(name):
		c.Faultf(at, "expected small letters, digits and single '_'; found %q", name)
	case taken[name]:
		c.Faultf(at, "%q is taken", name)
	}
	taken[name] = true
}

func (c *check) title(at string, t warehouse.Text) {
	if c.Has(at) && (t.ZH == "" || t.EN == "") {
		c.Faultf(at, "expected both zh and en")
	}
}

func (c *check) positive(at string, n *decimal.Decimal) {
	if n != nil && c.Has(at) && !n.IsPositive() {
		c.Faultf(at, "expected more than 0")
	}
}

// oneOf checks a word against those that are known; an empty one is left out.
func oneOf[T ~string](c *check, at string, found T, known ...T) {
	if found == "" {
		return
	}
	names := make([]string, len(known))
	for i, k := range known {
		if k == found {
			return
		}
		names[i] = string(k)
	}
	c.Faultf(at, "expected %s; found %q", strings.Join(names, ", "), string(found))
}
