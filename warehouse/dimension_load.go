package warehouse

import (
	"context"
	"fmt"
)

// LoadDimensions loads the shipped reference data with the users' own files over it: region, region_closure, sector and
// department. Files with faults load nothing and give an *Error around FileFaults, all of them. Loading what is there
// already publishes nothing: before equals after.
func (w *Warehouse) LoadDimensions(ctx context.Context, files DimensionFiles) (before, after uint64, err error) {
	d, err := files.read()
	if err != nil {
		return 0, 0, err
	}
	tables := d.tables()
	note := fmt.Sprintf("dimensions: %d regions, %d sectors, %d departments", len(d.regions.codes), len(d.sectors), len(d.departments))
	return w.Update(ctx, "dimensions", note, func(ctx context.Context, u *Update) error {
		held, err := w.dimensionHashes(ctx, u.Base)
		if err != nil {
			return err
		}
		for _, t := range tables {
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

// ensureDimensions loads the reference data that ships into a warehouse that has none.
func (w *Warehouse) ensureDimensions(ctx context.Context) error {
	v, err := w.Current(ctx)
	if err != nil || len(v.Partitions("region")) > 0 {
		return err
	}
	_, _, err = w.LoadDimensions(ctx, DimensionFiles{})
	return err
}
