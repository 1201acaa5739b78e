package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"anlan/export"
	"anlan/export/job"
	"anlan/state"
	"anlan/warehouse"
)

// openExportJobs gives what makes exports in parts. They have turns of their own: who waits for an export at a door does not wait for them.
func openExportJobs(c config, w *warehouse.Warehouse, store *state.Store, log *slog.Logger) *job.Jobs {
	exporter := export.New(w, export.Config{
		Program: "anlan " + version, Concurrent: c.Export.ConcurrentJobs, Each: c.Export.ConcurrentJobs, XLSXRows: uint64(c.Export.XLSXRows), //nolint:gosec // more than 0
		TempDir: filepath.Join(c.exportFolder(), "work"), Log: log, // swept at the start with what doors leave there
	}, &export.MemoryManifests{})
	return job.New(job.Config{
		Dir: c.exportFolder(), Revision: version + " " + w.Catalogue().Hash(), Server: serverName(), Quota: uint64(c.Export.Quota), //nolint:gosec // more than 0
		Keep: time.Duration(c.Export.Keep), Concurrent: c.Export.ConcurrentJobs, Log: log,
	}, store, w, exporter)
}

// strayManifest is how long an export on a server that shares its state may seem to run before its server is thought gone.
const strayManifest = 24 * time.Hour

// runExportJobs makes exports in parts until stop is called or ctx ends; stop waits until what is being made is left.
func runExportJobs(ctx context.Context, o *opening, log *slog.Logger) (stop func()) {
	running, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	now := time.Now()
	before := now
	if o.state.Shared() {
		before = now.Add(-strayManifest)
	}
	if err := o.state.FailExportManifests(ctx, "the server was ended while it ran", before, now); err != nil {
		log.Warn("exports that were cut off still seem to run", "error", err)
	}
	go func() {
		defer close(done)
		if err := o.exports.Run(running); err != nil {
			log.Error("no exports are made any more", "error", err)
		}
	}()
	return func() { cancel(); <-done }
}

// heldByExports lists the versions of the data that exports are made of which are not over. It is asked while the warehouse opens, before
// anything is collected.
func heldByExports(c config) func(ctx context.Context) ([]uint64, error) {
	return func(ctx context.Context) (held []uint64, err error) {
		place := state.Config{URL: c.State.URL}
		if place.URL == "" {
			place.File = filepath.Join(c.Warehouse.Data, "state.db")
			if _, err := os.Stat(place.File); errors.Is(err, fs.ErrNotExist) {
				return nil, nil
			}
		}
		store, err := state.Open(ctx, place)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		return store.HeldExportVersions(ctx)
	}
}

// exportLimits tells pages what bounds exports.
func (c config) exportLimits() job.Limits {
	l := job.Limits{WorkbookRows: uint64(c.Export.XLSXRows), Keep: time.Duration(c.Export.Keep)} //nolint:gosec // more than 0
	switch {
	case c.Flight.Listen == "":
	case c.Flight.TLSCert != "":
		l.Flight = "grpc+tls://" + c.Flight.Listen
	default:
		l.Flight = "grpc://" + c.Flight.Listen
	}
	return l
}
