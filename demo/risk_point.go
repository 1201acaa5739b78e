package demo

var (
	controlLevels = []string{"company", "workshop", "team", "post"}
	riskPosts     = []string{"安全总监", "车间主任", "班组长", "岗位操作工"}
	riskMeasures  = []string{"每班巡检，联锁投用", "作业许可，双人监护", "定期检测，挂牌警示", "操作规程上墙，班前提示"}
)

// riskPoints writes the register of risk points (风险点): a few of every enterprise, more where work is dangerous.
func (g *generator) riskPoints() {
	number := 0
	for i := range g.enterprises {
		e := &g.enterprises[i]
		s := newStream(g.Seed, "risk point", i)
		sec := &g.sectors[e.sector]
		n := s.below(2)
		if sec.highRisk {
			n = s.between(1, 4)
		}
		at, placed := g.placeOf(newStream(g.Seed, "place", i), e.unit)
		for range n {
			number++
			level := []int{3, 3, 2, 2, 2, 1}[s.below(6)]
			if sec.highRisk {
				level = []int{3, 2, 2, 1, 1, 0}[s.below(6)]
			}
			month := s.below(len(g.months))
			identified := g.workday(s, month)
			reviewed, removed := day(0), day(0)
			if s.chance(0.7) {
				reviewed = g.notAfterEnd(identified + day(s.between(90, 400)))
			}
			if s.chance(0.06) {
				removed = g.notAfterEnd(identified + day(s.between(120, 500)))
			}
			post := s.chance(0.94)
			r := &g.row
			r.begin(systems["risk_point"], g.id("FX", month, number))
			r.string(e.subject)
			r.string(sec.short + "风险点" + []string{"一区", "二区", "库房", "装置", "通道"}[s.below(5)])
			r.string(g.words.pointLevels[level])
			if s.chance(0.04) {
				r.string("")
			} else {
				r.string(g.words.controlLevels[level])
			}
			r.string([]string{"生产部", "安全环保部", "设备部"}[s.below(3)])
			if post {
				r.string(riskPosts[level])
			} else {
				r.string("")
			}
			r.day(identified)
			r.day(reviewed)
			r.day(removed)
			r.place(at, placed)
			r.string(riskMeasures[level])
			g.tally.at(month, g.units[e.unit].city)[mRiskPointsIdentified]++
			last := g.tally.atEnd(g.units[e.unit].city)
			stands := removed == 0
			count(last, mRiskPoints, stands)
			count(last, mRiskPointsRed, stands && level == 0)
			count(last, mRiskPointsAssigned, stands && post)
			g.files["risk_point"].good(r.end())
		}
	}
}
