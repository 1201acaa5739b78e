package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/graph"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

func (f *fake) Quarantine(context.Context, warehouse.Scope, warehouse.QuarantineQuery) (*warehouse.QuarantinePage, error) {
	return &warehouse.QuarantinePage{}, nil
}

func (f *fake) CountQuarantine(_ context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery) (uint64, error) {
	f.decided = fmt.Sprint("count ", scope.Regions, q.Pipeline, q.State, q.Rows)
	return 2, nil
}

func (f *fake) QuarantineReasons(context.Context, warehouse.Scope, warehouse.QuarantineQuery) ([]warehouse.ReasonCount, error) {
	return nil, nil
}

func (f *fake) Dismiss(_ context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery, d warehouse.Decision) (uint64, error) {
	f.decided = fmt.Sprint("dismiss ", scope.Regions, q.Pipeline, q.State, d)
	if q.Pipeline == "" {
		return 0, warehouse.Fault(warehouse.BadRequest, "name the run or the pipeline")
	}
	return 3, nil
}

func (f *fake) Reopen(_ context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery, d warehouse.Decision) (uint64, error) {
	f.decided = fmt.Sprint("reopen ", scope.Regions, q.Pipeline, q.State, d)
	return 2, nil
}

func county() access.Caller {
	return access.Caller{Name: "桓台县应急局", Role: access.Operator, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
}

// Every question about loads is asked under the scope of who asks, and every decision is taken under it, in the caller's name.
func TestLoadsAreAskedAboutWithinTheScope(t *testing.T) {
	for query, want := range map[string]string{
		`{ checkResults { nodes { code } } }`:             "[370321] {Run:",
		`{ run(id: "r1") { checks { code } } }`:           "[370321] {Run:r1",
		`{ quality(query: {}) { version } }`:              "[370321] {Period:",
		`{ corrections(query: {}) { nodes { metric } } }`: "[370321] {Metric:",
		`{ versionDifferences(query: {measures: ["deaths"], region: "370321", period: "2025"}, before: 3) { dimensions } }`: "[370321] [deaths] 3 7",
		`{ lineage(query: {metric: "deaths", period: "2025"}) { version } }`:                                                "[370321] {Metric:deaths",
		`mutation { replayQuarantine(query: {pipeline: "hazards"}, dryRun: true) { faults { code } } }`:                     "replay [370321]hazards桓台县应急局true[]",
		`mutation { replayQuarantine(query: {pipeline: "hazards", rows: ["r1-1", "r2-7"]}) { faults { code } } }`:           "replay [370321]hazards桓台县应急局false[r1-1 r2-7]",
		`{ quarantine(query: {pipeline: "hazards", rows: ["r1-1"]}) { totalCount } }`:                                       "count [370321]hazardsopen[r1-1]",
		`mutation { dismissQuarantine(query: {pipeline: "hazards"}, why: "重复") { rows faults { code } } }`:                  "dismiss [370321]hazardsopen{桓台县应急局 重复}",
		`mutation { reopenQuarantine(query: {pipeline: "hazards", state: DISMISSED}) { rows faults { code } } }`:            "reopen [370321]hazardsdismissed{桓台县应急局 }",
	} {
		b := setup(t, func(f *fake, _ *graph.Options) { loaded(f) })
		if got := b.askAs(t, county(), query, nil); len(got.Errors) > 0 || !strings.HasPrefix(strings.ReplaceAll(b.decided, " [", "["), strings.ReplaceAll(want, " [", "[")) {
			t.Errorf("%s\nreached the warehouse as %q, expected %q\n%s", query, b.decided, want, got.body)
		}
	}
}

// What a check measured and what a report says are of all rows of a load.
func TestFiguresOfAllRowsAreForWhoSeesAllRows(t *testing.T) {
	const query = `{ checkResults { nodes { outcome measured value expected message { zh } keys } }
		run(id: "r1") { report(language: ZH) changes { total figures { after } } checks { measured message { en } } substitutions { text } } }`
	for _, c := range []struct {
		name  string
		scope access.Scope
		told  bool
	}{
		{"everything", access.Everything(), true},
		{"a county", access.Scope{Regions: []safety.RegionCode{"370321"}}, false},
		{"one sector", access.Scope{All: true, Sectors: []string{"mining"}}, false},
	} {
		b := setup(t, func(f *fake, _ *graph.Options) { loaded(f) })
		got := b.askAs(t, access.Caller{Name: "c", Role: access.Operator, Scope: c.scope}, query, nil)
		if told := strings.Contains(got.body, "4711"); told != c.told || len(got.Errors) > 0 || !strings.Contains(got.body, `"outcome":"FAILED"`) {
			t.Errorf("%s: told %t\n%s", c.name, told, got.body)
		}
	}
}

func TestTheOriginOfARecord(t *testing.T) {
	b := setup(t, nil)
	if got := b.ask(t, `{ hazards(query: {region: "370321"}, first: 1) { nodes { origin { run { id } file row } } } }`, nil); !strings.Contains(got.body, `"origin":{"run":{"id":"r"},"file":"hazards.csv","row":1}`) {
		t.Errorf("%s", got.body)
	}
}

func TestDecisionsThatCannotBeTaken(t *testing.T) {
	b := setup(t, nil)
	if got := b.ask(t, `mutation { dismissQuarantine(query: {}, why: "x") { rows faults { code argument } } }`, nil); !strings.Contains(got.body, `"faults":[{"code":"bad_request","argument":"query"}]`) {
		t.Errorf("%s", got.body)
	}
	if got := b.ask(t, `mutation { pausePipeline(name: "hazards", why: "x") { job { pipeline } faults { code } } }`, nil); !strings.Contains(got.body, `"faults":[{"code":"unavailable"}]`) {
		t.Errorf("without a schedule: %s", got.body)
	}
}

// timetable is a schedule of one job.
type timetable struct {
	graph.Backfills
	did []string
}

func (s *timetable) Jobs(context.Context) ([]schedule.JobStatus, error) {
	due := time.Date(2025, 5, 1, 22, 0, 0, 0, time.UTC)
	return []schedule.JobStatus{{
		Pipeline: "hazards", Schedule: etl.Schedule{Cron: "0 6 * * *", After: []string{"enterprises"}, Timeout: 2 * time.Hour, Retry: etl.Retry{Times: 3}}, NextDue: due, Paused: true, PausedBy: "值班员", PausedWhy: "检修", PausedAt: due,
		Last:    &state.Task{ID: "t1", Job: "hazards", Kind: warehouse.TriggerSchedule, Due: due, State: state.TaskFailed, Code: "bad_header", Message: "4711 rows"},
		Waiting: []schedule.Waiting{{Task: state.Task{ID: "t2", Job: "hazards", Kind: warehouse.TriggerBackfill, Due: due, State: state.TaskWaiting, From: safety.NewDate(2025, 1, 1), To: safety.NewDate(2025, 1, 31)}, Holds: []schedule.Hold{{For: schedule.HoldPaused, Why: "paused"}}}},
	}}, nil
}

func (s *timetable) Tasks(context.Context, string, int) ([]state.Task, error) { return nil, nil }

func (s *timetable) Trigger(_ context.Context, pipeline, by string, o etl.RunOptions) (string, error) {
	s.did = append(s.did, fmt.Sprint("trigger ", pipeline, " by ", by, " dry ", o.DryRun))
	return "r1", nil
}

func (s *timetable) Cancel(_ context.Context, run, by string) error {
	s.did = append(s.did, "cancel "+run+" by "+by)
	if run != "r1" {
		return fmt.Errorf("run %s: %w", run, state.ErrNotFound)
	}
	return nil
}

func (s *timetable) Pause(_ context.Context, pipeline, by, why string) error {
	s.did = append(s.did, "pause "+pipeline+" by "+by+": "+why)
	if pipeline != "hazards" {
		return fmt.Errorf("there is no job %q: %w", pipeline, schedule.ErrUnknownJob)
	}
	return nil
}

func (s *timetable) Resume(_ context.Context, pipeline, by, _ string) error {
	s.did = append(s.did, "resume "+pipeline+" by "+by)
	return nil
}

func (s *timetable) Settled(context.Context, string) {}

func TestJobsAsTheyStand(t *testing.T) {
	b := setupScheduled(t, &timetable{})
	const query = `{ jobs { pipeline schedule { cron every after retries timeout } nextDue paused pausedBy last { state code message } waiting { task { from to trigger } holds { for } } } }`
	const want = `{"jobs":[{"pipeline":"hazards","schedule":{"cron":"0 6 * * *","every":null,"after":["enterprises"],"retries":3,"timeout":"2h0m0s"},` +
		`"nextDue":"2025-05-02T06:00:00+08:00","paused":true,"pausedBy":"值班员","last":{"state":"FAILED","code":"bad_header","message":"4711 rows"},` +
		`"waiting":[{"task":{"from":"2025-01-01","to":"2025-01-31","trigger":"BACKFILL"},"holds":[{"for":"paused"}]}]}]}`
	if got := b.ask(t, query, nil); string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
	if got := b.askAs(t, county(), query, nil); strings.Contains(got.body, "4711") {
		t.Errorf("a county is told: %s", got.body)
	}
}

// Where there is a schedule, it knows who ran, paused and ended what.
func TestOperationsGoThroughTheSchedule(t *testing.T) {
	s := &timetable{}
	b := setupScheduled(t, s)
	for _, c := range []struct{ mutation, did, answer string }{
		{`runPipeline(name: "hazards", dryRun: true) { run { id } faults { code } }`, "trigger hazards by 桓台县应急局 dry true", `"run":{"id":"r1"}`},
		{`runPipeline(name: "hazard") { run { id } faults { code } }`, "", `"code":"not_found"`},
		{`cancelRun(id: "r1") { faults { code } }`, "cancel r1 by 桓台县应急局", `"faults":[]`},
		{`cancelRun(id: "r9") { faults { code } }`, "cancel r9 by 桓台县应急局", `"code":"not_found"`},
		{`pausePipeline(name: "hazards", why: "检修") { job { pipeline } faults { code } }`, "pause hazards by 桓台县应急局: 检修", `"pipeline":"hazards"`},
		{`pausePipeline(name: "hazard", why: "检修") { job { pipeline } faults { code argument } }`, "pause hazard by 桓台县应急局: 检修", `{"code":"not_found","argument":"name"}`},
		{`resumePipeline(name: "hazards") { job { pipeline } faults { code } }`, "resume hazards by 桓台县应急局", `"faults":[]`},
	} {
		s.did = nil
		operator := county()
		operator.Scope = access.Everything()
		got := b.askAs(t, operator, "mutation { "+c.mutation+" }", nil)
		if did := strings.Join(s.did, "; "); did != c.did || !strings.Contains(got.body, c.answer) {
			t.Errorf("%s did %q: %s", c.mutation, did, got.body)
		}
	}
}

// Who may not see all records that a pipeline loads may not run, hold or end it: an old file that is loaded again would put back what
// other counties reported.
func TestPipelinesBeyondTheScope(t *testing.T) {
	for name, scope := range map[string]access.Scope{
		"a county": county().Scope, "another fact": {All: true, Facts: []string{"accident"}}, "one sector": {All: true, Sectors: []string{"mining"}},
	} {
		s := &timetable{}
		b := setupScheduled(t, s)
		for _, mutation := range []string{
			`runPipeline(name: "hazards") { faults { code } }`, `runPipeline(name: "hazards", dryRun: true) { faults { code } }`,
			`pausePipeline(name: "hazards", why: "x") { faults { code } }`, `resumePipeline(name: "hazards") { faults { code } }`, `cancelRun(id: "r1") { faults { code } }`,
		} {
			got := b.askAs(t, access.Caller{Name: "c", Role: access.Operator, Scope: scope}, "mutation { "+mutation+" }", nil)
			if len(s.did) > 0 || !strings.Contains(got.body, `"code":"forbidden"`) && !strings.Contains(got.body, `"code":"not_found"`) {
				t.Errorf("%s: %s did %q: %s", name, mutation, s.did, got.body)
			}
		}
	}
}
