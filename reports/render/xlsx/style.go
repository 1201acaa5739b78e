package xlsx

import (
	"github.com/xuri/excelize/v2"

	"anlan/reports/document"
)

// Sizes of letters, in points.
const textSize, titleSize = 10.5, 16.0

// look is how a cell is printed.
type look struct {
	title, note, head bool
	bold              bool
	align             document.Align
	format            string
}

// style makes a look once.
func (w *workbook) style(l look) int {
	if id, made := w.styles[l]; made {
		return id
	}
	s := excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: textSize, Bold: l.bold || l.head},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: string(l.align)},
	}
	if w.words.Language == document.English {
		s.Font.Family = "Times New Roman"
	}
	switch {
	case l.title:
		s.Font.Size, s.Font.Bold, s.Alignment.Horizontal = titleSize, true, "center"
	case l.note:
		s.Alignment.Vertical = "top"
	default:
		for _, side := range []string{"left", "top", "right", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "444444", Style: 1})
		}
	}
	if l.head {
		s.Alignment.Horizontal = "center"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	} else if !l.title {
		s.NumFmt = 49 // text
	}
	var id int
	w.do(func() (err error) {
		id, err = w.file.NewStyle(&s)
		return err
	})
	w.styles[l] = id
	return id
}
