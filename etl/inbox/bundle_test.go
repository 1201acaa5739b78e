package inbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"anlan/etl"
	"anlan/warehouse"
)

// testNow is where the clock of the warehouse starts: 15 May 2025, 10:00 in Beijing. It moves on whenever somebody looks.
var testNow = time.Date(2025, 5, 15, 2, 0, 0, 0, time.UTC)

// shared is the warehouse of all tests: each has a pipeline, a system and an inbox of its own.
var shared *warehouse.Warehouse

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "anlan-inbox")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		if shared, err = warehouse.Open(context.Background(), warehouse.Config{Dir: dir, Now: func() time.Time { return testNow.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }}); err != nil {
			panic(err)
		}
		defer shared.Close(context.Background())
		return m.Run()
	}())
}

var tests, ticks atomic.Int64

const pipeline = `pipeline: ledger
title: {zh: 隐患台账, en: Hazard ledger}
fact: hazard
system: s
source: {inbox: ["隐患台账*", "*.jsonl"]}
columns:
  id: 编号
  region: 区划
  source: {value: self}
  level: 级别
  found_on: 发现日期
  description: 描述
`

const (
	header = "编号,区划,级别,发现日期,描述\n"
	good   = header + "1,370303,一般,2025-04-01,a\n2,370304,重大,2025-04-02,b\n"
)

// bundle is a warehouse, an inbox and a clock that stands.
type bundle struct {
	t         *testing.T
	name      string // of the pipeline, and of the system of its records
	dir       string
	warehouse *warehouse.Warehouse
	loader    *etl.Loader
	now       time.Time
	watcher   *Watcher
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{t: t, dir: filepath.Join(t.TempDir(), "inbox"), now: testNow, warehouse: shared, name: fmt.Sprintf("ledger%d", tests.Add(1))}
	b.open(pipeline)
	return b
}

// open makes loader and watcher anew, as a restart does.
func (b *bundle) open(text string) {
	b.t.Helper()
	pipelines := b.t.TempDir()
	text = strings.NewReplacer("pipeline: ledger", "pipeline: "+b.name, "system: ", "system: "+b.name).Replace(text)
	if err := os.WriteFile(filepath.Join(pipelines, "p.yaml"), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	var err error
	if b.loader, err = etl.Open(b.warehouse, etl.Options{PipelineDir: pipelines, NotShipped: true, InboxDir: b.dir}); err != nil {
		b.t.Fatal(err)
	}
	b.watcher = b.watch()
}

func (b *bundle) watch() *Watcher {
	return New(Config{Loader: b.loader, Warehouse: b.warehouse, Dir: b.dir, Now: func() time.Time { return b.now }})
}

func (b *bundle) put(name, text string) {
	b.t.Helper()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// scan makes a pass at a time so many seconds later.
func (b *bundle) scan(later int) {
	b.t.Helper()
	b.now = b.now.Add(time.Duration(later) * time.Second)
	if err := b.watcher.Scan(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// files lists the files of the inbox and the folders in it, but for the lock.
func (b *bundle) files() string {
	b.t.Helper()
	var names []string
	if err := filepath.WalkDir(b.dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && e.Name() != lockFile {
			name, _ := filepath.Rel(b.dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	slices.Sort(names)
	return strings.Join(names, "|")
}

func (b *bundle) wantFiles(want ...string) {
	b.t.Helper()
	if got := b.files(); got != strings.Join(want, "|") {
		b.t.Errorf("files\n%s\nwant\n%s", strings.ReplaceAll(got, "|", "\n"), strings.Join(want, "\n"))
	}
}

func (b *bundle) text(name string) string {
	b.t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(name)))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

// runs are the states of all runs, the oldest first.
func (b *bundle) runs() string {
	b.t.Helper()
	runs, err := b.warehouse.Runs(b.t.Context(), warehouse.RunQuery{Pipeline: b.name, First: 100})
	if err != nil {
		b.t.Fatal(err)
	}
	var states []string
	for _, r := range runs {
		states = append([]string{r.State}, states...)
	}
	return strings.Join(states, " ")
}

func runOptions(dir, name string) etl.RunOptions {
	return etl.RunOptions{Files: []string{filepath.Join(dir, name)}}
}
