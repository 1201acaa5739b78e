package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anlan/safety"
)

// LoadDimensions loads the shipped reference data with the users' own files over it: region, region_closure, sector and
// department. Files with faults load nothing and give an *Error around FileFaults, all of them. Loading what is there
// already publishes nothing: before equals after. A tree without a code that records carry is a conflict *Error: their figures would
// vanish from every sum.
func (w *Warehouse) LoadDimensions(ctx context.Context, files DimensionFiles) (before, after uint64, err error) {
	d, err := files.read()
	if err != nil {
		return 0, 0, err
	}
	note := fmt.Sprintf("dimensions: %d regions, %d sectors, %d departments", len(d.regions.codes), len(d.sectors), len(d.departments))
	return w.Update(ctx, "dimensions", note, func(ctx context.Context, u *Update) error {
		held, err := w.dimensionHashes(ctx, u.Base)
		if err != nil {
			return err
		}
		if err := w.keepsRecords(ctx, u.Base, d.regions); err != nil {
			return err
		}
		sectors, err := w.Sectors(ctx, u.Base)
		if err != nil {
			return err
		}
		departments, err := w.Departments(ctx, u.Base)
		if err != nil {
			return err
		}
		d.keepProvisional(sectors, departments)
		for _, t := range d.tables() {
			if held[t.name] == t.hash() {
				continue
			}
			err := u.ReplaceDimension(ctx, t.name, func(ctx context.Context, generation uint32) error { return t.write(ctx, w, generation) })
			if err != nil {
				return faultOf(ctx, "load the dimensions", err)
			}
		}
		return nil
	})
}

// ensureDimensions loads the users' own reference data over those that ship, or, without any, those that ship into a
// warehouse that has none.
func (w *Warehouse) ensureDimensions(ctx context.Context) error {
	v, err := w.Current(ctx)
	if err != nil || w.config.ReferenceDir == "" && len(v.Partitions("region")) > 0 {
		return err
	}
	_, _, err = w.LoadDimensions(ctx, DimensionFiles{Dir: w.config.ReferenceDir})
	return err
}

// keepsRecords refuses a tree that does not know a region that records are counted in.
func (w *Warehouse) keepsRecords(ctx context.Context, v *Version, regions *Regions) error {
	var lost []string
	for _, f := range Facts() {
		if len(v.Partitions(f.Name)) == 0 {
			continue
		}
		var used []string
		if err := w.conn.QueryRow(ctx, "SELECT groupUniqArray(toString(region)) FROM "+f.Name+" WHERE _partition_id IN {parts:Array(String)}",
			named("parts", v.Partitions(f.Name))).Scan(&used); err != nil {
			return faultOf(ctx, "compare the regions with the records", err)
		}
		for _, code := range used {
			if !regions.Known(safety.RegionCode(code)) && !slices.Contains(lost, code) {
				lost = append(lost, code)
			}
		}
	}
	if len(lost) == 0 {
		return nil
	}
	slices.Sort(lost)
	more := ""
	if n := len(lost); n > 20 {
		lost, more = lost[:20], fmt.Sprintf(" and %d more", n-20)
	}
	return Fault(Conflict, "records are counted in regions that the files do not have: %s%s; keep them, with a last day and successors where they ended", strings.Join(lost, ", "), more)
}
