package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
	"anlan/warehouse/reference"
)

// spotless reads the good rows of every file, by column name.
func spotless(t *testing.T) (records map[string][]map[string]string, truth *Truth) {
	t.Helper()
	dir := t.TempDir()
	truth, err := Generate(t.Context(), Options{Dir: dir, Scale: Small, Seed: 3, spotless: true})
	if err != nil {
		t.Fatal(err)
	}
	records = map[string][]map[string]string{}
	for _, fact := range warehouse.Delivered() {
		text, err := os.ReadFile(filepath.Join(dir, FileName(fact.Name)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll() // strict: every row is as wide as the header
		if err != nil {
			t.Fatal(err)
		}
		columns := Columns(fact)
		for _, row := range rows[1:] {
			record := map[string]string{}
			for i, c := range columns {
				record[c.Name] = row[i]
			}
			records[fact.Name] = append(records[fact.Name], record)
		}
	}
	return records, truth
}

// What the descriptions of facts ask of a record: required values, words of vocabularies, known regions, dates that exist,
// numbers within bounds, and one record a system and id.
func TestGoodRowsKeepEveryRule(t *testing.T) {
	records, truth := spotless(t)
	regions := map[string]bool{}
	for line := range bytes.Lines(reference.Regions) {
		code, _, _ := bytes.Cut(line, []byte{','})
		regions[string(code)] = true
	}
	words := map[string]map[string]bool{}
	for _, v := range warehouse.Vocabularies() {
		words[v.Name] = map[string]bool{}
		for _, term := range v.Terms {
			words[v.Name][term.ZH] = true
		}
	}
	for _, fact := range warehouse.Delivered() {
		if got := int64(len(records[fact.Name])); got != truth.Facts[fact.Name].Good {
			t.Errorf("%s: %d good rows, the truth says %d", fact.Name, got, truth.Facts[fact.Name].Good)
		}
		seen, columns := map[string]bool{}, Columns(fact)
		for _, r := range records[fact.Name] {
			if key := r["system"] + " " + r["id"]; seen[key] {
				t.Fatalf("%s: %s occurs twice", fact.Name, key)
			} else {
				seen[key] = true
			}
			if !regions[r["region"]] {
				t.Fatalf("%s %s: region %q is not in the code table", fact.Name, r["id"], r["region"])
			}
			for _, c := range columns {
				if fault := faultIn(c, words[c.Vocabulary], r[c.Name]); fault != "" {
					t.Fatalf("%s %s: %s %q %s", fact.Name, r["id"], c.Name, r[c.Name], fault)
				}
			}
			if fact.Date != "" && r[fact.Date] > truth.Until.String() {
				t.Fatalf("%s %s: %s is after the last day of the data", fact.Name, r["id"], r[fact.Date])
			}
		}
	}
}

func faultIn(c warehouse.FactColumn, words map[string]bool, value string) string {
	switch {
	case value == "" && c.Required:
		return "is required"
	case value == "":
		return ""
	case words != nil:
		for word := range strings.SplitSeq(value, "、") {
			if !words[word] {
				return "is not the Chinese word of a code of " + c.Vocabulary
			}
		}
	case strings.Contains(c.Type, "Bool") && value != "是" && value != "否":
		return "is neither yes nor no"
	case strings.Contains(c.Type, "Date") && !strings.Contains(c.Type, "DateTime"):
		if _, err := safety.ParseDate(value); err != nil {
			return "is no date"
		}
	case c.Min != nil && strings.HasPrefix(value, "-"):
		return "is negative"
	}
	return ""
}

func TestAnInspectionFoundTheHazardsThatNameIt(t *testing.T) {
	records, _ := spotless(t)
	naming := map[string]int{}
	for _, h := range records["hazard"] {
		naming[h["inspection"]]++
	}
	linked := 0
	for _, i := range records["inspection"] {
		n := naming[i["id"]]
		linked += n
		if i["hazards_found"] != strconv.Itoa(n) {
			t.Fatalf("inspection %s says it found %s hazards, %d name it", i["id"], i["hazards_found"], n)
		}
	}
	if linked+naming[""] != len(records["hazard"]) || linked == 0 || naming[""] == 0 {
		t.Errorf("%d hazards name an inspection and %d none, of %d", linked, naming[""], len(records["hazard"]))
	}
}

func TestEnterprisesAreInventedButWellFormed(t *testing.T) {
	records, _ := spotless(t)
	for _, e := range records["enterprise"] {
		code, err := safety.ParseCreditCode(e["id"])
		if err != nil {
			t.Fatal(err)
		}
		if prefix, _ := code.RegionPrefix(); string(prefix) != e["region"][:6] {
			t.Fatalf("%s is registered in %s and lies in %s", code, prefix, e["region"])
		}
		if !strings.HasPrefix(e["name"], "示例-") {
			t.Fatalf("%q could be taken for a real enterprise", e["name"])
		}
	}
}

// Decree 493, article 3, and GB 6441 in the edition in force on the day.
func TestAccidentsAreGradedAndTypedByTheRulesInForce(t *testing.T) {
	records, _ := spotless(t)
	grades, editions := map[string]int{}, map[string]int{}
	for _, a := range records["accident"] {
		grades[a["reported_grade"]]++
		edition, inForce := safety.GB6441Of1986, "1986"
		if a["occurred_on"] >= "2026-07-01" {
			edition, inForce = safety.GB6441Of2025, "2025"
		}
		editions[a["type_edition"]]++
		if _, err := safety.ParseAccidentType(edition, a["type"]); err != nil || a["type_edition"] != inForce {
			t.Fatalf("accident of %s: %q of edition %s, expected a type of %s", a["occurred_on"], a["type"], a["type_edition"], edition)
		}
		if a["deaths"] == "11" != (a["reported_grade"] == "重大") {
			t.Fatalf("the accident with 11 deaths is the only major one: %v", a)
		}
	}
	if grades["重大"] != 1 || grades["较大"] < 2 || grades["一般"] < 350 || grades["特别重大"] != 0 || editions["2025"] == 0 {
		t.Errorf("accidents by grade %v and edition %v", grades, editions)
	}
}

func TestTrainingPeaksInSpringAndJune(t *testing.T) {
	_, truth := small(t, 1)
	trainings := func(month string) int64 { return truth.Months[month][provinceOf]["trainings"] }
	for _, quiet := range []string{"2025-01", "2025-07", "2025-08", "2025-10"} {
		for _, peak := range []string{"2025-03", "2025-06"} {
			if trainings(peak) <= trainings(quiet) {
				t.Errorf("%d trainings in %s, %d in %s", trainings(peak), peak, trainings(quiet), quiet)
			}
		}
	}
}

func TestGenerateStopsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Generate(ctx, Options{Dir: t.TempDir(), Scale: Small}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, expected that of the context", err)
	}
}

func TestOptionsThatCannotBeMet(t *testing.T) {
	for name, o := range map[string]Options{
		"no folder":            {Scale: Small},
		"unknown scale":        {Dir: t.TempDir(), Scale: "huge"},
		"ends before it began": {Dir: t.TempDir(), Scale: Small, Until: safety.NewDate(2023, 12, 31)},
	} {
		if _, err := Generate(t.Context(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestProgressGrowsToTheTotal(t *testing.T) {
	var done, total, most int64
	truth, err := Generate(t.Context(), Options{Dir: t.TempDir(), Scale: Small, Progress: func(d, of int64) {
		if d < done || of < d {
			t.Fatalf("%d of %d after %d of %d", d, of, done, total)
		}
		done, total = d, of
		most = max(most, of)
	}})
	if err != nil {
		t.Fatal(err)
	}
	rows := int64(0)
	for _, f := range truth.Facts {
		rows += f.Rows
	}
	if done != rows || total != rows || most > rows*6/5 {
		t.Errorf("the last report is %d of %d, expected %d of %d; the highest total was %d", done, total, rows, rows, most)
	}
}
