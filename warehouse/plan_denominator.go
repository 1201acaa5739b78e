package warehouse

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

//go:embed sql/denominators.sql
var denominatorsSQL string

// denominatorLeg reads denominators, which do not add up like records: see sql/denominators.sql. Broken down or filtered by
// anything but region and sector they are unknown, because nobody states them so.
func (p *plan) denominatorLeg(measures []*Metric) string {
	unit, group := "{region:String}", "toString(ancestor)"
	p.args["ancestors"] = []string{string(p.query.Region)}
	if p.byRegion() {
		unit = "unit"
		p.args["ancestors"] = p.unitCodes()
	}
	bySector := slices.Contains(p.query.Dimensions, "sector")
	sector, stated := "''", "sector = ''"
	if bySector || len(p.query.Filters) > 0 || len(p.scope.Sectors) > 0 {
		stated = "sector != ''"
	}
	if bySector {
		sector = "toString(sector)"
	}
	where := append([]string{stated}, p.scopeConditions()...)
	for _, f := range p.query.Filters {
		if f.Dimension == "sector" {
			p.args["den_sectors"] = f.Values
			in := "IN"
			if f.Not {
				in = "NOT IN"
			}
			where = append(where, "sector "+in+" {den_sectors:Array(String)}")
		}
	}
	var stocks, figures []string
	for _, m := range measures {
		figures = append(figures, m.Measure.Value.Of)
		if m.Measure.Value.Aggregation == Stock {
			stocks = append(stocks, m.Measure.Value.Of)
		}
	}
	slot, bucket, from, to, days := windowsOf(p.slots)
	for name, value := range map[string]any{
		"den_parts": p.version.Partitions("denominator"), "regions": p.version.Partitions("region"), "figures": figures, "stocks": stocks,
		"w_slot": slot, "w_bucket": bucket, "w_from": from, "w_to": to, "w_days": days, "every_region": !strings.Contains(stated, "!="),
	} {
		p.args[name] = value
	}
	return strings.NewReplacer(
		"/*columns*/", strings.Join(p.denominatorColumns(measures, unit), ", "),
		"/*unit*/", group, "/*sector*/", sector, "/*where*/", strings.Join(where, " AND "),
		"/*groups*/", strings.Join(p.groupNames(), ", "),
	).Replace(denominatorsSQL)
}

func (p *plan) denominatorColumns(measures []*Metric, unit string) []string {
	known := true
	var columns []string
	for i, d := range p.query.Dimensions {
		expression := "''"
		switch d {
		case regionDimension:
			expression = unit
		case "sector":
			expression = "sector_code"
		default:
			known = false
		}
		columns = append(columns, expression+" AS "+p.groupNames()[i])
	}
	if slices.ContainsFunc(p.query.Filters, func(f Filter) bool { return f.Dimension != "sector" }) {
		known = false
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
