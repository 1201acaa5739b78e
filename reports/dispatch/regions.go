package dispatch

import (
	"context"

	"anlan/safety"
	"anlan/warehouse"
)

// RegionsOf finds regions in the newest data of a warehouse.
func RegionsOf(w *warehouse.Warehouse) Regions { return regionsOf{w} }

type regionsOf struct{ w *warehouse.Warehouse }

func (r regionsOf) Above(ctx context.Context, region safety.RegionCode, on safety.Date) ([]safety.RegionCode, error) {
	version, err := r.w.Current(ctx)
	if err != nil {
		return nil, err
	}
	regions, err := r.w.Regions(ctx, version)
	if err != nil {
		return nil, err
	}
	area := []safety.RegionCode{region}
	for _, a := range regions.Ancestors(warehouse.Managing, region, on) {
		area = append(area, a.Code)
	}
	return area, nil
}
