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
