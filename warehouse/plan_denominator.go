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
		"every_region": s.whole, "sectors_needed": s.needed(), "den_sectors": s.named, "den_except": s.except,
	} {
		p.args[name] = value
	}
	return strings.NewReplacer(
		"/*columns*/", strings.Join(p.denominatorColumns(measures, unit, s.known), ", "),
		"/*unit*/", "toString(ancestor)", "/*sector*/", sector, "/*where*/", strings.Join(where, " AND "),
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
	known  bool     // false when nobody can tell which sectors it takes
}

// denominatorSectors reads the query's dimensions and filters and the scope. Broken down or filtered by anything but region
// and sector denominators are unknown, because nobody states them so; so they are for all sectors but some, because nobody
// says that every sector is stated.
func (p *plan) denominatorSectors() statedSectors {
	s := statedSectors{each: slices.Contains(p.query.Dimensions, "sector"), named: []string{}, except: []string{}, known: true}
	limit := func(values []string) {
		if !s.only {
			s.only, s.named = true, slices.Clone(values)
			return
		}
		s.named = slices.DeleteFunc(s.named, func(v string) bool { return !slices.Contains(values, v) })
	}
	for _, d := range p.query.Dimensions {
		s.known = s.known && (d == regionDimension || d == "sector")
	}
	for _, f := range p.query.Filters {
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

func (s statedSectors) condition() string {
	if s.whole {
		return "sector = ''"
	}
	condition := "sector != '' AND sector NOT IN {den_except:Array(String)}"
	if s.only {
		condition += " AND sector IN {den_sectors:Array(String)}"
	}
	return condition
}

// needed is how many sectors a region's figure is added up from.
func (s statedSectors) needed() uint32 {
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
