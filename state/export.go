package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// States of an export job.
const (
	ExportQueued    = "queued"
	ExportRunning   = "running"
	ExportDone      = "done"
	ExportFailed    = "failed"
	ExportCancelled = "cancelled"
	ExportExpired   = "expired" // its files are gone
)

// ErrTooManyExports says that one who asks has as many jobs that are not over as one may have.
var ErrTooManyExports = errors.New("too many exports are waiting")

// ExportJob is an export that is made in parts.
type ExportJob struct {
	ID          string
	Fingerprint string // of all that its bytes depend on
	DataSet     string
	Format      string
	Version     uint64
	Request     string // as its maker writes it
	AskedBy     string // under which rights it is made, as its maker writes them
	Revision    string // of the way of writing
	State       string
	CreatedAt   time.Time
	NotBefore   time.Time
	StartedAt   time.Time
	EndedAt     time.Time
	ExpiresAt   time.Time // zero until it is done
	Attempts    int
	Parts       int    // that it consists of
	TotalRows   uint64 // about, unless Exact
	TotalBytes  uint64 // about
	Exact       bool
	Writing     uint64 // bytes of the part that is being written
	Code        string // of what went wrong
	Message     string
	Manifest    string // what is known of it beforehand, whole once it is done

	// Of the parts that are written.
	PartsDone int
	RowsDone  uint64
	BytesDone uint64
}

// ExportLease is the name of the lease of whoever makes a job.
func ExportLease(id string) string { return "export/" + id }

// ExportBounds limit what is taken on.
type ExportBounds struct {
	Open  int                                               // jobs of one who asks that are not over
	Room  func(used uint64) error                           // whether there is room, when all jobs take so many bytes; its error refuses the job
	Until func(existing ExportJob, now time.Time) time.Time // how long a job that is done and asked for again is kept
}

// NewExportID makes the id of a job.
func NewExportID() string { return newID("ej_") }

// AddExport makes a job for an owner, unless there is one of the same fingerprint that waits, runs or is done: that one is the owner's
// too then, and added is false. The error wraps ErrTooManyExports, or is that of Room, when the job is not taken on.
func (s *Store) AddExport(ctx context.Context, j ExportJob, owner string, bounds ExportBounds, now time.Time) (job ExportJob, added bool, err error) {
	err = s.inTransaction(ctx, "add an export", func(tx *sql.Tx) error {
		// Whoever adds one waits here for who does at the same time.
		if _, err := list(ctx, s, tx, "counter_next", func(row *sql.Rows, n *int64) error { return row.Scan(n) }, "export", 1); err != nil {
			return err
		}
		same, err := list(ctx, s, tx, "export_same", scanExport, j.Fingerprint)
		if err != nil {
			return err
		}
		if len(same) == 0 {
			if err := s.admitExport(ctx, tx, owner, bounds); err != nil {
				return err
			}
			if _, err := s.exec(ctx, tx, "export_add", j.ID, j.Fingerprint, j.DataSet, j.Format, j.Version, j.Request, j.AskedBy, j.Revision, now,
				j.Parts, j.TotalRows, j.TotalBytes, flag(j.Exact), j.Manifest); err != nil {
				return err
			}
			if same, err = list(ctx, s, tx, "export_by_id", scanExport, j.ID); err != nil {
				return err
			}
			added = true
		}
		job = same[0]
		if job.State == ExportDone && bounds.Until != nil {
			until := bounds.Until(job, now)
			if _, err := s.exec(ctx, tx, "export_keep_longer", job.ID, until); err != nil {
				return err
			}
			if until.After(job.ExpiresAt) {
				job.ExpiresAt = at(ms(until))
			}
		}
		n, err := s.exec(ctx, tx, "export_owner_add", job.ID, owner, now)
		if err != nil || n == 0 {
			return err
		}
		return s.audit(ctx, tx, Audit{At: now, Who: owner, Action: "export create", Subject: job.ID, Detail: fmt.Sprintf("%s as %s of version %d", job.DataSet, job.Format, job.Version)})
	})
	return job, added && err == nil, err
}

func (s *Store) admitExport(ctx context.Context, tx *sql.Tx, owner string, bounds ExportBounds) error {
	number := func(row *sql.Rows, n *int64) error { return row.Scan(n) }
	open, err := list(ctx, s, tx, "export_open_of", number, owner)
	if err != nil {
		return err
	}
	if bounds.Open > 0 && open[0] >= int64(bounds.Open) {
		return fmt.Errorf("%w: %d", ErrTooManyExports, open[0])
	}
	if bounds.Room == nil {
		return nil
	}
	used, err := list(ctx, s, tx, "export_used", number)
	if err != nil {
		return err
	}
	return bounds.Room(uint64(max(used[0], 0)))
}

// ExportsUsed is what the files of all jobs take, and those that are not over are thought to take.
func (s *Store) ExportsUsed(ctx context.Context) (uint64, error) {
	used, err := list(ctx, s, s.db, "export_used", func(row *sql.Rows, n *int64) error { return row.Scan(n) })
	if err != nil {
		return 0, err
	}
	return uint64(max(used[0], 0)), nil
}

// Export gives one job; ErrNotFound when there is none.
func (s *Store) Export(ctx context.Context, id string) (ExportJob, error) {
	jobs, err := list(ctx, s, s.db, "export_by_id", scanExport, id)
	if err == nil && len(jobs) == 0 {
		err = fmt.Errorf("export %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return ExportJob{}, err
	}
	return jobs[0], nil
}

// Exports lists the jobs of an owner, or all when it is empty, the latest first; after is the id of the job before the page.
func (s *Store) Exports(ctx context.Context, owner, after string, first int) ([]ExportJob, error) {
	return list(ctx, s, s.db, "export_list", scanExport, owner, after, first)
}

// ExportOwners lists who asked for a job, in that order.
func (s *Store) ExportOwners(ctx context.Context, id string) ([]string, error) {
	return list(ctx, s, s.db, "export_owners", func(row *sql.Rows, name *string) error { return row.Scan(name) }, id)
}

// HeldExportVersions lists the data versions that jobs read that are not over.
func (s *Store) HeldExportVersions(ctx context.Context) ([]uint64, error) {
	return list(ctx, s, s.db, "export_held", func(row *sql.Rows, n *uint64) error { return row.Scan(n) })
}

// flag is a truth as the tables hold it.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func scanExport(row *sql.Rows, j *ExportJob) error {
	var exact int64
	err := row.Scan(&j.ID, &j.Fingerprint, &j.DataSet, &j.Format, &j.Version, &j.Request, &j.AskedBy, &j.Revision, &j.State, scanTime{&j.CreatedAt},
		scanTime{&j.NotBefore}, scanTime{&j.StartedAt}, scanTime{&j.EndedAt}, scanTime{&j.ExpiresAt}, &j.Attempts, &j.Parts, &j.TotalRows, &j.TotalBytes, &exact,
		&j.Writing, &j.Code, &j.Message, &j.Manifest, &j.PartsDone, &j.RowsDone, &j.BytesDone)
	j.Exact = exact != 0
	return err
}
