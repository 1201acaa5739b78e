package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anlan/safety"
)

// Rehearse makes a change as Update does and gives the figures that it would change instead of publishing it. What it wrote is
// dropped at once. It holds the writer's lock no longer than a publication would.
func (w *Warehouse) Rehearse(ctx context.Context, run string, fn func(context.Context, *Update) error) (changes *Changes, err error) {
	_, release, err := w.lockWriter(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	u, err := w.begin(ctx, run)
	if err != nil {
		return nil, err
	}
	defer w.abandon(ctx, u)
	if err := fn(ctx, u); err != nil {
		return nil, err
	}
	if u.broken != nil {
		return nil, u.broken
	}
	if err := u.rebuildRollup(ctx); err != nil {
		return nil, fmt.Errorf("rebuild rollup: %w", err)
	}
	changes, err = u.changes(ctx)
	return changes, faultOf(ctx, "compare the figures", err)
}

// above are the rows of both, each once for its recorded region and for every region that this lies below today.
func (c comparison) above() string {
	return "(\nSELECT month, toString(a.ancestor) AS region, toString(a.ancestor_level) AS level, " + names(c.measures) + ", was\nFROM (" + c.both() + `) AS s
INNER JOIN (
    SELECT ancestor, ancestor_level, descendant FROM region_closure
    WHERE _partition_id IN {closure:Array(String)} AND tree = 'managing' AND valid_from <= {today:Date} AND valid_to >= {today:Date}
) AS a ON s.region = a.descendant
)`
}

// changes compares every month that the change touched, region by region.
func (u *Update) changes(ctx context.Context) (*Changes, error) {
	known, first, err := u.comparisons(ctx, openEnd().YearMonth())
	if err != nil {
		return nil, err
	}
	out := &Changes{}
	for _, c := range slices.Concat(known, first) {
		if err := u.addChanges(ctx, c, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (u *Update) addChanges(ctx context.Context, c comparison, out *Changes) error {
	sql := "SELECT metric, month, region, level, CAST(before AS Nullable(Float64)), CAST(after AS Nullable(Float64)), count() OVER () AS total\nFROM (\n" +
		c.cells("month, region, level", c.above()) + "\n)\nORDER BY metric, month, " + levelRank + ", region\nLIMIT {limit:UInt64}"
	rows, err := u.w.conn.Query(ctx, sql, c.args(named("closure", texts(u.Base.Partitions("region_closure"))), named("today", u.w.Today().String()),
		named("limit", uint64(MaxChanges)))...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var total uint64
	for rows.Next() {
		var f FigureChange
		var month uint32
		var region, level string
		if err := rows.Scan(&f.Metric, &month, &region, &level, &f.Before, &f.After, &total); err != nil {
			return err
		}
		f.Month, f.Region = safety.Month(month), safety.RegionCode(region)
		if level != "" {
			if f.Level, err = safety.ParseRegionLevel(level); err != nil {
				return err
			}
		}
		if len(out.Figures) < MaxChanges {
			out.Figures = append(out.Figures, f)
		}
	}
	out.Total += total
	return rows.Err()
}

// levelRank orders regions from the large to the small; codes that are no region any more come last.
var levelRank = func() string {
	all := safety.RegionLevels()
	levels := make([]string, len(all))
	for i, l := range all {
		levels[i] = "'" + l.String() + "'"
	}
	at := "indexOf([" + strings.Join(levels, ", ") + "], level)"
	return "if(" + at + " = 0, 99, " + at + ")"
}()
