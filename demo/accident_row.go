package demo

import (
	"fmt"

	"anlan/safety"
)

var accidentStatuses = []string{"flash", "verified", "struck_off"}

const (
	statusFlash = iota
	statusVerified
	statusStruckOff
)

// standing is how an accident counts.
type standing struct {
	status                              int
	counted, production, responsibility answer
	late, omitted, falsely, concealed   answer
	closed                              day
	accountable                         int
}

func (g *generator) standing(s stream, i incident) standing {
	st := standing{status: statusVerified, late: no, omitted: no, falsely: no, concealed: sayIf(i.concealed), accountable: -1}
	recent := g.end-i.on < 30
	if !i.planted {
		switch x := s.unit(); {
		case x < 0.03:
			st.status = statusStruckOff
		case recent && x < 0.7:
			st.status = statusFlash
		}
		switch s.below(250) {
		case 0, 1:
			st.late = yes
		case 2:
			st.omitted = yes
		case 3:
			st.falsely = yes
		}
		if s.chance(0.02) {
			st.late, st.omitted, st.falsely, st.concealed = unknown, unknown, unknown, unknown
		}
	}
	st.production = sayIf(i.planted || s.chance(0.86))
	st.counted = sayIf(i.planted || st.status != statusStruckOff && st.production == yes && s.chance(0.97))
	st.responsibility = sayIf(i.planted || st.production == yes && s.chance(0.8))
	if st.status == statusVerified && !recent && s.chance(0.8) {
		st.closed = g.notAfterEnd(i.on + day(s.between(30, 150)))
	}
	if st.closed != 0 {
		st.accountable = s.waiting(2.5)
	}
	return st
}

func (g *generator) accident(s stream, i incident, month, number int) {
	u := &g.units[i.enterprise.unit]
	st := g.standing(s, i)
	minute := int64(i.on)*minutesPerDay + int64(s.between(0, 24*60-1))
	reported := minute + int64(5+s.waiting(35))
	if st.late == yes {
		reported += int64(s.between(5, 40)) * 60
	}
	grade := i.harm.grade()

	r := &g.row
	r.begin(systems["accident"], g.id("SG", month, number))
	r.string(i.enterprise.subject)
	r.day(i.on)
	if !i.planted && s.chance(0.03) {
		r.at(0)
		r.at(0)
	} else {
		r.at(minute)
		r.at(reported)
	}
	r.string("") // no inspection
	edition, kind := g.accidentType(s, i)
	r.string(kind)
	r.string(edition)
	r.known(i.harm.deaths)
	r.known(i.harm.serious)
	r.known(i.harm.minor)
	r.known(i.harm.loss)
	r.string(grade.TitleZH())
	r.string(g.words.statuses[st.status])
	for _, a := range []answer{st.counted, st.production, st.responsibility, st.late, st.omitted, st.falsely, st.concealed} {
		r.answer(a)
	}
	r.day(st.closed)
	r.known(st.accountable)
	r.string(fmt.Sprintf("示例：%s发生一起%s事故", u.name, kind))
	g.countAccident(i, st, grade, month, u.city)
	g.reported[factAccident][month][i.enterprise.unit]++
	g.files["accident"].good(r.end())
}

func (g *generator) accidentType(s stream, i incident) (edition, kind string) {
	if safety.EditionAt(i.on.date(), safety.Date{}) == safety.GB6441Of1986 {
		return "1986", g.words.types1986[i.kind-1].ZH
	}
	choices := typesOf2025[i.kind]
	return "2025", g.words.types2025[choices[s.below(len(choices))]-1].ZH
}

func (g *generator) countAccident(i incident, st standing, grade safety.Grade, month, city int) {
	c := g.tally.at(month, city)
	c[mAccidentRecords]++
	if st.status == statusStruckOff {
		c[mAccidentsStruckOff]++
		return
	}
	h := i.harm
	c[mAccidents]++
	c[mDeaths] += int64(max(0, h.deaths))
	c[mSeriousInjuries] += int64(max(0, h.serious))
	c[mDirectLoss] += int64(max(0, h.loss))
	if st.counted == yes {
		c[mAccidentsCounted]++
		c[mDeathsCounted] += int64(max(0, h.deaths))
		count(c, mAccidentsLargerOrWorse, grade >= safety.GradeLarger)
	}
	if st.production == yes {
		c[mAccidentsProduction]++
		c[mDeathsProduction] += int64(max(0, h.deaths))
	}
	count(c, mAccidentsReportedLate, st.late == yes || st.omitted == yes || st.falsely == yes || st.concealed == yes)
	count(c, mAccidentsConcealed, st.concealed == yes)
}
