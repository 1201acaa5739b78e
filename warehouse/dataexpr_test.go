package warehouse_test

import (
	"strings"
	"testing"

	"anlan/export/query"
	"anlan/warehouse"
)

// question reads SQL without parameters.
func question(t *testing.T, sql string) (warehouse.DataQuery, error) {
	t.Helper()
	return readSQL(sql)
}

func readSQL(sql string) (warehouse.DataQuery, error) {
	s, err := query.Parse(sql, []*warehouse.DataSet{warehouse.ExprSet})
	if err != nil {
		return warehouse.DataQuery{}, err
	}
	return s.Bind(nil)
}

// What expressions mean, over three records: h1 is a major hazard of Zibo with 3 deaths and a penalty of 1000.01, h2 a general one of Huantai with 0 deaths and
// 0.05, and of 煤矿3 of 1969 the source does not say level, deaths, penalty, passed, due_on and occurred_at.
func TestExpressionsMeanWhatSQLSays(t *testing.T) {
	a := warehouse.AskRows(t)
	for _, c := range []struct{ name, sql, want string }{
		// Conditions.
		{"codes are compared as recorded", "SELECT id FROM hazard WHERE region = '370300'", "h1\n煤矿3"},
		{"Chinese text", "SELECT id FROM hazard WHERE id = '煤矿3'", "煤矿3"},
		{"NULL equals nothing", "SELECT count(*) FROM hazard WHERE level = NULL", "0"},
		{"what is unknown is not different either", "SELECT id FROM hazard WHERE level <> 'major'", "h2"},
		{"IS NULL", "SELECT id FROM hazard WHERE level IS NULL", "煤矿3"},
		{"IS NOT NULL", "SELECT count(*) FROM hazard WHERE level IS NOT NULL", "2"},
		{"IN", "SELECT id FROM hazard WHERE level IN ('major', 'other')", "h1"},
		{"NOT IN leaves out what is unknown", "SELECT id FROM hazard WHERE level NOT IN ('major')", "h2"},
		{"NOT IN a list with NULL is never true", "SELECT count(*) FROM hazard WHERE level NOT IN ('major', NULL)", "0"},
		{"IN a list with NULL finds what is there", "SELECT id FROM hazard WHERE level IN ('major', NULL)", "h1"},
		{"IN integers", "SELECT id FROM hazard WHERE deaths IN (3, -1, 99999999999)", "h1"},
		{"IN decimals, exactly", "SELECT id FROM hazard WHERE penalty IN (0.05, 1000.010)", "h1\nh2"},
		{"a decimal with more places is another", "SELECT count(*) FROM hazard WHERE penalty IN (0.054, 0.0500001)", "0"},
		{"integers among decimals", "SELECT id FROM hazard WHERE deaths IN (3.0, 2.5)", "h1"},
		{"IN dates", "SELECT id FROM hazard WHERE found_on IN ('2026-05-01', '1969-02-28')", "h1\n煤矿3"},
		{"IN truth values", "SELECT id FROM hazard WHERE passed IN (true)", "h1"},
		{"IN moments", "SELECT id FROM hazard WHERE occurred_at IN ('2026-05-01 08:30:00', '2026-05-01T00:00:00Z')", "h1"},
		{"a fraction of a second is another moment", "SELECT count(*) FROM hazard WHERE occurred_at IN ('2026-05-01 08:30:00.5') OR occurred_at = '2026-05-01 08:30:00.5'", "0"},
		{"BETWEEN holds both ends", "SELECT id FROM hazard WHERE found_on BETWEEN '2026-05-01' AND '2026-06-30'", "h1\nh2"},
		{"NOT BETWEEN", "SELECT id FROM hazard WHERE deaths NOT BETWEEN 1 AND 5", "h2"},
		{"LIKE", "SELECT id FROM hazard WHERE id LIKE '%矿_'", "煤矿3"},
		{"LIKE takes an escaped sign as it is", `SELECT count(*) FROM hazard WHERE id LIKE 'h\_'`, "0"},
		{"ILIKE", "SELECT id FROM hazard WHERE level ILIKE 'MAJ%'", "h1"},
		{"NOT LIKE", "SELECT id FROM hazard WHERE id NOT LIKE 'h%'", "煤矿3"},
		{"AND binds before OR", "SELECT id FROM hazard WHERE id = 'h1' OR id = 'h2' AND deaths = 7", "h1"},
		{"NOT binds after comparison", "SELECT id FROM hazard WHERE NOT deaths = 3", "h2"},
		{"a truth value is a condition", "SELECT id FROM hazard WHERE passed", "h1"},
		{"and can be compared", "SELECT id FROM hazard WHERE passed = false", "h2"},
		{"with 1 as some programs write it", "SELECT id FROM hazard WHERE passed = 1", "h1"},
		{"a constant condition", "SELECT count(*) FROM hazard WHERE 1 = 0", "0"},
		{"NULL is no condition that holds", "SELECT count(*) FROM hazard WHERE NULL", "0"},
		{"has", "SELECT id FROM hazard WHERE has(assurances, 'money')", "h1"},

		// Dates and moments.
		{"a text beside a date is a date", "SELECT id FROM hazard WHERE found_on >= '2026-06-01'", "h2"},
		{"DATE", "SELECT id FROM hazard WHERE found_on = DATE '2026-05-01'", "h1"},
		{"a midnight beside a date is that day", "SELECT id FROM hazard WHERE found_on = '2026-05-01 00:00:00'", "h1"},
		{"a moment beside a date compares with its midnight", "SELECT id FROM hazard WHERE found_on > '2026-05-01 08:00:00'", "h2"},
		{"a moment without an offset is Beijing's", "SELECT id FROM hazard WHERE occurred_at = '2026-05-01 08:30:00'", "h1"},
		{"a moment with one is that moment", "SELECT id FROM hazard WHERE occurred_at = '2026-05-01T00:30:00Z'", "h1"},
		{"a day beside a moment is its midnight", "SELECT id FROM hazard WHERE occurred_at = '2026-07-01'", "h2"},
		{"columns of days and moments", "SELECT id FROM hazard WHERE occurred_at > found_on", "h1\nh2"},
		{"parts of a date", "SELECT toYear(found_on), quarter(found_on), month(found_on), extract(day FROM found_on), toDayOfWeek(found_on) FROM hazard WHERE id = 'h1'", "2026|2|5|1|5"},
		{"parts of a moment", "SELECT hour(occurred_at), minute(occurred_at) FROM hazard WHERE id = 'h1'", "8|30"},
		{"starts of periods", "SELECT toStartOfMonth(due_on), toStartOfQuarter(due_on), date_trunc('year', due_on), toStartOfWeek(due_on) FROM hazard WHERE id = 'h1'", "2026-05-01|2026-04-01|2026-01-01|2026-05-25"},
		{"starts of periods before 1970", "SELECT toStartOfMonth(found_on), toStartOfWeek(found_on) FROM hazard WHERE id = '煤矿3'", "1969-02-01|1969-02-24"},
		{"days between dates", "SELECT due_on - found_on, dateDiff('day', found_on, due_on) FROM hazard WHERE id <> '煤矿3'", "30|30\n-29|-29"},
		{"months between dates", "SELECT dateDiff('month', found_on, '2027-01-01') FROM hazard WHERE id = 'h1'", "8"},
		{"days and months later", "SELECT found_on + 30, addMonths(due_on, 1), addYears(found_on, -1) FROM hazard WHERE id = 'h1'", "2026-05-31|2026-06-30|2025-05-01"},

		// Arithmetic.
		{"integers", "SELECT deaths + 1, deaths - 5, deaths * 2, deaths % 2, -deaths FROM hazard WHERE id = 'h1'", "4|-2|6|1|-3"},
		{"a difference of unsigned integers", "SELECT deaths - row FROM hazard WHERE id = 'h2'", "-2"},
		{"beyond 64 bits", "SELECT deaths * 9223372036854775807 FROM hazard WHERE id = 'h1'", "27670116110564327421"},
		{"decimals are exact", "SELECT penalty + 0.1, penalty * 3, penalty * penalty FROM hazard WHERE id = 'h1'", "1000.11|3000.03|1000020.0001"},
		{"division of integers", "SELECT deaths / 2 FROM hazard WHERE id = 'h1'", "1.5"},
		{"division of decimals, rounded half up", "SELECT penalty / 3, penalty / 2, 2.0 / 3 FROM hazard WHERE id = 'h1'", "333.336667|500.005|0.666667"},
		{"by nothing there is no quotient", "SELECT id FROM hazard WHERE (penalty / deaths) IS NULL AND (1 / deaths) IS NULL AND (row % deaths) IS NULL AND deaths = 0", "h2"},
		{"rounding", "SELECT round(penalty), round(penalty / 2, 2), round(2.5), round(0.125, 2), floor(0.9), ceil(0.1), abs(-3) FROM hazard WHERE id = 'h1'", "1000|500.01|3|0.13|0|1|3"},
		{"a sum of large integers", "SELECT sum(row * 1000000000000000000), avg(row * 1000000000000000000) FROM hazard", "6000000000000000000|2000000000000000000"},
		{"a product of 38 digits", "SELECT 99999999999999999999 * 999999999999999999 FROM hazard WHERE id = 'h1'", "99999999999999999899000000000000000001"},
		{"decimals of the greatest length in a list", "SELECT id FROM hazard WHERE penalty IN (0.00000000000000000000000000000000000001, 99999999999999999999999999999999999999, 0.05)", "h2"},
		{"and in a comparison", "SELECT id FROM hazard WHERE penalty > 0.00000000000000000000000000000000000001 AND penalty < 99999999999999999999999999999999999999", "h1\nh2"},
		{"floats", "SELECT index * 2 FROM hazard WHERE index > 0.4 AND index < penalty", "1"},
		{"truth values count", "SELECT sum(passed), avg(passed) FROM hazard", "1|0.5"},

		// Text.
		{"characters, not bytes", "SELECT length(id), substring(id, 2, 1), left(id, 1), right(id, 2), position(id, '矿') FROM hazard WHERE id = '煤矿3'", "3|矿|煤|矿3|2"},
		{"case", "SELECT upper(level), lower('ÄB') FROM hazard WHERE id = 'h1'", "MAJOR|äb"},
		{"joining text", "SELECT id || '-' || deaths || passed, concat(found_on, ' ', occurred_at) FROM hazard WHERE id = 'h1'", "h1-3true|2026-05-01 2026-05-01 08:30:00"},
		{"a part that is missing leaves nothing", "SELECT concat(id, level) FROM hazard WHERE id = '煤矿3'", `\N`},
		{"replace and trim", "SELECT replace(region, '37', 'x'), trim('  a '), startsWith(id, 'h') FROM hazard WHERE id = 'h1'", "x0300|a|true"},
		{"quotes, backslashes and tabs are signs", `SELECT concat('it''s', '\', '	', '"') FROM hazard WHERE id = 'h1'`, `it\'s\\\t"`},

		// Choice and conversion.
		{"CASE", "SELECT CASE WHEN deaths >= 3 THEN 'larger' WHEN deaths = 0 THEN 'none' ELSE '?' END FROM hazard", "larger\nnone\n?"},
		{"CASE of a value", "SELECT CASE level WHEN 'major' THEN 1 WHEN 'general' THEN 0.5 END FROM hazard", "1\n0.5\n\\N"},
		{"if", "SELECT if(passed, 'yes', 'no') FROM hazard", "yes\nno\nno"},
		{"coalesce", "SELECT coalesce(level, 'unknown'), coalesce(due_on, found_on), coalesce(penalty, deaths, 0) FROM hazard WHERE id = '煤矿3'", "unknown|1969-02-28|0"},
		{"nullIf", "SELECT nullIf(level, 'major'), nullIf(deaths, 3) FROM hazard WHERE id = 'h1'", `\N|\N`},
		{"greatest and least", "SELECT greatest(found_on, due_on), least(deaths, 1, 2) FROM hazard", "2026-05-31|1\n2026-06-30|0\n\\N|\\N"},
		{"numbers of text", "SELECT region::bigint, CAST(id AS bigint), CAST('1.5' AS double), CAST(region AS decimal(38, 1)) FROM hazard WHERE id = 'h1'", `370300|\N|1.5|370300`},
		{"cut off and rounded", "SELECT penalty::bigint, CAST(penalty AS decimal(10, 1)), CAST(0.05 AS decimal(10, 1)) FROM hazard WHERE id = 'h1'", "1000|1000|0.1"},
		{"dates of text", "SELECT CAST('2026-05-01' AS date), toDate(occurred_at), CAST(found_on AS timestamp), CAST(level AS date) FROM hazard WHERE id = 'h1'", `2026-05-01|2026-05-01|2026-05-01 00:00:00|\N`},
		{"truth values leave as such", "SELECT deaths > 0, NOT passed, has(assurances, 'duty'), CAST(deaths AS boolean), toString(passed) FROM hazard WHERE id = 'h1'", "true|false|true|true|true"},
		{"constants", "SELECT NULL, true, 1, 1.50, 'x', DATE '2026-05-01' FROM hazard WHERE id = 'h1'", `\N|true|1|1.5|x|2026-05-01`},

		// Aggregates.
		{"counts", "SELECT count(*), count(level), count(DISTINCT region), uniqExact(level), countIf(deaths > 0) FROM hazard", "3|2|2|2|1"},
		{"sums", "SELECT sum(penalty), sum(deaths), sumIf(penalty, level = 'general') FROM hazard", "1000.06|3|0.05"},
		{"averages", "SELECT avg(penalty), avg(deaths) FROM hazard", "500.03|1.5"},
		{"averages of decimals are rounded half up", "SELECT avg(longitude) FROM hazard", "118.077401"}, // (118.054800 + 118.100001) / 2 = 118.0774005
		{"extremes", "SELECT min(found_on), max(penalty), min(level), max(passed) FROM hazard", "1969-02-28|1000.01|general|true"},
		{"of nothing there is no sum, and no day of 1970", "SELECT sum(row), sum(penalty), avg(row), min(found_on), max(id), count(*), sumIf(row, false) FROM hazard WHERE id = 'x'", `\N|\N|\N|\N|\N|0|\N`},
		{"groups", "SELECT region, count(*) AS n FROM hazard GROUP BY region ORDER BY n DESC", "370300|2\n370321|1"},
		{"groups by an expression, a position and an alias", "SELECT toYear(found_on) AS y, level IS NULL, count(*) FROM hazard GROUP BY y, 2 ORDER BY 1", "1969|true|1\n2026|false|2"},
		{"HAVING", "SELECT region FROM hazard GROUP BY region HAVING count(*) > 1", "370300"},
		{"HAVING without groups", "SELECT count(*) FROM hazard HAVING count(*) > 5", ""},
		{"an expression over groups", "SELECT region, sum(deaths) / count(*) FROM hazard GROUP BY region ORDER BY region", "370300|1.5\n370321|0"},
		{"DISTINCT", "SELECT DISTINCT region FROM hazard ORDER BY region", "370300\n370321"},

		// Order.
		{"NULL comes last in both directions", "SELECT id FROM hazard ORDER BY deaths DESC", "h1\nh2\n煤矿3"},
		{"ascending", "SELECT id FROM hazard ORDER BY deaths", "h2\nh1\n煤矿3"},

		// Aliases.
		{"an alias does not hide a column from WHERE", "SELECT lower('X') AS region, id FROM hazard WHERE region = '370321'", "x|h2"},
		{"nor from GROUP BY", "SELECT count(*) AS region FROM hazard GROUP BY region ORDER BY region", "1\n2"},
		{"nor from other items", "SELECT 'x' AS region, concat(region, '!') AS y FROM hazard WHERE id = 'h1'", "x|370300!"},
		{"nor from aggregates", "SELECT sum(deaths) AS deaths, max(deaths) AS m FROM hazard", "3|3"},
		{"an alias is what is ordered by", "SELECT id, 0 - deaths AS deaths FROM hazard WHERE deaths IS NOT NULL ORDER BY deaths", "h1|-3\nh2|0"},
		{"Chinese aliases", "SELECT count(*) AS 数量 FROM hazard ORDER BY 数量", "3"},
		{"odd aliases", `SELECT id AS "a b (c) -- ; /*x*/ ? @y $1" FROM hazard WHERE id = 'h1'`, "h1"},

		// SELECTs around SELECTs.
		{"wrapped", "SELECT * FROM (SELECT id, region AS r FROM hazard WHERE deaths = 3) AS t WHERE r = '370300' LIMIT 5", "h1|370300"},
		{"counted around", "SELECT count(*) FROM (SELECT * FROM hazard WHERE region = '370300') q", "2"},
		{"groups filtered from outside", "SELECT n FROM (SELECT region, count(*) AS n FROM hazard GROUP BY region) t WHERE n > 1", "2"},
		{"the columns alone", "SELECT * FROM (SELECT id, deaths FROM hazard LIMIT 2) t WHERE 1 = 0", ""},
		{"the smaller limit", "SELECT * FROM (SELECT id FROM hazard ORDER BY id LIMIT 2) t LIMIT 1", "h1"},
	} {
		q, err := question(t, c.sql)
		if err != nil {
			t.Errorf("%s: %s\n%v", c.name, c.sql, err)
			continue
		}
		if got := a.Ask(q); got != c.want {
			t.Errorf("%s: %s\n%s\nexpected\n%s", c.name, c.sql, got, c.want)
		}
	}
}

// A value is never more than a value.
func TestValuesAreParameters(t *testing.T) {
	a := warehouse.AskRows(t)
	for _, text := range []string{
		"'", "''", `\`, `\'`, `\\'`, "') OR 1=1 --", "'; DROP TABLE hazard; --", `\N`, "NULL", "{x0:String}", "{db:Identifier}", "?", "@x0", "$1", "\x00", "a\x00b", "\t\n\r", "%s", "${a}", "‘’“”＇", "\u2028", "😀", "`", `"`, "/* */", "[]", "(1)",
	} {
		for _, form := range []string{"SELECT concat(?, '') FROM hazard WHERE id = 'h1'", "SELECT id FROM hazard WHERE id = ?", "SELECT id FROM hazard WHERE id IN (?, 'y')", "SELECT id FROM hazard WHERE startsWith(?, id)"} {
			s, err := query.Parse(form, []*warehouse.DataSet{warehouse.ExprSet})
			if err != nil {
				t.Fatal(err)
			}
			bound, err := s.Bind([]warehouse.Literal{{Type: "String", Text: text}})
			if err != nil {
				t.Fatal(err)
			}
			written, err := question(t, strings.Replace(form, "?", "'"+strings.ReplaceAll(text, "'", "''")+"'", 1))
			if err != nil {
				t.Errorf("%q in %s: %v", text, form, err)
				continue
			}
			one, two := a.Ask(bound), a.Ask(written)
			if one != two || strings.HasPrefix(one, "failed") || strings.Contains(form, "id =") && !strings.Contains(form, "concat") && one != "" {
				t.Errorf("%q in %s: %q bound, %q written", text, form, one, two)
			}
			if strings.HasPrefix(form, "SELECT concat") && one != escaped(text) {
				t.Errorf("%q came back as %q", text, one)
			}
		}
	}
}

// escaped is a text as the engine writes it in TSV; the rows of Ask have lost one newline at their end.
func escaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, "'", `\'`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", `\0`).Replace(text)
}

// What does not fit 38 digits is a fault that is told, never a wrong figure.
func TestNumbersThatDoNotFitAreFaults(t *testing.T) {
	a := warehouse.AskRows(t)
	for _, sql := range []string{
		"SELECT 99999999999999999999 * 9999999999999999999 FROM hazard",
		"SELECT penalty * 99999999999999999999 * 99999999999999999999 FROM hazard",
		"SELECT id FROM hazard WHERE penalty * 99999999999999999999 * 99999999999999999999 > 1",
		"SELECT 99999999999999999999999999999999999999 + row + 99999999999999999999999999999999999999 FROM hazard",
		"SELECT 99999999999999999999999999999999999999 + penalty FROM hazard",
		"SELECT sum(row + 99999999999999999999999999999999999990) FROM hazard",
		"SELECT CAST(99999999999999999999999999999999999999 + row - row AS decimal(38, 2)) FROM hazard",
		"SELECT coalesce(penalty, 99999999999999999999999999999999999999) FROM hazard",
		"SELECT penalty / 0.00000000000000000001 / 0.00000000000000000001 FROM hazard",
		"SELECT toDecimal(index * 1e37 * 1e5, 2) FROM hazard",
	} {
		q, err := question(t, sql)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		} else if got := a.Ask(q); !strings.HasPrefix(got, "too large") {
			t.Errorf("%s: %s", sql, got)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"SELECT id FROM hazard WHERE count(*) > 1", "count sums up rows: it cannot stand in a condition on rows (use HAVING)"},
		{"SELECT sum(count(*)) FROM hazard", "count sums up rows: it cannot stand in another function of that kind"},
		{"SELECT count(*) FROM hazard GROUP BY count(*)", "count sums up rows: it cannot stand in GROUP BY"},
		{"SELECT id, count(*) FROM hazard", "id has many values in a group"},
		{"SELECT region FROM hazard GROUP BY region ORDER BY id", "id has many values in a group"},
		{"SELECT region FROM hazard GROUP BY region HAVING deaths > 1", "deaths has many values in a group"},
		{"SELECT * FROM hazard GROUP BY region", "* is not among them"},
		{"SELECT DISTINCT region FROM hazard ORDER BY id", "with DISTINCT rows are ordered by columns of the result only"},
		{"SELECT id, id FROM hazard", `two columns of the result are called "id"`},
		{"SELECT id FROM hazard WHERE region = 370300", "text cannot be put beside an integer: write codes in quotes, as '370300'"},
		{"SELECT id FROM hazard WHERE deaths = 'three'", `"three" is no number`},
		{"SELECT id FROM hazard WHERE found_on = '2026-02-30'", `"2026-02-30" is no date`},
		{"SELECT id FROM hazard WHERE found_on = 5", "a date cannot be put beside an integer"},
		{"SELECT id FROM hazard WHERE region", "a condition is true or false; this is text"},
		{"SELECT id FROM hazard WHERE assurances = 'duty'", "a list is not compared: ask has(list, value)"},
		{"SELECT id FROM hazard WHERE id LIKE region", "LIKE compares with a pattern in quotes"},
		{`SELECT id FROM hazard WHERE id LIKE 'a\'`, "ends within an escape"},
		{"SELECT region + 1 FROM hazard", "text cannot be put beside an integer"},
		{"SELECT region + region FROM hazard", "+ computes with numbers, not with text"},
		{"SELECT found_on + 0.5 FROM hazard", "to or from a date goes a whole number of days"},
		{"SELECT min(assurances) FROM hazard", "lists have no order"},
		{"SELECT id FROM hazard ORDER BY assurances", "lists have no order"},
		{"SELECT CASE WHEN passed THEN 1 ELSE 'x' END FROM hazard", `"x" is no number`},
		{"SELECT dateDiff('second', found_on, due_on) FROM hazard", "dateDiff counts in one of"},
		{"SELECT round(penalty, deaths) FROM hazard", "round takes a whole number from -18 to 18 there"},
		{"SELECT lower(deaths) FROM hazard", "lowerUTF8 does not take an integer"},
		{"SELECT count(*) FROM (SELECT id FROM hazard LIMIT 5) t", "an aggregate around a SELECT in brackets that has LIMIT"},
	} {
		q, err := question(t, c.sql)
		if err == nil {
			err = warehouse.ExprSet.Check(q)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n%v\nexpected %q", c.sql, err, c.want)
		}
	}
}
