package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/reports/result"
	"anlan/state"
)

// results reads every result of an assessment that is kept, and says whether it is as it was stored.
func (e *examination) results(ctx context.Context, store *state.Store) {
	runs, documents, err := wholeResults(ctx, store)
	e.report("results", fmt.Sprintf("%d runs of assessments, %d documents as they were stored", runs, documents), err,
		"put back a copy of the state in which the result is whole; until then it is not served")
}

// wholeResults counts what is kept. Its error names every run that is not whole, runs that are not there though others know of them,
// and what should keep results from being changed and is not there.
func wholeResults(ctx context.Context, store *state.Store) (runs, documents int, err error) {
	seen := map[string]bool{}
	var known []string
	var damaged []error
	counted, last := map[string]int{}, map[string]int{} // of each case: the runs that are there, and the highest number
	for page := (state.AssessmentFilter{First: 200}); ; {
		found, err := store.AssessmentRuns(ctx, page)
		if err != nil {
			return len(known), len(seen), err
		}
		for _, run := range found {
			known = append(known, run.ID)
			counted[run.Case]++
			last[run.Case] = max(last[run.Case], run.Number)
			read, err := result.Check(ctx, store, run)
			if err != nil {
				damaged = append(damaged, fmt.Errorf("run %s: %w", run.ID, err))
			}
			for _, document := range read {
				seen[document] = true
			}
		}
		if len(found) < page.First {
			break
		}
		page.After = found[len(found)-1]
	}
	for of, runs := range counted {
		if runs != last[of] {
			damaged = append(damaged, fmt.Errorf("of %s there are %d runs, the last of which is number %d", of, runs, last[of]))
		}
	}
	audited, err := store.Audited(ctx, state.Assessments)
	damaged = append(damaged, err)
	for _, run := range audited {
		if !slices.Contains(known, run) {
			damaged = append(damaged, fmt.Errorf("the audit or an act knows of run %s, which is not there", run))
		}
	}
	missing, err := store.MissingGuards(ctx, state.Assessments)
	if damaged = append(damaged, err); len(missing) > 0 {
		damaged = append(damaged, fmt.Errorf("the triggers that keep results from being changed are gone: %s", strings.Join(missing, ", ")))
	}
	return len(known), len(seen), errors.Join(damaged...)
}
