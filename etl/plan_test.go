package etl

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/safety"
)

var update = flag.Bool("update", false, "write the golden files of this package anew")

// The SQL of a run is a pure function of the pipeline, the staged inputs and the dimensions.
func TestSQLOfARun(t *testing.T) {
	p, err := ParsePipeline("details.yaml", []byte(`pipeline: details
fact: hazard
system: s
source: {files: details.csv}
join:
  - name: head
    source: {files: heads.csv}
    on: {Head Nr: Nr}
columns:
  id: {sql: "concat(`+"`Head Nr`"+`, '-', item)"}
  region: {from: Place, of: head}
  source: {value: government}
  level: {from: Kind, words: {Serious: major}}
  found_on: {from: Day, format: "%m/%d/%Y"}
checks:
  - {code: no_item, sql: "endsWith(id, '-')", severity: warn}
`))
	if err != nil {
		t.Fatal(err)
	}
	inputs := []staged{
		{table: "stage_r_0", files: []string{"details.csv"}, columns: []string{"Head Nr", "item", "Kind", "Day", "Note"}, text: true},
		{table: "stage_r_1", files: []string{"heads.csv"}, columns: []string{"Other", "Nr", "Place"}, text: true},
	}
	dims := dimensions{words: map[string]lookup{"sector": lookupOf(nil), "department": lookupOf(nil)}}
	plan, err := newPlan(p, inputs, dims, safety.NewDate(2025, 5, 15))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "load.sql", plan.load("work_r", "r").SQL)
	golden(t, "reject.sql", plan.reject("work_r", "r", []uint64{0}).SQL)
	if got, want := plan.warn("work_r").SQL, "SELECT [countIf(ifNull(due_on < found_on, false)), countIf(ifNull(endsWith(id, '-'), false))] FROM work_r"; got != want {
		t.Errorf("got %s", got)
	}
	if got := strings.Join(plan.unused(), ","); got != "Note" {
		t.Errorf("unused %s", got)
	}
	// No text of the pipeline's author, nor of a file's header, stands in the SQL but in checked expressions.
	for _, text := range []string{"Head Nr", "Serious", "government", "%m/%d/%Y", "heads.csv", "Place"} {
		if sql := plan.load("work_r", "r").SQL + plan.reject("work_r", "r", nil).SQL; strings.Contains(sql, text) {
			t.Errorf("%q stands in the SQL", text)
		}
	}
}

func TestColumnsThatTheFilesDoNotHaveAreAllNamed(t *testing.T) {
	p, err := ParsePipeline("p.yaml", []byte("pipeline: p\nfact: denominator\nsystem: s\nsource: {files: x}\ncolumns:\n  id: nr\n  region: {sql: \"left(plaec, 6)\"}\n  figure: fig\n  period_from: from\n  period_to: to\n  value: val\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = newPlan(p, []staged{{files: []string{"x.csv"}, columns: []string{"nr", "place", "figure", "from", "to", "value"}, text: true}}, dimensions{}, safety.NewDate(2025, 5, 15))
	const want = `p.yaml:7:1: region: x.csv has no column "plaec"; did you mean "place"?
p.yaml:8:1: figure: x.csv has no column "fig"; did you mean "figure"?
p.yaml:11:1: value: x.csv has no column "val"; did you mean "value"?`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// A name that stands for two sectors is none of them; a code is never taken for another's name.
func TestLookupOf(t *testing.T) {
	l := lookupOf([][3]string{{"a", "矿山", "b"}, {"b", "化工", ""}, {"c", "其他", "other"}, {"d", "其他", "rest"}})
	if got := strings.Join(l.names, " ") + " = " + strings.Join(l.codes, " "); got != "a b c d 矿山 化工 other rest = a b c d a b c d" {
		t.Error(got)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		write(t, path, got)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", name, got)
	}
}
