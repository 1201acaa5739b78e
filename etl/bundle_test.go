package etl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"anlan/test/prepared"
	"anlan/warehouse"
)

// testNow is the clock of the tests: 15 May 2025, 10:00 in Beijing.
var testNow = time.Date(2025, 5, 15, 2, 0, 0, 0, time.UTC)

// ticking is a clock that goes on by a millisecond whenever somebody looks: later runs have later ids.
func ticking() func() time.Time {
	var ticks atomic.Int64
	return func() time.Time { return testNow.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
}

// bundle is a warehouse of its own with a folder of sources and a loader.
type bundle struct {
	t         *testing.T
	warehouse *warehouse.Warehouse
	loader    *Loader
	sources   string
}

// empty is the folder of a warehouse that openOnce has opened.
var empty prepared.Folder

func openOnce(dir string) error {
	w, err := warehouse.Open(context.Background(), warehouse.Config{Dir: dir, Now: func() time.Time { return testNow }})
	if err != nil {
		return err
	}
	return w.Close(context.Background())
}

// setup opens an empty warehouse with the shipped pipelines and those given.
func setup(t *testing.T, pipelines ...string) *bundle {
	t.Helper()
	return setupWith(t, "", pipelines...)
}

// setupWith is setup with the user's own regions.csv.
func setupWith(t *testing.T, regions string, pipelines ...string) *bundle {
	t.Helper()
	b := &bundle{t: t, sources: t.TempDir()}
	config := warehouse.Config{Now: ticking()}
	if regions == "" {
		config.Dir = empty.Copy(t, openOnce)
	} else {
		config.Dir, config.ReferenceDir = t.TempDir(), t.TempDir()
		write(t, filepath.Join(config.ReferenceDir, "regions.csv"), regions)
	}
	w, err := warehouse.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	b.warehouse = w
	b.open(pipelines...)
	return b
}

// open makes the loader anew.
func (b *bundle) open(pipelines ...string) {
	b.t.Helper()
	b.openWith(Options{}, pipelines...)
}

// openWith is open with further options.
func (b *bundle) openWith(options Options, pipelines ...string) {
	b.t.Helper()
	dir := b.t.TempDir()
	for i, p := range pipelines {
		write(b.t, filepath.Join(dir, fmt.Sprintf("p%d.yaml", i)), p)
	}
	options.PipelineDir, options.SourceDir = dir, b.sources
	loader, err := Open(b.warehouse, options)
	if err != nil {
		b.t.Fatal(err)
	}
	b.loader = loader
}

// file puts a file into the folder of sources.
func (b *bundle) file(name, content string) string {
	b.t.Helper()
	path := filepath.Join(b.sources, name)
	write(b.t, path, content)
	return path
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run loads a pipeline that must go through.
func (b *bundle) run(pipeline string) warehouse.Run {
	b.t.Helper()
	run, err := b.loader.Run(b.t.Context(), pipeline, RunOptions{})
	if err != nil {
		b.t.Fatalf("%s: %v\ncause: %v", pipeline, err, errors.Unwrap(err))
	}
	b.tidy()
	return run
}

// fail loads a pipeline that must fail with the code and words given.
func (b *bundle) fail(pipeline, code, says string) {
	b.t.Helper()
	run, err := b.loader.Run(b.t.Context(), pipeline, RunOptions{})
	if err == nil {
		b.t.Fatalf("%s went through: %+v", pipeline, run)
	}
	if run.ErrorCode != code || !strings.Contains(run.Error, says) {
		b.t.Errorf("got %s: %s\nwant %s: … %s …\ncause: %+v", run.ErrorCode, run.Error, code, says, errors.Unwrap(err))
	}
	if run.State != warehouse.RunFailed || run.VersionAfter != run.VersionBefore {
		b.t.Errorf("state %s, version %d → %d", run.State, run.VersionBefore, run.VersionAfter)
	}
	b.tidy()
}

// tidy checks that a run leaves no tables behind.
func (b *bundle) tidy() {
	b.t.Helper()
	if left := b.ask("SELECT name FROM system.tables WHERE database = currentDatabase() AND (name LIKE 'stage\\_%' OR name LIKE 'work\\_%')"); left != "" {
		b.t.Errorf("tables left behind: %s", left)
	}
}

// count is what a run's ledger says of its rows.
func count(r warehouse.Run) string {
	return fmt.Sprintf("%s: read %d, loaded %d, updated %d, unchanged %d, rejected %d, duplicate %d", r.State, r.RowsRead, r.RowsLoaded, r.RowsUpdated, r.RowsUnchanged, r.RowsRejected, r.RowsDuplicate)
}

// ask returns the rows of a query as tuples. {parts} pins the current version of the table given.
func (b *bundle) ask(query string, table ...string) string {
	b.t.Helper()
	var args []any
	if len(table) > 0 {
		v, err := b.warehouse.Current(b.t.Context())
		if err != nil {
			b.t.Fatal(err)
		}
		args = append(args, named("parts", append([]string{}, v.Partitions(table[0])...)))
		query = strings.Replace(query, "{parts}", "_partition_id IN {parts:Array(String)}", 1)
	}
	rows, err := b.warehouse.Conn().Query(b.t.Context(), "SELECT toString(tuple(*)) FROM ("+query+")", args...)
	if err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			b.t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		b.t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

// quarantine lists the rejected rows of a run as "file row line [codes] reasons".
func (b *bundle) quarantine(run string) []string {
	b.t.Helper()
	page, err := b.warehouse.Quarantine(b.t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{Run: run, First: 1000, Raw: true})
	if err != nil {
		b.t.Fatal(err)
	}
	out := make([]string, 0, len(page.Rows))
	for _, q := range page.Rows {
		out = append(out, fmt.Sprintf("%s %d/%d %s", q.File, q.Row, q.Line, strings.Join(q.Codes, "+")))
	}
	slices.Sort(out)
	return out
}
