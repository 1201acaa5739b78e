package bulletin

import (
	"fmt"
	"slices"
	"strings"

	"anlan/reports/document"
	"anlan/warehouse"
)

// names holds a list of named things to names that are well made and taken once.
func (c *kindCheck) names(at, key string, named ...string) {
	for i, name := range named {
		at := fmt.Sprintf("%s[%d].%s", at, i, key)
		switch {
		case name == "":
		case !needName.MatchString(name):
			c.Faultf(at, "expected small letters, digits and '_'; found %q", name)
		case slices.Contains(named[:i], name):
			c.Faultf(at, "%q is taken", name)
		}
	}
}

func (c *kindCheck) sections() {
	if c.Has("sections") && len(c.k.Sections) == 0 {
		c.Faultf("sections", "expected at least one")
	}
	names := make([]string, len(c.k.Sections))
	for i := range c.k.Sections {
		s := &c.k.Sections[i]
		at := fmt.Sprintf("sections[%d]", i)
		names[i] = s.Name
		c.both(at+".title", s.Title)
		switch {
		case s.Written && s.Text != (warehouse.Text{}):
			c.Faultf(at+".text", "a section that only people write has no template; a hint says what they should write")
		case s.Written:
			c.both(at+".hint", s.Hint)
		case s.Text == (warehouse.Text{}):
			c.Faultf(at, "expected a text, or written: true")
		default:
			c.pattern(at+".text", s.Text, true)
		}
		if s.Required && !s.Written {
			c.Faultf(at+".required", "only a section that people write can be required")
		}
		c.when(at+".when", s.When)
	}
	c.names("sections", "section", names...)
}

func (c *kindCheck) problems() {
	names := make([]string, len(c.k.Problems))
	for i := range c.k.Problems {
		p := &c.k.Problems[i]
		at := fmt.Sprintf("problems[%d]", i)
		names[i] = p.Name
		if n := c.needs[p.Of]; p.Each && n != nil && (!n.rows() || len(n.rowNames()) == 0) {
			c.Faultf(at+".each", "%s has no rows with figures", p.Of)
			continue
		}
		p.condition = c.condition(at, p.Of, p.Holds, p.Each)
		c.pattern(at+".text", p.Text, true)
	}
	c.names("problems", "problem", names...)
}

func (c *kindCheck) tables() {
	names := make([]string, len(c.k.Tables))
	for i := range c.k.Tables {
		t := &c.k.Tables[i]
		at := fmt.Sprintf("tables[%d]", i)
		names[i] = t.Name
		c.both(at+".title", t.Title)
		c.pattern(at+".notes", t.Notes, false)
		n := c.need(at+".of", t.Of)
		if n == nil {
			continue
		}
		if t.Total && n.kind != figureNeed && n.kind != missingNeed {
			c.Faultf(at+".total", "%s has no whole", t.Of)
		}
		if c.Has(at+".columns") && len(t.Columns) == 0 {
			c.Faultf(at+".columns", "expected at least one")
		}
		for j := range t.Columns {
			c.column(fmt.Sprintf("%s.columns[%d]", at, j), n, &t.Columns[j])
		}
	}
	c.names("tables", "table", names...)
}

func (c *kindCheck) column(at string, n *need, column *Column) {
	for key, text := range map[string]warehouse.Text{"title": column.Title, "over": column.Over} {
		c.both(at+"."+key, text)
	}
	switch {
	case (column.Metric == "") == (column.Field == ""):
		c.Faultf(at, "expected either a metric or a field")
	case column.Field != "":
		c.oneOf(at+".field", column.Field, n.fields...)
		if column.Role != "" || column.Against != "" {
			c.Faultf(at, "only a metric has a role and something to be set against")
		}
	default:
		if column.Role == "" {
			column.Role = document.Value
		}
		c.oneOf(at+".metric", column.Metric, n.figures...)
		c.oneOf(at+".role", string(column.Role), string(document.Value), string(document.Base), string(document.Change), string(document.Percent), string(document.Share))
		compared := column.Role == document.Base || column.Role == document.Change || column.Role == document.Percent
		if compared != (column.Against != "") {
			c.Faultf(at, "base, change and percent are against something, and nothing else is")
		}
		c.against(at+".against", n, column.Against)
	}
	if column.Weight < 0 || column.Weight > 20 {
		c.Faultf(at+".weight", "expected 1 to 20")
	}
}

func (c *kindCheck) against(at string, n *need, against warehouse.Comparison) {
	if against != "" && !slices.Contains(n.compare, against) {
		compared := make([]string, len(n.compare))
		for i, base := range n.compare {
			compared[i] = string(base)
		}
		c.Faultf(at, "%s is not compared with %q; it is with: %s", n.name, against, strings.Join(compared, ", "))
	}
}

func (c *kindCheck) charts() {
	names := make([]string, len(c.k.Charts))
	for i := range c.k.Charts {
		chart := &c.k.Charts[i]
		at := fmt.Sprintf("charts[%d]", i)
		names[i] = chart.Name
		c.both(at+".title", chart.Title)
		c.oneOf(at+".kind", string(chart.Kind), string(document.Bars), string(document.Rows), string(document.Lines))
		n := c.need(at+".of", chart.Of)
		if n == nil {
			continue
		}
		figures := n.rowNames()
		if !n.rows() || len(figures) == 0 {
			c.Faultf(at+".of", "%s has no rows with figures", chart.Of)
			continue
		}
		if c.Has(at+".series") && len(chart.Series) == 0 {
			c.Faultf(at+".series", "expected at least one")
		}
		for j, s := range chart.Series {
			at := fmt.Sprintf("%s.series[%d]", at, j)
			c.both(at+".title", s.Title)
			c.oneOf(at+".metric", s.Metric, figures...)
			c.against(at+".against", n, s.Against)
		}
	}
	c.names("charts", "chart", names...)
}

func (c *kindCheck) attachments() {
	names := make([]string, len(c.k.Attachments))
	for i := range c.k.Attachments {
		a := &c.k.Attachments[i]
		at := fmt.Sprintf("attachments[%d]", i)
		names[i] = a.Name
		c.pattern(at+".title", a.Title, true)
		c.when(at+".when", a.When)
		if len(a.Tables)+len(a.Charts) == 0 {
			c.Faultf(at, "expected tables or charts")
		}
		for j, name := range a.Tables {
			if !slices.ContainsFunc(c.k.Tables, func(t Table) bool { return t.Name == name }) {
				c.Faultf(fmt.Sprintf("%s.tables[%d]", at, j), "there is no table %q", name)
			}
		}
		for j, name := range a.Charts {
			if !slices.ContainsFunc(c.k.Charts, func(t Chart) bool { return t.Name == name }) {
				c.Faultf(fmt.Sprintf("%s.charts[%d]", at, j), "there is no chart %q", name)
			}
		}
	}
	c.names("attachments", "attachment", names...)
}
