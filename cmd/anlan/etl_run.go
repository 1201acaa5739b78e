package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"anlan/etl"
)

type etlRunCommand struct {
	asked

	Pipeline string   `arg:"" help:"Name of the pipeline; see anlan etl list."`
	Files    []string `arg:"" optional:"" help:"Files to load instead of those that the pipeline's patterns match; what is not in this folder is looked for in that of the sources."`
	DryRun   bool     `help:"Go through everything, say what would change, and publish nothing."`
	Full     bool     `help:"Read all of an incremental source, whatever was read before."`
	From     string   `placeholder:"YYYY-MM-DD" help:"First day that is asked of a source that can be asked by days."`
	To       string   `placeholder:"YYYY-MM-DD" help:"Last day."`
	Follow   bool     `default:"true" negatable:"" help:"Wait for the end of the run; with --no-follow the server runs it alone."`
}

// Run prints what came of the run. A run that fails publishes nothing.
func (r *etlRunCommand) Run(a *app) error {
	c, err := a.configuration()
	if err != nil {
		return err
	}
	files, err := found(r.Files, c.sources())
	if err != nil {
		return err
	}
	return a.withContract(func(ctx context.Context, ask *contract) error {
		started, err := ask.change(ctx, "run_pipeline", map[string]any{
			"name": r.Pipeline, "files": files, "dryRun": r.DryRun, "full": r.Full, "from": orNull(r.From), "to": orNull(r.To),
		})
		if err != nil {
			return err
		}
		id := started.Run.ID
		if !r.Follow && ask.owner != 0 {
			_, err := fmt.Fprintln(a.stdout, id)
			return err
		}
		return a.followed(ctx, ask, id, r.Pipeline, r.asked)
	})
}

// found gives files their whole paths, whoever opens them: those in this folder come before those in the folder of sources.
func found(names []string, sources string) ([]string, error) {
	paths := []string{} // never null
	var faults []error
	for _, name := range names {
		places := []string{name}
		if !filepath.IsAbs(name) {
			places = append(places, filepath.Join(sources, name))
		}
		at := slices.IndexFunc(places, func(place string) bool {
			_, err := os.Stat(place)
			return !errors.Is(err, fs.ErrNotExist)
		})
		if at < 0 {
			faults = append(faults, fmt.Errorf("there is no such file: %s", strings.Join(places, ", nor ")))
			continue
		}
		path, err := filepath.Abs(places[at])
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	if len(faults) > 0 {
		return nil, usageError{errors.Join(faults...)}
	}
	return paths, nil
}

// followed waits for the end of a run under a bar and tells what came of it. When the command is interrupted the run is ended.
func (a *app) followed(ctx context.Context, ask *contract, id, name string, how asked) error {
	if err := a.watch(ctx, ask, id, name); err != nil {
		return err
	}
	ended, err := ask.run(context.WithoutCancel(ctx), id)
	if err != nil {
		return err
	}
	if ended.State == "RUNNING" {
		return fmt.Errorf("the run %s goes on without this command; “anlan etl show %s” says how it ends", id, id)
	}
	if !how.JSON {
		return a.tellRun(ended)
	}
	if err := ask.printJSON(context.WithoutCancel(ctx), a.stdout, "run", map[string]any{"id": id}); err != nil {
		return err
	}
	return ended.failure()
}

// cancelWithin is how long a run may take to end when its command is interrupted.
const cancelWithin = 30 * time.Second

// watch shows how far a run is until it is over.
func (a *app) watch(ctx context.Context, ask *contract, id, name string) error {
	bars := newProgress(a)
	defer bars.end()
	bars.begin(name)
	show := func(data []byte) error {
		var report struct {
			RunProgress struct {
				Phase                 string
				BytesRead, BytesTotal int64
			}
		}
		if err := json.Unmarshal(data, &report); err != nil { //nolint:musttag // names match without case
			return err
		}
		bars.rename(name + ": " + word(report.RunProgress.Phase))
		bars.set(soFar(word(report.RunProgress.Phase), report.RunProgress.BytesRead, report.RunProgress.BytesTotal), 100)
		return nil
	}
	variables := map[string]any{"id": id}
	err := ask.follow(ctx, document("run_progress"), variables, show)
	if ctx.Err() == nil {
		return err
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelWithin)
	defer cancel()
	if _, err := ask.change(ending, "cancel_run", variables); err != nil && !errors.As(err, &usageError{}) { // not so when it is over already
		return err
	}
	return ask.follow(ending, document("run_progress"), variables, show)
}

// soFar is about how much of a run is done, in percent: its phases take about as long as they are weighed here.
func soFar(phase string, read, total int64) int64 {
	switch etl.Phase(phase) {
	case etl.Checking:
		return 0
	case etl.Staging:
		if total <= 0 { // a source that does not know its end
			return 20
		}
		return 40 * min(read, total) / total
	case etl.Converting:
		return 40
	case etl.Publishing:
		return 75
	case etl.Done:
		return 100
	}
	return 0
}

// tellRun prints the counts of a run on standard output, and what was rejected or only warned of on standard error; the error is
// that of the run.
func (a *app) tellRun(r *endedRun) error {
	if err := r.failure(); err != nil {
		a.tellReasons(r)
		return errors.Join(err, printChanges(a.stderr, r.Changes)) // of a load that its checks refused
	}
	if err := printRuns(a.stdout, r.runView); err != nil {
		return err
	}
	if r.RowsDeleted > 0 {
		deleted := "records that the source deleted are gone from the figures"
		if r.DryRun {
			deleted = "records would go, because the source deleted them"
		}
		a.tellf("%10s  %s\n", count(r.RowsDeleted), deleted)
	}
	for _, w := range r.Warnings {
		a.tellf("%10s  %s\n", count(w.Rows), warningText(w.Code))
	}
	a.tellReasons(r)
	return printChanges(a.stdout, r.Changes)
}

// printChanges prints the figures that a run which published nothing would have changed.
func printChanges(out io.Writer, changes *changesView) error {
	if changes == nil {
		return nil
	}
	_, _ = fmt.Fprintf(out, "\n%s figures would change.\n", count(changes.Total))
	if len(changes.Figures) == 0 {
		return nil
	}
	table := newListing(out, "METRIC", "MONTH", "REGION", "BEFORE", "AFTER")
	for _, f := range changes.Figures {
		table.row(f.Metric, f.Month, f.Region, f.Before, f.After)
	}
	if more := changes.Total - uint64(len(changes.Figures)); more > 0 {
		table.row(fmt.Sprintf("… and %s more", count(more)))
	}
	return table.Flush()
}

// failure is why a run failed; nil when it did not.
func (r *endedRun) failure() error {
	if r.State == "FAILED" || r.State == "INTERRUPTED" {
		return errors.New(r.Error)
	}
	return nil
}

// tellReasons says why rows were rejected, on standard error.
func (a *app) tellReasons(r *endedRun) {
	if len(r.Reasons) == 0 {
		return
	}
	a.tellf("Rejected rows of run %s are kept whole in the quarantine:\n", r.ID)
	for _, reason := range r.Reasons {
		a.tellf("%10s  %s: %s\n", count(reason.Rows), reason.Code, reason.Example)
	}
}

// list is never null.
func list(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

// orNull gives null for what was not said.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
