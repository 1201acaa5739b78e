package prose

import (
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
)

// Join lists: 甲、乙和丙; a, b and c. Empty items are left out.
func (s Style) Join(items ...string) string {
	items = slices.DeleteFunc(slices.Clone(items), func(item string) bool { return item == "" })
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], s.pick("、", ", ")) + s.pick("和", " and ") + items[last]
}

// Sentence ends clauses with a stop; in English it begins with a capital. Empty clauses are left out, and a sentence of none is empty.
func (s Style) Sentence(clauses ...string) string {
	clauses = slices.DeleteFunc(slices.Clone(clauses), func(c string) bool { return c == "" })
	if len(clauses) == 0 {
		return ""
	}
	for i := range clauses {
		clauses[i] = strings.TrimRight(clauses[i], "。；，.;, ")
	}
	text := strings.Join(clauses, s.pick("，", ", "))
	if !s.english() {
		return text + "。"
	}
	runes := []rune(text)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes) + "."
}

// Share says a row's part of the total: 占总数的25.0%; 25.0% of the total. It is empty when one of them is not known or the total
// is not positive.
func (s Style) Share(q Quantity) string {
	share := s.share(q)
	if share == "" {
		return ""
	}
	return s.pick("占总数的"+share, share+" of the total")
}

// share is the marked percentage.
func (s Style) share(q Quantity) string {
	n, known := q.Now.number()
	total, knownTotal := q.Total.number()
	if !known || !knownTotal || q.Rate || q.kind() == intensity || !total.IsPositive() || n.IsNegative() {
		return ""
	}
	p := s.percentage(n, total)
	if p.vanishes() {
		return ""
	}
	return s.figure(q, document.Share, "", both(q.Now.State, q.Total.State), p)
}

// mostUnknown is how many that are not known a sentence names.
const mostUnknown = 5

// Most names the first n rows with their figures: 排前三位的是张店区（5起）、临淄区（4起）和桓台县（3起）. Rows that tie with the last one are
// named too, and that is said; those without any are not, and those that are not known are named behind: they may belong there.
// Where more than two too many tie, only those before them are named: nobody reads a list of all as the first three. It is empty
// when no row has any, or none is before such a tie.
func (s Style) Most(qs []Quantity, n int) string {
	type row struct {
		q Quantity
		n decimal.Decimal
	}
	var rows []row
	var unknown []string
	for _, q := range qs {
		switch number, known := q.Now.number(); {
		case !known:
			unknown = append(unknown, s.text(q.RowTitle))
		case number.IsPositive():
			rows = append(rows, row{q, number})
		}
	}
	if len(rows) == 0 || n < 1 {
		return ""
	}
	slices.SortStableFunc(rows, func(a, b row) int { return b.n.Cmp(a.n) })
	n = min(n, len(rows))
	last := rows[n-1].n
	tied := slices.IndexFunc(rows, func(r row) bool { return !r.n.GreaterThan(last) })
	end := tied
	for end < len(rows) && rows[end].n.Equal(last) {
		end++
	}
	if end > n+2 {
		if n, end = tied, tied; n == 0 {
			return ""
		}
	}
	var named []string
	for _, r := range rows[:end] {
		named = append(named, s.text(r.q.RowTitle)+s.pick("（", " (")+s.Value(r.q)+s.pick("）", ")"))
	}
	ties := ""
	if end > n {
		ties = s.pick("（含并列）", " (with ties)")
	}
	text := s.pick("排前"+numeralZH(n)+"位"+ties+"的是", "the highest"+ties+" were ")
	switch {
	case end == 1:
		text = s.pick("最多的是", "the highest was ")
	case n == 2:
		text = s.pick("排前两位"+ties+"的是", text)
	case n > 99:
		text = s.pick("依次是", text)
	}
	text += s.Join(named...)
	switch {
	case len(unknown) > mostUnknown:
		text += s.pick("（部分单位情况不明，未参与排序）", " (some are not known, not ranked)")
	case len(unknown) > 0:
		text += s.pick("（"+s.Join(unknown...)+"情况不明，未参与排序）", " ("+s.Join(unknown...)+" not known, not ranked)")
	}
	return text
}
