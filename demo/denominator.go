package demo

import "anlan/safety"

// denominators writes what rates are divided by: stocks at the end of the year before the data and of every quarter, GDP
// and coal of every quarter, planned inspections of every month.
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
	quarters := int64(m.Since(firstMonth)/3 + 1)
	for _, stock := range []struct {
		figure string
		of     func(unit int) int64
	}{
		{"headcount_principal", func(i int) int64 { return g.staffOf[i].enterprises }},
		{"headcount_manager", func(i int) int64 { return int64(g.mustCertify[i][1]) }},
		{"headcount_special_operator", func(i int) int64 { return int64(g.mustCertify[i][2]) }},
		{"headcount_worker", func(i int) int64 { return g.staffOf[i].workers }},
		{"headcount_supervisor", func(i int) int64 { return int64(supervisors(&g.units[i])) }},
		{"must_certify_principal", func(i int) int64 { return int64(g.mustCertify[i][0]) }},
		{"must_certify_manager", func(i int) int64 { return int64(g.mustCertify[i][1]) }},
		{"must_certify_special_operator", func(i int) int64 { return int64(g.mustCertify[i][2]) }},
		{"enterprises_in_scope", func(i int) int64 { return g.staffOf[i].enterprises }},
		{"employees", func(i int) int64 { return int64(g.units[i].weight*310_000) + quarters*150 }},
		{"vehicles", func(i int) int64 { return int64(g.units[i].weight*170_000) + quarters*1_100 }},
	} {
		g.state(stock.figure, from, to, stock.of)
	}
}

func (g *generator) output(month int, m safety.Month) {
	from, to := m.Add(-2).First(), m.Last()
	growth := 1 + 0.013*float64(month/3)
	g.state("gdp", from, to, func(i int) int64 { return int64(g.units[i].weight*growth*1.27e6) * 10_000 })
	g.state("coal_output", from, to, func(i int) int64 {
		if g.units[i].lean != coal {
			return notStated
		}
		return int64(g.units[i].weight * 900_000 * growth)
	})
}

// plannedInspections is what was planned: somewhat more than was carried out.
func (g *generator) plannedInspections(month int, m safety.Month) {
	s := newStream(g.Seed, "planned", month)
	g.state("planned_inspections", m.First(), m.Last(), func(i int) int64 {
		done := float64(g.planned[month][i])
		plan := int64(done/(0.88+0.08*g.units[i].quality+0.04*s.unit()) + s.unit())
		if g.silent[month][i][factInspection] {
			plan += 3 // was planned, and nobody knows what was done
		}
		return plan
	})
}

// notStated stands for a figure that does not apply to a unit.
const notStated = -1

// state writes a figure of every county and zone, and of every city and the province as a whole, whose own figures count
// what they run themselves and what a county leaves out.
func (g *generator) state(figure string, from, to safety.Date, of func(unit int) int64) {
	cities, all := make([]int64, len(g.cities)), int64(0)
	for i := range g.units {
		u := &g.units[i]
		value := of(i)
		if value == notStated {
			continue
		}
		cities[u.city] += value
		all += value
		if !u.isCity && !g.story.lacks(u.code, figure, to.YearMonth()) {
			g.denominator(u.code, figure, from, to, value)
		}
	}
	for c, code := range g.cities {
		if cities[c] > 0 || figure != "coal_output" {
			g.denominator(code, figure, from, to, cities[c])
		}
	}
	g.denominator(provinceOf, figure, from, to, all)
}

func (g *generator) denominator(region safety.RegionCode, figure string, from, to safety.Date, value int64) {
	r := &g.row
	g.denominatorNumber++
	r.begin(systems["denominator"], g.id("JS", 0, g.denominatorNumber))
	r.string(string(region))
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
