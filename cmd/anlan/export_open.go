package main

import (
	"log/slog"
	"path/filepath"

	"anlan/export"
	"anlan/export/job"
	"anlan/state"
	"anlan/warehouse"
)

// openExporter gives what takes data sets away, for all doors of this process together.
func openExporter(c config, w *warehouse.Warehouse, store *state.Store, log *slog.Logger) *export.Exporter {
	exporter := export.New(w, export.Config{
		Program: "anlan " + version, Concurrent: c.Export.Concurrent, XLSXRows: uint64(c.Export.XLSXRows), //nolint:gosec // more than 0
		TempDir: filepath.Join(c.exportFolder(), "work"), Log: log,
	}, job.Manifests{State: store})
	if err := exporter.Sweep(); err != nil {
		log.Warn("what an earlier process left of workbooks could not be removed", "error", err)
	}
	return exporter
}
