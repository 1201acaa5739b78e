package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"anlan/warehouse"
)

type etlRunsCommand struct {
	asked

	Pipeline string `arg:"" optional:"" help:"Only runs of this pipeline."`
	State    string `placeholder:"STATE" enum:",running,succeeded,unchanged,failed,interrupted,dry_run" default:"" help:"Only runs in this state: running, succeeded, unchanged, failed, interrupted or dry_run."`
	Last     int    `default:"20" help:"So many, up to 200."`
}

// Run prints one line a run.
func (r *etlRunsCommand) Run(a *app) error {
	variables := map[string]any{"pipeline": orNull(r.Pipeline), "state": orNull(strings.ToUpper(r.State)), "first": r.Last}
	var answer struct{ Runs struct{ Nodes []runView } }
	return a.look(r.asked, "runs", variables, &answer, func(out io.Writer) error {
		table := newListing(out, "RUN", "PIPELINE", "STARTED", "BY", "STATE", "READ", "NEW", "UPDATED", "REJECTED", "VERSION", "ERROR")
		for _, run := range answer.Runs.Nodes {
			table.row(run.ID, run.Pipeline, run.StartedAt, word(run.Trigger), word(run.State), run.RowsRead, run.RowsLoaded, run.RowsUpdated, run.RowsRejected,
				run.published(), clipped(run.Error))
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
	return a.changes("cancel_run", map[string]any{"id": c.ID}, func(*changed) {
		a.tellf("Run %s ends; nothing of it is published.\n", c.ID)
	})
}

type etlReportCommand struct {
	ID       string `arg:"" name:"run" help:"Id of the run; see anlan etl runs."`
	Language string `enum:",zh,en" default:"" placeholder:"zh|en" help:"Language: zh or en; that of the terminal when absent."`
}

// Run prints the text.
func (r *etlReportCommand) Run(a *app) error {
	language := r.Language
	if language == "" {
		language = "en"
		if strings.HasPrefix(lookup(a.environ, "LANG"), "zh") {
			language = "zh"
		}
	}
	return a.withContract(func(ctx context.Context, ask *contract) error {
		var answer struct{ Run *struct{ Report string } }
		if err := ask.asks(ctx, "report", map[string]any{"id": r.ID, "language": strings.ToUpper(language)}, &answer); err != nil {
			return err
		}
		if answer.Run == nil {
			return noRun(r.ID)
		}
		_, err := io.WriteString(a.stdout, answer.Run.Report)
		return err
	})
}

func noRun(id string) error {
	return usageError{fmt.Errorf("there is no run %q; “anlan etl runs” lists them", id)}
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
	Checks                                                            []checkView
	Substitutions                                                     []substitutionView
	Changes                                                           *changesView
}

// substitutionView is a text of a source that records hold in another form.
type substitutionView struct {
	Field, How, Text, Value string
	Rows                    uint64
}

type reasonView struct {
	Code, Example string
	Rows          uint64
}

type fileView struct {
	Name, Input, Kind, SHA256 string
	Bytes, Rows               uint64
}

// changesView are the figures that a dry run would have changed.
type changesView struct {
	Total   uint64
	Figures []figureView
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
		return nil, noRun(id)
	}
	return &endedRun{*answer.Run, answer.QuarantineReasons}, nil
}

// published is the version that a run published, or nothing.
func (r *runView) published() string {
	if r.VersionAfter == r.VersionBefore {
		return ""
	}
	return strconv.FormatUint(r.VersionAfter, 10)
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
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.1f\t%d\t\n", r.Pipeline, word(r.State), count(r.RowsRead), count(r.RowsLoaded),
			count(r.RowsUpdated), count(r.RowsUnchanged), count(r.RowsRejected), count(r.RowsDuplicate), r.Seconds, r.VersionAfter)
	}
	return table.Flush()
}
