package scheme

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// ruleWords says how a rule judged a figure: the figure, what it was compared with, the rule, and what came of it before
// marks are scaled and spread.
func (p *paper) ruleWords(w *phrase, title warehouse.Text, t task, j judgement) {
	r := t.rule
	if t.figure != "" && !r.Entered {
		p.told(w, title, t.figure, j.figure)
	} else {
		w.add(title.ZH, title.EN)
	}
	switch j.outcome {
	case lostByRule:
		words := p.aboutLine(r.LoseWhen, title)
		w.add("；有"+words.ZH+"的情形，该项不得分", "; "+words.EN+", which loses all marks")
		return
	case fullByRule:
		words := p.aboutLine(r.FullWhen, title)
		w.add("；"+words.ZH+"，该项得满分", "; "+words.EN+", which gives all marks")
		return
	}
	unit := p.changeWords(w, t, j)
	p.baseWords(w, t, j, unit)
	p.chargeWords(w, t, j)
	switch {
	case j.raw == nil || j.raw.Cmp(j.given) == 0:
	case j.raw.Cmp(j.given) > 0:
		w.addf("；超过上限，计%s分", "; more than the most, so %s", marksIn(new(big.Rat).Abs(j.given)))
	case t.negative:
		w.addf("；超过上限，扣%s分", "; more than the most, so %s taken", marksIn(new(big.Rat).Abs(j.given)))
	case j.given.Sign() == 0:
		w.add("；扣完为止", "; no marks are left")
	default:
		w.addf("；低于下限，计%s分", "; less than the least, so %s", marksIn(j.given))
	}
}

// aboutLine gives a condition of a rule in words, with the line's title for what is judged.
func (p *paper) aboutLine(condition string, title warehouse.Text) warehouse.Text {
	words, own := p.s.expressionWords(condition), ownWords[nameValue]
	return warehouse.Text{ZH: strings.ReplaceAll(words.ZH, own.ZH, title.ZH), EN: strings.ReplaceAll(words.EN, own.EN, title.EN)}
}

// changeWords says how the figure differs from what it is compared with, and gives the unit of what is judged.
func (p *paper) changeWords(w *phrase, t task, j judgement) (unit string) {
	in := p.s.inputNamed(t.figure)
	if in == nil {
		return ""
	}
	switch {
	case t.rule.Compare != nil && j.base != nil && j.value != nil:
		return p.comparedWords(w, *t.rule.Compare, in, j)
	case t.rule.Rank != nil && j.value != nil:
		from := warehouse.Text{ZH: "由高到低", EN: "highest first"}
		if t.rule.Rank.Best == Lowest {
			from = warehouse.Text{ZH: "由低到高", EN: "lowest first"}
		}
		w.addf("，"+from.ZH+"在同组居第%s位", ", place %s among peers, "+from.EN, j.base.Shown)
		if t.rule.Rank.As == AsPercentile {
			w.addf("（前%s%%）", " (first %s%%)", printed(j.value, 2))
			return "%"
		}
		return "位"
	}
	return in.Unit
}

func (p *paper) comparedWords(w *phrase, c Compare, in *Input, j judgement) string {
	with, ok := comparisonWords[c.With]
	if c.With == WithFigure {
		if target := p.s.inputNamed(c.Figure); target != nil {
			with, ok = target.Title, true
		}
	}
	if !ok {
		with = warehouse.Text{ZH: "对比值", EN: "what it is compared with"}
	}
	base := printed(j.base.Number, in.places())
	if c.With == WithPeersMean {
		base = printed(j.base.Number, max(in.places(), 2))
	}
	w.add("，"+with.ZH+base+in.Unit, ", "+with.EN+" "+base+percentOnly(in.Unit))
	if c.By == ByRatio {
		w.addf("，为其%s%%", ", which is %s%% of it", printed(j.value, 2))
		fromZeroWords(w, j)
		return "%"
	}
	unit, places := in.Unit, max(in.places(), 2)
	if c.By == ByPercent {
		unit = "%"
	} else if unit == "%" {
		unit = "个百分点"
	}
	size := printed(new(big.Rat).Abs(j.value), places)
	english := percentOnly(unit)
	if unit == "个百分点" {
		english = " percentage points"
	}
	up, down := risesWords(c.With, unit)
	switch j.value.Sign() {
	case 0:
		w.add("，持平", ", unchanged")
	case 1:
		w.add("，"+up+size+unit, ", "+size+english+" more")
	default:
		w.add("，"+down+size+unit, ", "+size+english+" less")
	}
	if c.By == ByPercent {
		fromZeroWords(w, j)
	}
	return unit
}

// fromZeroWords says that there is no percentage of zero, so that the one before is what the scheme lays down.
func fromZeroWords(w *phrase, j judgement) {
	if j.base.Number.Sign() == 0 && j.figure.Number.Sign() != 0 {
		w.add("（基数为0，按细则规定计）", " (of 0 there is no percentage: the scheme says what counts)")
	}
}

// risesWords are the verbs of a change: 高 and 低 against others, 上升 and 下降 of percentages, otherwise 增加 and 减少.
func risesWords(with Comparison, unit string) (up, down string) {
	switch {
	case with != WithPreviousYear && with != WithPreviousPeriod:
		return "高", "低"
	case unit == "%" || unit == "个百分点":
		return "上升", "下降"
	}
	return "增加", "减少"
}

// judgedWords says a number in a rule: 80%, or of a change 下降10%.
func judgedWords(r *Rule, n decimal.Decimal, unit string) warehouse.Text {
	en := percentOnly(unit)
	if unit == "个百分点" {
		en = " percentage points"
	}
	if r.Compare == nil || r.Compare.By == ByRatio {
		return warehouse.Text{ZH: n.String() + unit, EN: n.String() + en}
	}
	up, down := risesWords(r.Compare.With, unit)
	switch n.Sign() {
	case 0:
		return warehouse.Text{ZH: "持平", EN: "no change"}
	case 1:
		return warehouse.Text{ZH: up + n.String() + unit, EN: n.String() + en + " more"}
	}
	return warehouse.Text{ZH: down + n.Abs().String() + unit, EN: n.Abs().String() + en + " less"}
}

// baseWords says the base rule and what it gave.
func (p *paper) baseWords(w *phrase, t task, j judgement, unit string) {
	r := t.rule
	switch {
	case r.Proportional != nil:
		floor, target := judgedWords(r, r.Proportional.Floor, unit), judgedWords(r, r.Proportional.Target, unit)
		w.add("；"+floor.ZH+"得0分，"+target.ZH+"得满分，之间按比例计分", "; "+floor.EN+" earns nothing, "+target.EN+" all marks, in proportion between them")
	case len(r.Interpolate) > 0:
		var zh, en []string
		for _, point := range r.Interpolate {
			at := judgedWords(r, point.At, unit)
			zh = append(zh, fmt.Sprintf("%s得%s分", at.ZH, point.Gives))
			en = append(en, fmt.Sprintf("%s gives %s", at.EN, point.Gives))
		}
		w.add("；"+strings.Join(zh, "，")+"，之间按比例计分", "; "+strings.Join(en, ", ")+", in proportion between them")
	case len(r.Steps) > 0:
		p.stepWords(w, r, j, unit)
	case r.DeductPerUnit != nil:
		p.perUnitWords(w, *r.DeductPerUnit, t, j, unit)
	case r.EarnPerUnit != nil:
		p.perUnitWords(w, *r.EarnPerUnit, t, j, unit)
	case r.AllOrNothing != nil:
		condition := p.conditionWords(r, *r.AllOrNothing, unit)
		zh, en := "达到要求，得满分", "met, which gives all marks"
		if j.raw.Sign() == 0 {
			zh, en = "未达到，该项不得分", "not met, which loses all marks"
		}
		w.add("；要求"+condition.ZH+"，"+zh, "; required: "+condition.EN+", "+en)
	case r.Entered:
		n := printed(j.value, shownPlaces)
		if t.negative {
			w.add("：评定扣"+n+"分", ": "+n+" taken by those who assess")
		} else {
			w.add("：评定得"+n+"分", ": "+n+" given by those who assess")
		}
	case r.Formula != "":
		words := p.s.expressionWords(r.Formula)
		w.add("；按公式（"+words.ZH+"）计算", "; by the formula "+words.EN)
		if len(r.Deductions)+len(r.Additions) == 0 {
			n := marksIn(new(big.Rat).Abs(j.raw))
			w.add("，为"+n+"分", ", which is "+n)
		}
	}
}

func (p *paper) stepWords(w *phrase, r *Rule, j judgement, unit string) {
	if j.tier < 0 {
		w.add("；未达到任何一档，不得分", "; no step is reached, which gives nothing")
		return
	}
	tier := r.Steps[j.tier]
	condition := warehouse.Text{ZH: "其他情形", EN: "anything else"}
	if !tier.Otherwise {
		condition = p.conditionWords(r, tier.threshold(), unit)
	}
	if tier.Costs != nil {
		w.add(fmt.Sprintf("；%s扣%s分", condition.ZH, tier.Costs), fmt.Sprintf("; %s costs %s", condition.EN, tier.Costs))
		return
	}
	w.add(fmt.Sprintf("；%s得%s分", condition.ZH, tier.Gives), fmt.Sprintf("; %s gives %s", condition.EN, tier.Gives))
}

// conditionWords says a threshold of what is judged: of a change as one.
func (p *paper) conditionWords(r *Rule, t Threshold, unit string) warehouse.Text {
	words := p.thresholdWords(t, unit)
	if r.Compare != nil && r.Compare.By != ByRatio && t.judgesFigure() {
		return warehouse.Text{ZH: "变化" + words.ZH, EN: "a change of " + words.EN}
	}
	return words
}

// thresholdWords says a threshold: 不低于90%, 超过3起.
func (p *paper) thresholdWords(t Threshold, unit string) warehouse.Text {
	var zh, en []string
	for _, side := range []struct {
		bound  *decimal.Decimal
		zh, en string
	}{{t.AtLeast, "不低于", "at least "}, {t.Above, "高于", "more than "}, {t.AtMost, "不高于", "at most "}, {t.Below, "低于", "less than "}} {
		if side.bound != nil {
			zh = append(zh, side.zh+side.bound.String()+unit)
			en = append(en, side.en+side.bound.String()+percentOnly(unit))
		}
	}
	if t.When != "" {
		words := p.s.expressionWords(t.When)
		zh, en = append(zh, words.ZH), append(en, words.EN)
	}
	return warehouse.Text{ZH: strings.Join(zh, "且"), EN: strings.Join(en, " and ")}
}

// perUnitWords says what each unit costs or gives and what all of them come to.
func (p *paper) perUnitWords(w *phrase, u PerUnit, t task, j judgement, unit string) {
	p.unitWords(w, u, unit, t.rule.Compare != nil)
	amount := marksIn(u.amount(j.value))
	if u.Costs != nil {
		w.add("，应扣"+amount+"分", ", which makes "+amount)
	} else {
		w.add("，应得"+amount+"分", ", which makes "+amount)
	}
}

// unitWords says what each unit costs or gives.
func (p *paper) unitWords(w *phrase, u PerUnit, unit string, change bool) {
	en := percentOnly(unit)
	higher, lower := "增加", "减少"
	if unit == "个百分点" {
		en = " percentage points"
	}
	if unit == "个百分点" || unit == "%" {
		higher, lower = "升高", "降低"
	}
	per := decimalOr(u.Each, "1")
	word := map[Units]string{FullUnits: "每满"}[u.Units]
	if word == "" {
		word = "每"
	}
	w.add("；", "; ")
	switch {
	case unit == "位":
		w.add(fmt.Sprintf("第%s位以后每降%s位", decimalOr(u.Above, "0"), per), fmt.Sprintf("each %s after place %s", per, decimalOr(u.Above, "0")))
	case u.Below != nil && !(change && u.Below.IsZero()):
		w.add(fmt.Sprintf("低于%s%s的部分，%s%s%s", u.Below, unit, word, per, unit), fmt.Sprintf("each %s%s below %s%s", per, en, u.Below, en))
	case u.Below != nil:
		w.add(fmt.Sprintf("%s%s%s%s", word, lower, per, unit), fmt.Sprintf("each %s%s less", per, en))
	case u.Above != nil && !u.Above.IsZero():
		w.add(fmt.Sprintf("高于%s%s的部分，%s%s%s", u.Above, unit, word, per, unit), fmt.Sprintf("each %s%s above %s%s", per, en, u.Above, en))
	case change:
		w.add(fmt.Sprintf("%s%s%s%s", word, higher, per, unit), fmt.Sprintf("each %s%s more", per, en))
	default:
		w.add(fmt.Sprintf("%s%s%s", word, per, unit), fmt.Sprintf("each %s%s", per, en))
	}
	if u.Units == FullUnits {
		w.add("", " in full")
	}
	if u.Units == StartedUnits {
		w.add(fmt.Sprintf("（不足%s%s的按%s%s计）", per, unit, per, unit), fmt.Sprintf(" or part of %s", per))
	}
	if u.Costs != nil {
		w.add(fmt.Sprintf("扣%s分", u.Costs), fmt.Sprintf(" costs %s", u.Costs))
	} else {
		w.add(fmt.Sprintf("得%s分", u.Gives), fmt.Sprintf(" gives %s", u.Gives))
	}
	if u.Most != nil {
		w.add(fmt.Sprintf("，最多%s分", u.Most), fmt.Sprintf(", at most %s", u.Most))
	}
}

// chargeWords lists the causes for which marks were taken or added.
func (p *paper) chargeWords(w *phrase, t task, j judgement) {
	if len(j.charges) == 0 {
		return
	}
	any := false
	for _, one := range j.charges {
		if in := p.s.inputNamed(one.charge.Figure); one.amount == nil && in != nil && one.figure == nil {
			missing := missingOf(in, p.figure(in.Name).State)
			w.add("；"+in.Title.ZH+missing.ZH+"，不计", "; "+in.Title.EN+": "+missing.EN+", so it does not count")
			any = true
			continue
		}
		if one.amount == nil || one.amount.Sign() == 0 {
			continue
		}
		any = true
		p.oneCharge(w, one)
	}
	if any {
		if t.rule.Take == TakeHighest && len(j.charges) > 1 {
			w.add("；取最高的一项，不重复计算", "; only the largest counts")
		}
		return
	}
	if len(t.rule.Deductions) > 0 {
		w.add("；没有扣分情形", "; nothing costs marks")
	} else {
		w.add("；没有加分情形", "; nothing adds marks")
	}
}

func (p *paper) oneCharge(w *phrase, one charged) {
	c := one.charge
	title := c.Title
	in := p.s.inputNamed(c.Figure)
	if title.ZH == "" && in != nil {
		title = in.Title
	}
	if title.ZH == "" {
		title = p.s.expressionWords(c.When)
	}
	w.add("；"+title.ZH, "; "+title.EN)
	amount := marksIn(one.amount)
	if in != nil && one.figure != nil {
		n := printed(one.figure, in.places())
		w.add(n+in.Unit, " "+n+percentOnly(in.Unit))
		p.unitWords(w, c.perUnit(), in.Unit, false)
	}
	verb := warehouse.Text{ZH: "，计扣" + amount + "分", EN: ", which takes " + amount}
	if c.Gives != nil {
		verb = warehouse.Text{ZH: "，计加" + amount + "分", EN: ", which adds " + amount}
	}
	w.add(verb.ZH, verb.EN)
}
