package xlsx

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"anlan/reports/chart"
)

// sheet is one sheet under work. Columns and rows count from 1.
type sheet struct {
	*workbook
	name   string
	widths []float64      // in characters of Excel
	lines  map[int]int    // that the cells of a row take
	across map[int]merged // texts over all columns, by row
}

type merged struct {
	text  string
	title bool
}

// newSheet adds a sheet at the end.
func (w *workbook) newSheet(wanted string, columns int, across bool) *sheet {
	s := &sheet{workbook: w, name: w.sheetName(wanted), widths: make([]float64, max(1, columns)), lines: map[int]int{}, across: map[int]merged{}}
	w.do(func() error {
		if w.sheets++; w.sheets == 1 {
			return w.file.SetSheetName("Sheet1", s.name)
		}
		_, err := w.file.NewSheet(s.name)
		return err
	})
	w.do(func() error {
		paper, orientation, high := 9, "portrait", 0 // A4; as many pages as the rows need
		if across {
			orientation = "landscape"
		}
		return w.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToHeight: &high})
	})
	w.do(func() error {
		fit := true
		return w.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit})
	})
	w.do(func() error {
		return w.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C— &P —"})
	})
	return s
}

func at(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // both are counted here and in range
	return name
}

// text writes a text that stays one, whatever it begins with.
func (s *sheet) text(column, row int, text string, l look) {
	text = clipped(text)
	s.do(func() error { return s.file.SetCellStr(s.name, at(column, row), text) })
	s.paint(column, row, l)
	if l.title || l.note {
		s.across[row] = merged{text, l.title}
		return
	}
	s.measure(column, row, text)
}

// figure writes a printed figure as a number, or as its text where it is none.
func (s *sheet) figure(column, row int, text string, l look) {
	value, format, ok := number(text)
	if !ok {
		s.text(column, row, text, l)
		return
	}
	l.format = format
	s.do(func() error {
		float := value.InexactFloat64() // fifteen digits come through unchanged
		return s.file.SetCellFloat(s.name, at(column, row), float, int(max(0, -value.Exponent())), 64)
	})
	s.paint(column, row, l)
	s.measure(column, row, text)
}

func (s *sheet) paint(column, row int, l look) {
	id := s.style(l)
	s.do(func() error { return s.file.SetCellStyle(s.name, at(column, row), at(column, row), id) })
}

func (s *sheet) merge(fromColumn, fromRow, toColumn, toRow int) {
	if fromColumn == toColumn && fromRow == toRow {
		return
	}
	s.do(func() error { return s.file.MergeCell(s.name, at(fromColumn, fromRow), at(toColumn, toRow)) })
}

const (
	narrowest, widest = 8, 44 // of columns
	rowHeight         = 15.0  // points, of a line of text
)

// characters is how many of Excel's characters a text is wide: a Chinese one is two.
func characters(text string) float64 { return chart.Width(text, 1) / chart.Width("0", 1) * 1.08 }

// measure widens a column for a text, and notes how many lines it takes where it is too wide for any.
func (s *sheet) measure(column, row int, text string) {
	wide := characters(text) + 2
	s.widths[column-1] = math.Max(s.widths[column-1], math.Max(narrowest, math.Min(widest, math.Ceil(wide))))
	s.lines[row] = max(s.lines[row], int(math.Ceil(wide/widest)))
}

// fit makes columns as wide and rows as high as what was written into them.
func (s *sheet) fit(rows int) {
	total := 0.0
	for i, width := range s.widths {
		name, _ := excelize.ColumnNumberToName(i + 1)
		s.widths[i] = math.Max(width, narrowest)
		total += s.widths[i]
		s.do(func() error { return s.file.SetColWidth(s.name, name, name, s.widths[i]) })
	}
	for row := 1; row <= rows; row++ {
		lines, height := s.lines[row], rowHeight
		if m, ok := s.across[row]; ok {
			size := 1.0
			if m.title {
				size = titleSize / textSize
			}
			lines, height = int(math.Ceil(characters(m.text)*size/total)), rowHeight*size
		}
		if lines > 1 || height > rowHeight {
			s.do(func() error { return s.file.SetRowHeight(s.name, row, math.Min(409, height*float64(max(1, lines)))) })
		}
	}
}

// keepHead repeats the rows of the head on every page, and keeps them in sight.
func (s *sheet) keepHead(first, last int) {
	s.do(func() error {
		return s.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", Scope: s.name,
			RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(s.name, "'", "''"), first, last),
		})
	})
	s.do(func() error {
		return s.file.SetPanes(s.name, &excelize.Panes{
			Freeze: true, YSplit: last, TopLeftCell: at(1, last+1), ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: at(1, last+1), ActiveCell: at(1, last+1), Pane: "bottomLeft"}},
		})
	})
}

// clipped drops what the format cannot hold: control characters, and more than 32,767 characters.
func clipped(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
	return cut(text, excelize.TotalCellChars)
}
