package warehouse

import (
	"fmt"
	"testing"

	"anlan/safety"
)

// A load that a blocking check held back leaves figures as they were. It stands until a usual load of the pipeline goes through: another
// failure, a dry run, a window and a warning change nothing about it.
func TestWhichChecksHoldLoadsBackNow(t *testing.T) {
	w := openTest(t)
	for _, r := range []struct {
		id, pipeline, state, severity, outcome string
		change                                 func(*Run)
	}{
		{id: "r01", pipeline: "city", state: RunFailed, severity: CheckBlocks, outcome: CheckFailed}, // mended by r02
		{id: "r02", pipeline: "city", state: RunSucceeded, severity: CheckBlocks, outcome: CheckPassed},
		{id: "r03", pipeline: "city", state: RunFailed, severity: CheckBlocks, outcome: CheckFailed},                                                    // overtaken by r04
		{id: "r04", pipeline: "city", state: RunFailed, severity: CheckBlocks, outcome: CheckErrored},                                                   // stands
		{id: "r05", pipeline: "city", state: RunFailed},                                                                                                 // the file was not there
		{id: "r06", pipeline: "city", state: RunSucceeded, change: func(r *Run) { r.WindowFrom = "2025-04-01" }},                                        // not the usual load
		{id: "r07", pipeline: "city", state: RunDry, severity: CheckBlocks, outcome: CheckFailed, change: func(r *Run) { r.DryRun = true }},             // was to publish nothing
		{id: "r08", pipeline: "county", state: RunSucceeded, severity: CheckWarns, outcome: CheckFailed},                                                // only warns
		{id: "r09", pipeline: "accidents", state: RunFailed, severity: CheckBlocks, outcome: CheckFailed, change: func(r *Run) { r.Fact = "accident" }}, // never loaded before
	} {
		run := Run{ID: r.id, Seq: 1, Pipeline: r.pipeline, Fact: "hazard", State: r.state, At: testNow, StartedAt: testNow, Trigger: TriggerManual, Attempt: 1}
		if r.change != nil {
			r.change(&run)
		}
		if err := w.AppendRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
		if r.outcome == "" {
			continue
		}
		results := []CheckResult{
			{Run: r.id, Number: 1, Pipeline: r.pipeline, Fact: run.Fact, Code: "size", Severity: r.severity, Outcome: r.outcome, Keys: []string{"JC-1"}, At: testNow},
			{Run: r.id, Number: 2, Pipeline: r.pipeline, Fact: run.Fact, Code: "recent", Severity: CheckBlocks, Outcome: CheckSkipped, At: testNow},
		}
		if err := w.AppendChecks(t.Context(), results); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name  string
		scope Scope
		facts []string
		want  string
	}{
		{"hazards", Everything(), []string{"hazard"}, "[r04 city/size error [JC-1]]"},
		{"both", Everything(), []string{"hazard", "accident"}, "[r09 accidents/size failed [JC-1] r04 city/size error [JC-1]]"},
		{"nothing that rests on it", Everything(), []string{"training"}, "[]"},
		{"a county sees no keys", Scope{Regions: []safety.RegionCode{"370303"}}, []string{"hazard"}, "[r04 city/size error []]"},
		{"who may not see the fact", Scope{All: true, Facts: []string{"accident"}}, []string{"hazard"}, "[]"},
	} {
		list, err := w.StandingChecks(t.Context(), c.scope, c.facts)
		var got []string
		for _, r := range list {
			got = append(got, fmt.Sprintf("%s %s/%s %s %v", r.Run, r.Pipeline, r.Code, r.Outcome, r.Keys))
		}
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s: got %v, %v, want %s", c.name, got, err, c.want)
		}
	}
}
