package query

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"anlan/warehouse"
)

// sets are two data sets with the kinds of columns that questions are about.
var sets = []*warehouse.DataSet{
	{Name: "hazard", Key: []string{"region", "found_on", "system", "id"}, Columns: []warehouse.DataColumn{
		{Name: "system", Type: "String"}, {Name: "id", Type: "String"}, {Name: "region", Type: "String"}, {Name: "sector", Type: "Nullable(String)"}, {Name: "level", Type: "Nullable(String)"},
		{Name: "source", Type: "String"}, {Name: "found_on", Type: "Date32"}, {Name: "deaths", Type: "Nullable(UInt32)"}, {Name: "penalty", Type: "Nullable(Decimal(18, 2))"},
		{Name: "person", Type: "Nullable(String)", Sensitive: true}, {Name: "row", Type: "UInt64"}, {Name: "type", Type: "String"}}},
	{Name: "region", Columns: []warehouse.DataColumn{{Name: "code", Type: "String"}}},
}

// parsed gives the question as canonical text.
func parsed(t *testing.T, sql string) string {
	t.Helper()
	s, err := Parse(sql, sets)
	if err != nil {
		return "refused: " + err.Error()
	}
	q := s.query
	if q.Limit, err = count(s.limit, "LIMIT"); err != nil {
		return "parameters in limits"
	}
	if offset, _ := count(s.offset, "OFFSET"); offset != nil {
		q.Offset = *offset
	}
	return Canonical(q)
}

func TestWhatClientsSend(t *testing.T) {
	for _, c := range []struct{ name, sql, want string }{
		{"all", "SELECT * FROM hazard", "SELECT * FROM hazard"},
		{"in any case, with a semicolon", "select * from Hazard;;", "SELECT * FROM hazard"},
		{"full name in quotes (ADBC)", `SELECT * FROM "anlan"."main"."hazard"`, "SELECT * FROM hazard"},
		{"backquotes and a schema", "SELECT `id` FROM `main`.`hazard`", "SELECT id FROM hazard"},
		{"an alias (DBeaver)", "SELECT x.* FROM hazard x LIMIT 200 OFFSET 400", "SELECT * FROM hazard LIMIT 200 OFFSET 400"},
		{"the MySQL way", "SELECT id FROM hazard LIMIT 400, 200", "SELECT id FROM hazard LIMIT 200 OFFSET 400"},
		{"no rows (pandas, R)", "SELECT * FROM hazard LIMIT 0", "SELECT * FROM hazard LIMIT 0"},
		{"the columns alone (dbplyr)", "SELECT *\nFROM (SELECT * FROM hazard) AS q01\nWHERE (0 = 1)", "SELECT * FROM hazard WHERE 0 = 1"},
		{"Power BI", `select "_"."region", count(*) as "C1" from ( select "region", "level" from "anlan"."main"."hazard" "$Table" where "level" = 'major' ) "_" group by "_"."region" limit 1000`,
			"SELECT region, count(*) AS C1 FROM hazard WHERE level = 'major' GROUP BY region LIMIT 1000"},
		{"Tableau", `SELECT "hazard"."region" AS "region", SUM(1) AS "n" FROM "main"."hazard" "hazard" GROUP BY 1`, "SELECT region, sum(1) AS n FROM hazard GROUP BY region"},
		{"comments", "/* who */ SELECT id -- the number\nFROM hazard -- all;\n", "SELECT id FROM hazard"},
		{"columns named like words of other dialects", "SELECT type, source, row, system FROM hazard ORDER BY type", "SELECT type, source, row, system FROM hazard ORDER BY type"},
		{"a byte order mark", "\ufeffSELECT id FROM hazard", "SELECT id FROM hazard"},
		{"signs close to numbers", "SELECT count(*)-1, deaths+-1, -deaths FROM hazard", "SELECT count(*) - 1, deaths + -1, -deaths FROM hazard"},
		{"a sum in CAST", "SELECT CAST(deaths + 1 AS DECIMAL(18, 2)) FROM hazard", "SELECT toDecimal(deaths + 1, 2) FROM hazard"},
		{"types of many dialects", "SELECT deaths::double precision, CAST(found_on AS TIMESTAMP WITH TIME ZONE), CAST(id AS VARCHAR(20)) FROM hazard", "SELECT toFloat64(deaths), toDateTime(found_on), toString(id) FROM hazard"},
		{"a subtree of regions", "SELECT id FROM hazard WHERE within(region, '370300') AND level = 'major' AND within(sector, 'mine')", "SELECT id FROM hazard WHERE within(region, '370300') AND within(sector, 'mine') AND level = 'major'"},
		{"DISTINCT", "SELECT DISTINCT region FROM hazard", "SELECT DISTINCT region FROM hazard"},
		{"positions", "SELECT region, count(*) FROM hazard GROUP BY 1 ORDER BY 2 DESC, 1", "SELECT region, count(*) FROM hazard GROUP BY region ORDER BY count(*) DESC, region"},
		{"groups in brackets", "SELECT count(*) FROM hazard GROUP BY (region, level)", "SELECT count(*) FROM hazard GROUP BY region, level"},
		{"NULLS LAST", "SELECT id FROM hazard ORDER BY deaths DESC NULLS LAST", "SELECT id FROM hazard ORDER BY deaths DESC"},
		{"an alias over a column", "SELECT lower(region) AS region FROM hazard WHERE region = 'A' ORDER BY region", "SELECT lower(region) AS region FROM hazard WHERE region = 'A' ORDER BY lower(region)"},
		{"Chinese names", "SELECT region AS 地区, count(*) AS 数量 FROM hazard GROUP BY 地区 ORDER BY 数量 DESC", "SELECT region AS 地区, count(*) AS 数量 FROM hazard GROUP BY region ORDER BY count(*) DESC"},
		{"conditions in chains", "SELECT id FROM hazard WHERE (level = 'a' OR level = 'b' OR level = 'c') AND NOT (deaths > 1 AND deaths < 5)",
			"SELECT id FROM hazard WHERE (level = 'a' OR level = 'b' OR level = 'c') AND NOT (deaths > 1 AND deaths < 5)"},
	} {
		if got := parsed(t, c.sql); got != c.want {
			t.Errorf("%s: %s\n%s\nexpected\n%s", c.name, c.sql, got, c.want)
		}
	}
}

func TestProbesAskNoDataSet(t *testing.T) {
	s, err := Parse("SELECT 1, 'x' AS y, version()", sets)
	if err != nil {
		t.Fatal(err)
	}
	probe, ok := s.Probe()
	want := []warehouse.Selected{
		{Expr: &warehouse.Expr{Literal: &warehouse.Literal{Type: "Int64", Text: "1"}}, As: "column1"},
		{Expr: &warehouse.Expr{Literal: &warehouse.Literal{Type: "String", Text: "x"}}, As: "y"},
		{Expr: &warehouse.Expr{Literal: &warehouse.Literal{Type: "String", Text: "Anlan"}}, As: "version()"},
	}
	if !ok || !reflect.DeepEqual(probe, want) {
		t.Errorf("%v %+v", ok, probe)
	}
	if s, err := Parse("SELECT id FROM hazard", sets); err != nil {
		t.Error(err)
	} else if _, ok := s.Probe(); ok {
		t.Error("a question about a data set is no probe")
	}
}

func TestWhatIsNotRead(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"", "line 1, column 1: there is no question"},
		{"-- nothing", "there is no question"},
		{"SELECT * FROM hazard JOIN region ON region = code", "line 1, column 22: JOIN is not read: joins are not read"},
		{"SELECT * FROM hazard, region", "joins are not read"},
		{"SELECT 1 UNION ALL SELECT 2", "line 1, column 10: UNION is not read: one question at a time"},
		{"SELECT id FROM hazard WHERE region IN (SELECT code FROM region)", "IN is followed by constants"},
		{"SELECT (SELECT 1) FROM hazard", "there are no subqueries in expressions"},
		{"SELECT * FROM file('/etc/passwd')", "only data sets are read: there are no functions that make tables"},
		{"SELECT * FROM url('http://x', CSV)", "there are no functions that make tables"},
		{"SELECT * FROM remote('h', system.one)", "there are no functions that make tables"},
		{"SELECT * FROM system.tables", `there is no schema "system"`},
		{"SELECT * FROM information_schema.tables", `there is no schema "information_schema"`},
		{"SELECT * FROM hazards", `there is no data set "hazards"; there are hazard, region`},
		{"SELECT * FROM 'hazard'", "does not belong here"},
		{"SELECT * FROM hazard SETTINGS max_threads = 1", "SETTINGS is not read"},
		{"SELECT * FROM hazard FORMAT CSV", "FORMAT is not read"},
		{"SELECT * FROM hazard INTO OUTFILE '/tmp/x'", "INTO is not read"},
		{"WITH x AS (SELECT 1) SELECT * FROM x", "line 1, column 1: WITH is not read"},
		{"SELECT * FROM hazard ARRAY JOIN assurances", "ARRAY is not read"},
		{"SELECT * FROM hazard PREWHERE id = 'x'", "PREWHERE is not read: use WHERE"},
		{"SELECT * FROM hazard FINAL", "FINAL is not read"},
		{"SELECT * FROM hazard SAMPLE 0.1", "SAMPLE is not read"},
		{"SELECT row_number() OVER () FROM hazard", "OVER is not read"},
		{"SELECT TOP 10 id FROM hazard", "TOP is not read: use LIMIT"},
		{"INSERT INTO hazard VALUES (1)", "line 1, column 1: INSERT is not read: data sets are asked by SELECT and changed by nobody"},
		{"DROP TABLE hazard", "DROP is not read"},
		{"SHOW TABLES", "SHOW is not read"},
		{"SET max_threads = 1", "SET is not read"},
		{"SELECT 1; DROP TABLE hazard", "line 1, column 9: one statement at a time"},
		{"SELECT id FROM hazard WHERE id = 'x", "line 1, column 34: the text does not end: ' is missing"},
		{"SELECT \"id FROM hazard", "the name does not end"},
		{"SELECT id /* FROM hazard", "line 1, column 11: the comment does not end"},
		{"SELECT id FROM hazard WHERE id = ‘x’", "‘ is no quote here"},
		{"SELECT id FROM hazard WHERE id IN （'x'）", "（ is a full-width sign"},
		{"SELECT id FROM hazard WHERE (id = 'x'", "line 1, column 29: this is not closed"},
		{"SELECT id FROM hazard) WHERE id = 'x'", "nothing was opened that ) could close"},
		{"SELECT id FROM hazard WHERE id = 'x' garbage", "garbage does not belong here"},
		{"SELECT id FROM hazard WHERE id = 'x' 'y'", "the text 'y' does not belong here"},
		{"SELECT id FROM hazard WHERE\n  id == ", "line 2, column 9: the text ends too early"},
		{"SELECT FROM hazard", "does not belong here"},
		{"SELECT id FROM", "the text ends too early"},
		{"SELECT id FROM hazard LIMIT -1", "LIMIT takes a whole number that is not negative"},
		{"SELECT id FROM hazard LIMIT 1.5", "LIMIT takes a whole number"},
		{"SELECT id FROM hazard LIMIT deaths", "LIMIT takes a whole number"},
		{"SELECT id FROM hazard LIMIT 10 BY region", "write SELECT"},
		{"SELECT 0x10 FROM hazard", "line 1, column 8: this is neither a number nor a name"},
		{"SELECT 1e400 FROM hazard", `"1e400" is no number of at most 38 digits`},
		{"SELECT 1.2.3 FROM hazard", "this is neither a number nor a name"},
		{"SELECT 123456789012345678901234567890123456789 FROM hazard", "is no number of at most 38 digits"},
		{"SELECT levle FROM hazard", `hazard has no column "levle"; did you mean level?`},
		{"SELECT x.id FROM hazard h", `nothing here is called "x"`},
		{"SELECT lowr(id) FROM hazard", `there is no function "lowr"; did you mean lower?`},
		{"SELECT sleep(3) FROM hazard", `there is no function "sleep"`},
		{"SELECT dictGet('x', 'y', 1) FROM hazard", `there is no function "dictget"`},
		{"SELECT id FROM hazard WHERE n > 1 GROUP BY 7", `has no column "n"`},
		{"SELECT id FROM hazard GROUP BY 7", "a number from 1 on means that column of the result"},
		{"SELECT id FROM hazard GROUP BY ALL", "ALL is not read"},
		{"SELECT region FROM hazard GROUP BY region WITH ROLLUP", "WITH is not read"},
		{"SELECT quantile(0.5)(deaths) FROM hazard", "a function is a name with arguments in parentheses"},
		{"SELECT deaths[1] FROM hazard", `'[' has no meaning here`},
		{"SELECT {x:String} FROM hazard", `'{' has no meaning here`},
		{"SELECT x -> x FROM hazard", "does not belong here"},
		{"SELECT id FROM hazard WHERE found_on > now() - INTERVAL 3 DAY", "INTERVAL is not read: use addDays"},
		{"SELECT CAST(id AS uuid) FROM hazard", `there is no type "uuid"`},
		{"SELECT CAST(id AS decimal) FROM hazard", "a decimal says its places"},
		{"SELECT id FROM hazard WHERE within(region, '370300') OR level = 'x'", "only joined by AND"},
		{"SELECT id FROM hazard WHERE within(region, '1') AND within(region, '2')", "only joined by AND"},
		{"SELECT within(region, '370300') FROM hazard", "only joined by AND"},
		{"SELECT id FROM hazard ORDER BY deaths NULLS FIRST", "NULLS FIRST is not read"},
		{"SELECT * EXCEPT (id) FROM hazard", "EXCEPT is not read"},
		{"SELECT (id, region) FROM hazard", "this is not read here"},
		{"SELECT id FROM hazard WHERE 'x'; --", "SELECT ok"},
		{"SELECT id FROM hazard WHERE " + strings.Repeat("(", 10000) + "1" + strings.Repeat(")", 10000), "this is nested more than 64 deep"},
		{"SELECT id FROM hazard WHERE " + strings.Repeat("NOT ", 10000) + "true", "this is nested more than 64 deep"},
		{"SELECT " + strings.Repeat("CASE WHEN true THEN ", 3000) + "1", "this is nested more than 64 deep"},
		{"SELECT deaths" + strings.Repeat(" + 1", 16000) + " FROM hazard", "this is nested more than 64 deep"},
		{"SELECT deaths" + strings.Repeat("::bigint", 7000) + " FROM hazard", "this is nested more than 64 deep"},
		{strings.Repeat("SELECT * FROM (", 60) + "SELECT * FROM hazard" + strings.Repeat(") t", 60), "SELECTs are wrapped too often"},
		{"SELECT '" + strings.Repeat("x", 64<<10) + "'", "the text has 65545 bytes; at most 65536 are read"},
		{"SELECT '\xff'", "the text is not UTF-8"},
	} {
		_, err := Parse(c.sql, sets)
		if c.want == "SELECT ok" {
			if err != nil {
				t.Errorf("%s: %v", c.sql, err)
			}
			continue
		}
		var known *warehouse.Error
		if !errors.As(err, &known) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.200s\n%v\nexpected %q", c.sql, err, c.want)
		}
	}
}

func TestParametersAreBoundLater(t *testing.T) {
	s, err := Parse("SELECT id, ? AS mark FROM hazard WHERE found_on >= ? AND level IN ('x', ?) AND deaths = -? LIMIT ?", sets)
	if err != nil {
		t.Fatal(err)
	}
	want := []Parameter{{"String"}, {"Date32"}, {"String"}, {"UInt32"}, {"Int64"}}
	if got := s.Parameters(); len(got) != 5 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] || got[4] != want[4] {
		t.Errorf("%v", got)
	}
	q, err := s.Bind([]warehouse.Literal{{Type: "String", Text: "m"}, {Type: "Date32", Text: "2026-05-01"}, {Type: "String", Text: "y"}, {Type: "Int64", Text: "3"}, {Type: "Int64", Text: "9"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := Canonical(q); got != "SELECT id, 'm' AS mark FROM hazard WHERE found_on >= DATE '2026-05-01' AND level IN ('x', 'y') AND deaths = negate(3) LIMIT 9" {
		t.Error(got)
	}
	if again := s.Shape(); again.Limit != nil || !strings.Contains(Canonical(again), "level IN ('x', NULL)") {
		t.Error(Canonical(again))
	}
	for name, values := range map[string][]warehouse.Literal{
		"too few":             {{Type: "String", Text: "m"}},
		"a limit of text":     {{Type: "Null"}, {Type: "Null"}, {Type: "Null"}, {Type: "Null"}, {Type: "String", Text: "x"}},
		"a number that isn't": {{Type: "Null"}, {Type: "Null"}, {Type: "Null"}, {Type: "Int64", Text: "1; DROP"}, {Type: "Int64", Text: "1"}},
		"a list":              {{Type: "Null"}, {Type: "Null"}, {List: []warehouse.Literal{}}, {Type: "Null"}, {Type: "Int64", Text: "1"}},
	} {
		if _, err := s.Bind(values); err == nil {
			t.Errorf("%s was bound", name)
		}
	}
}

func TestWordsOfAddresses(t *testing.T) {
	hazard := sets[0]
	e, err := Where("level = 'major' AND deaths > 3", hazard)
	if err != nil || e.String() != "level = 'major' AND deaths > 3" {
		t.Errorf("%v %v", e, err)
	}
	if e, err := Where("system = 'zibo' AND replace(id, 'a', 'b') = 'c'", hazard); err != nil {
		t.Errorf("a column that other statements begin with: %v %v", e, err)
	}
	if e, err := Where("  ", hazard); e != nil || err != nil {
		t.Errorf("no condition is %v %v", e, err)
	}
	for text, want := range map[string]string{
		"level = 'major' ORDER BY id":    "line 1, column 17: ORDER does not belong here",
		"level = 'major') OR (1=1":       "nothing was opened that ) could close",
		"level = 'major'; DROP TABLE x":  "; does not belong here",
		"level = 'major' UNION SELECT 1": "UNION is not read",
		"level = ?":                      "nothing is bound to ? in an address",
		"count(*) > 1":                   "it cannot stand in a condition on rows",
		"level":                          "a condition is true or false; this is text",
		"level = 'a', id = 'b'":          "this is not read here",
		"levl = 'a'":                     "did you mean level?",
		"within(region, '370300')":       "only joined by AND",
		"SELECT 1":                       "there are no subqueries",
		"(SELECT 1)":                     "there are no subqueries",
		"deaths = 'x'":                   `"x" is no number`,
	} {
		if _, err := Where(text, hazard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n%v\nexpected %q", text, err, want)
		}
	}
	columns, err := Columns("id, region,found_on")
	if err != nil || len(columns) != 3 || columns[1].Expr.Column != "region" {
		t.Errorf("%v %v", columns, err)
	}
	if _, err := Columns("id,,region"); err == nil {
		t.Error("an empty name was read")
	}
	order, err := Order("-found_on,id", hazard)
	if err != nil || len(order) != 2 || !order[0].Desc || order[0].Expr.Column != "found_on" || order[1].Desc {
		t.Errorf("%v %v", order, err)
	}
	key, err := Order("key", hazard)
	if err != nil || len(key) != 4 || key[3].Expr.Column != "id" {
		t.Errorf("%v %v", key, err)
	}
	if _, err := Order("-fond_on", hazard); err == nil || !strings.Contains(err.Error(), "did you mean found_on?") {
		t.Error(err)
	}
}
