package demo

import "anlan/safety"

// denominators writes what rates are divided by: stocks at the end of the year before the data and of every quarter, GDP
// and coal of every quarter, planned inspections of every month. A city has none of the economy's figures for itself.
func (g *generator) denominators() {
	g.stocks(firstMonth.Prev())
	for i, m := range g.months {
		if m.Last().After(g.Until) {
			return
		}
		g.plannedInspections(i, m)
		if quarterEnd(m.Month()) {
			g.stocks(m)
			g.output(i, m)
		}
	}
}

func (g *generator) stocks(m safety.Month) {
	from, to := m.Add(-2).First(), m.Last()
	for i := range g.units {
		u, people := &g.units[i], g.staffOf[i]
		write := func(figure string, value int64) { g.denominator(u, figure, from, to, value) }
		must := g.mustCertify[i]
		write("headcount_principal", people.enterprises)
		write("headcount_manager", int64(must[1]))
		write("headcount_special_operator", int64(must[2]))
		write("headcount_worker", people.workers)
		write("headcount_supervisor", int64(supervisors(u)))
		write("must_certify_principal", int64(must[0]))
		write("must_certify_manager", int64(must[1]))
		write("must_certify_special_operator", int64(must[2]))
		write("enterprises_in_scope", people.enterprises)
		if u.isCity {
			continue
		}
		quarters := int64(m.Since(firstMonth)/3 + 1)
		write("employees", int64(u.weight*310_000)+quarters*150)
		write("vehicles", int64(u.weight*170_000)+quarters*1_100)
	}
}

func (g *generator) output(month int, m safety.Month) {
	from, to := m.Add(-2).First(), m.Last()
	growth := 1 + 0.013*float64(month/3)
	for i := range g.units {
		u := &g.units[i]
		if u.isCity {
			continue
		}
		g.denominator(u, "gdp", from, to, int64(u.weight*growth*1.27e6)*10_000)
		if u.lean == coal {
			g.denominator(u, "coal_output", from, to, int64(u.weight*900_000*growth))
		}
	}
}

// plannedInspections is what was planned: somewhat more than was carried out.
func (g *generator) plannedInspections(month int, m safety.Month) {
	s := newStream(g.Seed, "planned", month)
	for i := range g.units {
		done := float64(g.planned[month][i])
		share := 0.88 + 0.08*g.units[i].quality + 0.04*s.unit()
		plan := int64(done/share + s.unit())
		if g.silent[month][i][factInspection] {
			plan += 3 // was planned, and nobody knows what was done
		}
		g.denominator(&g.units[i], "planned_inspections", m.First(), m.Last(), plan)
	}
}

func (g *generator) denominator(u *unit, figure string, from, to safety.Date, value int64) {
	if g.story.lacks(u.code, figure, to.YearMonth()) {
		return
	}
	r := &g.row
	g.denominatorNumber++
	r.begin(systems["denominator"], g.id("JS", 0, g.denominatorNumber))
	r.string(string(u.code))
	r.string(",,,") // no sector, department, enterprise and class
	r.string(g.words.figures[figure])
	r.day(dayOf(from))
	r.day(dayOf(to))
	r.number(int(value))
	g.files["denominator"].good(r.end())
}

// people of a unit, as far as the demo knows them.
type people struct{ enterprises, workers int64 }

func (g *generator) countStaff() {
	g.staffOf = make([]people, len(g.units))
	for i := range g.enterprises {
		e := &g.enterprises[i]
		g.staffOf[e.unit].enterprises++
		g.staffOf[e.unit].workers += int64(e.pool)
	}
}
