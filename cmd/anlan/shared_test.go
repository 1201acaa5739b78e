package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"anlan/test/databases"
	"anlan/warehouse/chdb"
)

// Four processes load into one warehouse at the same time, in the same month, and share a state in PostgreSQL: they publish one
// after the other, each on top of the last, and no row is lost. The warehouse is the embedded engine over TCP.
func TestProcessesShareAWarehouse(t *testing.T) {
	library := engineLibrary(t)
	postgres := databases.PostgreSQL(t)
	engine, err := chdb.Open(t.Context(), chdb.Config{Dir: t.TempDir(), Library: library})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(engine)
	t.Cleanup(func() {
		server.Close()
		_ = engine.Close(t.Context())
	})
	dir := t.TempDir()
	const loads, rows = 4, 50
	for i := range loads {
		var csv strings.Builder
		csv.WriteString("编号,区划,日期\n")
		for row := range rows {
			fmt.Fprintf(&csv, "%d-%d,330106,2025-03-%02d\n", i, row, 1+row%28)
		}
		put(t, filepath.Join(dir, "sources", fmt.Sprintf("l%d.csv", i)), csv.String())
		put(t, filepath.Join(dir, "pipelines", fmt.Sprintf("l%d.yaml", i)), fmt.Sprintf("pipeline: l%d\nfact: accident\nsystem: s%d\nsource: {files: l%d.csv}\ncolumns: {id: 编号, region: 区划, occurred_on: 日期}\n", i, i, i))
	}
	config := filepath.Join(dir, "anlan.yaml")
	put(t, config, fmt.Sprintf("warehouse: {url: %q, data: %q}\nstate: {url: %q}\netl: {source_dir: %q, pipelines: %q}\n",
		server.URL+"/anlan", filepath.Join(dir, "data"), postgres.URL(), filepath.Join(dir, "sources"), filepath.Join(dir, "pipelines")))
	command := func(args ...string) *exec.Cmd { return program(t, append(args, "--config", config)...) }
	if out, err := command("migrate").CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	answers := make(chan string, loads)
	for i := range loads {
		cmd := command("etl", "run", fmt.Sprintf("l%d", i))
		go func() {
			out, err := cmd.CombinedOutput()
			answers <- fmt.Sprintf("%v\n%s", err, out)
		}()
	}
	for range loads {
		if answer := <-answers; !strings.HasPrefix(answer, "<nil>") {
			t.Errorf("a load: %s", answer)
		}
	}
	out, err := command("etl", "runs").CombinedOutput()
	if err != nil || strings.Count(string(out), "succeeded") != loads {
		t.Errorf("%s (%v)", out, err)
	}
	for version := 2; version <= loads+1; version++ { // the first is of the dimensions
		if !strings.Contains(string(out), fmt.Sprintf(" %d ", version)) {
			t.Errorf("no run published version %d:\n%s", version, out)
		}
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
