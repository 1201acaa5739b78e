package risk

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/maypok86/otter/v2"
)

// mostKept bounds the cells of all answers of a kind that are kept: ten years of all counties of a province, or a ranking of its
// enterprises. A larger answer is not kept.
const mostKept = 25_000

// kept keeps answers, so that those who ask the same under the same scope share one.
type kept[K comparable, V any] struct {
	answers *otter.Cache[K, V]
}

func keeping[K comparable, V any](cells func(V) int) (*kept[K, V], error) {
	answers, err := otter.New(&otter.Options[K, V]{
		MaximumWeight: mostKept,
		Weigher:       func(_ K, answer V) uint32 { return uint32(cells(answer)) + 1 }, //nolint:gosec // answers are bounded
	})
	return &kept[K, V]{answers}, err
}

// get gives an answer that is kept, or computes it once for all who ask at the same time. cached says which it was.
func (k *kept[K, V]) get(ctx context.Context, key K, compute func(context.Context) (V, error)) (answer V, cached bool, err error) {
	var computed atomic.Bool
	load := otter.LoaderFunc[K, V](func(ctx context.Context, _ K) (V, error) {
		computed.Store(true)
		return compute(ctx)
	})
	// A caller who leaves ends the computation that others wait for; the next of them begins it again.
	for range 3 {
		answer, err = k.answers.Get(ctx, key, load)
		if err == nil || ctx.Err() != nil || !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
			break
		}
	}
	return answer, !computed.Load(), err
}
