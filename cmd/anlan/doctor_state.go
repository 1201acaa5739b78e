package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"anlan/state"
)

// mostSkew is how far this machine's clock may be from the database's before due times look wrong to people.
const mostSkew = time.Minute

// state looks at the transactional state. A file that is not there yet is not made; tables that are behind are brought up to
// date, as any start does.
func (e *examination) state(ctx context.Context, c config) {
	place := state.Config{URL: c.State.URL, File: filepath.Join(c.Warehouse.Data, "state.db")}
	advice := "read the message; jobs do not run without the state"
	if place.URL != "" {
		advice = "check state.url, and that PostgreSQL runs: " + masked(place.URL)
	} else if _, err := os.Stat(place.File); errors.Is(err, os.ErrNotExist) {
		e.note("state", place.File+" is not there yet; “anlan serve” makes it")
		return
	}
	store, err := state.Open(ctx, place)
	if !e.report("state", orFile(place)+" opens", err, advice) {
		return
	}
	defer store.Close() //nolint:errcheck // it was only read
	now, err := store.Now(ctx)
	if skew := time.Since(now).Abs(); err == nil && skew > mostSkew {
		err = fmt.Errorf("this machine's clock and the database's differ by %s", skew.Round(time.Second))
	}
	e.report("clock", "agrees with the state's", err, "let both take their time from one source (NTP)")
	jobs, err := store.Jobs(ctx)
	e.report("jobs", fmt.Sprintf("%d known", len(jobs)), err, advice)
	for _, job := range jobs {
		if job.Paused() {
			e.note("jobs", fmt.Sprintf("%s is paused since %s by %s: %s", job.Name, job.PausedAt.Format(time.DateTime), job.PausedBy, job.PausedWhy))
		}
	}
	e.results(ctx, store)
	e.bulletins(ctx, store)
	e.deliveries(ctx, store)
	e.exports(ctx, c, store)
	outages, err := store.Outages(ctx)
	if err != nil {
		e.report("outages", "", err, advice)
	}
	for _, o := range outages {
		e.note("outages", fmt.Sprintf("%s: %s since %s", o.Subject, o.Kind, o.Since.Format(time.DateTime)))
	}
	if c.State.URL == "" && c.Warehouse.URL != "" {
		e.note("state", "is a file of this machine: further servers on this warehouse need state.url")
	}
}

// orFile is the address without its password, or the file.
func orFile(place state.Config) string {
	if place.URL != "" {
		return masked(place.URL)
	}
	return place.File
}
