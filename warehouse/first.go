package warehouse

import (
	"context"

	"anlan/safety"
)

// FirstMonth is the first month of which records of a region have ever come, in a version: from it, from below it, or of a town
// from its county. ok is false when none have. Inspections, hazards, trainings, accidents and what was to be reported count.
func (w *Warehouse) FirstMonth(ctx context.Context, v *Version, regions *Regions, tree Tree, region safety.RegionCode, on safety.Date) (first safety.Month, ok bool, err error) {
	c, err := w.coverage(ctx, v)
	if err != nil {
		return 0, false, err
	}
	first, ok = c.coveredBy(regions, tree, on)("", region)
	return first, ok, nil
}
