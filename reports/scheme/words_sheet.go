package scheme

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// wordsLine says what an indicator's rule made of the figures, and how many marks came of it.
func (p *paper) wordsLine(l *leaf, line Line) warehouse.Text {
	w := &phrase{}
	j := l.judgement
	switch j.outcome {
	case inapplicable, uncertain, smallSample, figureUnknown, lostUnknown:
		p.missedWords(w, line.Title, p.m.task(l.indicator), j)
	default:
		p.ruleWords(w, line.Title, p.m.task(l.indicator), j)
	}
	if l.lost != "" && j.applied() {
		words := p.s.expressionWords(l.lost)
		w.add("；有"+words.ZH+"的情形，本类不得分", "; "+words.EN+", which loses all marks of its group")
	}
	if l.indicator.Marks.IsZero() {
		w.add("；", "; ")
		p.extraWords(w, line)
		return w.text()
	}
	if !j.applied() {
		p.elsewhereWords(w, l, line)
		return w.text()
	}
	w.addf("；满分%s分", "; %s marks", line.FullMarks)
	if !line.Marks.Equal(line.FullMarks) {
		w.addf("，折算为%s分", ", counting as %s", marksIn(line.Marks.Rat()))
	}
	w.addf("，得%s分", ", %s given", marksIn(line.Given.Rat()))
	return w.text()
}

// missedWords says why a rule could not judge.
func (p *paper) missedWords(w *phrase, title warehouse.Text, t task, j judgement) {
	switch j.outcome {
	case inapplicable:
		w.add(title.ZH+"：不涉及，该项不适用", title.EN+": it does not apply here")
	case uncertain:
		w.add(title.ZH+"：是否涉及没有数据，该项不适用", title.EN+": it is not known whether it applies")
	case smallSample:
		w.add(fmt.Sprintf("%s：基数%s少于%d，不作评价", title.ZH, j.figure.Denominator, t.minimumSample),
			fmt.Sprintf("%s: the denominator %s is less than %d, too few to judge", title.EN, j.figure.Denominator, t.minimumSample))
	case lostUnknown:
		w.add(title.ZH+"：未报送，该项不得分", title.EN+": not reported, which loses all marks")
	default:
		missing := missingOf(p.s.inputNamed(t.figure), j.state)
		w.add(title.ZH+"："+missing.ZH+"，该项不适用", title.EN+": "+missing.EN+", so it does not apply")
	}
}

// elsewhereWords says what becomes of marks that do not apply.
func (p *paper) elsewhereWords(w *phrase, l *leaf, line Line) {
	switch {
	case l.earned != nil && l.policy == SpreadFull:
		w.addf("，按满分计%s分", "; its marks are given: %s", marksIn(line.Given.Rat()))
	case l.earned != nil:
		w.addf("，按同组平均得分计%s分", "; it gets what peers got on average: %s", marksIn(line.Given.Rat()))
	case l.policy == SpreadNone:
		w.addf("，%s分不计", "; its %s marks cannot be earned", line.FullMarks)
	case l.policy == SpreadGroup:
		w.addf("，%s分在本类指标内折算", "; its %s marks are spread inside its group", line.FullMarks)
	default:
		w.addf("，%s分折算到其他指标", "; its %s marks are spread over the others", line.FullMarks)
	}
}

// wordsExtra says what a bonus or a deduction from the total made of the figures.
func (p *paper) wordsExtra(line Line, t task, j judgement) warehouse.Text {
	w := &phrase{}
	if !j.applied() {
		switch j.outcome {
		case inapplicable:
			w.add(line.Title.ZH+"：不涉及", line.Title.EN+": it does not apply here")
		case uncertain:
			w.add(line.Title.ZH+"：是否涉及没有数据", line.Title.EN+": it is not known whether it applies")
		default:
			missing := missingOf(p.s.inputNamed(t.figure), j.state)
			w.add(line.Title.ZH+"："+missing.ZH, line.Title.EN+": "+missing.EN)
		}
	} else {
		p.ruleWords(w, line.Title, t, j)
	}
	w.add("；", "; ")
	p.extraWords(w, line)
	return w.text()
}

// extraWords says what a bonus added or a deduction took.
func (p *paper) extraWords(w *phrase, line Line) {
	size := HalfUp.round(line.Given.Abs().Rat(), 4)
	switch {
	case size.IsZero() && line.Kind == Bonus:
		w.add("不加分", "nothing added")
	case size.IsZero():
		w.add("不扣分", "nothing taken")
	case line.Given.IsPositive():
		w.addf("加%s分", "%s added", size)
	default:
		w.addf("扣%s分", "%s taken", size)
	}
}

func wordsGroupCap(b *branch) warehouse.Text {
	raw := new(big.Rat).Quo(new(big.Rat).Sub(new(big.Rat).Sub(b.exact, b.rounding), b.cap), b.factor)
	limit, zh, en := b.group.Most, "最高", "most"
	if b.cap.Sign() > 0 {
		limit, zh, en = b.group.Least, "最低", "least"
	}
	return warehouse.Text{
		ZH: fmt.Sprintf("%s合计%s分，%s计%s分", b.group.Title.ZH, marksIn(raw), zh, limit),
		EN: fmt.Sprintf("%s come to %s; the %s is %s", b.group.Title.EN, marksIn(raw), en, limit),
	}
}

func wordsGroupRounding(b *branch, places int) warehouse.Text {
	return warehouse.Text{
		ZH: fmt.Sprintf("%s得分保留%d位小数", b.group.Title.ZH, places),
		EN: fmt.Sprintf("%s: rounded to %d places", b.group.Title.EN, places),
	}
}

func wordsTogether(sum *big.Rat, most decimal.Decimal, kind LineKind) warehouse.Text {
	if kind == Bonus {
		return warehouse.Text{
			ZH: fmt.Sprintf("加分合计%s分，最多加%s分", marksIn(sum), most), EN: fmt.Sprintf("bonuses come to %s; the most is %s", marksIn(sum), most),
		}
	}
	return warehouse.Text{
		ZH: fmt.Sprintf("扣分合计%s分，最多扣%s分", marksIn(sum), most), EN: fmt.Sprintf("deductions come to %s; the most is %s", marksIn(sum), most),
	}
}

func (s *Scheme) wordsScoreLimit(sum, kept *big.Rat) warehouse.Text {
	return warehouse.Text{
		ZH: fmt.Sprintf("合计%s分，总分按%s分计", marksIn(sum), marksIn(kept)), EN: fmt.Sprintf("the sum is %s; the score counts as %s", marksIn(sum), marksIn(kept)),
	}
}

func (s *Scheme) wordsScoreRounding() warehouse.Text {
	how := map[RoundingMode]warehouse.Text{
		HalfEven: {ZH: "四舍六入五成双", EN: "half to even"}, Down: {ZH: "舍去余数", EN: "down"}, Up: {ZH: "进一", EN: "up"},
	}[s.Rounding.Mode]
	if how.ZH == "" {
		how = warehouse.Text{ZH: "四舍五入", EN: "half up"}
	}
	return warehouse.Text{
		ZH: fmt.Sprintf("总分保留%d位小数（%s）", s.DecimalPlaces(), how.ZH), EN: fmt.Sprintf("the score is rounded to %d places, %s", s.DecimalPlaces(), how.EN),
	}
}

func wordsUnranked(nothingDue bool) warehouse.Text {
	if nothingDue {
		return warehouse.Text{ZH: "没有适用的考核指标，不计分、不排名", EN: "no indicator applies: no score and no rank"}
	}
	return warehouse.Text{ZH: "没有一项适用的考核指标有数据，不计分、不排名", EN: "no figure is known of any indicator that applies: no score and no rank"}
}

func wordsVetoUnknown(v *VetoRule) warehouse.Text {
	return warehouse.Text{
		ZH: "一票否决事项“" + v.Title.ZH + "”没有数据，未能判定", EN: "whether the veto “" + v.Title.EN + "” holds is not known",
	}
}

// wordsVeto says what triggered a veto, with the figures.
func (p *paper) wordsVeto(v *VetoRule, found Veto) warehouse.Text {
	if p.m.wordless {
		return warehouse.Text{}
	}
	condition := p.s.expressionWords(v.When)
	w := &phrase{}
	w.add("一票否决："+v.Title.ZH+"（", "veto: "+v.Title.EN+" (")
	w.add(v.Months.words().ZH, v.Months.words().EN)
	w.add(condition.ZH+"；", condition.EN+"; ")
	for i, name := range found.Inputs {
		if i > 0 {
			w.add("，", ", ")
		}
		in := p.s.inputNamed(name)
		n := "—"
		if in != nil {
			n = printed(found.Figures[i].Number, in.places())
			w.add(in.Title.ZH+n+in.Unit, in.Title.EN+" "+n+percentOnly(in.Unit))
		}
	}
	w.add("），"+found.Effect.ZH, "): "+found.Effect.EN)
	return w.text()
}

// wordsEffect says what a veto does.
func (s *Scheme) wordsEffect(v *VetoRule) warehouse.Text {
	var zh, en []string
	add := func(a, b string) { zh, en = append(zh, a), append(en, b) }
	e := v.Effect
	if e.Cap != "" {
		t := s.bandTitle(e.Cap)
		add("等次不高于"+t.ZH, "the grade is "+t.EN+" at best")
	}
	if e.Demote > 0 {
		add(fmt.Sprintf("等次降低%d档", e.Demote), fmt.Sprintf("the grade is lowered by %d", e.Demote))
	}
	switch {
	case e.Lose == loseAll:
		add("总分计0分", "all marks are lost")
	case e.Lose != "":
		t := s.lineTitle(e.Lose)
		add(t.ZH+"不得分", "all marks of "+t.EN+" are lost")
	}
	if e.Marks != nil {
		add(fmt.Sprintf("扣%s分", e.Marks), fmt.Sprintf("%s marks are taken", e.Marks))
	}
	if e.Most != nil {
		add(fmt.Sprintf("总分最高计%s分", e.Most), fmt.Sprintf("the score is %s at most", e.Most))
	}
	switch e.Rank {
	case RankLast:
		add("排名列末位", "ranked last")
	case RankNone:
		add("不参加排名", "not ranked")
	}
	return warehouse.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}

func wordsVetoCost(v *VetoRule) warehouse.Text {
	return warehouse.Text{ZH: "一票否决：" + v.Title.ZH, EN: "veto: " + v.Title.EN}
}

func (s *Scheme) bandTitle(name string) warehouse.Text {
	for _, b := range s.Bands {
		if b.Name == name {
			return b.Title
		}
	}
	return warehouse.Text{}
}

func (s *Scheme) wordsBandMissed(b Band, sheet Sheet) warehouse.Text {
	condition := s.expressionWords(b.When)
	return warehouse.Text{
		ZH: fmt.Sprintf("得分达到%s，但不满足条件（%s）", b.Title.ZH, condition.ZH), EN: fmt.Sprintf("the score reaches %s, but not its condition (%s)", b.Title.EN, condition.EN),
	}
}

func (s *Scheme) wordsQuota(q Quota, most int, of int64, then int) warehouse.Text {
	grade, other := s.bandTitle(q.Grade), s.Bands[then].Title
	bound := warehouse.Text{ZH: fmt.Sprintf("最多%d个", most), EN: fmt.Sprintf("at most %d", most)}
	if q.Share != nil {
		bound = warehouse.Text{ZH: fmt.Sprintf("不超过%s%%（%d个中最多%d个）", q.Share, of, most), EN: fmt.Sprintf("at most %s%% (%d of %d)", q.Share, most, of)}
	}
	return warehouse.Text{
		ZH: fmt.Sprintf("%s%s，名额已满，定为%s", grade.ZH, bound.ZH, other.ZH), EN: fmt.Sprintf("%s: %s, which others have taken, so %s", grade.EN, bound.EN, other.EN),
	}
}
