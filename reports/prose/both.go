package prose

import "anlan/warehouse"

// Both says the directions of two figures in a few words: 事故起数和死亡人数双下降, 一升一降, 均持平, 事故起数下降、死亡人数持平. It is empty
// unless all four figures are known and no unit is missing from them: what is not whole has no direction yet.
func (s Style) Both(a, b Quantity, against string) string {
	one, known := way(a, against)
	two, knownToo := way(b, against)
	if !known || !knownToo {
		return ""
	}
	first, second := s.title(a), s.title(b)
	both := s.Join(first, second)
	if s.english() {
		switch verb := [3]string{"fell", "were unchanged", "rose"}; {
		case one == two && one == 0:
			return both + " were both unchanged"
		case one == two:
			return both + " both " + verb[one+1]
		default:
			return first + " " + verb[one+1] + " and " + second + " " + verb[two+1]
		}
	}
	switch {
	case one == two:
		return both + [3]string{"双下降", "均持平", "双上升"}[one+1]
	case one > 0 && two < 0:
		return both + "一升一降"
	case one < 0 && two > 0:
		return both + "一降一升"
	}
	word := [3]string{"下降", "持平", "上升"}
	return first + word[one+1] + "、" + second + word[two+1]
}

// way is the sign of a change that is known for sure.
func way(q Quantity, against string) (sign int, known bool) {
	base := q.base(against)
	now, isNow := q.Now.number()
	then, isBase := base.number()
	if !isNow || !isBase || q.Now.State != warehouse.Present || base.State != warehouse.Present {
		return 0, false
	}
	return now.Cmp(then), true
}
