package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// task is an export on disk, as readers are told of it.
type task struct {
	File    string   `json:"file"`
	Format  string   `json:"format"`
	Options string   `json:"options"`
	Charset string   `json:"charset"` // gb18030, bom or nothing
	Columns []column `json:"columns"`
	Figures figures  `json:"figures"`

	asked *asked
}

type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

func columnsOf(a *asked) []column {
	columns := make([]column, len(a.columns))
	for i, c := range a.columns {
		columns[i] = column{c.Name, c.Type}
	}
	return columns
}

// download takes everything away that is asked, and checks every manifest.
func (s *served) download(t *testing.T, questions []*asked, dir string) []*task {
	t.Helper()
	var tasks []*task
	var faults []error
	var mu sync.Mutex
	var wait sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, a := range questions {
		columns := columnsOf(a)
		for i, v := range a.formats {
			query, _ := url.ParseQuery(v.options)
			f := &task{File: filepath.Join(dir, fmt.Sprintf("%s %d.%s", a.name, i, v.format)), Format: v.format, Options: v.options, Charset: query.Get("charset"), Columns: columns, Figures: a.figures, asked: a}
			if v.format == "xlsx" {
				f.Figures = a.cells
			}
			if query.Has("bom") {
				f.Charset = "bom"
			}
			maps.Copy(query, a.address)
			query.Set("format", v.format)
			tasks = append(tasks, f)
			wait.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				if err := s.take(t.Context(), f, query); err != nil {
					mu.Lock()
					faults = append(faults, fmt.Errorf("%s, %s %s: %w", a.name, v.format, v.options, err))
					mu.Unlock()
				}
			})
		}
	}
	wait.Wait()
	if len(faults) > 0 {
		t.Fatal(errors.Join(faults...))
	}
	return tasks
}

// take downloads a file and holds its manifest against it.
func (s *served) take(ctx context.Context, f *task, query url.Values) error {
	token := s.admin
	if !f.asked.scope.All {
		token = s.county
	}
	response, err := s.ask(ctx, http.MethodGet, "/"+f.asked.set.Name, query, token)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	out, err := os.Create(f.File)
	if err != nil {
		return err
	}
	defer out.Close()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(out, sum), response.Body)
	if err != nil {
		return err
	}
	var m struct {
		Rows        uint64
		Bytes       int64
		SHA256      string
		DataVersion uint64
		DataSet     string
		Columns     []column
	}
	if err := s.document(ctx, "/manifests/"+response.Header.Get("X-Anlan-Export"), token, &m); err != nil {
		return err
	}
	switch {
	case m.Bytes != size || m.SHA256 != hex.EncodeToString(sum.Sum(nil)):
		return fmt.Errorf("the manifest says %d bytes %s, %d came", m.Bytes, m.SHA256, size)
	case m.Rows != f.Figures.Rows:
		return fmt.Errorf("the manifest says %d rows, the engine %d", m.Rows, f.Figures.Rows)
	case fmt.Sprint(m.DataVersion) != query.Get("version") || response.Header.Get("X-Anlan-Data-Version") != query.Get("version"):
		return fmt.Errorf("version %d, header %s, asked for %s", m.DataVersion, response.Header.Get("X-Anlan-Data-Version"), query.Get("version"))
	case m.DataSet != f.asked.set.Name || fmt.Sprint(m.Columns) != fmt.Sprint(f.Columns):
		return fmt.Errorf("the manifest says %s %v, expected %s %v", m.DataSet, m.Columns, f.asked.set.Name, f.Columns)
	}
	return nil
}

// write hands tasks over to readers.
func write(t *testing.T, path string, document any) {
	t.Helper()
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
