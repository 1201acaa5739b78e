package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"anlan/demo"
	"anlan/etl"
	"anlan/warehouse"
)

// The demo loads as a server does: a score for what no scheme asks people for is kept aside.
func TestTheDemoKnowsWhatSchemesAskPeopleFor(t *testing.T) {
	dir := t.TempDir()
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: t.TempDir(), Library: engineLibrary(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	const header = "来源系统,编号,行政区划,行业领域,监管部门,考核办法,考核对象,企业,考核项目,期间起,期间止,数值,评分说明,依据材料\n"
	file := filepath.Join(dir, "assessment_entries.csv")
	if err := os.WriteFile(file, []byte(header+"考核系统,KH-1,370303,,,county_quarterly,region,,luck,2025-01-01,2025-03-31,1,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	stage := demoStage{options: demo.Options{Dir: dir}, warehouse: w, log: slog.New(slog.DiscardHandler)}
	loader, err := stage.loader()
	if err != nil {
		t.Fatal(err)
	}
	run, _ := loader.Run(t.Context(), "assessment_entries", etl.RunOptions{Files: []string{file}}) // it may fail: all is rejected
	if run.RowsRejected != 1 {
		t.Errorf("%+v, expected its row to be rejected", run)
	}
}

// A pipeline of the demo finds the demo's file in the source folder; a file that somebody put there stays theirs.
func TestTheDemoOffersItsFilesToPipelines(t *testing.T) {
	data := t.TempDir()
	written, sources := filepath.Join(data, "demo"), filepath.Join(data, "sources")
	for file, text := range map[string]string{"demo/hazards.csv": "the demo's", "demo/accidents.csv": "the demo's", "demo/truth.json": "{}", "sources/accidents.csv": "mine"} {
		path := filepath.Join(data, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the demo is started again
		if err := offer(written, sources); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range map[string]string{"hazards.csv": "the demo's", "accidents.csv": "mine", "truth.json": ""} {
		if got, err := os.ReadFile(filepath.Join(sources, file)); string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%s holds %q, %v; want %q", file, got, err, want)
		}
	}
}
