package docx_test

import (
	"slices"
	"strings"
	"testing"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
)

// The parts of an official document follow each other as GB/T 9704-2012 has them (7.2 to 7.4), and what the body says stands
// between them, each text once.
func TestPartsInOrder(t *testing.T) {
	t.Parallel()
	d := notice()
	d.CopyNumber, d.Secrecy, d.Urgency = "000001", "机密★1年", "特急"
	want := []string{"000001", "机密★1年", "特急", d.Agency, d.Number, d.Title, d.Addressees + "："}
	runs := func(list []document.Run) string {
		var b strings.Builder
		for _, r := range list {
			b.WriteString(r.Text)
		}
		return b.String()
	}
	for _, s := range d.Sections {
		want = append(want, s.Number+s.Title)
		for _, b := range s.Blocks {
			switch {
			case b.Paragraph != nil:
				want = append(want, runs(b.Paragraph.Runs))
			case b.Heading != nil:
				want = append(want, b.Heading.Number+runs(b.Heading.Runs))
			case b.Table != nil:
				want = append(want, b.Table.Title, b.Table.Unit)
				for _, row := range b.Table.Rows {
					for _, cell := range row.Cells {
						want = append(want, runs(cell.Runs))
					}
				}
				want = append(want, b.Table.Notes...)
			case b.Chart != nil:
				want = append(want, b.Chart.Title)
				want = append(want, b.Chart.Categories...)
			}
		}
	}
	want = append(want, d.Data.Sentence,
		"附件：1."+d.Attachments[0].Title, "2."+d.Attachments[1].Title,
		d.Signature.Agency, "2026年6月3日", "（此件公开发布）",
		"附件1", d.Attachments[0].Title, "附件2", d.Attachments[1].Title,
		"信息公开形式：主动公开", "抄送："+d.CopyTo+"。", d.Printer, "2026年6月3日印发")

	lines := rendered(t, d, render.Options{}).paragraphs(t)
	at := 0
	for _, text := range want {
		i := slices.Index(lines[at:], text)
		if i < 0 {
			t.Fatalf("%q is not behind %q", text, lines[max(at-1, 0)])
		}
		// The labels of a chart stand in the order in which they are painted.
		if !slices.Contains(d.Sections[1].Blocks[2].Chart.Categories, text) {
			at += i + 1
		}
	}
}

// A document for a higher body (上行文) has its number on the left and who signs it on the right of one line (7.2.5, 7.2.6).
func TestUpwardDocumentNamesItsSigner(t *testing.T) {
	t.Parallel()
	d := notice()
	d.Signer = "张三丰"
	if lines := rendered(t, d, render.Options{}).paragraphs(t); !slices.Contains(lines, d.Number+"签发人：张三丰") {
		t.Errorf("the signer is not behind the number: %q", lines[:5])
	}
}

// The first page has body text: addressees that would take all of it stand in the imprint, above those who get a copy (7.3.2).
func TestManyAddresseesStandInTheImprint(t *testing.T) {
	t.Parallel()
	d := notice()
	d.Addressees = strings.Repeat("桓台县安全生产委员会各成员单位，", 30)
	lines := rendered(t, d, render.Options{}).paragraphs(t)
	if slices.Contains(lines, d.Addressees+"：") {
		t.Error("they stand above the body")
	}
	main := slices.Index(lines, "主送："+d.Addressees+"。")
	if main < 0 || main > slices.Index(lines, "抄送："+d.CopyTo+"。") {
		t.Error("they do not stand in the imprint before the copies")
	}
}

// What is not in force says so on every kind of page; an issued document has nothing behind its text.
func TestMarkIsOnEveryPage(t *testing.T) {
	t.Parallel()
	d := notice()
	if strings.Contains(rendered(t, d, render.Options{}).parts["word/document.xml"], "w:headerReference") {
		t.Error("an issued document has a header")
	}
	d.Mark = "已作废"
	f := rendered(t, d, render.Options{})
	f.holds(t, "word/header.xml", `string="已作废"`)
	for i, section := range strings.Split(f.parts["word/document.xml"], "<w:sectPr>")[1:] {
		for _, side := range []string{"default", "even"} {
			if !strings.Contains(section, `<w:headerReference w:type="`+side+`"`) {
				t.Errorf("section %d has no %s header", i+1, side)
			}
		}
	}
	f.holds(t, "docProps/core.xml", "已作废")
}

// Before it is issued a document has no number and no date; their places stay.
func TestDraftKeepsThePlaces(t *testing.T) {
	t.Parallel()
	issued, draft := notice(), notice()
	draft.Number, draft.Signature.Date, draft.PrintedOn = "", safety.Date{}, safety.Date{}
	want, got := rendered(t, issued, render.Options{}).paragraphs(t), rendered(t, draft, render.Options{}).paragraphs(t)
	if len(got) != len(want) {
		t.Errorf("%d paragraphs, the issued one has %d", len(got), len(want))
	}
}

// Nobody is made the author, and no clock is read.
func TestProperties(t *testing.T) {
	t.Parallel()
	core := rendered(t, notice(), render.Options{}).parts["docProps/core.xml"]
	for _, want := range []string{"<dc:title>" + notice().Title + "</dc:title>", "<dc:language>zh-CN</dc:language>", "<dc:identifier>桓安办通报〔2026〕6号</dc:identifier>"} {
		if !strings.Contains(core, want) {
			t.Errorf("no %s in %s", want, core)
		}
	}
	for _, never := range []string{"creator", "lastModifiedBy", "created", "modified"} {
		if strings.Contains(core, never) {
			t.Errorf("%s in %s", never, core)
		}
	}
}

// Titles over columns span them; a column without one takes both rows; every page repeats both.
func TestHeadOfATable(t *testing.T) {
	t.Parallel()
	f := rendered(t, notice(), render.Options{})
	_, table, _ := strings.Cut(f.parts["word/document.xml"], "<w:tbl>")
	table, _, _ = strings.Cut(table, "</w:tbl>")
	rows := strings.Split(table, "<w:tr>")[1:]
	for i, row := range rows {
		if head := i < 2; strings.Contains(row, "<w:tblHeader/>") != head {
			t.Errorf("row %d repeats: %v, want %v", i+1, !head, head)
		}
	}
	// 镇办 and 死亡人数 beside 事故起数 over three columns.
	if spans := strings.Count(rows[0], `<w:gridSpan w:val="3"/>`); spans != 1 || strings.Count(rows[0], "<w:tc>") != 3 {
		t.Errorf("%d spans of three columns among %d cells", spans, strings.Count(rows[0], "<w:tc>"))
	}
	if strings.Count(rows[0], `<w:vMerge w:val="restart"/>`) != 2 || strings.Count(rows[1], `<w:vMerge w:val="continue"/>`) != 2 {
		t.Error("columns without a span do not take both rows")
	}
	// Figures are right aligned, the total is bold.
	if strings.Count(rows[2], `<w:jc w:val="right"/>`) != 4 || !strings.Contains(rows[len(rows)-1], "<w:b/>") {
		t.Errorf("figures are not on the right, or the total is not bold: %s", rows[2])
	}
}
