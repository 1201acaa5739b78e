package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/reports/assessment"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/render"
	"anlan/reports/render/file"
	"anlan/reports/render/font"
	"anlan/reports/result"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// bulletin measures a province's monthly run: the bulletin of every county and zone, composed and printed in all formats, against
// the bare metric queries of the same bulletins.
func (b *bench) bulletin(ctx context.Context) error {
	dir := filepath.Join(b.dir, "data")
	if _, err := os.Stat(dir); err != nil {
		if err := b.load(ctx); err != nil {
			return err
		}
	}
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer w.Close(ctx) //nolint:errcheck // the next open reports a folder that is still taken
	store, err := state.Open(ctx, state.Config{File: filepath.Join(b.dir, "bulletin.db")})
	if err != nil {
		return err
	}
	defer store.Close() //nolint:errcheck // removed with the folder
	composer, err := composing(w, store)
	if err != nil {
		return err
	}
	fonts, err := font.Open("")
	if err != nil {
		return err
	}
	v, err := w.Current(ctx)
	if err != nil {
		return err
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return err
	}
	run := monthly{w: w, composer: composer, printer: file.New(fonts), month: safety.NewMonth(2026, 6).Period(), version: v.Number, printed: map[render.Format]time.Duration{}}
	units := regions.Below(warehouse.Managing, "370000", safety.LevelCounty, run.month.To)
	start := time.Now()
	for _, unit := range units {
		if err := run.one(ctx, unit.Code); err != nil {
			return fmt.Errorf("bulletin of %s: %w", unit.Name, err)
		}
	}
	whole := time.Since(start) - run.bare
	n := float64(len(units))
	name := fmt.Sprintf("monthly bulletins of %d counties and zones", len(units))
	b.add(Result{Name: name + ", all formats", Value: whole.Seconds(), Unit: "s", Baseline: run.bare.Seconds(), Against: "the bare metric queries of the same bulletins"})
	b.add(Result{Name: name + ", composed, each", Value: run.composed.Seconds() * 1000 / n, Unit: "ms", Baseline: run.bare.Seconds() * 1000 / n, Against: "its bare metric queries"})
	for _, format := range render.Formats() {
		b.add(Result{Name: name + ", " + string(format) + ", each", Value: run.printed[format].Seconds() * 1000 / n, Unit: "ms"})
	}
	b.add(Result{Name: name + ", peak memory with the engine", Value: memoryOf(os.Getpid(), "VmHWM"), Unit: "MiB"})
	return nil
}

func composing(w *warehouse.Warehouse, store *state.Store) (*bulletin.Composer, error) {
	assessments, err := assessment.Open(w, assessment.Options{})
	if err != nil {
		return nil, err
	}
	alerts, err := alert.Open(w, store, alert.Options{})
	if err != nil {
		return nil, err
	}
	gatherer := material.New(material.Sources{Warehouse: w, Rankings: assessments, Officials: result.New(store, assessments, "bench"), Alerts: alerts})
	return bulletin.Open(bulletin.Sources{Catalogue: w.Catalogue(), Material: gatherer}, bulletin.Options{})
}

// monthly is a run on its way, with what it took so far.
type monthly struct {
	w        *warehouse.Warehouse
	composer *bulletin.Composer
	printer  *file.Renderer
	month    safety.Period
	version  uint64

	composed, bare time.Duration
	printed        map[render.Format]time.Duration
}

// one makes one bulletin; then its metric queries are asked as they are.
func (m *monthly) one(ctx context.Context, region safety.RegionCode) error {
	start := time.Now()
	c, err := m.composer.Compose(ctx, access.Local(), bulletin.Request{Kind: "monthly", Region: region, Period: m.month, Version: m.version})
	if err != nil {
		return err
	}
	m.composed += time.Since(start)
	d := c.Documents[document.Chinese]
	for _, format := range render.Formats() {
		start := time.Now()
		if _, err := m.printer.Render(ctx, d, format, render.Options{}); err != nil {
			return err
		}
		m.printed[format] += time.Since(start)
	}
	start = time.Now()
	for _, q := range d.Queries {
		if q.Metric == nil {
			continue
		}
		if _, err := m.w.Metrics(ctx, warehouse.Everything(), *q.Metric); err != nil {
			return err
		}
	}
	m.bare += time.Since(start)
	return nil
}
