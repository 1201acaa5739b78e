package query

import (
	"errors"
	"strings"
	"testing"

	"anlan/warehouse"
)

// FuzzParse looks for texts that break the reader: that make it panic, hang or fail without a message, or whose question is not the one that its own text says.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"SELECT * FROM hazard", "SELECT region, count(*) AS n FROM hazard WHERE level = 'major' AND found_on >= DATE '2026-01-01' GROUP BY region HAVING count(*) > 1 ORDER BY n DESC LIMIT 10 OFFSET 2",
		"SELECT CASE WHEN deaths IN (1, 2.5, NULL) THEN 'a' ELSE \"level\" END FROM `hazard` h -- x\n;", "SELECT id FROM (SELECT id, deaths d FROM hazard WHERE id LIKE '%''x' LIMIT 5) t WHERE 1=0",
		"SELECT extract(year FROM found_on), CAST(deaths AS decimal(10,2)), penalty::bigint, -?, NOT within(region,'1') FROM hazard", "SELECT ((((((((((1))))))))))", "SELECT 'a\\' FROM hazard", "SELECT a.b.c.d.e", "SELECT . FROM .", "SELECT ?, ? LIMIT ?",
		"SELECT count(DISTINCT) FROM hazard GROUP BY ()", "SELECT x IN () FROM hazard", "SELECT CAST(", "SELECT extract(", "SELECT ::", "SELECT AS", "SELECT count(*)(*)", "SELECT 1e999999999 FROM hazard", "SELECT - - - + 1", "SELECT a NOT", "SELECT IS NULL", "SELECT NULL IS NOT NULL",
		"SELECT CASE END", "SELECT CASE WHEN THEN END FROM hazard", "SELECT `", "SELECT \"\" FROM hazard", "SELECT 1 AS \"\"", "SELECT * FROM (SELECT * FROM (SELECT * FROM hazard))", "SELECT *, * FROM hazard", "SELECT count(*, *) FROM hazard", "SELECT 1 LIMIT 1 LIMIT 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text, sets)
		if err != nil {
			var known *warehouse.Error
			if !errors.As(err, &known) || known.Message == "" || known.Err != nil {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		if _, ok := s.Probe(); ok || len(s.Parameters()) > 0 || s.query.Set == "" {
			return
		}
		q, err := s.Bind(nil)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		written := Canonical(q)
		if strings.Count(written, "(") > maxDepth {
			return // written with more brackets than it was read with
		}
		again, err := Parse(written, sets)
		if err != nil {
			t.Fatalf("%q is written %q, which is not read: %v", text, written, err)
		}
		if q, err = again.Bind(nil); err != nil || Canonical(q) != written {
			t.Fatalf("%q is written %q and then %q: %v", text, written, Canonical(q), err)
		}
	})
}
