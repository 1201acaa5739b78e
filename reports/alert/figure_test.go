package alert_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/warehouse"
)

const hazardColumns = "id,region,sector,source,level,found_on,due_on,rectified_on"

// due makes hazards of a county that were due on 20 April 2025: so many, of which so many were rectified on time.
func due(region string, all, onTime int) []string {
	var lines []string
	for i := range all {
		rectified := "2025-04-25"
		if i < onTime {
			rectified = "2025-04-20"
		}
		lines = append(lines, fmt.Sprintf("%s-%d,%s,mine,self,general,2025-04-01,2025-04-20,%s", region, i, region, rectified))
	}
	return lines
}

// lastDay is a record of the last day of April: the month is over by it. It is due in May.
const lastDay = "last,370305,mine,self,general,2025-04-30,2025-05-30,"

const onTime = `
  - rule: on_time
    title: {zh: 按期整改率低, en: late}
    kind: threshold
    metric: hazard_on_time_rate
    levels: [county]
    period: month
    when: below
    at: {yellow: 80, orange: 60}
    clears: 90
    minimum: 4
`

func TestAThresholdIsExact(t *testing.T) {
	b := watched(t, onTime)
	b.load("hazard", hazardColumns, lastDay)
	b.load("hazard", hazardColumns, due("370302", 5, 4)...)      // 80 %: not below 80
	b.load("hazard", hazardColumns, due("370303", 1000, 799)...) // 79.9 %
	b.load("hazard", hazardColumns, due("370304", 5, 3)...)      // 60 %: yellow still
	b.load("hazard", hazardColumns, due("370321", 12, 7)...)     // 58.33… %
	b.load("hazard", hazardColumns, due("370322", 3, 0)...)      // three are fewer than four
	b.expect("raised orange 370321; raised yellow 370303; raised yellow 370304")
	for subject, want := range map[string][2]string{
		"370321": {"桓台县2025年4月隐患按期整改率58.33%（7/12），低于橙色预警线60%", "桓台县, April 2025: hazards rectified on time 58.33% (7/12), below 60% (orange warning)"},
		"370303": {"张店区2025年4月隐患按期整改率79.9%（799/1000），低于黄色预警线80%", "张店区, April 2025: hazards rectified on time 79.9% (799/1000), below 80% (yellow warning)"},
	} {
		s := b.only(subject)
		if s.Reason.ZH != want[0] || s.Reason.EN != want[1] {
			t.Errorf("%s says\n%s\n%s\nexpected\n%s\n%s", subject, s.Reason.ZH, s.Reason.EN, want[0], want[1])
		}
		if s.Period.Code != "2025-04" || s.Records == nil || s.Metrics == nil || !s.On || s.Times != 1 {
			t.Errorf("%s: %+v", subject, s)
		}
	}
	// the records behind it are those that are late: 12 − 7 of Huantai
	s := b.only("370321")
	page, err := warehouse.ListRecords[warehouse.HazardRecord](t.Context(), b.w, access.Everything(), *s.Records)
	if err != nil || len(page.Records) != 5 && s.Records.Metric != "hazards_due" {
		t.Errorf("%d records of %s behind 5 that were late (%v)", len(page.Records), s.Records.Metric, err)
	}
	table, err := b.w.Metrics(t.Context(), access.Everything(), *s.Metrics)
	if err != nil || table.Rows != 1 || *table.Columns[0].Numbers[0] != 100*7./12 {
		t.Errorf("the figure asked again is %+v (%v)", table, err)
	}

	// a rate that rounds to the number but is below it is shown with so many places that it does not
	b.again(t, strings.ReplaceAll(onTime, "yellow: 80, orange: 60", "yellow: 80, orange: 58.34"))
	b.load("hazard", hazardColumns, due("370321", 36, 21)...) // 58.333… %
	b.evaluate()
	if s := b.only("370321"); s.Severity != "orange" || !strings.Contains(s.Reason.ZH, "58.33%（21/36），低于橙色预警线58.34%") {
		t.Errorf("says %s", s.Reason.ZH)
	}
	b.again(t, strings.ReplaceAll(onTime, "yellow: 80, orange: 60", "yellow: 80, orange: 66.67"))
	b.load("hazard", hazardColumns, due("370321", 36, 24)...) // 66.666… %
	b.evaluate()
	if s := b.only("370321"); s.Severity != "orange" || !strings.Contains(s.Reason.ZH, "66.667%（24/36），低于橙色预警线66.67%") {
		t.Errorf("says %s", s.Reason.ZH)
	}
}

// Below 80 it is raised, from 80 to 90 it stays on at the mildest severity, from 90 on it clears; and nothing is raised
// between 80 and 90.
func TestASignalClearsOnTheOtherSide(t *testing.T) {
	b := watched(t, onTime)
	b.load("hazard", hazardColumns, append(append(due("370302", 10, 5), due("370303", 10, 8)...), lastDay)...)
	b.expect("raised orange 370302")
	b.load("hazard", hazardColumns, due("370302", 10, 8)...)
	b.expect("eased yellow 370302")
	if s := b.only("370302"); s.Highest != "orange" || s.Reason.ZH != "淄川区2025年4月隐患按期整改率80%（8/10），尚未回到解除线（高于90%）" {
		t.Errorf("between the numbers: highest %s, %s", s.Highest, s.Reason.ZH)
	}
	b.load("hazard", hazardColumns, due("370302", 10, 9)...)
	b.expect("cleared yellow 370302")
	if s := b.only("370302"); s.On || s.Ended != "cleared" || s.EndReason.EN != "淄川区, April 2025: hazards rectified on time 90% (9/10), short of any warning" || !strings.Contains(s.Reason.ZH, "80%") {
		t.Errorf("cleared: %+v", s)
	}
	b.load("hazard", hazardColumns, due("370302", 10, 5)...)
	b.expect("raised orange 370302")
	if s := b.only("370302"); s.Times != 2 || s.Ended != "" || s.Highest != "orange" {
		t.Errorf("raised again: %+v", s)
	}
}

// What is not known is no reason to clear; where nothing is due, nothing is wrong.
func TestTheUnknownLeavesASignalAsItIs(t *testing.T) {
	b := watched(t, onTime)
	b.load("hazard", hazardColumns, append(due("370302", 10, 5), lastDay)...)
	b.expect("raised orange 370302")
	// May is over, and Zichuan owed a report of its hazards and sent none
	b.load("hazard", hazardColumns, "may,370305,mine,self,general,2025-05-31,2025-06-30,")
	b.day(2025, 6, 1)
	b.load("obligation", "id,region,unit_kind,kind,item,period_from,period_to,due_on,status", "o1,370302,region,data_report,hazard,2025-05-01,2025-05-31,2025-05-31,missing")
	b.expect("")
	seen := b.only("370302")
	if !seen.On || seen.Period.Code != "2025-04" {
		t.Errorf("not reported: %+v", seen)
	}
	// it arrives late and says that nothing was due
	b.load("obligation", "id,region,unit_kind,kind,item,period_from,period_to,due_on,arrived_on,status", "o1,370302,region,data_report,hazard,2025-05-01,2025-05-31,2025-05-31,2025-06-01,nil")
	b.expect("cleared orange 370302")
	if s := b.only("370302"); s.EndReason.ZH != "淄川区2025年5月应整改隐患数为0，不计算隐患按期整改率" {
		t.Errorf("says %s", s.EndReason.ZH)
	}
}

const found = `
  - rule: found
    title: {zh: 隐患增多, en: more hazards}
    kind: change
    metric: hazards_found
    levels: [city, county]
    period: %s
    running: %s
    when: at_least
    by: percent
    at: {blue: 50, yellow: 100}
    from_zero: {blue: 2, red: 3}
    minimum: 2
`

// so makes so many hazards of a day.
func so(n int, region, day string) []string {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("%s-%s-%d,%s,mine,self,general,%s,,", region, day, i, region, day))
	}
	return lines
}

func (b *bundle) found(days ...[]string) {
	b.t.Helper()
	var lines []string
	for _, d := range days {
		lines = append(lines, d...)
	}
	b.load("hazard", hazardColumns, lines...)
}

func TestAChangeAgainstLastYear(t *testing.T) {
	b := watched(t, fmt.Sprintf(found, "month", "false"))
	b.found(
		so(2, "370302", "2024-04-10"), so(3, "370302", "2025-04-10"), // 50 %: exactly
		so(20, "370303", "2024-04-10"), so(29, "370303", "2025-04-10"), // 45 %
		so(2, "370304", "2024-04-30"), so(4, "370304", "2025-04-30"), // 100 %
		so(2, "370305", "2025-04-10"), // from zero, by two
		so(3, "370306", "2025-04-10"), // from zero, by three
		so(1, "370321", "2025-04-10"), // from zero, too few
		so(4, "370322", "2024-04-10"), // to zero: a fall
		// the city: 2 + 20 + 2 + 4 = 28 to 3 + 29 + 4 + 2 + 3 + 1 = 42, 50 %
	)
	b.expect("raised blue 370300; raised blue 370302; raised blue 370305; raised red 370306; raised yellow 370304")
	for subject, want := range map[string]string{
		"370302": "淄川区2025年4月发现隐患数3项，去年同期2项，同比上升50.0%，达到蓝色预警线50%",
		"370306": "周村区2025年4月发现隐患数3项，去年同期0项，同比增加3项，达到红色预警线3项",
	} {
		if s := b.only(subject); s.Reason.ZH != want {
			t.Errorf("%s says %s\nexpected %s", subject, s.Reason.ZH, want)
		}
	}
}

// A period that goes on compares to the same day, and February of 28 days with February of 29.
func TestAChangeComparesLikeWithLike(t *testing.T) {
	t.Run("running", func(t *testing.T) {
		b := watched(t, fmt.Sprintf(found, "month", "true"))
		// to 15 April: 2 against 2; the third of last year came on the 16th, so 4 on the 15th are 100 %
		b.found(so(2, "370302", "2024-04-15"), so(3, "370302", "2024-04-16"), so(4, "370302", "2025-04-15"))
		b.expect("raised yellow 370302")
		s := b.only("370302")
		if !strings.HasPrefix(s.Reason.ZH, "淄川区2025年4月（截至2025年4月15日）发现隐患数4项，去年同期2项") || s.AsOf.String() != "2025-04-15" {
			t.Errorf("as of %s: %s", s.AsOf, s.Reason.ZH)
		}
	})
	t.Run("leap month", func(t *testing.T) {
		b := watched(t, fmt.Sprintf(found, "month", "false"))
		// the whole February of 2024, its 29th too: 4 against 6 are 50 %
		b.found(so(2, "370302", "2024-02-28"), so(2, "370302", "2024-02-29"), so(6, "370302", "2025-02-28"))
		b.day(2025, 3, 1)
		b.expect("raised blue 370302")
	})
	t.Run("a fall of rates in points", func(t *testing.T) {
		b := watched(t, `
  - rule: worse
    title: {zh: 下降, en: worse}
    kind: change
    metric: hazard_on_time_rate
    levels: [county]
    period: month
    when: at_most
    by: difference
    at: {yellow: -10, red: -30}
`)
		last := strings.NewReplacer("370302-", "old-", "2025-", "2024-").Replace(strings.Join(due("370302", 10, 9), "\n"))
		b.found(strings.Split(last, "\n"), due("370302", 10, 8), []string{lastDay}) // 90 % to 80 %: ten points exactly
		b.expect("raised yellow 370302")
		if s := b.only("370302"); s.Reason.EN != "淄川区, April 2025: hazards rectified on time 80% (8/10), same period last year 90%, down 10.0 percentage points, at or below -10 points (yellow warning)" {
			t.Errorf("says %s", s.Reason.EN)
		}
	})
}

func TestARuleIsLimitedToRegionsAndSectors(t *testing.T) {
	b := watched(t, `
  - rule: many
    title: {zh: 多, en: many}
    kind: threshold
    metric: hazards_found
    levels: [city, county]
    regions: [370302]
    by_sector: true
    sectors: [mine]
    period: month
    when: at_least
    at: {blue: 2}
`)
	b.found(so(2, "370302", "2025-04-30"), so(2, "370303", "2025-04-30"), []string{"c1,370302,construction,self,general,2025-04-30,,", "c2,370302,construction,self,general,2025-04-30,,"})
	b.expect("raised blue 370302/mine")
	for scope, want := range map[*access.Scope]string{
		{All: true}:                                    "blue 370302/mine",
		{All: true, Sectors: []string{"mine"}}:         "blue 370302/mine",
		{All: true, Sectors: []string{"construction"}}: "",
	} {
		if got := b.list(*scope, alert.Query{}); got != want {
			t.Errorf("%+v is shown %q, expected %q", *scope, got, want)
		}
	}
	var fault *warehouse.Error
	if _, err := b.List(t.Context(), access.Everything(), alert.Query{Sector: "nope"}); !errors.As(err, &fault) || fault.Message != `there is no sector "nope"` {
		t.Errorf("a sector that there is not: %v", err)
	}
}
