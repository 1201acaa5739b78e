package demo

import (
	"strconv"

	"anlan/safety"
)

// enteredItem is something that people score or count for a scheme, and how.
type enteredItem struct {
	scheme, item string
	kind         int // place in unitKinds
	grain        safety.Grain
	most         int     // marks; of a count about how many there are
	count        bool    // most of the time 0
	missing      float64 // share of the subjects that nobody scored
}

// enteredItems are those of the schemes that ship.
var enteredItems = []enteredItem{
	{scheme: "county-quarterly", item: "supervision_score", grain: safety.GrainQuarter, most: 100, missing: 0.01},
	{scheme: "county-quarterly", item: "commendations", grain: safety.GrainQuarter, most: 2, count: true},
}

// entries writes what people entered for every period that has ended.
func (g *generator) entries() {
	number := 0
	for i, item := range enteredItems {
		s := newStream(g.Seed, "entry", i)
		for m := firstMonth; !m.Last().After(g.Until); m = m.Next() {
			p := safety.PeriodAt(item.grain, m.First())
			if p.To != m.Last() || p.From.Before(firstMonth.First()) {
				continue
			}
			g.subjects(item, func(subject string, quality float64) {
				value := int(float64(item.most) * (0.72 + 0.12*quality + 0.14*s.unit()))
				if item.count {
					value = max(0, s.below(10*item.most)-8*item.most)
				}
				if !s.chance(item.missing) {
					number++
					g.entry(item, subject, p, value, number)
				}
			})
		}
	}
}

// subjects visits who is judged: region, sector, department joined, and how good they are.
func (g *generator) subjects(item enteredItem, visit func(subject string, quality float64)) {
	switch {
	case item.kind == 1:
		for _, city := range g.cities {
			for i, dep := range reportingDepartments {
				visit(string(city)+",,"+dep, 0.3*float64(i%4)-0.3)
			}
		}
	case item.grain == safety.GrainYear:
		for _, city := range g.cities {
			visit(string(city)+",,", 0.5)
		}
	default:
		for i := range g.units {
			if u := &g.units[i]; !u.isCity {
				visit(string(u.code)+",,", u.quality)
			}
		}
	}
}

func (g *generator) entry(item enteredItem, subject string, p safety.Period, value, number int) {
	r := &g.row
	r.begin(systems["assessment_entry"], "KH-"+strconv.Itoa(1_000_000+number))
	r.string(subject)
	r.string(item.scheme)
	r.string(g.words.unitKinds[item.kind])
	r.string("") // no enterprise
	r.string(item.item)
	r.day(dayOf(p.From))
	r.day(dayOf(p.To))
	r.number(value)
	remark := ""
	if !item.count && value < item.most*7/10 {
		remark = "台账不全"
	}
	r.string(remark)
	r.string("安委办考核记录" + p.Code)
	g.files["assessment_entry"].good(r.end())
}
