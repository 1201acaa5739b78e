package warehouse

import (
	"cmp"
	"slices"

	"anlan/safety"
)

var regionColumns = []string{"code", "name", "level", "kind", "statutory_parent", "managing_parent", "valid_from", "valid_to", "successors", "document",
	"longitude", "latitude", "coordinate_system", "responsible_unit", "responsible_post"}

// regionEntry is a row of a regions file on its way into the tree. Cells that were empty are filled by complete.
type regionEntry struct {
	Region
	row              fileRow
	startGiven       bool
	endGiven         bool
	managingParentIs bool // the cell was filled
}

// parseRegions reads the rows of one regions file; what is empty stays empty.
func parseRegions(name string, text []byte) ([]regionEntry, FileFaults) {
	rows, faults := readDimensionFile(name, text, regionColumns, []string{"code"})
	var entries []regionEntry
	for _, row := range rows {
		e := regionEntry{row: row}
		code := func(column string) safety.RegionCode {
			if row.cells[column] == "" {
				return ""
			}
			parsed, err := safety.ParseRegionCode(row.cells[column])
			if err != nil {
				faults = append(faults, row.fault(column, "expected a region code, as 370303, 370303008 or ZB-GXQ"))
			}
			return parsed
		}
		e.Code = code("code")
		if row.cells["code"] == "" {
			faults = append(faults, row.fault("code", "expected a region code"))
		}
		e.StatutoryParent, e.ManagingParent = code("statutory_parent"), code("managing_parent")
		e.managingParentIs = e.ManagingParent != ""
		e.Name, e.Document, e.Kind = row.cells["name"], row.cells["document"], row.cells["kind"]
		if e.Kind != "" && !slices.Contains([]string{StatutoryRegion, ZoneRegion, DirectRegion, ForeignRegion}, e.Kind) {
			faults = append(faults, row.fault("kind", "expected statutory, zone, direct or foreign"))
		}
		e.Place = row.place(&faults)
		e.ResponsibleUnit, e.ResponsiblePost = row.cells["responsible_unit"], row.cells["responsible_post"]
		if cell := row.cells["level"]; cell != "" {
			level, err := safety.ParseRegionLevel(cell)
			if err != nil {
				faults = append(faults, row.fault("level", "expected country, province, city, county, town, village or grid"))
			}
			e.Level = level
		}
		for _, s := range list(row.cells["successors"]) {
			parsed, err := safety.ParseRegionCode(s)
			if err != nil {
				faults = append(faults, row.fault("successors", "expected region codes separated by ;"))
				continue
			}
			e.Successors = append(e.Successors, parsed)
		}
		e.ValidFrom, e.startGiven = row.date("valid_from", &faults)
		e.ValidTo, e.endGiven = row.date("valid_to", &faults)
		if e.Code != "" {
			entries = append(entries, e)
		}
	}
	return entries, faults
}

// mergeRegions lays the rows of a later file over those of an earlier one, code by code. A code's rows begin where the
// first of them says: before that day the earlier rows hold, cut. When that first row changes nothing but dates, it says
// since when the region exists, and takes the place of the earlier rows altogether. Empty cells are as in the row before.
func mergeRegions(base, over []regionEntry) []regionEntry {
	later := map[safety.RegionCode][]regionEntry{}
	for _, e := range over {
		later[e.Code] = append(later[e.Code], e)
	}
	earlier := map[safety.RegionCode][]regionEntry{}
	var out []regionEntry
	for _, e := range base {
		if _, ok := later[e.Code]; ok {
			earlier[e.Code] = append(earlier[e.Code], e)
		} else {
			out = append(out, e)
		}
	}
	codes := make([]safety.RegionCode, 0, len(later))
	for code := range later {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		out = append(out, mergeRegion(earlier[code], later[code])...)
	}
	return out
}

func mergeRegion(base, over []regionEntry) []regionEntry {
	if len(base) > 0 && len(over) == 1 && over[0].onlyAdds() {
		for i := range base {
			over[0].addTo(&base[i])
		}
		return base
	}
	slices.SortStableFunc(over, func(a, b regionEntry) int { return a.ValidFrom.Compare(b.ValidFrom) }) // unknown first
	start := unknownStart()
	if over[0].startGiven {
		start = over[0].ValidFrom
	}
	var before regionEntry
	for _, e := range base {
		if !e.ValidFrom.After(start) {
			before = e
		}
	}
	over = complete(before, over)
	var kept []regionEntry
	if !over[0].sameRegion(before.Region) {
		for _, e := range base {
			if e.ValidFrom.Before(start) {
				if !e.ValidTo.Before(start) {
					e.ValidTo, e.Successors = start.AddDays(-1), nil
				}
				kept = append(kept, e)
			}
		}
	}
	return append(kept, over...)
}

// onlyAdds reports whether a row says nothing but where the region is drawn and who answers for it: then it holds for all of the
// region's days.
func (e regionEntry) onlyAdds() bool {
	for _, column := range regionColumns[1:10] {
		if e.row.cells[column] != "" {
			return false
		}
	}
	return true
}

// addTo puts the row's place and responsibility on another.
func (e regionEntry) addTo(other *regionEntry) {
	if e.Place.known() {
		other.Place = e.Place
	}
	other.ResponsibleUnit = cmp.Or(e.ResponsibleUnit, other.ResponsibleUnit)
	other.ResponsiblePost = cmp.Or(e.ResponsiblePost, other.ResponsiblePost)
}

func (e regionEntry) sameRegion(other Region) bool {
	return e.Name == other.Name && e.Level == other.Level && e.Kind == other.Kind &&
		e.StatutoryParent == other.StatutoryParent && e.ManagingParent == other.ManagingParent
}

// complete fills the empty cells of one code's rows, which stand in the order of their first days.
func complete(before regionEntry, rows []regionEntry) []regionEntry {
	for i := range rows {
		e := &rows[i]
		e.Name = cmp.Or(e.Name, before.Name)
		e.Level = cmp.Or(e.Level, before.Level)
		e.Kind = cmp.Or(e.Kind, before.Kind, StatutoryRegion)
		given := *e
		before.addTo(e)
		given.addTo(e)
		moved := e.StatutoryParent != "" && e.StatutoryParent != before.StatutoryParent
		e.StatutoryParent = cmp.Or(e.StatutoryParent, before.StatutoryParent)
		if e.ManagingParent == "" && !moved {
			e.ManagingParent = before.ManagingParent
		}
		e.ManagingParent = cmp.Or(e.ManagingParent, e.StatutoryParent)
		if !e.startGiven {
			e.ValidFrom = unknownStart()
		}
		if !e.endGiven {
			e.ValidTo = openEnd()
			if i+1 < len(rows) && rows[i+1].ValidFrom.After(e.ValidFrom) {
				e.ValidTo = rows[i+1].ValidFrom.AddDays(-1)
			}
		}
		before = *e
	}
	return rows
}

// inheritStarts lets a region whose start is not known begin with its parent.
func inheritStarts(entries []regionEntry) {
	born := map[safety.RegionCode]safety.Date{}
	parents := map[safety.RegionCode][2]safety.RegionCode{}
	for _, e := range entries {
		if first, ok := born[e.Code]; !ok || e.ValidFrom.Before(first) {
			born[e.Code] = e.ValidFrom
			parents[e.Code] = [2]safety.RegionCode{e.StatutoryParent, e.ManagingParent}
		}
	}
	known := map[safety.RegionCode]safety.Date{}
	var start func(code safety.RegionCode) safety.Date
	start = func(code safety.RegionCode) safety.Date {
		if day, ok := known[code]; ok {
			return day
		}
		day := born[code]
		known[code] = day // also while it is looked for: a circle ends here, and is refused later
		if day != unknownStart() {
			return day
		}
		for _, p := range parents[code] {
			if _, ok := born[p]; !ok {
				continue
			}
			if d := start(p); d.After(day) {
				day = d
			}
		}
		known[code] = day
		return day
	}
	for i := range entries {
		e := &entries[i]
		if !e.startGiven && e.ValidFrom == unknownStart() {
			if day := start(e.Code); !day.After(e.ValidTo) {
				e.ValidFrom = day
			}
		}
	}
}
