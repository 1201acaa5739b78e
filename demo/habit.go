package demo

import "time"

// habit is how well a unit does its work in a month: shares of cases. Invented.
type habit struct {
	inTime      float64 // hazards rectified by their deadline
	majorInTime float64
	assured     float64 // major hazards with all five assurances
	pass        float64 // exams passed
	late        float64 // reports that come late
	missing     float64 // reports that do not come
}

// What a unit reports or fails to report goes together for inspections and hazards.
const (
	factInspection = iota
	factHazard
	factTraining
	factAccident
	reportedFacts
)

var reportedFactNames = [reportedFacts]string{"inspection", "hazard", "training", "accident"}

func (g *generator) habits(unit int32, month int) habit { return g.habitOf[month][unit] }

// settle decides how every unit does every month, and which reports never come.
func (g *generator) settle() {
	for m := range g.months {
		s := newStream(g.Seed, "habit", m)
		trend := 0.02 * float64(m) / float64(len(g.months))
		habits := make([]habit, len(g.units))
		silent := make([][reportedFacts]bool, len(g.units))
		for i, u := range g.units {
			q := u.quality
			h := habit{
				inTime:      0.89 + 0.06*q + trend + 0.02*s.unit(),
				majorInTime: 0.87 + 0.08*q + trend + 0.02*s.unit(),
				assured:     0.86 + 0.1*q + trend,
				pass:        0.92 + 0.04*q + trend + 0.01*s.unit(),
				late:        0.04 - 0.03*q,
				missing:     0.006 - 0.005*q,
			}
			if u.isCity {
				h.missing = 0
			}
			g.story.change(u.code, g.months[m], &h)
			habits[i] = h
			silent[i][factInspection] = s.chance(h.missing)
			silent[i][factHazard] = silent[i][factInspection]
			silent[i][factTraining] = s.chance(h.missing)
		}
		g.habitOf = append(g.habitOf, habits)
		g.silent = append(g.silent, silent)
		for f := range reportedFacts {
			g.reported[f] = append(g.reported[f], make([]int32, len(g.units)))
		}
		g.planned = append(g.planned, make([]int32, len(g.units)))
	}
}

// someEnterprise draws an enterprise whose unit reported the fact of the month.
func (g *generator) someEnterprise(s stream, by picker, month, fact int) *enterprise {
	for {
		e := &g.enterprises[by.pick(s)]
		if !g.silent[month][e.unit][fact] {
			return e
		}
	}
}

// quarterEnd and halfYearEnd say what a month ends.
func quarterEnd(m time.Month) bool  { return m%3 == 0 }
func halfYearEnd(m time.Month) bool { return m%6 == 0 }
