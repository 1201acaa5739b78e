package etl

import (
	"fmt"
	"strings"
	"testing"

	"anlan/warehouse"
)

// Who forgets to withhold a column hears of it, by the column's name and not by what is in it.
func TestPersonalDataThatNobodyWithholds(t *testing.T) {
	b := setup(t, `pipeline: open
fact: training
system: x
source: {files: open.csv, withhold: [手机]}
columns:
  id: 编号
  region: 区划
  trained_on: 日期
  audience: {value: 一线职工}
  person: 人员
  programme: {from: 项目, words: {焊接: 晨会}}
`)
	b.file("open.csv", "编号,区划,日期,人员,项目,姓名,备注,手机,从业人员数,联系电话\n"+
		"T37030319800101123X,370303,2025-03-01,欧阳修,焊接,欧阳修,转自 37030319800101123X,13905330001,5,\n"+
		"T370303198001011248,370303,2025-03-02,苏东坡,焊接,苏东坡,,13905330002,5,\n")
	run := b.run("open")
	if got, want := fmt.Sprint(run.Warnings), "map[personal_clear 人员:2 personal_clear 编号:2 personal_unused 备注:2 personal_unused 姓名:2]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	report, err := b.loader.Report(t.Context(), warehouse.Everything(), run.ID, ReportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"“姓名”列似含个人信息，未设为不读取（withhold）", "“人员”列似含个人信息，未经处理进入数据库"} {
		if !strings.Contains(report, words) {
			t.Errorf("the report lacks %s:\n%s", words, report)
		}
	}
	for _, clear := range []string{"欧阳修", "37030319800101"} {
		if strings.Contains(report, clear) {
			t.Errorf("the report shows %s", clear)
		}
	}
}
