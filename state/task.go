package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"anlan/safety"
)

// States of a task.
const (
	TaskWaiting   = "waiting"   // for its time, for what it depends on, for another try
	TaskRunning   = "running"   // on the server that Holder names
	TaskSucceeded = "succeeded" // also when nothing was new
	TaskFailed    = "failed"    // for good: there is no further try
	TaskSkipped   = "skipped"   // left out by the job's rule for missed times
	TaskCanceled  = "canceled"  // by a person
)

// Task is one thing to do once: a due time of a job, a run that a person asked for, a window of a backfill.
type Task struct {
	ID        string
	Job       string
	Kind      string // what started it: one of the warehouse's triggers
	Due       time.Time
	NotBefore time.Time // when it may begin: the jitter or the next try
	State     string
	Attempts  int    // tries so far, with the one that runs
	Holder    string // server that runs it, or did last
	Claim     int64  // grows with every server that takes it
	Run       string // id of the last run
	StartedAt time.Time
	EndedAt   time.Time
	Code      string // of the error of the last try, or of the reason for leaving it out
	Message   string // in plain words
	Requested string // by whom, when a person did
	CancelBy  string // who wants it ended; its server sees to it
	Backfill  string // id of the backfill that it is a window of
	From, To  safety.Date
}

// ServerLease is the name of the lease by which others see that a server lives. Tasks of a server without it are free.
func ServerLease(server string) string { return "server/" + server }

// AddTask makes a task, unless one of that id is there: false then.
func (s *Store) AddTask(ctx context.Context, t Task) (bool, error) { return s.addTask(ctx, s.db, t) }

func (s *Store) addTask(ctx context.Context, on runner, t Task) (bool, error) {
	n, err := s.exec(ctx, on, "task_add", t.ID, t.Job, t.Kind, t.Due, t.NotBefore, t.State, t.Code, t.Message, t.Requested, t.Backfill, t.From, t.To, t.EndedAt)
	return n > 0, err
}

// OpenTasks lists the tasks that wait or run, by due time.
func (s *Store) OpenTasks(ctx context.Context) ([]Task, error) {
	return list(ctx, s, s.db, "task_open", scanTask)
}

// Tasks lists a job's tasks, the latest due first; an empty job means all.
func (s *Store) Tasks(ctx context.Context, job string, first int) ([]Task, error) {
	return list(ctx, s, s.db, "task_of_job", scanTask, job, first)
}

// LastTasks lists of every job the task that ended last.
func (s *Store) LastTasks(ctx context.Context) ([]Task, error) {
	return list(ctx, s, s.db, "task_last", scanTask)
}

// Task returns one; ErrNotFound when there is none.
func (s *Store) Task(ctx context.Context, id string) (Task, error) {
	return s.oneTask(ctx, "task_by_id", id)
}

// TaskOfRun returns the task that a run belongs to; ErrNotFound when there is none.
func (s *Store) TaskOfRun(ctx context.Context, run string) (Task, error) {
	return s.oneTask(ctx, "task_by_run", run)
}

func (s *Store) oneTask(ctx context.Context, statement, key string) (Task, error) {
	tasks, err := list(ctx, s, s.db, statement, scanTask, key)
	if err == nil && len(tasks) == 0 {
		err = fmt.Errorf("task %s: %w", key, ErrNotFound)
	}
	if err != nil {
		return Task{}, err
	}
	return tasks[0], nil
}

// Begin takes a task for a server: one that waits, or whose server has lost its lease. false when it was taken meanwhile or
// another task of its job runs.
func (s *Store) Begin(ctx context.Context, t Task, server string, now time.Time) (Task, bool, error) {
	begun, err := list(ctx, s, s.db, "task_begin", scanTask, t.ID, t.Claim, server, ServerLease(server), now)
	if err != nil || len(begun) == 0 {
		return t, false, err
	}
	return begun[0], true, nil
}

// NoteRun keeps the id of the run that a task has begun; false when the task is no longer ours.
func (s *Store) NoteRun(ctx context.Context, t Task, run string) (bool, error) {
	n, err := s.exec(ctx, s.db, "task_note_run", t.ID, t.Claim, run)
	return n > 0, err
}

// Outcome is what came of a try. State is waiting when there is to be another one, not before NotBefore.
type Outcome struct {
	State     string
	Code      string
	Message   string
	At        time.Time
	NotBefore time.Time
	// Uncounted takes the try back: it could not begin.
	Uncounted bool
	// Aside leaves out of the job what says nothing about its due times: a rehearsal, or a window of the past.
	Aside bool
}

// Finish ends a try; false when the task is no longer ours, and then nothing is changed.
func (s *Store) Finish(ctx context.Context, t Task, o Outcome) (bool, error) {
	finished := false
	err := s.inTransaction(ctx, "finish a task", func(tx *sql.Tx) error {
		attempts := t.Attempts
		if o.Uncounted {
			attempts--
		}
		ended := o.At
		if o.State == TaskWaiting {
			ended = time.Time{}
		}
		n, err := s.exec(ctx, tx, "task_finish", t.ID, t.Claim, o.State, o.Code, o.Message, ended, o.NotBefore, attempts)
		if finished = n > 0; err != nil || !finished || o.Uncounted || o.Aside {
			return err
		}
		if o.State == TaskSucceeded {
			_, err = s.exec(ctx, tx, "job_success", t.Job, t.ID, t.Due, o.At)
			return err
		}
		_, err = s.exec(ctx, tx, "job_ended", t.Job, t.ID)
		return err
	})
	return finished && err == nil, err
}

// Skip leaves a waiting task out.
func (s *Store) Skip(ctx context.Context, id, code, message string, now time.Time) error {
	_, err := s.exec(ctx, s.db, "task_skip", id, TaskSkipped, code, message, now)
	return err
}

// CancelTask ends a task that waits at once, and asks the server of one that runs to end it. ErrNotFound when it is over.
func (s *Store) CancelTask(ctx context.Context, t Task, by string, now time.Time) error {
	return s.change(ctx, "cancel a task", Audit{At: now, Who: by, Action: "cancel", Subject: t.ID, Detail: t.Run}, "task_cancel", t.ID, by, now)
}

func scanTask(row *sql.Rows, t *Task) error {
	return row.Scan(&t.ID, &t.Job, &t.Kind, scanTime{&t.Due}, scanTime{&t.NotBefore}, &t.State, &t.Attempts, &t.Holder, &t.Claim, &t.Run,
		scanTime{&t.StartedAt}, scanTime{&t.EndedAt}, &t.Code, &t.Message, &t.Requested, &t.CancelBy, &t.Backfill, scanDate{&t.From}, scanDate{&t.To})
}
