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

// standing is a link that holds, and since when.
type standing struct {
	link
	since safety.Date
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
		open := make([][]standing, len(r.codes))
		var now []link
		r.eachSpan(func(from, _ safety.Date) {
			for c := range r.codes {
				now = r.links(now[:0], t, int32(c), from)
				still := open[c][:0]
				for _, s := range open[c] {
					if slices.Contains(now, s.link) {
						still = append(still, s)
					} else {
						out = append(out, r.closureRow(tree, s, int32(c), from.AddDays(-1)))
					}
				}
				for _, l := range now {
					if !slices.ContainsFunc(still, func(s standing) bool { return s.link == l }) {
						still = append(still, standing{l, from})
					}
				}
				open[c] = still
			}
		})
		for c, all := range open {
			for _, s := range all {
				out = append(out, r.closureRow(tree, s, int32(c), openEnd()))
			}
		}
	}
	slices.SortFunc(out, closureRow.compare)
	return out
}

// links appends the ancestors of a code on a day.
func (r *Regions) links(links []link, t int, c int32, on safety.Date) []link {
	for depth, a := range r.path(t, c, on) {
		l := link{ancestor: a, depth: uint8(depth)}
		if i := r.rowOn(a, on); i != noRegion {
			l.level = r.rows[i].Level
		}
		links = append(links, l)
	}
	return links
}

func (r *Regions) closureRow(tree Tree, s standing, c int32, to safety.Date) closureRow {
	return closureRow{Tree: tree, Ancestor: r.codes[s.ancestor], Descendant: r.codes[c], Depth: s.depth, Level: s.level, From: s.since, To: to}
}

func (a closureRow) compare(b closureRow) int {
	return cmp.Or(cmp.Compare(a.Tree, b.Tree), cmp.Compare(a.Ancestor, b.Ancestor), cmp.Compare(a.Descendant, b.Descendant), a.From.Compare(b.From))
}
