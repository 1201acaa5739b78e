package graph_test

import (
	"context"
	"testing"
	"time"

	"anlan/access"
	"anlan/graph"
	"anlan/warehouse"
)

// Starting a run answers at once with the run, or with what is wrong as data.
func TestRunPipeline(t *testing.T) {
	lifetime, end := context.WithCancel(t.Context())
	b := setup(t, func(_ *fake, o *graph.Options) { o.Lifetime = lifetime })
	for name, want := range map[string]string{
		"hazards": `{"runPipeline":{"run":{"id":"r1","pipeline":"hazards","fact":"hazard","state":"RUNNING"},"faults":[]}}`,
		"nothing": `{"runPipeline":{"run":null,"faults":[{"code":"not_found","message":"there is no pipeline of that name","argument":"name"}]}}`,
	} {
		got := b.ask(t, `mutation { runPipeline(name: "`+name+`") { run { id pipeline fact state } faults { code message argument } } }`, nil)
		if string(got.Data) != want || len(got.Errors) > 0 {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	ended := make(chan struct{})
	go func() { b.handler.Wait(); close(ended) }()
	select {
	case <-ended:
		t.Error("the run ended with its request")
	default:
	}
	end()
	<-ended // the run ends with the server
}

// Everybody may know how fresh the data is; how many rows were loaded, which counts all regions, only who runs the loads.
func TestFreshness(t *testing.T) {
	at := time.Date(2025, 5, 1, 1, 0, 0, 0, time.UTC)
	b := setup(t, func(f *fake, _ *graph.Options) {
		f.runs = []warehouse.Run{
			{ID: "r4", Pipeline: "hazards", State: warehouse.RunDry, DryRun: true, At: at.Add(2 * time.Hour), RowsRead: 99}, // neither this one nor a replay brings news
			{ID: "r3", Pipeline: "hazards", State: warehouse.RunSucceeded, Trigger: warehouse.TriggerReplay, At: at.Add(time.Hour)},
			{ID: "r2", Pipeline: "hazards", State: warehouse.RunFailed, At: at, RowsRead: 99},
			{ID: "r1", Pipeline: "hazards", State: warehouse.RunSucceeded, At: at.Add(-time.Hour)}, // the last good one, though the replay is newer
		}
	})
	reader := access.Caller{Name: "r", Role: access.Reader, Scope: access.Everything()}
	got := b.askAs(t, reader, "{ freshness { version { number } pipelines { name fact state at lastGood staleAt nextDue } } }", nil)
	const want = `{"freshness":{"version":{"number":7},"pipelines":[{"name":"hazards","fact":"hazard","state":"FAILED","at":"2025-05-01T09:00:00+08:00","lastGood":"2025-05-01T08:00:00+08:00","staleAt":null,"nextDue":null}]}}`
	if string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
	if b.questions.Load() != 1 {
		t.Errorf("%d questions for the runs of all pipelines", b.questions.Load())
	}
	if got := b.askAs(t, reader, "{ pipelines { latestRun { rowsRead } } }", nil); got.code() != "FORBIDDEN" {
		t.Errorf("%s", got.body)
	}
	if got := b.ask(t, "{ pipelines { latestRun { rowsRead } } }", nil); string(got.Data) != `{"pipelines":[{"latestRun":{"rowsRead":99}}]}` {
		t.Errorf("%s", got.body)
	}
	if got := b.ask(t, `{ run(id: "r9") { id } }`, nil); string(got.Data) != `{"run":null}` || len(got.Errors) > 0 {
		t.Errorf("%s", got.body)
	}
}
