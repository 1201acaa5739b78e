package osha_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"anlan/warehouse"
)

// everything is all that a fact says, as one figure: equal ones hold equal records.
func everything(t *testing.T, w *warehouse.Warehouse, fact, columns string) []string {
	t.Helper()
	return ask(t, w, fact, "count(), sum(cityHash64("+columns+"))", "")
}

// facts are the columns of each fact that the pipelines of both kinds of files fill.
var facts = map[string]string{
	"inspection": "id, region, sector, inspected_on, kind, mode, subject, planned, hazards_found, penalty, summary",
	"hazard":     "id, inspection, region, sector, source, level, found_on, due_on, penalty, description",
	"accident":   "id, inspection, region, sector, occurred_on, production, summary",
}

// The workbooks as they were downloaded, with one inspection a row and 330 to 644 columns, other ones in each file, say the same
// as the files that others made of them. ANLAN_OSHA_DIR holds both: *.csv and raw_xlsx/*.xlsx.
func TestRawWorkbooksEqualTheNormalisedFiles(t *testing.T) {
	dir := os.Getenv("ANLAN_OSHA_DIR")
	if dir == "" {
		t.Skip("ANLAN_OSHA_DIR is not set")
	}
	raw := filepath.Join(dir, "raw_xlsx")
	want := map[string][]string{}
	t.Run("normalised", func(t *testing.T) { // one warehouse at a time
		w, loader := open(t, dir)
		load(t, loader)
		for fact, columns := range facts {
			want[fact] = everything(t, w, fact, columns)
		}
	})
	t.Run("raw", func(t *testing.T) {
		w, loader := openWith(t, raw, "pipelines_raw")
		t.Log(load(t, loader))
		for fact, columns := range facts {
			same(t, everything(t, w, fact, columns), want[fact])
		}
	})
	t.Run("related activity", func(t *testing.T) {
		w, loader := openWith(t, raw, "pipelines_related")
		t.Log(load(t, loader))
		same(t, ask(t, w, "inspection", "count(), countIf(startsWith(summary, 'Accident ')), countIf(startsWith(summary, 'Complaint ')), countIf(startsWith(summary, 'Inspection ')), countIf(startsWith(summary, 'Referral '))", ""),
			[]string{"(5157,4643,70,67,377)"})
	})
}

// madeUp writes a workbook of the same shape: one inspection a row, with items and related activities beside it.
func madeUp(t *testing.T, dir, name string, items, related int, rows ...map[string]string) {
	t.Helper()
	header := []string{"Inspection Nr", "Date Opened", "Site Address", "SIC", "NAICS", "Inspection Type", "Scope", "Ownership", "Safety/Health", "Emphasis", "Case Closed",
		"Advanced Notice", "Initial Violations Total", "Current Penalty Total", "Investigation Nr", "Event", "Investigation Summary Short", "Investigation Summary Long"}
	for i := range related {
		for _, field := range []string{"Type", "Nr", "Safety", "Health"} {
			header = append(header, "Related Activity "+field+" "+strconv.Itoa(i+1))
		}
	}
	for i := range items {
		for _, field := range []string{"Citation ID", "Citation Type", "Standard Cited", "Issuance Date", "Abatement Due Date", "Current Penalty", "Latest Event", "Note"} {
			header = append(header, "Violation Item "+strconv.Itoa(i+1)+" "+field)
		}
	}
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetRow("Sheet1", "A1", &header); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for c, column := range header {
			at, _ := excelize.CoordinatesToCellName(c+1, i+2)
			if err := f.SetCellStr("Sheet1", at, row[column]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SaveAs(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func TestMadeUpWorkbooks(t *testing.T) {
	dir := t.TempDir()
	first := map[string]string{"Inspection Nr": "900000001", "Date Opened": "05/09/2005", "Site Address": ", Example Paving Llc, Raleigh, NC 27604", "NAICS": "238910/Site Preparation Contractors",
		"Inspection Type": "Accident", "Ownership": "Private", "Initial Violations Total": "2", "Current Penalty Total": "$1,925", "Investigation Nr": "800000001", "Event": "04/27/2005", "Investigation Summary Short": "Made up",
		"Violation Item 1 Citation ID": "01001", "Violation Item 1 Citation Type": "Serious", "Violation Item 1 Standard Cited": "19260416 A01", "Violation Item 1 Issuance Date": "05/27/2005", "Violation Item 1 Current Penalty": "$1,925", "Violation Item 1 Latest Event": "-",
		"Violation Item 3 Citation ID": "02001A", "Violation Item 3 Citation Type": "Other", "Violation Item 3 Issuance Date": "02/30/2005", "Violation Item 3 Latest Event": "-",
		"Related Activity Type 1": "Referral", "Related Activity Nr 1": "202405965", "Related Activity Safety 1": "Yes"}
	second := map[string]string{"Inspection Nr": "900000002", "Date Opened": "12/31/1991", "Site Address": ", Example Steel Co, Los Angeles, CA 90003", "SIC": "3441", "NAICS": "0 ",
		"Inspection Type": "Planned", "Ownership": "Private", "Investigation Nr": "800000002", "Event": "12/30/1991", "Investigation Summary Short": "Made up",
		"Violation Item 1 Citation ID": "01001", "Violation Item 1 Citation Type": "Other", "Violation Item 1 Issuance Date": "01/15/1992", "Violation Item 1 Latest Event": "-"}
	madeUp(t, dir, "Inspection_Detail(1).xlsx", 3, 2, first)
	madeUp(t, dir, "Inspection_Detail(2).xlsx", 1, 1, second, first) // the second file has an inspection of the first again
	w, loader := openWith(t, dir, "pipelines_raw")
	got := load(t, loader)
	for name, want := range map[string]string{
		"osha_raw_inspections": "succeeded 3 2 0 0 0 1",
		"osha_raw_violations":  "succeeded 4 2 0 0 1 1", // an item of 30 February; the first item again
		"osha_raw_accidents":   "succeeded 3 2 0 0 0 1",
	} {
		if got[name] != want {
			t.Errorf("%s: %s, want %s", name, got[name], want)
		}
	}
	same(t, ask(t, w, "hazard", "id, inspection, region, sector, level, found_on, penalty, description", "ORDER BY id"), []string{
		"('900000001-01001','900000001','US-NC','23','major','2005-05-27',1925,'Serious, standard 19260416 A01')",
		"('900000002-01001','900000002','US-CA','31-33','general','1992-01-15',NULL,'Other, standard')",
	})
	page, err := w.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var rejected []string
	for _, q := range page.Rows {
		rejected = append(rejected, q.File+" row "+strconv.FormatUint(q.Row, 10)+": "+strings.Join(q.Reasons, "; "))
	}
	same(t, rejected, []string{`Inspection_Detail(1).xlsx 表“Sheet1” row 2: found_on (发现日期), column "Violation Item Issuance Date": “02/30/2005” is no date or time in the form %m/%d/%Y`})
}

func TestMadeUpRelatedActivity(t *testing.T) {
	dir := t.TempDir()
	madeUp(t, dir, "Inspection_Detail(1).xlsx", 0, 2, map[string]string{"Inspection Nr": "900000001", "Date Opened": "05/09/2005", "Site Address": ", Raleigh, NC 27604",
		"Related Activity Type 1": "Referral", "Related Activity Nr 1": "202405965", "Related Activity Safety 1": "Yes"})
	w, loader := openWith(t, dir, "pipelines_related")
	load(t, loader)
	same(t, ask(t, w, "inspection", "id, summary", "ORDER BY id"), []string{"('900000001-1','Referral 202405965, safety')"})
}
