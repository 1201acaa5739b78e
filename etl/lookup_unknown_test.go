package etl

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/warehouse"
)

const lookupPipeline = `pipeline: POLICY
fact: hazard
system: POLICY
source: {files: ledger*.csv}
columns:
  id: 编号
  region: 区划
  sector: {from: 行业, unknown: POLICY}
  department: {from: 部门, unknown: POLICY}
  enterprise: {from: 企业, unknown: POLICY}
  source: {value: 自查}
  level: {value: 一般}
  found_on: {value: "2025-03-01"}
`

// Three policies for a sector, a department and an enterprise that no list has.
func TestWhatNoListHasIsRejectedKeptOrCreated(t *testing.T) {
	var pipelines []string
	for _, policy := range []string{RejectUnknown, KeepUnknown, CreateUnknown} {
		pipelines = append(pipelines, strings.ReplaceAll(lookupPipeline, "POLICY", policy))
	}
	pipelines = append(pipelines, "pipeline: register\nfact: enterprise\nsource: {files: enterprises.csv}\ncolumns: {system: 来源系统, id: 编号, region: 行政区划, name: 企业名称}\n")
	b := setup(t, pipelines...)
	b.file("enterprises.csv", "来源系统,编号,行政区划,企业名称\n登记,E1,370303,一号厂\n")
	b.run("register")
	b.file("ledger.csv", "编号,区划,行业,部门,企业\n1,370303,危险化学品,应急管理部门,E1\n2,370303,低空经济,应急管理部门,\n3,370321,危险化学品,低空办,E1\n4,370321,,,E2\n5,370321,低空经济,,E2\n")
	reject := b.run(RejectUnknown)
	if got := count(reject); got != "succeeded: read 5, loaded 1, updated 0, unchanged 0, rejected 4, duplicate 0" {
		t.Error(got)
	}
	if got := fmt.Sprint(b.quarantine(reject.ID)); got != "[ledger.csv 2/3 unknown_sector ledger.csv 3/4 unknown_department ledger.csv 4/5 unknown_enterprise ledger.csv 5/6 unknown_sector+unknown_enterprise]" {
		t.Errorf("quarantine %s", got)
	}

	keep := b.run(KeepUnknown)
	if got := count(keep); got != "succeeded: read 5, loaded 5, updated 0, unchanged 0, rejected 0, duplicate 0" || fmt.Sprint(keep.Warnings) != "map[department_kept:1 enterprise_kept:2 sector_kept:2]" {
		t.Errorf("%s, %v", got, keep.Warnings)
	}
	if got := b.records(KeepUnknown); got != "('1','hazardous_chemicals','emergency','E1')\n('2','','emergency','')\n('3','hazardous_chemicals','','E1')\n('4','','','E2')\n('5','','','E2')" {
		t.Errorf("kept\n%s", got)
	}
	list, err := b.warehouse.Substitutions(t.Context(), keep.ID)
	if got, want := fmt.Sprint(list), "[{enterprise kept E2 E2 2} {sector kept 低空经济  2} {department kept 低空办  1}]"; got != want || err != nil {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}

	created := b.run(CreateUnknown)
	if got := count(created); got != "succeeded: read 5, loaded 5, updated 0, unchanged 0, rejected 0, duplicate 0" || fmt.Sprint(created.Warnings) != "map[department_created:1 enterprise_created:2 sector_created:2]" {
		t.Errorf("%s, %v", got, created.Warnings)
	}
	sector, department := warehouse.NewProvisional("sector", "低空经济"), warehouse.NewProvisional("department", "低空办")
	if got, want := b.records(CreateUnknown), strings.NewReplacer("S", sector.Code, "D", department.Code).Replace("('1','hazardous_chemicals','emergency','E1')\n('2','S','emergency','')\n('3','hazardous_chemicals','D','E1')\n('4','','','E2')\n('5','S','','E2')"); got != want {
		t.Errorf("created\n%s\nwant\n%s", got, want)
	}
	waiting := func() string {
		t.Helper()
		v, err := b.warehouse.Current(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		entries, err := b.warehouse.Provisional(t.Context(), v, 10)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(entries)
	}
	if got, want := waiting(), fmt.Sprintf("[{sector %s 低空经济} {department %s 低空办} {enterprise E2 E2}]", sector.Code, department.Code); got != want {
		t.Errorf("waiting are %s, expected %s", got, want)
	}
	// Loading the reference data again keeps them; running again changes nothing.
	if _, _, err := b.warehouse.LoadDimensions(t.Context(), warehouse.DimensionFiles{}); err != nil {
		t.Fatal(err)
	}
	if got := count(b.run(CreateUnknown)); got != "unchanged: read 5, loaded 0, updated 0, unchanged 5, rejected 0, duplicate 0" {
		t.Error(got)
	}

	// Real data takes their place.
	b.file("enterprises.csv", "来源系统,编号,行政区划,企业名称\n登记,E1,370303,一号厂\n登记,E2,370321,二号厂\n")
	if run := b.run("register"); run.RowsLoaded != 1 || b.gone(run) != "E2 replaced" {
		t.Errorf("%s, gone %s", count(run), b.gone(run))
	}
	if got := b.ask("SELECT system, id, name FROM enterprise WHERE {parts} ORDER BY id", "enterprise"); got != "('登记','E1','一号厂')\n('登记','E2','二号厂')" {
		t.Errorf("enterprises %s", got)
	}
	own := t.TempDir()
	write(t, filepath.Join(own, "sectors.csv"), readFile(t, "../warehouse/reference/sectors.csv")+"low_altitude,低空经济,Low-altitude economy,,key,emergency,false,\n")
	write(t, filepath.Join(own, "departments.csv"), readFile(t, "../warehouse/reference/departments.csv")+"low_altitude,低空办,Low-altitude office\n")
	if _, _, err := b.warehouse.LoadDimensions(t.Context(), warehouse.DimensionFiles{Dir: own}); err != nil {
		t.Fatal(err)
	}
	if got := waiting(); got != "[]" {
		t.Errorf("still waiting: %s", got)
	}
	if got := count(b.run(CreateUnknown)); got != "succeeded: read 5, loaded 0, updated 3, unchanged 2, rejected 0, duplicate 0" {
		t.Error(got)
	}
	if got := b.records(CreateUnknown); got != "('1','hazardous_chemicals','emergency','E1')\n('2','low_altitude','emergency','')\n('3','hazardous_chemicals','low_altitude','E1')\n('4','','','E2')\n('5','low_altitude','','E2')" {
		t.Errorf("in the end\n%s", got)
	}
}

// A column of free text taken for sectors would fill the list: the run stops.
func TestAColumnThatIsNoListFillsNone(t *testing.T) {
	b := setup(t, strings.ReplaceAll(lookupPipeline, "POLICY", CreateUnknown))
	var ledger strings.Builder
	ledger.WriteString("编号,区划,行业,部门,企业\n")
	for i := range mostCreated + 1 {
		fmt.Fprintf(&ledger, "%d,370303,第%d号企业的经营范围,,\n", i, i)
	}
	b.file("ledger.csv", ledger.String())
	b.fail(CreateUnknown, TooManyCreated, "sector: more than 200 different texts are not on the list of it, as “第")
	if got := b.ask("SELECT count() FROM substitution"); got != "(0)" {
		t.Errorf("%s texts were kept", got)
	}
}

func (b *bundle) records(system string) string {
	return b.ask("SELECT id, sector, department, enterprise FROM hazard WHERE {parts} AND system = '"+system+"' ORDER BY id", "hazard")
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
