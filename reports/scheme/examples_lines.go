package scheme

import (
	"iter"
	"maps"
	"slices"
	"strings"
)

// lines checks that every line that an example speaks of is one that the scheme can give: a misspelt one would be expected to
// give nothing, and does.
func (c *exampleCheck) lines(at string, e expectation) {
	known := c.s.lineNames()
	check := func(key string, names iter.Seq[string]) {
		for _, name := range slices.Sorted(names) {
			if !slices.Contains(known, name) && !strings.HasPrefix(name, "adjustment__") && name != "adjustment" {
				c.Faultf(at+"."+key+"."+name, "the scheme has no such line%s", didYouMean(nearest(name, known)))
			}
		}
	}
	check("lines", maps.Keys(e.Lines))
	check("marks", maps.Keys(e.Marks))
	check("words", maps.Keys(e.Words))
}

// lineNames are the names of all lines that a sheet can have, but for adjustments.
func (s *Scheme) lineNames() []string {
	names := []string{bonusesLine, deductedLine, scoreLimit, scoreRounded}
	var walk func(groups []Group)
	walk = func(groups []Group) {
		for _, g := range groups {
			names = append(names, g.Name+limitLine, g.Name+roundingLine)
			for _, i := range g.Indicators {
				names = append(names, i.Name)
			}
			walk(g.Groups)
		}
	}
	walk(s.Groups)
	for _, b := range s.Bonuses {
		names = append(names, b.Name)
	}
	for _, d := range s.Deductions {
		names = append(names, d.Name)
	}
	for _, v := range s.Vetoes {
		names = append(names, v.Name)
	}
	return names
}
