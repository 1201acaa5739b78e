package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// hazards is a data set of three months, a few lines each, without an engine.
type hazards struct {
	mu      sync.Mutex
	version uint64
	gone    bool           // the version was collected
	fail    error          // of the next reads
	read    map[string]int // how often each part was begun
	middle  chan struct{}  // a part stops in its middle until it is closed, when not nil
	reached chan struct{}  // is told that a part stands in its middle
	filler  int            // bytes of a line
}

var months = []string{"2026-03", "2026-04", "2026-05"}

var set = &warehouse.DataSet{
	Name: "hazard", Kind: warehouse.RecordSet, Title: warehouse.Text{ZH: "隐患", EN: "Hazards"}, Fact: "hazard", Date: "found_on", Key: []string{"id"},
	Columns: []warehouse.DataColumn{{Name: "id", Type: "String"}, {Name: "phone", Type: "String", Sensitive: true}},
}

func (h *hazards) DataSets() []*warehouse.DataSet { return []*warehouse.DataSet{set} }

func (h *hazards) OpenData(_ context.Context, _ warehouse.Scope, q warehouse.DataQuery) (warehouse.DataReading, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if q.Version == 0 {
		q.Version = h.version
	}
	if h.gone {
		return nil, warehouse.Fault(warehouse.NotFound, "data version %d is no longer kept", q.Version)
	}
	return &reading{h, q}, nil
}

func (h *hazards) begun(part string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.read[part]
}

type reading struct {
	*hazards
	query warehouse.DataQuery
}

func (r *reading) Set() *warehouse.DataSet         { return set }
func (r *reading) Version() *warehouse.Version     { return &warehouse.Version{Number: r.query.Version} }
func (r *reading) Columns() []warehouse.DataColumn { return set.Columns[:1] }
func (r *reading) Query() warehouse.DataQuery      { return r.query }
func (r *reading) Close()                          {}

func (r *reading) Count(context.Context, *warehouse.DataPart) (uint64, error) { return 30, nil }

func (r *reading) Estimate(context.Context) (rows, bytes uint64, exact bool, err error) {
	return 30, uint64(30 * (20 + r.filler)), true, nil
}

func (r *reading) Parts() []warehouse.DataPart {
	parts := make([]warehouse.DataPart, len(months))
	for i, name := range months {
		parts[i] = warehouse.DataPart{Name: name, Month: safety.NewMonth(2026, time.Month(3+i))}
	}
	return parts
}

// lines are ten of a month.
func (h *hazards) lines(month string) string {
	var out strings.Builder
	for i := range 10 {
		fmt.Fprintf(&out, `{"id":"%s-%d%s"}`+"\n", month, i, strings.Repeat("x", h.filler))
	}
	return out.String()
}

func (r *reading) Encode(ctx context.Context, _ string, _ map[string]any, part *warehouse.DataPart) (io.ReadCloser, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.read == nil {
		r.read = map[string]int{}
	}
	r.read[part.Name]++
	if r.fail != nil {
		return nil, r.fail
	}
	text := r.lines(part.Name)
	return &stream{ctx: ctx, first: strings.NewReader(text[:len(text)/2]), rest: strings.NewReader(text[len(text)/2:]), middle: r.middle, reached: r.reached}, nil
}

// stream gives a text that may stop in its middle.
type stream struct {
	ctx             context.Context
	first, rest     *strings.Reader
	middle, reached chan struct{}
	passed          bool
}

func (s *stream) Read(p []byte) (int, error) {
	if n, err := s.first.Read(p); !errors.Is(err, io.EOF) {
		return n, err
	}
	if s.middle != nil && !s.passed {
		s.passed = true
		select {
		case s.reached <- struct{}{}:
		case <-s.ctx.Done():
		}
		select {
		case <-s.middle:
		case <-s.ctx.Done():
			return 0, s.ctx.Err()
		}
	}
	return s.rest.Read(p)
}

func (s *stream) Close() error { return nil }

// bundle is a server that makes jobs, over a state of its own.
type bundle struct {
	*Jobs
	*hazards
	dir   string
	store *state.Store

	mu  sync.Mutex
	now time.Time
}

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, safety.Beijing())

func (b *bundle) at(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = now
}

func setup(t *testing.T, change ...func(*Config)) *bundle {
	t.Helper()
	return setupIn(t, t.TempDir(), change...)
}

// setupIn is one of several servers that share a folder.
func setupIn(t *testing.T, dir string, change ...func(*Config)) *bundle {
	t.Helper()
	store, err := state.Open(context.Background(), state.Config{File: filepath.Join(dir, "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	b := &bundle{hazards: &hazards{version: 7}, dir: filepath.Join(dir, "exports"), store: store, now: noon}
	config := Config{
		Dir: b.dir, Revision: "1", Look: 5 * time.Millisecond, note: 5 * time.Millisecond,
		Now:   func() time.Time { b.mu.Lock(); defer b.mu.Unlock(); return b.now },
		Space: func(string) (uint64, uint64, error) { return 100 << 30, 200 << 30, nil },
	}
	for _, c := range change {
		c(&config)
	}
	b.Jobs = New(config, store, b.hazards, export.New(b.hazards, export.Config{TempDir: filepath.Join(dir, "work")}, &export.MemoryManifests{}))
	return b
}

// run lets the server make jobs until the test ends, or stop is called.
func (b *bundle) run(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// The callers: an analyst of everything, one of a county, and who runs the installation.
var (
	analyst = access.Caller{Name: "省分析员", Role: access.Analyst, Scope: access.Everything()}
	county  = access.Caller{Name: "桓台县分析员", Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	admin   = access.Caller{Name: "管理员", Role: access.Admin, Scope: access.Everything()}
)

var lines = export.Request{Query: warehouse.DataQuery{Set: "hazard"}, Format: export.JSONLines}

// limited is another question than lines, and than that of another limit.
func limited(n uint64) export.Request {
	r := lines
	r.Query.Limit = &n
	return r
}

func (b *bundle) create(t *testing.T, caller access.Caller, r export.Request) *Job {
	t.Helper()
	j, err := b.Create(t.Context(), caller, r)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// until waits for a job to come into a state.
func (b *bundle) until(t *testing.T, caller access.Caller, id string, want ...State) *Job {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		j, err := b.Job(t.Context(), caller, id)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(want, j.State) {
			return j
		}
		if time.Now().After(deadline) {
			t.Fatalf("the job is %s (%s), expected %v", j.State, j.Reason, want)
		}
	}
}

// files lists what lies in the folder of a job.
func (b *bundle) files(t *testing.T, id string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(b.dir, id))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if len(entries) == 0 {
		return nil
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// left waits until nothing is made any more and lists what lies in the folder of a job then.
func (b *bundle) left(t *testing.T, id string) []string {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !b.idle() && time.Now().Before(deadline); {
		time.Sleep(2 * time.Millisecond)
	}
	return b.files(t, id)
}

// idle reports whether nothing is being made.
func (j *Jobs) idle() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.making) == 0
}

func codeOf(err error) string {
	if known, ok := errors.AsType[*warehouse.Error](err); ok {
		return known.Code
	}
	return ""
}

// names are those of the three files of lines.
var names = []string{"hazard-v7-2026-03.jsonl", "hazard-v7-2026-04.jsonl", "hazard-v7-2026-05.jsonl"}
