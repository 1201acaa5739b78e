package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"anlan/reports/render"
	"anlan/safety"
)

type bulletinRunCommand struct {
	Kind     string   `required:"" placeholder:"NAME" help:"Name of the kind; “anlan bulletin kinds” lists them."`
	Region   string   `required:"" placeholder:"CODE" help:"The region."`
	Each     string   `placeholder:"LEVEL" enum:",city,county,town" default:"" help:"One bulletin of each region of this level below it: city, county or town; one of the region itself when absent."`
	Sector   string   `placeholder:"CODE" help:"Only this sector; all when absent."`
	Period   string   `required:"" placeholder:"PERIOD" help:"The period, as 2026-05."`
	Version  int      `placeholder:"N" help:"Data version, of all of them; the newest when absent."`
	Formats  []string `default:"all" help:"docx, pdf, html, md, xlsx, json or all."`
	Lang     []string `default:"zh" help:"Languages: zh, en or both."`
	Appendix bool     `help:"With a table of every printed figure."`
	Out      string   `short:"o" required:"" placeholder:"DIR" help:"Folder to write to. A run that was cut short goes on there."`
	AtOnce   int      `default:"2" placeholder:"N" help:"So many bulletins at once."`
}

// bulletinRun is one run on its way.
type bulletinRun struct {
	*bulletinRunCommand

	app     *app
	ask     *contract
	formats []render.Format
	period  safety.Period
	version int
	kept    *runRecord
}

// place is a region that is to have a bulletin, and what came of it.
type place struct {
	Code, Name string

	bulletin *bulletinView
	did      string // drafted, refreshed, kept; unchanged when all its files were there
	files    int
	err      error
}

// Run prints a line a bulletin, and fails when one of them could not be made; the others are.
func (r *bulletinRunCommand) Run(a *app) error {
	formats, err := formatsOf(r.Formats)
	if err != nil {
		return err
	}
	for _, language := range r.Lang {
		if language != "zh" && language != "en" {
			return usageError{fmt.Errorf("there is no language %q; expected zh or en", language)}
		}
	}
	period, err := safety.ParsePeriod(r.Period)
	if err != nil {
		return usageError{err}
	}
	if r.AtOnce < 1 {
		return usageError{errors.New("--at-once takes 1 or more")}
	}
	record, err := openRecord(r.Out)
	if err != nil {
		return err
	}
	defer record.close()
	return a.withContract(func(ctx context.Context, ask *contract) error {
		run := &bulletinRun{bulletinRunCommand: r, app: a, ask: ask, formats: formats, period: period, kept: record}
		places, err := run.places(ctx)
		if err != nil {
			return err
		}
		run.all(ctx, places)
		return errors.Join(run.report(places), ctx.Err())
	})
}

// places lists the regions that are to have a bulletin, and settles the data version of all of them.
func (r *bulletinRun) places(ctx context.Context) ([]*place, error) {
	variables := given(map[string]any{"region": r.Region, "level": strings.ToUpper(r.Each), "on": r.period.To.String()})
	if r.Version != 0 {
		variables["version"] = r.Version
	}
	var answer struct {
		Region  *place
		Regions []*place
		Version struct{ Number int }

		BulletinKinds []struct{ Name string }
	}
	if err := r.ask.asks(ctx, "bulletin_places", variables, &answer); err != nil {
		return nil, err
	}
	r.version = answer.Version.Number
	known := slices.ContainsFunc(answer.BulletinKinds, func(k struct{ Name string }) bool { return k.Name == r.Kind })
	switch {
	case !known:
		return nil, usageError{fmt.Errorf("there is no kind of bulletin %q; “anlan bulletin kinds” lists them", r.Kind)}
	case r.version == 0:
		return nil, usageError{fmt.Errorf("there is no data version %d", r.Version)}
	case answer.Region == nil:
		return nil, usageError{fmt.Errorf("there is no region %s on %s", r.Region, r.period.To)}
	case r.Each == "":
		return []*place{answer.Region}, nil
	case len(answer.Regions) == 0:
		return nil, usageError{fmt.Errorf("%s has no regions of the level %s below it", answer.Region.Name, r.Each)}
	}
	return answer.Regions, nil
}

// all makes the bulletins, some at once, until all are tried, the disk is full or the command is interrupted.
func (r *bulletinRun) all(ctx context.Context, places []*place) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	bars := newProgress(r.app)
	defer bars.end()
	bars.begin("bulletins")
	var (
		wait  sync.WaitGroup
		mutex sync.Mutex
		done  int
		began = time.Now()
		queue = make(chan *place)
	)
	for range r.AtOnce {
		wait.Go(func() {
			for p := range queue {
				p.err = r.one(ctx, p)
				if errors.Is(p.err, syscall.ENOSPC) {
					stop(p.err)
				}
				mutex.Lock()
				done++
				bars.rename(left(done, len(places), time.Since(began)))
				bars.set(int64(done), int64(len(places)))
				mutex.Unlock()
			}
		})
	}
	for _, p := range places {
		select {
		case queue <- p:
		case <-ctx.Done():
			p.err = context.Canceled
		}
	}
	close(queue)
	wait.Wait()
}

// left says how many are done, and about how long the others take.
func left(done, of int, took time.Duration) string {
	if done == of {
		return fmt.Sprintf("%d bulletins", of)
	}
	remaining := (took / time.Duration(done) * time.Duration(of-done)).Round(time.Second)
	return fmt.Sprintf("%d of %d, %v left", done, of, remaining)
}

// one makes the bulletin of a region and writes its files, unless they are there.
func (r *bulletinRun) one(ctx context.Context, p *place) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := r.current(ctx, p); err != nil {
		return err
	}
	if n, whole := r.kept.whole(p, r.formats, r.Lang, r.Appendix); whole {
		p.did, p.files = "unchanged", n
		return nil
	}
	entry := runEntry{Bulletin: p.bulletin.ID, Digest: p.bulletin.Digest}
	for _, language := range r.Lang {
		for _, format := range r.formats {
			f, err := r.ask.bulletinFile(ctx, p.bulletin.ID, format, language, r.Appendix)
			if err != nil {
				return err
			}
			name := p.Code + " " + f.name
			if err := writeWhole(r.kept.path(name), f.body); err != nil {
				return err
			}
			entry.Files = append(entry.Files, runFile{Format: format, Language: language, Appendix: r.Appendix, Name: name, SHA256: f.sha256})
			p.files++
		}
	}
	return r.kept.add(p.Code, entry)
}

// current finds the bulletin of a region, and makes it one of the run's data version where it is still a draft.
func (r *bulletinRun) current(ctx context.Context, p *place) error {
	if found, err := r.find(ctx, p); err != nil || found {
		return err
	}
	b, err := r.ask.actsOnBulletin(ctx, "draft_bulletin", map[string]any{"draft": draftOf(r.Kind, p.Code, r.Sector, r.Period, r.version, ""), "remark": ""})
	if said := (*faultsError)(nil); errors.As(err, &said) && said.has("conflict") {
		_, err = r.find(ctx, p) // somebody else was quicker
		return err
	}
	p.bulletin, p.did = b, "drafted"
	return err
}

func (r *bulletinRun) find(ctx context.Context, p *place) (found bool, err error) {
	var answer struct {
		Bulletins struct{ Nodes []bulletinView }
	}
	query := map[string]any{"kind": r.Kind, "region": p.Code, "period": r.Period}
	if err := r.ask.asks(ctx, "bulletin_case", map[string]any{"query": query}, &answer); err != nil {
		return false, err
	}
	i := slices.IndexFunc(answer.Bulletins.Nodes, func(b bulletinView) bool {
		return b.Case.Sector == r.Sector && b.Stage != "VOID" && b.Stage != "SUPERSEDED"
	})
	if i < 0 {
		return false, nil
	}
	p.bulletin, p.did = &answer.Bulletins.Nodes[i], "kept"
	if p.bulletin.Stage != "DRAFT" || p.bulletin.DataVersion == r.version {
		return true, nil
	}
	p.bulletin, err = r.ask.actsOnBulletin(ctx, "refresh_bulletin", map[string]any{"id": p.bulletin.ID, "version": r.version, "seen": 0, "remark": ""})
	p.did = "refreshed"
	return true, err
}

// report prints a line a bulletin, and names those that could not be made.
func (r *bulletinRun) report(places []*place) error {
	table := newListing(r.app.stdout, "REGION", "NAME", "BULLETIN", "STAGE", "DATA", "FILES", "DID")
	var failed []string
	untried := 0
	for _, p := range places {
		if errors.Is(p.err, context.Canceled) {
			untried++
			continue
		}
		if p.err != nil {
			failed = append(failed, fmt.Sprintf("  %s %s: %v", p.Code, p.Name, explain(p.err)))
			continue
		}
		table.row(p.Code, p.Name, p.bulletin.ID, word(p.bulletin.Stage), p.bulletin.DataVersion, p.files, p.did)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	bad := len(failed)
	if untried > 0 {
		failed = append(failed, fmt.Sprintf("  %d others were not tried to their end", untried))
	}
	if len(failed) == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d bulletins could not be made; the same command makes them when the cause is gone:\n%s", bad+untried, len(places), strings.Join(failed, "\n"))
}
