package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/access"
	"anlan/etl"
	"anlan/graph"
	"anlan/reports/assessment"
	"anlan/server"
	"anlan/test/prepared"
	"anlan/warehouse"
)

// Records of two cities, loaded into a real warehouse on 1 April 2025. What belongs to Linyi (371300) says so in every text.
const (
	enterpriseRows = `system,id,region,name
z,ZE1,370321,桓台化工
l,LE1,371302,LINYI 兰山木业
`
	hazardRows = `system,id,region,enterprise,source,level,found_on,due_on,rectified_on,description
z,zh1,370321,ZE1,government,general,2025-01-05,2025-01-20,2025-01-20,通道堵塞
z,zh2,370303,LE1,government,general,2025-01-06,2025-01-20,2025-03-20,护栏缺失
l,LINYI-h1,371302,LE1,government,major,2025-01-05,2025-01-20,,LINYI 粉尘积聚
l,LINYI-h2,371302,LE1,self,general,2025-01-07,2025-01-20,2025-01-19,LINYI 配电箱
`
	accidentRows = `system,id,region,occurred_on,deaths,counted,status,summary
z,za1,370303,2025-03-02,1,1,verified,张店事故
l,LINYI-a1,371302,2025-03-03,7,1,verified,LINYI 事故
`
)

// records is the folder of a warehouse with the records above.
var records prepared.Folder

// parts gives what the server serves from the records above.
func parts(t *testing.T) server.Parts {
	t.Helper()
	config := warehouse.Config{Now: func() time.Time { return time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC) }}
	config.Dir = records.Copy(t, func(dir string) error {
		first := config
		first.Dir = dir
		w, err := warehouse.Open(t.Context(), first)
		if err != nil {
			return err
		}
		load(t, w, "enterprise", enterpriseRows)
		load(t, w, "hazard", hazardRows)
		load(t, w, "accident", accidentRows)
		return w.Close(context.Background())
	})
	w, err := warehouse.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	assessments, err := assessment.Open(w, assessment.Options{})
	if err != nil {
		t.Fatal(err)
	}
	loader, err := etl.Open(w, etl.Options{SourceDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return server.Parts{
		Sources: graph.FromWarehouse(w, assessments, loader),
		Ready:   func(ctx context.Context) error { return w.Conn().Ping(ctx) },
		Version: "test",
	}
}

func load(t *testing.T, w *warehouse.Warehouse, name, csv string) {
	t.Helper()
	fact, _ := warehouse.FactNamed(name)
	work, err := w.CreateWork(t.Context(), fact, "t")
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(csv, "\n")
	if err := w.Conn().InsertFormat(t.Context(), "CSVWithNames", "INSERT INTO "+work+" ("+header+")", strings.NewReader(csv)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Update(t.Context(), "run", "test", func(ctx context.Context, u *warehouse.Update) error {
		_, err := u.Merge(ctx, fact, work)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.DropWork(t.Context(), work); err != nil {
		t.Fatal(err)
	}
}

// running is a server that listens on a free port of this machine.
type running struct {
	url  string
	log  *lines
	stop context.CancelFunc
	done chan error
}

// start runs a server until the test ends. Without sources only what needs no data can be asked.
func start(t *testing.T, config server.Config, p server.Parts) *running {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &running{log: &lines{}, stop: stop, done: make(chan error, 1)}
	listening := make(chan net.Addr, 1)
	config.OnListen = func(a net.Addr) { listening <- a }
	config.Logger = slog.New(slog.NewTextHandler(r.log, nil))
	if config.Listen == "" {
		config.Listen = "127.0.0.1:0"
	}
	if p.Ready == nil {
		p.Ready = func(context.Context) error { return nil }
	}
	if p.Sources.Snapshots == nil {
		p.Sources = empty()
	}
	go func() { r.done <- server.New(config, p).Serve(ctx) }()
	select {
	case a := <-listening:
		r.url = "http://" + a.String()
	case err := <-r.done:
		t.Fatalf("serve: %v", err)
	}
	t.Cleanup(func() {
		stop()
		if err := <-r.done; err != nil {
			t.Errorf("serve: %v", err)
		}
		r.done <- nil
	})
	return r
}

// tokens writes a token file and gives the token of each entry.
func tokens(t *testing.T, entries ...access.Entry) (file string, secrets []string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "tokens.yaml")
	for _, e := range entries {
		secret, err := access.Add(file, e)
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, secret)
	}
	return file, secrets
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (r *running) send(t *testing.T, method, path string, header map[string]string, body string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	if host := header["Host"]; host != "" {
		request.Host = host
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

func (r *running) ask(t *testing.T, token, query string) answer {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	header := map[string]string{"Content-Type": "application/json"}
	if token != "" {
		header["Authorization"] = "Bearer " + token
	}
	return r.send(t, http.MethodPost, "/graphql", header, string(body))
}

// lines is a log that may be read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
