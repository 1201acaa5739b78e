package bulletin

import (
	"slices"

	"anlan/safety"
)

// most names the rows that have most; see [prose.Style.Most]. It is empty for types of accidents of both editions of GB 6441: they cut
// the same accidents in different ways, so that one kind stands under two names.
func (t *telling) most(figures []figure, n int) string {
	if n := t.needs[needOf(figures)]; n != nil && n.by == "accident_type" && ofTwoEditions(figures) {
		return ""
	}
	return t.style.Most(quantities(figures), n)
}

func needOf(figures []figure) string {
	if len(figures) == 0 {
		return ""
	}
	return figures[0].q.Query
}

// ofTwoEditions reports whether some figures that are not zero are of types that only the one edition has, and some of the other.
func ofTwoEditions(figures []figure) bool {
	old, current := safety.AccidentTypes(safety.GB6441Of1986), safety.AccidentTypes(safety.GB6441Of2025)
	has := func(types []safety.AccidentType, key string) bool {
		return slices.ContainsFunc(types, func(a safety.AccidentType) bool { return a.ZH == key || a.Code == key })
	}
	var onlyOld, onlyCurrent bool
	for _, f := range figures {
		if n := f.q.Now.Exact; n == nil || n.IsZero() {
			continue
		}
		inOld, inCurrent := has(old, f.q.Row), has(current, f.q.Row)
		onlyOld, onlyCurrent = onlyOld || inOld && !inCurrent, onlyCurrent || inCurrent && !inOld
	}
	return onlyOld && onlyCurrent
}
