package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/safety"
)

// MergeStats counts what a merge did. Months are the months whose rows changed.
type MergeStats struct {
	Inserted  uint64
	Updated   uint64
	Unchanged uint64
	Deleted   uint64
	Months    []uint32
}

// partitionsPerInsert stays below the engine's limit of 100 partitions in one INSERT (code 252).
const partitionsPerInsert = 60

// rowsPerPass bounds the keys that one pass of the comparison holds in memory (about 60 bytes each).
const rowsPerPass = 5_000_000

// CreateWork makes an empty table for the candidate rows of a load and returns its name: the record's columns, run and row
// to be filled; month, generation, row_hash and key fill themselves. It has the fact's own layout and a generation of its own, so
// that its partitions can become the fact's without copying a row. An INSERT into it may touch more partitions than the engine
// allows by default: see max_partitions_per_insert_block.
func (w *Warehouse) CreateWork(ctx context.Context, fact *Fact, run string) (string, error) {
	name := "work_" + fact.Name + "_" + identifier(run)
	generation, err := w.nextGeneration(ctx)
	if err != nil {
		return "", err
	}
	if err := w.conn.Exec(ctx, "CREATE TABLE "+name+" AS "+fact.Name); err != nil {
		return name, faultOf(ctx, "create a work table", err)
	}
	err = w.conn.Exec(ctx, "ALTER TABLE "+name+" "+strings.Join(workDefaults(fact, generation), ", "))
	return name, faultOf(ctx, "create a work table", err)
}

// DropWork removes a work or staging table.
func (w *Warehouse) DropWork(ctx context.Context, table string) error {
	return w.conn.Exec(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+identifier(table)+" SYNC")
}

// Merge brings the candidate rows of work into the fact: rows with a new (system, id) are inserted, rows that differ replace
// the old ones, also when their date moved to another month, and equal rows change nothing.
func (u *Update) Merge(ctx context.Context, fact *Fact, work string) (stats MergeStats, err error) {
	return u.MergeAndDelete(ctx, fact, work, "")
}

// MergeAndDelete is Merge that also takes out the records whose keys (RecordKey) the column key of the table gone lists, as far as
// they are there and work does not bring them. Earlier versions keep them. An empty gone is Merge.
func (u *Update) MergeAndDelete(ctx context.Context, fact *Fact, work, gone string) (stats MergeStats, err error) {
	defer func() { u.broken = errors.Join(u.broken, err) }()
	if _, again := u.parts[fact.Name]; again {
		return MergeStats{}, fmt.Errorf("merge %s: one update merges a fact once", fact.Name)
	}
	m := merge{Update: u, fact: fact, work: work, gone: gone, changed: work + "_changed"}
	defer u.w.DropWork(ctx, m.changed) //nolint:errcheck // a leftover goes at the next start
	if err := m.compare(ctx); err != nil {
		return MergeStats{}, faultOf(ctx, "compare "+fact.Name+" with the current data", err)
	}
	stats, err = m.stats(ctx)
	if err != nil || len(stats.Months) == 0 {
		return stats, faultOf(ctx, "count the changes of "+fact.Name, err)
	}
	if err := m.countArrivals(ctx, stats); err != nil {
		return MergeStats{}, faultOf(ctx, "count what arrived", err)
	}
	if err := m.write(ctx, stats.Months); err != nil {
		return MergeStats{}, faultOf(ctx, "rewrite "+fact.Name, err)
	}
	if err := m.markChanged(ctx); err != nil {
		return MergeStats{}, faultOf(ctx, "find the months that changed", err)
	}
	if err := u.replace(ctx, fact.Name, stats.Months); err != nil {
		return MergeStats{}, err
	}
	return stats, m.watermarks(ctx)
}

// merge is one Merge on its way. The table changed lists the keys that are new, differ or go, with their new and old month.
type merge struct {
	*Update
	fact                *Fact
	work, gone, changed string
}

// RecordKey is SQL over system and id for the number that stands for a record: UInt128.
const RecordKey = "reinterpretAsUInt128(sipHash128(system, id))"

const keyOf = RecordKey

func (m *merge) compare(ctx context.Context) error {
	if m.first() {
		return nil // everything is new
	}
	conn, old := m.w.conn, m.current(m.fact.Name)
	if err := conn.Exec(ctx, "CREATE TABLE "+m.changed+" (key UInt128, month UInt32, old_month UInt32, is_update Bool, is_deletion Bool) ENGINE = MergeTree ORDER BY tuple()"); err != nil {
		return err
	}
	var rows uint64
	if err := conn.QueryRow(ctx, "SELECT count() FROM "+m.work).Scan(&rows); err != nil {
		return err
	}
	passes := rows/rowsPerPass + 1
	for pass := range passes {
		if err := conn.Exec(ctx, "INSERT INTO "+m.changed+` SELECT w.key, w.month, o.month, o.found, false
			FROM (SELECT key, month, row_hash FROM `+m.work+` WHERE key % {passes:UInt64} = {pass:UInt64}) AS w
			LEFT JOIN (SELECT `+keyOf+` AS key, month, row_hash, true AS found FROM `+m.fact.Name+`
				WHERE _partition_id IN {parts:Array(String)} AND key IN (SELECT key FROM `+m.work+` WHERE key % {passes:UInt64} = {pass:UInt64})) AS o
			ON w.key = o.key WHERE NOT o.found OR o.row_hash != w.row_hash`,
			named("passes", passes), named("pass", pass), named("parts", old)); err != nil {
			return err
		}
	}
	return m.compareGone(ctx, old)
}

// compareGone adds the records that go: they are like those that change, but for having no new row.
func (m *merge) compareGone(ctx context.Context, old []string) error {
	if m.gone == "" {
		return nil
	}
	return m.w.conn.Exec(ctx, "INSERT INTO "+m.changed+" SELECT "+keyOf+" AS key, month, month, true, true FROM "+m.fact.Name+
		" WHERE _partition_id IN {parts:Array(String)} AND key IN (SELECT key FROM "+m.gone+") AND key NOT IN (SELECT key FROM "+m.work+")", named("parts", old))
}

func (m *merge) first() bool { return len(m.current(m.fact.Name)) == 0 }

func (m *merge) stats(ctx context.Context) (MergeStats, error) {
	var s MergeStats
	var total uint64
	if err := m.w.conn.QueryRow(ctx, "SELECT count() FROM "+m.work).Scan(&total); err != nil {
		return s, err
	}
	if m.first() {
		err := m.w.conn.QueryRow(ctx, "SELECT arraySort(groupUniqArray(month)) FROM "+m.work).Scan(&s.Months)
		s.Inserted = total
		return s, err
	}
	err := m.w.conn.QueryRow(ctx, "SELECT countIf(NOT is_update), countIf(is_update AND NOT is_deletion), countIf(is_deletion), arraySort(arrayDistinct(arrayConcat(groupUniqArray(month), groupUniqArrayIf(old_month, is_update)))) FROM "+m.changed).
		Scan(&s.Inserted, &s.Updated, &s.Deleted, &s.Months)
	s.Unchanged = total - s.Inserted - s.Updated
	return s, err
}

// write makes the given months anew under this change. A month that the fact does not have yet takes over the work table's
// partition as it is; the others are written row by row.
func (m *merge) write(ctx context.Context, months []uint32) error {
	var generation uint32
	if err := m.w.conn.QueryRow(ctx, "SELECT max(generation) FROM "+m.work).Scan(&generation); err != nil {
		return err
	}
	taken, err := m.w.generationPartitions(ctx, m.fact.Name, generation)
	if err != nil {
		return err
	}
	var attached, rewritten []uint32
	for _, month := range months {
		if len(taken) == 0 && !m.has(month) {
			attached = append(attached, month)
		} else {
			rewritten = append(rewritten, month)
		}
	}
	if err := m.attach(ctx, generation, attached); err != nil {
		return err
	}
	for chunk := range slices.Chunk(rewritten, partitionsPerInsert) {
		if err := m.rewrite(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

func (m *merge) has(month uint32) bool {
	return slices.ContainsFunc(m.current(m.fact.Name), func(id string) bool { return uint32(partitionMonth(id)) == month })
}

func (m *merge) attach(ctx context.Context, generation uint32, months []uint32) error {
	if len(months) == 0 {
		return nil
	}
	m.attached[m.fact.Name] = generation
	commands := make([]string, len(months))
	for i, month := range months {
		commands[i] = "ATTACH PARTITION ID '" + partitionID(month, generation) + "' FROM " + m.work
	}
	return m.w.conn.Exec(ctx, "ALTER TABLE "+m.fact.Name+" "+strings.Join(commands, ", "))
}

// rewrite writes the given months anew: the rows that stay, and the rows that the load brings.
func (m *merge) rewrite(ctx context.Context, months []uint32) error {
	list := strings.Join(recordColumns(m.fact), ", ")
	columns := "SELECT month, {generation:UInt32}, " + list + ", row_hash FROM "
	brought := columns + m.work + " WHERE month IN {months:Array(UInt32)}"
	if !m.first() {
		brought += " AND key IN (SELECT key FROM " + m.changed + " WHERE month IN {months:Array(UInt32)})"
	}
	staying := columns + m.fact.Name + " WHERE _partition_id IN {parts:Array(String)}"
	if !m.first() {
		staying += " AND " + keyOf + " NOT IN (SELECT key FROM " + m.changed + " WHERE is_update AND old_month IN {months:Array(UInt32)})"
	}
	return m.insert(ctx, list, staying+" UNION ALL "+brought, months)
}

func (m *merge) insert(ctx context.Context, list, rows string, months []uint32) error {
	view := Version{Parts: map[string][]string{m.fact.Name: m.current(m.fact.Name)}}
	var parts []string
	for _, id := range view.Partitions(m.fact.Name) {
		if slices.Contains(months, uint32(partitionMonth(id))) {
			parts = append(parts, id)
		}
	}
	return m.w.conn.Exec(ctx, "INSERT INTO "+m.fact.Name+" (month, generation, "+list+", row_hash) "+rows,
		named("generation", m.Generation), named("months", months), named("parts", parts))
}

// markChanged notes the months whose rollup changes: those that any date of a changed row names, before or after the change.
func (m *merge) markChanged(ctx context.Context) error {
	if m.first() {
		return m.markStale(ctx, m.fact.Name, m.work, "true")
	}
	if err := m.markStale(ctx, m.fact.Name, m.work, "key IN (SELECT key FROM "+m.changed+")"); err != nil {
		return err
	}
	return m.markStale(ctx, m.fact.Name, m.fact.Name, "_partition_id IN {parts:Array(String)} AND "+keyOf+" IN (SELECT key FROM "+m.changed+" WHERE is_update)",
		named("parts", m.current(m.fact.Name)))
}

func (m *merge) watermarks(ctx context.Context) error {
	if m.fact.Own {
		return nil // how far it reaches says nothing of how far the sources' records do
	}
	date := m.fact.Date
	if date == "" {
		date = "toDate(0)"
	}
	rows, err := m.w.conn.Query(ctx, "SELECT system, max("+date+") FROM "+m.work+" GROUP BY system ORDER BY system")
	if err != nil {
		return faultOf(ctx, "read the watermarks", err)
	}
	defer rows.Close()
	for rows.Next() {
		var system string
		var last time.Time
		if err := rows.Scan(&system, &last); err != nil {
			return faultOf(ctx, "read the watermarks", err)
		}
		m.marks = append(m.marks, Watermark{System: system, Fact: m.fact.Name, LastRecord: safety.DateOf(last)})
	}
	return faultOf(ctx, "read the watermarks", rows.Err())
}

// recordColumns lists the columns that a load fills, in the order of the tables.
func recordColumns(fact *Fact) []string {
	names := make([]string, 0, len(fact.Columns)+2)
	for _, c := range fact.Columns {
		names = append(names, c.Name)
	}
	return append(names, "run", "row")
}

// workDefaults are the changes that make a copy of the fact's table fill in what a load does not know. row_hash tells rows
// apart that have the same key; cityHash64 of a tuple also tells NULL from 0 and where one column ends.
func workDefaults(fact *Fact, generation uint32) []string {
	content := make([]string, len(fact.Columns))
	for i, c := range fact.Columns {
		content[i] = c.Name
	}
	month := "0"
	if fact.Date != "" {
		month = "toYYYYMM(" + fact.Date + ")"
	}
	return []string{
		"ADD COLUMN key UInt128 ALIAS " + keyOf,
		"MODIFY COLUMN month DEFAULT " + month,
		fmt.Sprintf("MODIFY COLUMN generation DEFAULT %d", generation),
		"MODIFY COLUMN row_hash DEFAULT cityHash64(tuple(" + strings.Join(content, ", ") + "))",
	}
}

// identifier makes a run id fit for a table's name.
func identifier(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || (r >= '0' && r <= '9') || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') {
			return r
		}
		return '_'
	}, s)
}
