package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"text/tabwriter"
	"time"

	"anlan/etl"
	"anlan/warehouse"
)

// etlCommand loads records.
type etlCommand struct {
	List etlListCommand `cmd:"" help:"List the pipelines and their last runs."`
	Run  etlRunCommand  `cmd:"" help:"Run a pipeline on its files, or on those that are named."`
}

type etlListCommand struct{}

// Run prints one line a pipeline.
func (etlListCommand) Run(a *app) error {
	return a.withLoader(func(ctx context.Context, w *warehouse.Warehouse, loader *etl.Loader) error {
		table := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "PIPELINE\tFACT\tFILES\tLAST RUN\tSTATE\tTITLE")
		for _, p := range loader.Pipelines() {
			runs, err := w.Runs(ctx, warehouse.RunQuery{Pipeline: p.Name, First: 1})
			if err != nil {
				return err
			}
			last, state := "never", "-"
			if len(runs) > 0 {
				last, state = runs[0].StartedAt.Format(time.DateTime), runs[0].State
			}
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Name, p.Fact.Name, p.Source.Describe(), last, state, p.Title.ZH)
		}
		return table.Flush()
	})
}

type etlRunCommand struct {
	Pipeline string   `arg:"" help:"Name of the pipeline; see anlan etl list."`
	Files    []string `arg:"" optional:"" type:"path" help:"Files to load instead of those that the pipeline's patterns match."`
}

// Run prints what came of the run. A run that fails publishes nothing.
func (r *etlRunCommand) Run(a *app) error {
	return a.withLoader(func(ctx context.Context, w *warehouse.Warehouse, loader *etl.Loader) error {
		bars := newProgress(a)
		defer bars.end()
		run, err := runPipeline(ctx, loader, r.Pipeline, r.Files, bars)
		var failure *etl.RunError
		if errors.As(err, &failure) && failure.Code == etl.UnknownPipeline {
			return usageError{failure}
		}
		bars.end()
		if err == nil {
			err = printRuns(a.stdout, run)
		}
		for _, w := range run.WarningCounts() {
			a.tellf("%10s  rows were loaded that break the rule %s\n", count(w.Rows), w.Code)
		}
		if run.RowsRejected > 0 {
			err = errors.Join(err, a.printReasons(ctx, w, run))
		}
		return err
	})
}

// runPipeline runs one pipeline under a bar.
func runPipeline(ctx context.Context, loader *etl.Loader, name string, files []string, bars *progress) (warehouse.Run, error) {
	bars.begin(name)
	return loader.Run(ctx, name, etl.RunOptions{Files: files, Progress: func(p etl.Progress) {
		bars.rename(name + ": " + string(p.Phase))
		bars.set(p.BytesRead, p.BytesTotal)
	}})
}

// withLoader opens the warehouse and its pipelines.
func (a *app) withLoader(work func(ctx context.Context, w *warehouse.Warehouse, loader *etl.Loader) error) error {
	return a.withWarehouse(func(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger) error {
		options, err := c.loader(log)
		if err != nil {
			return usageError{err}
		}
		loader, err := etl.Open(w, options) //nolint:contextcheck // it reads its files at once
		if err != nil {
			return err
		}
		return work(ctx, w, loader)
	})
}

// sources is where pipelines look for files.
func (c *config) sources() string {
	if c.ETL.SourceDir != "" {
		return c.ETL.SourceDir
	}
	return filepath.Join(c.Warehouse.Data, "sources")
}

func printRuns(out io.Writer, runs ...warehouse.Run) error {
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "pipeline\tstate\tread\tnew\tupdated\tunchanged\trejected\tduplicate\tseconds\tversion\t")
	for _, r := range runs {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.1f\t%d\t\n", r.Pipeline, r.State, count(r.RowsRead), count(r.RowsLoaded),
			count(r.RowsUpdated), count(r.RowsUnchanged), count(r.RowsRejected), count(r.RowsDuplicate), r.Seconds, r.VersionAfter)
	}
	return table.Flush()
}

// printReasons says why rows were rejected, on standard error.
func (a *app) printReasons(ctx context.Context, w *warehouse.Warehouse, run warehouse.Run) error {
	reasons, err := w.QuarantineReasons(ctx, warehouse.Everything(), warehouse.QuarantineQuery{Run: run.ID})
	if err != nil || len(reasons) == 0 { // a disk that is full keeps no rows
		return err
	}
	a.tellf("Rejected rows of run %s are kept whole in the quarantine:\n", run.ID)
	for _, r := range reasons {
		a.tellf("%10s  %s: %s\n", count(r.Rows), r.Code, r.Example)
	}
	return nil
}
