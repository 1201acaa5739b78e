package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"anlan/etl"
	"anlan/etl/notice"
	"anlan/etl/schedule"
	"anlan/reports/alert"
	"anlan/state"
	"anlan/warehouse"
)

// openState opens the transactional state: in PostgreSQL, or in a file of the data folder. A state in a file has one machine;
// where the engine is embedded too, whoever opens it for serving owns it alone, and leases of a server that was killed end.
func openState(ctx context.Context, c config) (*state.Store, error) {
	place := state.Config{URL: c.State.URL}
	if place.URL == "" {
		dir, err := dataFolder(c)
		if err != nil {
			return nil, err
		}
		place.File = filepath.Join(dir, "state.db")
	}
	store, err := state.Open(ctx, place)
	if err != nil {
		return nil, err
	}
	if place.URL == "" && c.Warehouse.URL == "" {
		if err := store.ReleaseAll(ctx); err != nil {
			return nil, errors.Join(err, store.Close())
		}
	}
	return store, nil
}

// forgetAfter is how long what jobs did is kept; the ledger of runs keeps it for good.
const forgetAfter = 90 * 24 * time.Hour

// How often the housekeeping is done.
const (
	inboxEvery   = 10 * time.Second
	deliverEvery = 5 * time.Second
	watchEvery   = time.Minute
	alertsEvery  = 10 * time.Second // whether there is new data, or a new day: nothing else is done where there is not
)

// scheduled makes the scheduler of all pipelines; those without times of their own run when they are asked to.
func scheduled(c config, w *warehouse.Warehouse, store *state.Store, loader *etl.Loader, alerts *alert.Alerts, log *slog.Logger, more ...schedule.Chore) (*schedule.Scheduler, error) {
	pipelines := loader.Pipelines()
	jobs := make([]schedule.Job, 0, len(pipelines))
	for _, p := range pipelines {
		jobs = append(jobs, schedule.Job{Pipeline: p.Name, Schedule: p.Schedule, Windowed: p.Windowed()})
	}
	notifier := notice.New(notice.Config{
		State: store, Webhook: c.Notices.Webhook, Format: c.Notices.Format, Secret: c.Notices.Secret, Link: c.Notices.Link, Logger: log,
	})
	chores := append([]schedule.Chore{
		{Name: "notices", Every: deliverEvery, Run: notifier.Deliver},
		{Name: "watch", Every: watchEvery, Run: func(ctx context.Context) error { return watch(ctx, notifier, w, store, loader) }},
		{Name: "alerts", Every: alertsEvery, Run: func(ctx context.Context) error { return warn(ctx, alerts, notifier) }},
		{Name: "forget", Every: time.Hour, Run: func(ctx context.Context) error { return store.Prune(ctx, time.Now().Add(-forgetAfter)) }},
	}, more...)
	if slices.ContainsFunc(pipelines, func(p *etl.Pipeline) bool { return p.Source.Inbox }) {
		chores = append(chores, schedule.Chore{Name: "inbox", Every: inboxEvery, Run: inboxOf(c, w, store, loader, notifier, log).Scan})
	}
	return schedule.New(schedule.Config{
		State: store, Runner: loader, Jobs: jobs, Chores: chores, Server: serverName(), Logger: log,
		Ended: func(ctx context.Context, e schedule.Ended) {
			if err := tell(ctx, notifier, loader, e); err != nil {
				log.Error("what came of a run could not be put into the outbox", "task", e.Task.ID, "error", err)
			}
		},
	})
}

// tell notes a failure for good, and a recovery. Who runs a pipeline by hand sees what comes of it, and who cancels it knows.
func tell(ctx context.Context, n *notice.Notifier, loader *etl.Loader, e schedule.Ended) error {
	m := notice.Message{Pipeline: e.Task.Job, Run: e.Task.Run, Code: e.Task.Code, Reason: e.Task.Message, Attempts: e.Task.Attempts}
	if p, ok := loader.Pipeline(e.Task.Job); ok {
		m.Title = p.Title.ZH
	}
	switch {
	case e.Err == nil && !e.Run.DryRun:
		m.Attempts = 0
		return n.Recovered(ctx, m)
	case e.Task.State == state.TaskFailed && e.Task.Kind != warehouse.TriggerManual:
		return n.Failed(ctx, m)
	}
	return nil
}

// watch marks runs whose process is gone, and looks for pipelines that have gone stale.
func watch(ctx context.Context, n *notice.Notifier, w *warehouse.Warehouse, store *state.Store, loader *etl.Loader) error {
	if _, err := loader.InterruptGone(ctx); err != nil {
		return err
	}
	known, err := store.Jobs(ctx)
	if err != nil {
		return err
	}
	var watched []notice.Watched
	for _, p := range loader.Pipelines() {
		i := slices.IndexFunc(known, func(j state.Job) bool { return j.Name == p.Name })
		if p.Source.Inbox {
			if err := noteInbox(ctx, w, store, p.Name); err != nil {
				return err
			}
		}
		watched = append(watched, notice.Watched{Pipeline: p, Paused: i >= 0 && known[i].Paused()})
	}
	return n.Watch(ctx, w, watched)
}

// noteInbox lets what comes after a pipeline know of the files that its inbox loaded.
func noteInbox(ctx context.Context, w *warehouse.Warehouse, store *state.Store, pipeline string) error {
	runs, err := w.Runs(ctx, warehouse.RunQuery{Pipeline: pipeline, State: warehouse.RunSucceeded, First: 1})
	if err != nil || len(runs) == 0 {
		return err
	}
	return store.NoteSuccess(ctx, pipeline, runs[0].At)
}

// serverName names this process for people.
func serverName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "anlan"
	}
	return fmt.Sprintf("%s:%d", host, os.Getpid())
}
