package main

import (
	"log/slog"
	"os"
	"path/filepath"

	"anlan/etl"
)

// loader says what pipelines there are, and with which files and connections they work.
func (c *config) loader(log *slog.Logger) (etl.Options, error) {
	o := etl.Options{PipelineDir: c.ETL.Pipelines, SourceDir: c.sources(), InboxDir: c.inbox(), Program: version, Logger: log}
	var err error
	if c.ETL.Keys != "" {
		if o.Keys, err = etl.ReadKeys(c.ETL.Keys); err != nil {
			return o, err
		}
	}
	if c.ETL.Connections == "" {
		return o, nil
	}
	o.Connections, err = etl.ReadConnections(c.ETL.Connections, os.LookupEnv)
	return o, err
}

// inbox is the folder whose files are loaded when they appear.
func (c *config) inbox() string {
	if c.ETL.Inbox != "" {
		return c.ETL.Inbox
	}
	return filepath.Join(c.Warehouse.Data, "inbox")
}
