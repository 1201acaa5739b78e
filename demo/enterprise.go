package demo

import (
	"fmt"
	"math"

	"anlan/safety"
)

// enterprise is one invented enterprise, with what records repeat of it.
type enterprise struct {
	id        string
	index     int32 // place among the enterprises
	unit      int32
	sector    int8
	class     int8 // place in classes; -1 not known
	employees int32
	pool      int32 // workers who take part in training
	duties    [certifiedKinds]uint8
	safe      bool // a safety director is appointed
	// place is region, sector and department; subject is the place, the enterprise and its class: what every record of
	// it repeats, joined as it stands in a file.
	place   string
	subject string
}

// must be certified: principals, safety managers and special operators (三项人员).
const certifiedKinds = 3

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// creditCode makes the code of the n-th enterprise of a unit: registered with market supervision (9), an enterprise (1),
// the unit's six digits, nine digits that count, and the check digit of GB 32100-2015.
func creditCode(region safety.RegionCode, n int) string {
	body := fmt.Sprintf("91%sMA%07d", region[:6], n)
	sum, weight := 0, 1
	for i := range len(body) {
		for v := range len(creditAlphabet) {
			if creditAlphabet[v] == body[i] {
				sum += v * weight
			}
		}
		weight = weight * 3 % 31
	}
	return body + string(creditAlphabet[(31-sum%31)%31])
}

var (
	classes      = []string{"A", "B", "C", "D"}
	riskColours  = []string{"red", "orange", "yellow", "blue"}
	benchmarks   = []string{"none", "county", "city", "province"}
	unknownClass = int8(-1)
)

// populate makes the enterprises: as many in a unit as its weight says, in the sectors that it lives on.
func (g *generator) populate() {
	weights := make([]float64, len(g.units))
	for i, u := range g.units {
		weights[i] = u.weight
	}
	perUnit := apportion(g.size.enterprises, weights)
	trained := float64(g.size.trainings) / float64(g.size.enterprises)
	for i, u := range g.units {
		s := newStream(g.Seed, "enterprise", i)
		pick := newPicker(sectorWeights(g.sectors, u.lean))
		for n := range perUnit[i] {
			e := enterprise{id: creditCode(u.code, n+1), index: int32(len(g.enterprises)), unit: int32(i), sector: int8(pick.pick(s))}
			sec := g.sectors[e.sector]
			e.employees = int32(min(20_000, 3+s.logNormal(38, 1.15)))
			e.class = int8([]int{0, 1, 1, 1, 1, 2, 2, 2, 3}[s.below(9)])
			if s.chance(0.02) {
				e.class = unknownClass
			}
			e.duties = [certifiedKinds]uint8{1, uint8(1 + min(3, e.employees/80)), 0}
			if sec.highRisk || s.chance(0.3) {
				e.duties[2] = uint8(1 + min(6, e.employees/30))
			}
			// Workers are trained some two and a half times a year on average, so that most are reached.
			e.pool = int32(max(1, trained*s.logNormal(0.12, 0.4)*math.Sqrt(float64(e.employees)/38)))
			required := e.employees >= 1000 || sec.highRisk && e.employees >= 300
			e.safe = required && s.chance(0.9+0.08*u.quality) || !required && s.chance(0.02)
			e.place = string(g.regionOf(s, u)) + "," + sec.code + "," + sec.department
			e.subject = e.place + "," + e.id + "," + g.class(e.class)
			g.enterprises = append(g.enterprises, e)
			g.writeEnterprise(s, &e, n+1)
		}
	}
	g.prepareDraws()
}

// regionOf says where a record of the unit is counted: mostly a town, sometimes the unit itself.
func (g *generator) regionOf(s stream, u unit) safety.RegionCode {
	if len(u.towns) > 0 && s.chance(0.78) {
		return u.towns[s.below(len(u.towns))]
	}
	return u.code
}

func (g *generator) class(c int8) string {
	if c < 0 {
		return ""
	}
	return g.words.classes[c]
}

func (g *generator) writeEnterprise(s stream, e *enterprise, n int) {
	u, sec := g.units[e.unit], g.sectors[e.sector]
	r := &g.row
	r.begin(systems["enterprise"], e.id)
	r.string(e.place)
	r.string(fmt.Sprintf("示例-%s-%s-%04d", u.short, sec.short, n))
	r.string(sec.industry)
	r.string(g.class(e.class))
	risk := []int{3, 3, 3, 2, 2, 2, 1}[s.below(7)]
	if sec.highRisk {
		risk = []int{3, 2, 2, 1, 1, 0}[s.below(6)]
	}
	if s.chance(0.03) {
		r.string("")
	} else {
		r.string(g.words.risks[risk])
	}
	if s.chance(0.02) {
		r.string("")
	} else {
		r.number(int(e.employees))
	}
	r.answer(sayIf(sec.highRisk))
	r.answer(sayIf(e.safe))
	r.answer(sayIf(sec.major >= 0.03 && risk <= 1))
	switch x := s.below(100); {
	case x < 3:
		r.string("")
	case x < 5:
		r.string(g.words.benchmarks[1+s.below(3)])
	default:
		r.string(g.words.benchmarks[0])
	}
	switch {
	case e.class == 0 && s.chance(0.1):
		r.string(g.words.listings[1])
	case e.class == 3 && s.chance(0.1):
		r.string(g.words.listings[2])
	default:
		r.string(g.words.listings[0])
	}
	if s.chance(0.05) {
		r.day(0)
	} else {
		r.day(g.days.first + 3650 + day(s.below(8000)))
	}
	r.place(g.placeOf(newStream(g.Seed, "place", int(e.index)), e.unit))
	cell := g.tally.atEnd(u.city)
	cell[mEnterprises]++
	if sec.highRisk {
		cell[mEnterprisesHighRisk]++
	}
	g.files["enterprise"].good(r.end())
}
