package etl

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/etl/source"
	"anlan/warehouse"
)

// pipelinesDoc is the users' description of pipeline files.
func pipelinesDoc(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/pipelines.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// furtherDocs are the pages that pipelines.md leaves parts of its keys to.
func furtherDocs(t *testing.T) string {
	t.Helper()
	pages, err := filepath.Glob("../docs/sources/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, page := range append(pages, "../docs/checks.md", "../docs/operations.md", "../docs/pipelines-lookups.md", "../docs/pipelines-changes.md", "../docs/pipelines-personal.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// The example of the documentation loads, and the quarantine says what stands there.
func TestTheDocumentedPipelineLoads(t *testing.T) {
	doc := pipelinesDoc(t)
	files := map[string]string{}
	for _, m := range regexp.MustCompile("`([^` ]+)`:\n\n```(?:csv|yaml)\n((?s:.*?))```").FindAllStringSubmatch(doc, -1) {
		files[m[1]] = m[2]
	}
	if names := slices.Sorted(maps.Keys(files)); fmt.Sprint(names) != "[city_hazards.yaml 企业名录.csv 隐患台账2025.csv]" {
		t.Fatalf("the example has the files %v", names)
	}
	b := setup(t, files["city_hazards.yaml"])
	for name, text := range files {
		if strings.HasSuffix(name, ".csv") {
			encoded, err := simplifiedchinese.GBK.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			b.file(name, encoded)
		}
	}
	run := b.run("city_hazards")
	// Of eight rows five are rejected and one is overruled.
	if got, want := count(run), "succeeded: read 8, loaded 2, updated 0, unchanged 0, rejected 5, duplicate 1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if fmt.Sprint(run.Warnings) != "map[very_expensive:1]" {
		t.Errorf("warnings %v", run.Warnings)
	}
	got := b.ask("SELECT id, region, sector, enterprise_class, source, level, found_on, due_on, rectified_on, money_spent FROM hazard WHERE {parts} ORDER BY id", "hazard")
	if want := "('ZB-25-001','370303','machinery','B','self','general','2025-03-03','2025-03-20','2025-03-18',15000)\n" +
		"('ZB-25-002','370321','hazardous_chemicals','C','government','major','2025-03-05','2025-04-05','2025-04-02',120000000)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	page, err := b.warehouse.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{Run: run.ID})
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, row := range page.Rows {
		for i, code := range row.Codes {
			kept = append(kept, fmt.Sprintf("| %d | `%s` | %s |", row.Row, code, row.Reasons[i]))
		}
	}
	if table := strings.Join(kept, "\n"); !strings.Contains(doc, "| row | code | reason |\n|---|---|---|\n"+table+"\n\n") {
		t.Errorf("the quarantine holds\n%s", table)
	}
}

// The documentation names every key and word of the schema, every function, and every code that a row or a run can get.
func TestThePipelineDocumentationIsComplete(t *testing.T) {
	doc := pipelinesDoc(t) + furtherDocs(t)
	names := append(schemaWords(t), MissingValue, BadValue, UnknownCode, UnknownRegion, AmbiguousRegion, UnknownEnterprise, TooManyDeleted, TooManyCreated, SchemaChanged, MissingKey, deletionsSkipped, unknownPrefix+"sector", unknownPrefix+"department", OutOfRange, BadCreditCode,
		NoPartner, DuplicateKey, source.TooFewFields, source.TooManyFields, source.UnclosedQuote, source.StrayQuote, source.TooLong, source.NulByte, source.BadJSON,
		UnknownPipeline, NoFiles, MissingColumn, ExtraColumn, TooManyRejected, AlreadyRunning, Canceled, warehouse.RunInterrupted, warehouse.Internal,
		source.Unreadable, source.Empty, source.NotText, source.WrongEncoding, source.BadHeader, source.Duplicate, source.Truncated, source.WrongShape, source.TooLarge, source.MissingSheet,
		source.ErrorCell, source.StaleFormula, source.SkippedTotals, source.SkippedRemarks, source.SkippedHeaders, source.SkippedHidden, source.SkippedSheets, source.SkippedHiddenSheets, source.HiddenRows,
		source.FilledCells, source.MergedAmounts, source.EmptyMarks, source.LongNumbers, source.CellsBesideTable, fileColumn, sheetColumn, titleColumn, rowColumn, itemColumn)
	for _, fact := range warehouse.Facts() {
		for _, check := range fact.Checks {
			names = append(names, check.Code)
		}
	}
	for _, name := range names {
		if !strings.Contains(doc, "`"+name+"`") {
			t.Errorf("%s is not explained", name)
		}
	}
	_, after, _ := strings.Cut(doc, "<!-- functions -->\n```text\n")
	listed, _, _ := strings.Cut(after, "```")
	functions := strings.Fields(listed)
	slices.Sort(functions)
	if !slices.Equal(functions, functionNames()) {
		t.Errorf("the functions listed are not those that may be used: %v", difference(functions, functionNames()))
	}
}

// schemaWords lists the keys and the words to choose from in the JSON Schema of a pipeline.
func schemaWords(t *testing.T) (names []string) {
	t.Helper()
	var schema any
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	var walk func(node any)
	walk = func(node any) {
		object, ok := node.(map[string]any)
		if !ok {
			return
		}
		if properties, ok := object["properties"].(map[string]any); ok {
			names = slices.AppendSeq(names, maps.Keys(properties))
		}
		if words, ok := object["enum"].([]any); ok {
			for _, word := range words {
				names = append(names, fmt.Sprint(word))
			}
		}
		for _, inner := range object {
			walk(inner)
		}
	}
	walk(schema)
	return slices.DeleteFunc(names, func(n string) bool { return n == "zh" || n == "en" }) // of texts, shown in the example
}

// difference lists what only one of two lists has.
func difference(a, b []string) (out []string) {
	for _, name := range slices.Concat(a, b) {
		if slices.Contains(a, name) != slices.Contains(b, name) {
			out = append(out, name)
		}
	}
	return out
}
