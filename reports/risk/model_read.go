package risk

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/strictyaml"
	"anlan/safety"
	"anlan/warehouse"
)

var (
	modelName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,63}$`)
	lineName  = regexp.MustCompile(`^[a-z][a-z0-9_]{1,63}$`) // of factors and overrides
)

// most months that a figure may take in.
const mostMonths = 120

// ReadModel reads and checks a model against a catalogue. The error is [strictyaml.FaultErrors]: every fault of the file with
// its line.
func ReadModel(file string, text []byte, catalogue *warehouse.Catalogue) (*Model, error) {
	m := &Model{file: file}
	c := check{Document: strictyaml.Read(file, text, m), catalogue: catalogue, names: map[string]bool{}}
	c.model(m)
	if err := c.Err(); err != nil {
		return nil, err
	}
	m.plan = planOf(m, catalogue)
	return m, nil
}

// check names what is wrong with the meaning of a model that could be read. A key that is missing or unreadable has its fault
// already, so checks look only at what is there.
type check struct {
	*strictyaml.Document
	catalogue *warehouse.Catalogue
	names     map[string]bool
}

func (c *check) model(m *Model) {
	if m.Name != "" && !modelName.MatchString(m.Name) {
		c.Faultf("model", "expected small letters, digits and '-', as area-risk; found %q", m.Name)
	}
	c.title("title", m.Title)
	if c.Has("subjects") && m.Subjects != Areas && m.Subjects != Enterprises {
		c.Faultf("subjects", "expected areas or enterprises, found %q", m.Subjects)
	}
	if p := m.DecimalPlaces(); p < 0 || p > 4 {
		c.Faultf("places", "expected 0 to 4")
	}
	if k := m.KnownAtLeast; k != nil && (k.IsNegative() || k.GreaterThan(hundred)) {
		c.Faultf("known_at_least", "expected 0 to 100 (percent of the weights)")
	}
	c.combine(m.Combine)
	c.thresholds("colours", m.Colours)
	c.factors("inherent", m.Inherent)
	c.factors("dynamic", m.Dynamic)
	for i, o := range m.Overrides {
		c.override(fmt.Sprintf("overrides[%d]", i), o)
	}
}

func (c *check) combine(b Combine) {
	switch b.Method {
	case "":
		return
	case Weighted, ByMatrix:
		if sum := b.Inherent.Add(b.Dynamic); !sum.Equal(hundred) || b.Inherent.IsNegative() || b.Dynamic.IsNegative() {
			c.Faultf("combine", "the weights inherent and dynamic add up to %s; expected 100, neither less than 0", sum)
		}
	case Amplify:
		c.positive("combine.by", b.By)
		if !c.Has("combine.by") {
			c.Faultf("combine", "expected by: by how many percent a dynamic score of 100 raises the inherent score")
		}
	default:
		c.Faultf("combine.method", "expected weighted, amplify or matrix; found %q", b.Method)
		return
	}
	for _, key := range []struct {
		name string
		only []Method
	}{
		{"inherent", []Method{Weighted, ByMatrix}}, {"dynamic", []Method{Weighted, ByMatrix}}, {"by", []Method{Amplify}},
		{"inherent_levels", []Method{ByMatrix}}, {"dynamic_levels", []Method{ByMatrix}}, {"matrix", []Method{ByMatrix}},
	} {
		allowed := false
		for _, method := range key.only {
			allowed = allowed || method == b.Method
		}
		if c.Has("combine."+key.name) && !allowed {
			c.Faultf("combine."+key.name, "means nothing to the method %s", b.Method)
		}
	}
	if b.Method == ByMatrix {
		c.matrix(b)
	}
}

func (c *check) matrix(b Combine) {
	for _, levels := range []struct {
		name string
		t    *Thresholds
	}{{"inherent_levels", b.InherentLevels}, {"dynamic_levels", b.DynamicLevels}} {
		if levels.t == nil {
			c.Faultf("combine."+levels.name, "required by the method matrix, and not there")
			continue
		}
		c.thresholds("combine."+levels.name, *levels.t)
	}
	for _, inherent := range colours {
		for _, dynamic := range colours {
			if colour := b.Matrix[string(inherent)][string(dynamic)]; rankOf(colour) == 0 {
				c.Faultf("combine.matrix", "expected a colour (%s) for inherent %s and dynamic %s, found %q", colourNames(), inherent, dynamic, colour)
			}
		}
	}
	for inherent, row := range b.Matrix {
		if rankOf(Colour(inherent)) == 0 {
			c.Faultf("combine.matrix."+inherent, "expected one of %s", colourNames())
		}
		for dynamic := range row {
			if rankOf(Colour(dynamic)) == 0 {
				c.Faultf("combine.matrix."+inherent+"."+dynamic, "expected one of %s", colourNames())
			}
		}
	}
}

func (c *check) thresholds(at string, t Thresholds) {
	if !c.Has(at+".red") || !c.Has(at+".orange") || !c.Has(at+".yellow") {
		return
	}
	if !t.Red.GreaterThan(t.Orange) || !t.Orange.GreaterThan(t.Yellow) || !t.Yellow.IsPositive() {
		c.Faultf(at, "expected red above orange, orange above yellow, yellow above 0; found %s, %s, %s", t.Red, t.Orange, t.Yellow)
	}
}

func (c *check) factors(kind string, list []Factor) {
	sum := decimal.Zero
	for i, f := range list {
		at := fmt.Sprintf("%s[%d]", kind, i)
		c.name(at+".name", f.Name)
		c.title(at+".title", f.Title)
		c.positive(at+".weight", f.Weight)
		sum = sum.Add(f.Weight)
		c.figure(at, f)
		c.months(at+".months", f.Months)
		metrics := []string{f.Metric}
		for _, t := range f.Sum {
			metrics = append(metrics, t.Metric)
		}
		if f.Per != nil {
			metrics = append(metrics, f.Per.Metric)
		}
		c.filters(at+".filters", f.Filters, metrics)
		if c.Has(at + ".score") {
			c.score(at+".score", f.Score)
		}
	}
	if len(list) == 0 && c.Has(kind) {
		c.Faultf(kind, "expected at least one factor")
	}
	if len(list) > 0 && !sum.Equal(hundred) {
		c.Faultf(kind, "the weights add up to %s; expected 100", sum)
	}
}

func (c *check) figure(at string, f Factor) {
	if (f.Metric == "") == (len(f.Sum) == 0) {
		c.Faultf(at, "expected either metric or sum")
	}
	ratio := false
	if f.Metric != "" {
		m := c.metric(at+".metric", f.Metric)
		ratio = m != nil && m.Ratio != nil
	}
	for i, t := range f.Sum {
		here := fmt.Sprintf("%s.sum[%d]", at, i)
		if m := c.metric(here+".metric", t.Metric); m != nil && m.Ratio != nil {
			c.Faultf(here+".metric", "%s is a ratio: ratios do not add up", t.Metric)
		}
		if c.Has(here+".times") && t.Times.IsZero() {
			c.Faultf(here+".times", "expected a number that is not 0")
		}
	}
	if f.Per == nil {
		return
	}
	c.positive(at+".per.each", f.Per.Each)
	if m := c.metric(at+".per.metric", f.Per.Metric); m != nil && m.Ratio != nil || ratio {
		c.Faultf(at+".per", "a ratio is neither divided nor divided by")
	}
}

// score must say one rule, whose parts run in one direction.
func (c *check) score(at string, s Score) {
	kinds := 0
	if b := s.Between; b != nil {
		kinds++
		if c.Has(at+".between.zero") && c.Has(at+".between.hundred") && b.Zero.Equal(b.Hundred) {
			c.Faultf(at+".between", "expected two figures that differ")
		}
	}
	if c.Has(at + ".points") {
		kinds++
		if len(s.Points) < 2 {
			c.Faultf(at+".points", "expected at least two points")
		}
		for i, p := range s.Points {
			here := fmt.Sprintf("%s.points[%d]", at, i)
			c.share(here+".gives", p.Gives)
			if i > 0 && !p.At.GreaterThan(s.Points[i-1].At) {
				c.Faultf(here+".at", "expected more than the point before (%s)", s.Points[i-1].At)
			}
		}
	}
	if c.Has(at + ".steps") {
		kinds++
		c.steps(at+".steps", s.Steps)
	}
	if kinds != 1 {
		c.Faultf(at, "expected one of between, points, steps; found %d of them", kinds)
	}
}

func (c *check) steps(at string, steps []Step) {
	if len(steps) == 0 {
		c.Faultf(at, "expected at least one step")
	}
	for i, s := range steps {
		here := fmt.Sprintf("%s[%d]", at, i)
		c.share(here+".gives", s.Gives)
		if (s.AtLeast == nil) == (s.AtMost == nil) {
			c.Faultf(here, "expected either at_least or at_most")
		}
		if i == 0 {
			continue
		}
		before := steps[i-1]
		switch {
		case (s.AtLeast == nil) != (before.AtLeast == nil):
			c.Faultf(here, "expected all steps to say at_least, or all at_most")
		case s.AtLeast != nil && before.AtLeast != nil && !s.AtLeast.LessThan(*before.AtLeast):
			c.Faultf(here+".at_least", "expected less than the step before (%s): the first step that is met counts", before.AtLeast)
		case s.AtMost != nil && before.AtMost != nil && !s.AtMost.GreaterThan(*before.AtMost):
			c.Faultf(here+".at_most", "expected more than the step before (%s): the first step that is met counts", before.AtMost)
		}
	}
}

func (c *check) override(at string, o Override) {
	c.name(at+".name", o.Name)
	c.title(at+".title", o.Title)
	if c.Has(at+".at_least") && rankOf(o.AtLeast) == 0 {
		c.Faultf(at+".at_least", "expected one of %s, found %q", colourNames(), o.AtLeast)
	}
	if len(o.When) == 0 && c.Has(at+".when") {
		c.Faultf(at+".when", "expected at least one condition")
	}
	for i, w := range o.When {
		here := fmt.Sprintf("%s.when[%d]", at, i)
		c.metric(here+".metric", w.Metric)
		c.months(here+".months", w.Months)
		c.filters(here+".filters", w.Filters, []string{w.Metric})
		n := 0
		for _, limit := range []*decimal.Decimal{w.Above, w.AtLeast, w.Below, w.AtMost} {
			if limit != nil {
				n++
			}
		}
		if n != 1 {
			c.Faultf(here, "expected one of above, at_least, below, at_most; found %d of them", n)
		}
	}
}

func (c *check) metric(at, name string) *warehouse.Metric {
	if name == "" {
		return nil
	}
	m, err := c.catalogue.Metric(name)
	if err != nil {
		c.Faultf(at, "the catalogue has no metric %q", name)
		return nil
	}
	return m
}

// filters must name dimensions that the records of every figure have.
func (c *check) filters(at string, list []Filter, metrics []string) {
	for i, f := range list {
		here := fmt.Sprintf("%s[%d]", at, i)
		if len(f.Values) == 0 && c.Has(here+".values") {
			c.Faultf(here+".values", "expected at least one value")
		}
		d, err := c.catalogue.Dimension(f.Dimension)
		if err != nil && f.Dimension != "" {
			c.Faultf(here+".dimension", "the catalogue has no dimension %q", f.Dimension)
		}
		for _, name := range metrics {
			m, unknown := c.catalogue.Metric(name)
			if err != nil || unknown != nil || m.Fact() == "denominator" {
				continue
			}
			if _, ok := d.ColumnOf(m.Fact()); !ok {
				c.Faultf(here+".dimension", "%s counts %s records, which have no %s", name, m.Fact(), f.Dimension)
			}
		}
	}
}

func (c *check) months(at string, n int) {
	if c.Has(at) && (n < 1 || n > mostMonths) {
		c.Faultf(at, "expected 1 to %d", mostMonths)
	}
}

func (c *check) name(at, name string) {
	switch {
	case name == "":
	case !lineName.MatchString(name):
		c.Faultf(at, "expected small letters, digits and '_'; found %q", name)
	case c.names[name]:
		c.Faultf(at, "%q is taken", name)
	}
	c.names[name] = true
}

func (c *check) title(at string, t warehouse.Text) {
	if c.Has(at) && (t.ZH == "" || t.EN == "") {
		c.Faultf(at, "expected both zh and en")
	}
}

func (c *check) positive(at string, n decimal.Decimal) {
	if c.Has(at) && !n.IsPositive() {
		c.Faultf(at, "expected more than 0")
	}
}

func (c *check) share(at string, n decimal.Decimal) {
	if n.IsNegative() || n.GreaterThan(hundred) {
		c.Faultf(at, "expected 0 to 100")
	}
}

// colours, gravest first.
var colours = []Colour{safety.RiskRed, safety.RiskOrange, safety.RiskYellow, safety.RiskBlue}

// rankOf is 4 for red down to 1 for blue; 0 for what is no colour.
func rankOf(c Colour) int {
	for i, one := range colours {
		if one == c {
			return len(colours) - i
		}
	}
	return 0
}

func colourNames() string {
	names := make([]string, len(colours))
	for i, c := range colours {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}
