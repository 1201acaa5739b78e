package etl

import (
	"strings"
	"testing"

	"anlan/etl/source"
)

// People write a dash or a slash into a cell that has nothing to say, and some write a word.
func TestCellsThatHoldAMarkForNothing(t *testing.T) {
	b := setup(t, `pipeline: marked
fact: hazard
system: x
source: {files: marked.csv, empty: [无, 暂无]}
join:
  - name: firm
    source: {files: firms.csv}
    on: {企业: 代码}
    required: false
  - name: cost
    source: {files: costs.csv}
    on: {编号: 编号}
    totals: {sum: {sum: 金额}}
columns:
  id: 编号
  region: {from: [区县, 镇街], names: true}
  sector: 行业
  enterprise: 企业
  enterprise_class: {from: 等级, of: firm}
  source: 来源
  level: {from: 级别, words: {"/": 一般, 无: 重大}}
  found_on: 发现
  due_on: 期限
  supervised: 挂牌
  money_spent: {from: sum, of: cost}
  penalty: {sql: "replaceAll(罚款, '元', '')"}
  description: 描述
`)
	b.file("marked.csv", "编号,区县,镇街,行业,企业,来源,级别,发现,期限,挂牌,罚款,描述\n"+
		"1,桓台县,-,—,/,自查,/,2025-03-01,——,无,无,-\n"+
		"2,桓台县,／,暂无,E2,自查,无,2025-03-01,2025-03-31,有,300元,3-4 号楼 / 配电室\n"+
		"-,桓台县,,,,自查,一般,2025-03-01,,,,\n"+
		"4,桓台县,,,,自查,-,-,,,-,\n")
	b.file("firms.csv", "代码,等级\n/,A\nE2,—\n")
	b.file("costs.csv", "编号,金额\n1,—\n1,20\n1,5\n2,-\n")
	run := b.run("marked")
	if got, want := count(run), "succeeded: read 4, loaded 2, updated 0, unchanged 0, rejected 2, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s\n%s", got, want, b.ask("SELECT row, reasons FROM quarantine"))
	}
	if got, want := b.ask("SELECT id, region, sector, enterprise, enterprise_class, level, due_on, supervised, money_spent, penalty, description FROM hazard WHERE {parts} ORDER BY id", "hazard"),
		"('1','370321','','','','general',NULL,NULL,25,NULL,'')\n('2','370321','','E2','','major','2025-03-31',true,NULL,300,'3-4 号楼 / 配电室')"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// Row 4: level and day are empty, and required; a dash in sql is the expression's own affair.
	if got, want := b.ask("SELECT row, codes, JSONExtractString(raw, '编号'), JSONExtractString(raw, '发现') FROM quarantine ORDER BY row"),
		"(3,['missing_value'],'-','2025-03-01')\n(4,['missing_value','missing_value','bad_value'],'4','-')"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// 1: —, /, ——, 无, -; 2: 暂无, the firm's —; 3: -; 4: -, -.
	if got := run.Warnings[source.EmptyMarks]; got != 10 {
		t.Errorf("%d cells were counted", got)
	}
}

// A ledger without names for some must not make one person of them.
func TestAMarkIsNoPerson(t *testing.T) {
	b := setup(t, `pipeline: marked
fact: training
system: x
source: {files: marked.csv, empty: 不详}
columns:
  id: 编号
  region: 区划
  trained_on: 日期
  audience: {value: 一线职工}
  person: {from: 身份证号, pseudonym: people}
`)
	b.withKeys(peopleKey)
	b.file("marked.csv", "编号,区划,日期,身份证号\n1,370303,2025-03-01,-\n2,370303,2025-03-01, 不详 \n3,370303,2025-03-01,37030319800101123X\n")
	b.run("marked")
	if got := b.ask("SELECT id, person = '' FROM training WHERE {parts} ORDER BY id", "training"); strings.ReplaceAll(got, "true", "1") != "('1',1)\n('2',1)\n('3',0)" {
		t.Errorf("got %s", got)
	}
}
