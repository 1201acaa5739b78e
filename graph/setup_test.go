package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"anlan/access"
	"anlan/etl"
	"anlan/graph"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// fake is a warehouse of one version with one zone of three units. It counts the questions that reach it.
type fake struct {
	version   uint64
	rules     string // hash of the schemes
	models    string // hash of the risk models
	questions atomic.Int64
	named     atomic.Int64 // questions for enterprises
	counted   atomic.Int64
	asked     chan warehouse.Scope // of each metric query, when not nil
	hold      chan struct{}        // metric queries wait for it, when not nil
	fail      error
	down      error // the engine does not answer
	records   int   // hazards that lists give
	runs      []warehouse.Run
	marks     []warehouse.Watermark
	progress  chan etl.Progress
	started   etl.RunOptions // of the last run
	decided   string         // the last question about loads, or decision, under which scope
}

func (f *fake) Current(context.Context) (*warehouse.Version, error) {
	if f.down != nil {
		return nil, f.down
	}
	return &warehouse.Version{Number: f.version, PublishedAt: time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC), Watermarks: f.marks}, nil
}

func (f *fake) Version(ctx context.Context, n uint64) (*warehouse.Version, error) {
	if n > f.version {
		return nil, warehouse.Fault(warehouse.NotFound, "data version %d does not exist; the newest is %d", n, f.version)
	}
	return f.Current(ctx)
}

func (f *fake) Versions(ctx context.Context, _ int) ([]*warehouse.Version, error) {
	v, err := f.Current(ctx)
	return []*warehouse.Version{v}, err
}

func (f *fake) Catalogue() *warehouse.Catalogue { return &warehouse.Catalogue{} }

func (f *fake) Metrics(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery) (*warehouse.MetricTable, error) {
	f.questions.Add(1)
	if f.asked != nil {
		f.asked <- scope
	}
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if f.fail != nil {
		return nil, f.fail
	}
	two := 2.0
	return &warehouse.MetricTable{
		Rows: 2,
		Columns: []warehouse.Column{
			{Name: "region", Kind: warehouse.DimensionColumn, Texts: []string{string(q.Region), ""}},
			{Name: "deaths", Kind: warehouse.MeasureColumn, Unit: "人", Metric: "deaths",
				Numbers: []*float64{&two, nil}, States: []warehouse.State{warehouse.Present, warehouse.NotReported}},
		},
		Source: warehouse.Source{Version: q.Version, Period: q.Period, AsOf: safety.NewDate(2025, 4, 30), Elapsed: 1500 * time.Microsecond, RowsRead: 1 << 33, Watermarks: f.marks},
	}, nil
}

func (f *fake) Regions(context.Context, *warehouse.Version) (*warehouse.Regions, error) {
	return warehouse.NewRegions(nil)
}

func (f *fake) Sectors(context.Context, *warehouse.Version) (warehouse.Sectors, error) {
	return nil, nil
}

func (f *fake) Departments(context.Context, *warehouse.Version) (warehouse.Departments, error) {
	panic("the secret of the departments")
}

func (f *fake) Assess(context.Context, warehouse.Scope, assessment.Query) (*assessment.Assessment, error) {
	f.questions.Add(1)
	source := warehouse.Source{RowsRead: 1 << 33, Watermarks: f.marks}
	return &assessment.Assessment{
		Subjects: []assessment.Subject{{Region: "370303", Name: "张店区"}}, Source: source, Previous: &assessment.PreviousAssessment{Source: source},
	}, f.fail
}

func (f *fake) WhatIf(_ context.Context, scope warehouse.Scope, q assessment.Query, change scheme.Change) (*assessment.Assessment, error) {
	f.questions.Add(1)
	f.askedAbout(scope, change)
	return &assessment.Assessment{Region: q.Region}, f.fail
}

func (f *fake) Certainty(_ context.Context, scope warehouse.Scope, q assessment.Query, draws int) (*scheme.Certainty, error) {
	f.questions.Add(1)
	f.askedAbout(scope, q)
	return &scheme.Certainty{Draws: draws, Neighbours: []scheme.Neighbour{{Ahead: "370321", Behind: "370322", WithinNoise: true}}}, f.fail
}

func (f *fake) Schemes() []*scheme.Scheme { return nil }

func (f *fake) Hash() string { return f.rules }

func (f *fake) CountRecords(context.Context, warehouse.Scope, warehouse.RecordQuery) (uint64, error) {
	f.counted.Add(1)
	return 4711, nil
}

func (f *fake) EnterprisesNamed(_ context.Context, _ warehouse.Scope, _ uint64, ids []string) (map[string]warehouse.EnterpriseRecord, error) {
	f.named.Add(1)
	found := map[string]warehouse.EnterpriseRecord{}
	for _, id := range ids {
		if id != "E0" { // one that the caller may not see
			found[id] = warehouse.EnterpriseRecord{System: "register", ID: id, Name: "企业" + id}
		}
	}
	return found, nil
}

func (f *fake) Runs(context.Context, warehouse.RunQuery) ([]warehouse.Run, error) {
	f.questions.Add(1)
	list := slices.Clone(f.runs) // without their files
	for i := range list {
		list[i].Files = nil
	}
	return list, nil
}

func (f *fake) Run(_ context.Context, id string) (warehouse.Run, error) {
	for _, run := range f.runs {
		if run.ID == id && run.Files != nil {
			return run, nil
		}
	}
	return warehouse.Run{}, warehouse.Fault(warehouse.NotFound, "there is no run %q", id)
}

func (f *fake) StartReplay(_ context.Context, r etl.ReplayRequest) (string, func() (warehouse.Run, error), error) {
	f.decided = fmt.Sprint("replay ", r.Scope.Regions, r.Rows.Pipeline, r.By, r.DryRun, r.Rows.Rows)
	return "r1", func() (warehouse.Run, error) { return warehouse.Run{}, nil }, nil
}

func (f *fake) Rehearsed(run string) *warehouse.Changes {
	if run != "r1" {
		return nil
	}
	two := 2.0
	return &warehouse.Changes{Total: 4711, Figures: []warehouse.FigureChange{{Metric: "deaths", Month: safety.NewMonth(2025, 4), Region: "370321", After: &two}}}
}

func (f *fake) Report(context.Context, warehouse.Scope, string, etl.ReportOptions) (string, error) {
	return "4711 rows of 桓台县", nil
}

func (f *fake) Checks(_ context.Context, scope warehouse.Scope, q warehouse.CheckQuery) (*warehouse.CheckPage, error) {
	f.askedAbout(scope, q)
	value := 4711.0
	return &warehouse.CheckPage{Cursors: []string{"c"}, Results: []warehouse.CheckResult{{
		Run: "r1", Number: 1, Pipeline: "hazards", Fact: "hazard", Code: "rows", Kind: "rows", Severity: warehouse.CheckBlocks, Outcome: warehouse.CheckFailed,
		Measured: "4711", Value: &value, Expected: "at least 4711", MessageZH: "4711", MessageEN: "4711",
	}}}, nil
}

func (f *fake) Quality(_ context.Context, scope warehouse.Scope, q warehouse.QualityQuery) (*warehouse.QualityReport, error) {
	f.askedAbout(scope, q)
	return &warehouse.QualityReport{}, nil
}

func (f *fake) Corrections(_ context.Context, scope warehouse.Scope, q warehouse.CorrectionQuery) (*warehouse.CorrectionPage, error) {
	f.askedAbout(scope, q)
	return &warehouse.CorrectionPage{}, nil
}

func (f *fake) Lineage(_ context.Context, scope warehouse.Scope, q warehouse.LineageQuery) (*warehouse.Lineage, error) {
	f.askedAbout(scope, q)
	return &warehouse.Lineage{AsOf: safety.NewDate(2025, 4, 30)}, nil
}

func (f *fake) Origin(_ context.Context, run string, row uint64) (warehouse.Origin, error) {
	if run == "" {
		return warehouse.Origin{}, warehouse.Fault(warehouse.NotFound, "there is no such run")
	}
	return warehouse.Origin{Run: warehouse.Run{ID: run, Pipeline: "hazards", Fact: "hazard", State: warehouse.RunSucceeded}, File: "hazards.csv", Row: row}, nil
}

func (f *fake) CompareVersions(_ context.Context, scope warehouse.Scope, q warehouse.MetricQuery, before, after uint64) (*warehouse.VersionComparison, error) {
	f.decided = fmt.Sprint(scope.Regions, " ", q.Measures, " ", before, " ", after)
	return &warehouse.VersionComparison{}, nil
}

func (f *fake) Substitutions(context.Context, string) ([]warehouse.Substitution, error) {
	return []warehouse.Substitution{{Field: "region", How: "repaired", Text: "4711", Value: "370321", Rows: 4711}}, nil
}

// askedAbout notes what reached the warehouse.
func (f *fake) askedAbout(scope warehouse.Scope, q any) {
	f.decided = fmt.Sprintf("%v %+v", scope.Regions, q)
}

func (f *fake) Pipelines() []*etl.Pipeline {
	fact, _ := warehouse.FactNamed("hazard")
	return []*etl.Pipeline{{Name: "hazards", Title: warehouse.Text{ZH: "隐患", EN: "Hazards"}, Fact: fact}}
}

func (f *fake) Start(ctx context.Context, pipeline string, o etl.RunOptions) (string, func() (warehouse.Run, error), error) {
	if pipeline != "hazards" {
		return "", nil, &etl.RunError{Code: etl.UnknownPipeline, Message: "there is no pipeline of that name"}
	}
	f.started = o
	return "r1", func() (warehouse.Run, error) {
		<-ctx.Done() // a load that goes on until it is ended
		return warehouse.Run{}, ctx.Err()
	}, nil
}

func (f *fake) Cancel(run string) error {
	if run != "r1" {
		return warehouse.Fault(warehouse.NotFound, "no run %q goes on here", run)
	}
	return nil
}

func (f *fake) SourceFile(name string) (string, error) {
	if strings.HasPrefix(name, "..") || strings.HasPrefix(name, "/") {
		return "", warehouse.Fault(warehouse.BadRequest, "the file %q is not in the source folder", name)
	}
	return "/sources/" + name, nil
}

func (f *fake) Subscribe(context.Context, string) <-chan etl.Progress { return f.progress }

// hazards lists hazards, three to an enterprise.
type hazards struct {
	graph.Records[warehouse.HazardRecord]
	*fake
}

func (h hazards) List(_ context.Context, _ warehouse.Scope, q warehouse.RecordQuery) (*warehouse.Page[warehouse.HazardRecord], error) {
	h.questions.Add(1)
	page := &warehouse.Page[warehouse.HazardRecord]{Version: h.version}
	for i := range min(q.First, h.records) {
		page.Records = append(page.Records, warehouse.HazardRecord{
			System: "s", ID: string(rune('a' + i)), Region: string(q.Region), Level: "major", Source: "self",
			Enterprise: "E" + string(rune('0'+i/3)), FoundOn: time.Date(2025, 4, 17, 0, 0, 0, 0, time.UTC), Run: "r", Row: uint64(i + 1),
		})
		page.Cursors = append(page.Cursors, "c"+string(rune('a'+i)))
	}
	return page, nil
}

// testBundle is a contract over a fake warehouse, called as the local administrator unless a caller is given.
type testBundle struct {
	*fake
	handler *graph.Handler
	limits  graph.Limits
}

func setup(t *testing.T, change func(*fake, *graph.Options)) *testBundle {
	t.Helper()
	return serveFake(t, change, func(*graph.Sources) {})
}

// setupScheduled is setup with a schedule.
func setupScheduled(t *testing.T, s *timetable) *testBundle {
	t.Helper()
	return serveFake(t, func(f *fake, _ *graph.Options) { loaded(f) }, func(sources *graph.Sources) { sources.Schedule = s })
}

func serveFake(t *testing.T, change func(*fake, *graph.Options), more func(*graph.Sources)) *testBundle {
	t.Helper()
	f := &fake{version: 7, records: 9}
	options := graph.Options{Limits: graph.DefaultLimits()}
	if change != nil {
		change(f, &options)
	}
	sources := graph.Sources{
		Snapshots: f, Figures: f, Dimensions: f, Rankings: f, Risks: risks{f}, Alerts: alerts{f}, Tables: tables{f}, Results: results{f}, Index: f, Ledger: f, Quarantine: f, Jobs: f, Evidence: f,
		Hazards: hazards{fake: f},
		Today:   func() safety.Date { return safety.NewDate(2025, 5, 2) }, Definitions: func() string { return "definitions" },
	}
	more(&sources)
	handler, err := graph.New(sources, options)
	if err != nil {
		t.Fatal(err)
	}
	return &testBundle{fake: f, handler: handler, limits: options.Limits}
}

// reply is an answer as a client reads it.
type reply struct {
	status int
	header http.Header
	body   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code      string
			Retryable bool
			RequestID string
		}
	}
}

func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Extensions.Code
}

// ask posts a query.
func (b *testBundle) ask(t *testing.T, query string, variables map[string]any) reply {
	t.Helper()
	return b.askAs(t, access.Local(), query, variables)
}

func (b *testBundle) askAs(t *testing.T, caller access.Caller, query string, variables map[string]any) reply {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return b.send(t, caller, r)
}

func (b *testBundle) send(t *testing.T, caller access.Caller, r *http.Request) reply {
	t.Helper()
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r.WithContext(graph.WithRequestID(access.With(r.Context(), caller), "request-1")))
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := reply{status: w.Code, header: w.Header(), body: string(raw)}
	if w.Header().Get("Content-Encoding") == "" {
		if err := json.Unmarshal(raw, &answer); err != nil { //nolint:musttag // names match without case
			t.Fatalf("status %d, body %q: %v", w.Code, raw, err)
		}
	}
	return answer
}

func toText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
