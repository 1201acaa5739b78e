package state

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
)

// Audit is what somebody did.
type Audit struct {
	ID      string
	At      time.Time
	Who     string
	Action  string // pause, resume, run, cancel, backfill …
	Subject string // job, task or backfill
	Detail  string
}

// AppendAudit writes one entry.
func (s *Store) AppendAudit(ctx context.Context, a Audit) error { return s.audit(ctx, s.db, a) }

func (s *Store) audit(ctx context.Context, on runner, a Audit) error {
	id, err := uuid.NewV7() // in the order of their making, which is the order within a millisecond
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, on, "audit_add", "au_"+id.String(), a.At, a.Who, a.Action, a.Subject, a.Detail)
	return err
}

// Audits lists what was done, the latest first.
func (s *Store) Audits(ctx context.Context, first int) ([]Audit, error) {
	return list(ctx, s, s.db, "audit_list", func(row *sql.Rows, a *Audit) error {
		return row.Scan(&a.ID, scanTime{&a.At}, &a.Who, &a.Action, &a.Subject, &a.Detail)
	}, first)
}

// yearsTaken is for how many years more it is kept who took data away: three are the least (个人信息保护法, article 56).
const yearsTaken = 3

// Prune forgets tasks that ended, notices that went out and audits of before a time; audits of exports of three years before it.
func (s *Store) Prune(ctx context.Context, before time.Time) error {
	return s.inTransaction(ctx, "forget what is old", func(tx *sql.Tx) error {
		for _, statement := range []string{"prune_tasks", "prune_notices"} {
			if _, err := s.exec(ctx, tx, statement, before); err != nil {
				return err
			}
		}
		_, err := s.exec(ctx, tx, "prune_audits", before, before.AddDate(-yearsTaken, 0, 0))
		return err
	})
}
