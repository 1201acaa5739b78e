package etl

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"anlan/warehouse"
)

var benchRows = flag.Int("rows", 1_000_000, "rows of the file of BenchmarkLoadHazards")

// BenchmarkLoadHazards loads hazards, a million unless -rows says otherwise, through the shipped pipeline: read, stage, convert, check, merge, publish. The
// metric "of-engine" sets it against the engine reading the same file straight into a table of the same columns, unchecked.
func BenchmarkLoadHazards(b *testing.B) {
	path := filepath.Join(b.TempDir(), "hazards.csv")
	writeHazards(b, path, *benchRows)
	for b.Loop() {
		loader := benchLoader(b, filepath.Dir(path))
		started, burnt := time.Now(), cpu()
		phase := Checking
		run, err := loader.Run(b.Context(), "hazards", RunOptions{Progress: func(p Progress) {
			if p.Phase != phase {
				b.Logf("%-10s until %5.2f s, %5.2f s of CPU, peak %d MB", phase, time.Since(started).Seconds(), (cpu() - burnt).Seconds(), peak()>>20)
				phase = p.Phase
			}
		}})
		if err != nil {
			b.Fatal(err)
		}
		ours, oursBurnt := time.Since(started), cpu()-burnt
		if run.RowsLoaded != uint64(*benchRows) {
			b.Fatalf("%s", count(run))
		}
		burnt = cpu()
		engine := straight(b, loader, path)
		engineBurnt := cpu() - burnt
		b.ReportMetric(float64(*benchRows)/ours.Seconds(), "rows/s")
		b.ReportMetric(float64(*benchRows)/engine.Seconds(), "engine-rows/s")
		b.ReportMetric(engine.Seconds()/ours.Seconds(), "of-engine")
		b.ReportMetric(engineBurnt.Seconds()/oursBurnt.Seconds(), "cpu-of-engine") // what a busy machine does not spoil
	}
}

// cpu is the time that the cores have spent on this process.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// straight lets the engine read the file into a table of the fact's types.
func straight(b *testing.B, l *Loader, path string) time.Duration {
	b.Helper()
	conn := l.warehouse.Conn()
	p, _ := l.Pipeline("hazards")
	var columns, structure []string //nolint:prealloc // a dozen
	for _, c := range p.Fact.Columns {
		typ := c.Type
		if k := kindOfType(typ); k == listKind || k == boolKind { // it reads neither 责任、措施 nor 是
			typ = "String"
		}
		columns = append(columns, "`"+c.Title.ZH+"` "+typ)
		structure = append(structure, "`"+c.Title.ZH+"` "+typ)
	}
	if err := conn.Exec(b.Context(), "CREATE OR REPLACE TABLE straight ("+strings.Join(columns, ", ")+") ENGINE = MergeTree PARTITION BY toYYYYMM(`发现日期`) ORDER BY (`行政区划`, `行业领域`, `发现日期`)"); err != nil {
		b.Fatal(err)
	}
	started := time.Now()
	if err := conn.Exec(b.Context(), "INSERT INTO straight SELECT * FROM file('"+path+"', CSVWithNames, '"+strings.ReplaceAll(strings.Join(structure, ", "), "'", "\\'")+"') SETTINGS max_insert_threads = 4"); err != nil { //nolint:unqueryvet // all that the file has
		b.Fatal(err)
	}
	return time.Since(started)
}

func writeHazards(b *testing.B, path string, rows int) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprint(w, hazardHeader)
	regions := []string{"370302", "370303", "370304", "370305", "370306", "370321", "370322", "370323", "370102", "370202"}
	sectors := []string{"hazardous_chemicals", "mine", "", "hazardous_chemicals"}
	sources := []string{"企业自查", "政府检查", "第三方诊断", "群众举报"}
	day := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		found := day.AddDate(0, 0, i*7919%850)
		level := "一般"
		if i%50 == 0 {
			level = "重大"
		}
		fmt.Fprintf(w, "安全生产平台,H%09d,%s,%s,emergency,91370303MA%08d,C,JC%07d,%s,%s,%s,%s,,%s,%s,责任、措施,否,%d.50,,灭火器压力不足，已责令第%d车间整改\n",
			i, regions[i%len(regions)], sectors[i%len(sectors)], i%20000, i/7, sources[i%4], level,
			found.Format("2006-01-02"), found.AddDate(0, 0, 15).Format("2006-01-02"), found.AddDate(0, 0, 9).Format("2006-01-02"), found.AddDate(0, 0, 12).Format("2006-01-02"), i%5000, i%37)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
}

// benchLoader opens an empty warehouse with the shipped pipelines.
func benchLoader(b *testing.B, sources string) *Loader {
	b.Helper()
	w, err := warehouse.Open(b.Context(), warehouse.Config{Dir: b.TempDir(), Now: func() time.Time { return testNow }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = w.Close(context.Background()) })
	l, err := Open(w, Options{SourceDir: sources})
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// peak is the most memory that this process has held at once, in bytes.
func peak() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return usage.Maxrss << 10
}
