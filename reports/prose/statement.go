package prose

import (
	"strings"

	"anlan/reports/document"
	"anlan/warehouse"
)

// Number is the marked number without words, for a cell of a table: 12, 87.5%, 未报送. Money has its unit behind it.
func (s Style) Number(q Quantity) string {
	n, known := q.Now.number()
	if !known {
		return s.unknown(q, document.Value, "", q.Now.State)
	}
	p := s.amount(q, n)
	return s.figure(q, document.Value, "", q.Now.State, p) + s.moneyUnit(q, p)
}

// Value is the number with its unit: 12起, 87.5%, 1.23万元; 12 accidents. What is not known says why: 未报送. A figure that units
// or records are missing from says so.
func (s Style) Value(q Quantity) string {
	return s.value(q) + s.partial(q.Now.State)
}

func (s Style) value(q Quantity) string {
	text := s.Number(q)
	n, known := q.Now.number()
	if !known || q.kind() == rate || q.kind() == money {
		return text
	}
	return text + s.behind(q, s.amount(q, n))
}

// behind is what stands behind a number that has no unit of its own: 起; " accidents". English titles tell the unit of an intensity.
func (s Style) behind(q Quantity, p printed) string {
	switch {
	case !s.english():
		return s.unit(q)
	case q.kind() == intensity:
		return ""
	}
	return " " + s.counted(q, p.text(false))
}

// Money is Value, for readers of templates: 元 are shown in 万元 and 亿元 by size.
func (s Style) Money(q Quantity) string { return s.Value(q) }

// Statement says a figure and how it changed: 发生事故12起，同比减少3起、下降20.0%，环比持平. A present zero is 未发生事故. In English it
// is a clause without a capital: there were 12 accidents, down 3 (20.0%) year on year.
func (s Style) Statement(q Quantity, against ...string) string {
	if _, known := q.Now.number(); !known {
		return s.notKnown(q)
	}
	text := s.pick("", s.opening(q)) + s.states(q) + s.partial(q.Now.State)
	compared := s.each(against, "", func(a string) bool { return s.flat(q, a) }, func(a string) string { return s.Compare(q, a) })
	switch {
	case len(compared) == 0:
		return text
	case s.english():
		return text + ", " + s.Join(compared...)
	}
	return text + "，" + strings.Join(compared, "，")
}

// states is what the figure is, as part of a list: 发生事故12起, 死亡3人, 隐患整改率为87.5%; 12 accidents.
func (s Style) states(q Quantity) string {
	n, _ := q.Now.number()
	zero := n.IsZero() && q.Now.State == warehouse.Present
	none := zero && q.kind() == count
	switch {
	case zero && q.kind() == money && s.loss(q):
		return s.pick("未造成"+s.title(q), "there was no "+s.title(q))
	case s.counts(q) && none:
		return "no " + s.many(q)
	case s.counts(q):
		return s.value(q)
	case s.english() && (q.kind() == money || q.kind() == count):
		return s.title(q) + " came to " + s.value(q)
	case s.english():
		return s.title(q) + " stood at " + s.value(q)
	case none && s.absent(q) != "":
		return s.absent(q)
	case q.kind() == count:
		return s.verb(q) + s.noun(q) + s.value(q)
	case q.kind() == money:
		return s.title(q) + s.value(q)
	}
	return s.title(q) + "为" + s.value(q)
}

// counts tells that English says there were so many.
func (s Style) counts(q Quantity) bool { return s.english() && q.kind() == count && !s.measured(q) }

// opening is what English needs before a list of counts.
func (s Style) opening(q Quantity) string {
	n, known := q.Now.number()
	switch {
	case !known || !s.counts(q):
		return ""
	case s.amount(q, n).text(false) == "1":
		return "there was "
	}
	return "there were "
}

// None says that there was none, only when that is known of all: 未发生较大及以上事故. Otherwise it says the number, or that it
// is not known, or that of those who reported, or of the records that tell, none had any.
func (s Style) None(q Quantity) string {
	n, known := q.Now.number()
	if !known || !n.IsZero() || q.kind() != count {
		return s.Statement(q)
	}
	none := s.absent(q)
	switch {
	case none == "" && strings.HasSuffix(s.noun(q), "量"):
		return s.Statement(q) // 原煤产量0吨
	case none == "":
		none = "无" + s.noun(q)
	}
	if s.english() && !s.counts(q) {
		return s.Statement(q)
	}
	behind := s.partial(q.Now.State)
	switch q.Now.State {
	case warehouse.Partial:
		return s.pick("已报送单位"+none, "there were no "+s.many(q)+" in the units that reported") + behind
	case warehouse.Incomplete:
		return s.pick("已登记的记录中"+none, "there were no "+s.many(q)+" in the records that tell") + behind
	}
	return s.pick(none, "there were no "+s.many(q))
}
