package scheme

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// NumberInWords is a number of a scheme with what people call it.
type NumberInWords struct {
	Number
	Title     warehouse.Text // what it is: 分值, 得满分的值, 第2档：不低于; its path where no word is known
	LineTitle warehouse.Text // what it belongs to; empty for the scheme's own
	// Unit is marks, or the unit of the figure that it is compared with; empty where that is none or not known.
	Unit warehouse.Text
}

// NumbersInWords is [Scheme.Numbers] with what people call them.
func (s *Scheme) NumbersInWords() []NumberInWords {
	lines := s.numberedLines()
	var out []NumberInWords
	for _, n := range s.Numbers() {
		out = append(out, NumberInWords{Number: n}.titled(s, lines[n.Line]))
	}
	return out
}

// marksUnit is the unit of numbers that are marks.
var marksUnit = warehouse.Text{ZH: "分", EN: "marks"}

// numberWords say what a number is by the last key of its path; those that are marks are named.
var numberWords = map[string]struct {
	title warehouse.Text
	marks bool
}{
	"full_marks":      {warehouse.Text{ZH: "满分", EN: "Full marks"}, true},
	"most_marks":      {warehouse.Text{ZH: "总分上限", EN: "Most that a score may be"}, true},
	"least_marks":     {warehouse.Text{ZH: "总分下限", EN: "Least that a score may be"}, true},
	"bonuses_most":    {warehouse.Text{ZH: "加分合计上限", EN: "Most of all bonuses"}, true},
	"deductions_most": {warehouse.Text{ZH: "扣分合计上限", EN: "Most of all deductions"}, true},
	"marks":           {warehouse.Text{ZH: "分值", EN: "Marks"}, true},
	"most":            {warehouse.Text{ZH: "上限", EN: "At most"}, true},
	"least":           {warehouse.Text{ZH: "下限", EN: "At least"}, true},
	"from":            {warehouse.Text{ZH: "分数线（含）", EN: "From, included"}, true},
	"gives":           {warehouse.Text{ZH: "得分", EN: "Gives"}, true},
	"costs":           {warehouse.Text{ZH: "扣分", EN: "Costs"}, true},
	"floor":           {warehouse.Text{ZH: "得0分的值", EN: "Figure that earns nothing"}, false},
	"target":          {warehouse.Text{ZH: "得满分的值", EN: "Figure that earns all marks"}, false},
	"at":              {warehouse.Text{ZH: "指标值", EN: "At"}, false},
	"at_least":        {warehouse.Text{ZH: "不低于", EN: "From, included"}, false},
	"at_most":         {warehouse.Text{ZH: "不高于", EN: "Up to, included"}, false},
	"above":           {warehouse.Text{ZH: "高于", EN: "Above"}, false},
	"below":           {warehouse.Text{ZH: "低于", EN: "Below"}, false},
	"each":            {warehouse.Text{ZH: "每", EN: "For each"}, false},
	"from_zero":       {warehouse.Text{ZH: "对比值为0时，变化幅度按", EN: "Change from zero counts as"}, false},
}

// placeWords say where in a rule a number stands, by the key before the last; %d is the number of an entry, from 1.
var placeWords = map[string]warehouse.Text{
	"interpolate":     {ZH: "第%d个折点：", EN: "Point %d: "},
	"steps":           {ZH: "第%d档：", EN: "Step %d: "},
	"deductions":      {ZH: "第%d项扣分：", EN: "Cause %d: "},
	"additions":       {ZH: "第%d项加分：", EN: "Addition %d: "},
	"deduct_per_unit": {ZH: "按数扣分：", EN: "For each one: "},
	"earn_per_unit":   {ZH: "按数得分：", EN: "For each one: "},
	"all_or_nothing":  {ZH: "得满分须", EN: "All marks: "},
	"effect":          {ZH: "否决后：", EN: "Once vetoed: "},
}

var pathEntry = regexp.MustCompile(`^([a-z_]+)(?:\[(\d+)\])?$`)

// numbered is the line that a number belongs to.
type numbered struct {
	title  warehouse.Text
	figure string
	rule   *Rule
}

// numberedLines finds what can have numbers by its name.
func (s *Scheme) numberedLines() map[string]numbered {
	out := map[string]numbered{}
	for _, b := range s.Bands {
		out[b.Name] = numbered{title: b.Title}
	}
	eachGroup(s.Groups, func(g *Group) {
		out[g.Name] = numbered{title: g.Title}
		for i := range g.Indicators {
			one := &g.Indicators[i]
			out[one.Name] = numbered{one.Title, s.leading(one.Figure, one.Name, &one.Rule), &one.Rule}
		}
	})
	for i := range s.Bonuses {
		b := &s.Bonuses[i]
		out[b.Name] = numbered{b.Title, s.leading(b.Figure, b.Name, &b.Rule), &b.Rule}
	}
	for i := range s.Deductions {
		d := &s.Deductions[i]
		out[d.Name] = numbered{d.Title, s.leading(d.Figure, d.Name, &d.Rule), &d.Rule}
	}
	for _, v := range s.Vetoes {
		out[v.Name] = numbered{title: v.Title}
	}
	return out
}

// titled says what a number is; a path that no word is known for stands for itself.
func (n NumberInWords) titled(s *Scheme, of numbered) NumberInWords {
	keys := strings.Split(n.Path, ".")
	last := pathEntry.FindStringSubmatch(keys[len(keys)-1])
	n.LineTitle, n.Title = of.title, warehouse.Text{ZH: n.Path, EN: n.Path}
	if last == nil {
		return n
	}
	words, known := numberWords[last[1]]
	if !known {
		return n
	}
	n.Title = words.title
	place, entry := "", 0
	if len(keys) > 1 {
		if found := pathEntry.FindStringSubmatch(keys[len(keys)-2]); found != nil {
			place = found[1]
			entry, _ = strconv.Atoi(found[2]) // digits, or nothing
		}
	}
	if where, ok := placeWords[place]; ok {
		if strings.Contains(where.ZH, "%d") {
			where = warehouse.Text{ZH: fmt.Sprintf(where.ZH, entry+1), EN: fmt.Sprintf(where.EN, entry+1)}
		}
		n.Title = warehouse.Text{ZH: where.ZH + n.Title.ZH, EN: where.EN + strings.ToLower(n.Title.EN[:1]) + n.Title.EN[1:]}
	}
	if n.Unit = of.unitOf(s, place, entry); words.marks || of.rule == nil {
		n.Unit = marksUnit // bands stand on scores
	}
	return n
}

// unitOf is the unit of the figure that a number of a rule is about; empty where the rule judges a change or a place, which has
// another one.
func (of numbered) unitOf(s *Scheme, place string, entry int) warehouse.Text {
	if of.rule == nil || of.rule.Compare != nil || of.rule.Rank != nil {
		return warehouse.Text{}
	}
	figure := of.figure
	switch {
	case place == "deductions" && entry < len(of.rule.Deductions):
		figure = of.rule.Deductions[entry].Figure
	case place == "additions" && entry < len(of.rule.Additions):
		figure = of.rule.Additions[entry].Figure
	}
	in := s.inputNamed(figure)
	if in == nil {
		return warehouse.Text{}
	}
	unit := warehouse.Text{ZH: in.Unit}
	if in.Unit == "%" {
		unit.EN = "%"
	}
	return unit
}
