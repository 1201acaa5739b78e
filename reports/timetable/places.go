package timetable

import (
	"context"

	"anlan/safety"
	"anlan/warehouse"
)

// PlacesOf finds regions in the newest data of a warehouse, in the managing tree.
func PlacesOf(w *warehouse.Warehouse) Places { return placesOf{w} }

type placesOf struct{ w *warehouse.Warehouse }

func (p placesOf) Below(ctx context.Context, region safety.RegionCode, level safety.RegionLevel, on safety.Date) ([]safety.RegionCode, error) {
	version, err := p.w.Current(ctx)
	if err != nil {
		return nil, err
	}
	regions, err := p.w.Regions(ctx, version)
	if err != nil {
		return nil, err
	}
	found := regions.Children(warehouse.Managing, region, on)
	if level != 0 {
		found = regions.Below(warehouse.Managing, region, level, on)
	}
	codes := make([]safety.RegionCode, len(found))
	for i, r := range found {
		codes[i] = r.Code
	}
	return codes, nil
}
