package warehouse

import (
	"context"
	"slices"

	"anlan/safety"
)

// Home is the nearest region that holds everything that records were ever recorded in, by the managing tree on a day: the
// province of a provincial warehouse, though the tree is that of the country. The top of the tree when there are no records.
func (w *Warehouse) Home(ctx context.Context, v *Version, on safety.Date) (Region, error) {
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return Region{}, err
	}
	known, err := w.coverage(ctx, v)
	if err != nil {
		return Region{}, err
	}
	var common []safety.RegionCode // from below to the top
	seen := map[safety.RegionCode]bool{}
	for _, recorded := range known {
		for code := range recorded {
			if seen[code] || len(common) == 1 {
				continue
			}
			seen[code] = true
			way := append([]safety.RegionCode{code}, regions.codesAbove(Managing, code, on)...)
			if len(seen) == 1 {
				common = way
				continue
			}
			common = slices.DeleteFunc(common, func(c safety.RegionCode) bool { return !slices.Contains(way, c) })
		}
	}
	code := homeOf(Everything(), regions, on)
	if len(common) > 0 {
		code = common[0]
	}
	home, _ := regions.Get(code, on)
	return home, nil
}
