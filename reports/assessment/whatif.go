package assessment

import (
	"context"
	"slices"

	"anlan/reports/scheme"
	"anlan/warehouse"
)

// WhatIf marks an assessment again with changed numbers of the scheme and changed figures. In the answer the earlier score
// and rank of a subject are the real ones of the same period, and its movement says what the change did. Nothing is kept.
// Errors are as of [Reports.Assess], and bad_request naming every fault of the change.
//
// Who may not see all subjects whole may change figures of those that he sees, and is given those. Everything else would
// tell what the others' figures are: the scores of others under other numbers, or one's own place among changed ones. So
// it is refused also where the scheme looks at peers' figures.
func (r *Reports) WhatIf(ctx context.Context, caller warehouse.Scope, q Query, change scheme.Change) (*Assessment, error) {
	b, err := r.open(ctx, caller, q)
	if err != nil {
		return nil, err
	}
	defer b.release()
	all := b.group.seesEverything(b.facts)
	if !all {
		if err := b.ownOnly(change); err != nil {
			return nil, err
		}
	}
	now, err := r.ranking(ctx, b.group, b.scheme, b.query)
	if err != nil {
		return nil, err
	}
	found, err := now.run.WhatIf(change)
	if err != nil {
		return nil, err
	}
	changed := *now
	changed.scheme, changed.run, changed.kind = found.Run.Scheme, found.Run, ""
	b.scheme = found.Run.Scheme
	a := r.assemble(b, &changed, now, r.explain(b, &changed, now, movementsByKey(found.Movements)))
	a.Previous = nil // it moves against itself
	a.Subjects = slices.DeleteFunc(a.Subjects, func(s Subject) bool { return s.Redacted })
	return a, nil
}

// ownOnly refuses changes by which somebody could find out what others' figures are.
func (b *opened) ownOnly(change scheme.Change) error {
	if len(change.Numbers) > 0 || b.scheme.LooksAtPeers() {
		return warehouse.Fault(warehouse.Forbidden, "you may ask what if of figures of your own, under a scheme that compares nobody with others; other numbers or comparisons would show what the figures of others are")
	}
	for _, f := range change.Figures {
		own := slices.ContainsFunc(b.group.units, func(u unit) bool { return u.key == f.Subject && b.group.seesAll(u, b.facts) })
		if !own {
			return warehouse.Fault(warehouse.Forbidden, "you may ask what if of figures of your own, not of %q", f.Subject)
		}
	}
	return nil
}
