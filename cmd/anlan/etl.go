package main

import "path/filepath"

// etlCommand loads records and looks after the loads. Every command goes through the server that has the data folder open,
// where there is one.
type etlCommand struct {
	List        etlListCommand        `cmd:"" help:"List the pipelines, their last runs and what is due next."`
	Run         etlRunCommand         `cmd:"" help:"Run a pipeline on its source, or on the files that are named."`
	Draft       etlDraftCommand       `cmd:"" help:"Look at files and write a pipeline for them, as a start."`
	Runs        etlRunsCommand        `cmd:"" help:"List runs, the latest first."`
	Show        etlShowCommand        `cmd:"" help:"Show a run: what it read, what came of it, what was in force."`
	Report      etlReportCommand      `cmd:"" help:"Print a run as a text for the people whose rows it read."`
	Cancel      etlCancelCommand      `cmd:"" help:"End a run that goes on; it publishes nothing."`
	Schedule    etlScheduleCommand    `cmd:"" help:"Show when pipelines run, and what holds them."`
	Pause       etlPauseCommand       `cmd:"" help:"Hold the due times of a pipeline back."`
	Resume      etlResumeCommand      `cmd:"" help:"Let the due times of a pipeline come again."`
	Backfill    etlBackfillCommand    `cmd:"" help:"Load a span of days again, window by window; without a pipeline list the backfills."`
	Quarantine  etlQuarantineCommand  `cmd:"" help:"Look at rejected rows."`
	Replay      etlReplayCommand      `cmd:"" help:"Try rejected rows again, after a pipeline or a dimension was mended."`
	Dismiss     etlDismissCommand     `cmd:"" help:"Settle rejected rows that are not to be loaded."`
	Reopen      etlReopenCommand      `cmd:"" help:"Take the dismissal of rejected rows back."`
	Checks      etlChecksCommand      `cmd:"" help:"List what the checks of loads found."`
	Quality     etlQualityCommand     `cmd:"" help:"Score the records of the source systems: complete, timely, valid, unique."`
	Corrections etlCorrectionsCommand `cmd:"" help:"List figures of past months that loads changed."`
	Differences etlDifferencesCommand `cmd:"" help:"List figures that two data versions tell differently."`
	Lineage     etlLineageCommand     `cmd:"" help:"List the loads and files behind a figure."`
	Notices     etlNoticesCommand     `cmd:"" help:"List what is wrong, and the notices about it."`
	Audits      etlAuditsCommand      `cmd:"" help:"List who ran, paused or ended what."`
}

// sources is where pipelines look for files.
func (c *config) sources() string {
	if c.ETL.SourceDir != "" {
		return c.ETL.SourceDir
	}
	return filepath.Join(c.Warehouse.Data, "sources")
}
