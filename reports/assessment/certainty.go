package assessment

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"

	"anlan/reports/scheme"
	"anlan/warehouse"
)

// Draws is how often a ranking is resampled where nobody says.
const Draws = 200

// mostMarked bounds the subjects of all draws together.
const mostMarked = 60_000

// Certainty says how sure a ranking is, for who may see all of its subjects whole; everybody else is refused, because the
// spread of a rank tells of the figures behind it. Whether the caller is an analyst is for the door to ask. The same
// question of the same data has the same answer. No notice and no published result holds it.
func (r *Reports) Certainty(ctx context.Context, caller warehouse.Scope, q Query, draws int) (*scheme.Certainty, error) {
	b, err := r.open(ctx, caller, q)
	if err != nil {
		return nil, err
	}
	defer b.release()
	if !b.group.seesEverything(b.facts) {
		return nil, refused()
	}
	if draws == 0 {
		draws = min(Draws, mostMarked/len(b.group.units))
	}
	if draws > 0 && draws*len(b.group.units) > mostMarked {
		return nil, warehouse.Fault(warehouse.TooLarge, "%d subjects can be drawn at most %d times", len(b.group.units), mostMarked/len(b.group.units))
	}
	now, err := r.ranking(ctx, b.group, b.scheme, b.query)
	if err != nil {
		return nil, err
	}
	key := certaintyKey{rankingKey{query: b.query, scheme: b.scheme, treeDate: b.group.treeDate}, draws}
	key.query.Peers = ""
	found, err := r.kept.certainty(ctx, key, func(ctx context.Context) (*scheme.Certainty, error) {
		c, err := now.run.Certainty(ctx, draws, b.seed())
		return &c, err
	})
	if err != nil || b.query.Peers == "" {
		return found, err
	}
	inside := func(key string) bool { return now.run.Subjects[now.places[key]].Peers == b.query.Peers }
	own := *found
	own.Intervals = slices.DeleteFunc(slices.Clone(found.Intervals), func(i scheme.Interval) bool { return !inside(i.Key) })
	own.Neighbours = slices.DeleteFunc(slices.Clone(found.Neighbours), func(n scheme.Neighbour) bool { return !inside(n.Ahead) })
	return &own, nil
}

// seed is the same for the same question of the same data, and another one otherwise.
func (b *opened) seed() uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s %s %s %s %s %s %d %s", b.scheme.Name, b.scheme.EffectiveFrom, b.query.Region, b.query.Level, b.query.Tree, b.query.Period, b.query.Version, b.query.AsOf)
	return h.Sum64()
}
