package docx_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"anlan/reports/render"
	"anlan/test/needed"
)

// word is a stretch of text on a page, in points from its upper left corner.
type word struct {
	left, top, right, bottom float64
	text                     string
}

// sheet is a page as an office program prints it.
type sheet struct {
	width, height float64
	words         []word
}

// text is everything on the page without the spaces between.
func (s sheet) text() string {
	var b strings.Builder
	for _, w := range s.words {
		b.WriteString(w.text)
	}
	return b.String()
}

// find is the word that begins with the text.
func (s sheet) find(t *testing.T, text string) word {
	t.Helper()
	for _, w := range s.words {
		if strings.HasPrefix(w.text, text) {
			return w
		}
	}
	t.Fatalf("%s is not on the page: %s", text, s.text())
	return word{}
}

// printed is a Word file printed by LibreOffice.
func printed(t *testing.T, name string, f file) []sheet {
	t.Helper()
	for _, program := range []string{"soffice", "lowriter", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			needed.Missing(t, program+" is not installed")
		}
	}
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path+".docx", f.bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(program string, args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), program, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", program, err, out)
		}
	}
	run("soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", path+".docx")
	run("pdftotext", "-bbox", path+".pdf", path+".html")
	boxes, err := os.ReadFile(path + ".html")
	if err != nil {
		t.Fatal(err)
	}
	return sheets(string(boxes))
}

var (
	pageBox = regexp.MustCompile(`<page width="([\d.]+)" height="([\d.]+)">`)
	wordBox = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>`)
)

func sheets(boxes string) []sheet {
	number := func(s string) float64 {
		n, _ := strconv.ParseFloat(s, 64) // the patterns let only numbers through
		return n
	}
	var all []sheet
	for page := range strings.SplitSeq(boxes, "</page>") {
		size := pageBox.FindStringSubmatch(page)
		if size == nil {
			continue
		}
		s := sheet{width: number(size[1]), height: number(size[2])}
		for _, m := range wordBox.FindAllStringSubmatch(page, -1) {
			s.words = append(s.words, word{number(m[1]), number(m[2]), number(m[3]), number(m[4]), m[5]})
		}
		all = append(all, s)
	}
	return all
}

const millimetre = 72 / 25.4

// What the standard says can be measured on the pages (GB/T 9704-2012; places in millimetres from the edges of the paper).
func TestPages(t *testing.T) {
	t.Parallel()
	d := notice()
	pages := printed(t, "notice", rendered(t, d, render.Options{}))

	// The body takes seven pages, the table across two, the long one five: 25 rows of two lines stand on a page.
	if len(pages) != 14 {
		t.Fatalf("%d pages, want 14", len(pages))
	}

	// 5.2.3: 22 lines a page, 28 characters a line.
	full := pages[2]
	lines := map[float64]int{}
	for _, w := range full.words {
		if w.top < (37+225)*millimetre {
			lines[math.Round(w.top)] += utf8.RuneCountInString(w.text)
		}
	}
	most := 0
	for _, characters := range lines {
		most = max(most, characters)
	}
	if len(lines) != 22 || most != 28 {
		t.Errorf("%d lines of at most %d characters, want 22 of 28", len(lines), most)
	}

	about := func(what string, got, want, tolerance float64) {
		t.Helper()
		if math.Abs(got/millimetre-want) > tolerance {
			t.Errorf("%s: %.1f mm, want %.1f", what, got/millimetre, want)
		}
	}
	first := pages[0]
	// 5.2.1: the upper margin (天头) has 37 mm, the left one (订口) 28 mm; 7.2.4: the red head hangs 35 mm lower.
	about("left edge", first.find(t, "各镇人民政府").left, 28, 0.5)
	about("the agency", first.find(t, "桓台县安全生产委员会办公室文件").top, 37+35, 3)
	about("the agency's middle", (first.find(t, "桓台县安全生产委员会办公室文件").left+first.find(t, "桓台县安全生产委员会办公室文件").right)/2, 28+156/2., 1)
	// 7.3.1: the title breaks before 关于.
	if first.find(t, "关于").top <= first.find(t, "桓台县安全生产委员会办公室").bottom {
		t.Error("the title is on one line")
	}
	// 7.3.2, 7.3.3: a first page has text of the body.
	first.find(t, "一、总体情况")

	// 7.3.5: the date four characters from the right edge, the agency's middle above its middle.
	signed := pages[6]
	agency := signed.find(t, "桓台县安全生产委员会办公室")
	var date word
	for _, w := range signed.words {
		if w.top > agency.top && w.left > 100*millimetre && w.bottom < agency.bottom+40 {
			if date.text == "" {
				date = w
			}
			date.right = w.right
		}
	}
	about("the date's right edge", date.right, 28+156-4*156/28., 3)
	about("the agency's middle", (agency.left+agency.right)/2, (date.left+date.right)/2/millimetre, 1)

	// 7.4: the imprint ends where the text area of the last page ends.
	last := pages[len(pages)-1]
	about("the imprint's foot", last.find(t, "2026").bottom, 37+225, 3)
	if text := last.text(); !strings.Contains(text, "抄送：市安委会办公室") || !strings.Contains(text, "2026年6月3日印发") {
		t.Errorf("no imprint on the last page: %s", text)
	}

	for i, page := range pages {
		across := page.width > page.height
		if want := i == 7 || i == 8; across != want {
			t.Errorf("page %d lies across: %v, want %v", i+1, across, want)
			continue
		}
		var number word
		for _, w := range page.words {
			if w.text == strconv.Itoa(i+1) && (w.top > (37+225)*millimetre || across && w.right < 35*millimetre) {
				number = w
			}
		}
		// 7.5: — 1 — 7 mm below the text area, one character from the outer edge; where the paper lies across, at the same
		// place of it. The dash and its space take another 6 mm.
		x, y := (number.left+number.right)/2, (number.top+number.bottom)/2
		if across {
			x, y = y, page.width-x
		}
		about(fmt.Sprintf("page number %d below the text", i+1), y, 37+225+7, 1.5)
		if i%2 == 0 {
			about(fmt.Sprintf("page number %d", i+1), x, 28+156-156/28.-8, 3)
		} else {
			about(fmt.Sprintf("page number %d", i+1), x, 28+156/28.+8, 3)
		}
	}

	// A number stays on one line.
	for i, page := range pages[:7] {
		for n, w := range page.words[1:] {
			before := page.words[n]
			if w.top > before.bottom && w.left < 30*millimetre && strings.ContainsAny(before.text[len(before.text)-1:], "0123456789.") && strings.ContainsAny(w.text[:1], "0123456789.%") {
				t.Errorf("page %d breaks %s|%s", i+1, before.text, w.text)
			}
		}
	}

	// Pages of a long table repeat its head.
	for _, page := range pages[10:] {
		page.find(t, "企业")
	}
	// A chart is whole, with the names below its bars.
	at := slices.IndexFunc(pages, func(s sheet) bool { return strings.Contains(s.text(), "各镇办事故起数") })
	for _, town := range d.Sections[1].Blocks[2].Chart.Categories {
		pages[at].find(t, town)
	}
}
