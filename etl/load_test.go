package etl

import (
	"fmt"
	"testing"
	"time"

	"anlan/warehouse"
)

const hazardHeader = "来源系统,编号,行政区划,行业领域,监管部门,企业,企业分级,检查编号,隐患来源,隐患级别,发现日期,整改期限,延期后期限,整改完成日期,验收销号日期,五落实,挂牌督办,整改投入,罚款,隐患描述\n"

func TestHazardsAreConvertedCheckedAndPublished(t *testing.T) {
	b := setup(t)
	b.file("hazards.csv", hazardHeader+
		"市平台,H1,370303,,,E1,,,企业自查,一般隐患,2025-04-17,2025/5/1,,2025年4月20日,20250421,责任、资金；时限,是,１２００.５０,,灭火器压力不足\n"+
		"市平台,H2,370303,,,E1,,,government,major,2025.4.18,,,,,,否,,3000,\n")
	run := b.run("hazards")
	if got, want := count(run), "succeeded: read 2, loaded 2, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s\n%v", got, want, b.quarantine(run.ID))
	}
	got := b.ask("SELECT id, region, source, level, found_on, due_on, extended_due_on, rectified_on, verified_on, assurances, supervised, money_spent, penalty, description, run = '"+run.ID+"', row FROM hazard WHERE {parts} ORDER BY id", "hazard")
	want := "('H1','370303','self','general','2025-04-17','2025-05-01',NULL,'2025-04-20','2025-04-21',['responsibility','funds','time_limit'],true,1200.5,NULL,'灭火器压力不足',1,1)\n" +
		"('H2','370303','government','major','2025-04-18',NULL,NULL,NULL,NULL,[],false,NULL,3000,'',1,2)"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// The same file again changes nothing and makes no version.
	again := b.run("hazards")
	if got, want := count(again), "unchanged: read 2, loaded 0, updated 0, unchanged 2, rejected 0, duplicate 0"; got != want || again.VersionAfter != run.VersionAfter {
		t.Errorf("got %s, version %d → %d", got, run.VersionAfter, again.VersionAfter)
	}
	if len(run.Files) != 1 || run.Files[0].SHA256 != again.Files[0].SHA256 || run.Files[0].Rows != 2 {
		t.Errorf("files %+v", run.Files)
	}
}

// Every way in which a row can be wrong: the row goes to quarantine with all its reasons, the others are loaded.
func TestRowsThatAreRejected(t *testing.T) {
	b := setup(t)
	row := func(id, change string) string {
		return fmt.Sprintf("市平台,%s,%s\n", id, change)
	}
	b.file("hazards.csv", hazardHeader+
		row("OK", "370303,,,E1,,,企业自查,一般,2025-04-17,,,,,,,,,")+
		row("", "370303,,,E1,,,企业自查,一般,2025-04-17,,,,,,,,,")+
		row("DAY", "370303,,,E1,,,企业自查,一般,2025-02-30,,,,,,,,,")+
		row("REGION", "999999,,,E1,,,企业自查,一般,2025-04-17,,,,,,,,,")+
		row("SECTOR", "370303,无此行业,,E1,,,企业自查,一般,2025-04-17,,,,,,,,,")+
		row("DEPARTMENT", "370303,,无此部门,E1,,,企业自查,一般,2025-04-17,,,,,,,,,")+
		row("WORD", "370303,,,E1,,,企业自查,特别大,2025-04-17,,,,,,,,,")+
		row("WORDS", "370303,,,E1,,,企业自查,一般,2025-04-17,,,,,责任、气氛,,,,")+
		row("BOOL", "370303,,,E1,,,企业自查,一般,2025-04-17,,,,,,也许,,,")+
		row("NUMBER", "370303,,,E1,,,企业自查,一般,2025-04-17,,,,,,,\"1,200\",,")+
		row("NEGATIVE", "370303,,,E1,,,企业自查,一般,2025-04-17,,,,,,,-5,,")+
		row("FUTURE", "370303,,,E1,,,企业自查,一般,2025-05-17,,,,,,,,,")+
		row("TOMORROW", "370303,,,E1,,,企业自查,一般,2025-05-16,,,,,,,,,")+
		row("OLD", "370303,,,E1,,,企业自查,一般,1949-10-01,,,,,,,,,")+
		row("ORDER", "370303,,,E1,,,企业自查,一般,2025-04-17,,,2025-04-01,,,,,,")+
		row("WARN", "370303,,,E1,,,企业自查,一般,2025-04-17,2025-04-01,,,,,,,,")+
		row("TWO", "999999,,,E1,,,企业自查,一般,昨天,,,,,,,,,")+
		"市平台,SHORT,370303\n"+
		"市平台,OK2,370303,,,E1,,,企业自查,一般,2025-04-17,,,,,,,,,\n")
	run := b.run("hazards")
	if got, want := count(run), "succeeded: read 19, loaded 4, updated 0, unchanged 0, rejected 15, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := b.ask("SELECT id FROM hazard WHERE {parts} ORDER BY row", "hazard"); got != "('OK')\n('TOMORROW')\n('WARN')\n('OK2')" {
		t.Errorf("loaded %s", got)
	}
	got := b.ask("SELECT row, line, arrayStringConcat(codes, '+'), arrayStringConcat(reasons, ' / '), region FROM quarantine ORDER BY row")
	want := `(2,3,'missing_value','id (编号): is required and is empty','370303')
(3,4,'bad_value','found_on (发现日期): “2025-02-30” is no date; expected a day that exists, as 2023-07-05, 2023/7/5, 2023.7.5, 2023年7月5日 or 20230705','370303')
(4,5,'unknown_region','region (行政区划): “999999” is no code of a region; expected a code of 6 digits, of a town (9) or village (12), or of a zone that was loaded','')`
	if len(got) < len(want) || got[:len(want)] != want {
		t.Errorf("quarantine\n%s\nwant\n%s", got, want)
	}
	t.Log(got)
	want = "[hazards.csv 10/11 bad_value hazards.csv 11/12 out_of_range hazards.csv 12/13 out_of_range hazards.csv 14/15 out_of_range hazards.csv 15/16 rectified_before_found hazards.csv 17/18 unknown_region+bad_value hazards.csv 18/19 too_few_fields hazards.csv 2/3 missing_value hazards.csv 3/4 bad_value hazards.csv 4/5 unknown_region hazards.csv 5/6 unknown_sector hazards.csv 6/7 unknown_department hazards.csv 7/8 unknown_code hazards.csv 8/9 unknown_code hazards.csv 9/10 bad_value]"
	if got := fmt.Sprint(b.quarantine(run.ID)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := b.ask("SELECT raw FROM quarantine WHERE row = 7"); got != `('{"来源系统":"市平台","编号":"WORD","行政区划":"370303","行业领域":null,"监管部门":null,"企业":"E1","企业分级":null,"检查编号":null,"隐患来源":"企业自查","隐患级别":"特别大","发现日期":"2025-04-17","整改期限":null,"延期后期限":null,"整改完成日期":null,"验收销号日期":null,"五落实":null,"挂牌督办":null,"整改投入":null,"罚款":null,"隐患描述":null}')` {
		t.Errorf("raw %s", got)
	}
}

// An old register: state enterprises of the fifties are older than the first day of the engine's short dates.
func TestEnterprisesRegisteredLongAgo(t *testing.T) {
	b := setup(t)
	header := "来源系统,编号,行政区划,行业领域,监管部门,企业名称,国民经济行业代码,分类分级,固有风险等级,从业人数,高危企业,已配备安全总监,重大危险源,标杆级别,红黑名单,注册日期\n"
	b.file("enterprises.csv", header+
		"企业库,E1,370303,,,示例棉纺厂,,,,,,,,,,1958-03-01\n"+
		"企业库,E2,370303,,,示例机械厂,,,,,,,,,,1900年1月1日\n"+
		"企业库,E3,370303,,,示例药号,,,,,,,,,,1899-12-31\n"+
		"企业库,E4,370303,,,示例商行,,,,,,,,,,\n")
	if got, want := count(b.run("enterprises")), "succeeded: read 4, loaded 3, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := b.ask("SELECT id, registered_on FROM enterprise WHERE {parts} ORDER BY id", "enterprise"), "('E1','1958-03-01')\n('E2','1900-01-01')\n('E4',NULL)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := count(b.run("enterprises")); got != "unchanged: read 4, loaded 0, updated 0, unchanged 3, rejected 1, duplicate 0" {
		t.Errorf("again: %s", got)
	}
	named, err := b.warehouse.EnterprisesNamed(t.Context(), warehouse.Everything(), 0, []string{"E1"})
	if day := named["E1"].RegisteredOn; err != nil || day == nil || day.Format(time.DateOnly) != "1958-03-01" {
		t.Errorf("the record says %v, %v", day, err)
	}
	if got := b.ask("SELECT DISTINCT reasons[1] LIKE '%“1899-12-31” is no date; % from 1900-01-01 on' FROM quarantine"); got != "(1)" {
		t.Errorf("the quarantine says %s", b.ask("SELECT reasons FROM quarantine"))
	}
}
