package assessment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// named is what schemes name by code and a version of the data knows: whoever loads regions, sectors or departments of his own
// has others, so this cannot be checked when a scheme is read. Nil knows nothing and refuses nothing.
type named struct {
	regions     *warehouse.Regions
	sectors     warehouse.Sectors
	departments warehouse.Departments
}

// check refuses a scheme that names what is not there: a filter by it would count nothing, and a mistyped member would be
// ranked apart.
func (n *named) check(s *scheme.Scheme) error {
	if n == nil {
		return nil
	}
	var faults []string
	for _, input := range s.Inputs() {
		for _, f := range input.Filters {
			for _, code := range f.Values {
				if !n.knows(f.Dimension, code) {
					faults = append(faults, fmt.Sprintf("the figure %s is kept to the %s %q, and there is none of that code", input.Name, f.Dimension, code))
				}
			}
		}
	}
	dimension := dimensionOf(kindOf(s))
	for _, g := range s.PeerGroups {
		for _, code := range g.Members {
			if !n.knows(dimension, code) {
				faults = append(faults, fmt.Sprintf("the peer group %s has the %s %q, and there is none of that code", g.Name, dimension, code))
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	slices.Sort(faults)
	return warehouse.Fault(warehouse.BadRequest, "the scheme %s cannot mark these data: %s", s.Name, strings.Join(slices.Compact(faults), "; "))
}

// bySector is the dimension whose values have others below them.
const bySector = "sector"

func (n *named) knows(dimension, code string) bool {
	switch dimension {
	case bySector:
		_, ok := n.sectors.Get(code)
		return ok || code == ""
	case "department":
		_, ok := n.departments.Get(code)
		return ok || code == ""
	case "region":
		return n.regions.Known(safety.RegionCode(code))
	}
	return true
}

// widened keeps a figure that is kept to a sector to those below it too: 矿山 is 煤矿 and 非煤矿山.
func (n *named) widened(filters []warehouse.Filter) []warehouse.Filter {
	out := slices.Clone(filters)
	for i := range out {
		if n != nil && out[i].Dimension == bySector {
			out[i].Values = n.sectors.Below(out[i].Values...)
		}
	}
	return out
}

// CheckSchemes names every scheme that names sectors, departments or regions which the newest data do not have; such a scheme
// refuses to mark. It is nil when none does.
func (r *Reports) CheckSchemes(ctx context.Context) error {
	pin, err := r.data.Pin(ctx, 0)
	if err != nil {
		return err
	}
	defer pin.release()
	var faults []error
	for _, s := range r.Schemes() {
		faults = append(faults, pin.named.check(s))
	}
	return errors.Join(faults...)
}
