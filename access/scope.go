package access

import (
	"slices"
	"strings"

	"anlan/safety"
)

// Scope says what a caller may see. The zero Scope sees nothing: forgetting it fails closed.
type Scope struct {
	// All lifts the limit on regions. Regions lists what is visible otherwise: each with everything below it, in both trees.
	All     bool
	Regions []safety.RegionCode
	// Sectors limits records to these sectors and those below them; empty means all sectors.
	Sectors []string
	// Facts limits the data sets; empty means all.
	Facts []string
}

// Everything is the scope of a local administrator.
func Everything() Scope { return Scope{All: true} }

// Empty reports whether the scope sees nothing.
func (s Scope) Empty() bool { return !s.All && len(s.Regions) == 0 }

// SeesFact reports whether records of that fact may be seen at all.
func (s Scope) SeesFact(fact string) bool {
	return !s.Empty() && (len(s.Facts) == 0 || slices.Contains(s.Facts, fact))
}

// Whole reports whether all records of that fact may be seen, in all regions and sectors; for no fact, all records.
func (s Scope) Whole(fact string) bool {
	return s.All && len(s.Sectors) == 0 && (len(s.Facts) == 0 || slices.Contains(s.Facts, fact))
}

// Covers reports whether a scope holds all of another. Regions are compared by what is written: a wider region does not stand for those in it.
func (s Scope) Covers(then Scope) bool {
	within := func(most, some []string) bool {
		return len(most) == 0 || len(some) > 0 && !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(most, one) })
	}
	for _, r := range then.Regions {
		if !s.All && !slices.Contains(s.Regions, r) {
			return false
		}
	}
	return (s.All || !then.All) && !s.Empty() && within(s.Sectors, then.Sectors) && within(s.Facts, then.Facts)
}

// Key writes a scope as a text that is the same for scopes that see the same, for the keys of caches.
func (s Scope) Key() string {
	var b strings.Builder
	if s.All {
		b.WriteString("all")
	}
	regions := make([]string, len(s.Regions))
	for i, code := range s.Regions {
		regions[i] = string(code)
	}
	for _, list := range [][]string{regions, s.Sectors, s.Facts} {
		b.WriteString("\x00" + strings.Join(slices.Sorted(slices.Values(list)), "\x01"))
	}
	return b.String()
}
