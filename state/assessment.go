package state

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"
)

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

// AssessmentFilter says which runs are meant; what is empty means any.
type AssessmentFilter struct {
	ID, Case, Scheme, Region, Period, Stage string
	// After continues a list after this run; zero begins it.
	After AssessmentRun
	First int
}

// seal is what the first act of the run is sealed over.
func (r AssessmentRun) seal() string {
	return seal(r.ID, r.Case, strconv.Itoa(r.Number), r.Scheme, r.Region, r.Period, r.Head, strconv.FormatInt(ms(r.AddedAt), 10))
}

// AddAssessmentRun stores a run with its first act and the documents that it rests on, whole or not at all. ID, Number and all
// that comes of acts are given by the store.
func (s *Store) AddAssessmentRun(ctx context.Context, r AssessmentRun, first Act, documents ...[]byte) (AssessmentRun, error) {
	r.ID = newID("as_")
	first.Of, first.Number = r.ID, 1
	for range 5 { // others may take the number first
		added := false
		err := s.inTransaction(ctx, "add a run of an assessment", func(tx *sql.Tx) error {
			n, err := s.exec(ctx, tx, "assessment_run_add", r.ID, r.Case, r.Scheme, r.Region, r.Period, r.Head)
			if added = n == 1; err != nil || !added {
				return err
			}
			return s.addAct(ctx, tx, Assessments, first, documents)
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

// AssessmentRun gives a run as it is now; ErrNotFound when there is none of that id.
func (s *Store) AssessmentRun(ctx context.Context, id string) (AssessmentRun, error) {
	return s.assessmentRun(ctx, s.db, id)
}

func (s *Store) assessmentRun(ctx context.Context, on runner, id string) (AssessmentRun, error) {
	if id == "" {
		return AssessmentRun{}, fmt.Errorf("a run without an id: %w", ErrNotFound)
	}
	runs, err := s.assessmentRuns(ctx, on, AssessmentFilter{ID: id, First: 1})
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
	return list(ctx, s, on, "assessment_runs", scanRun, f.ID, f.Case, f.Scheme, f.Region, f.Period, f.Stage, f.After.AddedAt, f.After.ID, f.First)
}
