package warehouse

import (
	"context"
	_ "embed"
	"slices"
	"sync"

	"anlan/safety"
)

//go:embed sql/coverage.sql
var coverageSQL string

// coverage says from which regions, as recorded, records of a fact have ever come.
type coverage map[string][]safety.RegionCode

// coverage of a version, from memory where it was read before.
func (w *Warehouse) coverage(ctx context.Context, v *Version) (coverage, error) {
	return cachedDimension(ctx, w, v, rollupTable, func(ctx context.Context, parts []string) (coverage, error) {
		rows, err := w.conn.Query(ctx, coverageSQL, named("parts", parts))
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		c := coverage{}
		for rows.Next() {
			var region string
			var facts []string
			if err := rows.Scan(&region, &facts); err != nil {
				return nil, err
			}
			for _, fact := range facts {
				c[fact] = append(c[fact], safety.RegionCode(region))
			}
		}
		return c, rows.Err()
	})
}

// coveredBy gives the function that tells whether records of a fact ("" for any) have ever come from a unit or from below it,
// in a tree and on a day. Counties report for their towns: a town is covered with its county. It works when it is asked first.
func (c coverage) coveredBy(regions *Regions, tree Tree, on safety.Date) func(fact string, unit safety.RegionCode) bool {
	units := sync.OnceValue(func() map[string]map[safety.RegionCode]bool {
		out := map[string]map[safety.RegionCode]bool{"": {}}
		for fact, recorded := range c {
			out[fact] = map[safety.RegionCode]bool{}
			for _, code := range recorded {
				for _, unit := range append(regions.codesAbove(tree, code, on), code) {
					out[fact][unit], out[""][unit] = true, true
				}
			}
		}
		return out
	})
	return func(fact string, unit safety.RegionCode) bool {
		covered := units()[fact]
		return covered[unit] || slices.ContainsFunc(regions.Ancestors(tree, unit, on), func(a Region) bool {
			return a.Level >= safety.LevelCounty && covered[a.Code]
		})
	}
}

// codesAbove lists the codes above a region in a tree on a day.
func (r *Regions) codesAbove(tree Tree, code safety.RegionCode, on safety.Date) []safety.RegionCode {
	var out []safety.RegionCode
	for _, a := range r.Ancestors(tree, code, on) {
		out = append(out, a.Code)
	}
	return out
}

// covers reports whether a fact's records are known to come in from the unit of a group, or from where its
// enterprise lies. Accidents are rare: who sends any
// records is believed to have none when it sends none.
func (p *plan) covers(fact string, g group) bool {
	if p.covered == nil {
		return true
	}
	if fact == "accident" {
		fact = ""
	}
	return slices.ContainsFunc(p.judgedBy(g), func(j judged) bool { return p.covered(fact, j.region) })
}
