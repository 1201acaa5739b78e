package bulletin

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/warehouse"
)

// check holds a document to its own figures and to the rules of writing before anybody sees it. A document that contradicts itself
// is never printed. What a person's text is the reason of is a fault of the person, told first.
func check(d *document.Document, m *material.Material) error {
	c := &checking{d: d, figures: map[string]*document.Figure{}, stands: map[string]document.Section{}}
	for i := range d.Figures {
		c.figures[d.Figures[i].ID] = &d.Figures[i]
	}
	c.figuresAreRounded()
	for _, run := range runsOf(d) {
		c.run(run)
	}
	for _, id := range drawnIn(d) {
		if id != "" && c.figures[id] == nil {
			c.faultf("a chart draws the figure %q, which is not there", id)
		}
	}
	for _, s := range d.Sections {
		c.section(s)
	}
	for _, a := range d.Attachments {
		for _, s := range a.Sections {
			c.section(s)
		}
	}
	c.inOrder()
	c.partsAddUp(m)
	if len(c.people) > 0 {
		return warehouse.Fault(warehouse.BadRequest, "%s (%s)", strings.Join(c.people, "; "), d.Language)
	}
	return errors.Join(c.faults...)
}

type checking struct {
	d       *document.Document
	figures map[string]*document.Figure
	stands  map[string]document.Section // where tables and charts stand, by name
	faults  []error
	people  []string // what a person's text did
}

func (c *checking) faultf(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

var digits = regexp.MustCompile(`\d`)

// figuresAreRounded checks that what is printed is the rounding of what is exact, halves away from zero.
func (c *checking) figuresAreRounded() {
	for _, f := range c.d.Figures {
		if f.Exact == nil {
			if digits.MatchString(f.Text) {
				c.faultf("the figure %s is not known and is printed as %q", f.ID, f.Text)
			}
			continue
		}
		// Words say the direction of a change, and of what warnings tell.
		printed := strings.ReplaceAll(strings.TrimSuffix(f.Text, "%"), ",", "")
		if text := f.Exact.StringFixed(f.Places); printed != text && printed != strings.TrimPrefix(text, "-") {
			c.faultf("the figure %s is %s and is printed as %q, expected %s", f.ID, f.Exact, f.Text, text)
		}
	}
}

func (c *checking) run(r document.Run) {
	switch f := c.figures[r.Figure]; {
	case r.Figure == "":
	case f == nil:
		c.faultf("a text prints the figure %q, which is not there", r.Figure)
	case f.Text != r.Text:
		c.faultf("a text prints the figure %s as %q, expected %q", r.Figure, r.Text, f.Text)
	}
}

func (c *checking) section(s document.Section) {
	if s.Title != "" && len(s.Blocks) == 0 {
		c.faultf("section %s is empty", s.Name)
	}
	for _, b := range s.Blocks {
		switch {
		case b.Heading != nil:
			c.sentence(s, b.Heading.Runs, true)
		case b.Paragraph != nil:
			c.sentence(s, b.Paragraph.Runs, false)
		case b.Table != nil:
			c.once(s, "table", b.Table.Name)
			for i, row := range b.Table.Rows {
				if len(row.Cells) != len(b.Table.Columns) {
					c.faultf("table %s: row %d has %d cells under %d columns", b.Table.Name, i+1, len(row.Cells), len(b.Table.Columns))
				}
			}
		case b.Chart != nil:
			c.once(s, "chart", b.Chart.Name)
		}
	}
}

func (c *checking) once(s document.Section, what, name string) {
	first, twice := c.stands[name]
	switch {
	case twice && (s.Written || first.Written):
		written, other := s, first
		if !s.Written {
			written, other = first, s
		}
		c.people = append(c.people, fmt.Sprintf("section %s: the %s %s stands in the bulletin already, in %s: take [[%s:%s]] out", written.Name, what, name, other.Name, what, name))
	case twice:
		c.faultf("%s stands in the document twice", name)
	}
	c.stands[name] = s
}

var (
	doubled   = regexp.MustCompile(`[，、；：。][，、；：。]|（）|^[，、；：。）]|[，、；：]$|。）$`)
	doubledEN = regexp.MustCompile(`[,;:] ?[,;:.]|\.\.|\(\)|  | [,.;:)]|^[,.;:]|[,;:]$`)
	braces    = regexp.MustCompile(`\{\{[^{}]*(\}\})?|\}\}`)
	left      = regexp.MustCompile(`<no value>|%!|\{\{|\}\}|` + unprintable)
	ended     = regexp.MustCompile(`[。：；！？）”]$`)
	endedEN   = regexp.MustCompile(`[.:;!?)"”]$`)
)

// sentence checks a paragraph or heading. How people write is their own concern, but for their figures.
func (c *checking) sentence(s document.Section, runs []document.Run, heading bool) {
	text := textOf(runs)
	wrong, end := doubled, ended
	if c.d.Language == document.English {
		wrong, end = doubledEN, endedEN
	}
	switch {
	case strings.TrimSpace(text) == "" && s.Written:
		c.people = append(c.people, fmt.Sprintf("section %s has a line of nothing but spaces", s.Name))
	case strings.TrimSpace(text) == "":
		c.faultf("section %s has an empty paragraph", s.Name)
	case s.Written && braces.MatchString(text):
		c.people = append(c.people, fmt.Sprintf("section %s: %q is no text: figures are printed as [[id|text]], of those that the composed texts print", s.Name, braces.FindString(text)))
	case s.Written && !strings.Contains(text, unprintable):
	case left.MatchString(text):
		c.faultf("section %s: something was left over in %q", s.Name, text)
	case wrong.MatchString(text):
		c.faultf("section %s: %q stands wrongly in %q", s.Name, wrong.FindString(text), text)
	case !heading && !end.MatchString(text):
		c.faultf("section %s: %q has no end", s.Name, text)
	}
}

// inOrder checks the numbers of titles and headings.
func (c *checking) inOrder() {
	top := 0
	for _, s := range c.d.Sections {
		if s.Title == "" {
			continue
		}
		top++
		if want := headingNumber(c.d.Language, []int{top}); s.Number != want {
			c.faultf("section %s has the number %q, expected %q", s.Name, s.Number, want)
		}
	}
}

// partsAddUp checks tables whose rows are parts of a whole: rows and what lies in none add up to the total.
func (c *checking) partsAddUp(m *material.Material) {
	for name, t := range m.Tables {
		for _, metric := range t.Measures {
			if t.By == "" || !t.Adds[metric] {
				continue
			}
			total := t.Total.Quantities[metric].Now.Exact
			sum, known := decimal.Zero, total != nil
			for _, r := range t.Rows {
				n := r.Quantities[metric].Now.Exact
				if known = known && n != nil; known {
					sum = sum.Add(*n)
				}
			}
			if known && !sum.Equal(*total) {
				c.faultf("the rows of %s have %s of %s together, the whole has %s", name, sum, metric, total)
			}
		}
	}
}

// runsOf gives every run of a document.
func runsOf(d *document.Document) (runs []document.Run) {
	each := func(b document.Block) {
		switch {
		case b.Heading != nil:
			runs = append(runs, b.Heading.Runs...)
		case b.Paragraph != nil:
			runs = append(runs, b.Paragraph.Runs...)
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				for _, cell := range row.Cells {
					runs = append(runs, cell.Runs...)
				}
			}
		}
	}
	eachBlock(d, each)
	return runs
}

// drawnIn gives the figures of every chart.
func drawnIn(d *document.Document) (ids []string) {
	eachBlock(d, func(b document.Block) {
		if b.Chart != nil {
			for _, s := range b.Chart.Series {
				ids = append(ids, s.Figures...)
			}
		}
	})
	return ids
}

func eachBlock(d *document.Document, visit func(document.Block)) {
	sections := d.Sections
	for _, a := range d.Attachments {
		sections = append(slices.Clip(sections), a.Sections...)
	}
	for _, s := range sections {
		for _, b := range s.Blocks {
			visit(b)
		}
	}
}

func textOf(runs []document.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
