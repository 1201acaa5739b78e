package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

type etlBackfillCommand struct {
	asked

	Pipeline string `arg:"" optional:"" help:"Name of the pipeline; without one the backfills are listed."`
	From     string `placeholder:"YYYY-MM-DD" help:"First day."`
	To       string `placeholder:"YYYY-MM-DD" help:"Last day, inside."`
	Step     string `default:"month" enum:"day,week,month" help:"Length of a window: day, week or month."`
	Why      string `help:"Why, for everybody who wonders."`
	Status   bool   `help:"List the backfills with their progress."`
	Pause    string `placeholder:"ID" help:"Let no further window of a backfill begin; --why says why."`
	Resume   string `placeholder:"ID" help:"Go on with a backfill, windows that failed once more."`
	Cancel   string `placeholder:"ID" help:"End a backfill for good; what is loaded stays."`
}

// backfillView is a backfill as the contract gives it.
type backfillView struct {
	ID, Pipeline, From, To, Step, State, RequestedBy, Why, Message string
	CreatedAt                                                      time.Time
	Windows, Done, Running, Failed                                 int
}

// Run prints the id of a new backfill, or the list of them.
func (b *etlBackfillCommand) Run(a *app) error {
	told := func(c *changed) {
		a.tellf("The backfill %s is %s, %d of %d windows are loaded.\n", c.Backfill.ID, word(c.Backfill.State), c.Backfill.Done, c.Backfill.Windows)
	}
	switch {
	case b.Pause != "":
		return a.changes("pause_backfill", map[string]any{"id": b.Pause, "why": b.Why}, told)
	case b.Resume != "":
		return a.changes("resume_backfill", map[string]any{"id": b.Resume}, told)
	case b.Cancel != "":
		return a.changes("cancel_backfill", map[string]any{"id": b.Cancel}, told)
	case b.Pipeline == "" || b.Status:
		return b.list(a)
	case b.From == "" || b.To == "":
		return usageError{errors.New("a backfill needs --from and --to")}
	}
	return a.withContract(func(ctx context.Context, ask *contract) error {
		c, err := ask.change(ctx, "start_backfill", map[string]any{
			"pipeline": b.Pipeline, "from": b.From, "to": b.To, "step": strings.ToUpper(b.Step), "why": b.Why,
		})
		if err != nil {
			return err
		}
		a.tellf("%d windows of %s will be loaded, the oldest first; “anlan etl backfill --status” says how far it is.\n", c.Backfill.Windows, b.Pipeline)
		if ask.owner == 0 {
			a.tellf("No server runs here: it begins with the next “anlan serve”.\n")
		}
		_, err = fmt.Fprintln(a.stdout, c.Backfill.ID)
		return err
	})
}

func (b *etlBackfillCommand) list(a *app) error {
	var answer struct{ Backfills []backfillView }
	return a.look(b.asked, "backfills", nil, &answer, func(out io.Writer) error {
		table := newListing(out, "BACKFILL", "PIPELINE", "FROM", "TO", "STEP", "STATE", "DONE", "FAILED", "BY", "WHY")
		for _, f := range answer.Backfills {
			if b.Pipeline == "" || b.Pipeline == f.Pipeline {
				table.row(f.ID, f.Pipeline, f.From, f.To, word(f.Step), word(f.State), fmt.Sprintf("%d of %d", f.Done, f.Windows), f.Failed, f.RequestedBy, f.Why+f.Message)
			}
		}
		return table.Flush()
	})
}
