package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"anlan/etl/schedule"
	"anlan/reports/bulletin"
	"anlan/reports/delivery"
	"anlan/reports/dispatch"
	"anlan/reports/timetable"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// How often it is looked whether a draft is due, and whether something is to be sent.
const (
	draftEvery = time.Minute
	sendEvery  = 5 * time.Second
)

// openDelivery reads who gets bulletins, and gives what sends them.
func openDelivery(c config, store *state.Store, composer *bulletin.Composer, bulletins *dispatch.Bulletins, log *slog.Logger) (*delivery.Post, error) {
	settings := delivery.Config{State: store, Bulletins: bulletins, Root: c.Notices.Link, Logger: log}
	if file := c.Bulletin.Recipients; file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read bulletin.recipients: %w", err)
		}
		if settings.Recipients, err = delivery.Read(file, text, delivery.Known{Kinds: kindNames(composer.Kinds())}); err != nil {
			return nil, err
		}
	}
	sender, err := c.Mail.sender()
	if err != nil {
		return nil, err
	}
	if sender != nil {
		settings.Mailer = sender
	}
	return delivery.New(settings)
}

func kindNames(kinds []*bulletin.Kind) []string {
	var names []string
	for _, k := range kinds {
		if !slices.Contains(names, k.Name) {
			names = append(names, k.Name)
		}
	}
	return names
}

// openTimetable reads which drafts are made by themselves, and gives what makes them; nil where none are.
func openTimetable(c config, w *warehouse.Warehouse, store *state.Store, composer *bulletin.Composer, bulletins *dispatch.Bulletins, log *slog.Logger) (*timetable.Timetable, error) {
	file := c.Bulletin.Schedule
	if file == "" {
		return nil, nil //nolint:nilnil // nothing is drafted by itself
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read bulletin.schedule: %w", err)
	}
	entries, err := timetable.Read(file, text, composer.Kinds())
	if err != nil {
		return nil, err
	}
	return timetable.New(timetable.Config{State: store, Drafts: bulletins, Kinds: composer, Places: timetable.PlacesOf(w), Entries: entries, Logger: log}), nil
}

// bulletinChores are what the scheduler does for bulletins: make drafts that are due, and send what was issued.
func bulletinChores(post *delivery.Post, drafts *timetable.Timetable) []schedule.Chore {
	chores := []schedule.Chore{{Name: "deliveries", Every: sendEvery, Run: post.Run}}
	if drafts != nil {
		chores = append(chores, schedule.Chore{Name: "drafts", Every: draftEvery, Run: drafts.Run})
	}
	return chores
}

// warnOfRegions says which recipients are of regions that the data do not know: they get nothing.
func warnOfRegions(ctx context.Context, w *warehouse.Warehouse, c config, log *slog.Logger) {
	text, err := os.ReadFile(c.Bulletin.Recipients)
	if c.Bulletin.Recipients == "" || err != nil {
		return // it was read before
	}
	version, err := w.Current(ctx)
	if err != nil {
		return // nothing can be said
	}
	regions, err := w.Regions(ctx, version)
	if err != nil || len(regions.All()) == 0 {
		return
	}
	_, err = delivery.Read(c.Bulletin.Recipients, text, delivery.Known{Region: func(code safety.RegionCode) bool { return regions.Known(code) }})
	if err != nil {
		log.Warn("some recipients of bulletins are of regions that are not known, and get nothing", "error", strings.ReplaceAll(err.Error(), "\n", "; "))
	}
}
