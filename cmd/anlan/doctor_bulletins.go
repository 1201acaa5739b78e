package main

import (
	"context"
	"fmt"

	"anlan/reports/dispatch"
	"anlan/state"
)

// bulletins reads every bulletin that is kept, and says whether it is as it was stored.
func (e *examination) bulletins(ctx context.Context, store *state.Store) {
	kept, err := dispatch.CheckAll(ctx, store)
	e.report("bulletins", fmt.Sprintf("%d bulletins, %d documents and files as they were stored, %d numbers", kept.Bulletins, kept.Documents, kept.Numbers), err,
		"put back a copy of the state in which the bulletin is whole; until then it is not served")
}
