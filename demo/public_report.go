package demo

var (
	reportChannels = []string{"hotline_12350", "hotline_12345", "online", "letter", "visit", "inside"}
	reportSubjects = []string{"major_hazard", "hazard", "illegal", "accident", "other"}
)

// publicReportCount is how many reports there are in all.
func (g *generator) publicReportCount() int { return g.size.hazards / 60 }

// publicReports writes what people reported (举报), as many in a month as inspections go, without a word of who did.
func (g *generator) publicReports() {
	number := 0
	for m, n := range apportion(g.publicReportCount(), g.monthly(inspectionSeason, 1.1)) {
		s := newStream(g.Seed, "public report", m)
		for range n {
			number++
			e := &g.enterprises[g.byActivity.pick(s)]
			city := g.units[e.unit].city
			subject := []int{0, 1, 1, 1, 1, 2, 2, 3, 4}[s.below(9)]
			received := g.workday(s, m)
			closed := g.notAfterEnd(received + day(s.waiting(18)))
			verified, rewarded, reward := unknown, day(0), -1
			if closed != 0 {
				verified = sayIf(s.chance(0.64))
			}
			if verified == yes && s.chance(0.58) {
				if rewarded = g.notAfterEnd(closed + day(s.waiting(20))); rewarded != 0 {
					reward = 100 * s.between(2, []int{100, 20, 40, 300, 10}[subject])
				}
			}
			r := &g.row
			r.begin(systems["public_report"], g.id("JB", m, number))
			if s.chance(0.12) {
				r.string(e.place)
				r.string(",") // neither enterprise nor class
			} else {
				r.string(e.subject)
			}
			r.day(received)
			r.string(g.words.reportChannels[s.below(len(reportChannels))])
			r.string(g.words.reportSubjects[subject])
			r.day(closed)
			r.answer(verified)
			r.string("") // no hazard of the hazards' system
			r.day(rewarded)
			r.known(reward)
			c := g.tally.at(m, city)
			c[mPublicReports]++
			count(c, mPublicReportsJudged, verified != unknown)
			count(g.tally.atEnd(city), mPublicReportsOpen, closed == 0)
			if closed != 0 {
				g.tally.at(g.days.month(closed), city)[mPublicReportsClosed]++
			}
			if rewarded != 0 {
				at := g.tally.at(g.days.month(rewarded), city)
				at[mPublicReportsRewarded]++
				at[mPublicReportRewards] += int64(reward)
			}
			g.files["public_report"].good(r.end())
		}
	}
}
