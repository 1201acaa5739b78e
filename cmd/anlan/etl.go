package main

import "path/filepath"

// etlCommand loads records and looks after the loads. Every command goes through the server that has the data folder open,
// where there is one.
type etlCommand struct {
	List   etlListCommand   `cmd:"" help:"List the pipelines and their last runs."`
	Run    etlRunCommand    `cmd:"" help:"Run a pipeline on its source, or on the files that are named."`
	Runs   etlRunsCommand   `cmd:"" help:"List runs, the latest first."`
	Show   etlShowCommand   `cmd:"" help:"Show a run: what it read, what came of it, what was in force."`
	Cancel etlCancelCommand `cmd:"" help:"End a run that goes on; it publishes nothing."`
}

// asked is what commands that only look have in common.
type asked struct {
	JSON bool `help:"Print the answer as JSON, for programs."`
}

// sources is where pipelines look for files.
func (c *config) sources() string {
	if c.ETL.SourceDir != "" {
		return c.ETL.SourceDir
	}
	return filepath.Join(c.Warehouse.Data, "sources")
}
