package assessment

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// sheet is one subject's result.
type sheet struct {
	score  *decimal.Decimal // nil when no indicator applies, or no figure is known of those that do
	grade  Grade
	reason warehouse.Text    // why there is no score
	lines  []IndicatorScore  // without drill
	vetoes []Veto            // without drill
	drills map[string]string // by indicator, the metric whose records explain it
}

// mark scores one subject. Every indicator is rounded half up; the score is the sum of what was given, exactly.
func (s *Scheme) mark(figures map[string]figure) sheet {
	verdicts := make([][]verdict, len(s.Groups))
	applies := make([][]bool, len(s.Groups))
	known, nothingDue := false, true
	for g, group := range s.Groups {
		for _, i := range group.Indicators {
			v := judge(s, i, figures[i.Metric])
			verdicts[g] = append(verdicts[g], v)
			applies[g] = append(applies[g], v.applies)
			known = known || v.applies && figures[i.Metric].value != nil
			nothingDue = nothingDue && figures[i.Metric].state == warehouse.NothingDue
		}
	}
	marks := spreadMarks(s, applies)
	var out sheet
	sum := decimal.Zero
	for g, group := range s.Groups {
		for i, indicator := range group.Indicators {
			line := s.line(group, indicator, figures[indicator.Metric], verdicts[g][i], marks[g][i])
			sum = sum.Add(line.Given)
			out.lines = append(out.lines, line)
		}
	}
	if !known {
		// Nothing at all is known of the unit: it is neither good nor bad.
		out.reason = unranked(nothingDue)
		return out
	}
	for _, b := range s.Bonuses {
		line := s.bonus(b, figures[b.Metric], s.mostMarks().Sub(sum))
		sum = sum.Add(line.Given)
		out.lines = append(out.lines, line)
	}
	out.score = &sum
	out.grade = s.grade(sum)
	for _, rule := range s.Vetoes {
		if v, ok := s.veto(rule, figures[rule.Metric]); ok {
			out.vetoes = append(out.vetoes, v)
			out.grade = s.capped(out.grade, rule.Cap)
		}
	}
	return out
}

func unranked(nothingDue bool) warehouse.Text {
	if nothingDue {
		return warehouse.Text{ZH: "没有适用的考核指标，不计分、不排名", EN: "no indicator applies: no score and no rank"}
	}
	return warehouse.Text{ZH: "没有一项适用的考核指标有数据，不计分、不排名", EN: "no figure is known of any indicator that applies: no score and no rank"}
}

func (s *Scheme) line(g Group, i Indicator, f figure, v verdict, marks decimal.Decimal) IndicatorScore {
	line := lineOf(f)
	line.Indicator, line.Title, line.Kind = i.Name, i.Title, Scored
	line.Group, line.GroupTitle = g.Name, g.Title
	line.Metric, line.Document = i.Metric, i.Document
	line.FullMarks, line.Marks, line.Applies = i.Marks, marks, v.applies
	if v.applies {
		line.Given = round(new(big.Rat).Mul(marks.Rat(), v.share), s.DecimalPlaces())
	}
	line.Lost = marks.Sub(line.Given)
	if i.Rule.ComparePreviousYear != nil {
		line.Comparison, line.ComparisonState = f.baseShown, f.baseState
	}
	line.Rule = wordsMarks(v.words, line)
	return line
}

// bonus adds marks; room is what the score may still grow.
func (s *Scheme) bonus(b BonusRule, f figure, room decimal.Decimal) IndicatorScore {
	line := lineOf(f)
	line.Indicator, line.Title, line.Kind = b.Name, b.Title, Bonus
	line.Metric, line.Document = b.Metric, b.Document
	line.FullMarks = b.Cap
	if f.value == nil {
		line.Rule = warehouse.Text{ZH: b.Title.ZH + "：没有数据，不加分", EN: b.Title.EN + ": no figure, no bonus"}
		return line
	}
	line.Applies = true
	earned := PerUnit{Each: b.Each, Costs: b.Gives}.cost(f.value)
	line.Given = decimal.Min(round(earned, s.DecimalPlaces()), b.Cap, room)
	line.Marks = line.Given
	n, unit := number(f.value, places(f.metric)), f.metric.Unit
	line.Rule = warehouse.Text{
		ZH: fmt.Sprintf("%s%s%s；每%s%s加%s分，最多%s分，加%s分", b.Title.ZH, n, unit, each(b.Each), unit, b.Gives, b.Cap, line.Given),
		EN: fmt.Sprintf("%s: %s%s; each %s adds %s, at most %s: %s added", b.Title.EN, n, percentOnly(unit), each(b.Each), b.Gives, b.Cap, line.Given),
	}
	return line
}

func (s *Scheme) veto(r VetoRule, f figure) (Veto, bool) {
	if f.value == nil || f.value.Cmp(r.Above.Rat()) <= 0 {
		return Veto{}, false
	}
	limit := s.band(r.Cap)
	n, unit := number(f.value, places(f.metric)), f.metric.Unit
	return Veto{
		Name: r.Name, Title: r.Title, Metric: r.Metric, Figure: *f.shown, Cap: limit, Document: r.Document,
		Rule: warehouse.Text{
			ZH: fmt.Sprintf("一票否决：%s%s%s，超过%s%s，等次不高于%s", r.Title.ZH, n, unit, r.Above, unit, limit.Title.ZH),
			EN: fmt.Sprintf("veto: %s %s%s, more than %s, so the grade is %s at best", r.Title.EN, n, percentOnly(unit), r.Above, limit.Title.EN),
		},
	}, true
}

func lineOf(f figure) IndicatorScore {
	return IndicatorScore{
		Figure: f.shown, State: f.state, Unit: f.metric.Unit,
		Numerator: f.numerator, Denominator: f.denominator,
	}
}
