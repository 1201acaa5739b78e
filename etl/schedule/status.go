package schedule

import (
	"context"
	"slices"
	"strings"
	"time"

	"anlan/etl"
	"anlan/state"
)

// JobStatus is a job as it stands. Times are in Beijing; those that are not are zero.
type JobStatus struct {
	Pipeline string
	Schedule etl.Schedule
	NextDue  time.Time // the next due time; zero when it has no times of its own
	LastDue  time.Time // the due time up to which all were handled
	// Last is the run that ended last, nil when none did. Its State is succeeded, failed or canceled, or waiting while it
	// is to be tried again.
	Last        *state.Task
	LastSuccess time.Time
	Running     *state.Task // with Holder, the server that it runs on
	Waiting     []Waiting   // due times that have come and not begun, and the next window of each backfill
	Paused      bool
	PausedBy    string
	PausedWhy   string
	PausedAt    time.Time
	// CalendarUnknown says that the working days of NextDue's year are not announced: Monday to Friday count.
	CalendarUnknown bool
}

// Waiting is a task that has not begun and what holds it; nothing means that it begins at the next look.
type Waiting struct {
	Task  state.Task
	Holds []Hold
}

// ChoreStatus is housekeeping as this server knows it.
type ChoreStatus struct {
	Name  string
	Every time.Duration
	Last  time.Time // zero: not here, not yet
	Error string
}

// Jobs says how every job stands, in the order of Config.Jobs.
func (s *Scheduler) Jobs(ctx context.Context) ([]JobStatus, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]JobStatus, 0, len(s.config.Jobs))
	for _, job := range s.config.Jobs {
		list = append(list, s.status(job, v))
	}
	return list, nil
}

// Tasks lists what a job did and is to do, the latest due time first; an empty name means all jobs.
func (s *Scheduler) Tasks(ctx context.Context, pipeline string, first int) ([]state.Task, error) {
	return s.state.Tasks(ctx, pipeline, first)
}

// Audits lists who paused, ran, canceled what, the latest first.
func (s *Scheduler) Audits(ctx context.Context, first int) ([]state.Audit, error) {
	return s.state.Audits(ctx, first)
}

// Chores says how the housekeeping goes on this server.
func (s *Scheduler) Chores() []ChoreStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]ChoreStatus, 0, len(s.config.Chores))
	for _, c := range s.config.Chores {
		status := ChoreStatus{Name: c.Name, Every: c.Every, Last: s.chores[c.Name].at}
		if err := s.chores[c.Name].err; err != nil {
			status.Error = err.Error()
		}
		list = append(list, status)
	}
	slices.SortFunc(list, func(a, b ChoreStatus) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func (s *Scheduler) status(job Job, v view) JobStatus {
	known := v.jobs[job.Pipeline]
	j := JobStatus{
		Pipeline: job.Pipeline, Schedule: job.Schedule, LastDue: known.Handled, LastSuccess: known.SuccessAt,
		Paused: known.Paused(), PausedBy: known.PausedBy, PausedWhy: known.PausedWhy, PausedAt: known.PausedAt,
	}
	due, calendarKnown := job.Schedule.Next(v.now)
	j.NextDue, j.CalendarUnknown = due, !calendarKnown
	if last, ok := v.last[job.Pipeline]; ok {
		j.Last = &last
	}
	seen := map[string]bool{}
	for _, t := range ordered(v.open[job.Pipeline]) {
		switch {
		case t.State == state.TaskRunning:
			j.Running = &t
		case t.Backfill != "" && seen[t.Backfill]:
		default:
			seen[t.Backfill] = true
			holds := s.holds(job, t, v)
			if j.Running != nil {
				holds = append(holds, Hold{For: HoldBusy, Why: "another run of the pipeline goes on"})
			}
			j.Waiting = append(j.Waiting, Waiting{Task: t, Holds: holds})
		}
	}
	return j
}
