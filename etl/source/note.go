package source

import (
	"fmt"
	"slices"
	"strings"
)

// Note is something that reading an input came across and that people should hear of: so many rows skipped as totals, say.
type Note struct {
	Code  string // "skipped_totals"
	Count uint64
	Text  string
}

// Codes of Note.
const (
	SkippedTotals       = "skipped_totals"        // rows of totals
	SkippedRemarks      = "skipped_remarks"       // remarks, signatures, section headings
	SkippedHeaders      = "skipped_headers"       // the header again, or the row that numbers the columns
	SkippedHidden       = "skipped_hidden"        // hidden rows, where the pipeline says so
	SkippedSheets       = "skipped_sheets"        // sheets without the header
	SkippedHiddenSheets = "skipped_hidden_sheets" // hidden sheets that have the header
	HiddenRows          = "hidden_rows"           // hidden rows that were read
	FilledCells         = "filled_cells"          // cells that got the value of the merged cell above
	MergedAmounts       = "merged_amounts"        // cells that did not get it, because it is an amount: that of all rows together
	LongNumbers         = "long_numbers"          // numbers of more than 15 digits: the program that wrote them may have lost the last ones
	EmptyMarks          = "empty_marks"           // cells that hold a mark for nothing
	CellsBesideTable    = "cells_beside_table"    // cells in columns that the header does not name
)

var noteTexts = map[string]struct{ zh, en string }{
	SkippedTotals:       {"合计、小计行未读取", "rows of totals (合计, 小计 …) were left out"},
	SkippedRemarks:      {"备注、签名、分节标题行未读取", "rows of remarks, signatures or headings were left out"},
	SkippedHeaders:      {"重复的表头或列号行未读取", "rows that repeat the header or number the columns were left out"},
	SkippedHidden:       {"按配置未读取的隐藏行", "hidden rows were left out, as the pipeline says"},
	SkippedSheets:       {"没有所需表头、未读取的工作表", "sheets without the header were left out"},
	SkippedHiddenSheets: {"有所需表头但被隐藏、未读取的工作表（如应读取，请取消隐藏或在 sheets 中写明）", "hidden sheets have the header and were left out; unhide them, or name them in sheets"},
	HiddenRows:          {"已照常读取的隐藏行", "hidden rows were read like the others"},
	FilledCells:         {"按合并单元格补填的单元格", "cells were given the value of the merged cell that they belong to"},
	MergedAmounts:       {"跨多行合并的金额或数量只计在第一行（如应逐行填充，请在 merged 中写明）的单元格", "cells below an amount that is merged over several rows stay empty: it counts once, in the first row; say merged: fill if it is each row's own"},
	LongNumbers:         {"超过15位的数字（电子表格会把末几位变成0，请把该列设为文本）", "numbers have more than 15 digits: spreadsheets turn the last ones into zeros; format such columns as text"},
	EmptyMarks:          {"只写有“-”“/”等符号、按空白处理的单元格", "cells that hold only a dash, a slash or another mark for nothing were taken as empty"},
	CellsBesideTable:    {"表头以外还有内容、未读取的行", "rows have cells in columns that the header does not name; these were not read"},
}

// NoteText says in Chinese and in English what the code of a Note counts; both are empty for other codes.
func NoteText(code string) (zh, en string) {
	t := noteTexts[code]
	return t.zh, t.en
}

// notes counts what reading comes across.
type notes struct {
	counts  map[string]uint64
	left    []leftOut           // sheets
	columns map[string][]string // by code
}

// leftOut is a sheet that was not read.
type leftOut struct {
	code, why string
	name      string // of the sheet; empty when it is empty too
}

// leave counts sheets that were not read.
func (n *notes) leave(sheets []leftOut) {
	n.left = append(n.left, sheets...)
	for _, l := range sheets {
		n.add(l.code, 1)
	}
}

// addOf counts a cell of a column.
func (n *notes) addOf(code, column string) {
	n.add(code, 1)
	if n.columns == nil {
		n.columns = map[string][]string{}
	}
	if !slices.Contains(n.columns[code], column) {
		n.columns[code] = append(n.columns[code], column)
	}
}

func (n *notes) add(code string, count uint64) {
	if n.counts == nil {
		n.counts = map[string]uint64{}
	}
	n.counts[code] += count
}

func (n *notes) list(name string) []Note {
	var out []Note
	for code, count := range n.counts {
		text := fmt.Sprintf("%s: %d %s", name, count, noteTexts[code].en)
		var why []string
		for _, l := range n.left {
			if l.code == code {
				why = append(why, l.why)
			}
		}
		if len(why) > 0 {
			text += ": " + strings.Join(why, "; ")
		}
		if columns := n.columns[code]; len(columns) > 0 {
			text += ": " + strings.Join(columns, ", ")
		}
		out = append(out, Note{Code: code, Count: count, Text: text})
	}
	slices.SortFunc(out, func(a, b Note) int { return strings.Compare(a.Code, b.Code) })
	return out
}
