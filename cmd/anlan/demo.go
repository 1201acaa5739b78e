package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"anlan/demo"
	"anlan/etl"
	"anlan/reports/assessment"
	"anlan/warehouse"
)

// demoCommand makes invented records, loads them through the pipelines that ship, checks that the warehouse answers what
// was written, and serves.
type demoCommand struct {
	Listen  string `help:"Address to serve on, instead of server.listen." placeholder:"ADDR"`
	Scale   string `default:"medium" enum:"small,medium,large" help:"How many records: small (seconds), medium (a minute or two) or large."`
	Seed    uint64 `default:"1" help:"Another seed makes other records; the same one the same."`
	NoServe bool   `help:"End when the records are loaded and checked."`
}

// Run does only what is not done yet: on a folder with the same records it changes nothing.
func (d *demoCommand) Run(a *app) error {
	if !d.NoServe {
		if err := a.portFree(d.Listen); err != nil {
			return err
		}
	}
	return a.withWarehouse(func(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger) error {
		stage := demoStage{
			options: demo.Options{Dir: filepath.Join(c.Warehouse.Data, "demo"), Scale: demo.Scale(d.Scale), Seed: d.Seed},
			app:     a, warehouse: w, log: log,
		}
		if err := stage.fill(ctx); err != nil {
			return err
		}
		if c.ETL.SourceDir == "" {
			if err := offer(stage.options.Dir, c.sources()); err != nil {
				return err
			}
		}
		if d.NoServe {
			return nil
		}
		if err := demoBulletins(ctx, c, w, log); err != nil {
			return fmt.Errorf("make bulletins: %w", err)
		}
		return serve(ctx, listening(c, d.Listen), w, log, func(address net.Addr) {
			a.tellf("\nOpen  http://%[1]s/\n      http://%[1]s/graphiql/\n      http://%[1]s%[2]s\nEnd with Ctrl-C.\n", address, firstQuestion)
		})
	})
}

// firstQuestion is a ranking, ready to be opened in a browser.
const firstQuestion = "/graphql?query=%7Bassessment(region:%22370300%22,period:%222026Q3%22)%7Bsubjects%7Brank,name,score%7D%7D%7D"

// demoStage is one demo on its way.
type demoStage struct {
	*app

	options   demo.Options
	warehouse *warehouse.Warehouse
	log       *slog.Logger
	bars      *progress
}

// fill makes the files, loads what is not loaded yet, checks all of it and says what came of it.
func (d *demoStage) fill(ctx context.Context) error {
	began := time.Now()
	loaded, err := d.loaded(ctx)
	if err != nil {
		return err
	}
	truth := d.written()
	if truth == nil && len(loaded) > 0 {
		return d.otherRecords()
	}
	d.bars = newProgress(d.app)
	defer func() { d.bars.end() }()
	if truth == nil {
		d.tellf("Writing invented records (%s, seed %d) to %s\n", d.options.Scale, d.options.Seed, d.options.Dir)
		d.bars.begin("writing records")
		d.options.Progress = d.bars.set
		if truth, err = demo.Generate(ctx, d.options); err != nil {
			return err
		}
	}
	runs, err := d.load(ctx, truth, loaded)
	d.bars.end()
	if err != nil {
		return err
	}
	if err := demo.Check(ctx, d.warehouse, truth); err != nil {
		return fmt.Errorf("check the demo: %w", err)
	}
	return d.report(ctx, runs, began)
}

// loaded gives, by pipeline, the newest run that published or found nothing new.
func (d *demoStage) loaded(ctx context.Context) (map[string]warehouse.Run, error) {
	byPipeline := map[string]warehouse.Run{}
	for _, state := range []string{warehouse.RunSucceeded, warehouse.RunUnchanged} {
		runs, err := d.warehouse.Runs(ctx, warehouse.RunQuery{State: state, First: 200})
		if err != nil {
			return nil, err
		}
		for _, r := range runs {
			if r.ID > byPipeline[r.Pipeline].ID {
				byPipeline[r.Pipeline] = r
			}
		}
	}
	return byPipeline, nil
}

// written gives the truth about files that are there whole and are the ones asked for; nil when they must be written.
func (d *demoStage) written() *demo.Truth {
	truth, err := demo.ReadTruth(d.options.Dir)
	if err != nil || truth.Scale != d.options.Scale || truth.Seed != d.options.Seed {
		return nil // not written yet, cut short, or another demo's
	}
	for fact := range truth.Facts {
		if _, err := os.Stat(d.file(fact)); err != nil {
			return nil // a file was taken away
		}
	}
	return truth
}

func (d *demoStage) otherRecords() error {
	return fmt.Errorf("the warehouse holds other records than the demo of scale %s and seed %d: choose a folder of its own with --data DIR",
		d.options.Scale, d.options.Seed)
}

// load runs the pipelines whose file has not been loaded yet.
func (d *demoStage) load(ctx context.Context, truth *demo.Truth, loaded map[string]warehouse.Run) ([]warehouse.Run, error) {
	loader, err := d.loader()
	if err != nil {
		return nil, err
	}
	var runs []warehouse.Run
	for _, p := range loader.Pipelines() {
		want, ok := truth.Facts[p.Fact.Name]
		if !ok || !matches(p, demo.FileName(p.Fact.Name)) {
			continue
		}
		if old, done := loaded[p.Name]; done && int64(old.RowsRead) == want.Rows {
			continue
		}
		d.bars.begin(p.Name)
		run, err := loader.Run(ctx, p.Name, etl.RunOptions{Files: []string{d.file(p.Fact.Name)}, Progress: func(now etl.Progress) {
			d.bars.rename(p.Name + ": " + string(now.Phase))
			d.bars.set(soFar(string(now.Phase), now.BytesRead, now.BytesTotal), 100)
		}})
		if err != nil {
			return runs, fmt.Errorf("load %s: %w", demo.FileName(p.Fact.Name), err)
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// loader loads what was written. What the demo enters for assessments is for the schemes that ship.
func (d *demoStage) loader() (*etl.Loader, error) {
	assessments, err := assessment.Open(d.warehouse, assessment.Options{Logger: d.log})
	if err != nil {
		return nil, err
	}
	return etl.Open(d.warehouse, etl.Options{SourceDir: d.options.Dir, Program: version, Items: assessments.EnteredItems(), Logger: d.log})
}

// offer links the files of records from the source folder, so that a pipeline of the demo finds its file when somebody runs it. What is
// there by that name stays.
func offer(written, sources string) error {
	files, err := filepath.Glob(filepath.Join(written, "*.csv"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(sources, 0o750); err != nil {
		return fmt.Errorf("make the source folder: %w", err)
	}
	for _, file := range files {
		target, err := filepath.Rel(sources, file)
		if err != nil {
			return err
		}
		if err := os.Symlink(target, filepath.Join(sources, filepath.Base(file))); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("offer the demo's file: %w", err)
		}
	}
	return nil
}

func (d *demoStage) file(fact string) string {
	return filepath.Join(d.options.Dir, demo.FileName(fact))
}

// matches reports whether a pipeline is the one of Anlan's own record file.
func matches(p *etl.Pipeline, file string) bool {
	for _, pattern := range p.Source.Files {
		if ok, err := filepath.Match(pattern, file); err == nil && ok {
			return true
		}
	}
	return false
}

// report is the short summary on standard output.
func (d *demoStage) report(ctx context.Context, runs []warehouse.Run, began time.Time) error {
	v, err := d.warehouse.Current(ctx)
	if err != nil {
		return err
	}
	if len(runs) == 0 {
		_, err := fmt.Fprintf(d.stdout, "The demo is loaded already; nothing was changed. Data version %d, all totals agree.\n", v.Number)
		return err
	}
	views := make([]runView, len(runs))
	for i, r := range runs {
		views[i] = viewOf(r)
	}
	if err := printRuns(d.stdout, views...); err != nil {
		return err
	}
	var read, rejected uint64
	for _, r := range runs {
		read, rejected = read+r.RowsRead, rejected+r.RowsRejected
	}
	_, err = fmt.Fprintf(d.stdout, "\n%s rows, %s rejected as they should be, %.0f seconds, data version %d; all totals agree with what was written.\n",
		strings.TrimSpace(count(read)), count(rejected), time.Since(began).Seconds(), v.Number)
	return err
}
