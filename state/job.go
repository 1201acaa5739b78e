package state

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Job is what the state knows of a job. Times that never were are zero.
type Job struct {
	Name       string
	Handled    time.Time // the due time up to which all are tasks
	PausedAt   time.Time // zero: not paused
	PausedBy   string
	PausedWhy  string
	SuccessDue time.Time // due time of the last good run
	SuccessAt  time.Time // when it ended
	LastTask   string    // id of the task that ended last
}

// Paused reports whether the job's due times are held back.
func (j Job) Paused() bool { return !j.PausedAt.IsZero() }

// RegisterJobs makes known the jobs that are new, or whose schedule is another than before, with nothing due before handled. A
// schedule is any text that changes with the due times.
func (s *Store) RegisterJobs(ctx context.Context, schedules map[string]string, handled time.Time) error {
	return s.inTransaction(ctx, "register jobs", func(tx *sql.Tx) error {
		for _, name := range slices.Sorted(maps.Keys(schedules)) {
			if _, err := s.exec(ctx, tx, "job_register", name, schedules[name], handled); err != nil {
				return err
			}
		}
		return nil
	})
}

// Jobs lists the jobs that were ever registered, by name.
func (s *Store) Jobs(ctx context.Context) ([]Job, error) {
	return list(ctx, s, s.db, "job_list", func(row *sql.Rows, j *Job) error {
		return row.Scan(&j.Name, scanTime{&j.Handled}, scanTime{&j.PausedAt}, &j.PausedBy, &j.PausedWhy, scanTime{&j.SuccessDue}, scanTime{&j.SuccessAt}, &j.LastTask)
	})
}

// Pause holds a job's due times back, and the audit says who did it and why. To pause twice keeps the first.
func (s *Store) Pause(ctx context.Context, job, by, why string, now time.Time) error {
	return s.change(ctx, "pause a job", Audit{At: now, Who: by, Action: "pause", Subject: job, Detail: why}, "job_pause", job, now, by, why)
}

// Resume lets due times come again.
func (s *Store) Resume(ctx context.Context, job, by, why string, now time.Time) error {
	return s.change(ctx, "resume a job", Audit{At: now, Who: by, Action: "resume", Subject: job, Detail: why}, "job_resume", job)
}

// change runs a statement that changes one row, and writes the audit of it; ErrNotFound when there is no such row.
func (s *Store) change(ctx context.Context, what string, a Audit, statement string, args ...any) error {
	return s.inTransaction(ctx, what, func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, statement, args...)
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("%s: %w", a.Subject, ErrNotFound)
		}
		return s.audit(ctx, tx, a)
	})
}

// NoteSuccess keeps that a job's pipeline was loaded well by other means than a task; an earlier time changes nothing.
func (s *Store) NoteSuccess(ctx context.Context, job string, at time.Time) error {
	_, err := s.exec(ctx, s.db, "job_loaded", job, at)
	return err
}

// Admit puts a job's due times up to handled into tasks. It changes nothing and returns false when another server has handled
// the job since: before is what Jobs said.
func (s *Store) Admit(ctx context.Context, job string, before, handled time.Time, tasks []Task) (bool, error) {
	admitted := false
	err := s.inTransaction(ctx, "admit due times", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "job_handled", job, before, handled)
		if admitted = n > 0; err != nil || !admitted {
			return err
		}
		for _, t := range tasks {
			if _, err := s.addTask(ctx, tx, t); err != nil {
				return err
			}
		}
		return nil
	})
	return admitted && err == nil, err
}
