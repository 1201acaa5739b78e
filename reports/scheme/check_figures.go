package scheme

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

func (c *check) peerGroups(s *Scheme) {
	names, members, rest := map[string]bool{}, map[string]string{}, ""
	for i, g := range s.PeerGroups {
		at := fmt.Sprintf("peer_groups[%d]", i)
		c.name(at+".name", g.Name, names)
		c.title(at+".title", g.Title)
		for j, m := range g.Members {
			if other, ok := members[m]; ok {
				c.Faultf(fmt.Sprintf("%s.members[%d]", at, j), "%s is in %s already", m, other)
			}
			members[m] = g.Name
		}
		for j, kind := range g.Kinds {
			if known := s.kinds(); !slices.Contains(known, kind) {
				c.Faultf(fmt.Sprintf("%s.kinds[%d]", at, j), "expected %s; found %q", listOr(known, "members: departments have no kinds"), kind)
			}
		}
		switch {
		case !g.takesRest():
		case rest != "":
			c.Faultf(at, "expected members or kinds: %s takes all that no other group takes already", rest)
		default:
			rest = g.Name
		}
	}
}

// kinds are those by which a peer group can take subjects: of regions, and the classes of enterprises.
func (s *Scheme) kinds() []string {
	switch s.Subjects {
	case Departments:
		return nil
	case Enterprises:
		var classes []string
		if words, ok := safety.VocabularyNamed("enterprise_class"); ok {
			for _, term := range words.Terms {
				classes = append(classes, term.Code)
			}
		}
		return classes
	}
	return []string{warehouse.StatutoryRegion, warehouse.ZoneRegion}
}

// figures checks the named figures: first their names, so that expressions may name any of them.
func (c *check) figures(s *Scheme) {
	names := map[string]bool{}
	for i, f := range s.Figures {
		at := fmt.Sprintf("figures[%d]", i)
		c.name(at+".name", f.Name, names)
		c.title(at+".title", f.Title)
		if _, own := ownNames[f.Name]; own || strings.HasPrefix(f.Name, "in__") {
			c.Faultf(at+".name", "%q has a meaning of its own in expressions", f.Name)
		}
		kinds := 0
		for _, set := range []bool{f.Metric != "", f.Entered, f.Expression != ""} {
			if set {
				kinds++
			}
		}
		if kinds != 1 {
			c.Faultf(at, "expected one of metric, entered: true, expression; found %d of them", kinds)
		}
		if f.Metric != "" {
			m, ok := s.metric(f.Metric)
			if !ok {
				c.Faultf(at+".metric", "the catalogue has no metric %q%s", f.Metric, didYouMean(m.Meant))
			}
			c.filters(at+".filters", f, m)
		} else if len(f.Filters) > 0 || f.Months != 0 {
			c.Faultf(at, "filters and months belong to a metric")
		}
		if f.Decimals != nil && (*f.Decimals < 0 || *f.Decimals > 8) {
			c.Faultf(at+".decimals", "expected 0 to 8")
		}
		if f.Name != "" && s.inputNamed(f.Name) == nil {
			s.addInput(s.entryInput(f))
		}
	}
	c.implied(s)
}

// filters checks that a metric can be kept to the values.
func (c *check) filters(at string, f FigureEntry, m Metric) {
	for i, filter := range f.Filters {
		here := fmt.Sprintf("%s[%d]", at, i)
		if len(filter.Values) == 0 && c.Has(here+".values") {
			c.Faultf(here+".values", "expected at least one value")
		}
		if m.Dimensions == nil || filter.Dimension == "" {
			continue
		}
		values, ok := m.Dimensions[filter.Dimension]
		if !ok {
			c.Faultf(here+".dimension", "%s cannot be filtered by %q; expected one of %s", f.Metric, filter.Dimension, strings.Join(slices.Sorted(maps.Keys(m.Dimensions)), ", "))
		}
		for j, value := range filter.Values {
			if len(values) > 0 && !slices.Contains(values, value) {
				c.Faultf(fmt.Sprintf("%s.values[%d]", here, j), "expected one of %s; found %q", strings.Join(values, ", "), value)
			}
		}
	}
}

// expressionsOfFigures checks what figures are computed from, once all figures are known.
func (c *check) expressionsOfFigures(s *Scheme) {
	for i, f := range s.Figures {
		c.expression(fmt.Sprintf("figures[%d].expression", i), f.Expression, inFigure, false)
	}
	for i, f := range s.Figures {
		if path := c.cycle(f.Name, nil); path != nil {
			c.Faultf(fmt.Sprintf("figures[%d].expression", i), "%s is computed from itself (%s)", f.Name, strings.Join(path, " → "))
			delete(s.programs, f.Expression)
		}
	}
}

// cycle gives the way from a figure through what it is computed from back to itself, nil when there is none.
func (c *check) cycle(name string, path []string) []string {
	if slices.Contains(path, name) {
		return append(path, name)
	}
	in := c.s.inputNamed(name)
	if in == nil || c.s.programs[in.Expression] == nil {
		return nil
	}
	for _, part := range c.s.programs[in.Expression].names {
		if r := c.s.reference(part); r.figure != "" {
			if found := c.cycle(r.figure, append(slices.Clone(path), name)); found != nil && found[0] == found[len(found)-1] {
				return found
			}
		}
	}
	return nil
}
