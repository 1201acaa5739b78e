package schedule

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"

	"anlan/safety"
	"anlan/state"
)

// What a task may wait for.
const (
	HoldPaused     = "paused"     // the job or the backfill is paused
	HoldTime       = "time"       // its jitter, or the next try after a failure
	HoldDependency = "dependency" // another job that it comes after
	HoldBusy       = "busy"       // another run of the same job
)

// Hold is something that a task waits for.
type Hold struct {
	For   string    // one of HoldPaused …
	Job   string    // the job that it waits for, with HoldDependency
	Until time.Time // when it ends by itself; zero when that is not known
	Why   string    // in plain words
}

// holds lists what keeps a waiting task from beginning; none means that it may.
func (s *Scheduler) holds(job Job, t state.Task, v view) []Hold {
	var list []Hold
	if known := v.jobs[t.Job]; t.Backfill == "" && known.Paused() {
		list = append(list, Hold{For: HoldPaused, Why: "paused by " + known.PausedBy + because(known.PausedWhy)})
	}
	if t.Backfill != "" && v.backfills[t.Backfill].State != state.BackfillRunning {
		list = append(list, Hold{For: HoldPaused, Why: "the backfill is paused" + because(v.backfills[t.Backfill].Message)})
	}
	if t.NotBefore.After(v.now) {
		why := "its jitter"
		if t.Attempts > 0 {
			why = "the next try, after: " + t.Message
		}
		list = append(list, Hold{For: HoldTime, Until: t.NotBefore, Why: why})
	}
	if t.Backfill == "" && job.Schedule.Timed() {
		for _, name := range job.Schedule.After {
			if why := s.unmet(name, t, v); why != "" {
				list = append(list, Hold{For: HoldDependency, Job: name, Why: why})
			}
		}
	}
	return list
}

// unmet says why a job that a due time comes after has not yet done its part; empty when it has. Its part is its own latest
// due time up to that one; a job without times must have succeeded since the waiting job last did.
func (s *Scheduler) unmet(name string, t state.Task, v view) string {
	other, known := v.jobs[name], false
	var last time.Time
	if job, ok := s.job(name); ok {
		known = true
		last = job.Schedule.Last(t.Due)
	}
	switch {
	case !known:
		return name + " is no job of this server"
	case !last.IsZero() && !other.SuccessDue.Before(last):
		return ""
	case last.IsZero() && other.SuccessAt.After(v.jobs[t.Job].SuccessAt):
		return ""
	case runs(v.open[name]):
		return name + " is still running"
	case other.Paused():
		return name + " is paused by " + other.PausedBy + because(other.PausedWhy)
	case len(waiting(v.open[name])) > 0:
		return name + " has not run yet"
	case v.last[name].State == state.TaskFailed || v.last[name].State == state.TaskCanceled:
		return name + " " + v.last[name].State + because(v.last[name].Message)
	}
	return name + " has not succeeded yet for " + minute(later(last, t.Due))
}

func later(at, otherwise time.Time) time.Time {
	if at.IsZero() {
		return otherwise
	}
	return at
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// ordered puts due times before the windows of backfills, so that a backfill of years lets them through.
func ordered(open []state.Task) []state.Task {
	return slices.SortedStableFunc(slices.Values(open), func(a, b state.Task) int {
		return cmp.Or(order(a.State == state.TaskRunning, b.State == state.TaskRunning), order(a.Backfill == "", b.Backfill == ""), a.Due.Compare(b.Due), a.From.Compare(b.From))
	})
}

func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// jitter is a delay below most that every server computes alike.
func jitter(job string, due time.Time, most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(job + due.In(safety.Beijing()).Format(time.RFC3339)))
	return time.Duration(h.Sum64() % uint64(most)).Truncate(time.Millisecond)
}
