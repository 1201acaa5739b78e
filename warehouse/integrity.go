package warehouse

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

var (
	//go:embed sql/partitions_on_disk.sql
	partitionsOnDiskSQL string
	//go:embed sql/damaged_versions.sql
	damagedVersionsSQL string
)

// checkNewest refuses data of which something is gone: after a power loss or a damaged disk the engine sets parts aside that
// it cannot read, and the figures of their months would silently be too low. It comes before anything is collected, so that
// what an older version is made of stays.
func (w *Warehouse) checkNewest(ctx context.Context) error {
	newest, err := w.Current(ctx)
	if err != nil {
		return err
	}
	disk, err := w.partitionsOnDisk(ctx)
	if err != nil {
		return err
	}
	if err := w.checkVersionList(ctx, newest, disk); err != nil {
		return err
	}
	missing, err := w.missing(ctx, newest, disk)
	if err != nil || len(missing) == 0 {
		return err
	}
	whole, err := w.newestWhole(ctx, disk)
	if err != nil {
		return err
	}
	standing := "no older version that is kept is whole either"
	if whole != nil {
		standing = fmt.Sprintf("version %d of %s, the newest that is whole, has all of its data", whole.Number, whole.PublishedAt.In(beijing).Format(time.DateTime))
	}
	return Fault(Unavailable, "data of version %d is missing on disk, after a power loss or by a damaged disk: %s. Nothing was changed; %s. %s",
		newest.Number, tablesAndMonths(missing), standing, howToMend)
}

const howToMend = "Restore a backup of the data folder, or move the folder away and load the source files again"

// checkVersionList refuses a list of versions that lost rows: without them the newest data would look like leftovers.
func (w *Warehouse) checkVersionList(ctx context.Context, newest *Version, disk map[string][]string) error {
	var damaged uint64
	if err := w.conn.QueryRow(ctx, damagedVersionsSQL).Scan(&damaged); err != nil {
		return faultOf(ctx, "look for damaged data", err)
	}
	if damaged > 0 {
		return Fault(Unavailable, "the list of data versions is damaged: %d of its parts cannot be read, and the newest whole row is of version %d. Nothing was changed. %s",
			damaged, newest.Number, howToMend)
	}
	for _, f := range Facts() {
		if newest.Number == 0 && len(disk[f.Name]) > 0 { // a load comes after the version that the dimensions made
			return Fault(Unavailable, "the list of data versions is empty though there are records (%s). Nothing was changed. %s", f.Name, howToMend)
		}
	}
	return nil
}

// missing lists, by table, the partitions that a version names and the disk does not hold. A rollup that is rebuilt anyway,
// because its definition changed, does not count.
func (w *Warehouse) missing(ctx context.Context, v *Version, disk map[string][]string) (map[string][]string, error) {
	gone := absent(v, disk)
	if len(gone[rollupTable]) > 0 {
		current, err := w.rollupIsCurrent(ctx)
		if err != nil {
			return nil, err
		}
		if !current {
			delete(gone, rollupTable)
		}
	}
	return gone, nil
}

func absent(v *Version, disk map[string][]string) map[string][]string {
	gone := map[string][]string{}
	for _, table := range generationTables() {
		for _, id := range v.Partitions(table) {
			if !slices.Contains(disk[table], id) {
				gone[table] = append(gone[table], id)
			}
		}
	}
	return gone
}

func (w *Warehouse) partitionsOnDisk(ctx context.Context) (map[string][]string, error) {
	var tables []struct {
		Table      string   `ch:"table"`
		Partitions []string `ch:"partitions"`
	}
	if err := w.conn.Select(ctx, &tables, partitionsOnDiskSQL, named("tables", generationTables())); err != nil {
		return nil, faultOf(ctx, "list partitions", err)
	}
	disk := map[string][]string{}
	for _, t := range tables {
		disk[t.Table] = t.Partitions
	}
	return disk, nil
}

// newestWhole finds the newest version of which everything is there; nil when there is none.
func (w *Warehouse) newestWhole(ctx context.Context, disk map[string][]string) (*Version, error) {
	rows, err := w.conn.Query(ctx, "SELECT version, published_at, parts FROM version ORDER BY version DESC")
	if err != nil {
		return nil, faultOf(ctx, "list versions", err)
	}
	defer rows.Close()
	for rows.Next() {
		v := &Version{}
		if err := rows.Scan(&v.Number, &v.PublishedAt, &v.Parts); err != nil {
			return nil, faultOf(ctx, "list versions", err)
		}
		if len(absent(v, disk)) == 0 {
			return v, nil
		}
	}
	return nil, faultOf(ctx, "list versions", rows.Err())
}

// tablesAndMonths names tables and months: hazard (2025-03, 2025-04), region.
func tablesAndMonths(missing map[string][]string) string {
	var list []string
	for _, table := range slices.Sorted(maps.Keys(missing)) {
		var months []string
		for _, id := range missing[table] {
			if m := partitionMonth(id); m != 0 {
				months = append(months, m.String())
			}
		}
		slices.Sort(months)
		months = slices.Compact(months)
		if n := len(months); n > 12 {
			months = append(months[:12], fmt.Sprintf("and %d more", n-12))
		}
		if len(months) > 0 {
			table += " (" + strings.Join(months, ", ") + ")"
		}
		list = append(list, table)
	}
	return strings.Join(list, ", ")
}
