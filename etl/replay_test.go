package etl

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// mended is the pipeline small_csv with a mapping for the word 特大, which no list knows.
func mended() string {
	return strings.Replace(small("csv"), "  level: 级别\n", "  level: {from: 级别, words: {特大: 重大}}\n", 1)
}

// replay runs rejected rows again and says what the ledger counts.
func (b *bundle) replay(r ReplayRequest) warehouse.Run {
	b.t.Helper()
	r.Scope = warehouse.Everything()
	run, err := b.loader.Replay(b.t.Context(), r)
	if err != nil {
		b.t.Fatalf("replay: %v\ncause: %v", err, errors.Unwrap(err))
	}
	b.tidy()
	return run
}

// states lists the rejected rows as "file row state codes", whatever their state.
func (b *bundle) states() string {
	b.t.Helper()
	page, err := b.warehouse.Quarantine(b.t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{State: warehouse.RowsAll, First: 1000})
	if err != nil {
		b.t.Fatal(err)
	}
	var out []string
	for _, q := range page.Rows {
		out = append(out, fmt.Sprintf("%s %d %s %s", q.File, q.Row, q.State, strings.Join(q.Codes, "+")))
	}
	return strings.Join(out, "\n")
}

func (b *bundle) hazards() string {
	b.t.Helper()
	return b.ask("SELECT id, region, level, found_on, description, run, row FROM hazard WHERE {parts} ORDER BY id", "hazard")
}

// A file of five rows: 1 is right, 2 and 3 say 特大, 3 has no date either, 4 is no whole record, 5 is right. The mapping learns
// the word; rows are replayed; the row without a date stays, with one reason less.
func TestReplayAfterTheMappingIsMended(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,a\n2,370321,特大,2025-04-02,b\n3,370321,特大,2025-02-30,c\n4,370321\n5,370303,一般,2025-04-05,e\n")
	first := b.run("small_csv")
	if got, want := b.states(), "small.csv 2 open unknown_code\nsmall.csv 3 open unknown_code+bad_value\nsmall.csv 4 open too_few_fields"; got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	again := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Run: first.ID}})
	if got, want := count(again), "unchanged: read 2, loaded 0, updated 0, unchanged 0, rejected 2, duplicate 0"; got != want {
		t.Errorf("before anything is mended:\ngot  %s\nwant %s", got, want)
	}
	if again.Trigger != warehouse.TriggerReplay || again.ReplayOf != first.ID || again.Warnings[NotReplayable] != 1 {
		t.Errorf("trigger %s of %s, warnings %v", again.Trigger, again.ReplayOf, again.Warnings)
	}
	b.open(mended())
	dry := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Run: first.ID}, DryRun: true})
	if got, want := count(dry), "dry_run: read 2, loaded 1, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("a dry run:\ngot  %s\nwant %s", got, want)
	}
	if i := slices.IndexFunc(dry.Changes.Figures, func(c warehouse.FigureChange) bool { return c.Metric == "hazards_found" && c.Region == "370300" }); i < 0 ||
		*dry.Changes.Figures[i].Before != 2 || *dry.Changes.Figures[i].After != 3 {
		t.Errorf("the dry run would change %+v", dry.Changes)
	}
	replayed := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Run: first.ID}, By: "zhang"})
	if got, want := count(replayed), "succeeded: read 2, loaded 1, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := b.states(), "small.csv 2 loaded unknown_code\nsmall.csv 3 open bad_value\nsmall.csv 4 open too_few_fields"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	page, err := b.warehouse.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{State: warehouse.RowsAll, FromRow: 3, ToRow: 3})
	if err != nil || len(page.Rows) != 1 {
		t.Fatal(page, err)
	}
	if e := page.Rows[0].Events; len(e) != 2 || e[0].Run != again.ID || e[1].Run != replayed.ID || e[1].By != "zhang" || e[1].Outcome != warehouse.StillRejected ||
		fmt.Sprint(e[0].Codes, e[1].Codes) != "[unknown_code bad_value] [unknown_code bad_value]" {
		t.Errorf("the row's history: %+v", page.Rows[0].Events)
	}
	// The record says where it was read: row 2 of the first run, not of the replay.
	if got, want := b.hazards(), "('1','370303','general','2025-04-01','a','"+first.ID+"',1)\n('2','370321','major','2025-04-02','b','"+first.ID+"',2)\n('5','370303','general','2025-04-05','e','"+first.ID+"',5)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	reasons, err := b.warehouse.QuarantineReasons(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{})
	if err != nil || len(reasons) != 2 || reasons[0].Rows != 1 || reasons[1].Rows != 1 {
		t.Errorf("reasons of open rows: %+v %v", reasons, err)
	}
	before := b.version()
	if got, want := count(b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv", Code: "unknown_code"}})), "unchanged: read 0, loaded 0, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
		t.Errorf("what is settled is not replayed:\ngot  %s\nwant %s", got, want)
	}
	if b.version() != before {
		t.Error("a replay of nothing published a version")
	}
}

func (b *bundle) version() uint64 {
	b.t.Helper()
	v, err := b.warehouse.Current(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return v.Number
}

// Rejected rows of records that are loaded later, from their mended source, wait no longer; what is loaded later is never
// overwritten by what was rejected earlier, also when the later load found the record as it was.
func TestReplayNeverOverwritesNewerData(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,old\n2,370303,一般,2025-04-01,b\n")
	b.run("small_csv")
	b.file("small.csv", smallHeader+"1,370303,特大,2025-04-01,worse\n2,370303,特大,2025-04-02,worse\n3,370303,特大,2025-04-03,new\n4,370303,特大,2025-04-04,twice\n5,370303,一般,2025-04-05,fine\n")
	second := b.run("small_csv")
	// The third file has 1 as it was at first, a newer 2, nothing of 3, and 4 is still wrong.
	b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,old\n2,370303,重大,2025-04-20,newer\n4,370303,特大,2025-04-04,twice\n")
	third := b.run("small_csv")
	if got, want := b.states(), "small.csv 3 open unknown_code\n"+ // of the third run
		"small.csv 1 superseded unknown_code\nsmall.csv 2 superseded unknown_code\nsmall.csv 3 open unknown_code\nsmall.csv 4 superseded unknown_code"; got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	// A load that fails rejects 4 once more: the list of open rows holds it once.
	b.file("small.csv", smallHeader+"4,370303,特大,2025-04-04,twice\n")
	b.fail("small_csv", TooManyRejected, "1 of 1 rows were rejected")
	if got, want := b.states(), "small.csv 1 open unknown_code\nsmall.csv 3 superseded unknown_code\n"+
		"small.csv 1 superseded unknown_code\nsmall.csv 2 superseded unknown_code\nsmall.csv 3 open unknown_code\nsmall.csv 4 superseded unknown_code"; got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	b.open(mended())
	if got, want := count(b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv"}})), "succeeded: read 2, loaded 2, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := b.ask("SELECT id, level, description, run = '"+second.ID+"', run = '"+third.ID+"' FROM hazard WHERE {parts} ORDER BY id", "hazard"); got !=
		"('1','general','old',0,0)\n('2','major','newer',0,1)\n('3','major','new',1,0)\n('4','major','twice',0,0)\n('5','general','fine',1,0)" {
		t.Errorf("got\n%s", got)
	}
}

// A row that an earlier program rejected, or whose settlement was lost in a crash, is held against the record itself.
func TestReplayedRowThatIsOlderThanTheRecord(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,特大,2025-04-01,rejected\n2,370303,一般,2025-04-01,b\n")
	b.run("small_csv")
	b.file("small.csv", smallHeader+"1,370303,重大,2025-04-09,loaded later\n")
	b.run("small_csv")
	if err := b.warehouse.Conn().Exec(t.Context(), "TRUNCATE TABLE quarantine_event"); err != nil {
		t.Fatal(err)
	}
	b.open(mended())
	if got, want := count(b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv"}})), "unchanged: read 1, loaded 0, updated 0, unchanged 0, rejected 0, duplicate 1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := b.states(); got != "small.csv 1 superseded unknown_code" {
		t.Errorf("got %s", got)
	}
	if got := b.ask("SELECT description FROM hazard WHERE {parts} AND id = '1'", "hazard"); got != "('loaded later')" {
		t.Errorf("got %s", got)
	}
}

// A row that was overruled in its own file under the same number stays overruled; when the number itself was mapped wrongly,
// each row is a record of its own.
func TestReplayOfOverruledRows(t *testing.T) {
	wrong := strings.Replace(small("csv"), "  id: 编号\n", "  id: 描述\n", 1)
	b := setup(t, wrong)
	b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,same\n2,370303,一般,2025-04-02,same\n3,370303,一般,2025-04-03,same\n")
	b.run("small_csv")
	if got := b.states(); got != "small.csv 1 open duplicate_key\nsmall.csv 2 open duplicate_key" {
		t.Fatal(got)
	}
	b.open(strings.Replace(wrong, "max_rejected", "# \nmax_rejected", 1))
	if got, want := count(b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv", ToRow: 1}})), "unchanged: read 1, loaded 0, updated 0, unchanged 0, rejected 0, duplicate 1"; got != want {
		t.Errorf("under the same number:\ngot  %s\nwant %s", got, want)
	}
	b.open(small("csv"))
	if got, want := count(b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv"}})), "succeeded: read 1, loaded 1, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
		t.Errorf("under a number of its own:\ngot  %s\nwant %s", got, want)
	}
	if got := b.states(); got != "small.csv 1 superseded duplicate_key\nsmall.csv 2 loaded duplicate_key" {
		t.Errorf("got %s", got)
	}
}

// Killed between publishing and writing down what became of the rows, a replay is simply run again.
func TestReplayAgainAfterACrash(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,特大,2025-04-01,a\n2,370303,特大,2025-04-02,b\n3,370303,一般,2025-04-03,c\n")
	b.run("small_csv")
	b.open(mended())
	b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv"}})
	figures := b.hazards()
	if err := b.warehouse.Conn().Exec(t.Context(), "TRUNCATE TABLE quarantine_event"); err != nil {
		t.Fatal(err)
	}
	if got, want := count(b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv"}})), "unchanged: read 2, loaded 0, updated 0, unchanged 2, rejected 0, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := b.hazards(); got != figures {
		t.Errorf("got\n%s\nwant\n%s", got, figures)
	}
	if got := b.states(); got != "small.csv 1 loaded unknown_code\nsmall.csv 2 loaded unknown_code" {
		t.Errorf("got %s", got)
	}
}

// Only what the query and the scope name is replayed.
func TestReplayOfSome(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,特大,2025-04-01,Zibo\n2,370102,特大,2025-04-02,Jinan\n3,370321,特大,2025-04-03,Zibo\n4,370303,一般,2025-04-03,c\n")
	run := b.run("small_csv")
	b.open(mended())
	got, err := b.loader.Replay(t.Context(), ReplayRequest{Rows: warehouse.QuarantineQuery{Run: run.ID, FromRow: 2}, Scope: warehouse.Scope{Regions: []safety.RegionCode{"370300"}}})
	if err != nil || got.RowsRead != 1 || got.RowsLoaded != 1 {
		t.Errorf("%s, %v", count(got), err)
	}
	if got := b.states(); got != "small.csv 1 open unknown_code\nsmall.csv 2 open unknown_code\nsmall.csv 3 loaded unknown_code" {
		t.Errorf("got %s", got)
	}
	if got := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Run: run.ID, Region: "370100"}}); got.RowsLoaded != 1 {
		t.Errorf("a region: %s", count(got))
	}
	var fault *warehouse.Error
	if _, err := b.loader.Replay(t.Context(), ReplayRequest{Scope: warehouse.Everything()}); !errors.As(err, &fault) || fault.Code != warehouse.BadRequest {
		t.Errorf("neither run nor pipeline: %v", err)
	}
	if _, err := b.loader.Replay(t.Context(), ReplayRequest{Rows: warehouse.QuarantineQuery{Run: "none"}, Scope: warehouse.Everything()}); !errors.As(err, &fault) || fault.Code != warehouse.NotFound {
		t.Errorf("no such run: %v", err)
	}
}

// What the quarantine keeps of a row is enough to read it again, whatever it came from.
func TestReplayOfOtherShapes(t *testing.T) {
	mend := func(p string) string {
		return strings.Replace(p, "  level: 级别\n", "  level: {from: 级别, words: {特大: 重大}}\n", 1)
	}
	named := strings.NewReplacer("small_csv", "named", "small*", "named*", "id: 编号", `id: {sql: "concat(_file, '#', _row)"}`).Replace(small("csv"))
	joined := strings.NewReplacer("small_csv", "joined", "small*", "joined*", "columns:\n", "join:\n  - {name: visits, source: {files: [visits.csv]}, on: {描述: 编号}}\ncolumns:\n").Replace(small("csv"))
	b := setup(t, small("jsonl"), named, joined)
	t.Run("JSON lines: numbers keep their digits, lists are joined, other keys do not matter", func(t *testing.T) {
		b.file("small.jsonl", `{"编号":1.50,"区划":370303,"级别":"特大","发现日期":"2025-04-01","描述":["甲","乙"],"多余":{"a":1}}
{"编号":"2","区划":"370303","级别":"一般","发现日期":"2025-04-01","描述":null}
`)
		b.run("small_jsonl")
		b.open(mend(small("jsonl")), named, joined)
		if got := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_jsonl"}}); got.RowsLoaded != 1 {
			t.Fatal(count(got))
		}
		if got := b.ask("SELECT id, level, description FROM hazard WHERE {parts} AND level = 'major'", "hazard"); got != "('1.50','major','甲;乙')" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("a record that is named by its file and row keeps its name", func(t *testing.T) {
		b.file("named1.csv", smallHeader+"x,370303,一般,2025-03-01,a\n")
		b.file("named2.csv", smallHeader+"x,370303,一般,2025-03-01,b\nx,370303,特大,2025-03-02,c\n")
		b.run("named")
		b.open(small("jsonl"), mend(named), joined)
		if got := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "named"}}); got.RowsLoaded != 1 {
			t.Fatal(count(got))
		}
		if got := b.ask("SELECT id, description, row FROM hazard WHERE {parts} AND id LIKE 'named%' ORDER BY id", "hazard"); got != "('named1.csv#1','a',1)\n('named2.csv#1','b',2)\n('named2.csv#2','c',3)" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("a detail without a header is replayed when its header has come: the joined file is read again", func(t *testing.T) {
		b.file("joined.csv", smallHeader+"j1,370303,一般,2025-02-01,V1\nj2,370303,一般,2025-02-02,V2\n")
		b.file("visits.csv", "编号\nV1\n")
		b.run("joined")
		b.file("visits.csv", "编号\nV1\nV2\n")
		if got := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "joined", Code: NoPartner}}); got.RowsLoaded != 1 || len(got.Files) != 2 || got.Files[0].Kind != "quarantine" {
			t.Errorf("%s, files %+v", count(got), got.Files)
		}
	})
	for _, rule := range []string{"program", "pipeline", "facts", "catalogue", "reference"} {
		runs, err := b.warehouse.Runs(t.Context(), warehouse.RunQuery{First: 1})
		if err != nil || runs[0].Rules[rule] == "" {
			t.Errorf("the ledger does not say which %s was in force: %v %v", rule, runs, err)
		}
	}
}

// What could not be read is no record, also where the quarantine keeps it as JSON: an error in a cell is not an empty cell, and one such
// row keeps no other from its replay.
func TestReplayOfWhatCouldNotBeRead(t *testing.T) {
	book := strings.NewReplacer("small_csv", "book", "small*", "book*", ", format: csv", "", "id: 编号", `id: {sql: "concat(_file, '/', 编号)"}`).Replace(small("csv"))
	b := setup(t, small("jsonl"), book)
	b.workbook("book.xlsx", "台账", [][]any{{"编号", "区划", "级别", "发现日期", "描述"}, {"1", "370303", "特大", "2025-04-01", "a"}, {"2", "370303", "一般", "2025-04-01", "=E2&1"}, {"3", "370303", "一般", "2025-04-01", "c"}})
	b.file("small.jsonl", `{"编号":"1","区划":"370303","级别":"特大","发现日期":"2025-04-01","描述":"a"}
{"编号":"2","区划":"370303","级别":"一般","发现日期":"2025-04-01","描述":"b\u0000"}
{"编号":"3","区划":"370303","级别":"一般","发现日期":"2025-04-01","描述":"c"}
`)
	for _, name := range []string{"book", "small_jsonl"} {
		b.run(name)
		got := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: name}})
		if got.RowsRead != 1 || got.RowsRejected != 1 || got.Warnings[NotReplayable] != 1 {
			t.Errorf("%s: %s, warnings %v", name, count(got), got.Warnings)
		}
	}
	if got, want := b.states(), "small.jsonl 1 open unknown_code\nsmall.jsonl 2 open nul_byte\nbook.xlsx 表“台账” 2 open unknown_code\nbook.xlsx 表“台账” 3 open formula_without_value"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A dry run says what a load would do. What it rejects is kept for who looks, and waits for nobody.
func TestDryRun(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,a\n2,370303,特大,2025-04-02,b\n")
	run, err := b.loader.Run(t.Context(), "small_csv", RunOptions{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	b.tidy()
	if got, want := count(run), "dry_run: read 2, loaded 1, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var changed []string
	for _, c := range run.Changes.Figures {
		if c.Metric == "hazards_found" {
			changed = append(changed, fmt.Sprintf("%s %s %v→%g", c.Month, c.Region, c.Before, *c.After))
		}
	}
	if got := strings.Join(changed, ", "); got != "2025-04 CN <nil>→1, 2025-04 370000 <nil>→1, 2025-04 370300 <nil>→1, 2025-04 370303 <nil>→1" {
		t.Errorf("changes %s", got)
	}
	if got := b.ask("SELECT count() FROM hazard"); got != "(0)" || run.VersionAfter != run.VersionBefore || b.version() != run.VersionBefore {
		t.Errorf("%s records, version %d → %d", got, run.VersionBefore, run.VersionAfter)
	}
	if got := b.states(); got != "small.csv 2 dry_run unknown_code" {
		t.Errorf("got %s", got)
	}
	if got := fmt.Sprint(b.quarantine(run.ID)); got != "[small.csv 2/3 unknown_code]" {
		t.Errorf("who names the dry run sees %s", got)
	}
	if open, err := b.warehouse.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{Pipeline: "small_csv"}); err != nil || len(open.Rows) != 0 {
		t.Errorf("open: %v %v", open, err)
	}
	if kept, err := b.warehouse.Run(t.Context(), run.ID); err != nil || !kept.DryRun || kept.State != warehouse.RunDry {
		t.Errorf("the ledger says %+v %v", kept, err)
	}
	if got, want := count(b.run("small_csv")), "succeeded: read 2, loaded 1, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("the load itself:\ngot  %s\nwant %s", got, want)
	}
}
