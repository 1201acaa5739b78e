package etl

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// What stands in ledgers where money is asked for in 万元, and what it is in yuan. Everything else is rejected.
func TestQuantitiesInUnits(t *testing.T) {
	b := setup(t, strings.NewReplacer("description: 描述", "money_spent: {from: 描述, unit: 万元}", "small_csv", "wan", "system: s", "system: wan").Replace(small("csv")),
		strings.NewReplacer("description: 描述", "money_spent: {from: 描述, unit: 元}", "small_csv", "yuan", "system: s", "system: yuan").Replace(small("csv")),
		"pipeline: rates\nfact: obligation\nsystem: s\nsource: {files: rates.csv}\ncolumns:\n  id: 编号\n  region: {value: 370303}\n  unit_kind: {value: region}\n  kind: {value: data_report}\n"+
			"  period_from: {value: 2025-01-01}\n  period_to: {value: 2025-01-31}\n  due_on: {value: 2025-02-05}\n  status: {value: missing}\n  completion: {from: 完成率, unit: 比例}\n",
		"pipeline: people\nfact: inspection\nsystem: s\nsource: {files: people.csv}\ncolumns:\n  id: 编号\n  region: {value: 370303}\n  kind: {value: 执法检查}\n  inspected_on: {value: 2025-01-01}\n  hazards_found: {from: 隐患, unit: 项}\n")
	cases := []struct{ text, wan, yuan string }{
		{"1.5", "15000", "1.5"}, {"0.000001", "0.01", "0"}, {"1.23456", "12345.6", "1.23"}, {"0.1", "1000", "0.1"}, {"123456789.123456", "1234567891234.56", "123456789.12"},
		{"1.5万元", "15000", "15000"}, {"1.5 万 元", "15000", "15000"}, {"１．５万元", "15000", "15000"}, {"1,200元", "1200", "1200"}, {"￥1,200.50", "12005000", "1200.5"},
		{"人民币1200元整", "1200", "1200"}, {"3亿元", "300000000", "300000000"}, {"20千元", "20000", "20000"}, {"-1", "", ""}, {"0", "0", "0"},
		{"1.5万", "", "15000"}, {"2亿", "", "200000000"}, // 1.5万 万元?
		{"1,20", "", ""}, {"12,00元", "", ""}, {"1200,300", "", ""}, {"约2万元", "", ""}, {"1-2万元", "", ""}, {"2万余元", "", ""}, {"三万元", "", ""}, {"1万2千元", "", ""}, {"5%", "", ""}, {"5吨", "", ""},
		{"万元", "", ""}, {"1.5.2", "", ""}, {"1e3", "", ""}, {"99999999999999999999", "", ""}, {"无", "", ""},
	}
	var file strings.Builder
	file.WriteString(smallHeader)
	for i, c := range cases {
		fmt.Fprintf(&file, "%d,370303,一般,2025-03-01,\"%s\"\n", i, c.text)
	}
	b.file("small.csv", file.String())
	for _, pipeline := range []string{"wan", "yuan"} {
		b.run(pipeline)
		got := map[string]string{}
		for _, line := range strings.Split(b.ask("SELECT id, money_spent FROM hazard WHERE {parts} AND system = '"+pipeline+"'", "hazard"), "\n") {
			id, value, _ := strings.Cut(strings.Trim(line, "()"), ",")
			got[strings.Trim(id, "'")] = value
		}
		for i, c := range cases {
			want := map[string]string{"wan": c.wan, "yuan": c.yuan}[pipeline]
			if got[strconv.Itoa(i)] != want {
				t.Errorf("%s: %q is %q, expected %q", pipeline, c.text, got[strconv.Itoa(i)], want)
			}
		}
	}
	if got := b.ask("SELECT DISTINCT reasons[1] FROM quarantine WHERE pipeline = 'wan' AND reasons[1] LIKE '%约%'"); got != `('money_spent (整改投入), column "描述": “约2万元” is no quantity in 万元 that fits; expected digits, as 1200.5 or 1,200.5, alone or with one of 元, 千元, 万元, 百万元, 千万元, 亿元 behind them')` {
		t.Errorf("the reason is %s", got)
	}
	b.file("rates.csv", "编号,完成率\n1,0.855\n2,85.5%\n3,1\n4,855‰\n5,\n")
	b.run("rates")
	if got := b.ask("SELECT completion FROM obligation WHERE {parts} ORDER BY id", "obligation"); got != "(85.5)\n(85.5)\n(100)\n(85.5)\n(NULL)" {
		t.Errorf("rates %s", got)
	}
	b.file("people.csv", "编号,隐患\n1,3项\n2,1.5项\n3,1千\n")
	if run := b.run("people"); run.RowsRejected != 1 || b.ask("SELECT hazards_found FROM inspection WHERE {parts} ORDER BY id", "inspection") != "(3)\n(1000)" {
		t.Errorf("%s: %s", count(run), b.ask("SELECT hazards_found FROM inspection WHERE {parts} ORDER BY id", "inspection"))
	}
}

func TestAUnitMustFitItsColumn(t *testing.T) {
	_, err := ParsePipeline("p.yaml", []byte(strings.Replace(small("csv"), "description: 描述", "money_spent: {from: a, unit: 吨}\n  description: {from: b, unit: 元}\n  penalty: {from: c, unit: dollars}", 1)))
	const want = `p.yaml:11:26: "吨" is no unit of money_spent; expected one of 元, 千元, 万元, 百万元, 千万元, 亿元
p.yaml:12:26: a unit is for numbers; description is String
p.yaml:13:22: "dollars" is no unit of penalty; expected one of 元, 千元, 万元, 百万元, 千万元, 亿元`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
