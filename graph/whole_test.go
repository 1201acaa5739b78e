package graph_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"anlan/access"
	"anlan/etl"
	"anlan/graph"
	"anlan/safety"
	"anlan/warehouse"
)

const (
	runFields = `{ id state rowsRead rowsLoaded rowsUpdated rowsUnchanged rowsRejected rowsDuplicate bytesRead error warnings { rows } files { name } }`
	allOfRuns = `{ runs { nodes ` + runFields + ` edges { node ` + runFields + ` } } run(id: "r1") ` + runFields + ` pipelines { latestRun ` + runFields + ` } }`
	allMarks  = `{ version { watermarks { lastRecord loadedAt } } freshness { version { watermarks { lastRecord } } }
		metrics(query: {measures: ["deaths"], region: "370321", period: "2025Q1"}) { source { rowsRead watermarks { lastRecord } } }
		assessment(region: "370321", period: "2025Q1") { source { rowsRead watermarks { lastRecord } } previous { source { rowsRead watermarks { lastRecord } } } } }`
)

func loaded(f *fake) {
	f.runs = []warehouse.Run{{
		ID: "r1", Pipeline: "hazards", Fact: "hazard", State: warehouse.RunFailed, RowsRead: 4711, RowsLoaded: 4711, RowsUpdated: 4711,
		RowsUnchanged: 4711, RowsRejected: 4711, RowsDuplicate: 4711, BytesRead: 4711, Error: "4711 rows of 桓台县", Warnings: map[string]uint64{"due_before_found": 4711},
		Files: []warehouse.RunFile{{Name: "4711.csv"}},
	}}
	f.marks = []warehouse.Watermark{{System: "s", Fact: "hazard", LastRecord: safety.NewDate(2019, 4, 7), LoadedAt: time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)}}
}

// Counts, files and error texts of runs are of all regions, and so is the day of the newest record: only who sees all of it is
// told.
func TestWhatIsOfAllRegionsIsForWhoSeesAllRegions(t *testing.T) {
	for _, c := range []struct {
		name  string
		scope access.Scope
		told  bool
	}{
		{"everything", access.Everything(), true},
		{"all hazards", access.Scope{All: true, Facts: []string{"hazard"}}, true},
		{"one county", access.Scope{Regions: []safety.RegionCode{"370321"}}, false},
		{"one sector", access.Scope{All: true, Sectors: []string{"mining"}}, false},
		{"accidents", access.Scope{All: true, Facts: []string{"accident"}}, false},
	} {
		b := setup(t, func(f *fake, _ *graph.Options) { loaded(f) })
		caller := access.Caller{Name: "c", Role: access.Admin, Scope: c.scope}
		for query, secret := range map[string]string{allOfRuns: "4711", allMarks: "2019-04-07"} {
			got := b.askAs(t, caller, query, nil)
			if told := strings.Contains(got.body, secret); told != c.told || len(got.Errors) > 0 {
				t.Errorf("%s: told %t\n%s", c.name, told, got.body)
			}
			if !strings.Contains(got.body, "FAILED") && !strings.Contains(got.body, "2025-05-01T08:00:00+08:00") {
				t.Errorf("%s: what everybody may know is not there: %s", c.name, got.body)
			}
		}
	}
}

// The rows that the engine read are others' too.
func TestRowsReadAreForWhoSeesEverything(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) { loaded(f) })
	if got := b.ask(t, allMarks, nil); !strings.Contains(got.body, `"rowsRead":8589934592`) {
		t.Errorf("for who sees everything: %s", got.body)
	}
	county := access.Caller{Name: "c", Role: access.Admin, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	if got := b.askAs(t, county, allMarks, nil); strings.Contains(got.body, "8589934592") || !strings.Contains(got.body, `"rowsRead":null`) {
		t.Errorf("for a county: %s", got.body)
	}
}

func TestProgressOfARunWithoutItsCounts(t *testing.T) {
	const query = `{"query":"subscription { runProgress(run: \"r1\") { phase rowsRead rowsRejected bytesRead bytesTotal } }"}`
	for want, scope := range map[string]access.Scope{
		`{"phase":"STAGING","rowsRead":4711,"rowsRejected":4711,"bytesRead":4711,"bytesTotal":4711}`: access.Everything(),
		`{"phase":"STAGING","rowsRead":null,"rowsRejected":null,"bytesRead":null,"bytesTotal":null}`: {Regions: []safety.RegionCode{"370321"}},
	} {
		reports := make(chan etl.Progress, 1)
		reports <- etl.Progress{Run: "r1", Phase: etl.Staging, RowsRead: 4711, RowsRejected: 4711, BytesRead: 4711, BytesTotal: 4711}
		close(reports)
		b := setup(t, func(f *fake, _ *graph.Options) { f.progress = reports })
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(query))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Caller{Name: "c", Role: access.Operator, Scope: scope})))
		if got := w.Body.String(); !strings.Contains(got, want) {
			t.Errorf("want %s, got %s", want, got)
		}
	}
}

// Every count of a run and every mark of how far records reach carries the directive, so that a new one is not forgotten.
func TestCountsOfLoadsAreMarked(t *testing.T) {
	schema := contract(t)
	for _, name := range []string{"Run", "RunProgress", "Watermark", "Source"} {
		for _, f := range schema.Types[name].Fields {
			if (f.Type.Name() == "Count" || f.Name == "lastRecord") && f.Directives.ForName("whole") == nil {
				t.Errorf("%s.%s is for everybody", name, f.Name)
			}
		}
	}
	own(t, func(d *ast.Definition) {
		for _, f := range d.Fields {
			if f.Directives.ForName("whole") != nil && f.Type.NonNull {
				t.Errorf("%s.%s cannot be null", d.Name, f.Name)
			}
		}
	})
}
