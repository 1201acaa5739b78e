package demo

import (
	"math"

	"anlan/safety"
)

// Types of GB 6441-1986 by their place in the standard's list.
const (
	struck    = 1
	transport = 2
	machine   = 3
	lifting   = 4
	shock     = 5
	drowning  = 6
	burn      = 7
	fire      = 8
	fall      = 9
	collapse  = 10
	roof      = 11
	vessel    = 17
	explosion = 18
	poisoning = 19
)

// typesOf2025 says how an accident of a type of 1986 is named from 2026-07-01 on: one of the types of GB 6441-2025.
var typesOf2025 = map[int][]int{
	struck: {1}, transport: {2, 3, 3, 3}, machine: {4}, lifting: {5}, shock: {6}, drowning: {7}, burn: {8}, fire: {9},
	fall: {10, 10, 11}, collapse: {12}, roof: {12}, vessel: {14, 15}, explosion: {16, 17, 18}, poisoning: {23, 24},
}

// harm is what an accident did; negative figures are not known.
type harm struct {
	deaths, serious, minor int
	loss                   int // yuan
}

// grade by Decree 493, article 3, from what is known; nothing known is no grade.
func (h harm) grade() safety.Grade {
	var c safety.Casualties
	if h.deaths >= 0 {
		c.Deaths = &h.deaths
	}
	if h.serious >= 0 {
		c.SeriousInjuries = &h.serious
	}
	if h.loss >= 0 {
		fen := int64(h.loss) * 100
		c.DirectLossFen = &fen
	}
	if c == (safety.Casualties{}) {
		return safety.GradeUnknown
	}
	grade, _ := safety.GradeOf(c)
	return grade
}

// incident is an accident before it is written.
type incident struct {
	enterprise *enterprise
	on         day
	kind       int // type of 1986
	harm       harm
	planted    bool // as a story tells: verified, counted, a responsibility accident
	concealed  bool
}

func (g *generator) accidents(month, count int) {
	s := newStream(g.Seed, "accident", month)
	told := g.incidents(s, month)
	number := 0
	for _, i := range told {
		number++
		g.accident(s, i, month, number)
	}
	for range count - len(told) {
		number++
		e := &g.enterprises[g.byAccident.pick(s)]
		types := g.sectors[e.sector].types
		i := incident{enterprise: e, on: g.anyDay(s, month), kind: types[s.below(len(types))], harm: drawHarm(s)}
		if s.chance(0.02 * fireSeason[g.months[month].Month()-1]) {
			i.kind = fire
		}
		g.accident(s, i, month, number)
	}
}

// incidents are those that stories tell of.
func (g *generator) incidents(s stream, month int) []incident {
	switch g.months[month] {
	case safety.NewMonth(2026, 8):
		return g.inCounty(s, overdueCounty, safety.NewDate(2026, 8, 14), explosion, harm{4, 2, 3, 8_600_000}, false)
	case safety.NewMonth(2026, 7):
		return g.inCounty(s, concealingCounty, safety.NewDate(2026, 7, 9), poisoning, harm{1, 0, 1, 1_350_000}, true)
	case safety.NewMonth(2025, 3):
		return g.inCounty(s, tragicCounty, safety.NewDate(2025, 3, 18), fire, harm{11, 6, 9, 23_400_000}, false)
	}
	return nil
}

func (g *generator) inCounty(s stream, county safety.RegionCode, on safety.Date, kind int, h harm, concealed bool) []incident {
	if on.After(g.Until) {
		return nil
	}
	for {
		if e := &g.enterprises[g.byActivity.pick(s)]; g.units[e.unit].code == county {
			return []incident{{enterprise: e, on: dayOf(on), kind: kind, harm: h, planted: true, concealed: concealed}}
		}
	}
}

// drawHarm: most accidents are general with none or one killed; few are larger. Some sources leave figures out.
func drawHarm(s stream) harm {
	h := harm{serious: min(9, s.waiting(0.7)), minor: s.waiting(0.8), loss: 10_000 * int(min(990, math.Max(2, s.logNormal(70, 1.0))))}
	switch x := s.unit(); {
	case x < 0.46:
		h.deaths = 1
	case x < 0.53:
		h.deaths = 2
	case x < 0.54:
		h.deaths, h.loss = s.between(3, 5), 10_000*s.between(300, 1900)
	}
	if s.chance(0.02) {
		h.deaths = -1
	}
	if s.chance(0.04) {
		h.serious = -1
	}
	if s.chance(0.06) {
		h.minor = -1
	}
	if s.chance(0.06) {
		h.loss = -1
	}
	return h
}
