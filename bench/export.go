package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"anlan/demo"
	"anlan/warehouse"
)

// exportFormat is a way in which hazards leave, and how the engine writes the same file by itself.
type exportFormat struct {
	name     string
	address  string // the query of /export/hazard
	engine   string // format and settings; empty where the engine has none
	settings string
	rows     int // 0: all
}

const arrowMethod = "output_format_arrow_compression_method = "

// exportFormats are those measured, the most important first.
func exportFormats() []exportFormat {
	return []exportFormat{
		{name: "arrow", address: "format=arrow", engine: "ArrowStream", settings: arrowMethod + "'none'"},
		{name: "arrow lz4", address: "format=arrow&compression=lz4", engine: "ArrowStream", settings: arrowMethod + "'lz4_frame'"},
		{name: "arrow zstd", address: "format=arrow&compression=zstd", engine: "ArrowStream", settings: arrowMethod + "'zstd'"},
		{name: "arrow file", address: "format=arrow_file", engine: "Arrow", settings: arrowMethod + "'none'"},
		{name: "parquet", address: "format=parquet", engine: "Parquet", settings: "output_format_parquet_compression_method = 'zstd'"},
		{name: "csv", address: "format=csv", engine: "CSVWithNames"},
		{name: "csv gb18030", address: "format=csv&charset=gb18030", engine: "CSVWithNames"},
		{name: "jsonl", address: "format=jsonl", engine: "JSONEachRow"},
		{name: "xlsx", address: "format=xlsx&limit=500000", rows: 500_000},
	}
}

// exportRounds is how often everything is measured, alternating; the median counts.
const exportRounds = 3

// exporting is a server and the engine of this process over the same hazards.
type exporting struct {
	*bench
	rows   int
	server *server
	flight string // its address for Flight SQL
	w      *warehouse.Warehouse
	sql    string // the rows as the engine alone is asked for them
	idle   float64
}

// exports measures how fast hazards leave in each format, against the engine writing the file itself, against PostgreSQL and Flight SQL,
// and the memory that it takes. -scale large measures 20 million as well: it needs 15 GB of disk.
func (b *bench) exports(ctx context.Context) error {
	sizes := []int{5_000_000}
	switch b.scale {
	case string(demo.Small):
		sizes = []int{200_000}
	case string(demo.Large):
		sizes = append(sizes, 20_000_000)
	}
	for _, rows := range sizes {
		if err := b.exportsOf(ctx, rows, rows == sizes[0]); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) exportsOf(ctx context.Context, rows int, everything bool) error {
	dir := filepath.Join(b.dir, fmt.Sprintf("export-%d", rows))
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is in the folder of the benchmark
	start := time.Now()
	if err := hazardsOf(ctx, dir, rows); err != nil {
		return err
	}
	other, err := twin(ctx, dir)
	defer os.RemoveAll(other) //nolint:errcheck
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "  %d hazards made in %.0f s\n", rows, time.Since(start).Seconds())
	e := &exporting{bench: b, rows: rows}
	if e.flight, err = freeAddress(); err != nil {
		return err
	}
	if e.server, err = startServer(ctx, b.binary, dir, "ANLAN_FLIGHT_LISTEN="+e.flight, "ANLAN_EXPORT_CONCURRENT=4"); err != nil {
		return err
	}
	defer e.server.stop()
	if e.w, err = warehouse.Open(ctx, warehouse.Config{Dir: other}); err != nil {
		return err
	}
	defer e.w.Close(ctx) //nolint:errcheck // the process ends or fails anyway
	v, err := e.w.Current(ctx)
	if err != nil {
		return err
	}
	if e.sql, err = engineSelect(e.w, v, "hazard"); err != nil {
		return err
	}
	if err := e.warm(ctx); err != nil {
		return err
	}
	for _, f := range exportFormats() {
		if !everything && !slices.Contains([]string{"arrow", "arrow zstd", "parquet", "csv"}, f.name) {
			continue
		}
		if err := e.format(ctx, f); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	if !everything {
		return nil
	}
	if err := e.clients(ctx); err != nil {
		return fmt.Errorf("four clients: %w", err)
	}
	if err := e.flightSQL(ctx); err != nil {
		return fmt.Errorf("flight: %w", err)
	}
	host := &host{}
	defer host.end()
	return host.run(func() error { return e.postgres(ctx, host) })
}

// warm lets both engines read every column once, and notes the memory of a server that has nothing to do.
func (e *exporting) warm(ctx context.Context) error {
	if _, err := e.server.export(ctx, "format=csv&limit=1000", discarded); err != nil {
		return err
	}
	time.Sleep(time.Second)
	e.idle = e.server.residentMiB()
	if _, err := e.server.export(ctx, "format=arrow", discarded); err != nil {
		return err
	}
	return e.w.Conn().Exec(ctx, "INSERT INTO FUNCTION null('x String') SELECT toString(tuple(*)) FROM ("+e.sql+" LIMIT 100000)")
}

// format measures one format: the engine alone, a reader who throws away, one who writes a file.
func (e *exporting) format(ctx context.Context, f exportFormat) error {
	file := filepath.Join(e.dir, "exported")
	defer os.Remove(file) //nolint:errcheck // it may not be there
	rows := float64(min(cmp.Or(f.rows, e.rows), e.rows))
	var alone, thrown, kept, aloneCPU, ourCPU times
	var bytes int64
	peak := watchPeak(e.server)
	for range exportRounds {
		if f.engine != "" {
			before := processorOf(os.Getpid())
			took, err := e.engine(ctx, f, file)
			if err != nil {
				return fmt.Errorf("the engine alone: %w", err)
			}
			alone, aloneCPU = append(alone, took), append(aloneCPU, processorOf(os.Getpid())-before)
		}
		for _, to := range []struct {
			sink  sink
			times *times
		}{{discarded, &thrown}, {intoFile(file), &kept}} {
			start, before := time.Now(), processorOf(e.server.process.Process.Pid)
			n, err := e.server.export(ctx, f.address, to.sink)
			if err != nil {
				return err
			}
			*to.times, bytes = append(*to.times, time.Since(start)), n
			ourCPU = append(ourCPU, processorOf(e.server.process.Process.Pid)-before)
		}
	}
	most := peak()
	name := fmt.Sprintf("export %s, %s", millions(rows), f.name)
	rate := func(t times) float64 { return rows / (t.at(0.5) / 1000) }
	r := Result{Name: name + ", discarded", Value: rate(thrown), Unit: "rows/s"}
	w := Result{Name: name + ", into a file", Value: rate(kept), Unit: "rows/s"}
	if len(alone) > 0 {
		r.Baseline, r.Against, r.Aim = rate(alone), "engine writes the file itself", "≥ 0.9"
		w.Baseline, w.Against, w.Aim = r.Baseline, r.Against, r.Aim
	}
	e.add(r)
	e.add(w)
	e.add(Result{Name: name + ", discarded", Value: float64(bytes) / 1e6 / (thrown.at(0.5) / 1000), Unit: "MB/s"})
	processor := Result{Name: name + ", processor time", Value: ourCPU.at(0.5) / 1000, Unit: "s"}
	if len(aloneCPU) > 0 {
		processor.Baseline, processor.Against = aloneCPU.at(0.5)/1000, "engine writes the file itself"
	}
	e.add(processor)
	e.add(Result{Name: name + ", server's memory above idle", Value: most - e.idle, Unit: "MiB", Aim: "< 256"})
	return nil
}

// engine times the engine writing the file by itself.
func (e *exporting) engine(ctx context.Context, f exportFormat, file string) (time.Duration, error) {
	settings := "engine_file_truncate_on_insert = 1"
	if f.settings != "" {
		settings += ", " + f.settings
	}
	start := time.Now()
	err := e.w.Conn().Exec(ctx, "INSERT INTO FUNCTION file('"+file+"', "+f.engine+") "+e.sql+" SETTINGS "+settings)
	return time.Since(start), err
}

// millions writes a number of rows as people say it.
func millions(rows float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", rows/1e6), ".0") + " M"
}
