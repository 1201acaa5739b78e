package etl

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"anlan/etl/source"
)

// The example of the documentation works with both kinds of databases.
func TestTheDocumentedDatabaseLoads(t *testing.T) {
	text, err := os.ReadFile("../docs/sources/databases.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```(?:sql|yaml)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 3 {
		t.Fatalf("there are %d examples", len(blocks))
	}
	for _, code := range []string{source.Unreachable, source.TimedOut, source.Denied, source.Missing, source.Refused, source.WrongEncoding, source.Duplicate, UnknownConnection, NoWindow} {
		if !strings.Contains(string(text), "`"+code+"`") {
			t.Errorf("%s is not explained", code)
		}
	}
	eachOffice(t, func(o *office) {
		o.exec("DROP TABLE yh_ledger")
		for statement := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(blocks[1][1]), ";"), ";\n") {
			if o.mysql {
				statement = strings.ReplaceAll(statement, "timestamp", "datetime")
			}
			o.exec(statement)
		}
		o.name = "hidden"
		o.open(blocks[2][1])
		o.connect(o.server.Addr)
		if got, want := count(o.run("office_hazards")), "succeeded: read 2, loaded 2, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
			o.t.Errorf("got  %s\nwant %s", got, want)
		}
		if got, want := o.ask("SELECT id, region, level, found_on, rectified_on, money_spent, description FROM hazard WHERE {parts} ORDER BY id", "hazard"),
			"('ZB-001','370303','general','2025-03-03','2025-03-18',15000,'灭火器压力不足')\n('ZB-002','370321','major','2025-03-05',NULL,120000000,'储罐区缺少防雷检测')"; got != want {
			o.t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if got := o.run("office_hazards").RowsRead; got != 1 {
			o.t.Errorf("the second run reads %d, expected the one of the last two hours", got)
		}
	})
}
