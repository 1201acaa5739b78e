package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/pdf"
)

func TestTextOfThePagesIsThatOfTheDocument(t *testing.T) {
	t.Parallel()
	d := notice()
	all := pages(t, rendered(t, d, render.Options{}))
	whole := solid(strings.Join(all, ""))
	want := func(s string) {
		t.Helper()
		if !strings.Contains(whole, solid(s)) {
			t.Errorf("not on the pages: %q", s)
		}
	}
	for _, s := range []string{d.Agency, d.Number, d.Title, d.Addressees + "：", d.Data.Sentence, "附件：1.各镇办主要指标完成情况统计表2.逾期未整改重大事故隐患清单",
		d.Signature.Agency + "2026年6月3日（此件公开发布）", "信息公开形式：主动公开", "抄送：" + d.CopyTo + "。", d.Printer + "2026年6月3日印发"} {
		want(s)
	}
	for _, section := range d.Sections {
		want(section.Number + section.Title)
		for _, block := range section.Blocks {
			if block.Paragraph != nil {
				var line strings.Builder
				for _, run := range block.Paragraph.Runs {
					line.WriteString(run.Text)
				}
				want(line.String())
			}
		}
	}
	for _, f := range d.Figures {
		want(f.Text)
	}
	want("单位：起、人")
	want("注：果里镇未报送。")
	want("图注：按统计归属地。")
	want("死亡人数（人）")
	// The imprint stands on the last page only.
	if last := solid(all[len(all)-1]); !strings.HasSuffix(last, "2026年6月3日印发") {
		t.Errorf("the last page does not end in the imprint: %s", last)
	}
}

func TestFileSaysWhatItIs(t *testing.T) {
	t.Parallel()
	d := notice()
	file := rendered(t, d, render.Options{})
	info := read(t, file, "pdfinfo", "-f", "1", "-l", "99")
	for _, want := range []string{"Title:           " + d.Title, "Author:          " + d.Signature.Agency, "Subject:         " + d.Number, "(A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	if n := strings.Count(info, "595.276 x 841.89"); n != strings.Count(info, "size:")-1 { // but for the file's own
		t.Errorf("not every page is A4:\n%s", info)
	}
	// The table across takes two pages, which viewers turn.
	if n := strings.Count(info, "rot:   90"); n != 2 {
		t.Errorf("%d pages lie across, want 2:\n%s", n, info)
	}
	if !bytes.Contains(file, []byte("/Lang(zh-CN)")) {
		t.Error("the file does not name its language")
	}
	fonts := strings.Split(strings.TrimSpace(read(t, file, "pdffonts")), "\n")[2:]
	if len(fonts) != 4 {
		t.Errorf("%d fonts, want 宋体, 黑体, 楷体 and the title's:\n%s", len(fonts), strings.Join(fonts, "\n"))
	}
	for _, line := range fonts {
		if fields := strings.Fields(line); strings.Join(fields[len(fields)-5:len(fields)-2], " ") != "yes yes yes" {
			t.Errorf("not embedded, cut and readable: %s", line)
		}
	}
}

func TestFullPageHas22LinesOf28Characters(t *testing.T) {
	t.Parallel()
	d := empty()
	d.Sections = []document.Section{{Name: "a", Blocks: []document.Block{text(strings.Repeat("安全生产责任重于泰山", 150))}}}
	lines := strings.Split(strings.TrimSpace(pages(t, rendered(t, d, render.Options{}))[1]), "\n")
	if len(lines) != 22 {
		t.Errorf("%d lines, want 22", len(lines))
	}
	for _, line := range lines {
		if n := len([]rune(line)); n != 28 {
			t.Errorf("%d characters, want 28: %s", n, line)
		}
	}
}

// However long the body is, the page with the date has a line of it, and nothing follows the remark there.
func TestSealNeverStandsOnAPageWithoutText(t *testing.T) {
	t.Parallel()
	for n := range 24 {
		d := empty()
		d.Remark, d.Data.Sentence = "此件公开发布", strings.Repeat("正文一行。", n%2)
		d.Attachments = make([]document.Attachment, n%3)
		section := document.Section{Name: "a"}
		for range n + 1 {
			section.Blocks = append(section.Blocks, text("正文一行。"))
		}
		d.Sections = []document.Section{section}
		for _, page := range pages(t, rendered(t, d, render.Options{})) {
			page = solid(page)
			if right := strings.Contains(page, "正文一行。") && strings.HasSuffix(page, "（此件公开发布）"); strings.Contains(page, "2026年6月3日") && !right {
				t.Errorf("with %d lines of body the signature's page is %s", n+1, page)
			}
		}
	}
}

func TestTableGoesOnUnderItsHead(t *testing.T) {
	t.Parallel()
	all := pages(t, rendered(t, notice(), render.Options{}), "-raw")
	with := 0
	for _, page := range all {
		page = solid(page)
		if strings.Contains(page, "化工有限公司") {
			with++
			if strings.Count(page, "企业名称") != 1 {
				t.Errorf("a page of the list has its head not once: %s", page)
			}
		}
	}
	// 60 rows of two lines, some 18 on a page.
	if with < 3 {
		t.Errorf("the list stands on %d pages", with)
	}
}

// A number in a cell is on one line, however narrow the column: the letters of the table become smaller.
func TestNumbersInCellsStayWhole(t *testing.T) {
	t.Parallel()
	table := document.Table{Name: "t"}
	row := document.Row{}
	for i := range 12 {
		table.Columns = append(table.Columns, document.Column{Title: "指标", Align: document.Right, Weight: float64(1 + i)})
		// The sign stands before the figure, as words do.
		row.Cells = append(row.Cells, cell("-"+document.Marked("a", fmt.Sprintf("1,234,5%02d.0", i))))
	}
	table.Rows = []document.Row{row}
	d := empty()
	d.Sections = []document.Section{{Name: "a", Blocks: []document.Block{{Table: &table}}}}
	page := read(t, rendered(t, d, render.Options{}), "pdftotext")
	for i := range 12 {
		if want := fmt.Sprintf("-1,234,5%02d.0", i); !strings.Contains(page, want) {
			t.Errorf("%s is not whole in\n%s", want, page)
		}
	}
}

func TestFiguresLeadToWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	d := notice()
	if bytes.Contains(rendered(t, d, render.Options{}), []byte("/URI")) {
		t.Error("a file without a server's address has links")
	}
	options := render.Options{Root: "https://anlan.example", Bulletin: "bu_1", Appendix: true}
	file := rendered(t, d, options)
	for _, f := range d.Figures {
		// In the text or table, and in the appendix.
		if n := bytes.Count(file, []byte("/URI("+options.FigureAddress(f.ID)+")")); n < 2 {
			t.Errorf("%d links of %s", n, f.ID)
		}
	}
	whole := solid(strings.Join(pages(t, file, "-raw"), ""))
	for _, f := range d.Figures {
		if !strings.Contains(whole, solid(f.Label)) {
			t.Errorf("the appendix does not say what %s is", f.ID)
		}
	}
}

func TestSameDocumentGivesTheSameBytesToManyAtOnce(t *testing.T) {
	t.Parallel()
	want := rendered(t, notice(), render.Options{Appendix: true})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if !bytes.Equal(rendered(t, notice(), render.Options{Appendix: true}), want) {
				t.Error("the bytes differ")
			}
		})
	}
	group.Wait()
}

func TestRareCharactersPrintOrAreNamed(t *testing.T) {
	t.Parallel()
	d := empty()
	// In names: of Extension A, of the plane behind, and a radical's look-alike that must not be taken for it.
	d.Sections = []document.Section{{Name: "a", Blocks: []document.Block{text("刘䶮、王㛃、𬭊元素、张喆、李堃，日⽇")}}}
	if page := solid(pages(t, rendered(t, d, render.Options{}))[0]); !strings.Contains(page, "刘䶮、王㛃、𬭊元素、张喆、李堃，日⽇") {
		t.Errorf("the page says %s", page)
	}
	d.Sections[0].Blocks = append(d.Sections[0].Blocks, text("𪛖与\U00020001"))
	fonts, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	var missing *pdf.MissingError
	if _, err := pdf.New(fonts).Render(t.Context(), d, render.Options{}); !errors.As(err, &missing) || string(missing.Characters) != "𪛖\U00020001" || missing.Places[1] != "section a" {
		t.Errorf("the fault is %v", err)
	}
	d.Mark = "草稿"
	if page := solid(pages(t, rendered(t, d, render.Options{}))[0]); !strings.Contains(page, "〓与〓") {
		t.Errorf("the draft says %s", page)
	}
}

func TestEnglishDocumentKeepsItsSpaces(t *testing.T) {
	t.Parallel()
	d := empty()
	d.Language, d.Title, d.Agency, d.Addressees = document.English, "Work-safety situation of Huantai County", "Office of the Work Safety Committee", "Governments of the towns"
	d.Sections = []document.Section{{Name: "a", Number: "I. ", Title: "Overall situation", Blocks: []document.Block{text("The county had " + printed(d, "overall//accidents/value", "12") +
		" accidents, “3 fewer” than in the same period of last year, and there was no accident of the grade larger or above.")}}}
	page := strings.Join(strings.Fields(pages(t, rendered(t, d, render.Options{}))[0]), " ")
	for _, want := range []string{"I. Overall situation", "The county had 12 accidents, “3 fewer” than in the same period of last year, and there was no accident of the grade larger or above.", "3 June 2026"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in %s", want, page)
		}
	}
}

// 7.3.2: where the addressees leave no room for the body on the first page, they stand in the imprint.
func TestManyAddresseesStandInTheImprint(t *testing.T) {
	t.Parallel()
	d := empty()
	d.CopyTo, d.Addressees = "县委办公室", strings.TrimSuffix(strings.Repeat("县应急管理局，", 50), "，")
	d.Sections = []document.Section{{Name: "a", Blocks: []document.Block{text("正文一行。")}}}
	all := pages(t, rendered(t, d, render.Options{}))
	if first := solid(all[0]); !strings.Contains(first, "通报正文一行。") || !strings.Contains(solid(all[len(all)-1]), "主送：县应急管理局，") {
		t.Errorf("the first page says %s, the last %s", first, all[len(all)-1])
	}
}
