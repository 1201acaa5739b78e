package demo

import "time"

var (
	audiences  = []string{"principal", "manager", "special_operator", "deputy", "controller", "worker", "supervisor", "official"}
	programmes = []string{"great_study", "first_lesson", "morning_meeting", "certification", "measures"}
)

const (
	greatStudy = iota
	firstLesson
	morningMeeting
	certification
	measures
)

// result is one person's one training.
type result struct {
	on        day
	person    uint64
	audience  int
	programme int
	hours     int
	score     int // in halves of a mark; negative: no exam
	passed    answer
	until     day
}

// trainings writes a month's results: the certificates first, then everybody else's.
func (g *generator) trainings(month, others int) error {
	s := newStream(g.Seed, "training", month)
	number := 0
	for _, c := range g.certifiedAt[month] {
		number++
		t := result{on: c.on, person: c.person, audience: int(c.kind), programme: certification, hours: 24, passed: yes, until: c.until}
		t.score = 160 + s.below(41)
		if c.failed {
			t.on, t.score, t.passed = c.on-day(1+s.below(2)), 80+s.below(60), no
		}
		g.training(t, c.enterprise.subject, number, month, c.enterprise.unit)
	}
	g.certifiedAt[month] = nil
	for range others {
		number++
		if s.chance(0.03) {
			g.officialTraining(s, month, number)
		} else {
			e := g.someEnterprise(s, g.byTraining, month, factTraining)
			g.training(g.staff(s, e, month), e.subject, number, month, e.unit)
		}
		if number%chunk == 0 {
			if err := g.ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// staff draws somebody of an enterprise and what he learns.
func (g *generator) staff(s stream, e *enterprise, month int) result {
	kind, n := workerKind, int(e.pool)
	switch x := s.below(100); {
	case x < 3:
		kind, n = 0, 1
	case x < 6:
		kind, n = 1, int(e.duties[1])
	case x < 8:
		kind, n = deputyKind, 2
	case x < 9:
		kind, n = controllerKind, 1
	}
	t := result{person: g.holder(int(e.index), kind, s.below(n)), audience: kind}
	g.lesson(s, &t, e.unit, month)
	return t
}

// officialTraining is that of supervisors and leading officials, who belong to no enterprise.
func (g *generator) officialTraining(s stream, month, number int) {
	i := s.below(len(g.units))
	u := &g.units[i]
	kind, n := supervisorKind, supervisors(u)
	if s.chance(0.3) {
		kind, n = officialKind, n/3
	}
	t := result{person: mix(g.Seed, uint64(i), uint64(kind), uint64(s.below(n)), 11), audience: kind}
	g.lesson(s, &t, int32(i), month)
	g.training(t, g.officePlace[i], number, month, int32(i))
}

// supervisors is how many a unit has; invented.
func supervisors(u *unit) int { return 12 + int(20*u.weight) }

// lesson draws programme, day and exam by the season.
func (g *generator) lesson(s stream, t *result, unit int32, month int) {
	t.on = g.workday(s, month)
	spring, june := 0.05, 0.25
	if m := g.months[month].Month(); m == time.February || m == time.March {
		spring = 0.55
	} else if m == time.June {
		june = 0.65
	}
	switch x := s.unit(); {
	case x < spring:
		t.programme, t.hours = firstLesson, 2
	case x < spring+(1-spring)*june:
		t.programme, t.hours = greatStudy, 8
	case x < spring+(1-spring)*(june+(1-june)*0.45):
		t.programme, t.hours = morningMeeting, 1
	default:
		t.programme, t.hours = measures, 4
	}
	t.score = -1
	if t.programme == morningMeeting {
		return
	}
	t.passed = sayIf(s.chance(g.habits(unit, month).pass))
	if t.passed == yes {
		t.score = 120 + s.below(81)
	} else {
		t.score = 50 + s.below(70)
	}
}

func (g *generator) training(t result, subject string, number, month int, unit int32) {
	r := &g.row
	r.begin(systems["training"], g.id("PX", month, number))
	r.string(subject)
	r.day(t.on)
	r.hex(t.person)
	r.string(g.words.audiences[t.audience])
	r.string(g.words.programmes[t.programme])
	r.number(t.hours)
	if t.score < 0 {
		r.string("")
	} else {
		r.number(t.score / 2)
		if t.score%2 == 1 {
			r.text = append(r.text, '.', '5')
		}
	}
	r.answer(t.passed)
	r.day(t.until)
	c := g.tally.at(g.days.month(t.on), g.units[unit].city)
	c[mTrainings]++
	c[mTrainingHours] += int64(t.hours)
	count(c, mExamsTaken, t.passed != unknown)
	count(c, mExamsPassed, t.passed == yes)
	g.reported[factTraining][month][unit]++
	g.files["training"].good(r.end())
}
