package etl

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// keysPerPass bounds the keys that are in memory at once.
const keysPerPass = 20_000_000

var (
	//go:embed sql/duplicates.sql
	duplicatesSQL string
	//go:embed sql/duplicates_reject.sql
	duplicatesRejectSQL string
	//go:embed sql/duplicates_rest.sql
	duplicatesRestSQL string
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
	table := r.duplicates()
	r.tables = append(r.tables, table)
	if err := r.conn.Exec(ctx, "CREATE TABLE "+table+" (row UInt64, winner UInt64, differs Bool, region String, id String, system String) ENGINE = MergeTree ORDER BY row"); err != nil {
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
	if err := r.dropRows(ctx, work, table); err != nil {
		return 0, fmt.Errorf("drop duplicates: %w", err)
	}
	var n uint64
	err := r.conn.QueryRow(ctx, "SELECT count() FROM "+table).Scan(&n)
	return n, err
}

// duplicates is the table that lists overruled rows, when there are any.
func (r *run) duplicates() string { return "stage_" + r.id + "_duplicates" }

// dropRows takes the rows that the table lists out of work by writing the partitions that they are in anew. A DELETE would be a
// mutation: it waits for the engine's background threads (two seconds for four of 20,000 rows), and leaves the rows where they
// are under a mask, which a fact that takes over the partition would inherit.
func (r *run) dropRows(ctx context.Context, work, listed string) error {
	rest := "stage_" + r.id + "_rest"
	if !slices.Contains(r.tables, rest) {
		r.tables = append(r.tables, rest)
	}
	if err := r.conn.Exec(ctx, "CREATE OR REPLACE TABLE "+rest+" AS "+work); err != nil {
		return err
	}
	var parts, kept []string
	if err := r.conn.QueryRow(ctx, "SELECT groupUniqArray(_partition_id) FROM "+work+" WHERE row IN (SELECT row FROM "+listed+")").Scan(&parts); err != nil {
		return err
	}
	if err := r.conn.Exec(ctx, fmt.Sprintf(duplicatesRestSQL, rest, work, listed), named("parts", parts)); err != nil {
		return err
	}
	if err := r.conn.QueryRow(ctx, "SELECT groupUniqArray(_partition_id) FROM "+rest).Scan(&kept); err != nil {
		return err
	}
	commands := make([]string, len(parts))
	for i, part := range parts { // ids are the engine's own: digits, or all
		if commands[i] = "DROP PARTITION ID '" + part + "'"; slices.Contains(kept, part) {
			commands[i] = "REPLACE PARTITION ID '" + part + "' FROM " + rest
		}
	}
	return r.conn.Exec(ctx, "ALTER TABLE "+work+" "+strings.Join(commands, ", "))
}
