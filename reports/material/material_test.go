package material_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/safety"
	"anlan/warehouse"
)

func caller(role access.Role, regions ...safety.RegionCode) access.Caller {
	return access.Caller{Name: "test", Role: role, Scope: access.Scope{All: len(regions) == 0, Regions: regions}}
}

// April 2026 in Zibo: what a bulletin names, counts, and does not tell everybody.
func TestWhatABulletinGathers(t *testing.T) {
	b := opened(t)
	b.load("enterprise", "id,region,name", "E1,370321101,示例化工有限公司")
	b.load("hazard", "id,region,sector,enterprise,source,level,found_on,due_on,extended_due_on,rectified_on,description",
		"h/1,370321101,mine,E1,government,major,2026-03-01,2026-04-01,,,泵房通风不足",            // 29 days over on 30 April
		"h2,370303,construction,,government,major,2026-02-01,2026-03-01,2026-04-10,,临边无防护", // extended: 20 days
		"h3,370303,construction,,government,major,2026-04-20,2026-05-10,,,未到期",
		"h4,370303,construction,,self,general,2026-01-01,2026-02-01,,,一般隐患",
		"h5,370300,,,self,general,2026-04-02,2026-05-01,,2026-04-03,市直企业")
	b.load("accident", "id,region,sector,occurred_on,type,deaths,direct_loss,grade,status,counted",
		"a1,370303,construction,2026-04-03,高处坠落,1,120000.50,general,verified,true", "a2,370303,construction,2026-04-09,坍塌,1,,general,verified,true",
		"a3,370321,mine,2026-04-11,透水,0,3.10,general,verified,true", "a4,370302,road_transport,2026-04-30,车辆伤害,1,,general,verified,true",
		"a5,370300,,2026-04-30,触电,0,0.10,general,verified,true", "a6,370304,mine,2025-04-30,触电,2,10,general,verified,true")
	b.load("obligation", "id,region,department,unit_kind,kind,item,period_from,period_to,due_on,arrived_on,status",
		"o1,370302,,region,monthly_analysis,,2026-04-01,2026-04-30,2026-05-05,,missing", "o2,370302,,region,data_report,hazard,2026-04-01,2026-04-30,2026-05-05,,missing",
		"o3,370303,,region,monthly_analysis,,2026-04-01,2026-04-30,2026-05-05,2026-05-04,arrived", "o4,370303,,region,progress,安全诊断,2026-04-01,2026-04-30,2026-05-05,,missing",
		"o5,370304,,region,monthly_analysis,,2026-04-01,2026-04-30,2026-05-05,2026-05-04,nil", "o6,370304,,region,monthly_analysis,,2026-03-01,2026-03-31,2026-04-05,,missing")
	april := period(t, "2026-04")

	overdue := material.ListAsk{Name: "overdue", Metric: "hazards_overdue_major", Order: []material.Order{{Column: "extended_due_on|due_on"}},
		Columns: []string{"region", "enterprise", "description", "extended_due_on|due_on", "days_since(extended_due_on|due_on)", "level"}}
	t.Run("overdue major hazards by name, the longest overdue first", func(t *testing.T) {
		list := b.gather(caller(access.Office), material.Plan{Period: april, Lists: []material.ListAsk{overdue}}).Lists["overdue"]
		want := "s.h%2F1: 桓台县起凤镇 / 示例化工有限公司 / 泵房通风不足 / 2026年4月1日 / 29天 / 重大\ns.h2: 张店区 /  / 临边无防护 / 2026年4月10日 / 20天 / 重大\n"
		if got := written(list); got != want || told(list.Count.Now) != "2" || list.Count.Noun.ZH+list.Count.Unit.ZH != "逾期未整改重大隐患项" {
			t.Errorf("%s%s %s%s, expected\n%s", got, told(list.Count.Now), list.Count.Noun.ZH, list.Count.Unit.ZH, want)
		}
		if days := list.Rows[0].Cells[4].Quantity; days.RowTitle.ZH != "桓台县起凤镇 示例化工有限公司" || days.Title.ZH != "天数" {
			t.Errorf("the days are those of %q", days.RowTitle.ZH)
		}
		overdue.Limit = 1
		list = b.gather(caller(access.Office), material.Plan{Period: april, Lists: []material.ListAsk{overdue}}).Lists["overdue"]
		if len(list.Rows) != 1 || told(list.Count.Now) != "2" {
			t.Errorf("%d of %s", len(list.Rows), told(list.Count.Now))
		}
		overdue.Limit = 0
	})
	t.Run("a warning names its enterprise as the data do, not as they did when it was given", func(t *testing.T) {
		g := material.New(material.Sources{Warehouse: b.w, Alerts: warned{{ID: "al_1", Severity: safety.AlertRed, Subject: alert.Subject{Enterprise: "E1", EnterpriseName: "旧名公司"}}, {ID: "al_2", Severity: safety.AlertRed, Subject: alert.Subject{Enterprise: "E9", EnterpriseName: "无档案公司"}}}})
		m, err := g.Gather(t.Context(), caller(access.Office), material.Plan{Region: "370300", Period: april, Alerts: []material.AlertAsk{{Name: "alerts"}}})
		if err != nil {
			t.Fatal(err)
		}
		if rows := m.Alerts["alerts"].Rows; len(rows) != 2 || rows[0].Subject.ZH != "示例化工有限公司" || rows[1].Subject.ZH != "无档案公司" {
			t.Errorf("warned are %+v", rows)
		}
	})
	t.Run("who may not read records is told how many, and no name", func(t *testing.T) {
		m := b.gather(caller(access.Reader), material.Plan{Period: april, Lists: []material.ListAsk{overdue}})
		text, _ := json.Marshal(m.Lists)
		if list := m.Lists["overdue"]; list.Named || len(list.Rows) != 0 || told(list.Count.Now) != "2" || strings.Contains(string(text), "泵房") {
			t.Errorf("%s", text)
		}
	})
	t.Run("a county is told of itself", func(t *testing.T) {
		plan := material.Plan{Region: "370303", Period: april, Lists: []material.ListAsk{overdue}, Metrics: []material.MetricAsk{{Name: "overall", Measures: []string{"accidents_counted"}}}}
		m := b.gather(caller(access.Office, "370303"), plan)
		if got := told(m.Tables["overall"].Total.Quantities["accidents_counted"].Now); got != "2" || told(m.Lists["overdue"].Count.Now) != "1" {
			t.Errorf("%s accidents, %s hazards", got, told(m.Lists["overdue"].Count.Now))
		}
		plan.Region = "370300"
		_, err := b.Gather(t.Context(), caller(access.Office, "370303"), plan)
		var fault *warehouse.Error
		if !errors.As(err, &fault) || fault.Code != warehouse.Forbidden {
			t.Errorf("the city's bulletin: %v", err)
		}
	})
	t.Run("parts, what is left out and what lies in none", func(t *testing.T) {
		measures := []string{"accidents_counted", "deaths_counted", "direct_loss_counted", "deaths_per_accident"}
		m := b.gather(caller(access.Office), material.Plan{Period: april, Metrics: []material.MetricAsk{{
			Name: "by_sector", Measures: measures, By: "sector", Compare: []warehouse.Comparison{warehouse.PreviousYear}, Limit: 1,
			Order: []material.Order{{Column: "accidents_counted", Desc: true}},
		}}})
		table := m.Tables["by_sector"]
		var got []string
		for _, row := range append(table.Rows, table.Total) {
			line := row.Kind + " " + row.Title.ZH
			for _, name := range measures {
				line += " " + told(row.Quantities[name].Now)
			}
			got = append(got, line+" "+told(*row.Quantities["deaths_counted"].PreviousYear))
		}
		// 120000.50 + 3.10 + 0.10 is 120003.7 to the cent; 3 deaths in 5 accidents; in April 2025 two persons died in a mine
		want := "unit 建筑施工 2 2 120000.5 1 0|other 其他 2 1 3.1 0.5 2|unassigned 未填写 1 0 0.1 0 0|whole 淄博市 5 3 120003.7 0.6 2"
		if strings.Join(got, "|") != want {
			t.Errorf("%s\nexpected\n%s", strings.Join(got, "|"), want)
		}
		if table.Adds["deaths_per_accident"] || !table.Adds["direct_loss_counted"] {
			t.Errorf("what adds up: %v", table.Adds)
		}
		addUp(t, "by sector", table)
		// and the records of each row are as many as it says
		d := document.Document{Queries: m.Queries}
		for _, row := range append(table.Rows, table.Total) {
			list := d.Records(&document.Figure{Query: "by_sector", Row: row.Key, Metric: "accidents_counted", Role: document.Value}, b.w.Catalogue())
			if len(list) != 1 {
				t.Fatalf("%s leads to %d lists", row.Key, len(list))
			}
			if n, err := b.w.CountRecords(t.Context(), access.Everything(), list[0]); err != nil || decimal.NewFromUint64(n).String() != told(row.Quantities["accidents_counted"].Now) {
				t.Errorf("%s: %d records, %v", row.Key, n, err)
			}
		}
	})
	t.Run("what a city runs itself leads to its records", func(t *testing.T) {
		m := b.gather(caller(access.Office), material.Plan{Period: april, Metrics: []material.MetricAsk{{Name: "by_region", Measures: []string{"hazards_found"}, By: "region"}}})
		d := document.Document{Queries: m.Queries}
		list := d.Records(&document.Figure{Query: "by_region", Row: document.Unassigned, Metric: "hazards_found", Role: document.Value}, b.w.Catalogue())
		if len(list) != 1 {
			t.Fatalf("%d lists", len(list))
		}
		table, err := b.w.RecordTable(t.Context(), access.Everything(), list[0])
		if err != nil || table.Rows != 1 {
			t.Fatalf("%+v, %v", table, err)
		}
		if id, _ := table.Column("id"); *id.Texts[0] != "h5" {
			t.Errorf("%s", *id.Texts[0])
		}
	})
	t.Run("months of a chart", func(t *testing.T) {
		table := b.gather(caller(access.Office), material.Plan{Period: april, Metrics: []material.MetricAsk{{Name: "trend", Measures: []string{"hazards_found"}, By: "month", Months: 3}}}).Tables["trend"]
		var got []string
		for _, row := range append(table.Rows, table.Total) {
			got = append(got, row.Key+" "+row.Title.ZH+" "+told(row.Quantities["hazards_found"].Now))
		}
		if want := "2026-02 2026年2月 1|2026-03 2026年3月 1|2026-04 2026年4月 2| 淄博市 4"; strings.Join(got, "|") != want {
			t.Errorf("%s, expected %s", strings.Join(got, "|"), want)
		}
	})
	t.Run("units that did not report, and what", func(t *testing.T) {
		missing := b.gather(caller(access.Reader), material.Plan{Period: april, Missing: []material.MissingAsk{{Name: "missing"}}}).Missing["missing"]
		var got []string
		for _, row := range append(missing.Rows, missing.Total) {
			got = append(got, fmt.Sprintf("%s %s of %s missing %v", row.Title.ZH, told(row.Missing.Now), told(row.Due.Now), row.Items))
		}
		want := "淄川区 2 of 2 missing [{数据报送（隐患） data report (Hazard)} {形势研判 monthly analysis}]|张店区 1 of 2 missing [{安全诊断 progress figures (安全诊断)}]|淄博市 3 of 5 missing []"
		if strings.Join(got, "|") != want || told(missing.Units.Now)+" of "+told(missing.Owing.Now) != "2 of 3" {
			t.Errorf("%s, %s of %s units; expected\n%s", strings.Join(got, "|"), told(missing.Units.Now), told(missing.Owing.Now), want)
		}
	})
	// Of the city itself nothing arrived for two months: one item, twice. A town owes nothing: its county does.
	b.load("obligation", "id,region,department,unit_kind,kind,item,period_from,period_to,due_on,arrived_on,status",
		"o7,370300,,region,progress,安全诊断,2025-04-01,2025-04-30,2025-05-05,,missing", "o8,370300,,region,progress,安全诊断,2025-05-01,2025-05-31,2025-06-05,,missing",
		"o9,370321,,region,progress,安全诊断,2025-05-01,2025-05-31,2025-06-05,,missing")
	t.Run("who owes is named, not the city that it lies in", func(t *testing.T) {
		m := b.gather(caller(access.Office), material.Plan{Region: "370000", Period: period(t, "2025Q2"), Missing: []material.MissingAsk{{Name: "reports", Units: "region"}}})
		var got []string
		for _, row := range m.Missing["reports"].Rows {
			got = append(got, fmt.Sprintf("%s %s %v", row.Title.ZH, told(row.Missing.Now), row.Items))
		}
		want := "淄博市 2 [{安全诊断（2期） progress figures (安全诊断) (2)}]|淄博市桓台县 1 [{安全诊断 progress figures (安全诊断)}]"
		if strings.Join(got, "|") != want || told(m.Missing["reports"].Owing.Now) != "2" {
			t.Errorf("%s; expected\n%s", strings.Join(got, "|"), want)
		}
		city := b.gather(caller(access.Office), material.Plan{Region: "370300", Period: period(t, "2025Q2"), Missing: []material.MissingAsk{{Name: "reports", Units: "region"}}})
		if rows := city.Missing["reports"].Rows; len(rows) != 2 || rows[0].Title.ZH != "淄博市本级" || rows[1].Title.ZH != "桓台县" {
			t.Errorf("of the city %+v", rows)
		}
	})
	t.Run("a run for every county says what each says alone", func(t *testing.T) { sharedAlike(t, b) })
	t.Run("loads that a check holds back", func(t *testing.T) { held(t, b, april) })
	t.Run("every question leads to the server", func(t *testing.T) { links(t, b, april, overdue) })
}

// sharedAlike: counties that share their questions, and each for itself under its own scope, are told the same.
func sharedAlike(t *testing.T, b *bundle) {
	measures := []string{"accidents_counted", "hazard_on_time_rate", "worker_training_rate"}
	every := []warehouse.Comparison{warehouse.PreviousYear, warehouse.YearBeforeLast, warehouse.PreviousPeriod}
	together := material.New(material.Sources{Warehouse: b.w})
	var all sync.WaitGroup
	for _, county := range []safety.RegionCode{"370302", "370303", "370304"} { // the last sends next to nothing
		april := period(t, "2026-04")
		all.Go(func() {
			plan := material.Plan{Region: county, Period: april, Metrics: []material.MetricAsk{
				{Name: "overall", Measures: measures, Compare: every}, {Name: "rolling", Measures: measures[:1], Span: material.Trailing, Months: 12, Compare: every[:1]},
				{Name: "trend", Measures: measures[:1], By: "month", Months: 6}, {Name: "by_sector", Measures: measures[:1], By: "sector"},
			}}
			m, err1 := together.Gather(t.Context(), access.Local(), plan)
			alone, err2 := material.New(material.Sources{Warehouse: b.w}).Gather(t.Context(), caller(access.Office, county), plan)
			if err := errors.Join(err1, err2); err != nil {
				t.Error(err)
				return
			}
			got, _ := json.Marshal(m)
			if want, _ := json.Marshal(alone); string(got) != string(want) {
				t.Errorf("%s:\n%s\nalone, by its own office:\n%s", county, got, want)
			}
		})
	}
	all.Wait()
	// accidents (of the period, and by sector the same), hazards and trainings; rolling accidents; the total and the months of the chart
	if n := together.Shared(); n != 6 {
		t.Errorf("%d questions were shared", n)
	}
}

// held: the newest load of hazards failed a blocking check, that of trainings is nobody's concern here.
func held(t *testing.T, b *bundle, april safety.Period) {
	for _, fact := range []string{"hazard", "training"} {
		run := warehouse.Run{ID: "r-" + fact, Seq: 1, Pipeline: "city-" + fact, Fact: fact, State: warehouse.RunFailed, At: b.w.Now(), StartedAt: b.w.Now(), Trigger: warehouse.TriggerManual, Attempt: 1}
		if err := b.w.AppendRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
		if err := b.w.AppendChecks(t.Context(), []warehouse.CheckResult{{Run: run.ID, Number: 1, Pipeline: run.Pipeline, Fact: fact, Code: "size", Severity: warehouse.CheckBlocks,
			Outcome: warehouse.CheckFailed, TitleZH: "行数正常", TitleEN: "usual size", MessageZH: "10 行，少于 100 行", MessageEN: "10 rows, fewer than 100", At: b.w.Now()}}); err != nil {
			t.Fatal(err)
		}
	}
	m := b.gather(caller(access.Office), material.Plan{Period: april, Checks: true, Metrics: []material.MetricAsk{{Name: "hazards", Measures: []string{"hazard_on_time_rate"}}}})
	if len(m.Held) != 1 || m.Held[0].Check != "city-hazard/size" ||
		m.Held[0].Reason.ZH != "“city-hazard”最近一次隐患数据装载未通过检查“行数正常”，数据未更新：10 行，少于 100 行" ||
		m.Held[0].Reason.EN != "the last load of city-hazard failed the check usual size, so its data was not published: 10 rows, fewer than 100" {
		t.Errorf("%+v", m.Held)
	}
}

// links holds every address to the server's own schema.
func links(t *testing.T, b *bundle, april safety.Period, overdue material.ListAsk) {
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(text)})
	m := b.gather(caller(access.Office), material.Plan{Period: april, Sector: "mine", Lists: []material.ListAsk{overdue}, Missing: []material.MissingAsk{{Name: "missing"}}, Alerts: []material.AlertAsk{{Name: "alerts"}},
		Metrics: []material.MetricAsk{
			{Name: "overall", Measures: []string{"accidents_counted"}, Compare: []warehouse.Comparison{warehouse.PreviousYear}},
			{Name: "by_region", Measures: []string{"accidents_counted"}, By: "region", Level: safety.LevelCounty},
			{Name: "rolling", Measures: []string{"accidents_counted"}, Span: material.Trailing, Months: 12},
			{Name: "trend", Measures: []string{"accidents_counted"}, By: "month", Span: material.Cumulative},
		}})
	if len(m.Queries) != 7 {
		t.Errorf("%d questions", len(m.Queries))
	}
	for _, q := range m.Queries {
		question, err := url.ParseQuery(strings.TrimPrefix(q.Link, "/graphiql/?"))
		if err != nil {
			t.Fatal(err)
		}
		if _, faults := gqlparser.LoadQuery(schema, question.Get("query")); len(faults) > 0 {
			t.Errorf("%s: %v\n%s", q.Name, faults, question.Get("query"))
		}
		if q.Metric != nil && (q.Metric.Version != m.Source.Version || q.Metric.AsOf != april.To) {
			t.Errorf("%s is not pinned: %+v", q.Name, q.Metric)
		}
	}
}

// A plan is refused with everything that is wrong with it.
func TestFaultsOfAPlan(t *testing.T) {
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	faults := material.Check(catalogue, material.Plan{
		Metrics: []material.MetricAsk{
			{Name: "Overall", Measures: []string{"accident"}},
			{Name: "a", Measures: []string{"deaths"}, By: "hazard_level", Compare: []warehouse.Comparison{"last_year"}, Order: []material.Order{{Column: "accidents"}}, Span: "ever"},
			{Name: "a", Measures: []string{"deaths"}, Span: material.Trailing},
			{Name: "big", Measures: []string{"deaths"}, Filters: []warehouse.Filter{{Dimension: "accident_grade", Values: []string{"big", ""}}}},
		},
		Lists:   []material.ListAsk{{Name: "l", Fact: "training", Columns: []string{"person", "colour", "days_since(hours)"}}, {Name: "m", Metric: "deaths", Fact: "hazard", Columns: []string{"deaths"}}},
		Missing: []material.MissingAsk{{Name: "n", By: "sector", Kinds: []string{"tea"}}},
	})
	said := errors.Join(faults...).Error()
	for _, want := range []string{
		"Overall: expected a name", `no metric "accident"`, "accident records have no hazard_level", `no comparison "last_year"; expected previous_year`, `big: there is no accident_grade "big"`, `no column "accidents" to order by`, `no span "ever"`,
		"a: another question has the name", "1 to 120 months, not 0", "the column person is personal data", "no column colour", "the column hours is no date", "deaths counts accident records, not hazard",
		`not by "sector"`, `no obligation_kind "tea"`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said:\n%s", want, said)
		}
	}
}

func written(list *material.List) string {
	var out strings.Builder
	for _, row := range list.Rows {
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.Text.ZH
			if c.Quantity != nil {
				cells[i] = told(c.Quantity.Now) + c.Quantity.Unit.ZH
			}
		}
		out.WriteString(row.Key + ": " + document.Unmarked(strings.Join(cells, " / ")) + "\n")
	}
	return out.String()
}

// warned are the warnings that are on.
type warned []alert.Signal

func (w warned) List(context.Context, access.Scope, alert.Query) (*alert.Page, error) {
	return &alert.Page{Signals: w}, nil
}

func (w warned) Counts(context.Context, access.Scope, alert.Query) ([]alert.Count, error) {
	return nil, nil
}
