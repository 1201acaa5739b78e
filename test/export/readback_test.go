package export

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/test/built"
	"anlan/test/needed"
	"anlan/warehouse"
)

// What leaves is what the engine holds, value by value, for every reader; and whoever is given less notices it.
func TestExportsAreReadBack(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and reads several hundred files")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		needed.Missing(t, "node is not installed")
	}
	data, lap := filepath.Join(t.TempDir(), "data"), laps(t)
	compiled := make(chan string, 1)
	go func() { defer close(compiled); compiled <- built.Program(t) }()
	open(t, data, loadRecords)
	program := <-compiled
	lap("loaded and built")
	t.Run("whole", func(t *testing.T) {
		readWhole(t, node, program, data)
		lap("read back")
	})
	t.Run("broken off", func(t *testing.T) {
		readBroken(t, node, program, data)
		lap("broken off")
	})
}

// readWhole takes everything away and reads it.
func readWhole(t *testing.T, node, program, data string) {
	t.Helper()
	lap := laps(t)
	var all []*asked
	open(t, data, func(t *testing.T, w *warehouse.Warehouse) {
		t.Helper()
		all = questions(w.DataSets())
		for _, a := range all {
			a.compute(t, w)
		}
	})
	lap("asked the engine")
	s := serve(t, program, data)
	var list struct{ DataSets []struct{ Name string } }
	if err := s.document(t.Context(), "", s.admin, &list); err != nil {
		t.Fatal(err)
	}
	for i, set := range warehouse.DataSets() {
		if i >= len(list.DataSets) || list.DataSets[i].Name != set.Name {
			t.Fatalf("/export lists %v, which lacks %s", list.DataSets, set.Name)
		}
	}
	tasks := s.download(t, all, t.TempDir())
	lap("downloaded")
	var wait sync.WaitGroup
	wait.Go(func() { readByNode(t, node, tasks) })
	wait.Go(func() { readByGo(t, s, all, tasks) })
	wait.Wait()
}

// open opens the warehouse of a data folder as the program does, and closes it before another process may have it.
func open(t *testing.T, data string, work func(t *testing.T, w *warehouse.Warehouse)) {
	t.Helper()
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	work(t, w)
}

// laps says what took how long.
func laps(t *testing.T) func(what string) {
	t.Helper()
	began := time.Now()
	return func(what string) {
		t.Helper()
		t.Logf("%s in %v", what, time.Since(began).Round(time.Millisecond))
		began = time.Now()
	}
}

// said is what a reader of readers.mjs says of a file.
type said struct {
	figures

	File     string            `json:"file"`
	Reader   string            `json:"reader"`
	Error    string            `json:"error"`
	Batches  int               `json:"batches"`
	Metadata map[string]string `json:"metadata"`
}

// readByNode reads everything with JavaScript's readers and DuckDB.
func readByNode(t *testing.T, node string, tasks []*task) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tasks.json")
	write(t, path, tasks)
	var faults bytes.Buffer
	cmd := exec.CommandContext(t.Context(), node, "readers.mjs", path)
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		if strings.Contains(faults.String(), "ERR_MODULE_NOT_FOUND") || strings.Contains(faults.String(), "Cannot find module") {
			needed.Missing(t, "a reader of npm is not installed, or not for this machine: run npm ci\n"+faults.String())
		}
		t.Errorf("%v\n%s", err, &faults)
	}
	byFile := map[string]*task{}
	for _, f := range tasks {
		byFile[f.File] = f
	}
	times := map[string]int{}
	for lines := json.NewDecoder(bytes.NewReader(out)); ; {
		var s said
		if err := lines.Decode(&s); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		times[s.Reader+" "+byFile[s.File].Format]++
		s.compare(t, byFile[s.File])
	}
	t.Log(times, cmd.ProcessState.UserTime())
	for _, reader := range []string{"apache-arrow arrow", "apache-arrow arrow_file", "hyparquet parquet", "DuckDB parquet", "DuckDB csv", "DuckDB jsonl"} {
		if times[reader] < len(warehouse.DataSets())/2 { // some leave out a compression or a charset
			t.Errorf("%s read %d files", reader, times[reader])
		}
	}
}

// question is a statement of Flight SQL, as interop is told of it.
type question struct {
	SQL     string   `json:"sql"`
	County  bool     `json:"county"`
	HTTP    string   `json:"http"`
	Columns []column `json:"columns"`
	Figures *figures `json:"figures"`
}

// readByGo reads everything with Go's readers, which are a module of their own, by HTTP and by Flight SQL.
func readByGo(t *testing.T, s *served, all []*asked, tasks []*task) {
	t.Helper()
	var questions []question
	var sets []string
	for _, a := range all {
		q := question{SQL: "SELECT * FROM " + a.set.Name, County: !a.scope.All, Columns: columnsOf(a), Figures: &a.figures}
		if len(a.query.Select) > 0 {
			q.SQL = "SELECT " + strings.ReplaceAll(a.address.Get("columns"), ",", ", ") + " FROM " + a.set.Name
		}
		if where := a.address.Get("where"); where != "" {
			q.SQL += " WHERE " + where
		}
		if strings.HasPrefix(a.set.Fact, "assessment_") {
			q.Figures = nil // the server takes away what it did not publish itself
		}
		newest := maps.Clone(a.address)
		newest.Del("version")
		q.HTTP = s.address + "/export/" + a.set.Name + "?" + newest.Encode()
		if questions = append(questions, q); a.name == a.set.Name {
			sets = append(sets, a.set.Name)
		}
	}
	path := filepath.Join(t.TempDir(), "tasks.json")
	write(t, path, map[string]any{"files": tasks, "flight": map[string]any{
		"address": "grpc://" + s.flight, "token": s.admin, "county": s.county, "sets": sets, "questions": questions,
	}})
	cmd := interop(t, path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("interop: %v\n%s", err, out)
		return
	}
	t.Logf("%v\n%s", cmd.ProcessState.UserTime(), out)
}

// interop is the module's tests on tasks.
func interop(t *testing.T, tasks string, arguments ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"test", "-count=1", "-v"}, arguments...)...)
	cmd.Dir, cmd.Env = filepath.Join("..", "..", "interop"), append(os.Environ(), "ANLAN_INTEROP="+tasks)
	return cmd
}
