package chdb

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "anlan/test/chance"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     statement
	}{
		{"plain", "SELECT 1", statement{verb: query, sql: "SELECT 1"}},
		{"format", "SELECT 1 FORMAT JSON", statement{verb: query, sql: "SELECT 1", format: "JSON"}},
		{"format, then settings", "SELECT 1 format CSV SETTINGS max_threads=1;", statement{verb: query, sql: "SELECT 1  SETTINGS max_threads=1", format: "CSV"}},
		{"settings, then format", "SELECT 1 SETTINGS a=1 FORMAT CSV", statement{verb: query, sql: "SELECT 1 SETTINGS a=1", format: "CSV"}},
		{"a comment behind", "SELECT 1 FORMAT CSV -- thanks", statement{verb: query, sql: "SELECT 1  -- thanks", format: "CSV"}},
		{"in a comment", "SELECT 1 -- FORMAT JSON", statement{verb: query, sql: "SELECT 1 -- FORMAT JSON"}},
		{"in a nested comment", "SELECT 1 /* /* */ FORMAT JSON */", statement{verb: query, sql: "SELECT 1 /* /* */ FORMAT JSON */"}},
		{"in a string", "SELECT 'it''s \\' FORMAT JSON'", statement{verb: query, sql: "SELECT 'it''s \\' FORMAT JSON'"}},
		{"in a quoted name", "SELECT x AS ` FORMAT JSON`", statement{verb: query, sql: "SELECT x AS ` FORMAT JSON`"}},
		{"in a heredoc", "SELECT $a$ FORMAT JSON$a$", statement{verb: query, sql: "SELECT $a$ FORMAT JSON$a$"}},
		{"in typographic quotes", "SELECT ‘ FORMAT JSON’", statement{verb: query, sql: "SELECT ‘ FORMAT JSON’"}},
		{"a column", "SELECT a FROM t ORDER BY format DESC", statement{verb: query, sql: "SELECT a FROM t ORDER BY format DESC"}},
		{"a column after a comma", "SELECT a, format b", statement{verb: query, sql: "SELECT a, format b"}},
		{"a column in a condition", "SELECT a FROM t WHERE format SETTINGS x=1", statement{verb: query, sql: "SELECT a FROM t WHERE format SETTINGS x=1"}},
		{"a table", "SELECT a FROM format t", statement{verb: query, sql: "SELECT a FROM format t"}},
		{"in brackets", "SELECT (SELECT 1 FORMAT JSON)", statement{verb: query, sql: "SELECT (SELECT 1 FORMAT JSON)"}},
		{"behind brackets", "(SELECT 1) FORMAT JSON", statement{verb: query, sql: "(SELECT 1)", format: "JSON"}},
		{"a closing semicolon", "SELECT 1 ; -- done", statement{verb: query, sql: "SELECT 1 "}},
		{"two statements", "SELECT 1; SELECT 2", statement{verb: query, sql: "SELECT 1", many: true}},
		{"a comment first", "/* why */ -- how\nSELECT 1", statement{verb: query, sql: "/* why */ -- how\nSELECT 1"}},
		{"show", "SHOW TABLES FORMAT JSON", statement{sql: "SHOW TABLES", format: "JSON"}},
		{"set", "SET a = 1", statement{sql: "SET a = 1", sticky: true}},
		{"temporary table", "CREATE OR REPLACE TEMPORARY TABLE t (a UInt8)", statement{sql: "CREATE OR REPLACE TEMPORARY TABLE t (a UInt8)", sticky: true}},
		{"table", "CREATE TABLE t (temporary UInt8)", statement{sql: "CREATE TABLE t (temporary UInt8)"}},
		{"with and select", "WITH 1 AS insert SELECT insert", statement{verb: query, sql: "WITH 1 AS insert SELECT insert"}},
		{"with and insert", "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", statement{sql: "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x"}},
		{"insert with data", "INSERT INTO t (a) FORMAT CSV\n1;\n2", statement{verb: ingest, sql: "INSERT INTO t (a) ", format: "CSV", data: "1;\n2"}},
		{"insert with data on the line", "insert into t format JSONEachRow {\"a\": 1}", statement{verb: ingest, sql: "insert into t ", format: "JSONEachRow", data: "{\"a\": 1}"}},
		{"insert with data after a semicolon", "INSERT INTO t FORMAT CSV ;\n1", statement{verb: ingest, sql: "INSERT INTO t ", format: "CSV", data: "1"}},
		{"insert with settings", "INSERT INTO t SETTINGS a='FORMAT' FORMAT CSV", statement{verb: ingest, sql: "INSERT INTO t SETTINGS a='FORMAT' ", format: "CSV"}},
		{"insert into a table called format", "INSERT INTO format FORMAT CSV", statement{verb: ingest, sql: "INSERT INTO format ", format: "CSV"}},
		{"insert into a function", "INSERT INTO FUNCTION file('x.csv', 'CSV') SELECT 1", statement{sql: "INSERT INTO FUNCTION file('x.csv', 'CSV') SELECT 1"}},
		{"insert values", "INSERT INTO t VALUES (1, ')')", statement{verb: ingest, sql: "INSERT INTO t ", format: "Values", data: " (1, ')')"}},
		{"insert from the function values", "INSERT INTO t SELECT * FROM values('a UInt8', 1)", statement{sql: "INSERT INTO t SELECT * FROM values('a UInt8', 1)"}},
		{"insert without anything", "INSERT INTO t", statement{verb: ingest, sql: "INSERT INTO t", format: "Values"}},
		{"insert from a file", "INSERT INTO t FROM INFILE 'x.csv'", statement{sql: "INSERT INTO t FROM INFILE 'x.csv'"}},
		{"nothing", " -- nothing", statement{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := parse(c.in); got != c.want {
				t.Errorf("parse(%q)\n got %+v\nwant %+v", c.in, got, c.want)
			}
		})
	}
}

// opaque draws text that contains clauses and separators, wrapped so that they mean nothing.
func opaque() *rapid.Generator[string] {
	noise := rapid.SliceOf(rapid.SampledFrom([]string{" FORMAT JSON ", ";", "(", ")", "SELECT", "安全", "\\", "'", "\"", "`", "--", "/*", "*/", "# ", "$", "\n", "x"}))
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(noise.Draw(t, "noise"), "")
		switch rapid.IntRange(0, 5).Draw(t, "wrap") {
		case 0:
			return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
		case 1:
			return "'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(s) + "'"
		case 2:
			return "1 AS `" + strings.NewReplacer(`\`, `\\`, "`", "``").Replace("c"+s) + "`"
		case 3:
			return `1 AS "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace("c"+s) + `"`
		case 4:
			return "2 -- " + strings.ReplaceAll(s, "\n", " ") + "\n"
		default:
			return "3 /*" + strings.NewReplacer("/*", "", "*/", "", "/", "", "*", "").Replace(s) + "*/"
		}
	})
}

// Whatever stands in strings, names and comments: the clause at the end is found, and the rest is left as it was.
func TestParseFindsTheFormatClause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sql := "SELECT " + strings.Join(rapid.SliceOfN(opaque(), 1, 4).Draw(t, "columns"), ", ")
		format := rapid.SampledFrom([]string{"", "JSON", "CSV", "Parquet"}).Draw(t, "format")
		text := sql
		if format != "" {
			text += " FORMAT " + format
		}
		text += rapid.SampledFrom([]string{"", ";", " ; ", "\n"}).Draw(t, "end")
		got := parse(text)
		if got.many || got.format != format || got.verb != query {
			t.Fatalf("parse(%q) = %+v, want format %q", text, got, format)
		}
		if strings.TrimSpace(got.sql) != strings.TrimSpace(sql) {
			t.Fatalf("parse(%q) changed the query to %q", text, got.sql)
		}
	})
}

// An INSERT keeps its data to the byte.
func TestParseKeepsInlineData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		head := "INSERT INTO t SETTINGS log_comment = 'x' /* FORMAT Native */ "
		data := rapid.StringMatching(`[a-z0-9;'"(),\n\t ]*`).Draw(t, "data")
		got := parse(head + "FORMAT CSV\n" + data)
		if got.verb != ingest || got.sql != head || got.format != "CSV" || got.data != data || got.many {
			t.Fatalf("%+v, want data %q", got, data)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"SELECT 1 FORMAT JSON", "INSERT INTO t VALUES (1)", "'", "$a$", "/*", "“", "KILL QUERY WHERE query_id='x'", "WITH", "(", "FORMAT FORMAT FORMAT"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		st := parse(s) // must come back, and only ever take away
		if st.verb != command && len(st.sql)+len(st.format)+len(st.data) > len(s)+len("Values") {
			t.Errorf("parse(%q) grew it: %+v", s, st)
		}
		if st.verb == ingest && !strings.HasPrefix(s, st.sql) {
			t.Errorf("parse(%q) changed the insert: %q", s, st.sql)
		}
	})
}
