package html

import (
	"fmt"
	"html/template"
	"strconv"

	"anlan/reports/chart"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/layout"
)

// printer turns parts of a document into parts of the page.
type printer struct {
	doc    *document.Document
	words  render.Words
	traces map[string]int  // by figure, from 1
	placed map[string]bool // figures that the page has printed
}

func (p *printer) sections(sections []document.Section) []section {
	made := make([]section, len(sections))
	for i, s := range sections {
		made[i] = section{Name: s.Name, Title: p.numbered(s.Number, s.Title)}
		for j := range s.Blocks {
			made[i].Blocks = append(made[i].Blocks, p.block(&s.Blocks[j]))
		}
	}
	return made
}

// numbered puts a number before its title: English has a space between.
func (p *printer) numbered(number, title string) string {
	if number != "" && title != "" && p.doc.Language == document.English {
		return number + " " + title
	}
	return number + title
}

func (p *printer) block(b *document.Block) block {
	switch {
	case b.Heading != nil:
		runs := b.Heading.Runs
		if number := p.numbered(b.Heading.Number, ""); number != "" {
			if p.doc.Language == document.English {
				number += " "
			}
			runs = append([]document.Run{{Text: number}}, runs...)
		}
		return block{Heading: &heading{b.Heading.Level, p.runs(runs)}}
	case b.Paragraph != nil:
		return block{Paragraph: &paragraph{p.runs(b.Paragraph.Runs)}}
	case b.Table != nil:
		return block{Table: p.table(b.Table)}
	case b.Chart != nil:
		return block{Chart: p.chart(b.Chart)}
	}
	return block{}
}

func (p *printer) runs(runs []document.Run) []run {
	made := make([]run, len(runs))
	for i, r := range runs {
		made[i] = run{Text: r.Text, Bold: r.Bold}
		if n := p.traces[r.Figure]; r.Figure != "" && n > 0 {
			made[i].Figure, made[i].Trace = r.Figure, fmt.Sprintf("f%d", n)
			if !p.placed[r.Figure] {
				p.placed[r.Figure], made[i].Place = true, fmt.Sprintf("p%d", n)
			}
		}
	}
	return made
}

// allWide tells whether an attachment is wide tables only: then its title stands on their page.
func allWide(sections []document.Section) bool {
	for _, s := range sections {
		for _, b := range s.Blocks {
			if b.Table == nil || !b.Table.Wide {
				return false
			}
		}
	}
	return len(sections) > 0
}

// The widths in millimetres at which charts are drawn: of the type area, and of a phone.
const phone = 92

func (p *printer) chart(c *document.Chart) *drawn {
	t := p.words.ChartTable(p.doc, c)
	made := &drawn{Title: c.Title, More: p.words.Figure, Table: p.table(&t)}
	made.Table.Title = ""
	made.Broad = template.HTML(chart.SVG(chart.Draw(p.doc, c, chart.Size{Width: layout.TextWidth, Height: layout.TextHeight - 30}))) //nolint:gosec // chart escapes what it prints
	made.Narrow = template.HTML(chart.SVG(chart.Draw(p.doc, c, chart.Size{Width: phone})))                                           //nolint:gosec // as above
	return made
}

// tracesOf are the dialogs of all figures.
func (p *printer) tracesOf(o render.Options) []trace {
	w := p.words
	asked := map[string]string{}
	for _, q := range p.doc.Queries {
		asked[q.Name] = w.Ask(q)
	}
	version := strconv.FormatUint(p.doc.Data.Version, 10)
	made := make([]trace, len(p.doc.Figures))
	for i := range p.doc.Figures {
		f := &p.doc.Figures[i]
		t := trace{Trace: fmt.Sprintf("f%d", i+1), Place: fmt.Sprintf("p%d", i+1), ID: f.ID, Label: f.Label, Link: o.FigureAddress(f.ID)}
		add := func(name, text string) {
			if text != "" {
				t.Facts = append(t.Facts, fact{name, text})
			}
		}
		add(w.Meaning, w.MeaningOf(f))
		add(w.Printed, f.Text)
		add(w.Exact, w.ExactText(f))
		add(w.Unit, f.Unit)
		add(w.Question, f.Query+w.Colon+asked[f.Query])
		add(w.Version, version)
		add(w.AsOf, w.Date(p.doc.Data.AsOf))
		made[i] = t
	}
	return made
}
