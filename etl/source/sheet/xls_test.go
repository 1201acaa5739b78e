package sheet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// testdata/ledger.xls was saved by LibreOffice Calc in the format of Excel 97: a title, dates as cells, as numbers and as text,
// formulas of every kind of result, an error, merged cells, a hidden row and a hidden sheet.
func TestOldWorkbooks(t *testing.T) {
	book, err := Open(context.Background(), "testdata/ledger.xls")
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := fmt.Sprint(book.Sheets()); !strings.HasPrefix(got, "[{张店区 false ") || !strings.Contains(got, "{隐藏 true ") {
		t.Errorf("sheets %s", got)
	}
	merged, err := book.Merged(t.Context(), 0)
	if fmt.Sprint(merged) != "[{1 1 0 8} {4 5 4 4}]" || err != nil {
		t.Errorf("merged %v, %v", merged, err)
	}
	rows, err := book.Rows(0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		line := ""
		if row.Hidden {
			line = "(hidden) "
		}
		for _, c := range row.Cells {
			line += fmt.Sprintf("%s=%s ", Place(c.Column, row.Number), c.Text)
		}
		got = append(got, strings.TrimSpace(line))
	}
	want := []string{
		"A1=淄博市2023年7月隐患台账",
		"A2=编号 B2=发现日期 C2=登记时间 D2=投入 E2=说明 F2=完成 G2=公式 H2=错误 I2=长文本",
		"A3=a B3=2023-07-05 C3=2023-07-05 08:30:00 D3=1200.5 E3=通道堵塞 F3=TRUE G3=2401 H3=#DIV/0! I3=第一行\n第二行",
		"A4=b B4=45112 C4=2023.7.5 D4=0.1 E4=消防器材过期 F4=FALSE G4=消防器材过期! I4=x",
		"(hidden) A5=c D5=-12 G5=FALSE",
		"A6=合计",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}
