package warehouse

import (
	"cmp"
	"slices"
	"strings"

	"anlan/safety"
)

// Regions are all regions of one data version with both trees on every day. It is immutable and safe for concurrent use.
//
// Every code that was ever valid has one way to the top on every day, so figures recorded under an old code never get lost
// and are never counted twice. On days after its abolition a code lies under its successor, or, when it was divided, under
// the nearest region above all of its successors. On days before it came into being it lies under the region that became
// it, or the nearest one above all of those; a region without known predecessors under its first parent.
type Regions struct {
	rows  []Region // by code, then by day
	codes []safety.RegionCode
	first []int32 // the first row of each code, and one past the end
	index map[safety.RegionCode]int32

	parents    [2][]int32 // of each row, by treeNumber; -1 at the top
	successors [][]int32  // of each code: what its last row names
	before     [][]int32  // of each code: what became it
	below      [2][][]int32
}

const (
	noRegion = int32(-1)
	// deepest is more than any tree has levels; a longer way up is a circle.
	deepest = 64
)

func treeNumber(t Tree) int {
	if t == Statutory {
		return 0
	}
	return 1
}

// indexRegions trusts its rows: checkRegions has accepted them.
func indexRegions(rows []Region) *Regions {
	r := &Regions{rows: slices.Clone(rows), index: map[safety.RegionCode]int32{}}
	slices.SortStableFunc(r.rows, func(a, b Region) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), a.ValidFrom.Compare(b.ValidFrom))
	})
	for i, row := range r.rows {
		if i == 0 || row.Code != r.rows[i-1].Code {
			r.index[row.Code] = int32(len(r.codes))
			r.codes = append(r.codes, row.Code)
			r.first = append(r.first, int32(i))
		}
	}
	r.first = append(r.first, int32(len(r.rows)))
	r.link()
	return r
}

func (r *Regions) link() {
	r.successors = make([][]int32, len(r.codes))
	r.before = make([][]int32, len(r.codes))
	for t, tree := range []Tree{Statutory, Managing} {
		r.parents[t] = make([]int32, len(r.rows))
		r.below[t] = make([][]int32, len(r.codes))
		for c := range r.codes {
			for i := r.first[c]; i < r.first[c+1]; i++ {
				p := r.find(r.rows[i].Parent(tree))
				r.parents[t][i] = p
				if p != noRegion && !slices.Contains(r.below[t][p], int32(c)) {
					r.below[t][p] = append(r.below[t][p], int32(c))
				}
			}
		}
	}
	for c := range r.codes {
		for _, s := range r.lastRow(int32(c)).Successors {
			if i := r.find(s); i != noRegion {
				r.successors[c] = append(r.successors[c], i)
			}
		}
	}
	r.linkBack()
}

// linkBack finds what became each region: those that went into it whole where there are any, because then the others gave
// it only a part. What ended before or began after its first day did not become it.
func (r *Regions) linkBack() {
	for c, successors := range r.successors {
		last := r.lastRow(int32(c)).ValidTo
		for _, s := range successors {
			born := r.firstRow(s).ValidFrom
			if r.firstRow(int32(c)).ValidFrom.Before(born) && !last.Before(born.AddDays(-1)) {
				r.before[s] = append(r.before[s], int32(c))
			}
		}
	}
	for s, all := range r.before {
		whole := slices.DeleteFunc(slices.Clone(all), func(c int32) bool { return len(r.successors[c]) != 1 })
		if len(whole) > 0 {
			r.before[s] = whole
		}
	}
}

func (r *Regions) find(code safety.RegionCode) int32 {
	if i, ok := r.index[code]; ok && code != "" {
		return i
	}
	return noRegion
}

func (r *Regions) firstRow(c int32) *Region { return &r.rows[r.first[c]] }
func (r *Regions) lastRow(c int32) *Region  { return &r.rows[r.first[c+1]-1] }

// rowOn gives the number of the row that holds on that day; -1 when the region does not exist then.
func (r *Regions) rowOn(c int32, on safety.Date) int32 {
	for i := r.first[c]; i < r.first[c+1]; i++ {
		if r.rows[i].Holds(on) {
			return i
		}
	}
	return noRegion
}

// All lists every region in every one of its stretches, by code and day. The slice is shared: do not change it.
func (r *Regions) All() []Region { return r.rows }

// Get returns the region as it was on that day; ok is false when it did not exist then. The zero Date asks for its newest
// description, also of a region that is abolished: for the name beside an old record.
func (r *Regions) Get(code safety.RegionCode, on safety.Date) (Region, bool) {
	c := r.find(code)
	if c == noRegion {
		return Region{}, false
	}
	if on.IsZero() {
		return *r.lastRow(c), true
	}
	if i := r.rowOn(c, on); i != noRegion {
		return r.rows[i], true
	}
	return Region{}, false
}

// Known reports whether the code was ever valid; a record may carry it then.
func (r *Regions) Known(code safety.RegionCode) bool { return r.find(code) != noRegion }

// Children lists the regions that exist on that day directly below parent, by code. The zero code asks for the top.
func (r *Regions) Children(tree Tree, parent safety.RegionCode, on safety.Date) []Region {
	t := treeNumber(tree)
	var candidates []int32
	if parent == "" {
		for c := range r.codes {
			candidates = append(candidates, int32(c))
		}
	} else if p := r.find(parent); p != noRegion {
		candidates = r.below[t][p]
	}
	var out []Region
	for _, c := range candidates {
		if i := r.rowOn(c, on); i != noRegion && r.rows[i].Parent(tree) == parent {
			out = append(out, r.rows[i])
		}
	}
	return out
}

// Below lists the regions of one level that exist on that day below parent, at any depth, by code.
func (r *Regions) Below(tree Tree, parent safety.RegionCode, level safety.RegionLevel, on safety.Date) []Region {
	top := r.find(parent)
	if top == noRegion {
		return nil
	}
	t := treeNumber(tree)
	var out []Region
	for c := range r.codes {
		i := r.rowOn(int32(c), on)
		if i == noRegion || r.rows[i].Level != level || int32(c) == top {
			continue
		}
		if slices.Contains(r.path(t, int32(c), on), top) {
			out = append(out, r.rows[i])
		}
	}
	return out
}

// Ancestors lists the regions above that exist on that day, the nearest first. For a code that is abolished or does not
// exist yet the way leads over its successor or predecessor.
func (r *Regions) Ancestors(tree Tree, code safety.RegionCode, on safety.Date) []Region {
	c := r.find(code)
	if c == noRegion {
		return nil
	}
	var out []Region
	for _, a := range r.path(treeNumber(tree), c, on)[1:] {
		if i := r.rowOn(a, on); i != noRegion {
			out = append(out, r.rows[i])
		}
	}
	return out
}

// Within reports whether code is ancestor or lies below it on that day.
func (r *Regions) Within(tree Tree, code, ancestor safety.RegionCode, on safety.Date) bool {
	c, a := r.find(code), r.find(ancestor)
	return c != noRegion && a != noRegion && slices.Contains(r.path(treeNumber(tree), c, on), a)
}

// Search finds regions by code or by any part of their full name: exact names first, then by level from the top, abolished
// ones last. A limit of 0 means all.
func (r *Regions) Search(text string, limit int) []Region {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	var found []Region
	for c := range r.codes {
		row := r.lastRow(int32(c))
		if strings.HasPrefix(string(row.Code), text) || strings.Contains(row.Name, text) || strings.Contains(row.FullName, text) {
			found = append(found, *row)
		}
	}
	rank := func(row Region) int {
		switch {
		case row.ValidTo != openEnd():
			return 3
		case row.Name == text || string(row.Code) == text:
			return 0
		case strings.Contains(row.Name, text):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(found, func(a, b Region) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Level, b.Level))
	})
	if limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	return found
}
