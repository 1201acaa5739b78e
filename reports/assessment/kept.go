package assessment

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/maypok86/otter/v2"

	"anlan/reports/scheme"
	"anlan/safety"
)

// mostKept bounds the subjects of all rankings that are kept: some 30 rankings of all counties of a province.
const mostKept = 4096

// mostExplained bounds the subjects of all rankings whose reasons are kept.
const mostExplained = 2048

// rankingKey is all that a ranking depends on, beside the catalogue and the schemes, which stay the same as long as the
// process. The caller is not in it: a ranking is the same for every caller, and what of it may be seen is decided each time.
type rankingKey struct {
	query    Query // resolved: version, tree and day are set
	scheme   *scheme.Scheme
	treeDate safety.Date
}

// kept keeps rankings and their reasons, so that the callers of a peer group share them, and a quarter shares its ranking with
// the next one's movement.
type kept struct {
	rankings    *otter.Cache[rankingKey, *ranking]
	reasons     *otter.Cache[pairKey, *explained]
	certainties *otter.Cache[certaintyKey, *scheme.Certainty]
}

// certaintyKey is all that a resampling depends on.
type certaintyKey struct {
	rankingKey
	draws int
}

// mostCertainties bounds the resamplings that are kept.
const mostCertainties = 64

func newKept() (*kept, error) {
	rankings, err := otter.New(&otter.Options[rankingKey, *ranking]{
		MaximumWeight: mostKept,
		Weigher:       func(_ rankingKey, r *ranking) uint32 { return uint32(len(r.run.Sheets)) + 1 },
	})
	if err != nil {
		return nil, err
	}
	reasons, err := otter.New(&otter.Options[pairKey, *explained]{
		MaximumWeight: mostExplained,
		Weigher:       func(_ pairKey, e *explained) uint32 { return uint32(len(e.subjects)) + 1 },
	})
	if err != nil {
		return nil, err
	}
	certainties, err := otter.New(&otter.Options[certaintyKey, *scheme.Certainty]{MaximumSize: mostCertainties})
	return &kept{rankings, reasons, certainties}, err
}

// certainty gives a resampling that is kept, or makes it once for all who ask at the same time.
func (k *kept) certainty(ctx context.Context, key certaintyKey, compute func(context.Context) (*scheme.Certainty, error)) (*scheme.Certainty, error) {
	return k.certainties.Get(ctx, key, otter.LoaderFunc[certaintyKey, *scheme.Certainty](
		func(ctx context.Context, _ certaintyKey) (*scheme.Certainty, error) { return compute(ctx) }))
}

// get gives what is kept, or computes it once for all who ask at the same time. cached says which it was.
func get[K comparable, V any](ctx context.Context, cache *otter.Cache[K, V], key K, compute func(context.Context) (V, error)) (found V, cached bool, err error) {
	var computed atomic.Bool
	load := otter.LoaderFunc[K, V](func(ctx context.Context, _ K) (V, error) {
		computed.Store(true)
		return compute(ctx)
	})
	// A caller who leaves ends the computation that others wait for; the next of them begins it again.
	for range 3 {
		found, err = cache.Get(ctx, key, load)
		if err == nil || ctx.Err() != nil || !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
			break
		}
	}
	return found, !computed.Load(), err
}
