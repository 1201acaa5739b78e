package scheme

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// sentence tells a leader all of it: score, main reasons, rank, grade.
func (m mover) sentence(out Movement, before, now Sheet) warehouse.Text {
	var t warehouse.Text
	switch {
	case now.Score == nil && before.Score == nil:
		t = warehouse.Text{ZH: "前后两次均未计分", EN: "no score then or now"}
	case now.Score == nil:
		t = warehouse.Text{ZH: fmt.Sprintf("此前得%s分，现未计分", before.Score), EN: fmt.Sprintf("%s before, no score now", before.Score)}
		t = appendReason(t, now.Reason)
	case before.Score == nil:
		t = warehouse.Text{ZH: fmt.Sprintf("此前未计分，现得%s分", now.Score), EN: fmt.Sprintf("no score before, %s now", now.Score)}
		t = appendReason(t, before.Reason)
	default:
		t = scoreSentence(out)
	}
	return sentences(t, rankSentence(out), gradeSentence(out))
}

func appendReason(t, reason warehouse.Text) warehouse.Text {
	if reason.ZH == "" {
		return t
	}
	return warehouse.Text{ZH: t.ZH + "（" + reason.ZH + "）", EN: t.EN + " (" + reason.EN + ")"}
}

// mostReasons is how many steps are named in a sentence.
const mostReasons = 3

// scoreSentence names the steps that moved the score most, those in its direction first.
func scoreSentence(out Movement) warehouse.Text {
	var t warehouse.Text
	switch out.Change.Sign() {
	case 0:
		t = warehouse.Text{ZH: fmt.Sprintf("得分%s分，持平", out.After), EN: fmt.Sprintf("score %s, unchanged", out.After)}
	default:
		t = warehouse.Text{
			ZH: fmt.Sprintf("得分由%s分%s%s分，%s分", out.Before, riseOrFall(out.Change.Sign()), out.After, moreOrLess(*out.Change)),
			EN: fmt.Sprintf("score from %s to %s (%s)", out.Before, out.After, signed(*out.Change)),
		}
	}
	if len(out.Steps) == 0 {
		return t
	}
	steps := slices.Clone(out.Steps)
	direction := decimal.NewFromInt(int64(out.Change.Sign()))
	slices.SortStableFunc(steps, func(a, b Step) int {
		if direction.IsZero() {
			return b.Change.Abs().Cmp(a.Change.Abs())
		}
		return b.Change.Mul(direction).Cmp(a.Change.Mul(direction))
	})
	var zh, en []string
	rest := decimal.Zero
	for i, s := range steps {
		if i >= mostReasons {
			rest = rest.Add(s.Change)
			continue
		}
		zh = append(zh, s.Title.ZH+signed(s.Change)+"分")
		en = append(en, s.Title.EN+" "+signed(s.Change))
	}
	if len(steps) > mostReasons {
		zh = append(zh, fmt.Sprintf("其余%d项合计%s分", len(steps)-mostReasons, signed(rest)))
		en = append(en, fmt.Sprintf("%d others together %s", len(steps)-mostReasons, signed(rest)))
	}
	t.ZH += "：" + strings.Join(zh, "、")
	t.EN += ": " + strings.Join(en, ", ")
	return t
}

func rankSentence(out Movement) warehouse.Text {
	var t warehouse.Text
	switch {
	case out.RankBefore == 0 && out.RankAfter == 0:
		return t
	case out.RankBefore == 0:
		return warehouse.Text{ZH: fmt.Sprintf("现列第%d位", out.RankAfter), EN: fmt.Sprintf("now rank %d", out.RankAfter)}
	case out.RankAfter == 0:
		return warehouse.Text{ZH: fmt.Sprintf("此前列第%d位，现不排名", out.RankBefore), EN: fmt.Sprintf("rank %d before, none now", out.RankBefore)}
	case out.RankBefore == out.RankAfter:
		t = warehouse.Text{ZH: fmt.Sprintf("排名第%d位，未变", out.RankAfter), EN: fmt.Sprintf("rank %d as before", out.RankAfter)}
	default:
		way := "升至"
		if out.RankAfter > out.RankBefore {
			way = "降至"
		}
		t = warehouse.Text{
			ZH: fmt.Sprintf("排名由第%d位%s第%d位", out.RankBefore, way, out.RankAfter),
			EN: fmt.Sprintf("rank from %d to %d", out.RankBefore, out.RankAfter),
		}
	}
	passed, left := standing(out.Passed)
	if len(passed) > 0 {
		t.ZH += "，赶上或超过" + namesOf(passed, "、", "等%d个")
		t.EN += ", caught up with or passed " + namesOf(passed, ", ", " and others, %d in all")
	}
	if len(left) > 0 {
		t.ZH += "，" + namesOf(left, "、", "等%d个") + "不再排名"
		t.EN += ", " + namesOf(left, ", ", " and others, %d in all") + " no longer ranked"
	}
	if len(out.PassedBy) > 0 {
		t.ZH += "，被" + namesOf(out.PassedBy, "、", "等%d个") + "超过"
		t.EN += ", passed by " + namesOf(out.PassedBy, ", ", " and others, %d in all")
	}
	return t
}

// standing parts those who still have a rank from those who have none.
func standing(list []Overtaking) (ranked, without []Overtaking) {
	for _, o := range list {
		if o.After == 0 {
			without = append(without, o)
		} else {
			ranked = append(ranked, o)
		}
	}
	return ranked, without
}

// mostNames is how many others are named in a sentence.
const mostNames = 5

func namesOf(list []Overtaking, comma, others string) string {
	var out []string
	for _, o := range list[:min(len(list), mostNames)] {
		out = append(out, cmp.Or(o.Name, o.Key))
	}
	text := strings.Join(out, comma)
	if len(list) > mostNames {
		text += fmt.Sprintf(others, len(list))
	}
	return text
}

func gradeSentence(out Movement) warehouse.Text {
	if out.GradeBefore.Name == out.GradeAfter.Name || out.GradeBefore.Name == "" || out.GradeAfter.Name == "" {
		return warehouse.Text{}
	}
	t := warehouse.Text{
		ZH: fmt.Sprintf("等次由%s变为%s", out.GradeBefore.Title.ZH, out.GradeAfter.Title.ZH),
		EN: fmt.Sprintf("grade from %s to %s", out.GradeBefore.Title.EN, out.GradeAfter.Title.EN),
	}
	if zh, en := vetoNames(out.VetoesBegan); zh != "" {
		t.ZH, t.EN = t.ZH+"（新触发一票否决："+zh+"）", t.EN+" (veto begun: "+en+")"
	}
	if zh, en := vetoNames(out.VetoesEnded); zh != "" {
		t.ZH, t.EN = t.ZH+"（一票否决解除："+zh+"）", t.EN+" (veto ended: "+en+")"
	}
	return t
}

func vetoNames(vetoes []Veto) (zh, en string) {
	var a, b []string
	for _, v := range vetoes {
		a, b = append(a, v.Title.ZH), append(b, v.Title.EN)
	}
	return strings.Join(a, "、"), strings.Join(b, ", ")
}

func sentences(parts ...warehouse.Text) warehouse.Text {
	var zh, en []string
	for _, p := range parts {
		if p.ZH != "" {
			zh, en = append(zh, p.ZH), append(en, p.EN)
		}
	}
	return warehouse.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}

func riseOrFall(sign int) string {
	if sign > 0 {
		return "升至"
	}
	return "降至"
}

// printedPlaces is how many places marks have in sentences; where a scheme does not round its lines they have more.
const printedPlaces = 2

func marksPrinted(d decimal.Decimal) string {
	return strings.Replace(d.Round(printedPlaces).String(), "-", "−", 1)
}

// moreOrLess is a change as a bulletin says it.
func moreOrLess(d decimal.Decimal) string {
	d = d.Round(printedPlaces)
	if d.IsNegative() {
		return "减少" + d.Neg().String()
	}
	return "增加" + d.String()
}

// signed prints a change with its sign.
func signed(d decimal.Decimal) string {
	d = d.Round(printedPlaces)
	if d.IsPositive() {
		return "+" + d.String()
	}
	return strings.Replace(d.String(), "-", "−", 1)
}
