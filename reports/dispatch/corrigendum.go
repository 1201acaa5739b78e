package dispatch

import (
	"maps"
	"slices"
	"strings"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/safety"
)

// printedBefore is the query that figures of the corrected bulletin name: they answer no question any more, they were printed.
const printedBefore = "printed_before"

// corrigendumWords are what a correction says in the languages.
var corrigendumWords = map[document.Language]struct {
	attachment, item, before, after, none string // none: it was or is not printed
	listed                                string // said where figures changed
	opening                               func(number, title, reason string) string
	other                                 func(number string) string
}{
	document.Chinese: {
		"更正对照表", "项目", "原印", "更正后", "未列示", "更正的数据见附件《更正对照表》。",
		func(number, title, reason string) string {
			return "现对《" + title + "》（" + number + "）予以更正重发，原文同时废止。更正原因：" + reason + "。"
		},
		func(number string) string { return number + "所印数据" },
	},
	document.English: {
		"Corrected figures", "Figure", "As printed", "As corrected", "not printed", " The corrected figures are listed in the attachment “Corrected figures”.",
		func(number, title, reason string) string {
			return "This bulletin corrects and replaces “" + title + "” (" + number + "). Reason: " + reason + "."
		},
		func(number string) string { return "as printed in " + number },
	},
}

// corrigendum gives the composition of a correction with what it must say: that it replaces another and why, before everything else,
// and every figure that changed, as it was printed and as it is, in an attachment. Both are figures of the document.
func corrigendum(old, now *record, reason string) *bulletin.Composition {
	c := *now.Composition
	c.Documents = maps.Clone(c.Documents)
	for language, d := range c.Documents {
		was := old.Composition.Documents[language]
		if was == nil {
			continue
		}
		words, copied := corrigendumWords[language], *d
		number := old.Issued.DocumentNumber
		opening := document.Run{Text: words.opening(number, was.Title, strings.TrimRight(reason, "。."))}
		copied.Figures = slices.Clone(d.Figures)
		table := document.Table{Name: "corrected_figures", Columns: []document.Column{
			{Title: words.item, Align: document.Left, Weight: 3}, {Title: words.before, Align: document.Right}, {Title: words.after, Align: document.Right},
		}}
		told := map[string]bool{}
		for _, change := range now.Corrected {
			before, after := was.Figure(change.Figure), d.Figure(change.Figure)
			var figures []document.Figure
			if before == nil && after == nil {
				continue // printed in the other language only
			}
			row := []document.Run{{}, {Text: words.none}, {Text: words.none}}
			if before != nil {
				printed := *before
				printed.ID, printed.Query = printedBefore+"/"+before.ID, printedBefore
				row[0].Text, row[1] = item(was, before, now.Case.Period), document.Run{Text: printed.Text, Figure: printed.ID}
				figures = append(figures, printed)
			}
			if after != nil {
				row[0].Text, row[2] = item(d, after, now.Case.Period), document.Run{Text: after.Text, Figure: after.ID}
			}
			// What the text and a table both print is the same to who reads it.
			if line := row[0].Text + "/" + row[1].Text + "/" + row[2].Text; !told[line] {
				told[line] = true
				table.Rows = append(table.Rows, document.Row{Cells: []document.Cell{{Runs: row[:1]}, {Runs: row[1:2]}, {Runs: row[2:]}}})
				copied.Figures = append(copied.Figures, figures...)
			}
		}
		if len(table.Rows) > 0 {
			opening.Text += words.listed
			copied.Queries = append(slices.Clone(d.Queries), document.Query{Name: printedBefore, Other: words.other(number), Link: "bulletins/" + now.Supersedes})
			copied.Attachments = append(slices.Clone(d.Attachments), document.Attachment{
				Title: words.attachment, Sections: []document.Section{{Name: "corrected_figures", Blocks: []document.Block{{Table: &table}}}},
			})
		}
		copied.Sections = append([]document.Section{{
			Name: "correction", Blocks: []document.Block{{Paragraph: &document.Paragraph{Runs: []document.Run{opening}}}}, Written: true,
		}}, d.Sections...)
		c.Documents[language] = &copied
	}
	return &c
}

// item is what a figure is called in the list: its label, after the period where that is not the bulletin's own.
func item(d *document.Document, f *document.Figure, own safety.Period) string {
	for _, q := range d.Queries {
		if q.Name != f.Query || q.Metric == nil || q.Metric.Grain != 0 || q.Metric.Period == own {
			continue
		}
		if d.Language == document.English {
			return f.Label + ", " + q.Metric.Period.TitleEN()
		}
		return q.Metric.Period.TitleZH() + " " + f.Label
	}
	return f.Label
}

// notedBases gives a composition that says behind its data which documents printed bases otherwise; the figures are kept beside it.
func notedBases(c *bulletin.Composition, bases []Correction) *bulletin.Composition {
	var documents []string
	for _, one := range bases {
		if !slices.Contains(documents, one.Printed) {
			documents = append(documents, one.Printed)
		}
	}
	noted := *c
	noted.Documents = maps.Clone(c.Documents)
	for language, d := range c.Documents {
		copied := *d
		if language == document.English {
			copied.Data.Sentence = strings.TrimSpace(d.Data.Sentence + " Figures of earlier periods are as corrected today; some were printed otherwise in " + strings.Join(documents, ", ") + ".")
		} else {
			copied.Data.Sentence = d.Data.Sentence + "比较基数为今日更正后的数据，部分与" + strings.Join(documents, "、") + "所印不一致。"
		}
		noted.Documents[language] = &copied
	}
	return &noted
}
