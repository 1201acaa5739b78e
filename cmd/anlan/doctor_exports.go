package main

import (
	"context"
	"fmt"

	"anlan/export/job"
	"anlan/state"
)

// mostHashed is how many bytes of exports the doctor reads; of more it looks at the sizes.
const mostHashed = 2 << 30

// exports compares the files of exports in parts with what was written.
func (e *examination) exports(ctx context.Context, c config, store *state.Store) {
	found, err := job.Check(ctx, store, c.exportFolder(), mostHashed)
	how := "as they were written"
	if !found.Hashed {
		how = "of the size that was written"
	}
	e.report("exports", fmt.Sprintf("%d done with %d files of %.1f MiB, %s; %d wait or are made", found.Jobs, found.Files, float64(found.Bytes)/(1<<20), how, found.Open), err,
		"delete the exports that are named, and ask for them anew")
	for _, folder := range found.Unknown {
		e.note("exports", fmt.Sprintf("%s/%s belongs to no export that is known: remove it", c.exportFolder(), folder))
	}
}
