package dispatch

import (
	"context"
	"time"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
	"anlan/state"
)

// Composer makes a bulletin of figures; [*bulletin.Composer] is one.
type Composer interface {
	Compose(ctx context.Context, caller access.Caller, r bulletin.Request) (*bulletin.Composition, error)
}

// Renderer prints a document in one format.
type Renderer interface {
	Render(ctx context.Context, d *document.Document, format render.Format, options render.Options) ([]byte, error)
}

// Regions says where a region lies: itself and every region above it on a day, in the managing tree. It is empty for none.
type Regions interface {
	Above(ctx context.Context, region safety.RegionCode, on safety.Date) ([]safety.RegionCode, error)
}

// Options says what the installation is.
type Options struct {
	// Root is the address of the server as readers reach it, without a slash at its end; figures of files lead there.
	Root string
	// Today is the day in Beijing: no document is dated later. Nil asks the state's clock.
	Today func() safety.Date
}

// today is the day in Beijing.
func (b *Bulletins) today(ctx context.Context) (safety.Date, error) {
	if b.options.Today != nil {
		return b.options.Today(), nil
	}
	now, err := b.store.Now(ctx)
	return safety.DateOf(now.In(safety.Beijing())), err
}

// Bulletins keeps bulletins from their drafts on. It is safe for concurrent use, by several servers too.
type Bulletins struct {
	store    *state.Store
	composer Composer
	renderer Renderer
	regions  Regions
	options  Options
	lease    time.Duration // see leaseTime
}

// New gives the bulletins that a state keeps. The state must not be forgotten while the server runs: there is no other copy.
func New(store *state.Store, composer Composer, renderer Renderer, regions Regions, options Options) *Bulletins {
	return &Bulletins{store: store, composer: composer, renderer: renderer, regions: regions, options: options, lease: leaseTime}
}
