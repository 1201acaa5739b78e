package alert_test

import (
	"errors"
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/safety"
	"anlan/warehouse"
)

const overdue = `
  - rule: overdue
    title: {zh: 重大隐患逾期, en: overdue}
    kind: overdue_major_hazard
    at: {yellow: 1, orange: 16, red: 61}
`

// On 30 April, the day of the newest record: due on the 30th is not overdue, on the 29th by one day, on the 15th by 15, on the
// 14th by 16, on 28 February by 61. An extension counts, a general hazard does not, nor what is rectified.
func TestEachOverdueMajorHazardIsASignal(t *testing.T) {
	b := watched(t, overdue)
	b.load("enterprise", "id,region,name", "E1,370321,示例-桓台-化工-0001")
	b.load("hazard", "id,region,sector,enterprise,source,level,found_on,due_on,extended_due_on,rectified_on,supervised",
		"today,370321,mine,E1,self,major,2025-04-01,2025-04-30,,,",
		"one,370321,mine,E1,self,major,2025-04-01,2025-04-29,,,",
		"fifteen,370321,mine,E1,self,major,2025-04-01,2025-04-15,,,",
		"sixteen,370303,,,self,major,2025-04-01,2025-04-14,,,",
		"sixtyone,370303,construction,E1,self,major,2025-01-01,2025-02-28,,,true",
		"extended,370321,mine,E1,self,major,2025-01-01,2025-02-28,2025-04-29,,",
		"general,370321,mine,E1,self,general,2025-01-01,2025-02-28,,,",
		"done,370321,mine,E1,self,major,2025-01-01,2025-02-28,,2025-04-30,",
		"newest,370321,mine,E1,self,general,2025-04-30,2025-05-30,,,")
	b.expect("raised orange 370303/sixteen/hazard; raised red 370303/construction/sixtyone/hazard; raised yellow 370321/mine/extended/hazard; " +
		"raised yellow 370321/mine/fifteen/hazard; raised yellow 370321/mine/one/hazard")
	s := b.only("370303/construction/sixtyone/hazard")
	if s.Reason.ZH != "张店区示例-桓台-化工-0001重大隐患（sixtyone）2025年1月1日发现，应于2025年2月28日前完成整改，已逾期61天，已挂牌督办" {
		t.Errorf("says %s", s.Reason.ZH)
	}
	if s := b.only("370321/mine/extended/hazard"); s.Reason.EN != "桓台县, 示例-桓台-化工-0001: major hazard extended, found on 2025-01-01, after an extension due on 2025-04-29, 1 day overdue (yellow warning)" {
		t.Errorf("says %s", s.Reason.EN)
	}

	t.Run("who is shown what", func(t *testing.T) {
		huantai, zhangdian := access.Scope{Regions: []safety.RegionCode{"370321"}}, access.Scope{Regions: []safety.RegionCode{"370303"}}
		all := alert.Query{Records: true}
		for name, c := range map[string]struct {
			scope access.Scope
			query alert.Query
			want  string
		}{
			"a county":                        {zhangdian, all, "red 370303/construction/sixtyone/hazard; orange 370303/sixteen/hazard"},
			"another":                         {huantai, alert.Query{Records: true, First: 1, Severities: []safety.AlertSeverity{safety.AlertRed}}, ""},
			"a sector: none without one":      {access.Scope{All: true, Sectors: []string{"construction"}}, all, "red 370303/construction/sixtyone/hazard"},
			"another data set":                {access.Scope{All: true, Facts: []string{"accident"}}, all, ""},
			"who may not read records":        {access.Everything(), alert.Query{}, ""},
			"nobody":                          {access.Scope{}, all, ""},
			"a region asked for from outside": {huantai, alert.Query{Records: true, Region: "370303"}, ""},
		} {
			if got := b.list(c.scope, c.query); got != c.want {
				t.Errorf("%s: %q, expected %q", name, got, c.want)
			}
		}
		counts, err := b.Counts(t.Context(), zhangdian, all)
		if err != nil || counts[0] != (alert.Count{Severity: "red", Signals: 1, Unacknowledged: 1}) || counts[1].Signals != 1 || counts[2].Signals != 0 {
			t.Errorf("a county counts %+v (%v)", counts, err)
		}
		for name, get := range map[string]func() error{
			"another county": func() error { _, err := b.Get(t.Context(), huantai, s.ID, true); return err },
			"no records":     func() error { _, err := b.Get(t.Context(), access.Everything(), s.ID, false); return err },
			"its history":    func() error { _, err := b.History(t.Context(), huantai, s.ID, true); return err },
			"one not there":  func() error { _, err := b.Get(t.Context(), access.Everything(), "al_0", true); return err },
			"to acknowledge": func() error {
				_, err := b.Acknowledge(t.Context(), access.Caller{Name: "桓台", Role: access.Leader, Scope: huantai}, s.ID, "")
				return err
			},
		} {
			if code := faultCode(t, get()); code != warehouse.NotFound {
				t.Errorf("%s: %s, expected not to be told that it is there", name, code)
			}
		}
	})

	t.Run("two by two", func(t *testing.T) {
		q, said := alert.Query{Records: true, First: 2}, []string{}
		for {
			page, err := b.List(t.Context(), access.Everything(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range page.Signals {
				said = append(said, string(s.Severity)+" "+s.Subject.Record)
			}
			if !page.HasNext {
				break
			}
			q.After = page.Cursors[1]
		}
		if len(said) != 5 || said[0] != "red sixtyone" || said[1] != "orange sixteen" || strings.Count(strings.Join(said, " "), "yellow") != 3 {
			t.Errorf("%v", said)
		}
		if _, err := b.List(t.Context(), access.Everything(), alert.Query{After: "x"}); faultCode(t, err) != warehouse.BadRequest {
			t.Errorf("a cursor that is none: %v", err)
		}
	})

	t.Run("days go on and hazards are rectified", func(t *testing.T) {
		b.load("hazard", "id,region,sector,enterprise,source,level,found_on,due_on,extended_due_on,rectified_on,supervised",
			"one,370321,mine,E1,self,major,2025-04-01,2025-04-29,,2025-05-01,", "newest,370321,mine,E1,self,general,2025-05-01,2025-05-30,,,")
		b.expect("cleared yellow 370321/mine/one/hazard; raised yellow 370321/mine/today/hazard; worsened orange 370321/mine/fifteen/hazard")
	})
}

func faultCode(t *testing.T, err error) string {
	t.Helper()
	var fault *warehouse.Error
	if err == nil || !errors.As(err, &fault) {
		t.Fatalf("%v is no *warehouse.Error", err)
	}
	return fault.Code
}

// Of six safety managers with a valid certificate on 30 April four end within 30 days, by 30 May: two of E1, one of E2, and one
// of E3 in another county.
func TestCertificatesThatEndAreCounted(t *testing.T) {
	b := watched(t, `
  - rule: share
    title: {zh: 集中到期, en: many end}
    kind: certificate_expiring
    audiences: [manager]
    within: 30
    levels: [county]
    by: percent
    at: {blue: 60, orange: 75}
    minimum: 2
  - rule: each
    title: {zh: 企业证书到期, en: an enterprise's end}
    kind: certificate_expiring
    audiences: [manager]
    within: 30
    per: enterprise
    by: number
    at: {yellow: 2}
`)
	b.load("enterprise", "id,region,name", "E1,370303,示例-张店-机械-0001")
	b.load("training", "id,region,enterprise,audience,person,trained_on,passed,certificate_until",
		"a,370303,E1,manager,a,2022-05-30,true,2025-05-30", "b,370303,E1,manager,b,2022-05-30,true,2025-04-30", "c,370303,E2,manager,c,2022-05-30,true,2025-05-01",
		"d,370303,E2,manager,d,2022-05-31,true,2025-05-31", "e,370321,E3,manager,e,2022-05-30,true,2025-05-30", "f,370321,E3,manager,f,2025-04-30,true,2028-04-30")
	// Zhangdian three of four, 75 % exactly; Huantai one of two, 50 %
	b.expect("raised orange 370303; raised yellow 370303/E1")
	s := b.only("370303/E1")
	if s.Reason.ZH != "张店区示例-张店-机械-0001安全管理人员2人的证书将于2025年5月30日前到期（自2025年4月30日起30天内），持有效证书共2人，达到黄色预警线2人" {
		t.Errorf("says %s", s.Reason.ZH)
	}
	page, err := warehouse.ListRecords[warehouse.TrainingRecord](t.Context(), b.w, access.Everything(), *b.only("370303").Records)
	if err != nil || len(page.Records) != 3 || page.Records[0].Person != "" {
		t.Errorf("behind it stand %+v (%v), expected three, and nobody named", page.Records, err)
	}
	if got := b.list(access.Everything(), alert.Query{}); got != "orange 370303" {
		t.Errorf("who may not read records is shown %q", got)
	}
}

// On 1 May the newest hazard is 35 days old; on 2 May, without any load, 36.
func TestASourceThatDeliversNothingNewIsLate(t *testing.T) {
	b := watched(t, `
  - rule: late
    title: {zh: 迟报, en: late}
    kind: source_late
    facts: [hazard]
    at: {yellow: 36, red: 60}
  - rule: not_loaded
    title: {zh: 未入库, en: not loaded}
    kind: source_late
    facts: [hazard]
    since: load
    at: {blue: 2}
`)
	b.load("hazard", hazardColumns, "h,370321,mine,self,general,2025-03-27,,")
	b.load("inspection", "id,region,inspected_on,kind", "i,370321,2024-01-01,enforcement")
	b.expect("")
	b.day(2025, 5, 2)
	b.expect("raised yellow 370321/hazard")
	s := b.only("370321/hazard")
	if s.Subject.System != "s" || s.Reason.ZH != "来源系统s的隐患记录最新为2025年3月27日，距今36天，达到黄色预警线36天" || s.Records != nil {
		t.Errorf("%+v", s)
	}
	for who, scope := range map[string]access.Scope{
		"another county": {Regions: []safety.RegionCode{"370303"}}, "a sector": {All: true, Sectors: []string{"mine"}}, "another data set": {All: true, Facts: []string{"accident"}},
	} {
		if got := b.list(scope, alert.Query{}); got != "" {
			t.Errorf("%s is shown %q: it says of which day the newest record of all is", who, got)
		}
	}
	if got := b.list(access.Scope{Regions: []safety.RegionCode{"370321"}}, alert.Query{}); got != "yellow 370321/hazard" {
		t.Errorf("the county in which all records lie is shown %q", got)
	}
	b.day(2025, 5, 3)
	b.expect("raised blue 370321/hazard")
	if got := b.list(access.Scope{Regions: []safety.RegionCode{"370303"}}, alert.Query{}); got != "blue 370321/hazard" {
		t.Errorf("another county is shown %q: when a source was loaded is for anybody", got)
	}
	b.load("hazard", hazardColumns, "h2,370321,mine,self,general,2025-04-30,,")
	b.expect("cleared blue 370321/hazard; cleared yellow 370321/hazard")
}
