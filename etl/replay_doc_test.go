package etl

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"anlan/warehouse"
)

// The example of docs/quarantine.md goes as it is told there.
func TestTheDocumentedReplay(t *testing.T) {
	text, err := os.ReadFile("../docs/quarantine.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(text)
	blocks := regexp.MustCompile("```(?:csv|yaml)\n((?s:.*?))```").FindAllStringSubmatch(doc, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d blocks", len(blocks))
	}
	ledger, pipeline, mapping := blocks[0][1], blocks[1][1], blocks[2][1]
	tables := regexp.MustCompile(`(?m)^\| row \| state \| codes \|\n\|---\|---\|---\|\n((?:\|.*\n)*)`).FindAllStringSubmatch(doc, -1)
	if len(tables) != 3 {
		t.Fatalf("%d tables", len(tables))
	}
	b := setup(t, pipeline)
	says := func(step int) {
		t.Helper()
		page, err := b.warehouse.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{State: warehouse.RowsAll})
		if err != nil {
			t.Fatal(err)
		}
		var rows strings.Builder
		for _, r := range page.Rows {
			fmt.Fprintf(&rows, "| %d | %s | %s |\n", r.Row, r.State, strings.Join(r.Codes, ", "))
		}
		if rows.String() != tables[step][1] {
			t.Errorf("step %d:\n%s\nthe documentation says\n%s", step+1, rows.String(), tables[step][1])
		}
	}
	b.file("隐患台账2025.csv", ledger)
	if got, want := count(b.run("town_ledger")), "succeeded: read 5, loaded 2, updated 0, unchanged 0, rejected 3, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	says(0)
	b.open(strings.Replace(pipeline, "  level: 级别\n", mapping, 1))
	rows := warehouse.QuarantineQuery{Pipeline: "town_ledger"}
	if got, want := count(b.replay(ReplayRequest{Rows: rows, DryRun: true})), "dry_run: read 2, loaded 1, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	says(0)
	b.replay(ReplayRequest{Rows: rows})
	says(1)
	b.file("隐患台账2025.csv", strings.NewReplacer("2025-03-32", "2025-03-31", "A-4,370321,一般\n", "A-4,370321,一般,2025-03-09,,接地线断开\n").Replace(ledger))
	if got, want := count(b.run("town_ledger")), "succeeded: read 5, loaded 2, updated 0, unchanged 3, rejected 0, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	says(2)
	rows.Code = "too_few_fields"
	if n, err := b.warehouse.Dismiss(t.Context(), warehouse.Everything(), rows, warehouse.Decision{By: "张", Why: "已随更正后的文件入库"}); err != nil || n != 1 {
		t.Errorf("%d rows dismissed, %v", n, err)
	}
	if open, err := b.warehouse.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{Pipeline: "town_ledger"}); err != nil || len(open.Rows) != 0 {
		t.Errorf("open: %+v %v", open, err)
	}
}
