package sheet

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// aboutName is the sheet that says what the others are.
const aboutName = "说明"

// about writes the last sheet: what was asked of which data, and what the columns mean.
func (p *pages) about() error {
	if _, err := p.file.NewSheet(aboutName); err != nil {
		return err
	}
	w, err := p.file.NewStreamWriter(aboutName)
	if err != nil {
		return err
	}
	for i, wide := range []float64{26, 34, 30, 10, 30, 40, 60} {
		if err := w.SetColWidth(i+1, i+1, wide); err != nil {
			return err
		}
	}
	row := 0
	write := func(cells ...any) error {
		row++
		at, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return err
		}
		return w.SetRow(at, cells)
	}
	for _, l := range p.lines() {
		if err := write(p.bold(l.Label), text(l.Text)); err != nil {
			return err
		}
	}
	row++
	if err := write(p.bold("列 Column"), p.bold("名称 Title"), p.bold("English"), p.bold("单位 Unit"), p.bold("类型 Type"), p.bold("来源 Source"), p.bold("说明 Description")); err != nil {
		return err
	}
	for _, c := range p.book.Columns {
		if err := write(text(c.Name), text(c.Title.ZH), text(c.Title.EN), text(c.Unit), text(c.Type), text(c.Source), text(c.Doc)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// lines are those of the book with what became of it.
func (p *pages) lines() []Line {
	lines := append([]Line{}, p.book.About...)
	lines = append(lines,
		Line{"行数 Rows", strconv.FormatUint(p.rows, 10)},
		Line{"工作表 Sheets", strconv.Itoa(len(p.names))},
		Line{"空值 Empty cells", "空单元格表示来源未说明；空文本另有其值 An empty cell: the source does not say"},
		Line{"数字 Numbers", "超过 15 位的数字以文本保存 Numbers of more than 15 digits are texts"},
	)
	if p.altered > 0 {
		lines = append(lines, Line{"被改动的单元格 Altered cells", strconv.FormatUint(p.altered, 10) + " （超过 32767 字符的文本以“" + CutMark + "”结尾，或含 Excel 不支持的控制字符 longer than a cell may be, or with control characters）"})
	}
	return lines
}

func (p *pages) bold(s string) any { return excelize.Cell{StyleID: p.looks.bold, Value: s} }

// text is a cell of a text that may be missing.
func text(s string) any {
	if s == "" {
		return nil
	}
	if v, _, err := fit(s); err == nil {
		return v
	}
	return "?"
}
