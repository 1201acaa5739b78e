package dispatch

import (
	"maps"
	"slices"
	"strings"

	"anlan/reports/bulletin"
	"anlan/reports/document"
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
		has := map[string]bool{}
		for _, f := range copied.Figures {
			has[f.ID] = true
		}
		cell := func(one pair, f *document.Figure, text string) document.Cell {
			if f == nil {
				return document.Cell{Runs: []document.Run{{Text: words.none}}}
			}
			if !has[f.ID] {
				has[f.ID] = true
				copied.Figures = append(copied.Figures, *f)
			}
			return document.Cell{Runs: one.runs(f, text)}
		}
		for _, one := range once(pairs(printedIn(old.Composition, language), printedIn(now.Composition, language))) {
			if one.was != nil {
				printed := *one.was
				printed.ID, printed.Query = printedBefore+"/"+printed.ID, printedBefore
				one.was = &printed
			}
			table.Rows = append(table.Rows, document.Row{Cells: []document.Cell{
				{Runs: []document.Run{{Text: one.item}}}, cell(one, one.was, one.before), cell(one, one.is, one.now),
			}})
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
