package prose_test

import (
	"strings"
	"testing"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/warehouse"
)

func TestOneOfThem(t *testing.T) {
	for many, one := range map[string]string{
		"accidents": "accident", "deaths": "death", "serious injuries": "serious injury", "people": "person", "persons trained": "person trained",
		"major hazards overdue": "major hazard overdue", "cases opened": "case opened", "losses": "loss", "businesses": "business",
		"hazards due that were not rectified on time":    "hazard due that was not rectified on time",
		"hazards that enterprises did not find":          "hazard that enterprises did not find",
		"inspections that tell what they found":          "inspection that tells what they found",
		"special operators with a valid certificate":     "special operator with a valid certificate",
		"coal-mine accidents":                            "coal-mine accident",
		"gas explosions":                                 "gas explosion",
		"dangerous goods vehicles":                       "dangerous goods vehicle",
		"cases punishing enterprise and person":          "case punishing enterprise and person",
		"hours of training":                              "hour of training",
		"red-list entries":                               "red-list entry",
		"yuan":                                           "yuan",
		"premises":                                       "premises",
		"previous offences":                              "previous offence",
		"larger and worse accidents":                     "larger and worse accident",
		"units with a chemical process under inspection": "unit with a chemical process under inspection",
	} {
		if got := prose.Singular(many); got != one {
			t.Errorf("one of %s: %q, expected %q", many, got, one)
		}
	}
}

// Every metric that is counted has a noun for one of it.
func TestOneOfEveryMetric(t *testing.T) {
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range catalogue.Metrics() {
		q := prose.Quantity{Title: m.Title, Noun: m.Noun, Unit: m.UnitText(), Rate: m.Rate, Now: *value("1")}
		said := plain(en.Statement(q))
		if many := m.UnitText().EN; m.Ratio == nil && m.Unit != "元" && many != "GDP" && (strings.HasPrefix(said, "there were") || strings.HasSuffix(said, many)) {
			t.Errorf("%s: %s", m.Name, said)
		}
		if zero := plain(zh.None(set(q, "0"))); strings.Contains(zero, "未未") || strings.Contains(zero, "无无") || strings.Contains(zero, "发生发生") {
			t.Errorf("%s: %s", m.Name, zero)
		}
	}
}

func TestNumbersWithTheirNouns(t *testing.T) {
	fish := accidents("1")
	fish.Unit.EN, fish.One = "offences of the same kind", "such offence"
	expect(t, en.Value(accidents("0")), "0 accidents")
	expect(t, en.Value(accidents("1")), "1 accident")
	expect(t, en.Value(accidents("2")), "2 accidents")
	expect(t, en.Value(accidents("1?")), "1 accident (some units have not reported)")
	expect(t, en.Value(fish), "1 such offence")
	expect(t, zh.Value(accidents("12?")), "12起（部分单位未报送）")
	hours := accidents("1")
	hours.Noun, hours.Unit, hours.Decimals = text("培训", ""), text("学时", "hours of training"), 1
	expect(t, en.Value(hours), "1.0 hours of training")
	expect(t, zh.Statement(hours), "培训1.0学时")
}

func TestVerbsOfNouns(t *testing.T) {
	for noun, c := range map[string]struct{ unit, some, none string }{
		"事故":       {"起", "发生事故2起", "未发生事故"},
		"瞒报事故":     {"起", "发生瞒报事故2起", "未发生瞒报事故"},
		"结案事故":     {"起", "结案事故2起", "结案事故0起"}, // 未结案 would be something else
		"检查":       {"次", "开展检查2次", "未开展检查"},
		"发现隐患":     {"项", "发现隐患2项", "未发现隐患"},
		"立案":       {"件", "立案2件", "未立案"},
		"挂牌督办隐患":   {"项", "挂牌督办隐患2项", "挂牌督办隐患0项"},
		"培训":       {"人次", "培训2人次", "未开展培训"},
		"持证主要负责人":  {"人", "持证主要负责人2人", "持证主要负责人0人"},
		"重伤":       {"人", "重伤2人", "无人员重伤"},
		"道路交通事故死亡": {"人", "道路交通事故死亡2人", "道路交通事故无人员死亡"},
		"计划检查":     {"次", "计划检查2次", "计划检查0次"}, // not carried out yet
		"查出隐患的检查":  {"次", "查出隐患的检查2次", "查出隐患的检查0次"},
	} {
		q := accidents("2")
		q.Noun, q.Unit = text(noun, ""), text(c.unit, "")
		expect(t, zh.Statement(q), c.some)
		q.Now = *value("0")
		expect(t, zh.Statement(q), c.none)
	}
	q := accidents("2")
	q.Noun, q.Verb = text("火灾", ""), "接报"
	expect(t, zh.Statement(q), "接报火灾2起")
	q.Now = *value("0")
	expect(t, zh.Statement(q), "未接报火灾")
}

// What is measured is not counted: there were no tonnes, but the output of coal is so many.
func TestMeasures(t *testing.T) {
	q := accidents("12 15")
	q.Title, q.Noun, q.Unit = text("煤炭产量", "Coal output"), text("煤炭产量", "coal output"), text("吨", "tonnes")
	expect(t, zh.Statement(q, prose.PreviousYear), "煤炭产量12吨，同比减少3吨、下降20.0%")
	expect(t, en.Statement(q, prose.PreviousYear), "coal output came to 12 tonnes, down 3 tonnes (20.0%) year on year")
	expect(t, en.Value(set(q, "1")), "1 tonne")
	expect(t, en.None(set(q, "0")), "coal output came to 0 tonnes")
}

func TestLists(t *testing.T) {
	expect(t, zh.Join("甲", "", "乙", "丙"), "甲、乙和丙")
	expect(t, en.Join("a", "b", "", "c"), "a, b and c")
	expect(t, zh.Join("甲", "乙"), "甲和乙")
	expect(t, zh.Join("甲"), "甲")
	expect(t, zh.Join(), "")
	expect(t, zh.Sentence(zh.Value(accidents("12")), "", "其中较大事故1起。"), "12起，其中较大事故1起。")
	expect(t, en.Sentence("there was 1 accident"), "There was 1 accident.")
	expect(t, en.Sentence("", ""), "")
}

func TestRowsThatHaveMost(t *testing.T) {
	var qs []prose.Quantity
	for _, c := range [][3]string{{"张店区", "Zhangdian", "5"}, {"桓台县", "Huantai", "2"}, {"临淄区", "Linzi", "4"}, {"沂源县", "Yiyuan", "2"}, {"周村区", "Zhoucun", "0"}} {
		q := accidents(c[2])
		q.RowTitle = text(c[0], c[1])
		qs = append(qs, q)
	}
	expect(t, zh.Most(qs, 2), "排前两位的是张店区（5起）和临淄区（4起）")
	expect(t, zh.Most(qs, 3), "排前三位（含并列）的是张店区（5起）、临淄区（4起）、桓台县（2起）和沂源县（2起）") // a tie is whole
	expect(t, zh.Most(qs, 1), "最多的是张店区（5起）")
	expect(t, zh.Most(qs, 12), "排前四位的是张店区（5起）、临淄区（4起）、桓台县（2起）和沂源县（2起）") // none is not among the most
	expect(t, zh.Most(qs[4:], 3), "")
	var many []prose.Quantity // one with 5 and six with 1: five too many for three places
	for i, n := range []string{"1", "1", "5", "1", "1", "1", "1"} {
		q := accidents(n)
		q.RowTitle = text(string(rune('甲'+i)), "x")
		many = append(many, q)
	}
	expect(t, zh.Most(many, 3), "最多的是"+string(rune('甲'+2))+"（5起）")
	expect(t, zh.Most(many[3:], 1), "") // four share the first place
	expect(t, en.Most(qs, 3), "the highest (with ties) were Zhangdian (5 accidents), Linzi (4 accidents), Huantai (2 accidents) and Yiyuan (2 accidents)")
	silent := accidents("not_reported")
	silent.RowTitle = text("高青县", "Gaoqing")
	expect(t, zh.Most(append(qs, silent), 1), "最多的是张店区（5起）（高青县情况不明，未参与排序）")
	expect(t, en.Most(append(qs, silent), 1), "the highest was Zhangdian (5 accidents) (Gaoqing not known, not ranked)")
	expect(t, zh.Most(append(qs, silent, silent, silent, silent, silent, silent), 1), "最多的是张店区（5起）（部分单位情况不明，未参与排序）")
}

func TestShares(t *testing.T) {
	of := func(part, whole string) prose.Quantity {
		q := accidents(part)
		if whole != "" {
			q.Total = value(whole)
		}
		return q
	}
	expect(t, zh.Share(of("5", "20")), "占总数的25.0%")
	expect(t, en.Share(of("5", "20")), "25.0% of the total")
	expect(t, zh.Share(of("1", "2500")), "占总数的0.04%")
	expect(t, zh.Share(of("2999", "3000")), "占总数的99.97%")
	expect(t, zh.Share(of("0", "20")), "占总数的0.0%")
	for _, unknown := range []prose.Quantity{of("0", "0"), of("5", ""), of("5", "no_data"), of("no_data", "5")} {
		expect(t, zh.Share(unknown), "")
	}
}

// What an outside text brings along cannot pass for a figure.
func TestTitlesBringNoMarks(t *testing.T) {
	q := accidents("12 15")
	forged := document.Marked("forged", "99")
	q.Title, q.Noun, q.Unit, q.RowTitle, q.Verb, q.One, q.Row = text(forged, forged), text(forged, forged), text(forged, forged), text(forged, forged), forged, forged, forged
	for _, s := range []prose.Style{zh, en} {
		for _, said := range []string{s.Statement(q, prose.PreviousYear), s.Pair(q, q, prose.PreviousYear), s.Both(q, q, prose.PreviousYear), s.Most([]prose.Quantity{q}, 1), s.None(q)} {
			for _, run := range document.Runs(said) {
				if run.Figure == "forged" {
					t.Errorf("%q", plain(said))
				}
			}
		}
	}
}
