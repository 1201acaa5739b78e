package graph

import (
	"context"
	"slices"
	"unicode/utf8"

	"anlan/access"
	"anlan/graph/generated"
	"anlan/graph/relay"
	"anlan/reports/bulletin"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// Bulletins keeps dispatch bulletins.
type Bulletins interface {
	Bulletin(ctx context.Context, caller access.Caller, id string) (*dispatch.Bulletin, error)
	List(ctx context.Context, caller access.Caller, f dispatch.Filter) (list []dispatch.Bulletin, more bool, err error)
	Acts(ctx context.Context, caller access.Caller, id string) ([]dispatch.Act, error)
	Differences(ctx context.Context, caller access.Caller, before, after string) (*dispatch.Differences, error)
	Figure(ctx context.Context, caller access.Caller, id string, language document.Language, figure string) (*dispatch.Traced, error)
	Numbers(ctx context.Context, caller access.Caller, series string, year int) ([]dispatch.Numbered, error)
	Drafting
	Signing
}

// BulletinKinds knows the kinds of bulletins.
type BulletinKinds interface {
	Kinds() []*bulletin.Kind
}

// maxBulletins is the largest page of bulletins.
const maxBulletins = 100

// bulletins gives what keeps bulletins with who asks, or the fault of who asks where none are kept.
func (r *Resolver) bulletins(ctx context.Context) (Bulletins, access.Caller, error) {
	caller, _ := access.From(ctx)
	if r.sources.Bulletins == nil {
		return nil, caller, warehouse.Fault(warehouse.Unavailable, "no bulletins are kept here")
	}
	return r.sources.Bulletins, caller, nil
}

func (r queryResolver) Bulletins(ctx context.Context, query *generated.BulletinQueryInput, first int, after *string) (*relay.BulletinConnection, error) {
	if err := within(first, maxBulletins); err != nil {
		return nil, err
	}
	bulletins, caller, err := r.bulletins(ctx)
	if err != nil {
		return nil, err
	}
	filter := dispatch.Filter{After: orZero(after), First: first}
	if query != nil {
		filter.Kind, filter.Region, filter.Stage = orZero(query.Kind), orZero(query.Region), orZero(query.Stage)
		filter.Below, filter.Year, filter.Search = query.Below, orZero(query.Year), orZero(query.Search)
		if utf8.RuneCountInString(filter.Search) > maxSearchText {
			return nil, warehouse.Fault(warehouse.BadRequest, "search has at most %d characters", maxSearchText)
		}
		if query.Period != nil {
			filter.Period = query.Period.String()
		}
	}
	list, more, err := bulletins.List(ctx, caller, filter)
	if err != nil {
		return nil, err
	}
	cursors := make([]string, len(list))
	for i, one := range list {
		cursors[i] = one.ID
	}
	return relay.NewConnection(list, cursors, more, 0, nil), nil
}

func (r queryResolver) Bulletin(ctx context.Context, id string) (*dispatch.Bulletin, error) {
	bulletins, caller, err := r.bulletins(ctx)
	if err != nil {
		return nil, err
	}
	return optional(bulletins.Bulletin(ctx, caller, id))
}

func (r queryResolver) BulletinActs(ctx context.Context, id string) ([]dispatch.Act, error) {
	bulletins, caller, err := r.bulletins(ctx)
	if err != nil {
		return nil, err
	}
	acts, err := bulletins.Acts(ctx, caller, id)
	if missing(err) {
		return nil, nil
	}
	return acts, err
}

func (r queryResolver) BulletinFigure(ctx context.Context, id, figure, language string) (*generated.BulletinFigure, error) {
	bulletins, caller, err := r.bulletins(ctx)
	if err != nil {
		return nil, err
	}
	traced, err := optional(bulletins.Figure(ctx, caller, id, document.Language(language), figure))
	if traced == nil || err != nil {
		return nil, err
	}
	var asked []document.Query
	if traced.Query != nil {
		asked = append(asked, *traced.Query)
	}
	return new(r.figure(id, &document.Document{Language: document.Language(language), Data: traced.Data, Queries: asked}, &traced.Figure)), nil
}

func (r queryResolver) BulletinDifferences(ctx context.Context, before *string, after string) (*dispatch.Differences, error) {
	bulletins, caller, err := r.bulletins(ctx)
	if err != nil {
		return nil, err
	}
	return bulletins.Differences(ctx, caller, orZero(before), after)
}

func (r queryResolver) BulletinNumbers(ctx context.Context, series *string, year *int) ([]dispatch.Numbered, error) {
	bulletins, caller, err := r.bulletins(ctx)
	if err != nil {
		return nil, err
	}
	return bulletins.Numbers(ctx, caller, orZero(series), orZero(year))
}

func (r queryResolver) BulletinKinds(context.Context) ([]bulletin.Kind, error) {
	if r.sources.BulletinKinds == nil {
		return nil, nil
	}
	return values(r.sources.BulletinKinds.Kinds(), nil)
}

func (bulletinResolver) Title(_ context.Context, b *dispatch.Bulletin, language string) (*string, error) {
	return orNil(b.Title[document.Language(language)]), nil
}

func (bulletinResolver) Acts(_ context.Context, b *dispatch.Bulletin) (*int, error) {
	return orNil(b.Acts), nil
}

func (bulletinActResolver) DataVersion(_ context.Context, a *dispatch.Act) (*int, error) {
	return orNil(int(a.DataVersion)), nil
}

func (bulletinKindResolver) Periods(_ context.Context, k *bulletin.Kind) ([]safety.Grain, error) {
	list := make([]safety.Grain, len(k.Periods))
	for i, p := range k.Periods {
		list[i] = p.Grain
	}
	return list, nil
}

func (bulletinKindResolver) OfChildren(_ context.Context, k *bulletin.Kind) (bool, error) {
	return k.Scope == bulletin.Children, nil
}

func (bulletinKindResolver) OfOneSector(_ context.Context, k *bulletin.Kind) (bool, error) {
	return k.Sectors == bulletin.OneSector, nil
}

func (bulletinKindResolver) Languages(_ context.Context, k *bulletin.Kind) ([]string, error) {
	if len(k.Languages) == 0 {
		return []string{string(document.Chinese), string(document.English)}, nil
	}
	list := make([]string, len(k.Languages))
	for i, language := range k.Languages {
		list[i] = string(language)
	}
	return list, nil
}

func (bulletinKindResolver) DraftWorkingDay(_ context.Context, k *bulletin.Kind) (*int, error) {
	if k.DraftOn == nil {
		return nil, nil //nolint:nilnil // null: never
	}
	return &k.DraftOn.WorkingDay, nil
}

func (bulletinKindResolver) DraftTime(_ context.Context, k *bulletin.Kind) (*string, error) {
	if k.DraftOn == nil {
		return nil, nil //nolint:nilnil // null: never
	}
	return &k.DraftOn.Time, nil
}

func (bulletinOfficeResolver) NumbersKept(_ context.Context, o *bulletin.Office) (bool, error) {
	return o.Series == bulletin.Kept, nil
}

// languages lists the languages of a composition, Chinese first.
func languages(c *bulletin.Composition) []document.Language {
	return slices.DeleteFunc([]document.Language{document.Chinese, document.English}, func(l document.Language) bool { return c.Documents[l] == nil })
}

// draft is what a person asks to be drafted.
func draft(in generated.BulletinDraftInput) (dispatch.Request, error) {
	version, err := versionNumber(in.Version)
	return dispatch.Request{
		Case:    dispatch.Case{Kind: in.Kind, Region: in.Region, Sector: orZero(in.Sector), Period: in.Period},
		Version: version, AsOf: orZero(in.AsOf),
	}, err
}

// dated is the day of a document that names none.
func (r *Resolver) dated(day *safety.Date) safety.Date {
	if day == nil || day.IsZero() {
		return r.sources.Today()
	}
	return *day
}
