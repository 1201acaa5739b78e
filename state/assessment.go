package state

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrConflict says that somebody else acted first: look again, then decide again.
var ErrConflict = errors.New("somebody else acted at the same time")

// ErrDamaged says that something is not as it was stored.
var ErrDamaged = errors.New("what was stored was changed")

// AssessmentRun is one computation of an assessment's result, as its last act left it. Nothing of it is ever changed: an act is
// added.
type AssessmentRun struct {
	ID      string
	Case    string // of what it is a result: subjects, scheme and period
	Number  int    // counts the runs of a case
	Scheme  string
	Region  string
	Period  string
	Head    string // JSON: what a list shows, and who may see it
	AddedAt time.Time
	AddedBy string

	Acts      int // how many there are
	Stage     string
	ChangedAt time.Time // when the last act was done
	Document  string    // the SHA-256 of its result
	// PublishedAt is when an act first brought it to the stage AssessmentPublished; zero when none did.
	PublishedAt time.Time
}

// AssessmentPublished is the one stage that the store knows of.
const AssessmentPublished = "published"

// AssessmentAct is what a person did with a run. The store dates and seals it.
type AssessmentAct struct {
	Run      string
	Number   int
	Kind     string
	Stage    string // where the run stands afterwards
	Who      string
	At       time.Time
	Remark   string
	Detail   string // JSON of what it is about
	Document string // the SHA-256 of the run's result afterwards
	// Seal is a SHA-256 over the act and the seal of the one before it; the first act's over the run. The store writes it.
	Seal string
}

// AssessmentFilter says which runs are meant; what is empty means any.
type AssessmentFilter struct {
	ID, Case, Scheme, Region, Period, Stage string
	// After continues a list after this run; zero begins it.
	After AssessmentRun
	First int
}

// Digest names bytes: their SHA-256 in hexadecimal digits.
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// AddAssessmentRun stores a run with its first act and the documents that it rests on, whole or not at all. ID, Number and all
// that comes of acts are given by the store.
func (s *Store) AddAssessmentRun(ctx context.Context, r AssessmentRun, first AssessmentAct, documents ...[]byte) (AssessmentRun, error) {
	r.ID = newID("as_")
	first.Run, first.Number = r.ID, 1
	for range 5 { // others may take the number first
		added := false
		err := s.inTransaction(ctx, "add a run of an assessment", func(tx *sql.Tx) error {
			n, err := s.exec(ctx, tx, "assessment_run_add", r.ID, r.Case, r.Scheme, r.Region, r.Period, r.Head)
			if added = n == 1; err != nil || !added {
				return err
			}
			return s.addAct(ctx, tx, first, documents)
		})
		if err != nil {
			return AssessmentRun{}, err
		}
		if added {
			return s.AssessmentRun(ctx, r.ID)
		}
	}
	return AssessmentRun{}, fmt.Errorf("add a run of %s: %w", r.Case, ErrConflict)
}

// AddAssessmentAct stores an act with the documents that it brings, whole or not at all. Number is one more than the acts that
// were seen: the error wraps [ErrConflict] when there are more by now.
func (s *Store) AddAssessmentAct(ctx context.Context, a AssessmentAct, documents ...[]byte) error {
	return s.inTransaction(ctx, "add an act to an assessment", func(tx *sql.Tx) error { return s.addAct(ctx, tx, a, documents) })
}

func (s *Store) addAct(ctx context.Context, tx *sql.Tx, a AssessmentAct, documents [][]byte) error {
	for _, body := range documents {
		if _, err := s.exec(ctx, tx, "assessment_document_add", Digest(body), body); err != nil {
			return err
		}
	}
	acts, last, err := s.chain(ctx, tx, a.Run)
	if err != nil {
		return err
	}
	if a.Number != len(acts)+1 {
		return fmt.Errorf("act %d of %s: %w", a.Number, a.Run, ErrConflict)
	}
	if a.At, err = s.now(ctx, tx); err != nil {
		return err
	}
	a.Seal = a.seal(last)
	n, err := s.exec(ctx, tx, "assessment_act_add", a.Run, a.Number, a.Kind, a.Stage, a.Who, a.At, a.Remark, a.Detail, a.Document, a.Seal)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("act %d of %s: %w", a.Number, a.Run, ErrConflict)
	}
	return s.audit(ctx, tx, Audit{At: a.At, Who: a.Who, Action: "assessment " + a.Kind, Subject: a.Run, Detail: a.Audited()})
}

// Audited is what the audit says of an act beside its author and its kind: the remark and the seal.
func (a AssessmentAct) Audited() string {
	return strings.TrimSpace(a.Remark + " seal:" + a.Seal)
}

// AssessmentRun gives a run as it is now; ErrNotFound when there is none of that id.
func (s *Store) AssessmentRun(ctx context.Context, id string) (AssessmentRun, error) {
	if id == "" {
		return AssessmentRun{}, fmt.Errorf("a run without an id: %w", ErrNotFound)
	}
	runs, err := s.AssessmentRuns(ctx, AssessmentFilter{ID: id, First: 1})
	if err == nil && len(runs) == 0 {
		err = fmt.Errorf("run %s of an assessment: %w", id, ErrNotFound)
	}
	if err != nil {
		return AssessmentRun{}, err
	}
	return runs[0], nil
}

// AssessmentRuns lists runs, the latest first.
func (s *Store) AssessmentRuns(ctx context.Context, f AssessmentFilter) ([]AssessmentRun, error) {
	return s.assessmentRuns(ctx, s.db, f)
}

func (s *Store) assessmentRuns(ctx context.Context, on runner, f AssessmentFilter) ([]AssessmentRun, error) {
	return list(ctx, s, on, "assessment_runs", func(row *sql.Rows, r *AssessmentRun) error {
		return row.Scan(&r.ID, &r.Case, &r.Number, &r.Scheme, &r.Region, &r.Period, &r.Head, scanTime{&r.AddedAt}, &r.AddedBy,
			&r.Acts, &r.Stage, scanTime{&r.ChangedAt}, &r.Document, scanTime{&r.PublishedAt})
	}, f.ID, f.Case, f.Scheme, f.Region, f.Period, f.Stage, f.After.AddedAt, f.After.ID, f.First)
}

// AssessmentDocument gives the bytes that were stored, and never others: the error wraps [ErrDamaged] when they do not have
// their SHA-256 any more.
func (s *Store) AssessmentDocument(ctx context.Context, digest string) ([]byte, error) {
	bodies, err := list(ctx, s, s.db, "assessment_document", func(row *sql.Rows, body *[]byte) error { return row.Scan(body) }, digest)
	switch {
	case err != nil:
		return nil, err
	case len(bodies) == 0:
		return nil, fmt.Errorf("document %s of an assessment: %w", digest, ErrNotFound)
	case Digest(bodies[0]) != digest:
		return nil, s.fault("read document "+digest+" of an assessment", ErrDamaged)
	}
	return bodies[0], nil
}
