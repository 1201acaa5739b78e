package sheet

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"anlan/warehouse"
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
	for i, wide := range p.aboutWidths() {
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
		cells := make([]any, 0, aboutColumns)
		for _, s := range described(c) {
			cells = append(cells, excelize.Cell{StyleID: p.looks.wrap, Value: text(s)})
		}
		if err := write(cells...); err != nil {
			return err
		}
	}
	return w.Flush()
}

const aboutColumns = 7

// described is what the sheet says of a column.
func described(c warehouse.DataColumn) [aboutColumns]string {
	return [aboutColumns]string{c.Name, c.Title.ZH, c.Title.EN, c.Unit, kind(c.Type), c.Source, c.Doc}
}

// aboutWidths are the widths that what the sheet says needs; longer texts are broken into lines.
func (p *pages) aboutWidths() (widths [aboutColumns]float64) {
	widths = [aboutColumns]float64{26, 12, 12, 10, 12, 12, 16} // of labels and headers
	for _, c := range p.book.Columns {
		for i, s := range described(c) {
			widths[i] = min(max(widths[i], width(s)+2), widest)
		}
	}
	return widths
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
