package risk

import (
	"cmp"
	"context"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// ContributorsQuery asks what makes the risk of one area at the end of one month.
type ContributorsQuery struct {
	Model   string
	Region  safety.RegionCode // the area itself; empty means the caller's own
	Sectors []string          // the area's risk in these sectors; empty means all
	Period  safety.Period     // its last month that has begun
	First   int               // enterprises and sectors at most; 0 means 10, at most 100
	Tree    warehouse.Tree
	Version uint64
	AsOf    safety.Date
}

// Contributors is what makes the risk of one area: its factors, the gravest first, and the sectors and enterprises whose records
// its index comes from.
type Contributors struct {
	Model *Model
	// Cell is the area; its factors are in the order of what they contribute.
	Cell        Cell
	Sectors     []Contributor
	Enterprises []Contributor
	// Attributed is the part of the index that comes from counted records, which lie in a sector and an enterprise; the rest
	// comes from rates and from what did not happen.
	Attributed decimal.Decimal
	Source     warehouse.Source
}

// Contributor is a sector or an enterprise of an area.
type Contributor struct {
	Key  string // code of the sector, number of the enterprise; empty where the records name none
	Name string
	// Points is its part of the area's index: of each factor that counts records, its share of the records.
	Points decimal.Decimal
	// Share is Points in percent of the area's index.
	Share decimal.Decimal
	Parts []Part
}

// Part is what a contributor has of one factor.
type Part struct {
	Factor *Factor
	Figure decimal.Decimal
	Of     decimal.Decimal // the figure of the area
	Points decimal.Decimal
}

// Contributors says what makes the risk of an area. Errors are those of [Reports.Map].
func (r *Reports) Contributors(ctx context.Context, scope warehouse.Scope, q ContributorsQuery) (*Contributors, error) {
	month, asOf, err := r.lastMonth(q.Period, q.AsOf)
	if err != nil {
		return nil, err
	}
	if q.First == 0 {
		q.First = 10
	}
	if q.First < 0 || q.First > 100 {
		return nil, warehouse.Fault(warehouse.BadRequest, "at most 100 contributors are given")
	}
	pin, err := r.pin(ctx, scope, when{month.Period(), q.Version, asOf, q.Tree}, q.Region)
	if err != nil {
		return nil, err
	}
	defer pin.release()
	a := pin.asked
	area, err := r.Map(ctx, scope, MapQuery{
		Model: q.Model, Region: a.region, Level: pin.level, Sectors: q.Sectors, Period: month.Period(), Tree: a.tree, Version: a.version, AsOf: asOf,
	})
	if err != nil {
		return nil, err
	}
	if len(area.Cells) != 1 {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no region %q on %s", a.region, asOf)
	}
	out := &Contributors{Model: area.Model, Cell: area.Cells[0], Source: area.Source}
	out.Cell.Factors = slices.Clone(out.Cell.Factors)
	slices.SortStableFunc(out.Cell.Factors, func(a, b FactorScore) int { return b.Contribution.Cmp(a.Contribution) })
	shares := sharesOf(out.Cell)
	for _, s := range shares {
		out.Attributed = out.Attributed.Add(s.score.Contribution)
	}
	a.itself = true
	if err := pin.keep(q.Sectors); err != nil {
		return nil, err
	}
	if out.Sectors, err = r.contributors(ctx, scope, a, "sector", shares, q.First); err != nil {
		return nil, err
	}
	if out.Enterprises, err = r.contributors(ctx, scope, a, "enterprise", shares, q.First); err != nil {
		return nil, err
	}
	return out, r.nameContributors(ctx, scope, pin, out)
}

// share is a factor whose contribution can be shared out: it counts records, and the more of them the graver.
type share struct {
	score FactorScore
	total *big.Rat
}

func sharesOf(cell Cell) []share {
	var out []share
	for _, f := range cell.Factors {
		if !f.Contribution.IsPositive() || !f.recipe.adds || !f.Factor.Score.rises() {
			continue
		}
		total := f.Figure.Numerator
		if total == nil {
			total = f.Figure.Value
		}
		if total != nil && total.IsPositive() {
			out = append(out, share{f, total.Rat()})
		}
	}
	return out
}

// rises reports whether a higher figure never scores less.
func (s *Score) rises() bool {
	if s.Between != nil {
		return s.Between.Hundred.GreaterThan(s.Between.Zero)
	}
	for i, p := range s.Points {
		if i > 0 && p.Gives.LessThan(s.Points[i-1].Gives) {
			return false
		}
	}
	for i, step := range s.Steps {
		if step.AtLeast == nil || i > 0 && step.Gives.GreaterThan(s.Steps[i-1].Gives) {
			return false
		}
	}
	return true
}

// contributors shares the contributions out by sector or enterprise, and gives those with the most points.
func (r *Reports) contributors(ctx context.Context, scope warehouse.Scope, a *asked, by string, shares []share, first int) ([]Contributor, error) {
	p := &plan{}
	recipes := make([]*recipe, len(shares))
	for i, s := range shares {
		recipes[i] = p.numerator(s.score.recipe)
	}
	if len(p.questions) == 0 {
		return nil, nil
	}
	narrow := *a
	narrow.by, narrow.alone = by, true
	got, err := r.ask(ctx, scope, p, &narrow)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, one := range got.list {
		for k := range one.rows {
			seen[k.by] = true
		}
	}
	list := make([]Contributor, 0, len(seen))
	for id := range seen {
		c := Contributor{Key: id}
		points := new(big.Rat)
		for i, s := range shares {
			figure := recipes[i].amount(got, key{by: id, month: a.months[0]}).value
			if figure == nil || figure.Sign() == 0 {
				continue
			}
			part := new(big.Rat).Mul(s.score.Contribution.Rat(), new(big.Rat).Quo(figure, s.total))
			points.Add(points, part)
			c.Parts = append(c.Parts, Part{Factor: s.score.Factor, Figure: rounded(figure, 2), Of: rounded(s.total, 2), Points: rounded(part, 4)})
		}
		c.Points = rounded(points, 4)
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Contributor) int { return cmp.Or(b.Points.Cmp(a.Points), strings.Compare(a.Key, b.Key)) })
	list = list[:min(first, len(list))]
	return slices.DeleteFunc(list, func(c Contributor) bool { return c.Points.IsZero() }), nil
}

// numerator puts what a recipe adds up into a plan of its own.
func (p *plan) numerator(r *recipe) *recipe {
	out := &recipe{scale: one, months: r.months, filters: r.filters}
	for _, t := range r.terms {
		t.operand = p.operand(t.metric, out)
		out.terms = append(out.terms, t)
	}
	return out
}

// nameContributors puts names to the codes, and says how large a part of the index each has.
func (r *Reports) nameContributors(ctx context.Context, scope warehouse.Scope, pin *pinned, c *Contributors) error {
	var ids []string
	for _, e := range c.Enterprises {
		ids = append(ids, e.Key)
	}
	var named map[string]warehouse.EnterpriseRecord
	var err error
	if len(ids) > 0 && scope.SeesFact("enterprise") {
		if named, err = r.data.EnterprisesNamed(ctx, scope, pin.asked.version, ids); err != nil {
			return err
		}
	}
	finish := func(list []Contributor, name func(string) string) {
		for i := range list {
			one := &list[i]
			if one.Name = name(one.Key); one.Name == "" {
				one.Name = one.Key
			}
			if one.Key == "" {
				one.Name = "未注明"
			}
			if c.Cell.Index != nil && c.Cell.Index.IsPositive() {
				part := new(big.Rat).Quo(one.Points.Rat(), c.Cell.Index.Rat())
				one.Share = rounded(part.Mul(part, hundred.Rat()), 2)
			}
		}
	}
	finish(c.Sectors, func(code string) string { s, _ := pin.sectors.Get(code); return s.Name })
	finish(c.Enterprises, func(id string) string { return named[id].Name })
	return nil
}
