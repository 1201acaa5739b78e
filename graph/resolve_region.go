package graph

import (
	"context"
	"slices"
	"unicode/utf8"

	"anlan/safety"
	"anlan/warehouse"
)

const (
	maxSearch     = 100
	maxSearchText = 64
)

// regions gives the regions of a version.
func (r *Resolver) regions(ctx context.Context, version *int) (*warehouse.Regions, error) {
	v, err := r.at(ctx, version)
	if err != nil {
		return nil, err
	}
	return r.sources.Dimensions.Regions(ctx, v)
}

func (r *Resolver) day(on *safety.Date) safety.Date {
	if on == nil || on.IsZero() {
		return r.sources.Today()
	}
	return *on
}

func (r queryResolver) Region(ctx context.Context, code safety.RegionCode, on *safety.Date, version *int) (*warehouse.Region, error) {
	regions, err := r.regions(ctx, version)
	if err != nil {
		return nil, err
	}
	region, ok := regions.Get(code, r.day(on))
	if !ok {
		return nil, nil //nolint:nilnil // null: there was no such region
	}
	return &region, nil
}

func (r queryResolver) Regions(ctx context.Context, parent *safety.RegionCode, level *safety.RegionLevel,
	tree warehouse.Tree, on *safety.Date, version *int) ([]warehouse.Region, error) {
	regions, err := r.regions(ctx, version)
	if err != nil {
		return nil, err
	}
	day := r.day(on)
	if parent == nil {
		if visible := scope(ctx); !visible.All {
			return named(regions, visible.Regions, day), nil
		}
	}
	if level == nil {
		return regions.Children(tree, orZero(parent), day), nil
	}
	if parent != nil {
		return regions.Below(tree, *parent, *level, day), nil
	}
	var list []warehouse.Region
	for _, top := range regions.Children(tree, "", day) {
		if top.Level == *level {
			list = append(list, top)
		}
		list = append(list, regions.Below(tree, top.Code, *level, day)...)
	}
	return list, nil
}

// named gives the regions of a scope: the widest that a caller may see.
func named(regions *warehouse.Regions, codes []safety.RegionCode, on safety.Date) []warehouse.Region {
	var list []warehouse.Region
	for _, code := range codes {
		if region, ok := regions.Get(code, on); ok {
			list = append(list, region)
		}
	}
	return list
}

func (r queryResolver) SearchRegions(ctx context.Context, text string, first int, version *int) ([]warehouse.Region, error) {
	if err := within(first, maxSearch); err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(text); n == 0 || n > maxSearchText {
		return nil, warehouse.Fault(warehouse.BadRequest, "text has 1 to %d characters", maxSearchText)
	}
	regions, err := r.regions(ctx, version)
	if err != nil {
		return nil, err
	}
	return regions.Search(text, first), nil
}

func (r regionResolver) Children(ctx context.Context, region *warehouse.Region, tree warehouse.Tree) ([]warehouse.Region, error) {
	regions, err := r.regions(ctx, nil)
	if err != nil {
		return nil, err
	}
	return regions.Children(tree, region.Code, r.sources.Today()), nil
}

// Ancestors are the regions above, widest first.
func (r regionResolver) Ancestors(ctx context.Context, region *warehouse.Region, tree warehouse.Tree) ([]warehouse.Region, error) {
	regions, err := r.regions(ctx, nil)
	if err != nil {
		return nil, err
	}
	above := regions.Ancestors(tree, region.Code, r.sources.Today())
	slices.Reverse(above)
	return above, nil
}

func (r queryResolver) Sectors(ctx context.Context, version *int) ([]warehouse.Sector, error) {
	v, err := r.at(ctx, version)
	if err != nil {
		return nil, err
	}
	return r.sources.Dimensions.Sectors(ctx, v)
}

func (r queryResolver) Sector(ctx context.Context, code string, version *int) (*warehouse.Sector, error) {
	v, err := r.at(ctx, version)
	if err != nil {
		return nil, err
	}
	sectors, err := r.sources.Dimensions.Sectors(ctx, v)
	if sector, ok := sectors.Get(code); ok {
		return &sector, err
	}
	return nil, err
}

func (r queryResolver) Departments(ctx context.Context, version *int) ([]warehouse.Department, error) {
	v, err := r.at(ctx, version)
	if err != nil {
		return nil, err
	}
	return r.sources.Dimensions.Departments(ctx, v)
}
