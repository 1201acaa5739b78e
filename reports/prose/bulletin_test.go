package prose_test

import (
	"testing"

	"anlan/reports/prose"
)

// Figures that cities, provinces and districts really published. Where only percentages were printed, last year's figures are
// the whole numbers that give them, worked out in the case; the sentences must give the printed counts, percentages and
// directions back.
func TestFiguresOfPublishedBulletins(t *testing.T) {
	full, percents, percents2, counts := zh, as(zh, prose.Percents), as(zh2, prose.Percents), as(zh2, prose.Counts)
	const lastYear, twoBack, before = prose.PreviousYear, prose.YearBeforeLast, prose.PreviousPeriod
	several := func(s prose.Style, a, d, i string, against ...string) string {
		return s.Several([]prose.Quantity{accidents(a), deaths(d), injuries(i)}, against...)
	}
	for _, c := range []struct{ source, got, want string }{
		{ // 23/32 = -28.125%, 20/29 = -31.03%, 6/5 = +20%; 23/15 = +53.33%, 20/15 = +33.33%, injuries from 0
			"广州市应急管理局, December 2023: down 28.1 and 31.0, up 20; on November up 53.3 and 33.3, injuries were 0",
			several(percents, "23 32 - 15", "20 29 - 15", "6 5 - 0", lastYear, before),
			"发生事故23起、死亡20人、受伤6人，同比事故起数下降28.1%，死亡人数下降31.0%，受伤人数上升20.0%；环比事故起数上升53.3%，死亡人数上升33.3%，受伤人数增加6人（上期为0）",
		},
		{ // 301/350 = -14.0%, 279/298 = -6.376%, 110/131 = -16.03%
			"广州市应急管理局, January to December 2023: down 14.0, 6.4 and 16.0, no larger or worse accident",
			several(percents, "301 350", "279 298", "110 131", lastYear) + "，" + percents.None(larger("0")),
			"发生事故301起、死亡279人、受伤110人，同比分别下降14.0%、6.4%、16.0%，未发生较大及以上事故",
		},
		{ // 37/46 = -19.57%, 30/33 = -9.09%; 37/49 = -24.49%, 30/29 = +3.45%
			"广州市应急管理局, December 2019: down 19.6 and 9.1; on November down 24.5, up 3.4",
			percents.Pair(accidents("37 46 - 49"), deaths("30 33 - 29"), lastYear, before),
			"发生事故37起、死亡30人，同比分别下降19.6%、9.1%；环比事故起数下降24.5%，死亡人数上升3.4%",
		},
		{ // 31/35 = -11.43%, 26/32 = -18.75%, 20/14 = +42.86%; 31/29 = +6.90%, 26/26, 20/10 = +100%
			"广州市应急管理局, June 2023: down 11.4 and 18.8, up 42.9; on May up 6.9, unchanged, up 100.0",
			several(percents, "31 35 - 29", "26 32 - 26", "20 14 - 10", lastYear, before),
			"发生事故31起、死亡26人、受伤20人，同比事故起数下降11.4%，死亡人数下降18.8%，受伤人数上升42.9%；环比事故起数上升6.9%，死亡人数持平，受伤人数上升100.0%",
		},
		{ // 274/335 = -18.209%, 77/114 = -32.456%
			"武汉市应急管理局, first half of 2023: down 18.21 and 32.46",
			percents2.Pair(accidents("274 335"), deaths("77 114"), lastYear),
			"发生事故274起、死亡77人，同比分别下降18.21%、32.46%",
		},
		{ // 131/131, 2/1 = +100%
			"武汉市应急管理局, first half of 2023, fires: unchanged, deaths up 100",
			percents2.Pair(accidents("131 131"), deaths("2 1"), lastYear),
			"发生事故131起、死亡2人，同比事故起数持平，死亡人数上升100.00%",
		},
		{ // 258/826 = 31.234%, 258/839 = 30.751%, 217/648 = 33.488%
			"云南省安监局, first half of 2017: 258, 258 and 217 fewer, down 31.23, 30.75 and 33.49",
			several(zh2, "568 826", "581 839", "431 648", lastYear),
			"发生事故568起、死亡581人、受伤431人，同比分别减少258起、258人、217人，下降31.23%、30.75%、33.49%",
		},
		{ // 12/30 = 40%, 49/115 = 42.609%, 8/50 = 16%
			"云南省安监局, first half of 2017, larger accidents: 12, 49 and 8 fewer, down 40, 42.61 and 16",
			several(zh2, "18 30", "66 115", "42 50", lastYear),
			"发生事故18起、死亡66人、受伤42人，同比分别减少12起、49人、8人，下降40.00%、42.61%、16.00%",
		},
		{
			"深圳市罗湖区应急管理局, June 2023: none, all down 100 against 2022 and 2021, injuries unchanged",
			several(percents, "0 1 2", "0 1 2", "0 0 0", lastYear, twoBack),
			"未发生事故、无人员死亡、无人员受伤，同比事故起数下降100.0%，死亡人数下降100.0%，受伤人数持平；较前年同期事故起数下降100.0%，死亡人数下降100.0%，受伤人数持平",
		},
		{ // 2/4 = -50%, 1/3 = -66.67%, 1/1; against 2021: 2/6 = -66.67%, 1/4 = -75%, 1/3 = -66.67%
			"深圳市罗湖区应急管理局, January to June 2023: 50, 66.67, unchanged; against 2021 66.67, 75, 66.67",
			several(percents2, "2 4 6", "1 3 4", "1 1 3", lastYear, twoBack),
			"发生事故2起、死亡1人、受伤1人，同比事故起数下降50.00%，死亡人数下降66.67%，受伤人数持平；较前年同期分别下降66.67%、75.00%、66.67%",
		},
		{
			"深圳市罗湖区应急管理局, January to June 2023, transport: one more accident and injury than 2022 and 2021, from none",
			counts.Pair(accidents("1 0 0"), injuries("1 0 0"), lastYear, twoBack),
			"发生事故1起、受伤1人，去年同期均为0，分别增加1起、1人；前年同期均为0，分别增加1起、1人",
		},
		{ // The office cut 17.777…, 21.428… and 54.838… to 17.77, 21.42 and 54.83; rounded they are 17.78, 21.43 and 54.84.
			"池州市应急管理局, January to July 2020: 8, 9 and 17 fewer",
			several(zh2, "37 45", "33 42", "14 31", lastYear),
			"发生事故37起、死亡33人、受伤14人，同比分别减少8起、9人、17人，下降17.78%、21.43%、54.84%",
		},
		{
			"国家安监总局, monthly: one extraordinary accident and 44 deaths fewer, unchanged on the month before",
			counts.Pair(accidents("0 1 - 0"), deaths("0 44 - 0"), lastYear, before),
			"未发生事故、无人员死亡，同比分别减少1起、44人；环比均持平",
		},
		{
			"国家安监总局, monthly: no major accident, unchanged on last year and on the month before",
			zh2.Statement(accidents("0 0 - 0"), lastYear, before),
			"未发生事故，同比、环比均持平",
		},
		{ // 0.035/0.172 = 20.348%
			"湖北省, 2011: deaths per 100 million yuan of GDP from 0.172 to 0.137, down 20.35",
			zh2.Statement(perGDP("0.137 0.172"), lastYear),
			"亿元GDP死亡率为0.137人/亿元，同比下降20.35%",
		},
		{
			"上海市安监局, January to July 2017: fines of 16,240,900 yuan, of chemical enterprises 2,072,000",
			full.Statement(penalties("16240900")) + "；" + full.Value(penalties("2072000")),
			"罚款金额1624.09万元；207.20万元",
		},
	} {
		t.Run(c.source, func(t *testing.T) { expect(t, c.got, c.want) })
	}
}
