package state

import (
	"context"
	"database/sql"
	"time"
)

// Drafting is a draft that was due by the calendar and could not be made yet.
type Drafting struct {
	Case      string // kind/region/sector/period
	Due       time.Time
	FailedAt  time.Time
	Attempts  int
	NotBefore time.Time // when it is tried again
	Message   string    // why the last try failed
}

// Draftings lists what could not be made, by case.
func (s *Store) Draftings(ctx context.Context) ([]Drafting, error) {
	return list(ctx, s, s.db, "drafting_list", func(row *sql.Rows, d *Drafting) error {
		return row.Scan(&d.Case, scanTime{&d.Due}, scanTime{&d.FailedAt}, &d.Attempts, scanTime{&d.NotBefore}, &d.Message)
	})
}

// SetDrafting keeps a failure, in the place of an earlier one of the case.
func (s *Store) SetDrafting(ctx context.Context, d Drafting) error {
	_, err := s.exec(ctx, s.db, "drafting_set", d.Case, d.Due, d.FailedAt, d.Attempts, d.NotBefore, d.Message)
	return err
}

// Drafted forgets the failures of a case.
func (s *Store) Drafted(ctx context.Context, key string) error {
	_, err := s.exec(ctx, s.db, "drafting_done", key)
	return err
}
