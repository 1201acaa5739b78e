package etl

import (
	"strings"
	"testing"
)

const inspectionsWithHazards = `pipeline: visits
fact: inspection
system: 执法系统
source: {files: 检查.csv}
join:
  - name: hazards
    source: {files: 隐患.csv}
    on: {检查编号: 所属检查}
    totals:
      隐患数: count
      重大隐患数: {count: true, where: "级别 = '重大'"}
      罚款合计: {sum: 罚款}
columns:
  id: 检查编号
  region: 区划
  kind: {value: 执法检查}
  inspected_on: 日期
  hazards_found: {from: 隐患数, of: hazards}
  penalty: {from: 罚款合计, of: hazards, unit: 万元}
  summary: {sql: "concat('重大隐患', hazards.重大隐患数, '项')"}
`

// One inspection a row, its hazards in a second file: their number and their fines become columns of the inspection.
func TestTotalsOfDetailsBecomeColumnsOfTheHeader(t *testing.T) {
	b := setup(t, inspectionsWithHazards)
	b.file("检查.csv", "检查编号,区划,日期\nJC1,370303,2025-03-01\nJC2,370303,2025-03-02\nJC3,370321,2025-03-03\nJC4,370321,2025-03-04\n")
	b.file("隐患.csv", "隐患编号,所属检查,级别,罚款\n1,JC1,一般,0.5\n2,JC1,重大,1.25\n3,JC1,一般,\n4,JC2,一般,\n5,JC4,重大,约1\n6,JC4,重大,2\n7,JC9,重大,9\n")
	run := b.run("visits")
	// JC3 had no hazards: 0, and no fine is known. JC4's fines cannot be added up.
	if got, want := count(run), "succeeded: read 4, loaded 3, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := b.ask("SELECT id, hazards_found, penalty, summary FROM inspection WHERE {parts} ORDER BY id", "inspection"),
		"('JC1',3,17500,'重大隐患1项')\n('JC2',1,NULL,'重大隐患0项')\n('JC3',0,NULL,'重大隐患0项')"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := b.ask("SELECT reasons FROM quarantine"); !strings.Contains(got, `“约1” is no quantity in 万元`) {
		t.Errorf("reasons %s", got)
	}
	b.file("隐患.csv", "隐患编号,检查,等级,罚款\n")
	b.fail("visits", MissingColumn, `the column "所属检查" is missing`)
}

func TestFaultsOfTotals(t *testing.T) {
	_, err := ParsePipeline("p.yaml", []byte(strings.NewReplacer("隐患数: count", "隐患数: number", "{sum: 罚款}", "{sum: 罚款, count: true}", `where: "级别 = '重大'"`, `where: "file('x')"`).Replace(inspectionsWithHazards)))
	const want = `p.yaml:10:7: a total is count, {count: true, where: …} or {sum: COLUMN}
p.yaml:11:28: totals: the function file may not be used here
p.yaml:12:7: a total is count, {count: true, where: …} or {sum: COLUMN}`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
