package prose

import (
	"slices"
	"strings"

	"anlan/reports/document"
	"anlan/warehouse"
)

// Pair says two figures and how they changed: 发生事故12起、死亡3人，同比分别减少3起、1人，下降20.0%、25.0%. Directions that differ are
// said apart: 同比事故起数减少3起、下降20.0%，死亡人数持平.
func (s Style) Pair(a, b Quantity, against ...string) string {
	return s.Several([]Quantity{a, b}, against...)
}

// Several is Pair for any number of figures: accidents, deaths and injuries.
func (s Style) Several(qs []Quantity, against ...string) string {
	var known []Quantity
	var clauses []string
	for _, q := range qs {
		if _, is := q.Now.number(); is {
			known = append(known, q)
		}
	}
	if len(known) > 0 {
		clauses = append(clauses, s.list(known))
	}
	for _, q := range qs {
		if _, is := q.Now.number(); !is {
			clauses = append(clauses, s.notKnown(q))
		}
	}
	text := strings.Join(clauses, "，")
	if s.english() {
		text = s.Join(clauses...)
	}
	for i, compared := range s.severals(known, len(qs) > 1, against) {
		separator := s.pick("，", ", ")
		if i > 0 {
			separator = s.pick("；", "; ")
		}
		text += separator + compared
	}
	return text
}

// list states figures that are known: 发生事故12起、死亡3人. In English counts stand behind one there were, the others are clauses.
func (s Style) list(known []Quantity) string {
	var states, clauses []string
	opening, behind := "", ""
	for _, q := range known {
		said := s.states(q)
		switch q.Now.State {
		case warehouse.Partial:
			behind = s.partial(q.Now.State)
		case warehouse.Incomplete: // of this figure, not of those beside it
			said += s.partial(q.Now.State)
		}
		switch {
		case s.english() && !s.counts(q):
			clauses = append(clauses, said)
			continue
		case len(states) == 0:
			opening = s.opening(q)
		}
		states = append(states, said)
	}
	if !s.english() {
		return strings.Join(states, "、") + behind
	}
	if len(states) > 0 {
		clauses = append([]string{opening + s.Join(states...)}, clauses...)
	}
	return strings.Join(clauses, ", ") + behind
}

func (s Style) severals(known []Quantity, named bool, against []string) []string {
	flat := func(a string) bool {
		return (len(known) > 1 || len(known) == 1 && !named) && !slices.ContainsFunc(known, func(q Quantity) bool { return !s.flat(q, a) })
	}
	return s.each(against, s.all(len(known)), flat, func(a string) string {
		var qs []Quantity
		var changes []change
		for _, q := range known {
			if c := s.change(q, a); c.outcome != notAsked {
				qs, changes = append(qs, q), append(changes, c)
			}
		}
		switch {
		case len(qs) == 0:
			return ""
		case !named:
			return s.compared(qs[0], a, changes[0])
		case len(qs) > 1 && len(qs) == len(known) && s.alike(qs, a, changes):
			return s.together(qs, a, changes)
		}
		return s.apart(qs, a, changes)
	})
}

// all is what English says before what is true of so many: both unchanged.
func (s Style) all(n int) string {
	switch {
	case !s.english() || n < 2:
		return ""
	case n == 2:
		return "both "
	}
	return "all "
}

// alike tells that changes can share their words.
func (s Style) alike(qs []Quantity, against string, changes []change) bool {
	sizes, percents := s.direction(qs[0], changes[0].up)
	for i, c := range changes {
		first := changes[0]
		ownSizes, ownPercents := s.direction(qs[i], c.up)
		if c.outcome != first.outcome || qs[i].base(against).State != qs[0].base(against).State || (c.size == nil) != (first.size == nil) || (c.percent == nil) != (first.percent == nil) ||
			ownSizes != sizes || ownPercents != percents || qs[i].Rate != qs[0].Rate {
			return false
		}
	}
	return true
}

// together says changes of one direction in one breath.
func (s Style) together(qs []Quantity, against string, changes []change) string {
	b, first := s.basis(against), changes[0]
	all := s.pick("均", s.all(len(qs)))
	behind := s.partialBase(qs[0], against)
	switch first.outcome {
	case noBase:
		return s.compared(qs[0], against, first)
	case level, nearly:
		said := all + s.said(qs[0], against, first)
		return s.pick(b.with+said, said+" "+b.level) + behind
	}
	sizes, percents := s.direction(qs[0], first.up)
	var byEach, inPercent []string
	for i, q := range qs {
		switch {
		case s.english() && changes[i].size != nil && changes[i].percent != nil:
			byEach = append(byEach, s.difference(q, against, changes[i])+" ("+s.percent(q, against, changes[i])+")")
			continue
		case changes[i].size != nil:
			byEach = append(byEach, s.difference(q, against, changes[i]))
		}
		if changes[i].percent != nil {
			inPercent = append(inPercent, s.percent(q, against, changes[i]))
		}
	}
	if s.english() {
		text := sizes + " " + s.Join(append(byEach, inPercent...)...) + " respectively"
		if first.outcome == fromZero {
			return text + " from " + s.told(qs[0], against) + s.zero(qs[0], against, first) + " in " + b.baseEN + behind
		}
		return text + " " + b.en + behind
	}
	var said []string
	if len(byEach) > 0 {
		said = append(said, sizes+strings.Join(byEach, "、"))
	}
	if len(inPercent) > 0 {
		said = append(said, percents+strings.Join(inPercent, "、"))
	}
	text := "分别" + strings.Join(said, "，")
	if first.outcome == fromZero {
		return b.base + s.told(qs[0], against) + "均为" + s.zero(qs[0], against, first) + "，" + text + behind
	}
	return b.zh + text + behind
}

// apart says each change behind its title, and what they are set against once.
func (s Style) apart(qs []Quantity, against string, changes []change) string {
	b := s.basis(against)
	var said []string
	for i, q := range qs {
		c := changes[i]
		text := s.title(q) + s.pick("", " ")
		switch c.outcome {
		case noBase:
			text += s.pick("无法比较（"+b.base, "not comparable (") + s.unknown(q, document.Base, against, c.state) + s.pick("）", ")")
		case fromZero:
			text += s.said(q, against, c) + s.pick("（"+b.base+s.told(q, against)+"为", " (from "+s.told(q, against)) + s.zero(q, against, c) + s.pick("）", ")")
		default:
			text += s.said(q, against, c)
		}
		said = append(said, text+s.partialBase(q, against))
	}
	if s.english() {
		return s.Join(said...) + " " + b.en
	}
	return b.zh + strings.Join(said, "，")
}
