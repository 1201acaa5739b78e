package warehouse

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

//go:embed sql/denominators.sql
var denominatorsSQL string

// denominatorLeg reads denominators, which do not add up like records: see sql/denominators.sql.
func (p *plan) denominatorLeg(measures []*Metric) string {
	unit := "{region:String}"
	p.args["ancestors"] = []string{string(p.query.Region)}
	if p.byRegion() {
		unit = "unit"
		p.args["ancestors"] = p.unitCodes()
	}
	s := p.denominatorSectors()
	sector := "''"
	if s.each {
		sector = "stated_sector"
	}
	where := append([]string{s.condition()}, p.scopeConditions()...)
	var stocks, figures []string
	for _, m := range measures {
		figures = append(figures, m.Measure.Value.Of)
		if m.Measure.Value.Aggregation == Stock {
			stocks = append(stocks, m.Measure.Value.Of)
		}
	}
	slot, bucket, from, to := windowsOf(p.slots)
	for name, value := range map[string]any{
		"den_parts": p.version.Partitions("denominator"), "regions": p.version.Partitions("region"), "figures": figures, "stocks": stocks,
		"w_slot": slot, "w_bucket": bucket, "w_from": from, "w_to": to,
		"every_region": s.whole && s.owner != enterpriseDimension, "sectors_needed": s.needed(), "den_sectors": s.named, "den_except": s.except, "den_owners": s.owners,
	} {
		p.args[name] = value
	}
	return strings.NewReplacer(
		"/*columns*/", strings.Join(p.denominatorColumns(measures, unit, s.known), ", "),
		"/*unit*/", "toString(ancestor)", "/*sector*/", sector, "/*owner*/", s.ownerColumn(), "/*where*/", strings.Join(where, " AND "),
		"/*groups*/", strings.Join(p.groupNames(), ", "),
	).Replace(denominatorsSQL)
}

// statedSectors says which of the sectors' figures answer a query: the one for all sectors together, or those of sectors.
type statedSectors struct {
	whole  bool     // the figure for all sectors together
	each   bool     // one figure a sector
	only   bool     // of the named sectors only; added up unless each
	named  []string // see only
	except []string // not of these
	owner  string   // whose figures: "department", "enterprise"; empty for those of regions as a whole
	owners []string // of these only; of all of them when empty
	known  bool     // false when nobody can tell which figures it takes
}

// Beside regions, departments and enterprises have denominators of their own (应持证人数 of an enterprise).
const (
	departmentDimension = "department"
	enterpriseDimension = "enterprise"
)

// denominatorSectors reads the query's dimensions and filters and the scope. Broken down or filtered by anything but region,
// sector and whose they are, denominators are unknown, because nobody states them so; so they are for all sectors but some,
// because nobody says that every sector is stated.
func (p *plan) denominatorSectors() statedSectors {
	s := statedSectors{each: slices.Contains(p.query.Dimensions, "sector"), named: []string{}, except: []string{}, owners: []string{}, known: true}
	limit := func(values []string) {
		if !s.only {
			s.only, s.named = true, slices.Clone(values)
			return
		}
		s.named = slices.DeleteFunc(s.named, func(v string) bool { return !slices.Contains(values, v) })
	}
	for _, d := range p.query.Dimensions {
		s.known = s.known && (d == regionDimension || d == "sector" || s.ownedBy(d, nil))
	}
	for _, f := range p.query.Filters {
		if !f.Not && s.ownedBy(f.Dimension, f.Values) {
			continue
		}
		s.known = s.known && f.Dimension == "sector"
		if f.Not {
			s.except = append(s.except, f.Values...)
		} else {
			limit(f.Values)
		}
	}
	if len(p.scope.Sectors) > 0 && !s.only && !s.each {
		limit(p.scope.Sectors)
	}
	s.named = slices.DeleteFunc(s.named, func(v string) bool { return slices.Contains(s.except, v) })
	slices.Sort(s.named)
	s.named = slices.Compact(s.named)
	s.whole = !s.each && !s.only && len(s.except) == 0
	s.known = s.known && (s.whole || s.each || s.only)
	return s
}

// ownedBy notes that figures of departments or of enterprises are asked for, not of both.
func (s *statedSectors) ownedBy(dimension string, values []string) bool {
	if dimension != departmentDimension && dimension != enterpriseDimension || s.owner != "" && s.owner != dimension {
		return false
	}
	s.owner = dimension
	if values != nil && len(s.owners) > 0 {
		values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !slices.Contains(s.owners, v) })
		s.known = s.known && len(values) > 0
	}
	if values != nil {
		s.owners = values
	}
	return true
}

func (s *statedSectors) ownerColumn() string {
	if s.owner == "" {
		return "''"
	}
	return "toString(" + s.owner + ")"
}

func (s *statedSectors) condition() string {
	owner := "enterprise = '' AND department = ''" // what one enterprise or department states is not the region's figure
	switch s.owner {
	case departmentDimension:
		owner = "enterprise = '' AND department != ''"
	case enterpriseDimension:
		owner = "enterprise != ''"
	}
	if len(s.owners) > 0 {
		owner += " AND " + s.owner + " IN {den_owners:Array(String)}"
	}
	return owner + s.sectorCondition()
}

func (s *statedSectors) sectorCondition() string {
	if s.whole && s.owner == enterpriseDimension {
		return "" // its sector is what it does, not a part of it
	}
	if s.whole {
		return " AND sector = ''"
	}
	condition := " AND sector != '' AND sector NOT IN {den_except:Array(String)}"
	if s.only {
		condition += " AND sector IN {den_sectors:Array(String)}"
	}
	return condition
}

// needed is how many sectors a region's figure is added up from.
func (s *statedSectors) needed() uint32 {
	if s.whole || s.each {
		return 1
	}
	return uint32(len(s.named))
}

func (p *plan) denominatorColumns(measures []*Metric, unit string, known bool) []string {
	var columns []string
	for i, d := range p.query.Dimensions {
		expression := "''"
		switch d {
		case regionDimension:
			expression = unit
		case "sector":
			expression = "sector_code"
		case departmentDimension, enterpriseDimension:
			expression = "owner_code"
		}
		columns = append(columns, expression+" AS "+p.groupNames()[i])
	}
	columns = append(columns, "bucket_number AS bucket")
	for _, f := range p.figures() {
		expression := "NULL"
		if known && slices.Contains(measures, f.measure) {
			expression = "maxIf(figure_value, figure = '" + f.measure.Measure.Value.Of + "' AND slot_number = " + strconv.Itoa(f.slot) + ")"
		}
		columns = append(columns, "CAST("+expression+" AS Nullable(Float64)) AS "+p.column(f))
	}
	return columns
}
