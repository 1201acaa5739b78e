package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"
	"time"

	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/export"
	"anlan/export/job"
	"anlan/graph"
	"anlan/reports/alert"
	"anlan/reports/assessment"
	"anlan/reports/bulletin"
	"anlan/reports/delivery"
	"anlan/reports/dispatch"
	"anlan/reports/geo"
	"anlan/reports/material"
	"anlan/reports/result"
	"anlan/reports/risk"
	"anlan/reports/timetable"
	"anlan/server"
	"anlan/state"
	"anlan/warehouse"
)

// serveCommand serves until a signal.
type serveCommand struct {
	Listen string `help:"Address to serve on, instead of server.listen." placeholder:"ADDR"`
}

// Run returns nil after a signal: what runs was let finish and the engine is closed.
func (s *serveCommand) Run(a *app) error {
	if err := a.portFree(s.Listen); err != nil {
		return err
	}
	return a.withWarehouse(func(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger) error {
		return serve(ctx, listening(c, s.Listen), w, log, func(address net.Addr) {
			a.tellf("Anlan serves on http://%s/\n", address)
		})
	})
}

// serve answers until ctx ends.
func serve(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger, onListen func(net.Addr)) error {
	o, err := opened(ctx, c, w, log)
	if err != nil {
		return err
	}
	defer o.close(log) //nolint:contextcheck // closing has its own deadline
	warnOfRegions(ctx, w, c, log)
	if err := o.jobs.Start(ctx); err != nil {
		return err
	}
	defer runExportJobs(ctx, o, log)()
	door := o.door
	socket, done, err := socketPlace(c)
	if err != nil {
		return err
	}
	defer done()
	door.config.Listen, door.config.Socket = c.Server.Listen, socket
	door.config.OnListen = func(address net.Addr) {
		if err := w.Announce(socket); err != nil {
			log.Warn("commands will not find this server", "error", err)
		}
		onListen(address)
	}
	return serveAll(ctx, c, w, log, door)
}

// door is what a server, or a command of its own, answers with.
type door struct {
	config server.Config
	parts  server.Parts
}

// opening is what a server, or a command of its own, works with.
type opening struct {
	loader *etl.Loader
	state  *state.Store
	jobs   *schedule.Scheduler // not started: it answers, and runs nothing by itself
	alerts *alert.Alerts
	door   *door
	// publisher keeps the data sets of published results.
	publisher *result.Publisher

	exporter *export.Exporter
	exports  *job.Jobs // in parts
}

// close ends what goes on and lets go of the state.
func (o *opening) close(log *slog.Logger) {
	if err := errors.Join(o.jobs.Stop(), o.state.Close()); err != nil {
		log.Warn("the scheduler did not end cleanly", "error", err)
	}
}

// opened makes everything that the contract is answered from.
func opened(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger) (*opening, error) {
	assessments, err := assessment.Open(w, assessment.Options{SchemeDir: c.Reports.Schemes, Logger: log})
	if err != nil {
		return nil, err
	}
	risks, err := risk.Open(w, risk.Options{Dir: c.Reports.RiskModels, Logger: log})
	if err != nil {
		return nil, err
	}
	atlas, err := geo.Open(c.Map.Shapes)
	if err != nil {
		return nil, err
	}
	options, err := c.loader(log)
	if err != nil {
		return nil, err
	}
	options.Items = assessments.EnteredItems()
	o := &opening{}
	if o.state, err = openState(ctx, c); err != nil {
		return nil, err
	}
	options.State = o.state
	o.loader, err = etl.Open(w, options) //nolint:contextcheck // it reads its files at once
	if err == nil {
		o.alerts, err = alert.Open(w, o.state, alert.Options{RuleDir: c.Reports.AlertRules, Logger: log})
	}
	results := result.New(o.state, assessments, version)
	o.publisher = result.NewPublisher(o.state, w)
	var composer *bulletin.Composer
	var bulletins *dispatch.Bulletins
	var post *delivery.Post
	var drafts *timetable.Timetable
	if err == nil {
		composer, bulletins, err = openBulletins(c, w, o.state, material.Sources{Rankings: assessments, Officials: results, Alerts: o.alerts}, log)
	}
	if err == nil {
		post, err = openDelivery(c, o.state, composer, bulletins, log)
	}
	if err == nil {
		drafts, err = openTimetable(c, w, o.state, composer, bulletins, log)
	}
	if err == nil {
		o.jobs, err = scheduled(c, w, o.state, o.loader, o.alerts, log, append(bulletinChores(post, drafts), publishing(o.publisher))...)
	}
	if err != nil {
		return nil, errors.Join(err, o.state.Close())
	}
	limits := graph.DefaultLimits()
	limits.Timeout = time.Duration(c.Server.QueryTimeout)
	limits.Complexity = c.Server.Complexity
	limits.CacheBytes = int64(c.Server.Cache)
	sources := graph.FromWarehouse(w, assessments, o.loader)
	sources.Risks, sources.Alerts, sources.Results = risks, o.alerts, results
	sources.Bulletins, sources.BulletinKinds, sources.Deliveries = bulletins, composer, post
	sources.Schedule, sources.Backfills, sources.News = o.jobs, o.jobs, o.state
	o.exporter = openExporter(c, w, o.state, log)
	o.exports = openExportJobs(c, w, o.state, log)
	sources.Exports, sources.ExportLimits = o.exports, c.exportLimits()
	o.door = &door{
		server.Config{TokenFile: c.Server.TokenFile, Limits: limits, Grace: time.Duration(c.Server.Grace), Logger: log},
		server.Parts{
			Sources:   sources,
			Bulletins: bulletins,
			Exports:   server.Exports{Exporter: o.exporter, Sets: w, Audits: o.state, Files: o.exports},
			Maps:      server.Maps{Atlas: atlas, Data: w, Risks: risks},
			Ready:     func(ctx context.Context) error { return errors.Join(ready(ctx, w), o.state.Ping(ctx)) },
			Version:   version,
		},
	}
	return o, nil
}

// ready fails when questions cannot be answered: the engine does not, or what every answer needs cannot be read. Once
// read, the regions of a version come from memory.
func ready(ctx context.Context, w *warehouse.Warehouse) error {
	if err := w.Conn().Ping(ctx); err != nil {
		return err
	}
	v, err := w.Current(ctx)
	if err != nil {
		return err
	}
	regions, err := w.Regions(ctx, v)
	if err == nil && len(regions.All()) == 0 {
		err = errors.New("there are no regions")
	}
	return err
}

// listening puts the address of a flag over that of the configuration.
func listening(c config, address string) config {
	if address != "" {
		c.Server.Listen = address
	}
	return c
}

// portFree fails when something else serves on the address, before the engine is opened and records are loaded.
func (a *app) portFree(address string) error {
	c, err := a.configuration()
	if err != nil {
		return err
	}
	address = listening(c, address).Server.Listen
	listener, err := new(net.ListenConfig).Listen(a.ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is taken by another program: end it, or serve elsewhere with --listen 127.0.0.1:8081", address)
	case err != nil:
		return usageError{fmt.Errorf("cannot serve on %s: %w", address, err)}
	}
	return listener.Close()
}
