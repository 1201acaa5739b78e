package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// ExportPart is a file of a job that is written whole.
type ExportPart struct {
	Number    int // from 1
	Name      string
	Rows      uint64
	Bytes     uint64
	SHA256    string
	WrittenAt time.Time
}

// DueExports lists the jobs that wait for somebody to make them, and those whose maker is gone: of who was served
// least lately first, and of one who asked the oldest first.
func (s *Store) DueExports(ctx context.Context, now time.Time, first int) ([]ExportJob, error) {
	return list(ctx, s, s.db, "export_due", scanExport, now, first)
}

// BeginExport makes a job run for who holds its lease; false when it is over, or the lease was lost.
func (s *Store) BeginExport(ctx context.Context, id string, l Lease, now time.Time) (bool, error) {
	n, err := s.exec(ctx, s.db, "export_begin", id, l.Holder, l.Token, now)
	return n > 0, err
}

// NoteExportWriting keeps how many bytes of a part were written; false when the job is not to go on, because it was cancelled or the
// lease was lost.
func (s *Store) NoteExportWriting(ctx context.Context, id string, l Lease, bytes uint64) (bool, error) {
	n, err := s.exec(ctx, s.db, "export_writing", id, l.Holder, l.Token, bytes)
	return n > 0, err
}

// AddExportPart keeps that a part was written; false when the job is not to go on.
func (s *Store) AddExportPart(ctx context.Context, id string, l Lease, p ExportPart) (bool, error) {
	ours := false
	err := s.inTransaction(ctx, "add a part of an export", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "export_progress", id, l.Holder, l.Token)
		if ours = n > 0; err != nil || !ours {
			return err
		}
		_, err = s.exec(ctx, tx, "export_part_add", id, p.Number, p.Name, p.Rows, p.Bytes, p.SHA256, p.WrittenAt)
		return err
	})
	return ours && err == nil, err
}

// ExportParts lists the parts of a job that are written, in order.
func (s *Store) ExportParts(ctx context.Context, id string) ([]ExportPart, error) {
	return list(ctx, s, s.db, "export_parts", func(row *sql.Rows, p *ExportPart) error {
		return row.Scan(&p.Number, &p.Name, &p.Rows, &p.Bytes, &p.SHA256, scanTime{&p.WrittenAt})
	}, id)
}

// ForgetExportPart takes back that a part was written: its file is not there any more.
func (s *Store) ForgetExportPart(ctx context.Context, id string, number int) error {
	_, err := s.exec(ctx, s.db, "export_part_remove", id, number)
	return err
}

// ReviseExport begins a job anew under another way of writing: no part of it is written any more.
func (s *Store) ReviseExport(ctx context.Context, id, revision string) error {
	return s.inTransaction(ctx, "revise an export", func(tx *sql.Tx) error {
		if _, err := s.exec(ctx, tx, "export_parts_remove", id); err != nil {
			return err
		}
		_, err := s.exec(ctx, tx, "export_revised", id, revision)
		return err
	})
}

// ExportOutcome is what came of a job, or of a try of it: State queued lets it be tried again, not before NotBefore.
type ExportOutcome struct {
	State     string
	Code      string
	Message   string
	Manifest  string // empty: it stays as it is
	At        time.Time
	ExpiresAt time.Time
	NotBefore time.Time
}

// EndExport keeps what came of a job; false when it was not ours any more, and then nothing is changed.
func (s *Store) EndExport(ctx context.Context, id string, l Lease, o ExportOutcome) (bool, error) {
	ended := o.At
	if o.State == ExportQueued {
		ended = time.Time{}
	}
	over := false
	err := s.inTransaction(ctx, "end an export", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "export_end", id, l.Holder, l.Token, o.State, o.Code, o.Message, o.Manifest, ended, o.ExpiresAt, o.NotBefore)
		if over = n > 0; err != nil || !over || o.State != ExportFailed {
			return err
		}
		_, err = s.exec(ctx, tx, "export_parts_remove", id) // its files are to go
		return err
	})
	return over && err == nil, err
}

// LeaveExport takes a job from an owner; left is how many others it has. ErrNotFound when it is not that owner's.
func (s *Store) LeaveExport(ctx context.Context, id, owner, action string, now time.Time) (left int, err error) {
	err = s.inTransaction(ctx, "leave an export", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "export_owner_remove", id, owner)
		if err == nil && n == 0 {
			err = fmt.Errorf("export %s: %w", id, ErrNotFound)
		}
		if err != nil {
			return err
		}
		others, err := list(ctx, s, tx, "export_owners", func(row *sql.Rows, name *string) error { return row.Scan(name) }, id)
		if left = len(others); err != nil {
			return err
		}
		if left == 0 { // who ends or removes it is still to be named as its owner
			_, err = s.exec(ctx, tx, "export_owner_add", id, owner, now)
			return err
		}
		return s.audit(ctx, tx, Audit{At: now, Who: owner, Action: action, Subject: id, Detail: fmt.Sprintf("left to %d others", left)})
	})
	return left, err
}

// CancelExport ends a job that waits or runs; whoever makes it sees so. ErrNotFound when it is over.
func (s *Store) CancelExport(ctx context.Context, id, who, message string, now time.Time) error {
	return s.inTransaction(ctx, "cancel an export", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "export_cancel", id, message, now)
		if err == nil && n == 0 {
			err = fmt.Errorf("export %s: %w", id, ErrNotFound)
		}
		if err == nil {
			_, err = s.exec(ctx, tx, "export_parts_remove", id)
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, Audit{At: now, Who: who, Action: "export cancel", Subject: id})
	})
}

// ExpiredExports lists the jobs that are done and whose time is over.
func (s *Store) ExpiredExports(ctx context.Context, now time.Time) ([]ExportJob, error) {
	return list(ctx, s, s.db, "export_expired", scanExport, now)
}

// ExpireExport says that the files of a job that is done are going; false when it was so before.
func (s *Store) ExpireExport(ctx context.Context, id, message string) (bool, error) {
	n, err := s.exec(ctx, s.db, "export_expire", id, message)
	return n > 0, err
}

// WithdrawExport says that a job that is over is being removed, so that nobody is given it any more. ErrNotFound when it is not over.
func (s *Store) WithdrawExport(ctx context.Context, id, who, message string, now time.Time) error {
	return s.change(ctx, "withdraw an export", Audit{At: now, Who: who, Action: "export delete", Subject: id}, "export_withdraw", id, message)
}

// RemoveExport forgets a job without files.
func (s *Store) RemoveExport(ctx context.Context, id string) error {
	return s.inTransaction(ctx, "remove an export", func(tx *sql.Tx) error {
		for _, statement := range []string{"export_owners_remove", "export_parts_remove", "export_remove"} {
			if _, err := s.exec(ctx, tx, statement, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// OldExports lists jobs that failed, were cancelled or expired before a time.
func (s *Store) OldExports(ctx context.Context, before time.Time) ([]string, error) {
	return list(ctx, s, s.db, "export_old", func(row *sql.Rows, id *string) error { return row.Scan(id) }, before)
}
