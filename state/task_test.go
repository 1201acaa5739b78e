package state_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"anlan/safety"
	"anlan/state"
)

// task is the due time of hazards at a time.
func task(due time.Time) state.Task {
	return state.Task{ID: "hazards@" + due.Format("15:04"), Job: "hazards", Kind: "schedule", Due: due, NotBefore: due, State: state.TaskWaiting}
}

// servers opens the state twice, as two servers that live, with the job hazards handled until six.
func servers(t *testing.T, c state.Config) (a, b *state.Store) {
	t.Helper()
	a, b = open(t, c), open(t, c)
	if err := a.RegisterJobs(t.Context(), map[string]string{"hazards": "30 6 * * *"}, six); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*state.Store{"A": a, "B": b} {
		if _, err := s.Acquire(t.Context(), state.ServerLease(name), name, time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	return a, b
}

// Two servers see the due time of seven at once, twenty times: one of them admits it.
func testAdmit(t *testing.T, c state.Config) {
	a, b := servers(t, c)
	before := six
	for range 20 {
		due := before.Add(time.Hour)
		var won atomic.Int32
		var wait sync.WaitGroup
		for _, s := range []*state.Store{a, b} {
			wait.Go(func() {
				ours, err := s.Admit(context.Background(), "hazards", before, due, []state.Task{task(due)})
				if err != nil {
					t.Error(err)
				}
				if ours {
					won.Add(1)
				}
			})
		}
		wait.Wait()
		if won.Load() != 1 {
			t.Errorf("%d servers admitted %v, expected one", won.Load(), due)
		}
		before = due
	}
	if open, err := a.OpenTasks(t.Context()); err != nil || len(open) != 20 {
		t.Errorf("%d tasks (%v), expected 20", len(open), err)
	}
}

func add(t *testing.T, s *state.Store, tasks ...state.Task) []state.Task {
	t.Helper()
	for _, one := range tasks {
		if added, err := s.AddTask(t.Context(), one); err != nil || !added {
			t.Fatalf("add %s: %v %v", one.ID, added, err)
		}
	}
	open, err := s.OpenTasks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return open
}

func testBegin(t *testing.T, c state.Config) {
	a, b := servers(t, c)
	waiting := add(t, a, task(six.Add(time.Hour)), task(six.Add(2*time.Hour)))
	mine, ok, err := a.Begin(t.Context(), waiting[0], "A", six)
	if err != nil || !ok || mine.State != state.TaskRunning || mine.Holder != "A" || mine.Attempts != 1 || !mine.StartedAt.Equal(six) {
		t.Fatalf("A begins %+v, %v (%v)", mine, ok, err)
	}
	for _, again := range []state.Task{waiting[0], mine} {
		if _, ok, err := b.Begin(t.Context(), again, "B", six); err != nil || ok {
			t.Errorf("B begins what A runs: %v (%v)", ok, err)
		}
	}
	if _, ok, err := b.Begin(t.Context(), waiting[1], "B", six); err != nil || ok {
		t.Errorf("B begins another task of a job that runs: %v (%v)", ok, err)
	}
	if _, ok, err := a.Begin(t.Context(), waiting[1], "a server without a lease", six); err != nil || ok {
		t.Errorf("a server that does not live begins a task: %v (%v)", ok, err)
	}
}

func testTakeover(t *testing.T, c state.Config) {
	a, b := servers(t, c)
	waiting := add(t, a, task(six))
	first, ok, err := a.Begin(t.Context(), waiting[0], "A", six)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	lease, err := a.Holder(t.Context(), state.ServerLease("A"))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Release(t.Context(), lease); err != nil { // A is gone
		t.Fatal(err)
	}
	second, ok, err := b.Begin(t.Context(), first, "B", six.Add(time.Minute))
	if err != nil || !ok || second.Holder != "B" || second.Attempts != 2 {
		t.Fatalf("B takes over %+v, %v (%v)", second, ok, err)
	}
	if ours, err := a.Finish(t.Context(), first, state.Outcome{State: state.TaskSucceeded, At: six}); err != nil || ours {
		t.Errorf("A, which was only slow, finishes what B runs: %v (%v)", ours, err)
	}
	if ours, err := a.NoteRun(t.Context(), first, "run of A"); err != nil || ours {
		t.Errorf("A names its run: %v (%v)", ours, err)
	}
}

func testFinish(t *testing.T, c state.Config) {
	a, _ := servers(t, c)
	waiting := add(t, a, task(six))
	mine, _, err := a.Begin(t.Context(), waiting[0], "A", six)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false} {
		ours, err := a.Finish(t.Context(), mine, state.Outcome{State: state.TaskSucceeded, At: six.Add(time.Minute)})
		if err != nil || ours != want {
			t.Errorf("time %d: %v (%v), expected %v", i+1, ours, err, want)
		}
	}
	job := jobNamed(t, a, "hazards")
	if !job.SuccessDue.Equal(six) || !job.SuccessAt.Equal(six.Add(time.Minute)) || job.LastTask != mine.ID {
		t.Errorf("the job does not know of its success: %+v", job)
	}
	// a file of the inbox that was loaded before says nothing new; one after does
	for _, after := range []time.Duration{0, time.Hour} {
		if err := a.NoteSuccess(t.Context(), "hazards", six.Add(after)); err != nil {
			t.Fatal(err)
		}
		if job := jobNamed(t, a, "hazards"); !job.SuccessAt.Equal(six.Add(max(after, time.Minute))) {
			t.Errorf("a load at %v: the job's last success is at %v", six.Add(after), job.SuccessAt)
		}
	}
	last, err := a.LastTasks(t.Context())
	if err != nil || len(last) != 1 || last[0].State != state.TaskSucceeded || !last[0].EndedAt.Equal(six.Add(time.Minute)) {
		t.Errorf("last %+v (%v)", last, err)
	}
}

func testRetry(t *testing.T, c state.Config) {
	a, b := servers(t, c)
	waiting := add(t, a, task(six))
	mine, _, err := a.Begin(t.Context(), waiting[0], "A", six)
	if err != nil {
		t.Fatal(err)
	}
	again := six.Add(5 * time.Minute)
	if _, err := a.Finish(t.Context(), mine, state.Outcome{State: state.TaskWaiting, Code: "source_unavailable", Message: "the source is away", At: six, NotBefore: again}); err != nil {
		t.Fatal(err)
	}
	open, err := b.OpenTasks(t.Context())
	if err != nil || len(open) != 1 || open[0].Attempts != 1 || !open[0].NotBefore.Equal(again) || open[0].Message != "the source is away" || !open[0].EndedAt.IsZero() {
		t.Fatalf("waits as %+v (%v)", open, err)
	}
	mine, ok, err := b.Begin(t.Context(), open[0], "B", again)
	if err != nil || !ok || mine.Attempts != 2 {
		t.Fatalf("the second try is %+v, %v (%v)", mine, ok, err)
	}
	if _, err := b.Finish(t.Context(), mine, state.Outcome{State: state.TaskWaiting, At: again, NotBefore: again, Uncounted: true}); err != nil {
		t.Fatal(err)
	}
	if open, err = a.OpenTasks(t.Context()); err != nil || open[0].Attempts != 1 {
		t.Errorf("a try that could not begin counts: %+v (%v)", open, err)
	}
}

func testCancel(t *testing.T, c state.Config) {
	a, b := servers(t, c)
	waiting := add(t, a, task(six), task(six.Add(time.Hour)))
	mine, _, err := a.Begin(t.Context(), waiting[0], "A", six)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range waiting {
		if err := b.CancelTask(t.Context(), one, "张三", six); err != nil {
			t.Fatal(err)
		}
	}
	open, err := a.OpenTasks(t.Context())
	if err != nil || len(open) != 1 || open[0].CancelBy != "张三" || open[0].State != state.TaskRunning {
		t.Fatalf("open %+v (%v), expected the one that runs with the wish of 张三", open, err)
	}
	if late, err := a.Task(t.Context(), waiting[1].ID); err != nil || late.State != state.TaskCanceled {
		t.Errorf("the one that waited: %+v (%v)", late, err)
	}
	if _, err := a.Finish(t.Context(), mine, state.Outcome{State: state.TaskCanceled, At: six}); err != nil {
		t.Fatal(err)
	}
	if err := b.CancelTask(t.Context(), mine, "张三", six); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("what is over cannot be canceled: %v", err)
	}
}

func testTaskOfRun(t *testing.T, c state.Config) {
	a, b := servers(t, c)
	waiting := add(t, a, task(six))
	mine, _, err := a.Begin(t.Context(), waiting[0], "A", six)
	if err != nil {
		t.Fatal(err)
	}
	if ours, err := a.NoteRun(t.Context(), mine, "20260506_060000_000_ab12cd"); err != nil || !ours {
		t.Fatal(ours, err)
	}
	found, err := b.TaskOfRun(t.Context(), "20260506_060000_000_ab12cd")
	if err != nil || found.ID != mine.ID {
		t.Errorf("found %+v (%v)", found, err)
	}
	if _, err := b.TaskOfRun(t.Context(), ""); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("no run: %v", err)
	}
}

// Three months, the second fails: two thirds are left until it is tried again.
func testBackfill(t *testing.T, c state.Config) {
	a, _ := servers(t, c)
	day := func(month time.Month, day int) safety.Date { return safety.NewDate(2025, month, day) }
	var windows []state.Task
	for _, month := range []time.Month{1, 2, 3} {
		windows = append(windows, state.Task{Job: "hazards", Kind: "backfill", Due: six, NotBefore: six, State: state.TaskWaiting, From: day(month, 1), To: day(month+1, 0)})
	}
	b, err := a.AddBackfill(t.Context(), state.Backfill{Job: "hazards", From: day(1, 1), To: day(3, 31), Step: "month", Requested: "张三", Why: "源系统补录", CreatedAt: six}, windows)
	if err != nil {
		t.Fatal(err)
	}
	run := func(n int, outcome string) {
		t.Helper()
		windows, err := a.Windows(t.Context(), b.ID)
		if err != nil || len(windows) != 3 {
			t.Fatalf("%d windows (%v)", len(windows), err)
		}
		mine, ok, err := a.Begin(t.Context(), windows[n], "A", six)
		if err != nil || !ok {
			t.Fatalf("begin window %d: %v (%v)", n, ok, err)
		}
		if _, err := a.Finish(t.Context(), mine, state.Outcome{State: outcome, At: six, Aside: true}); err != nil {
			t.Fatal(err)
		}
	}
	progress := func(done, failed int, want string) {
		t.Helper()
		list, err := open(t, c).Backfills(t.Context(), b.ID, 10) // as after a restart
		if err != nil || len(list) != 1 {
			t.Fatalf("%v (%v)", list, err)
		}
		got := list[0]
		if got.Windows != 3 || got.Done != done || got.Failed != failed || got.State != want || got.Requested != "张三" || got.From != day(1, 1) {
			t.Errorf("%+v, expected %d done, %d failed, %s", got, done, failed, want)
		}
	}
	run(0, state.TaskSucceeded)
	run(1, state.TaskFailed)
	progress(1, 1, state.BackfillRunning)
	if err := a.SetBackfill(t.Context(), b.ID, state.BackfillPaused, "A", "the source is away", six); err != nil {
		t.Fatal(err)
	}
	progress(1, 1, state.BackfillPaused)
	if err := a.SetBackfill(t.Context(), b.ID, state.BackfillRunning, "李四", "", six); err != nil {
		t.Fatal(err)
	}
	progress(1, 0, state.BackfillRunning)
	run(1, state.TaskSucceeded)
	if job := jobNamed(t, a, "hazards"); !job.SuccessAt.IsZero() {
		t.Errorf("windows of the past count as a success of the job: %+v", job)
	}
	if err := a.SetBackfill(t.Context(), b.ID, state.BackfillCanceled, "李四", "", six); err != nil {
		t.Fatal(err)
	}
	progress(2, 1, state.BackfillCanceled)
	if err := a.SetBackfill(t.Context(), b.ID, state.BackfillRunning, "李四", "", six); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("what is canceled goes on: %v", err)
	}
}

func testPrune(t *testing.T, c state.Config) {
	a, _ := servers(t, c)
	for i := range 3 {
		for _, waiting := range add(t, a, task(six.Add(time.Duration(i)*time.Hour))) {
			mine, ok, err := a.Begin(t.Context(), waiting, "A", waiting.Due)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if _, err := a.Finish(t.Context(), mine, state.Outcome{State: state.TaskSucceeded, At: waiting.Due}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := a.Prune(t.Context(), six.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	left, err := a.Tasks(t.Context(), "", 10)
	if err != nil || len(left) != 1 || !left[0].Due.Equal(six.Add(2*time.Hour)) {
		t.Errorf("left %+v (%v), expected what the job did last", left, err)
	}
}

// Who took data away is known for three years longer than who did anything else.
func testPruneAudits(t *testing.T, c state.Config) {
	a, _ := servers(t, c)
	for _, one := range []state.Audit{{At: six, Action: "pause"}, {At: six, Action: "export whole"}, {At: six.AddDate(-4, 0, 0), Action: "export"}, {At: six.AddDate(0, 0, 9), Action: "run"}} {
		if err := a.AppendAudit(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Prune(t.Context(), six.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	left, err := a.Audits(t.Context(), 10)
	if err != nil || len(left) != 2 || left[0].Action != "run" || left[1].Action != "export whole" {
		t.Errorf("left %+v (%v)", left, err)
	}
}

// What was done in one millisecond stands in the order in which it was done.
func testAuditsOfAMoment(t *testing.T, c state.Config) {
	a, _ := servers(t, c)
	for n := range 20 {
		if err := a.AppendAudit(t.Context(), state.Audit{At: six, Action: strconv.Itoa(n)}); err != nil {
			t.Fatal(err)
		}
	}
	audits, err := a.Audits(t.Context(), 20)
	if err != nil {
		t.Fatal(err)
	}
	for n, one := range audits {
		if one.Action != strconv.Itoa(19-n) {
			t.Fatalf("%d from the last is %s", n, one.Action)
		}
	}
}
