package schedule

import (
	"fmt"
	"time"

	"anlan/etl"
	"anlan/state"
	"anlan/warehouse"
)

// missedAfter is how late a due time may be noticed before it counts as missed.
const missedAfter = time.Minute

// Codes of tasks that never ran.
const (
	codeSuperseded = "superseded" // by a later due time of the same job
	codeMissed     = "missed"
)

// admitted is what becomes of the due times of a job that have come.
type admitted struct {
	handled    time.Time // until when; zero: there is none
	tasks      []state.Task
	superseded []state.Task // older ones, that will not run any more
	missed     string       // which times were left out, in words
}

// admission decides what becomes of the due times that have come since the job was handled last.
func admission(job Job, known state.Job, v view) admitted {
	switch s := job.Schedule; {
	case s.Timed():
		return timed(job, known, v)
	case len(s.After) > 0:
		return afterOthers(job, known, v)
	}
	return admitted{}
}

func timed(job Job, known state.Job, v view) admitted {
	s := job.Schedule
	limit := 1
	if s.Misfire == etl.MisfireAll {
		limit = max(s.CatchUp, 1)
	}
	due, more := s.Between(known.Handled, v.now, limit)
	if len(due) == 0 {
		return admitted{}
	}
	latest := due[len(due)-1]
	first, _ := s.Next(known.Handled)
	a := admitted{handled: latest}
	left := more
	if s.Misfire == etl.MisfireSkip && (v.now.Sub(latest) > missedAfter || runs(v.open[job.Pipeline])) {
		due, left = nil, left+1
	}
	if left > 0 {
		a.missed = fmt.Sprintf("%d due times from %s to %s were left out (misfire: %s)", left, minute(first), minute(latest), s.Misfire)
	}
	for _, at := range due {
		a.tasks = append(a.tasks, newTask(job, warehouse.TriggerSchedule, at))
	}
	if s.Misfire != etl.MisfireAll && len(due) > 0 {
		a.superseded = waiting(v.open[job.Pipeline])
	}
	return a
}

// afterOthers makes one task when all that the job comes after have succeeded since it was handled.
func afterOthers(job Job, known state.Job, v view) admitted {
	var latest time.Time
	for _, name := range job.Schedule.After {
		at := v.jobs[name].SuccessAt
		if !at.After(known.Handled) {
			return admitted{}
		}
		if at.After(latest) {
			latest = at
		}
	}
	return admitted{handled: latest, tasks: []state.Task{newTask(job, warehouse.TriggerDependency, latest)}, superseded: waiting(v.open[job.Pipeline])}
}

// newTask makes the task of a due time. Its id is the same on every server.
func newTask(job Job, kind string, due time.Time) state.Task {
	return state.Task{
		ID: job.Pipeline + "@" + due.Format("2006-01-02T15:04:05.999"), Job: job.Pipeline, Kind: kind, Due: due,
		NotBefore: due.Add(jitter(job.Pipeline, due, job.Schedule.Jitter)), State: state.TaskWaiting,
	}
}

// waiting lists tasks of due times that have not begun.
func waiting(open []state.Task) []state.Task {
	var list []state.Task
	for _, t := range open {
		if t.State == state.TaskWaiting && t.Backfill == "" && t.Kind != warehouse.TriggerManual {
			list = append(list, t)
		}
	}
	return list
}

func runs(open []state.Task) bool {
	for _, t := range open {
		if t.State == state.TaskRunning {
			return true
		}
	}
	return false
}

func minute(t time.Time) string { return t.Format("2006-01-02 15:04") }
