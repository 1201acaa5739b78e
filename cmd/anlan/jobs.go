package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/state"
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

// scheduled makes the scheduler of all pipelines; those without times of their own run when they are asked to.
func scheduled(store *state.Store, loader *etl.Loader, log *slog.Logger) (*schedule.Scheduler, error) {
	pipelines := loader.Pipelines()
	jobs := make([]schedule.Job, 0, len(pipelines))
	for _, p := range pipelines {
		jobs = append(jobs, schedule.Job{Pipeline: p.Name, Schedule: p.Schedule})
	}
	return schedule.New(schedule.Config{
		State: store, Runner: loader, Jobs: jobs, Server: serverName(), Logger: log,
		Chores: []schedule.Chore{{Name: "forget", Every: time.Hour, Run: func(ctx context.Context) error {
			return store.Prune(ctx, time.Now().Add(-forgetAfter))
		}}},
	})
}

// serverName names this process for people.
func serverName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "anlan"
	}
	return fmt.Sprintf("%s:%d", host, os.Getpid())
}
