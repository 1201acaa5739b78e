package demo

// due is one thing that somebody owes for a period.
type due struct {
	subject  string // region, sector, department, enterprise, class: joined
	unitKind int    // place in unitKinds
	kind     int    // place in obligationKinds
	item     string
	from, to day
	city     int
}

var (
	unitKinds       = []string{"region", "department", "enterprise"}
	obligationKinds = []string{"data_report", "progress", "monthly_analysis", "quarterly_supervision", "duty_report"}
	statuses        = []string{"arrived", "nil", "late", "missing"}
)

const (
	arrived = iota
	nilReport
	late
	missing
)

// reportingDepartments report on their sector to every city's committee office each month.
var reportingDepartments = []string{"emergency", "housing", "transport", "market", "fire", "industry"}

// obligations writes what was owed for a month and what came of it: data reports of every fact, progress figures and the
// monthly analysis; supervision by quarter; duty reports by half-year, by high-risk enterprises too.
func (g *generator) obligations(month int) {
	m := g.months[month]
	if m.Last().After(g.Until) {
		return // not due yet
	}
	s := newStream(g.Seed, "obligation", month)
	number := 0
	write := func(d due, status int) {
		number++
		g.obligation(s, d, status, month, number)
	}
	first, last := dayOf(m.First()), dayOf(m.Last())
	for i := range g.units {
		u := &g.units[i]
		h := g.habits(int32(i), month)
		d := due{subject: string(u.code) + ",,,,", from: first, to: last, city: u.city}
		for fact := range reportedFacts {
			d.item = reportedFactNames[fact]
			write(d, g.dataStatus(s, h, i, month, fact))
		}
		d.kind, d.item = 1, "制度措施落实进展"
		write(d, g.status(s, h))
		d.kind, d.item = 2, "安全生产形势研判"
		write(d, g.status(s, h))
		if quarterEnd(m.Month()) {
			d.kind, d.item, d.from = 3, "重点行业领域专项督导", dayOf(m.Add(-2).First())
			write(d, g.status(s, h))
		}
		if halfYearEnd(m.Month()) {
			d.kind, d.item, d.from = 4, "党政领导干部述职", dayOf(m.Add(-5).First())
			write(d, g.status(s, h))
		}
	}
	for c, city := range g.cities {
		for _, dep := range reportingDepartments {
			d := due{subject: string(city) + ",," + dep + ",,", unitKind: 1, kind: 1, item: "行业领域措施落实进展", from: first, to: last, city: c}
			write(d, g.status(s, habit{late: 0.03, missing: 0.005}))
		}
	}
	if !halfYearEnd(m.Month()) {
		return
	}
	for i := range g.enterprises {
		if e := &g.enterprises[i]; g.sectors[e.sector].highRisk {
			h := g.habits(e.unit, month)
			d := due{subject: e.subject, unitKind: 2, kind: 4, item: "主要负责人述职", from: dayOf(m.Add(-5).First()), to: last, city: g.units[e.unit].city}
			write(d, g.status(s, habit{late: 2 * h.late, missing: 0.02 + h.missing}))
		}
	}
}

// dataStatus follows what was written: a silent unit is missing, one without a record sent a nil report.
func (g *generator) dataStatus(s stream, h habit, unit, month, fact int) int {
	switch {
	case g.silent[month][unit][fact]:
		return missing
	case g.reported[fact][month][unit] == 0:
		return nilReport
	case s.chance(h.late):
		return late
	}
	return arrived
}

func (g *generator) status(s stream, h habit) int {
	switch {
	case s.chance(h.missing):
		return missing
	case s.chance(h.late):
		return late
	}
	return arrived
}

func (g *generator) obligation(s stream, d due, status, month, number int) {
	owed := d.to // reports are due on the last day of their period
	came := day(0)
	switch status {
	case arrived, nilReport:
		came = owed - day(s.below(5))
	case late:
		if came = g.notAfterEnd(owed + day(s.between(1, 12))); came == 0 {
			came, status = owed, arrived // nobody is late yet
		}
	}
	r := &g.row
	r.begin(systems["obligation"], g.id("BS", month, number))
	r.string(d.subject)
	r.string(g.words.unitKinds[d.unitKind])
	r.string(g.words.obligationKinds[d.kind])
	r.string(d.item)
	r.day(d.from)
	r.day(d.to)
	r.day(owed)
	r.day(came)
	r.string(g.words.obligationStatuses[status])
	if d.kind == 1 && status != missing {
		r.number(min(100, 62+month+s.below(20)))
	} else {
		r.string("")
	}
	c := g.tally.at(month, d.city)
	c[mObligationsDue]++
	count(c, mObligationsArrived, status != missing)
	count(c, mObligationsOnTime, status == arrived || status == nilReport)
	count(c, mObligationsLate, status == late)
	count(c, mObligationsNil, status == nilReport)
	count(c, mObligationsMissing, status == missing)
	g.files["obligation"].good(r.end())
}
