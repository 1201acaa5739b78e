package warehouse

import (
	_ "embed"
	"strings"

	"github.com/shopspring/decimal"
)

//go:embed sql/gcj02.sql
var gcj02SQL string

// onMap puts the conversion to GCJ-02 into a statement that asks for it, so that map_longitude and map_latitude can be read.
func onMap(sql string) string { return strings.ReplaceAll(sql, "/*gcj02*/", gcj02SQL) }

// Place is where something is: degrees as the source gives them. The zero Place is none.
type Place struct {
	Longitude, Latitude decimal.NullDecimal
	// System is what the degrees were measured in, a code of the vocabulary coordinate_system.
	System string
}

// Point is a place on the map: degrees in GCJ-02, whatever they were measured in.
type Point struct{ Longitude, Latitude float64 }

// place reads the three columns of a region's point: all of them or none.
func (r fileRow) place(faults *FileFaults) Place {
	var p Place
	filled := 0
	degrees := func(column string, most int64) decimal.NullDecimal {
		if r.cells[column] == "" {
			return decimal.NullDecimal{}
		}
		filled++
		d, err := decimal.NewFromString(r.cells[column])
		if err != nil || d.Abs().GreaterThan(decimal.NewFromInt(most)) {
			*faults = append(*faults, r.fault(column, "expected degrees from -%d to %d, as 118.0558", most, most))
			return decimal.NullDecimal{}
		}
		return decimal.NewNullDecimal(d.Round(6))
	}
	p.Longitude, p.Latitude = degrees("longitude", 180), degrees("latitude", 90)
	if cell := r.cells["coordinate_system"]; cell != "" {
		filled++
		systems, _ := VocabularyNamed("coordinate_system")
		term, ok := systems.Lookup(cell)
		if !ok {
			*faults = append(*faults, r.fault("coordinate_system", "expected one of %s", strings.Join(systems.Codes(), ", ")))
		}
		p.System = term.Code
	}
	if filled != 0 && filled != 3 {
		*faults = append(*faults, r.fault("longitude", "expected longitude, latitude and coordinate_system together, or none of them"))
	}
	return p
}

func (p Place) known() bool { return p.System != "" && p.Longitude.Valid && p.Latitude.Valid }

// cells are the place's columns of a dimension table.
func (p Place) cells() []any {
	if !p.known() {
		return []any{nil, nil, ""}
	}
	return []any{p.Longitude.Decimal, p.Latitude.Decimal, p.System}
}
