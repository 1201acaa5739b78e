package warehouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// generationTables are the tables whose partitions are (month, generation).
func generationTables() []string {
	tables := []string{"region", "region_closure", "sector", "department", rollupTable}
	for _, f := range Facts() {
		tables = append(tables, f.Name)
	}
	return tables
}

// nextGeneration is above every generation that left a trace on disk, so that leftovers of a crash can never be published,
// and above every one that this process gave out: a cancelled statement of a failed load may still write its rows.
func (w *Warehouse) nextGeneration(ctx context.Context) (uint32, error) {
	var next uint32
	err := w.conn.QueryRow(ctx, `SELECT toUInt32(max(toUInt32OrZero(splitByChar('-', partition_id)[2])) + 1) FROM system.parts
		WHERE database = currentDatabase() AND table IN {tables:Array(String)}`, named("tables", generationTables())).Scan(&next)
	w.generations.Lock()
	defer w.generations.Unlock()
	w.generation = max(next, w.generation+1)
	if err == nil && w.config.Writer != nil {
		w.generation, err = w.config.Writer.Generation(ctx, w.generation)
	}
	return w.generation, faultOf(ctx, "allocate a generation", err)
}

func (w *Warehouse) generationPartitions(ctx context.Context, table string, generation uint32) ([]string, error) {
	var ids []string
	err := w.conn.QueryRow(ctx, `SELECT groupUniqArray(partition_id) FROM system.parts WHERE database = currentDatabase() AND active AND rows > 0
		AND table = {table:String} AND endsWith(partition_id, {suffix:String})`,
		named("table", table), named("suffix", fmt.Sprintf("-%d", generation))).Scan(&ids)
	return ids, faultOf(ctx, "list partitions", err)
}

// abandon drops what a failed change wrote. What cannot be dropped now is dropped by a later collection.
func (w *Warehouse) abandon(ctx context.Context, u *Update) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	for _, table := range generationTables() {
		ids, err := u.written(ctx, table)
		if err == nil {
			err = w.dropPartitions(ctx, table, ids)
		}
		if err != nil {
			w.log.Warn("leftovers of a failed load stay until the next one", "table", table, "error", err)
		}
	}
}

// collect drops the partitions that no kept version refers to. A version is kept while it is among the newest, young, or
// held by a reader; the row of a version goes before its data, so that nobody can ask for half of it.
func (w *Warehouse) collect(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	kept, gone, err := w.keptVersions(ctx)
	if err != nil {
		return err
	}
	if len(gone) > 0 {
		err := w.conn.Exec(ctx, "DELETE FROM version WHERE version IN {versions:Array(UInt64)}", named("versions", gone))
		w.watched.collected(gone)
		if err != nil {
			return fmt.Errorf("forget versions: %w", err)
		}
	}
	return w.dropUnreferenced(ctx, kept)
}

func (w *Warehouse) keptVersions(ctx context.Context) (kept []*Version, gone []uint64, err error) {
	rows, err := w.conn.Query(ctx, "SELECT version, published_at, parts FROM version ORDER BY version DESC")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	s := &w.watched
	s.mu.Lock() // who holds a version before this keeps it, who holds it after this cannot read it any more
	defer s.mu.Unlock()
	elsewhere := w.heldElsewhere(ctx)
	s.leaving = map[uint64]bool{}
	youngest := w.config.Now().Add(-w.config.KeepFor)
	for i := 0; rows.Next(); i++ {
		v := &Version{}
		if err := rows.Scan(&v.Number, &v.PublishedAt, &v.Parts); err != nil {
			return nil, nil, err
		}
		if i < w.config.KeepVersions || v.PublishedAt.After(youngest) || s.held[v.Number] > 0 || elsewhere(v.Number) {
			kept = append(kept, v)
			continue
		}
		gone = append(gone, v.Number)
		s.leaving[v.Number] = true
	}
	return kept, gone, rows.Err()
}

// heldElsewhere tells the versions that Config.Held lists: every one when that cannot be known.
func (w *Warehouse) heldElsewhere(ctx context.Context) func(n uint64) bool {
	if w.config.Held == nil {
		return func(uint64) bool { return false }
	}
	held, err := w.config.Held(ctx)
	if err != nil {
		w.log.Warn("old versions of the data stay: who reads them cannot be known", "error", err)
		return func(uint64) bool { return true }
	}
	return func(n uint64) bool { return slices.Contains(held, n) }
}

func (w *Warehouse) dropUnreferenced(ctx context.Context, kept []*Version) error {
	referenced := map[string]map[string]bool{}
	for _, v := range kept {
		for table, ids := range v.Parts {
			if referenced[table] == nil {
				referenced[table] = map[string]bool{}
			}
			for _, id := range ids {
				referenced[table][id] = true
			}
		}
	}
	present, err := w.partitionsOnDisk(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, table := range slices.Sorted(maps.Keys(present)) {
		unused := slices.DeleteFunc(present[table], func(id string) bool { return referenced[table][id] })
		faults = append(faults, w.dropPartitions(ctx, table, unused))
	}
	return errors.Join(faults...)
}

// dropPartitions drops partitions by id. Ids come from system.parts, table names from generationTables.
func (w *Warehouse) dropPartitions(ctx context.Context, table string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	drops := make([]string, len(ids))
	for i, id := range ids {
		drops[i] = "DROP PARTITION ID '" + id + "'"
	}
	return w.conn.Exec(ctx, "ALTER TABLE "+table+" "+strings.Join(drops, ", "))
}

// dropLeftovers removes what a crash left behind: staging tables, and partitions of a load that was never published. On a
// server another process may be loading, so there only tables untouched for a day go, and partitions wait for collect.
func (w *Warehouse) dropLeftovers(ctx context.Context) error {
	rows, err := w.conn.Query(ctx, `SELECT name FROM system.tables WHERE database = currentDatabase()
		AND (startsWith(name, 'stage_') OR startsWith(name, 'work_')) AND metadata_modification_time < {before:DateTime}`,
		named("before", w.leftoverAge().UTC().Format(time.DateTime)))
	if err != nil {
		return err
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, name := range tables {
		if err := w.DropWork(ctx, name); err != nil {
			return err
		}
	}
	if !w.conn.Embedded() {
		return nil
	}
	return w.collect(ctx)
}

func (w *Warehouse) leftoverAge() time.Time {
	if w.conn.Embedded() {
		return time.Now().Add(24 * time.Hour)
	}
	return time.Now().Add(-24 * time.Hour)
}
