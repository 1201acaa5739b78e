package warehouse

import (
	"cmp"
	"context"
	"slices"

	"anlan/safety"
)

// RegionQuery asks which regions lie below one.
type RegionQuery struct {
	Region safety.RegionCode // empty means the caller's own
	// Level is which are listed; zero means those directly below. Region's own level means Region itself.
	Level   safety.RegionLevel
	Tree    Tree        // zero means Managing
	On      safety.Date // the day whose tree is used; zero means today
	Version uint64      // 0 means the newest
}

// RegionList is the answer to a RegionQuery.
type RegionList struct {
	Region  Region
	List    []Region // as they are on the day, by code
	Tree    Tree
	On      safety.Date
	Version uint64
	Regions *Regions // all of the version
}

// RegionsBelow lists the regions below one that the scope shows. Errors are *Error: not_found when there is no such region on that
// day, forbidden when it lies outside the scope.
func (w *Warehouse) RegionsBelow(ctx context.Context, scope Scope, q RegionQuery) (*RegionList, error) {
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	defer release()
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	if q.Tree == "" {
		q.Tree = Managing
	}
	if q.On.IsZero() {
		q.On = w.Today()
	}
	if q.Region == "" {
		q.Region = homeOf(scope, regions, q.On)
	}
	m := MetricQuery{Region: q.Region, Level: q.Level, Tree: q.Tree, TreeDate: q.On}
	if err := allowRegion(scope, regions, m); err != nil {
		return nil, err
	}
	top, ok := regions.Get(q.Region, q.On)
	if !ok {
		return nil, Fault(NotFound, "there is no region %q on %s", q.Region, q.On)
	}
	out := &RegionList{Region: top, Tree: q.Tree, On: q.On, Version: v.Number, Regions: regions}
	if q.Level == top.Level {
		out.List = []Region{top}
		return out, nil
	}
	units, err := unitsOf(regions, m)
	if err != nil {
		return nil, err
	}
	for _, code := range units {
		if r, ok := regions.Get(code, q.On); ok && sees(scope, regions, code, q.On) {
			out.List = append(out.List, r)
		}
	}
	slices.SortFunc(out.List, func(a, b Region) int { return cmp.Compare(a.Code, b.Code) })
	return out, nil
}
