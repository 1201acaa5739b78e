package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"anlan/warehouse"
)

type etlRunsCommand struct {
	asked

	Pipeline string `arg:"" optional:"" help:"Only runs of this pipeline."`
	State    string `placeholder:"STATE" enum:",running,succeeded,unchanged,failed,interrupted" default:"" help:"Only runs in this state: running, succeeded, unchanged, failed or interrupted."`
	Last     int    `default:"20" help:"So many, up to 200."`
}

// Run prints one line a run.
func (r *etlRunsCommand) Run(a *app) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		variables := map[string]any{"pipeline": orNull(r.Pipeline), "state": orNull(strings.ToUpper(r.State)), "first": r.Last}
		if r.JSON {
			return ask.printJSON(ctx, a.stdout, "runs", variables)
		}
		var answer struct{ Runs struct{ Nodes []runView } }
		if err := ask.asks(ctx, "runs", variables, &answer); err != nil {
			return err
		}
		table := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "RUN\tPIPELINE\tSTARTED\tBY\tSTATE\tREAD\tNEW\tUPDATED\tREJECTED\tVERSION\tERROR")
		for _, run := range answer.Runs.Nodes {
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", run.ID, run.Pipeline, clock(run.StartedAt), word(run.Trigger), run.state(),
				count(run.RowsRead), count(run.RowsLoaded), count(run.RowsUpdated), count(run.RowsRejected), run.published(), clipped(run.Error))
		}
		return table.Flush()
	})
}

type etlShowCommand struct {
	asked

	ID string `arg:"" name:"run" help:"Id of the run; see anlan etl runs."`
}

type etlCancelCommand struct {
	ID string `arg:"" name:"run" help:"Id of the run; see anlan etl runs."`
}

// Run returns when the run is told to end; it ends a moment later.
func (c *etlCancelCommand) Run(a *app) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		var answer struct{ CancelRun change }
		if err := ask.asks(ctx, "cancel_run", map[string]any{"id": c.ID}, &answer); err != nil {
			return err
		}
		if err := faultsOf(answer.CancelRun.Faults); err != nil {
			return err
		}
		a.tellf("Run %s ends; nothing of it is published.\n", c.ID)
		return nil
	})
}

// runView is a run as the contract gives it.
type runView struct {
	ID, Pipeline, Fact, State, Trigger                                string
	Attempt                                                           int
	DryRun                                                            bool
	StartedAt, At                                                     time.Time
	Seconds                                                           float64
	RowsRead, RowsLoaded, RowsUpdated, RowsUnchanged                  uint64
	RowsRejected, RowsDuplicate, RowsDeleted, RowsRepaired, BytesRead uint64
	VersionBefore, VersionAfter                                       uint64
	ErrorCode, Error, WindowFrom, WindowTo, ReplayOf                  string
	Warnings                                                          []reasonView
	Files                                                             []fileView
	Rules                                                             []struct{ Name, Value string }
}

type reasonView struct {
	Code, Example string
	Rows          uint64
}

type fileView struct {
	Name, Input, Kind, SHA256 string
	Bytes, Rows               uint64
}

// endedRun is a run with why rows were rejected.
type endedRun struct {
	runView

	Reasons []reasonView
}

// run asks for one run whole.
func (c *contract) run(ctx context.Context, id string) (*endedRun, error) {
	var answer struct {
		Run               *runView
		QuarantineReasons []reasonView
	}
	if err := c.asks(ctx, "run", map[string]any{"id": id}, &answer); err != nil {
		return nil, err
	}
	if answer.Run == nil {
		return nil, usageError{fmt.Errorf("there is no run %q; “anlan etl runs” lists them", id)}
	}
	return &endedRun{*answer.Run, answer.QuarantineReasons}, nil
}

func (r *runView) state() string {
	if r.DryRun {
		return word(r.State) + " (dry)"
	}
	return word(r.State)
}

// published is the version that a run published, or a dash.
func (r *runView) published() string {
	if r.VersionAfter == r.VersionBefore {
		return "-"
	}
	return fmt.Sprint(r.VersionAfter)
}

// word is an enumeration value of the contract as the field says it; none is a dash.
func word(value string) string {
	if value == "" {
		return "-"
	}
	return strings.ToLower(value)
}

// viewOf is a run as the contract would give it.
func viewOf(r warehouse.Run) runView {
	return runView{
		ID: r.ID, Pipeline: r.Pipeline, State: strings.ToUpper(r.State), RowsRead: r.RowsRead, RowsLoaded: r.RowsLoaded, RowsUpdated: r.RowsUpdated,
		RowsUnchanged: r.RowsUnchanged, RowsRejected: r.RowsRejected, RowsDuplicate: r.RowsDuplicate, Seconds: r.Seconds, VersionAfter: r.VersionAfter,
	}
}

func printRuns(out io.Writer, runs ...runView) error {
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "pipeline\tstate\tread\tnew\tupdated\tunchanged\trejected\tduplicate\tseconds\tversion\t")
	for _, r := range runs {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.1f\t%d\t\n", r.Pipeline, r.state(), count(r.RowsRead), count(r.RowsLoaded),
			count(r.RowsUpdated), count(r.RowsUnchanged), count(r.RowsRejected), count(r.RowsDuplicate), r.Seconds, r.VersionAfter)
	}
	return table.Flush()
}
