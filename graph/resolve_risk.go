package graph

import (
	"context"
	"net/url"
	"strconv"

	"anlan/reports/risk"
	"anlan/warehouse"
)

// Risks rates areas and enterprises.
type Risks interface {
	Models() []*risk.Model
	Map(ctx context.Context, scope warehouse.Scope, q risk.MapQuery) (*risk.Map, error)
	Matrix(ctx context.Context, scope warehouse.Scope, q risk.MapQuery) (*risk.Matrix, error)
	Contributors(ctx context.Context, scope warehouse.Scope, q risk.ContributorsQuery) (*risk.Contributors, error)
	Enterprises(ctx context.Context, scope warehouse.Scope, q risk.EnterprisesQuery) (*risk.Ranking, error)
	Portrait(ctx context.Context, scope warehouse.Scope, q risk.PortraitQuery) (*risk.Portrait, error)
	// Hash identifies the content of all models.
	Hash() string
}

// Bounds of questions about risk.
const (
	maxContributors = 100
	maxRated        = 1000
	maxSectors      = 100
)

func (r queryResolver) RiskModels(context.Context) ([]risk.Model, error) {
	if r.sources.Risks == nil {
		return nil, nil
	}
	return values(r.sources.Risks.Models(), nil)
}

// risks gives what rates, or the fault of who asks where nothing does.
func (r *Resolver) risks() (Risks, error) {
	if r.sources.Risks == nil {
		return nil, warehouse.Fault(warehouse.Unavailable, "nothing is rated here")
	}
	return r.sources.Risks, nil
}

func (r queryResolver) RiskMap(ctx context.Context, query risk.MapQuery) (*risk.Map, error) {
	if err := boundSectors(query.Sectors); err != nil {
		return nil, err
	}
	rates, err := r.risks()
	if err != nil {
		return nil, err
	}
	query.Version = r.number(ctx, query.Version)
	return rates.Map(ctx, scope(ctx), query)
}

func (r queryResolver) RiskMatrix(ctx context.Context, query risk.MapQuery) (*risk.Matrix, error) {
	if err := boundSectors(query.Sectors); err != nil {
		return nil, err
	}
	rates, err := r.risks()
	if err != nil {
		return nil, err
	}
	query.Version = r.number(ctx, query.Version)
	return rates.Matrix(ctx, scope(ctx), query)
}

func (r queryResolver) RiskContributors(ctx context.Context, query risk.ContributorsQuery) (*risk.Contributors, error) {
	if err := within(query.First, maxContributors); err != nil {
		return nil, err
	}
	if err := boundSectors(query.Sectors); err != nil {
		return nil, err
	}
	rates, err := r.risks()
	if err != nil {
		return nil, err
	}
	query.Version = r.number(ctx, query.Version)
	return rates.Contributors(ctx, scope(ctx), query)
}

// Enterprises are single records: they are for who may read those.
func (riskContributorsResolver) Enterprises(ctx context.Context, c *risk.Contributors) ([]risk.Contributor, error) {
	if !mayReadRecords(ctx) {
		return nil, nil
	}
	return c.Enterprises, nil
}

func (r queryResolver) RiskEnterprises(ctx context.Context, query risk.EnterprisesQuery, first, offset int) (*risk.Ranking, error) {
	if err := within(first, maxRated); err != nil {
		return nil, err
	}
	if offset < 0 {
		return nil, warehouse.Fault(warehouse.BadRequest, "offset is 0 or more")
	}
	if err := boundSectors(query.Sectors); err != nil {
		return nil, err
	}
	rates, err := r.risks()
	if err != nil {
		return nil, err
	}
	query.First, query.Offset, query.Version = first, offset, r.number(ctx, query.Version)
	return rates.Enterprises(ctx, scope(ctx), query)
}

func (r queryResolver) EnterprisePortrait(ctx context.Context, query risk.PortraitQuery) (*risk.Portrait, error) {
	rates, err := r.risks()
	if err != nil {
		return nil, err
	}
	query.Version = r.number(ctx, query.Version)
	return optional(rates.Portrait(ctx, scope(ctx), query))
}

// Layer leads to the same map with shapes.
func (riskMapResolver) Layer(_ context.Context, m *risk.Map) (string, error) {
	ask := url.Values{"region": {string(m.Region)}, "level": {m.Level.String()}, "tree": {string(m.Tree)}, "period": {m.Period.String()}, "version": {strconv.FormatUint(m.Source.Version, 10)}}
	if m.Model != nil {
		ask.Set("model", m.Model.Name)
	}
	return "/map/risk.geojson?" + ask.Encode(), nil
}

// boundSectors refuses a list that is longer than any list of sectors.
func boundSectors(sectors []string) error {
	if len(sectors) > maxSectors {
		return warehouse.Fault(warehouse.BadRequest, "sectors has %d entries, the limit is %d", len(sectors), maxSectors)
	}
	return nil
}
