package demo

// Must-check items are numbered as in the vocabulary; a set of them is a bit mask.
const mustCheckItems = 7

var (
	inspectionKinds = []string{"enforcement", "supervision", "patrol", "special"}
	inspectionModes = []string{"unannounced", "cross_region", "joint", "random", "routine"}
	subjectKinds    = []string{"enterprise", "department", "government"}
)

// inspections writes a month's inspections, each with the hazards that name it, and then the hazards that nobody's visit
// found.
func (g *generator) inspections(month, count, hazards int) error {
	s := newStream(g.Seed, "inspection", month)
	h := newStream(g.Seed, "hazard", month)
	left := hazards - g.story.plant(g, h, month)
	number := 0
	for range count {
		number++
		left -= g.inspection(s, h, month, number, left)
		if number%chunk == 0 {
			if err := g.ctx.Err(); err != nil {
				return err
			}
		}
	}
	for i := range left {
		e := g.someEnterprise(h, g.byActivity, month, factInspection)
		source := []int8{0, 0, 0, 0, 0, 0, 0, 2, 2, 3}[h.below(10)]
		g.hazard(h, finding{enterprise: e, found: g.workday(h, month), source: source, month: month})
		if i%chunk == 0 {
			if err := g.ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

const chunk = 4096 // rows between two looks at whether the caller has given up

// inspection writes one visit and its hazards, at most most of them, and says how many those are.
func (g *generator) inspection(s, h stream, month, number, most int) int {
	e := g.someEnterprise(s, g.byActivity, month, factInspection)
	u := &g.units[e.unit]
	kind := []int8{0, 0, 0, 0, 1, 1, 2, 2, 3, 3}[s.below(10)]
	subject := int8(0)
	if kind == 1 || kind == 2 {
		subject = []int8{0, 0, 0, 0, 1, 1, 2}[s.below(7)]
	}
	on := g.workday(s, month)
	found := 0
	for most > found && found < 9 && s.chance(0.63) {
		found++
	}
	id := g.id("JC", month, number)
	place, class := e.subject, ""
	if subject != 0 {
		place, class = e.place, ",," // neither enterprise nor class
	}
	r := &g.row
	r.begin(systems["inspection"], id)
	r.text = append(append(append(r.text, ','), place...), class...)
	r.day(on)
	r.string(g.words.inspectionKinds[kind])
	mode := s.below(len(inspectionModes))
	if s.chance(0.02) {
		r.string("")
		mode = -1
	} else {
		r.string(g.words.inspectionModes[mode])
	}
	r.string(g.words.subjects[subject])
	planned := s.chance(0.72)
	r.answer(sayIf(planned))
	covered, failed := g.mustCheck(s, subject == 0)
	r.string(g.words.mustCheck[covered])
	r.string(g.words.mustCheck[failed])
	r.number(found)
	opened := kind == 0 && subject == 0 && found > 0 && s.chance(0.22)
	r.answer(sayIf(opened))
	penalty := 0
	switch {
	case opened && s.chance(0.85):
		penalty = 100 * int(min(2000, 50+s.logNormal(150, 0.8)))
		r.number(penalty)
	case opened:
		r.string("")
	default:
		r.number(0)
	}
	both := opened && penalty > 0 && s.chance(0.3)
	r.answer(sayIf(both))
	r.string(g.words.summaries[s.below(len(g.words.summaries))])

	c := g.tally.at(month, u.city)
	c[mInspections]++
	c[mInspectionsHazardsStated] += int64(found)
	c[mPenalties] += int64(penalty)
	count(c, mInspectionsEnforcement, kind == 0)
	count(c, mInspectionsUnannounced, mode == 0)
	count(c, mInspectionsPlannedDone, planned)
	count(c, mInspectionsWithHazards, found > 0)
	count(c, mInspectionsMustCheck, covered > 0)
	count(c, mInspectionsMustCheckFailed, failed > 0)
	count(c, mCasesOpened, opened)
	count(c, mCasesBothPunished, both)
	g.reported[factInspection][month][e.unit]++
	if planned {
		g.planned[month][e.unit]++
	}
	g.files["inspection"].good(r.end())

	for range found {
		f := finding{enterprise: e, found: on, inspection: id, source: 1, month: month, nobody: subject != 0}
		g.hazard(h, f)
	}
	return found
}

// mustCheck draws the items that a visit covered and those of them that failed, as sets.
func (g *generator) mustCheck(s stream, enterprise bool) (covered, failed int) {
	if !enterprise || !s.chance(0.7) {
		return 0, 0
	}
	covered = s.below(1<<mustCheckItems-1) + 1
	if s.chance(0.15) {
		failed = covered & s.below(1<<mustCheckItems)
	}
	return covered, failed
}

func count(c *cell, m metric, is bool) {
	if is {
		c[m]++
	}
}
