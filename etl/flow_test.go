package etl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"anlan/warehouse"
)

func TestLastRowOfAKeyWins(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small1.csv", smallHeader+
		"1,370303,一般,2025-03-01,first\n"+ // differs from the last one: quarantine; and March has no other record
		"2,370303,一般,2025-04-01,same\n"+
		"3,370303,一般,2025-04-01,alone\n")
	b.file("small2.csv", smallHeader+
		"2,370303,一般,2025-04-01,same\n"+ // says the same: only counted
		"1,370304,重大,2025-04-02,last\n"+
		"4,370303,一般,2025-02-30,bad\n")
	run := b.run("small_csv")
	if got, want := count(run), "succeeded: read 6, loaded 3, updated 0, unchanged 0, rejected 1, duplicate 2"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := b.ask("SELECT id, description, row FROM hazard WHERE {parts} ORDER BY id", "hazard"), "('1','last',5)\n('2','same',4)\n('3','alone',3)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := b.ask("SELECT file, row, codes, reasons, region FROM quarantine ORDER BY file, row"),
		"('small1.csv',1,['duplicate_key'],['id (编号): “1” stands again, with other values, in row 2 of small2.csv; the last one counts'],'370303')\n"+
			"('small2.csv',3,['bad_value'],['found_on (发现日期): “2025-02-30” is no date; expected a day that exists, as 2023-07-05, 2023/7/5, 2023.7.5, 2023年7月5日 or 20230705'],'370303')"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(run.Files) != 2 || run.Files[0].Rows != 3 || run.Files[1].Rows != 3 {
		t.Errorf("files %+v", run.Files)
	}
}

func TestACorrectedRecordReplacesTheOldOne(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,一般,2025-03-31,a\n2,370303,一般,2025-03-31,b\n")
	b.run("small_csv")
	b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,a\n2,370303,一般,2025-03-31,b\n3,370303,一般,2025-03-31,c\n")
	if got, want := count(b.run("small_csv")), "succeeded: read 3, loaded 1, updated 1, unchanged 1, rejected 0, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := b.ask("SELECT id, found_on FROM hazard WHERE {parts} ORDER BY id", "hazard"); got != "('1','2025-04-01')\n('2','2025-03-31')\n('3','2025-03-31')" {
		t.Errorf("got %s", got)
	}
}

// Files are called by their place in the source folder, so that equal names in two folders differ; what lies elsewhere has its name alone.
func TestNamesOfFiles(t *testing.T) {
	b := setup(t, strings.Replace(small("csv"), `["small*"]`, `["*/small.csv"]`, 1))
	for _, folder := range []string{"2024", "2025"} {
		if err := os.Mkdir(filepath.Join(b.sources, folder), 0o700); err != nil {
			t.Fatal(err)
		}
		b.file(folder+"/small.csv", smallHeader+"1,,一般,"+folder+"-04-01,a\n"+folder+",370303,一般,"+folder+"-04-01,a\n")
	}
	run := b.run("small_csv")
	if len(run.Files) != 2 || run.Files[0].Name != "2024/small.csv" || run.Files[1].Name != "2025/small.csv" {
		t.Errorf("files %+v", run.Files)
	}
	if got := fmt.Sprint(b.quarantine(run.ID)); got != "[2024/small.csv 1/2 missing_value 2025/small.csv 1/2 missing_value]" {
		t.Errorf("quarantine %s", got)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.csv")
	write(t, elsewhere, smallHeader)
	if run, err := b.loader.Run(t.Context(), "small_csv", RunOptions{Files: []string{elsewhere}}); err != nil || run.Files[0].Name != "elsewhere.csv" {
		t.Errorf("files %+v, %v", run.Files, err)
	}
}

func TestFilesWithColumnsInAnotherOrder(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small1.csv", smallHeader+"1,370303,一般,2025-04-01,a\n")
	b.file("small2.csv", "备注,描述,发现日期,级别,区划,编号\nx,b,2025-04-02,重大,370304,2\n")
	b.run("small_csv")
	if got := b.ask("SELECT id, region, level, found_on, description FROM hazard WHERE {parts} ORDER BY id", "hazard"); got != "('1','370303','general','2025-04-01','a')\n('2','370304','major','2025-04-02','b')" {
		t.Errorf("got %s", got)
	}
}

func TestJSONLines(t *testing.T) {
	b := setup(t, small("jsonl"))
	b.file("small.jsonl", `{"编号":1,"区划":370303,"级别":"一般","发现日期":"2025-04-01","描述":" a\"b ","多余":[1]}
{"编号":"2","区划":"370303","级别":"特大","发现日期":"2025-04-01","描述":null}
`)
	run := b.run("small_jsonl")
	if got := b.ask("SELECT id, region, description FROM hazard WHERE {parts}", "hazard"); got != `('1','370303','a"b')` {
		t.Errorf("got %s", got)
	}
	if got := b.ask("SELECT run = '" + run.ID + "', raw FROM quarantine"); got != `(1,'{"编号":"2","区划":"370303","级别":"特大","发现日期":"2025-04-01","描述":null}')` {
		t.Errorf("got %s", got)
	}
}

// A Parquet file of three row groups with the types that people write.
func TestParquet(t *testing.T) {
	b := setup(t, strings.Replace(small("parquet"), "description: 描述", "description: 描述\n  penalty: 罚款\n  assurances: 落实\n  supervised: 督办\n  due_on: 期限", 1))
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "编号", Type: arrow.PrimitiveTypes.Int64}, {Name: "区划", Type: arrow.BinaryTypes.String}, {Name: "级别", Type: arrow.BinaryTypes.String},
		{Name: "发现日期", Type: arrow.FixedWidthTypes.Date32}, {Name: "描述", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "罚款", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "落实", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true}, {Name: "督办", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
		{Name: "期限", Type: &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}, Nullable: true},
	}, nil)
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	const groups, rows = 3, 5
	for g := range groups {
		rb := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for i := range rows {
			id := g*rows + i + 1
			rb.Field(0).(*array.Int64Builder).Append(int64(id))
			rb.Field(1).(*array.StringBuilder).Append("370303")
			rb.Field(2).(*array.StringBuilder).Append("一般")
			rb.Field(3).(*array.Date32Builder).Append(arrow.Date32FromTime(time.Date(2025, 4, id, 0, 0, 0, 0, time.UTC)))
			rb.Field(4).(*array.StringBuilder).Append(fmt.Sprintf(" 第%d条 ", id))
			list := rb.Field(6).(*array.ListBuilder)
			if i == 0 {
				rb.Field(5).(*array.Float64Builder).Append(1200.5)
				list.Append(true)
				list.ValueBuilder().(*array.StringBuilder).AppendValues([]string{"责任", "措施"}, nil)
				rb.Field(7).(*array.BooleanBuilder).Append(true)
				rb.Field(8).(*array.TimestampBuilder).Append(arrow.Timestamp(time.Date(2025, 4, 30, 17, 0, 0, 0, time.UTC).UnixMilli())) // 1 May in Beijing
				continue
			}
			for _, f := range []int{5, 6, 7, 8} {
				rb.Field(f).AppendNull()
			}
		}
		rec := rb.NewRecord()
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
		rec.Release()
		rb.Release()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := b.file("small.parquet", out.String())
	run := b.run("small_parquet")
	if got := count(run); got != "succeeded: read 15, loaded 15, updated 0, unchanged 0, rejected 0, duplicate 0" {
		t.Fatalf("%s %v", got, b.ask("SELECT reasons FROM quarantine"))
	}
	got := b.ask("SELECT id, found_on, description, penalty, assurances, supervised, due_on, row FROM hazard WHERE {parts} AND id IN ('1', '2', '15') ORDER BY row", "hazard")
	if want := "('1','2025-04-01','第1条',1200.5,['responsibility','measures'],true,'2025-05-01',1)\n('2','2025-04-02','第2条',NULL,[],NULL,NULL,2)\n('15','2025-04-15','第15条',NULL,[],NULL,NULL,15)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// Cut off in the middle, or damaged inside: an error, never a panic, and the figures stay.
	for _, damaged := range [][]byte{out.Bytes()[:out.Len()/2], append(append(bytes.Clone(out.Bytes()[:40]), bytes.Repeat([]byte{0xff}, 200)...), out.Bytes()[240:]...)} {
		write(t, path, string(damaged))
		if run, err := b.loader.Run(t.Context(), "small_parquet", RunOptions{}); err == nil || run.ErrorCode != "truncated_file" {
			t.Errorf("got %s, %v, %v", count(run), err, b.ask("SELECT id, found_on, description, row FROM hazard WHERE {parts} ORDER BY row", "hazard"))
		}
	}
}

func TestProgressAndSubscription(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+strings.Repeat("1,370303,一般,2025-04-01,a\n", 50_000))
	var seen []Progress
	id, wait, err := b.loader.Start(t.Context(), "small_csv", RunOptions{Progress: func(p Progress) { seen = append(seen, p) }})
	if err != nil {
		t.Fatal(err)
	}
	followed := make(chan []Progress)
	go func() {
		var got []Progress
		for p := range b.loader.Subscribe(t.Context(), id) {
			got = append(got, p)
		}
		followed <- got
	}()
	if _, _, err := b.loader.Start(t.Context(), "small_csv", RunOptions{}); codeOf(err) != AlreadyRunning {
		t.Errorf("a second run of the pipeline: %v", err)
	}
	run, err := wait()
	if err != nil || run.RowsDuplicate != 49_999 {
		t.Fatalf("%+v %v", run, err)
	}
	var phases []string
	for _, p := range seen {
		if len(phases) == 0 || phases[len(phases)-1] != string(p.Phase) {
			phases = append(phases, string(p.Phase))
		}
		if p.BytesRead > p.BytesTotal || p.Run != id {
			t.Errorf("progress %+v", p)
		}
	}
	last := seen[len(seen)-1]
	if fmt.Sprint(phases) != "[checking staging converting publishing done]" || last.RowsRead != 50_000 || last.BytesRead != last.BytesTotal || last.State != warehouse.RunSucceeded {
		t.Errorf("phases %v, last %+v", phases, last)
	}
	if got := <-followed; len(got) == 0 || got[len(got)-1] != last {
		t.Errorf("the subscription ends with %+v, want %+v", got, last)
	}
	if p, open := <-b.loader.Subscribe(t.Context(), id); !open || p != last {
		t.Errorf("a run that is over shows its end: %+v %v", p, open)
	}
	if _, open := <-b.loader.Subscribe(t.Context(), "none"); open {
		t.Error("an unknown run has progress")
	}
}

func TestCancelPublishesNothingAndLeavesNothing(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"0,370303,一般,2025-04-01,a\n")
	before := b.run("small_csv").VersionAfter
	var big strings.Builder
	big.WriteString(smallHeader)
	for i := range 300_000 {
		fmt.Fprintf(&big, "%d,370303,一般,2025-04-01,a\n", i)
	}
	b.file("small.csv", big.String())
	goroutines := runtime.NumGoroutine()
	for _, phase := range []Phase{Staging, Converting, Publishing} {
		ctx, cancel := context.WithCancel(t.Context())
		run, err := b.loader.Run(ctx, "small_csv", RunOptions{Progress: func(p Progress) {
			if p.Phase == phase {
				cancel()
			}
		}})
		cancel()
		var failure *RunError
		if !errors.As(err, &failure) || failure.Code != Canceled || run.State != warehouse.RunFailed || run.VersionAfter != before {
			t.Errorf("%s: %+v %v", phase, run, err)
		}
		b.tidy()
	}
	for range 3000 { // a minute
		if runtime.NumGoroutine() <= goroutines {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if now := runtime.NumGoroutine(); now > goroutines {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before\n%s", now, goroutines, buf[:runtime.Stack(buf, true)])
	}
	if got := b.run("small_csv"); got.RowsLoaded != 299_999 || got.RowsUnchanged != 1 {
		t.Errorf("the next run: %s", count(got))
	}
}

func TestRunsOfADeadProcessAreMarked(t *testing.T) {
	b := setup(t, small("csv"))
	if err := b.warehouse.AppendRun(t.Context(), warehouse.Run{ID: "20250101_000000_000_aaaaaa", Seq: 1, Pipeline: "small_csv", Fact: "hazard", State: warehouse.RunRunning, At: testNow, StartedAt: testNow}); err != nil {
		t.Fatal(err)
	}
	b.open(small("csv"))
	run, err := b.warehouse.Run(t.Context(), "20250101_000000_000_aaaaaa")
	if err != nil || run.State != warehouse.RunInterrupted {
		t.Errorf("%+v %v", run, err)
	}
}

func TestOpenNamesTheFaultsOfAllPipelines(t *testing.T) {
	b := setup(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yaml"), "pipeline: a\n")
	write(t, filepath.Join(dir, "b.yml"), "fact: hazard\n")
	_, err := Open(b.warehouse, Options{PipelineDir: dir})
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 6 {
		t.Errorf("got %v", err)
	}
	if _, err := Open(b.warehouse, Options{PipelineDir: dir + "/none"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// codeOf is the code of a failed run; "" for other errors.
func codeOf(err error) string {
	if failure, ok := errors.AsType[*RunError](err); ok {
		return failure.Code
	}
	return ""
}
