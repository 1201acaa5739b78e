package main

import (
	"context"
	"errors"
)

type etlReplayCommand struct {
	asked
	rejected

	DryRun bool `help:"Say what would come of it, and change nothing."`
}

// Run prints what came of it, as of every run.
func (r *etlReplayCommand) Run(a *app) error {
	if r.ByRun == "" && r.Pipeline == "" {
		return usageError{errNoRows}
	}
	return a.withContract(func(ctx context.Context, ask *contract) error {
		started, err := ask.change(ctx, "replay_quarantine", map[string]any{"query": r.query(), "dryRun": r.DryRun})
		if err != nil {
			return err
		}
		return a.followed(ctx, ask, started.Run.ID, "replay", r.asked)
	})
}

var errNoRows = errors.New("say which rejected rows are meant: --run or --pipeline is needed")

type etlDismissCommand struct {
	rejected

	Why string `required:"" help:"Why they are not to be loaded."`
}

// Run says how many rows it settled.
func (d *etlDismissCommand) Run(a *app) error {
	if d.ByRun == "" && d.Pipeline == "" {
		return usageError{errNoRows}
	}
	return a.changes("dismiss_quarantine", map[string]any{"query": d.query(), "why": d.Why}, func(c *changed) {
		a.tellf("%s rows are dismissed; “anlan etl reopen” takes it back.\n", count(c.Rows))
	})
}

type etlReopenCommand struct{ rejected }

// Run says how many rows are open again.
func (r *etlReopenCommand) Run(a *app) error {
	if r.ByRun == "" && r.Pipeline == "" {
		return usageError{errNoRows}
	}
	return a.changes("reopen_quarantine", map[string]any{"query": r.query()}, func(c *changed) {
		a.tellf("%s rows are open again.\n", count(c.Rows))
	})
}
