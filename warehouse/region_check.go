package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"anlan/safety"
)

// checkRegions names every fault of a set of regions. What passes it keeps the promises of Regions.
func checkRegions(entries []regionEntry) FileFaults {
	var faults FileFaults
	byCode := map[safety.RegionCode][]regionEntry{}
	for _, e := range entries {
		byCode[e.Code] = append(byCode[e.Code], e)
	}
	for _, e := range entries {
		faults = append(faults, checkRegionCells(e, byCode)...)
	}
	for _, rows := range byCode {
		faults = append(faults, checkStretches(rows)...)
	}
	if len(faults) == 0 {
		faults = checkTrees(entries)
	}
	sortFaults(faults)
	return faults
}

func checkRegionCells(e regionEntry, byCode map[safety.RegionCode][]regionEntry) FileFaults {
	var faults FileFaults
	if e.Name == "" {
		faults = append(faults, e.row.fault("name", "expected the name of %s", e.Code))
	}
	if e.Level == safety.LevelUnknown {
		faults = append(faults, e.row.fault("level", "expected country, province, city, county, town, village or grid"))
	}
	if e.ValidTo.Before(e.ValidFrom) {
		faults = append(faults, e.row.fault("valid_to", "expected a day that is not before valid_from, %s", e.ValidFrom))
	}
	for column, parent := range map[string]safety.RegionCode{"statutory_parent": e.StatutoryParent, "managing_parent": e.ManagingParent} {
		switch {
		case column == "managing_parent" && !e.managingParentIs:
			continue // the same as statutory_parent, or as in the row before
		case parent == "" && e.Level != safety.LevelCountry:
			faults = append(faults, e.row.fault(column, "expected the region above; only a country has none"))
		case parent == "":
		case len(byCode[parent]) == 0:
			faults = append(faults, e.row.fault(column, "no region %s", parent))
		case e.startGiven && e.ValidFrom.Before(birth(byCode[parent])):
			faults = append(faults, e.row.fault(column, "%s begins on %s, after %s", parent, birth(byCode[parent]), e.ValidFrom))
		}
	}
	if len(e.Successors) > 0 && e.ValidTo == openEnd() {
		faults = append(faults, e.row.fault("valid_to", "expected the last day of a region that has successors"))
	}
	for _, s := range e.Successors {
		switch {
		case s == e.Code:
			faults = append(faults, e.row.fault("successors", "%s cannot succeed itself; a further row says how it goes on", s))
		case len(byCode[s]) == 0:
			faults = append(faults, e.row.fault("successors", "no region %s", s))
		case e.ValidTo != openEnd() && !slices.ContainsFunc(byCode[s], func(r regionEntry) bool { return r.Holds(e.ValidTo.AddDays(1)) }):
			faults = append(faults, e.row.fault("successors", "%s does not exist on %s", s, e.ValidTo.AddDays(1)))
		}
	}
	return faults
}

func birth(rows []regionEntry) safety.Date {
	return slices.MinFunc(rows, func(a, b regionEntry) int { return a.ValidFrom.Compare(b.ValidFrom) }).ValidFrom
}

// checkStretches holds that the rows of one code neither overlap nor leave days out, and that only the last has successors.
func checkStretches(rows []regionEntry) FileFaults {
	var faults FileFaults
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b regionEntry) int { return a.ValidFrom.Compare(b.ValidFrom) })
	for i := 1; i < len(rows); i++ {
		a, b := rows[i-1], rows[i]
		gap := b.ValidFrom.DaysSince(a.ValidTo)
		switch {
		case a.ValidFrom == b.ValidFrom:
			faults = append(faults, b.row.fault("code", "%s is already there from %s on (%s:%d)", b.Code, a.ValidFrom, a.row.file, a.row.line))
		case gap <= 0:
			faults = append(faults, b.row.fault("valid_from", "%s is valid to %s already (%s:%d)", b.Code, a.ValidTo, a.row.file, a.row.line))
		case gap > 1:
			faults = append(faults, b.row.fault("valid_from", "%s is left out from %s to %s", b.Code, a.ValidTo.AddDays(1), b.ValidFrom.AddDays(-1)))
		case len(a.Successors) > 0:
			faults = append(faults, a.row.fault("successors", "%s goes on in %s:%d; only its last row has successors", a.Code, b.row.file, b.row.line))
		}
	}
	return faults
}

// checkTrees walks up from every region on every day in both trees: no circle, and every level above is a higher one.
func checkTrees(entries []regionEntry) FileFaults {
	var faults FileFaults
	rows := make([]Region, len(entries))
	origin := map[safety.RegionCode]regionEntry{}
	for i, e := range entries {
		rows[i] = e.Region
		if known, ok := origin[e.Code]; !ok || known.ValidFrom.Before(e.ValidFrom) {
			origin[e.Code] = e
		}
	}
	r := indexRegions(rows)
	told := map[string]bool{}
	for t, column := range []string{"statutory_parent", "managing_parent"} {
		r.eachSpan(func(from, _ safety.Date) {
			for c := range r.codes {
				way := r.path(t, int32(c), from)
				message, at := r.judge(way, from)
				if message == "" || told[message] {
					continue
				}
				told[message] = true
				e := origin[r.codes[at]]
				for _, row := range entries {
					if row.Code == r.codes[at] && row.Holds(from) {
						e = row
					}
				}
				faults = append(faults, FileFault{File: e.row.file, Row: e.row.line, Column: column, Value: string(r.parentOn(t, at, from)), Message: message})
			}
		})
	}
	return faults
}

// judge says what is wrong with a way to the top, and at which region. A circle is told from its lowest code, so that it
// is told once however many ways lead into it.
func (r *Regions) judge(way []int32, on safety.Date) (message string, at int32) {
	if len(way) >= deepest {
		circle := way[len(way)-deepest/2:]
		at = slices.Min(circle)
		circle = circle[slices.Index(circle, at):]
		circle = circle[:slices.Index(circle[1:], at)+2]
		names := make([]string, len(circle))
		for i, c := range circle {
			names[i] = string(r.codes[c])
		}
		return "the way up goes round in a circle: " + strings.Join(names, " → "), at
	}
	var lower *Region
	for _, c := range way {
		i := r.rowOn(c, on)
		if i == noRegion {
			continue
		}
		upper := &r.rows[i]
		if lower != nil && lower.Level <= upper.Level {
			return fmt.Sprintf("%s is a %s and cannot lie below %s, a %s", lower.Code, lower.Level, upper.Code, upper.Level), at
		}
		lower, at = upper, c
	}
	return "", noRegion
}

func (r *Regions) parentOn(t int, c int32, on safety.Date) safety.RegionCode {
	if p := r.above(t, c, on, 0); p != noRegion {
		return r.codes[p]
	}
	return ""
}
