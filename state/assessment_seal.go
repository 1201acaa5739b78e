package state

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
)

// seal is the SHA-256 over texts, each written as its length in bytes, a colon and itself.
func seal(texts ...string) string {
	sum := sha256.New()
	for _, text := range texts {
		_, _ = fmt.Fprintf(sum, "%d:%s", len(text), text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// seal is what the first act of the run is sealed over.
func (r AssessmentRun) seal() string {
	return seal(r.ID, r.Case, strconv.Itoa(r.Number), r.Scheme, r.Region, r.Period, r.Head, strconv.FormatInt(ms(r.AddedAt), 10))
}

// seal is the act's own, over the one before it.
func (a AssessmentAct) seal(before string) string {
	return seal(before, a.Run, strconv.Itoa(a.Number), a.Kind, a.Stage, a.Who, strconv.FormatInt(ms(a.At), 10), a.Remark, a.Detail, a.Document)
}

// AssessmentActs lists what was done with a run, in order, as it was written: the error wraps [ErrDamaged] when an act is missing
// between others, or an act or the run itself is not as its seals say.
func (s *Store) AssessmentActs(ctx context.Context, run string) ([]AssessmentAct, error) {
	acts, _, err := s.chain(ctx, s.db, run)
	if err == nil && len(acts) == 0 {
		err = s.broken(run, "its acts are gone")
	}
	return acts, err
}

// chain reads a run's acts, and the seal that the next one is sealed over.
func (s *Store) chain(ctx context.Context, on runner, run string) ([]AssessmentAct, string, error) {
	acts, err := list(ctx, s, on, "assessment_acts", func(row *sql.Rows, a *AssessmentAct) error {
		return row.Scan(&a.Run, &a.Number, &a.Kind, &a.Stage, &a.Who, scanTime{&a.At}, &a.Remark, &a.Detail, &a.Document, &a.Seal)
	}, run)
	if err != nil {
		return nil, "", err
	}
	runs, err := s.assessmentRuns(ctx, on, AssessmentFilter{ID: run, First: 1})
	switch {
	case err != nil:
		return nil, "", err
	case len(runs) == 0 && len(acts) == 0:
		return nil, "", fmt.Errorf("run %s of an assessment: %w", run, ErrNotFound)
	case len(runs) == 0:
		return nil, "", s.broken(run, "acts of it are there without it")
	}
	last := runs[0].seal()
	for i, a := range acts {
		if a.Number != i+1 {
			return nil, "", s.broken(run, fmt.Sprintf("act %d is missing", i+1))
		}
		if last = a.seal(last); last != a.Seal {
			return nil, "", s.broken(run, fmt.Sprintf("act %d, or what it rests on, is not as it was written", a.Number))
		}
	}
	return acts, last, nil
}

func (s *Store) broken(run, what string) error {
	return s.fault("read a run of an assessment", fmt.Errorf("%s: %s: %w", run, what, ErrDamaged))
}
