package safety

import (
	"math/big"
	"strings"
)

// PhraseZH says the change as bulletins do, after 同比 or 环比, with percentages to the given decimal places:
//
//	上升12.5% / 下降12.5%            a count or amount against its base
//	上升1.2个百分点                  a rate
//	持平                            no change
//	去年同期为0，增加2起              from zero, where there is no percentage; the base is named for the kind
//	基本持平                         a change that rounds to zero at these places
//	无去年同期数据                    nothing to compare with
//
// unit is the count word (起, 人, 项, 万元); it follows absolute figures only, and a negative base has only those.
func (c Change) PhraseZH(kind ComparisonKind, unit string, places int) string {
	switch c.Kind {
	case ChangeUnknown:
		return "无" + kind.BaseZH() + "数据"
	case ChangeFromZero:
		return kind.BaseZH() + "为0，" + c.AbsoluteZH(unit)
	case ChangeNone:
		return "持平"
	}
	size, suffix := c.size(places)
	if suffix == "" {
		return c.AbsoluteZH(unit)
	}
	if isZeroText(size) {
		return "基本持平"
	}
	verb := "上升"
	if c.Kind == ChangeDown {
		verb = "下降"
	}
	if c.Rate {
		suffix = "个百分点"
	}
	return verb + size + suffix
}

// AbsoluteZH says the difference itself: 增加2起, 减少3人, 持平; for a rate the percentage points, exact. Empty without a base.
func (c Change) AbsoluteZH(unit string) string {
	switch c.Kind {
	case ChangeUnknown:
		return ""
	case ChangeNone:
		return "持平"
	}
	verbs := [2]string{"增加", "减少"}
	if c.Rate {
		verbs, unit = [2]string{"上升", "下降"}, "个百分点"
	}
	d := c.difference()
	verb := verbs[0]
	if d.Sign() < 0 {
		verb = verbs[1]
	}
	return verb + exact(d.Abs(d)) + unit
}

// PhraseEN says the change in English: up 12.5%, down 1.2 percentage points, unchanged, nearly unchanged, up 2 from zero,
// no figure to compare with.
func (c Change) PhraseEN(places int) string {
	switch c.Kind {
	case ChangeUnknown:
		return "no figure to compare with"
	case ChangeNone:
		return "unchanged"
	}
	d := c.difference()
	verb := "up "
	if d.Sign() < 0 {
		verb = "down "
	}
	if c.Kind == ChangeFromZero {
		return verb + exact(d.Abs(d)) + " from zero"
	}
	size, suffix := c.size(places)
	switch {
	case suffix == "":
		return verb + exact(d.Abs(d))
	case isZeroText(size):
		return "nearly unchanged"
	case c.Rate:
		return verb + size + " percentage points"
	}
	return verb + size + suffix
}

// size gives the rounded size of a change, without sign; suffix is empty when only the absolute figure can be said.
func (c Change) size(places int) (size, suffix string) {
	if c.Rate {
		d := c.difference()
		return d.Abs(d).FloatString(places), "pp"
	}
	if p, ok := c.percent(); ok {
		return p.Abs(p).FloatString(places), "%"
	}
	return "", ""
}

// exact writes a decimal without trailing zeros. Figures are decimals, so their differences end.
func exact(r *big.Rat) string {
	places, _ := r.FloatPrec()
	return r.FloatString(places)
}

func isZeroText(s string) bool { return strings.Trim(s, "0.") == "" }
