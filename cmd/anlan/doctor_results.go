package main

import (
	"context"
	"errors"
	"fmt"

	"anlan/state"
)

// results reads every result of an assessment that is kept, and says whether its bytes are those that were stored.
func (e *examination) results(ctx context.Context, store *state.Store) {
	runs, documents, err := wholeResults(ctx, store)
	e.report("results", fmt.Sprintf("%d runs of assessments, %d documents as they were stored", runs, documents), err,
		"put back a copy of the state in which the result is whole; until then it is not served")
}

func wholeResults(ctx context.Context, store *state.Store) (runs, documents int, err error) {
	seen := map[string]bool{}
	var damaged []error
	for page := (state.AssessmentFilter{First: 200}); ; {
		found, err := store.AssessmentRuns(ctx, page)
		if err != nil {
			return runs, len(seen), err
		}
		for _, run := range found {
			acts, err := store.AssessmentActs(ctx, run.ID)
			if err != nil {
				return runs, len(seen), err
			}
			for _, act := range acts {
				if seen[act.Document] {
					continue
				}
				seen[act.Document] = true
				if _, err := store.AssessmentDocument(ctx, act.Document); err != nil {
					damaged = append(damaged, fmt.Errorf("run %s, act %d: %w", run.ID, act.Number, err))
				}
			}
		}
		if runs += len(found); len(found) < page.First {
			return runs, len(seen), errors.Join(damaged...)
		}
		page.After = found[len(found)-1]
	}
}
