package warehouse

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"sync"

	"anlan/safety"
)

//go:embed sql/coverage.sql
var coverageSQL string

// coverage says from which regions, as recorded, records of a fact have ever come, and since which month.
type coverage map[string]map[safety.RegionCode]safety.Month

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
			var since []uint32
			if err := rows.Scan(&region, &facts, &since); err != nil {
				return nil, err
			}
			for i, fact := range facts {
				if c[fact] == nil {
					c[fact] = map[safety.RegionCode]safety.Month{}
				}
				c[fact][safety.RegionCode(region)] = safety.Month(since[i])
			}
		}
		return c, rows.Err()
	})
}

// coveredBy gives the function that tells whether records of a fact ("" for any) have ever come from a unit or from below it,
// in a tree and on a day, and since which month they come from its city: a county that had none at first had none to send.
// Counties report for their towns: a town is covered with its county. It works when it is asked first.
func (c coverage) coveredBy(regions *Regions, tree Tree, on safety.Date) func(fact string, unit safety.RegionCode) (since safety.Month, ok bool) {
	units := sync.OnceValue(func() map[string]map[safety.RegionCode]safety.Month {
		out := map[string]map[safety.RegionCode]safety.Month{"": {}}
		note := func(fact string, unit safety.RegionCode, since safety.Month) {
			if known, ok := out[fact][unit]; !ok || since < known {
				out[fact][unit] = since
			}
		}
		for fact, recorded := range c {
			out[fact] = map[safety.RegionCode]safety.Month{}
			for code, since := range recorded {
				for _, unit := range append(regions.codesAbove(tree, code, on), code) {
					note(fact, unit, since)
					note("", unit, since)
				}
			}
		}
		return out
	})
	return func(fact string, unit safety.RegionCode) (since safety.Month, ok bool) {
		covered := units()[fact]
		since, ok = covered[unit]
		for _, a := range regions.Ancestors(tree, unit, on) {
			if first, sends := covered[a.Code]; sends && a.Level >= safety.LevelCity {
				ok = ok || a.Level >= safety.LevelCounty
				since = cmp.Or(min(since, first), first)
			}
		}
		return since, ok
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

// anyMonth is not before any month.
const anyMonth safety.Month = 999912

// covers reports whether a fact's records are known to come in, by a month, from the unit of a group, or from where its
// enterprise lies. Accidents are rare: who sends any records is believed to have none when it sends none.
func (p *plan) covers(fact string, g group, by safety.Month) bool {
	if p.covered == nil {
		return true
	}
	if fact == "accident" {
		fact = ""
	}
	return slices.ContainsFunc(p.judgedBy(g), func(j judged) bool {
		since, ok := p.covered(fact, j.region)
		return ok && since <= by
	})
}
