package etl

import (
	"context"
	_ "embed"
	"fmt"
)

// keysPerPass bounds the keys that are in memory at once.
const keysPerPass = 20_000_000

var (
	//go:embed sql/duplicates.sql
	duplicatesSQL string
	//go:embed sql/duplicates_reject.sql
	duplicatesRejectSQL string
)

// removeDuplicates leaves one row a key in work, the last one of the load. It returns how many went. Those that differ from
// the one that stays go to quarantine; repetitions of it are only counted.
func (r *run) removeDuplicates(ctx context.Context, plan *plan, work string, rows uint64) (uint64, error) {
	var twice uint64
	passes := rows/keysPerPass + 1
	for pass := range passes {
		var n uint64
		if err := r.conn.QueryRow(ctx, "SELECT toUInt64(count() - uniqExact(cityHash64(key))) FROM "+work+" WHERE key % {passes:UInt64} = {pass:UInt64}",
			named("passes", passes), named("pass", pass)).Scan(&n); err != nil {
			return 0, fmt.Errorf("look for duplicates: %w", err)
		}
		twice += n
	}
	if twice == 0 {
		return 0, nil
	}
	table := "stage_" + r.id + "_duplicates"
	r.tables = append(r.tables, table)
	if err := r.conn.Exec(ctx, "CREATE TABLE "+table+" (row UInt64, winner UInt64, differs Bool, region String, id String) ENGINE = MergeTree ORDER BY row"); err != nil {
		return 0, fmt.Errorf("list duplicates: %w", err)
	}
	for pass := range passes {
		if err := r.conn.Exec(ctx, fmt.Sprintf(duplicatesSQL, table, work), named("passes", passes), named("pass", pass)); err != nil {
			return 0, fmt.Errorf("list duplicates: %w", err)
		}
	}
	if err := r.conn.Exec(ctx, fmt.Sprintf(duplicatesRejectSQL, plan.rawText(), plan.inputs[0].table, table),
		append(plan.args.values, named("run", r.id), named("pipeline", r.pipeline.Name), named("fact", r.pipeline.Fact.Name),
			named("files", plan.inputs[0].files), named("bases", r.bases))...); err != nil {
		return 0, fmt.Errorf("keep duplicates: %w", err)
	}
	if err := r.conn.Exec(ctx, "DELETE FROM "+work+" WHERE row IN (SELECT row FROM "+table+")"); err != nil {
		return 0, fmt.Errorf("drop duplicates: %w", err)
	}
	var n uint64
	err := r.conn.QueryRow(ctx, "SELECT count() FROM "+table).Scan(&n)
	return n, err
}
