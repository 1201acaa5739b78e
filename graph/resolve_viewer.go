package graph

import (
	"context"
	"errors"

	"anlan/access"
	"anlan/graph/generated"
	"anlan/reports/home"
	"anlan/safety"
	"anlan/warehouse"
)

const maxVersions = 200

func (queryResolver) Viewer(ctx context.Context) (*generated.Viewer, error) {
	caller, _ := access.From(ctx)
	viewer := generated.Viewer{
		Name: caller.Name, Role: string(caller.Role), AllRegions: caller.Scope.All,
		Regions: caller.Scope.Regions, Sectors: caller.Scope.Sectors, Facts: caller.Scope.Facts,
	}
	for _, permission := range caller.Role.Permissions() {
		viewer.Permissions = append(viewer.Permissions, string(permission))
	}
	return &viewer, nil
}

// Homes says where callers are at home; *home.Homes is one.
type Homes interface {
	Find(ctx context.Context, scope warehouse.Scope, v *warehouse.Version) (*home.Home, error)
}

type viewerResolver struct{ *Resolver }

// Viewer answers fields of Viewer.
func (r *Resolver) Viewer() generated.ViewerResolver { return viewerResolver{r} }

// Home is found under the caller's own scope.
func (r viewerResolver) Home(ctx context.Context, _ *generated.Viewer) (*home.Home, error) {
	caller, _ := access.From(ctx)
	if r.sources.Homes == nil || !caller.May(access.ReadMetrics) {
		return nil, nil //nolint:nilnil // null: it is not for this caller
	}
	version, err := r.at(ctx, nil)
	if err != nil {
		return nil, err
	}
	return r.sources.Homes.Find(ctx, caller.Scope, version)
}

func (r queryResolver) Versions(ctx context.Context, first int) ([]warehouse.Version, error) {
	if err := within(first, maxVersions); err != nil {
		return nil, err
	}
	return values(r.sources.Snapshots.Versions(ctx, first))
}

func (r queryResolver) Version(ctx context.Context, number *int) (*warehouse.Version, error) {
	v, err := r.at(ctx, number)
	return optional(v, err)
}

func (queryResolver) Vocabularies(context.Context) ([]generated.Vocabulary, error) {
	words := warehouse.Vocabularies()
	list := make([]generated.Vocabulary, 0, len(words))
	for _, v := range words {
		one := generated.Vocabulary{Name: v.Name, Title: warehouse.Text{ZH: v.TitleZH, EN: v.TitleEN}}
		for _, t := range v.Terms {
			one.Terms = append(one.Terms, generated.Term{Code: t.Code, Title: warehouse.Text{ZH: t.ZH, EN: t.EN}})
		}
		list = append(list, one)
	}
	return list, nil
}

// LastRecord is unknown for records without a date: a date column holds its first day for them.
func (watermarkResolver) LastRecord(_ context.Context, w *warehouse.Watermark) (*safety.Date, error) {
	if fact, ok := warehouse.FactNamed(w.Fact); !ok || fact.Date == "" {
		return nil, nil //nolint:nilnil // null: there is no date
	}
	return &w.LastRecord, nil
}

// optional turns "there is none" into null, which is an answer.
func optional[T any](one *T, err error) (*T, error) {
	var fault *warehouse.Error
	if errors.As(err, &fault) && fault.Code == warehouse.NotFound {
		return nil, nil //nolint:nilnil // null: there is none
	}
	return one, err
}
