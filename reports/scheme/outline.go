package scheme

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Entry is one line of a scheme as people read it: what is judged, for how many marks, by which rule.
type Entry struct {
	Name       string
	Title      warehouse.Text
	Kind       LineKind
	Group      string
	GroupTitle warehouse.Text
	// Marks is what an indicator can earn; the most of a bonus or deduction, nil where it has no bound.
	Marks    *decimal.Decimal
	Figure   string         // the leading figure; empty where a rule has none
	Rule     warehouse.Text // in words
	Applies  warehouse.Text // when it applies; empty for always
	Document string
}

// Outline lists the indicators, bonuses and deductions in the order of the scheme.
func (s *Scheme) Outline() []Entry {
	var out []Entry
	eachGroup(s.Groups, func(g *Group) {
		for _, i := range g.Indicators {
			e := s.entry(i.Name, i.Title, Scored, i.Figure, &i.Rule, i.AppliesWhen, i.Document)
			e.Group, e.GroupTitle, e.Marks = g.Name, g.Title, &i.Marks
			out = append(out, e)
		}
	})
	for _, b := range s.Bonuses {
		e := s.entry(b.Name, b.Title, Bonus, b.Figure, &b.Rule, b.AppliesWhen, b.Document)
		e.Marks = b.Most
		out = append(out, e)
	}
	for _, d := range s.Deductions {
		e := s.entry(d.Name, d.Title, Deduction, d.Figure, &d.Rule, d.AppliesWhen, d.Document)
		e.Marks = d.Most
		out = append(out, e)
	}
	return out
}

func (s *Scheme) entry(name string, title warehouse.Text, kind LineKind, figure string, rule *Rule, when, document string) Entry {
	e := Entry{Name: name, Title: title, Kind: kind, Figure: s.leading(figure, name, rule), Document: document}
	e.Rule = s.ruleInWords(e.Figure, rule)
	if when != "" {
		e.Applies = s.expressionWords(when)
	}
	return e
}

// ruleInWords says a rule without anybody's figures.
func (s *Scheme) ruleInWords(figure string, r *Rule) warehouse.Text {
	var parts []warehouse.Text
	add := func(t warehouse.Text) {
		t.ZH, t.EN = strings.TrimLeft(t.ZH, "；，"), strings.TrimLeft(t.EN, ";, ")
		if t.ZH != "" {
			parts = append(parts, t)
		}
	}
	unit := ""
	if in := s.inputNamed(figure); in != nil && !r.Entered {
		unit = in.Unit
		add(in.Title)
	}
	if r.Compare != nil {
		unit = s.compareInWords(add, *r.Compare, unit)
	}
	if r.Rank != nil {
		add(warehouse.Text{ZH: "按在同组中的位次", EN: "judged by its place among peers"})
		unit = "位"
		if r.Rank.As == AsPercentile {
			unit = "%"
		}
	}
	s.baseInWords(add, r, unit)
	for _, c := range append(append([]Charge{}, r.Deductions...), r.Additions...) {
		add(s.chargeInWords(c))
	}
	if r.Take == TakeHighest {
		add(warehouse.Text{ZH: "取最高的一项", EN: "only the largest counts"})
	}
	for _, end := range []struct{ when, zh, en string }{{r.FullWhen, "得满分", "gives all marks"}, {r.LoseWhen, "该项不得分", "loses all marks"}} {
		if end.when != "" {
			words := s.expressionWords(end.when)
			add(warehouse.Text{ZH: words.ZH + "，" + end.zh, EN: words.EN + ", which " + end.en})
		}
	}
	var zh, en []string
	for _, part := range parts {
		zh, en = append(zh, part.ZH), append(en, part.EN)
	}
	return warehouse.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}

// compareInWords says what a figure is set against, and gives the unit of the change.
func (s *Scheme) compareInWords(add func(warehouse.Text), c Compare, unit string) string {
	with := comparisonWords[c.With]
	if in := s.inputNamed(c.Figure); c.With == WithFigure && in != nil {
		with = in.Title
	}
	add(warehouse.Text{ZH: "与" + with.ZH + "相比", EN: "set against " + with.EN})
	switch {
	case c.By == ByPercent, c.By == ByRatio:
		return "%"
	case unit == "%":
		return "个百分点"
	}
	return unit
}

func (s *Scheme) baseInWords(add func(warehouse.Text), r *Rule, unit string) {
	p, w, en := &paper{s: s}, &phrase{}, percentOnly(unit)
	switch {
	case r.Proportional != nil:
		w.add(fmt.Sprintf("%s%s得0分，%s%s得满分，之间按比例计分", r.Proportional.Floor, unit, r.Proportional.Target, unit),
			fmt.Sprintf("%s%s earns nothing, %s%s all marks, in proportion between them", r.Proportional.Floor, en, r.Proportional.Target, en))
	case len(r.Interpolate) > 0:
		for _, point := range r.Interpolate {
			w.add(fmt.Sprintf("%s%s得%s分，", point.At, unit, point.Gives), fmt.Sprintf("%s%s gives %s, ", point.At, en, point.Gives))
		}
		w.add("之间按比例计分", "in proportion between them")
	case len(r.Steps) > 0:
		for i, tier := range r.Steps {
			one := warehouse.Text{ZH: "其他情形", EN: "anything else"}
			if !tier.Otherwise {
				one = p.thresholdWords(tier.threshold(), unit)
			}
			if i > 0 {
				w.add("，", ", ")
			}
			if tier.Costs != nil {
				w.add(fmt.Sprintf("%s扣%s分", one.ZH, tier.Costs), fmt.Sprintf("%s costs %s", one.EN, tier.Costs))
			} else {
				w.add(fmt.Sprintf("%s得%s分", one.ZH, tier.Gives), fmt.Sprintf("%s gives %s", one.EN, tier.Gives))
			}
		}
	case r.DeductPerUnit != nil:
		p.unitWords(w, *r.DeductPerUnit, unit, r.Compare != nil)
	case r.EarnPerUnit != nil:
		p.unitWords(w, *r.EarnPerUnit, unit, r.Compare != nil)
	case r.AllOrNothing != nil:
		one := p.thresholdWords(*r.AllOrNothing, unit)
		w.add(one.ZH+"得满分，否则不得分", one.EN+" gives all marks, anything else none")
	case r.Entered:
		w.add("由考核人员评定", "given by those who assess")
	case r.Formula != "":
		one := s.expressionWords(r.Formula)
		w.add("按公式（"+one.ZH+"）计算", "by the formula "+one.EN)
	}
	add(w.text())
}

func (s *Scheme) chargeInWords(c Charge) warehouse.Text {
	p, w, title := &paper{s: s}, &phrase{}, c.Title
	in := s.inputNamed(c.Figure)
	switch {
	case title.ZH != "":
	case in != nil:
		title = in.Title
	default:
		title = s.expressionWords(c.When)
	}
	w.add(title.ZH, title.EN)
	switch {
	case in != nil:
		p.unitWords(w, c.perUnit(), in.Unit, false)
	case c.Costs != nil:
		w.add(fmt.Sprintf("，扣%s分", c.Costs), fmt.Sprintf(", costs %s", c.Costs))
	case c.Gives != nil:
		w.add(fmt.Sprintf("，加%s分", c.Gives), fmt.Sprintf(", adds %s", c.Gives))
	}
	return warehouse.Text{ZH: strings.ReplaceAll(w.text().ZH, "；", "，"), EN: strings.ReplaceAll(w.text().EN, ";", ",")}
}

// InWords says what triggers a veto and what it does.
func (s *Scheme) InWords(v *VetoRule) (when, effect warehouse.Text) {
	when = s.expressionWords(v.When)
	switch {
	case v.Months < 0:
		when = warehouse.Text{ZH: "本年" + when.ZH, EN: "this year " + when.EN}
	case v.Months > 0:
		when = warehouse.Text{ZH: fmt.Sprintf("近%d个月%s", v.Months, when.ZH), EN: fmt.Sprintf("over %d months %s", v.Months, when.EN)}
	}
	return when, s.wordsEffect(v)
}
