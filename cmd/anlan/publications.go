package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"anlan/etl/schedule"
	"anlan/reports/result"
	"anlan/state"
	"anlan/warehouse"
)

// publishEvery is how soon after an act its result is a data set: acts answer at once, and wait for no load.
const publishEvery = 5 * time.Second

func publishing(p *result.Publisher) schedule.Chore {
	return schedule.Chore{Name: "publications", Every: publishEvery, Run: p.Keep}
}

// publishAtLast is how long a command of its own waits for who changes the data, after what it did with results.
const publishAtLast = 10 * time.Second

// publishNow brings the data sets up to date for a command that no server runs. What it cannot, the next server does.
func (o *opening) publishNow(ctx context.Context, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishAtLast)
	defer cancel()
	if err := o.publisher.Keep(ctx); err != nil {
		log.Warn("published results are not in the data sets yet; the next start of the server brings them there", "error", err)
	}
}

// publications says whether the data sets say what is published.
func (e *examination) publications(ctx context.Context, store *state.Store, w *warehouse.Warehouse) {
	behind, err := result.NewPublisher(store, w).Behind(ctx)
	if err == nil && len(behind) > 0 {
		err = fmt.Errorf("%d published results are not in the data sets as they are now: %s", len(behind), strings.Join(behind[:min(len(behind), 5)], ", "))
	}
	e.report("publications", "the data sets say what is published", err, "start the server, which brings them there; its log says why it could not")
}

// besideState compares the data with the state, where there is one.
func (e *examination) besideState(ctx context.Context, c config, w *warehouse.Warehouse) {
	place := state.Config{URL: c.State.URL, File: filepath.Join(c.Warehouse.Data, "state.db")}
	if _, err := os.Stat(place.File); place.URL == "" && err != nil {
		return
	}
	store, err := state.Open(ctx, place)
	if err != nil {
		return // the state was reported already
	}
	defer store.Close() //nolint:errcheck // it was only read
	e.publications(ctx, store, w)
}
