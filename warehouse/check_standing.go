package warehouse

import (
	"context"
	_ "embed"
	"slices"
)

//go:embed sql/check_standing.sql
var checkStandingSQL string

// StandingChecks lists the failed blocking checks that hold back loads of some facts now: no usual load of their pipeline went
// through since. Keys and scope are as with Checks: of facts that the scope may not see there are none.
func (w *Warehouse) StandingChecks(ctx context.Context, scope Scope, facts []string) ([]CheckResult, error) {
	facts = slices.DeleteFunc(slices.Clone(facts), func(fact string) bool { return !scope.SeesFact(fact) })
	if len(facts) == 0 {
		return nil, nil
	}
	var list []CheckResult
	if err := w.conn.Select(ctx, &list, checkStandingSQL, named("facts", facts)); err != nil {
		return nil, faultOf(ctx, "list the checks that hold loads back", err)
	}
	for i := range list {
		if !scope.Whole(list[i].Fact) {
			list[i].Keys = nil
		}
	}
	return list, nil
}
