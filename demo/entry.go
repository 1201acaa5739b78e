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
	{scheme: "city-annual", item: "inspection_result", grain: safety.GrainYear, most: 15},
	{scheme: "city-annual", item: "praised_province", grain: safety.GrainYear, most: 2, count: true},
	{scheme: "city-annual", item: "criticised", grain: safety.GrainYear, most: 1, count: true},
	{scheme: "city-annual", item: "inspection_result", grain: safety.GrainQuarter, most: 15, missing: 0.1},
	{scheme: "department-annual", item: "committee_score", kind: 1, grain: safety.GrainYear, most: 10},
	{scheme: "department-annual", item: "leader_score", kind: 1, grain: safety.GrainYear, most: 5},
	{scheme: "department-annual", item: "committee_score", kind: 1, grain: safety.GrainQuarter, most: 10, missing: 0.05},
	{scheme: "department-annual", item: "leader_score", kind: 1, grain: safety.GrainQuarter, most: 5, missing: 0.05},
}

// entries writes what people entered for every period that has ended.
func (g *generator) entries() {
	number := 0
	for i, item := range enteredItems {
		s := newStream(g.Seed, "entry", i)
		for m := firstMonth; !m.Last().After(g.Until); m = m.Next() {
			p := safety.PeriodAt(item.grain, m.First())
			if p.To != m.Last() {
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
	for c, city := range g.cities {
		if item.kind == 0 {
			visit(string(city)+",,", 0.25*float64(c%5)-0.5)
			continue
		}
		for i, dep := range reportingDepartments {
			visit(string(city)+",,"+dep, 0.3*float64(i%4)-0.3)
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
