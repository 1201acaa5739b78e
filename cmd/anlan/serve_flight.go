package main

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"anlan/access"
	"anlan/export/flight"
	"anlan/server"
	"anlan/warehouse"
)

// serveAll answers HTTP and, where an address for it is configured, Flight SQL, until ctx ends or one of them cannot go on.
func serveAll(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger, d *door) error {
	if c.Flight.Listen == "" {
		return server.New(d.config, d.parts).Serve(ctx)
	}
	also, err := flightServer(c, w, d.parts.Exports, log)
	if err != nil {
		return err
	}
	d.parts.Collectors = append(d.parts.Collectors, also.Collector())
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error { return also.Serve(ctx) })
	both.Go(func() error { return server.New(d.config, d.parts).Serve(ctx) })
	return both.Wait()
}

// flightServer makes the server of Flight SQL, which lets the same callers in as that of HTTP.
func flightServer(c config, w *warehouse.Warehouse, exports server.Exports, log *slog.Logger) (*flight.Server, error) {
	settings := flight.Config{
		Listen: c.Flight.Listen, Audits: exports.Audits, TLSCert: c.Flight.TLSCert, TLSKey: c.Flight.TLSKey, Plain: c.Flight.Plain,
		Turn: exports.Exporter.Turn, Grace: time.Duration(c.Server.Grace), Version: version, Logger: log,
	}
	if c.Server.TokenFile != "" {
		tokens, err := access.Open(access.Config{Path: c.Server.TokenFile, Logger: log})
		if err != nil {
			return nil, err
		}
		settings.Callers = tokens
	}
	return flight.New(w, settings), nil
}
