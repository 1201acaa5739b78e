package risk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// EnterprisesQuery asks for the enterprises of an area by risk at the end of one month.
type EnterprisesQuery struct {
	Model   string            // empty means the default one for enterprises
	Region  safety.RegionCode // empty means the caller's own
	Sectors []string
	Colours []Colour      // only these; empty means all
	Period  safety.Period // its last month that has begun
	First   int           // 0 means 20, at most 1000
	Offset  int
	Tree    warehouse.Tree
	Version uint64
	AsOf    safety.Date
}

// Ranking is the enterprises of an area, the gravest colour first, then the highest index; those without a colour last.
type Ranking struct {
	Model  *Model
	Month  safety.Month
	Region safety.RegionCode
	Cells  []Cell
	Total  int // enterprises of those colours in the area
	// Counts says how many enterprises of the area have each colour, gravest first; those without one last, under no colour.
	Counts []ColourCount
	Source warehouse.Source
}

// ColourCount is how many have a colour; none where the colour is empty.
type ColourCount struct {
	Colour Colour
	Count  int
}

// How many enterprises a page has.
const (
	pageSize     = 20
	mostPageSize = 1000
)

// rankingKey is all that a ranking depends on, as [mapKey].
type rankingKey struct {
	model   *Model
	region  safety.RegionCode
	sectors string
	month   safety.Month
	tree    warehouse.Tree
	version uint64
	asOf    safety.Date
	scope   string
}

// ranked is every enterprise of an area by risk, and the figures to rate any of them again with its reasons.
type ranked struct {
	order   []place
	answers *answers
	source  warehouse.Source
}

// place is one enterprise of a ranking.
type place struct {
	id     string
	index  *decimal.Decimal
	colour Colour
}

// Enterprises lists the enterprises that are registered in an area by risk. It
// counts the records that lie in the area. Errors are [*warehouse.Error]: too_large for an area with more enterprises than are
// rated at once.
func (r *Reports) Enterprises(ctx context.Context, scope warehouse.Scope, q EnterprisesQuery) (*Ranking, error) {
	month, asOf, err := r.lastMonth(q.Period, q.AsOf)
	if err != nil {
		return nil, err
	}
	if q.First == 0 {
		q.First = pageSize
	}
	if q.First < 0 || q.First > mostPageSize || q.Offset < 0 {
		return nil, warehouse.Fault(warehouse.BadRequest, "a page has 1 to %d enterprises", mostPageSize)
	}
	pin, err := r.pin(ctx, scope, when{month.Period(), q.Version, asOf, q.Tree}, q.Region)
	if err != nil {
		return nil, err
	}
	defer pin.release()
	model, err := r.models.find(q.Model, Enterprises, asOf)
	if err != nil {
		return nil, err
	}
	a := pin.asked
	a.itself, a.by = true, "enterprise"
	if err := pin.keep(q.Sectors); err != nil {
		return nil, err
	}
	all, cached, err := r.rankings.get(ctx, rankingKey{
		model, a.region, strings.Join(slices.Sorted(slices.Values(q.Sectors)), "\x00"), month, a.tree, a.version, asOf, scope.Key(),
	}, func(ctx context.Context) (*ranked, error) { return r.rank(ctx, scope, model, a) })
	if err != nil {
		return nil, err
	}
	out := &Ranking{Model: model, Month: month, Region: a.region, Source: all.source, Counts: all.counts()}
	out.Source.Cached = out.Source.Cached || cached
	var page []place
	for _, p := range all.order {
		if len(q.Colours) > 0 && !slices.Contains(q.Colours, p.colour) {
			continue
		}
		if out.Total++; out.Total > q.Offset && len(page) < q.First {
			page = append(page, p)
		}
	}
	out.Cells, err = r.page(ctx, scope, model, a, all, page)
	return out, err
}

// rank asks for all figures and rates every enterprise.
func (r *Reports) rank(ctx context.Context, scope warehouse.Scope, model *Model, a *asked) (*ranked, error) {
	got, err := r.ask(ctx, scope, model.plan, a)
	if err != nil {
		return nil, err
	}
	out := &ranked{answers: got, source: a.dated(got.source())}
	rate := newRater(model)
	scores := make([]FactorScore, len(rate.factors))
	month := a.months[0]
	registered := got.list[model.plan.registered.question]
	for k := range registered.rows {
		if n := registered.get(model.plan.registered.column, k); k.by == "" || n.value == 0 {
			continue // its records lie here, it does not
		}
		cell := Cell{Month: month, Enterprise: k.by}
		if a.ahead(month) {
			cell.leave(a.until)
		} else {
			rate.rate(&cell, got, k, scores)
		}
		out.order = append(out.order, place{k.by, cell.Index, cell.Colour})
	}
	slices.SortFunc(out.order, func(a, b place) int {
		return cmp.Or(cmp.Compare(rankOf(b.colour), rankOf(a.colour)), compare(b.index, a.index), strings.Compare(a.id, b.id))
	})
	return out, nil
}

// compare puts unknown before everything known.
func compare(a, b *decimal.Decimal) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Cmp(*b)
}

func (r *ranked) counts() []ColourCount {
	n := map[Colour]int{}
	for _, p := range r.order {
		n[p.colour]++
	}
	var out []ColourCount
	for _, c := range append(slices.Clone(colours), "") {
		out = append(out, ColourCount{c, n[c]})
	}
	return out
}

// page rates the enterprises of a page with their reasons and names.
func (r *Reports) page(ctx context.Context, scope warehouse.Scope, model *Model, a *asked, all *ranked, page []place) ([]Cell, error) {
	ids := make([]string, len(page))
	for i, p := range page {
		ids[i] = p.id
	}
	named, err := r.data.EnterprisesNamed(ctx, scope, a.version, ids)
	if err != nil {
		return nil, err
	}
	rate := newRater(model)
	cells := make([]Cell, len(page))
	for i, p := range page {
		e := named[p.id]
		cells[i] = Cell{Month: a.months[0], Region: safety.RegionCode(e.Region), Name: e.Name, Sector: e.Sector, Enterprise: p.id, asked: a}
		if a.ahead(a.months[0]) {
			cells[i].leave(a.until)
			continue
		}
		rate.rate(&cells[i], all.answers, key{by: p.id, month: a.months[0]}, make([]FactorScore, len(rate.factors)))
	}
	return cells, nil
}
