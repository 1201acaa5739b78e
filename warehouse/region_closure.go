package warehouse

import (
	"cmp"
	"slices"

	"anlan/safety"
)

// closureRow says that descendant is ancestor, or lies below it, from one day to another (table region_closure). The level
// is the ancestor's and is empty while it does not exist: an old code is its own ancestor but no county any more, so on
// every day a code has at most one ancestor of each level.
type closureRow struct {
	Tree                 Tree
	Ancestor, Descendant safety.RegionCode
	Depth                uint8
	Level                safety.RegionLevel
	From, To             safety.Date
}

// link is one ancestor on the way up.
type link struct {
	ancestor int32
	level    safety.RegionLevel
	depth    uint8
}

// eachSpan visits the stretches of days between which nothing changes in any tree.
func (r *Regions) eachSpan(visit func(from, to safety.Date)) {
	days := []safety.Date{unknownStart()}
	for _, row := range r.rows {
		days = append(days, row.ValidFrom, row.ValidTo.AddDays(1))
	}
	slices.SortFunc(days, safety.Date.Compare)
	days = slices.Compact(days)
	for i, from := range days {
		to := openEnd()
		if i+1 < len(days) {
			to = days[i+1].AddDays(-1)
		}
		if !from.After(to) {
			visit(from, to)
		}
	}
}

// closure lists who lies below whom on every day, in both trees, by tree, ancestor, descendant and day.
func (r *Regions) closure() []closureRow {
	var out []closureRow
	for t, tree := range []Tree{Statutory, Managing} {
		open := make([]map[link]safety.Date, len(r.codes)) // since when
		r.eachSpan(func(from, _ safety.Date) {
			for c := range r.codes {
				now := r.links(t, int32(c), from)
				for l, since := range open[c] {
					if !slices.Contains(now, l) {
						out = append(out, r.closureRow(tree, l, int32(c), since, from.AddDays(-1)))
						delete(open[c], l)
					}
				}
				if open[c] == nil {
					open[c] = make(map[link]safety.Date, len(now))
				}
				for _, l := range now {
					if _, ok := open[c][l]; !ok {
						open[c][l] = from
					}
				}
			}
		})
		for c, links := range open {
			for l, since := range links {
				out = append(out, r.closureRow(tree, l, int32(c), since, openEnd()))
			}
		}
	}
	slices.SortFunc(out, closureRow.compare)
	return out
}

func (r *Regions) links(t int, c int32, on safety.Date) []link {
	way := r.path(t, c, on)
	links := make([]link, len(way))
	for depth, a := range way {
		links[depth] = link{ancestor: a, depth: uint8(depth)}
		if i := r.rowOn(a, on); i != noRegion {
			links[depth].level = r.rows[i].Level
		}
	}
	return links
}

func (r *Regions) closureRow(tree Tree, l link, c int32, from, to safety.Date) closureRow {
	return closureRow{Tree: tree, Ancestor: r.codes[l.ancestor], Descendant: r.codes[c], Depth: l.depth, Level: l.level, From: from, To: to}
}

func (a closureRow) compare(b closureRow) int {
	return cmp.Or(cmp.Compare(a.Tree, b.Tree), cmp.Compare(a.Ancestor, b.Ancestor), cmp.Compare(a.Descendant, b.Descendant), a.From.Compare(b.From))
}
