package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"anlan/safety"
)

// States of a backfill.
const (
	BackfillRunning  = "running"
	BackfillPaused   = "paused" // by a person, or because a window failed: Message says so
	BackfillDone     = "succeeded"
	BackfillCanceled = "canceled"
)

// Backfill is a span of days that is loaded again, window by window. Counts are those of its windows.
type Backfill struct {
	ID        string
	Job       string
	From, To  safety.Date
	Step      string // day, week or month
	Requested string // by whom
	Why       string
	State     string
	ChangedBy string
	Message   string
	CreatedAt time.Time
	ChangedAt time.Time

	Windows, Done, Running, Failed int
}

// AddBackfill makes a backfill and the tasks of its windows.
func (s *Store) AddBackfill(ctx context.Context, b Backfill, windows []Task) (Backfill, error) {
	b.ID, b.State, b.ChangedAt, b.ChangedBy = newID("bf_"), BackfillRunning, b.CreatedAt, b.Requested
	err := s.inTransaction(ctx, "add a backfill", func(tx *sql.Tx) error {
		if _, err := s.exec(ctx, tx, "backfill_add", b.ID, b.Job, b.From, b.To, b.Step, b.Requested, b.Why, b.State, b.CreatedAt); err != nil {
			return err
		}
		for _, t := range windows {
			t.ID, t.Backfill = b.ID+"/"+t.From.String(), b.ID
			if _, err := s.addTask(ctx, tx, t); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, Audit{At: b.CreatedAt, Who: b.Requested, Action: "backfill", Subject: b.Job, Detail: b.ID + " " + b.From.String() + ".." + b.To.String() + " " + b.Why})
	})
	b.Windows = len(windows)
	return b, err
}

// Backfills lists backfills, the latest first; an empty id means all.
func (s *Store) Backfills(ctx context.Context, id string, first int) ([]Backfill, error) {
	return list(ctx, s, s.db, "backfill_list", scanBackfill, id, first)
}

// OpenBackfills lists those that are not over, the oldest first.
func (s *Store) OpenBackfills(ctx context.Context) ([]Backfill, error) {
	return list(ctx, s, s.db, "backfill_open", scanBackfill)
}

// Windows lists the windows of a backfill in their order.
func (s *Store) Windows(ctx context.Context, backfill string) ([]Task, error) {
	return list(ctx, s, s.db, "task_of_backfill", scanTask, backfill)
}

// SetBackfill moves a backfill that is not over to another state: paused, running again (failed windows wait for another try
// then), done or canceled (windows that wait are canceled). ErrNotFound when it is over or unknown.
func (s *Store) SetBackfill(ctx context.Context, id, to, by, message string, now time.Time) error {
	return s.inTransaction(ctx, "change a backfill", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "backfill_set", id, to, by, message, now)
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("a backfill %s that is not over: %w", id, ErrNotFound)
		}
		statement := map[string]string{BackfillRunning: "backfill_retry", BackfillCanceled: "backfill_cancel"}[to]
		if statement != "" {
			if _, err := s.exec(ctx, tx, statement, id, by, now); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, Audit{At: now, Who: by, Action: "backfill " + to, Subject: id, Detail: message})
	})
}

func scanBackfill(row *sql.Rows, b *Backfill) error {
	return row.Scan(&b.ID, &b.Job, scanDate{&b.From}, scanDate{&b.To}, &b.Step, &b.Requested, &b.Why, &b.State, &b.ChangedBy, &b.Message,
		scanTime{&b.CreatedAt}, scanTime{&b.ChangedAt}, &b.Windows, &b.Done, &b.Running, &b.Failed)
}
