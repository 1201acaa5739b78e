package html

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"strings"

	"anlan/reports/chart"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/layout"
	"anlan/reports/render/official"
)

// titleWidth is how many characters of 2号 stand beside each other.
const titleWidth = 20

//go:embed page.gohtml
var source string

var page = template.Must(template.New("page").Parse(source))

// Render makes a page of a document. The same document and options give the same bytes. An element that prints a figure has its
// id as data-figure. A server that sends the page must send it with [PolicyOf] it.
func Render(_ context.Context, d *document.Document, o render.Options) ([]byte, error) {
	w := render.WordsOf(d.Language)
	p := &printer{doc: d, words: w, traces: map[string]int{}, placed: map[string]bool{}}
	for i, f := range d.Figures {
		p.traces[f.ID] = i + 1
	}
	lines, labels := w.AttachmentTitles(d.Attachments)
	v := view{
		Lang: "zh-CN", Policy: Policy(), Style: template.CSS(style), Script: template.JS(script), //nolint:gosec // both are files of this folder
		Words: w, Heading: strings.TrimSpace(d.Number + " " + d.Title), Top: kept(d.CopyNumber, d.Secrecy, d.Urgency),
		Agency: agencyOf(d.Agency), Number: d.Number, Signer: d.Signer, TitleLines: official.TitleLines(d.Title, titleWidth),
		Sections: p.sections(d.Sections), Sentence: d.Data.Sentence, Attached: lines,
		Signature: kept(d.Signature.Agency, w.Date(d.Signature.Date)), Mark: d.Mark, Data: w.DataLine(d.Data),
	}
	if d.Language == document.English {
		v.Lang, v.Between = "en", " "
	}
	if d.Addressees != "" {
		v.Addressees = d.Addressees + strings.TrimSpace(w.Colon)
	}
	if d.Remark != "" {
		v.Remark = w.Bracketed(d.Remark)
	}
	for i, a := range d.Attachments {
		v.Attachments = append(v.Attachments, attachment{Label: labels[i], Title: a.Title, Wide: allWide(a.Sections), Sections: p.sections(a.Sections)})
	}
	v.Imprint = imprint(d, w)
	if o.Appendix {
		figures, questions := w.AppendixTables(d)
		v.Appendix = &appendix{Title: w.Appendix, Note: w.AppendixNote, Data: v.Data, Figures: p.table(&figures), Questions: p.table(&questions)}
	}
	v.Traces = p.tracesOf(o)
	var b bytes.Buffer
	if err := page.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("print the page: %w", err)
	}
	return b.Bytes(), nil
}

// imprint is the 版记, a line with its parts each; empty when there is nothing to say.
func imprint(d *document.Document, w render.Words) [][]string {
	var lines [][]string
	if d.Disclosure != "" {
		lines = append(lines, []string{w.Disclosure + w.Colon + d.Disclosure})
	}
	if d.CopyTo != "" {
		lines = append(lines, []string{w.CopyTo + w.Colon + w.Ended(d.CopyTo)})
	}
	if parts := kept(d.Printer, w.PrintedOn(d.PrintedOn)); len(parts) > 0 {
		lines = append(lines, parts)
	}
	return lines
}

// agencyOf lays the red letters (发文机关标志) into one line: tall ones, narrowed and then made smaller until they fit.
func agencyOf(text string) *agency {
	if text == "" {
		return nil
	}
	const tallest, narrowest = 52.0, 0.62 // points; part of a letter's width
	size := tallest
	wide := chart.Width(text, size)
	squeeze := math.Min(1, layout.TextWidth/wide)
	if squeeze < narrowest {
		size *= squeeze / narrowest
		squeeze = narrowest
	}
	millimetres := size / layout.Points
	return &agency{
		Text: text, Width: millimetre(chart.Width(text, size) * squeeze), Height: millimetre(millimetres * 1.2),
		Base: millimetre(millimetres), Size: millimetre(millimetres),
	}
}

func millimetre(v float64) string { return fmt.Sprintf("%.2f", v) }

// kept are the texts that say something.
func kept(texts ...string) []string {
	var some []string
	for _, text := range texts {
		if text != "" {
			some = append(some, text)
		}
	}
	return some
}
