package demo

var (
	hazardSources = []string{"self", "government", "third_party", "public"}
	assurances    = []string{"responsibility", "measures", "funds", "time_limit", "plan"}
)

const allAssurances = 1<<5 - 1

// finding is what is known of a hazard on the day that it is found.
type finding struct {
	enterprise *enterprise
	nobody     bool // found at a department or a government
	found      day
	inspection string
	source     int8 // place in hazardSources
	month      int
	major      bool // certainly a major one; others may be
	neglected  bool // is not rectified, whatever the unit's habits
}

// hazard lets a finding run its course to the last day of the data, and writes it.
func (g *generator) hazard(s stream, f finding) {
	e := f.enterprise
	u := &g.units[e.unit]
	sec := &g.sectors[e.sector]
	habit := g.habits(e.unit, f.month)
	major := f.major || s.chance(sec.major)
	due, extended := g.deadline(s, f, major)
	until := due
	if extended != 0 {
		until = extended
	}
	rectified := g.rectified(s, f, until, habit, major)
	verified := day(0)
	if rectified != 0 && s.chance(0.93) {
		verified = g.notAfterEnd(rectified + day(s.waiting(4)))
	}
	assured := 0
	if major {
		assured = allAssurances
		if !s.chance(habit.assured) {
			assured &^= 1 << s.below(len(assurances))
		}
	}

	r := &g.row
	g.hazardNumber[f.month]++
	r.begin(systems["hazard"], g.id("YH", f.month, g.hazardNumber[f.month]))
	if f.nobody {
		r.string(e.place)
		r.string(",") // neither enterprise nor class
	} else {
		r.string(e.subject)
	}
	r.string(f.inspection)
	r.string(g.words.hazardSources[f.source])
	r.string(g.words.levels[b2i(major)])
	r.day(f.found)
	r.day(due)
	r.day(extended)
	r.day(rectified)
	r.day(verified)
	r.string(g.words.assurances[assured])
	supervised := major && s.chance(0.4)
	r.answer(sayIf(supervised))
	money := -1
	if rectified != 0 && s.chance(0.6) {
		money = 10 * int(s.logNormal([]float64{90, 6000}[b2i(major)], 0.9))
	}
	r.known(money)
	penalty := -1
	if f.source == 1 && s.chance(0.04) {
		penalty = 1000 * s.between(2, 20)
	}
	r.known(penalty)
	g.describe(s, sec)

	g.countHazard(f, major, until, rectified, verified, assured, u.city)
	c := g.tally.at(f.month, u.city)
	count(c, mHazardsSupervised, supervised)
	c[mHazardMoneySpent] += int64(max(0, money))
	c[mHazardPenalties] += int64(max(0, penalty))
	g.reported[factHazard][f.month][e.unit]++
	g.files["hazard"].good(r.end())
}

// deadline sets the days that a hazard is due, at first and after an extension; few have none.
func (g *generator) deadline(s stream, f finding, major bool) (due, extended day) {
	switch {
	case f.neglected:
		return f.found + day(s.between(20, 35)), 0
	case !major && s.chance(0.02):
		return 0, 0
	case major:
		due = f.found + day(s.between(20, 75))
	default:
		due = f.found + day(s.between(3, 30))
	}
	if s.chance(0.04) {
		extended = due + day(s.between(7, 30))
	}
	return due, extended
}

// rectified draws the day on which the hazard is put right: in time, late or not yet.
func (g *generator) rectified(s stream, f finding, due day, habit habit, major bool) day {
	inTime := habit.inTime
	if major {
		inTime = habit.majorInTime
	}
	if due == 0 {
		due = f.found + 30
	}
	switch chance := s.unit(); {
	case f.neglected:
		return 0
	case chance < inTime:
		return g.notAfterEnd(f.found + day(s.below(int(due-f.found)+1)))
	case chance < inTime+(1-inTime)*0.9:
		return g.notAfterEnd(due + 1 + day(s.waiting(18)))
	default:
		return 0
	}
}

func (g *generator) notAfterEnd(d day) day {
	if d > g.end {
		return 0
	}
	return d
}

// describe writes what was found; some descriptions need quotes, as those of real systems do.
func (g *generator) describe(s stream, sec *sector) {
	text := sec.hazards[s.below(len(sec.hazards))]
	switch n := s.below(400); n {
	case 0:
		g.row.quoted(text + ",已拍照\n需复查")
	case 1:
		g.row.quoted(`标识"严禁烟火"缺失,` + text)
	default:
		g.row.string(text)
	}
}

func (g *generator) countHazard(f finding, major bool, due, rectified, verified day, assured, city int) {
	c := g.tally.at(f.month, city)
	c[mHazardsFound]++
	count(c, mHazardsFoundMajor, major)
	count(c, mHazardsFoundSelf, f.source == 0)
	count(c, mHazardsFoundPublic, f.source == 3)
	count(c, mHazardsFoundMajorAssured, major && assured == allAssurances)
	if rectified != 0 {
		g.tally.at(g.days.month(rectified), city)[mHazardsRectified]++
	}
	if verified != 0 {
		g.tally.at(g.days.month(verified), city)[mHazardsVerified]++
	}
	if due != 0 && due <= g.end {
		d := g.tally.at(g.days.month(due), city)
		inTime := rectified != 0 && rectified <= due
		d[mHazardsDue]++
		count(d, mHazardsDueOnTime, inTime)
		count(d, mHazardsDueMajor, major)
		count(d, mHazardsDueMajorOnTime, major && inTime)
	}
	last := g.tally.atEnd(city)
	open, overdue := rectified == 0, rectified == 0 && due != 0 && due < g.end
	count(last, mHazardsOpen, open)
	count(last, mHazardsOpenMajor, open && major)
	count(last, mHazardsOverdue, overdue)
	count(last, mHazardsOverdueMajor, overdue && major)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
