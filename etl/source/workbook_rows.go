package source

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"anlan/etl/source/sheet"
)

// Rows of a sheet that are no records, as offices write them.
var (
	totalsPattern    = regexp.MustCompile(`^.{0,40}(合计|总计|小计|共计)$|^(?i:(grand |sub)?totals?)$`)
	plainTotals      = regexp.MustCompile(`^(本页|本月|本季|本年|全年|全市|全县|全区|累计)?(合计|总计|小计|共计|累计)$|^(?i:(grand |sub)?totals?)$`)
	remarkPattern    = regexp.MustCompile(`^(备注|注|附注|说明|填表说明|填报说明|注意事项|填表人|填报人|制表人?|制表单位|审核人?|复核人?|审批人?|负责人|单位负责人|分管领导|主要负责人|经办人|联系人|联系电话|联系方式|填报单位|填报部门|填报时间|填报日期|填表日期|填表时间|填制单位|报送单位|统计人|签字|签名|签章|（?盖章）?|单位（盖章）|来源|数据来源)[0-9一二三四五六七八九十]*(（[^）]*）)?\s*[:：]`)
	enumeratedRemark = regexp.MustCompile(`^(备注|注|附注|说明|填表说明|填报说明)[:：]?$`)
)

// rowJudge tells rows of totals, remarks and repeated headers from records. It goes through the rows in order.
type rowJudge struct {
	input   *sheetInput
	width   int
	records int      // so far
	names   []string // of the columns, folded
	remarks bool     // a remark began: lines with one cell go on with it
}

// skip reports that a row is no record, and counts it as what it is.
func (j *rowJudge) skip(row sheet.Row, values []sheet.Cell, filled int) bool {
	s := j.input
	w := s.spec.Workbook
	if row.Hidden {
		if w.SkipHidden {
			s.notes.add(SkippedHidden, 1)
			return true
		}
		s.notes.add(HiddenRows, 1)
	}
	texts := firstTexts(values, 2)
	switch {
	case !w.KeepTotals && j.totals(texts, w.Totals) && !j.dated(values, filled):
		s.notes.add(SkippedTotals, 1)
		return true
	case j.remark(row.Number, texts, filled):
		s.notes.add(SkippedRemarks, 1)
		return true
	case j.header(values, filled) || j.records == 0 && numbersColumns(values, filled):
		s.notes.add(SkippedHeaders, 1)
		return true
	}
	j.records++
	j.remarks = false
	return false
}

// firstTexts are the first n filled cells of a row, without the blanks that spread a word (合　计).
func firstTexts(values []sheet.Cell, n int) []string {
	var out []string
	for _, v := range values {
		if text := columnTitle(string(v.Text)); text != "" {
			if out = append(out, text); len(out) == n {
				break
			}
		}
	}
	return out
}

// totals looks at the first two filled cells: the first may be a number or a place. A longer text before 合计 counts in
// the first only.
func (j *rowJudge) totals(texts, words []string) bool {
	for i, text := range texts {
		if text = strings.TrimRight(text, ":："); !mayBeTotal(text) {
			if slices.Contains(words, text) {
				return true
			}
			continue
		}
		if i == 0 && totalsPattern.MatchString(text) || plainTotals.MatchString(text) || slices.Contains(words, text) {
			return true
		}
	}
	return false
}

// dated reports a row with a day of its own and most of its cells filled: it is the record of a firm that is called 总计, say, for a sum
// has no day.
func (j *rowJudge) dated(values []sheet.Cell, filled int) bool {
	if 2*filled <= j.width {
		return false
	}
	for i, v := range values {
		if j.input.dates[i] && (v.Kind == sheet.Date || len(v.Text) >= len("2023.7.5") && v.Text[0] >= '0' && v.Text[0] <= '9') {
			return true
		}
	}
	return false
}

// mayBeTotal is a quick look for the patterns of totals: they end in 计, or are English.
func mayBeTotal(text string) bool {
	last := byte(0)
	if text != "" {
		last = text[len(text)-1] | 0x20
	}
	return strings.HasSuffix(text, "计") || last == 'l' || last == 's'
}

// remark reports a note or a signature: what begins with a word for one, or a single cell over much of the table.
func (j *rowJudge) remark(row uint64, texts []string, filled int) bool {
	if len(texts) == 0 {
		return false
	}
	signed := strings.ContainsAny(texts[0], ":：") && remarkPattern.MatchString(texts[0]) || filled <= 2 && enumeratedRemark.MatchString(texts[0])
	if signed && (filled <= 2 || 2*filled <= j.width || filled <= 8 && countSigned(texts) == len(texts)) {
		j.remarks = true
		return true
	}
	if filled != 1 || j.width < 3 {
		return false
	}
	if j.input.filler.spans(row, max(j.width/2, 3)) {
		return true
	}
	return j.remarks // 1. …, 2. … below 备注：
}

func countSigned(texts []string) (n int) {
	for _, t := range texts {
		if remarkPattern.MatchString(t) {
			n++
		}
	}
	return n
}

// header reports the header again, as on every printed page.
func (j *rowJudge) header(values []sheet.Cell, filled int) bool {
	if filled < 2 || filled*2 < len(j.input.header.columns) {
		return false
	}
	if j.names == nil {
		for _, name := range j.input.columns {
			j.names = append(j.names, foldTitle(name))
		}
	}
	for i, v := range values {
		if len(v.Text) == 0 {
			continue
		}
		folded := j.names[i]
		if len(v.Text) > 200 || v.Kind != sheet.Text && v.Kind != sheet.Number || v.Text[0] >= '0' && v.Text[0] <= '9' && !strings.Contains(folded, string(v.Text[:1])) {
			return false
		}
		text := foldTitle(columnTitle(string(v.Text)))
		if text != folded && !strings.HasSuffix(folded, "/"+text) && !strings.HasPrefix(folded, text+"/") {
			return false
		}
	}
	return true
}

// numbersColumns reports the row below a header that numbers the columns: 1 2 3 …, or 甲 乙 1 2 3 ….
func numbersColumns(values []sheet.Cell, filled int) bool {
	if filled < 3 || filled != len(values) {
		return false
	}
	next, letters := 1, []rune("甲乙丙丁戊己庚辛")
	for i, v := range values {
		text := string(v.Text)
		if next == 1 && i < len(letters) && text == string(letters[i]) {
			continue
		}
		if text != strconv.Itoa(next) && text != "（"+strconv.Itoa(next)+"）" && text != "("+strconv.Itoa(next)+")" {
			return false
		}
		next++
	}
	return next > 1
}
