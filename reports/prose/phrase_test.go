package prose_test

import (
	"testing"
	"time"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/safety"
)

func TestComparisonsAsOfficesSayThem(t *testing.T) {
	for _, c := range []struct {
		name   string
		q      prose.Quantity
		zh, en string
	}{
		{"a fall", accidents("12 15"), "同比减少3起、下降20.0%", "down 3 (20.0%) year on year"},
		{"a rise", deaths("18 16"), "同比增加2人、上升12.5%", "up 2 (12.5%) year on year"},
		{"more of what is good grows", inspections("18 16"), "同比增加2次、增长12.5%", "up 2 (12.5%) year on year"},
		{"no change", accidents("12 12"), "同比持平", "unchanged year on year"},
		{"none and none before", accidents("0 0"), "同比持平", "unchanged year on year"},
		{"from zero there is no percentage", accidents("2 0"), "去年同期为0，增加2起", "up 2 from 0 in the same period last year"},
		{"to zero there is one", accidents("0 3"), "同比减少3起、下降100.0%", "down 3 (100.0%) year on year"},
		{"doubled", accidents("4 2"), "同比增加2起、上升100.0%", "up 2 (100.0%) year on year"},
		{"huge", accidents("50 1"), "同比增加49起、上升4900.0%", "up 49 (4900.0%) year on year"},
		{"half a digit rounds away from zero", accidents("201 200"), "同比增加1起、上升0.5%", "up 1 (0.5%) year on year"}, // 0.50 exactly
		{"1/16 is 6.25%", accidents("15 16"), "同比减少1起、下降6.3%", "down 1 (6.3%) year on year"},
		{"0.04% would read 0.0%", accidents("2501 2500"), "同比增加1起、上升0.04%", "up 1 (0.04%) year on year"},
		{"0.0004% is not worth its digits", accidents("250001 250000"), "同比增加1起", "up 1 year on year"},
		{"99.97% is not all", accidents("1 3000"), "同比减少2999起、下降99.97%", "down 2999 (99.97%) year on year"},
		{"a rate changes by points", onTime("87.5 86.3"), "同比提高1.2个百分点", "up 1.2 percentage points year on year"},
		{"a rate that falls", onTime("80 100"), "同比下降20.0个百分点", "down 20.0 percentage points year on year"},
		{"a rate from zero", onTime("3 0"), "同比提高3.0个百分点", "up 3.0 percentage points year on year"},
		{"0.04 points would read 0.0", onTime("87.54 87.5"), "同比提高0.04个百分点", "up 0.04 percentage points year on year"},
		{"0.0004 points are nothing", onTime("87.5004 87.5"), "同比基本持平", "almost unchanged year on year"},
		{"an intensity changes in percent", perGDP("0.137 0.172"), "同比下降20.3%", "down 20.3% year on year"}, // 20.348
		{"an intensity from zero", perGDP("0.137 0"), "去年同期为0，上升0.137人/亿元", "up 0.137 from 0 in the same period last year"},
		{"money by the size of the change", penalties("123456789 123356789"), "同比增加10.00万元、上升0.1%", "up 100000 yuan (0.1%) year on year"}, // 100,000 of 123,356,789: 0.081
		{"of a negative base no percentage makes sense", penalties("20000 -40000"), "同比增加6.00万元", "up 60000 yuan year on year"},
		{"nothing to compare with", accidents("12 no_comparison"), "去年同期无数据，无法比较", "not comparable with the same period last year (no data)"},
		{"last year was not reported", accidents("12 not_reported"), "去年同期未报送，无法比较", "not comparable with the same period last year (not reported)"},
		{"last year is not whole", accidents("12 15?"), "同比减少3起、下降20.0%（去年同期部分单位未报送）", "down 3 (20.0%) year on year (some units did not report for the same period last year)"},
		{"some records of last year do not tell", deaths("4 4!"), "同比持平（去年同期部分记录未登记）", "unchanged year on year (some records of the same period last year do not tell it)"},
		{"what was told of last year is nothing", deaths("7 0!"), "去年同期已登记的为0，增加7人（去年同期部分记录未登记）", "up 7 from a recorded 0 in the same period last year (some records of the same period last year do not tell it)"},
		{"it is not known itself", accidents("not_reported 15"), "未报送，无法与去年同期比较", "not reported, no comparison with the same period last year"},
		{"not asked", accidents("12"), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, zh.Compare(c.q, prose.PreviousYear), c.zh)
			expect(t, en.Compare(c.q, prose.PreviousYear), c.en)
		})
	}
}

func TestBasesAreNamed(t *testing.T) {
	may := safety.NewMonth(2026, time.May)
	of := func(s prose.Style, p safety.Period) prose.Style { s.Of = p; return s }
	running := of(zh, may.Period())
	running.AsOf = safety.NewDate(2026, time.May, 17)
	q, level := accidents("2 0 0 0"), accidents("2 2 2 2")
	expect(t, zh.Compare(q, prose.YearBeforeLast), "前年同期为0，增加2起")
	expect(t, zh.Compare(level, prose.YearBeforeLast), "与前年同期持平")
	expect(t, zh.Compare(accidents("12 - 15"), prose.YearBeforeLast), "较前年同期减少3起、下降20.0%")
	expect(t, en.Compare(accidents("12 - 15"), prose.YearBeforeLast), "down 3 (20.0%) against the same period two years earlier")
	expect(t, zh.Compare(level, prose.PreviousPeriod), "环比持平")
	expect(t, zh.Compare(q, prose.PreviousPeriod), "上期为0，增加2起")
	expect(t, of(zh, may.Period()).Compare(q, prose.PreviousPeriod), "上月为0，增加2起")
	expect(t, of(en, may.Period()).Compare(level, prose.PreviousPeriod), "unchanged from the previous month")
	expect(t, of(zh, safety.PeriodAt(safety.GrainQuarter, may.First())).Compare(q, prose.PreviousPeriod), "上季度为0，增加2起")
	expect(t, of(zh, safety.CumulativeTo(may)).Compare(q, prose.PreviousPeriod), "上期为0，增加2起")
	expect(t, running.Compare(q, prose.PreviousPeriod), "上月同期为0，增加2起")
}

func TestStatements(t *testing.T) {
	for _, c := range []struct {
		q      prose.Quantity
		zh, en string
	}{
		{accidents("12 15 - 10"), "发生事故12起，同比减少3起、下降20.0%，环比增加2起、上升20.0%", "there were 12 accidents, down 3 (20.0%) year on year and up 2 (20.0%) on the previous period"},
		{accidents("1 2"), "发生事故1起，同比减少1起、下降50.0%", "there was 1 accident, down 1 (50.0%) year on year"},
		{accidents("0 3"), "未发生事故，同比减少3起、下降100.0%", "there were no accidents, down 3 (100.0%) year on year"},
		{accidents("12? 15"), "发生事故12起（部分单位未报送），同比减少3起、下降20.0%", "there were 12 accidents (some units have not reported), down 3 (20.0%) year on year"},
		{deaths("4! 5"), "死亡4人（部分记录未登记），同比减少1人、下降20.0%", "there were 4 deaths (some records do not tell it), down 1 (20.0%) year on year"},
		{accidents("0? 0"), "发生事故0起（部分单位未报送），同比持平", "there were 0 accidents (some units have not reported), unchanged year on year"},
		{accidents("5 5 - 5"), "发生事故5起，同比、环比均持平", "there were 5 accidents, unchanged year on year and from the previous period"},
		{accidents("5 5? - 5"), "发生事故5起，同比持平（去年同期部分单位未报送），环比持平", "there were 5 accidents, unchanged year on year (some units did not report for the same period last year) and unchanged from the previous period"},
		{deaths("0"), "无人员死亡", "there were no deaths"},
		{hazards("1"), "逾期未整改重大隐患1项", "there was 1 major hazard overdue"},
		{inspections("0"), "未开展执法检查", "there were no enforcement inspections"},
		{onTime("87.46 86.3"), "隐患按期整改率为87.5%，同比提高1.2个百分点", "hazards rectified on time stood at 87.5%, up 1.2 percentage points year on year"}, // 1.16
		{onTime("99.97"), "隐患按期整改率为99.97%", "hazards rectified on time stood at 99.97%"},
		{onTime("100"), "隐患按期整改率为100.0%", "hazards rectified on time stood at 100.0%"},
		{perGDP("0.00041"), "亿元GDP死亡率为0.0004人/亿元", "deaths per 100 million yuan of GDP stood at 0.0004"}, // not 0.000
		{perGDP("0.0124"), "亿元GDP死亡率为0.012人/亿元", "deaths per 100 million yuan of GDP stood at 0.012"},
		{loss("0 0"), "未造成直接经济损失，同比持平", "there was no direct loss, unchanged year on year"},
		{loss("920000"), "直接经济损失92.00万元", "direct loss came to 920000 yuan"},
		{penalties("0"), "罚款金额0元", "penalties came to 0 yuan"},
		{penalties("9999.99"), "罚款金额9999.99元", "penalties came to 9999.99 yuan"}, // not 1.00万元
		{penalties("12345"), "罚款金额1.23万元", "penalties came to 12345 yuan"},
		{penalties("99999999"), "罚款金额1.00亿元", "penalties came to 100.00 million yuan"}, // not 10000.00万元
		{penalties("1234567890"), "罚款金额12.35亿元", "penalties came to 1.23 billion yuan"},
		{accidents("not_reported 15"), "事故起数未报送", "the figure for accidents is not known (not reported)"},
		{accidents("no_data 15"), "事故起数无数据", "the figure for accidents is not known (no data)"},
		{accidents("not_recorded 15"), "事故起数未登记", "the figure for accidents is not known (not recorded)"},
		{exams("nothing_due 15"), "考试合格率不作计算（无考试）", "the figure for exams passed is not known (no exams)"},
		{onTime("nothing_due 15"), "隐患按期整改率不作计算（无应整改项）", "the figure for hazards rectified on time is not known (nothing due)"},
		{perGDP("no_denominator 15"), "亿元GDP死亡率无法计算（缺少基数）", "the figure for deaths per 100 million yuan of GDP is not known (no denominator)"},
	} {
		expect(t, zh.Statement(c.q, prose.PreviousYear, prose.PreviousPeriod), c.zh)
		expect(t, en.Statement(c.q, prose.PreviousYear, prose.PreviousPeriod), c.en)
	}
}

func TestPairs(t *testing.T) {
	for _, c := range []struct {
		accidents, deaths string
		zh, en            string
		bothZH, bothEN    string
	}{
		{"12 15", "3 4",
			"发生事故12起、死亡3人，同比分别减少3起、1人，下降20.0%、25.0%", "there were 12 accidents and 3 deaths, down 3 (20.0%) and 1 (25.0%) respectively year on year",
			"事故起数和死亡人数双下降", "accidents and deaths both fell"},
		{"15 12", "4 3",
			"发生事故15起、死亡4人，同比分别增加3起、1人，上升25.0%、33.3%", "there were 15 accidents and 4 deaths, up 3 (25.0%) and 1 (33.3%) respectively year on year",
			"事故起数和死亡人数双上升", "accidents and deaths both rose"},
		{"12 15", "3 2",
			"发生事故12起、死亡3人，同比事故起数减少3起、下降20.0%，死亡人数增加1人、上升50.0%", "there were 12 accidents and 3 deaths, accidents down 3 (20.0%) and deaths up 1 (50.0%) year on year",
			"事故起数和死亡人数一降一升", "accidents fell and deaths rose"},
		{"15 12", "0 2",
			"发生事故15起、无人员死亡，同比事故起数增加3起、上升25.0%，死亡人数减少2人、下降100.0%", "there were 15 accidents and no deaths, accidents up 3 (25.0%) and deaths down 2 (100.0%) year on year",
			"事故起数和死亡人数一升一降", "accidents rose and deaths fell"},
		{"12 15", "3 3",
			"发生事故12起、死亡3人，同比事故起数减少3起、下降20.0%，死亡人数持平", "there were 12 accidents and 3 deaths, accidents down 3 (20.0%) and deaths unchanged year on year",
			"事故起数下降、死亡人数持平", "accidents fell and deaths were unchanged"},
		{"1 1", "0 0",
			"发生事故1起、无人员死亡，同比均持平", "there was 1 accident and no deaths, both unchanged year on year",
			"事故起数和死亡人数均持平", "accidents and deaths were both unchanged"},
		{"2 0", "1 0",
			"发生事故2起、死亡1人，去年同期均为0，分别增加2起、1人", "there were 2 accidents and 1 death, up 2 and 1 respectively from 0 in the same period last year",
			"事故起数和死亡人数双上升", "accidents and deaths both rose"},
		{"2 1", "1 0",
			"发生事故2起、死亡1人，同比事故起数增加1起、上升100.0%，死亡人数增加1人（去年同期为0）", "there were 2 accidents and 1 death, accidents up 1 (100.0%) and deaths up 1 (from 0) year on year",
			"事故起数和死亡人数双上升", "accidents and deaths both rose"},
		{"2 no_data", "1 no_data",
			"发生事故2起、死亡1人，去年同期无数据，无法比较", "there were 2 accidents and 1 death, not comparable with the same period last year (no data)",
			"", ""},
		{"2 1", "1 not_reported",
			"发生事故2起、死亡1人，同比事故起数增加1起、上升100.0%，死亡人数无法比较（去年同期未报送）", "there were 2 accidents and 1 death, accidents up 1 (100.0%) and deaths not comparable (not reported) year on year",
			"", ""},
		{"2 1", "not_reported 1",
			"发生事故2起，死亡人数未报送，同比事故起数增加1起、上升100.0%", "there were 2 accidents and the figure for deaths is not known (not reported), accidents up 1 (100.0%) year on year",
			"", ""},
		{"2? 4", "1? 2",
			"发生事故2起、死亡1人（部分单位未报送），同比分别减少2起、1人，下降50.0%、50.0%", "there were 2 accidents and 1 death (some units have not reported), down 2 (50.0%) and 1 (50.0%) respectively year on year",
			"", ""}, // a fall of what is not whole is not known to be one
		{"2 4", "1 2?",
			"发生事故2起、死亡1人，同比事故起数减少2起、下降50.0%，死亡人数减少1人、下降50.0%（去年同期部分单位未报送）", "there were 2 accidents and 1 death, accidents down 2 (50.0%) and deaths down 1 (50.0%) (some units did not report for the same period last year) year on year",
			"", ""},
		{"no_data 4", "no_data 2",
			"事故起数无数据，死亡人数无数据", "the figure for accidents is not known (no data) and the figure for deaths is not known (no data)",
			"", ""},
	} {
		a, d := accidents(c.accidents), deaths(c.deaths)
		expect(t, zh.Pair(a, d, prose.PreviousYear), c.zh)
		expect(t, en.Pair(a, d, prose.PreviousYear), c.en)
		expect(t, zh.Both(a, d, prose.PreviousYear), c.bothZH)
		expect(t, en.Both(a, d, prose.PreviousYear), c.bothEN)
	}
}

// A number that somebody left beside a state that is not of a number is not printed.
func TestWhatIsNotKnownIsNotPrinted(t *testing.T) {
	stale := accidents("12 15")
	stale.Now.State = "not_reported"
	expect(t, zh.Statement(stale, prose.PreviousYear), "事故起数未报送")
	expect(t, zh.Cell(stale, document.Change, prose.PreviousYear), "—")
	stale = accidents("12 15")
	stale.PreviousYear.State = "no_data"
	expect(t, zh.Statement(stale, prose.PreviousYear), "发生事故12起，去年同期无数据，无法比较")
}

func TestNothingChangedAgainstAnything(t *testing.T) {
	bases := []string{prose.PreviousYear, prose.PreviousPeriod, prose.YearBeforeLast}
	expect(t, zh.Pair(accidents("1 1 1 1"), deaths("0 0 0 0"), bases...), "发生事故1起、无人员死亡，同比、环比、较前年同期均持平")
	expect(t, en.Pair(accidents("1 1 1 1"), deaths("0 0 0 0"), bases...), "there was 1 accident and no deaths, both unchanged year on year, from the previous period and from the same period two years earlier")
	expect(t, zh.Pair(accidents("1 1 2 1"), deaths("0 0 0 0"), bases...), "发生事故1起、无人员死亡，同比、环比均持平；较前年同期事故起数减少1起、下降50.0%，死亡人数持平")
	expect(t, zh.Pair(accidents("1 1 2 1"), deaths("no_data 0 0 0"), bases...), "发生事故1起，死亡人数无数据，同比事故起数持平；环比事故起数持平；较前年同期事故起数减少1起、下降50.0%")
}

func TestSeveralOfOneAndOfNone(t *testing.T) {
	bases := []string{prose.PreviousYear, prose.PreviousPeriod}
	expect(t, zh.Several([]prose.Quantity{accidents("no_data 1 1 1")}, bases...), "事故起数无数据")
	expect(t, zh.Several([]prose.Quantity{accidents("1 1 1 1")}, bases...), "发生事故1起，同比、环比均持平")
	expect(t, zh.Several([]prose.Quantity{accidents("1 2 1 1")}, bases...), "发生事故1起，同比减少1起、下降50.0%；环比持平")
	expect(t, zh.Several(nil, bases...), "")
	expect(t, zh.Most(nil, 3), "")
}

// Counts stand behind one there were; rates and amounts are clauses of their own.
func TestFiguresOfSeveralKinds(t *testing.T) {
	qs := []prose.Quantity{accidents("1 2"), onTime("87.5 86.3"), deaths("2 3")}
	expect(t, zh.Several(qs, prose.PreviousYear), "发生事故1起、隐患按期整改率为87.5%、死亡2人，同比事故起数减少1起、下降50.0%，隐患按期整改率提高1.2个百分点，死亡人数减少1人、下降33.3%")
	expect(t, en.Several(qs, prose.PreviousYear), "there was 1 accident and 2 deaths, hazards rectified on time stood at 87.5%, accidents down 1 (50.0%), hazards rectified on time up 1.2 percentage points and deaths down 1 (33.3%) year on year")
}

func TestHabitsOfOffices(t *testing.T) {
	q := accidents("7 6") // 1/6 = 16.666…
	expect(t, zh2.Compare(q, prose.PreviousYear), "同比增加1起、上升16.67%")
	expect(t, as(zh, prose.Percents).Compare(q, prose.PreviousYear), "同比上升16.7%")
	expect(t, as(zh, prose.Counts).Compare(q, prose.PreviousYear), "同比增加1起")
	expect(t, as(zh, prose.Percents).Compare(accidents("2 0"), prose.PreviousYear), "去年同期为0，增加2起")
	expect(t, zh.Change(q, prose.PreviousYear), "增加1起")
	expect(t, zh.Percent(q, prose.PreviousYear), "上升16.7%")
	expect(t, zh.Percent(accidents("2 0"), prose.PreviousYear), "增加2起")
	expect(t, zh.Base(q, prose.PreviousYear), "6起")
	expect(t, en.Base(accidents("7 1"), prose.PreviousYear), "1 accident")
}

// That there was none is said only of what is known of all.
func TestNone(t *testing.T) {
	for figures, want := range map[string][2]string{
		"0":            {"未发生较大及以上事故", "there were no larger and worse accidents"},
		"0?":           {"已报送单位未发生较大及以上事故（部分单位未报送）", "there were no larger and worse accidents in the units that reported (some units have not reported)"},
		"0!":           {"已登记的记录中未发生较大及以上事故（部分记录未登记）", "there were no larger and worse accidents in the records that tell (some records do not tell it)"},
		"1":            {"发生较大及以上事故1起", "there was 1 larger and worse accident"},
		"not_reported": {"较大及以上事故起数未报送", "the figure for larger and worse accidents is not known (not reported)"},
		"no_data":      {"较大及以上事故起数无数据", "the figure for larger and worse accidents is not known (no data)"},
	} {
		expect(t, zh.None(larger(figures)), want[0])
		expect(t, en.None(larger(figures)), want[1])
	}
	expect(t, zh.None(hazards("0")), "无逾期未整改重大隐患")
	expect(t, en.None(hazards("0")), "there were no major hazards overdue")
}

func TestPeriodsAndDays(t *testing.T) {
	may := safety.NewMonth(2026, time.May)
	expect(t, zh.Period(safety.CumulativeTo(may)), "2026年1—5月")
	running := zh
	running.AsOf = safety.NewDate(2026, time.May, 17)
	expect(t, running.Period(may.Period()), "2026年5月（截至5月17日）")
	expect(t, running.Period(may.Prev().Period()), "2026年4月")
	running.Language = en.Language
	expect(t, running.Period(may.Period()), "May 2026 (to 17 May)")
	expect(t, zh.Date(running.AsOf), "2026年5月17日")
	expect(t, en.Date(running.AsOf), "17 May 2026")
	expect(t, zh.Date(safety.Date{}), "")
}
