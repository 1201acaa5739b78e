package schedule_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// testBundle is a scheduler whose runs take no time, on a clock that only the test moves.
type testBundle struct {
	*schedule.Scheduler
	t      *testing.T
	clock  *clockwork.FakeClock
	store  *state.Store
	runner *runner
	jobs   []schedule.Job
	ended  []schedule.Ended
	file   string
}

// at is a time of 2026 in Beijing.
func at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, safety.Beijing())
}

// scheduled reads the key schedule of a pipeline file.
func scheduled(t *testing.T, name, yaml string) schedule.Job {
	t.Helper()
	p, err := etl.ParsePipeline(name+".yaml", fmt.Appendf(nil, `pipeline: %s
fact: accident
system: test
source: {files: x.csv}
schedule: %s
columns:
  id: id
  region: region
  occurred_on: day
`, name, yaml))
	if err != nil {
		t.Fatalf("schedule %s: %v", yaml, err)
	}
	return schedule.Job{Pipeline: name, Schedule: p.Schedule}
}

// setup begins at a time with jobs given as name, schedule, name, schedule.
func setup(t *testing.T, from time.Time, jobs ...string) *testBundle {
	t.Helper()
	b := &testBundle{t: t, clock: clockwork.NewFakeClockAt(from), file: filepath.Join(t.TempDir(), "state.db")}
	b.runner = &runner{clock: b.clock, gates: map[string]chan error{}}
	for i := 0; i < len(jobs); i += 2 {
		job := schedule.Job{Pipeline: jobs[i]}
		if jobs[i+1] != "" {
			job = scheduled(t, jobs[i], jobs[i+1])
		}
		job.Windowed = true
		b.jobs = append(b.jobs, job)
	}
	b.start()
	return b
}

// unwindowed adds a job whose source cannot be asked for days.
func (b *testBundle) unwindowed(name string) {
	b.t.Helper()
	b.jobs = append(b.jobs, schedule.Job{Pipeline: name})
	b.restart(0)
}

// start begins a scheduler over the state as it is.
func (b *testBundle) start() {
	b.t.Helper()
	var err error
	if b.store, err = state.Open(b.t.Context(), state.Config{File: b.file}); err != nil {
		b.t.Fatal(err)
	}
	if err := b.store.ReleaseAll(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	var mu sync.Mutex
	b.Scheduler, err = schedule.New(schedule.Config{
		State: b.store, Runner: b.runner, Jobs: b.jobs, Server: "test", Parallel: 10, Clock: b.clock,
		Ended: func(_ context.Context, e schedule.Ended) {
			mu.Lock()
			defer mu.Unlock()
			b.ended = append(b.ended, e)
		},
	})
	if err == nil {
		err = b.Prepare(b.t.Context())
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(b.stop)
}

func (b *testBundle) stop() {
	if b.Scheduler != nil {
		if err := b.Stop(); err != nil {
			b.t.Error(err)
		}
		_ = b.store.Close()
		b.Scheduler = nil
	}
}

// restart ends the server and starts it again at a later time.
func (b *testBundle) restart(after time.Duration) {
	b.t.Helper()
	b.stop()
	b.clock.Advance(after)
	b.start()
}

// look looks until nothing more begins, without moving the clock.
func (b *testBundle) look() {
	b.t.Helper()
	for before := -1; before != b.runner.count(); {
		before = b.runner.count()
		if err := b.Look(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
		b.settle()
	}
}

// settle waits until all runs are over, or wait at a gate for the test.
func (b *testBundle) settle() {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if b.OnTheirWay() == b.runner.gated() {
			return
		}
		time.Sleep(100 * time.Microsecond)
	}
	b.t.Fatal("a run neither ends nor waits for the test")
}

// idle waits until nothing runs.
func (b *testBundle) idle() {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if b.OnTheirWay() == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	b.t.Fatal("a run does not end")
}

// until moves the clock from one time at which something may happen to the next.
func (b *testBundle) until(end time.Time) {
	b.t.Helper()
	for {
		b.look()
		now := b.clock.Now()
		next := end
		for _, job := range b.jobs {
			if due, _ := job.Schedule.Next(now); !due.IsZero() && due.Before(next) {
				next = due
			}
		}
		open, err := b.store.OpenTasks(b.t.Context())
		if err != nil {
			b.t.Fatal(err)
		}
		for _, t := range open {
			if t.NotBefore.After(now) && t.NotBefore.Before(next) {
				next = t.NotBefore
			}
		}
		if !now.Before(end) {
			return
		}
		b.clock.Advance(next.Sub(now))
	}
}

func (b *testBundle) status(pipeline string) schedule.JobStatus {
	b.t.Helper()
	jobs, err := b.Jobs(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(jobs, func(j schedule.JobStatus) bool { return j.Pipeline == pipeline })
	return jobs[i]
}

// expectRuns compares the runs so far, as "hazards 05-06 06:30 schedule", and forgets them.
func (b *testBundle) expectRuns(want ...string) {
	b.t.Helper()
	if got := b.runner.take(); !slices.Equal(got, want) {
		b.t.Errorf("ran\n\t%q\nexpected\n\t%q", got, want)
	}
}

// runner notes runs instead of making them.
type runner struct {
	clock clockwork.Clock
	// fail gives the outcome of a run; nil is good.
	fail func(pipeline string, n int) error

	mu    sync.Mutex
	runs  []string
	total int
	times map[string]int
	last  etl.RunOptions
	gates map[string]chan error // pipelines whose runs wait for the test to say what comes of them
	open  int
	dry   bool
}

func (r *runner) Start(ctx context.Context, pipeline string, o etl.RunOptions) (string, func() (warehouse.Run, error), error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.times == nil {
		r.times = map[string]int{}
	}
	r.times[pipeline]++
	r.total++
	n := r.times[pipeline]
	line := fmt.Sprintf("%s %s %s", pipeline, r.clock.Now().In(safety.Beijing()).Format("01-02 15:04"), o.Trigger)
	if o.Attempt > 1 {
		line += fmt.Sprintf(" try %d", o.Attempt)
	}
	if o.Window != nil {
		line += fmt.Sprintf(" %s..%s", o.Window.From, o.Window.To)
	}
	r.runs, r.last = append(r.runs, line), o
	id := fmt.Sprintf("%s#%d", pipeline, n)
	gate := r.gates[pipeline]
	if gate != nil {
		r.open++
	}
	return id, func() (warehouse.Run, error) {
		var err error
		if gate != nil {
			select {
			case err = <-gate:
			case <-ctx.Done():
				err = &etl.RunError{Code: etl.Canceled, Message: "the run was ended", Err: ctx.Err()}
			}
			r.mu.Lock()
			r.open--
			r.mu.Unlock()
		} else if r.fail != nil {
			err = r.fail(pipeline, n)
		}
		return warehouse.Run{ID: id, Pipeline: pipeline, DryRun: r.dry}, err
	}, nil
}

func (r *runner) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.total
}

// gated is how many runs wait for the test.
func (r *runner) gated() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.open
}

func (r *runner) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	runs := r.runs
	r.runs = nil
	return runs
}
