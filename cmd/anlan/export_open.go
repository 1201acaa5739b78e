package main

import (
	"log/slog"
	"path/filepath"

	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// openExporter gives what takes data sets away, for all doors of this process together.
func openExporter(c config, w *warehouse.Warehouse, _ *state.Store, log *slog.Logger) *export.Exporter {
	return export.New(w, export.Config{
		Program: "anlan " + version, Concurrent: c.Export.Concurrent, XLSXRows: uint64(c.Export.XLSXRows), //nolint:gosec // more than 0
		TempDir: filepath.Join(c.exportFolder(), "work"), Log: log,
	}, &export.MemoryManifests{})
}
