package etl

import (
	"context"
	_ "embed"
	"fmt"
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// TooManyDeleted is the code of a run whose source lacks more records than the pipeline lets go.
const TooManyDeleted = "too_many_deleted"

// Why a record goes.
const (
	deletedMarked  = "marked"  // the source marks it as deleted
	deletedMissing = "missing" // a complete source does not have it any more
)

// deletionsSkipped counts, under Warnings, runs that could not tell what is missing.
const deletionsSkipped = "deletions_skipped"

// Deletion says how a source tells that records are gone.
type Deletion struct {
	When string // expression over the source's columns: rows for which it is true take their record out
	// Missing makes the source complete: what it does not have is gone, within what it covers.
	Missing bool
	Regions bool              // it covers the regions that its records are in, no others
	Period  bool              // it covers the months that its records are dated in, or the run's window
	Region  safety.RegionCode // it covers that region and what lies below it
	// AtMost is the share, 0 to 1, of what the source covers that may be missing; more fails the run.
	AtMost float64
	line   int
}

// readDeletion reads the key deletes.
func (pr *pipelineReader) readDeletion(n yamlNode) *Deletion {
	d := &Deletion{AtMost: 0.05, line: n.line()}
	n.fields(map[string]func(yamlNode){
		"when": func(n yamlNode) {
			d.When = n.text()
			for _, reason := range checkExpression(d.When) {
				n.faultf("deletes: %s", reason)
			}
		},
		"missing": func(n yamlNode) { d.Missing = n.boolean() },
		"within": func(n yamlNode) {
			for _, item := range n.items() {
				pr.readCover(d, item)
			}
		},
		"at_most": func(n yamlNode) { d.AtMost = readShare(n) },
	})
	if d.When == "" && !d.Missing {
		n.faultf("deletes needs when (a condition that marks deleted rows), or missing: true (the source is complete), or both")
	}
	return d
}

func (pr *pipelineReader) readCover(d *Deletion, n yamlNode) {
	switch word := n.text(); word {
	case "system":
	case "region":
		d.Regions = true
	case "period":
		if d.Period = true; pr.p.Fact != nil && pr.p.Fact.Date == "" {
			n.faultf("%s has no date: within period says nothing", pr.p.Fact.Name)
		}
	default:
		code, err := safety.ParseRegionCode(word)
		if err != nil {
			n.faultf("within: expected system, region, period or the code of a region, not %q", word)
		}
		d.Region = code
	}
}

var (
	//go:embed sql/deletion_marked.sql
	deletionMarkedSQL string
	//go:embed sql/deletion_cover.sql
	deletionCoverSQL string
	//go:embed sql/deletion_missing.sql
	deletionMissingSQL string
	//go:embed sql/deletion_list.sql
	deletionListSQL string
)

// deletions are the records that a run takes out.
type deletions struct {
	marked string // table of the keys that rows mark; "" for none
	rows   uint64 // rows that mark one
	keys   uint64 // records that they mark in the end
	seen   string // table of all keys of the source; "" when it is not complete
}

// markedRow is true for a row that marks a record as deleted and says which.
const markedRow = "gone AND id != '' AND system != ''"

// unmarked leaves such rows out: they are neither loaded nor rejected.
func (b *plan) unmarked() string {
	if b.gone == "" {
		return ""
	}
	return "WHERE NOT (" + markedRow + ")\n"
}

// keysOf lists the records that the staged rows name, as (key, row, system), under a condition.
func (b *plan) keysOf(where string) statement {
	narrow := b.only("id", "system")
	system := "ifNull(v_system, '')"
	if _, mapped := b.pipeline.Mapping("system"); !mapped {
		system = narrow.text(b.pipeline.System)
	}
	return statement{"SELECT " + warehouse.RecordKey + " AS key, row, system FROM (SELECT row, " + system + " AS system, ifNull(v_id, '') AS id FROM (" +
		narrow.values(narrow.texts("")) + ") WHERE " + where + ") WHERE id != '' AND system != ''\n" + convertSettings, narrow.args.values}
}

// markDeleted lists the records that rows of the source mark as deleted. It must come before rows are counted as rejected.
func (r *run) markDeleted(ctx context.Context, b *plan) error {
	if b.gone == "" {
		return nil
	}
	r.deleted.marked = "stage_" + r.id + "_marked"
	if err := r.keepKeys(ctx, r.deleted.marked, b.keysOf("gone")); err != nil {
		return fmt.Errorf("list deleted records: %w", err)
	}
	return r.conn.QueryRow(ctx, "SELECT count() FROM "+r.deleted.marked).Scan(&r.deleted.rows)
}

// keepKeys fills a table (key, row, system).
func (r *run) keepKeys(ctx context.Context, table string, rows statement) error {
	r.tables = append(r.tables, table)
	if err := r.conn.Exec(ctx, "CREATE TABLE "+table+" (key UInt128, row UInt64, system LowCardinality(String)) ENGINE = MergeTree ORDER BY key"); err != nil {
		return err
	}
	return r.conn.Exec(ctx, "INSERT INTO "+table+"\n"+rows.SQL, rows.Args...)
}

// settleDeleted lets the last row of a record count, be it a mark or not: earlier ones are duplicates.
func (r *run) settleDeleted(ctx context.Context, b *plan, work string) error {
	if b.pipeline.Deletes == nil {
		return nil
	}
	if r.deleted.rows > 0 {
		last, overruled := "stage_"+r.id+"_gone", "stage_"+r.id+"_overruled"
		r.tables = append(r.tables, last, overruled)
		if err := r.conn.Exec(ctx, fmt.Sprintf(deletionMarkedSQL, last, r.deleted.marked, work)); err != nil {
			return fmt.Errorf("list deleted records: %w", err)
		}
		if err := r.conn.QueryRow(ctx, "SELECT count() FROM "+last).Scan(&r.deleted.keys); err != nil {
			return fmt.Errorf("count deleted records: %w", err)
		}
		if err := r.conn.Exec(ctx, "CREATE TABLE "+overruled+" ENGINE = MergeTree ORDER BY row AS SELECT row FROM "+work+" WHERE key IN (SELECT key FROM "+last+")"); err != nil {
			return fmt.Errorf("list rows of deleted records: %w", err)
		}
		var n uint64
		if err := r.conn.QueryRow(ctx, "SELECT count() FROM "+overruled).Scan(&n); err != nil {
			return fmt.Errorf("count rows of deleted records: %w", err)
		}
		if n > 0 {
			if err := r.dropRows(ctx, work, overruled); err != nil {
				return fmt.Errorf("drop rows of deleted records: %w", err)
			}
		}
		r.ledger.RowsDuplicate += n + r.deleted.rows - r.deleted.keys
		r.deleted.marked = last
	}
	return r.seeKeys(ctx, b)
}

// seeKeys lists every record that a complete source has, the rejected ones too. Where a row says no number, or could not be read, or
// only a part of the source was asked for, nobody can tell what is missing.
func (r *run) seeKeys(ctx context.Context, b *plan) error {
	d := b.pipeline.Deletes
	if !d.Missing {
		return nil
	}
	seen := "stage_" + r.id + "_seen"
	if err := r.keepKeys(ctx, seen, b.keysOf("true")); err != nil {
		return fmt.Errorf("list the records of the source: %w", err)
	}
	var rows uint64
	if err := r.conn.QueryRow(ctx, "SELECT count() FROM "+seen).Scan(&rows); err != nil {
		return fmt.Errorf("count the records of the source: %w", err)
	}
	why := ""
	switch {
	case rows != r.rows:
		why = fmt.Sprintf("%d of its %d rows say no number or could not be read", r.rows-rows, r.rows)
	case r.ledger.Cursor != "" && !r.options.Full, r.options.Window != nil && !d.Period, r.ledger.Trigger == warehouse.TriggerReplay:
		why = "only a part of it was read"
	}
	if why != "" {
		r.ledger.Warnings[deletionsSkipped]++
		r.log.Warn("nothing was deleted: what the source lacks is not known", "why", why)
		return nil
	}
	r.deleted.seen = seen
	return nil
}

// merge brings the good rows into the warehouse and takes out what is deleted.
func (r *run) merge(ctx context.Context, u *warehouse.Update, work string) (warehouse.MergeStats, error) {
	fact := r.pipeline.Fact
	if err := r.createUnknown(ctx, u, work); err != nil {
		return warehouse.MergeStats{}, err
	}
	if !r.pipeline.deletes() {
		return u.Merge(ctx, fact, work)
	}
	leaving := "stage_" + r.id + "_leaving"
	if !slices.Contains(r.tables, leaving) {
		r.tables = append(r.tables, leaving)
	}
	if err := r.conn.Exec(ctx, "CREATE OR REPLACE TABLE "+leaving+" (key UInt128, why LowCardinality(String)) ENGINE = MergeTree ORDER BY key"); err != nil {
		return warehouse.MergeStats{}, fmt.Errorf("list what goes: %w", err)
	}
	if r.deleted.keys > 0 {
		if err := r.conn.Exec(ctx, "INSERT INTO "+leaving+" SELECT key, '"+deletedMarked+"' FROM "+r.deleted.marked); err != nil {
			return warehouse.MergeStats{}, fmt.Errorf("list what goes: %w", err)
		}
	}
	if err := r.replaceProvisional(ctx, u.Base, work, leaving); err != nil {
		return warehouse.MergeStats{}, err
	}
	var tooMany error
	if r.deleted.seen != "" {
		var err error
		if tooMany, err = r.findMissing(ctx, u.Base, work, leaving); err != nil {
			return warehouse.MergeStats{}, err
		}
	}
	found, err := r.listDeleted(ctx, u.Base, leaving)
	if err == nil {
		err = tooMany
	}
	if err != nil {
		return warehouse.MergeStats{}, err
	}
	stats, err := u.MergeAndDelete(ctx, fact, work, leaving)
	stats.Unchanged += r.deleted.keys - min(found, r.deleted.keys) // marks of records that are not there
	return stats, err
}

// findMissing adds the records that the source covers and does not have. tooMany says that they are more than the pipeline lets go.
func (r *run) findMissing(ctx context.Context, base *warehouse.Version, work, leaving string) (tooMany, err error) {
	d, fact := r.pipeline.Deletes, r.pipeline.Fact
	date, region := fact.Date, []string{}
	if date == "" {
		date = "toDate(0)"
	}
	if d.Region != "" {
		regions, err := r.warehouse.Regions(ctx, base)
		if err != nil {
			return nil, err
		}
		today := r.warehouse.Today()
		for _, one := range regions.All() {
			if regions.Within(warehouse.Managing, one.Code, d.Region, today) || regions.Within(warehouse.Statutory, one.Code, d.Region, today) {
				region = append(region, string(one.Code))
			}
		}
	}
	systems := []string{}
	if _, mapped := r.pipeline.Mapping("system"); !mapped {
		systems = append(systems, r.pipeline.System)
	}
	from, to := "", ""
	if w := r.options.Window; w != nil {
		from, to = w.From.String(), w.To.String()
	}
	args := []any{named("parts", append([]string{}, base.Partitions(fact.Name)...)), named("systems", systems), named("by_region", d.Regions), named("by_period", d.Period),
		named("in_region", d.Region != ""), named("regions", region), named("from", from), named("to", to)}
	cover := fmt.Sprintf(deletionCoverSQL, date, work, r.deleted.seen)
	if err := r.conn.Exec(ctx, fmt.Sprintf(deletionMissingSQL, leaving, fact.Name, cover, r.deleted.seen), args...); err != nil {
		return nil, fmt.Errorf("find what the source lacks: %w", err)
	}
	var covered, missing uint64
	if err := r.conn.QueryRow(ctx, "SELECT count() FROM "+fact.Name+" WHERE "+cover, args...).Scan(&covered); err != nil {
		return nil, fmt.Errorf("count what the source covers: %w", err)
	}
	if err := r.conn.QueryRow(ctx, "SELECT count() FROM "+leaving+" WHERE why = '"+deletedMissing+"'").Scan(&missing); err != nil {
		return nil, fmt.Errorf("count what the source lacks: %w", err)
	}
	if float64(missing) <= d.AtMost*float64(covered) {
		return nil, nil //nolint:nilnil // neither too many nor an error
	}
	var some []string
	if err := r.conn.QueryRow(ctx, "SELECT groupArray(id) FROM (SELECT id FROM "+fact.Name+" WHERE _partition_id IN {parts:Array(String)} AND "+warehouse.RecordKey+
		" IN (SELECT key FROM "+leaving+" WHERE why = '"+deletedMissing+"') ORDER BY id LIMIT 10)", args[0]).Scan(&some); err != nil {
		return nil, fmt.Errorf("name what the source lacks: %w", err)
	}
	listed := ""
	if !r.options.DryRun {
		listed = "; all are listed as deletions of run " + r.id
	}
	return &RunError{Code: TooManyDeleted, Message: fmt.Sprintf("the source lacks %d of the %d records that the warehouse has of it (%.1f %%), more than at_most of the pipeline (%g %%), so nothing was published: "+
		"is the file cut short? Missing are %s%s", missing, covered, 100*float64(missing)/float64(covered), 100*d.AtMost, few(some), listed)}, nil
}

// listDeleted keeps, in the warehouse, which records go and which run had loaded them. It returns how many of those that were marked
// are there. A dry run leaves no trace.
func (r *run) listDeleted(ctx context.Context, base *warehouse.Version, leaving string) (marked uint64, err error) {
	fact := r.pipeline.Fact
	parts := named("parts", append([]string{}, base.Partitions(fact.Name)...))
	if !r.options.DryRun {
		if err := r.conn.Exec(ctx, fmt.Sprintf(deletionListSQL, fact.Name, leaving), parts, named("run", r.id), named("pipeline", r.pipeline.Name), named("fact", fact.Name)); err != nil {
			return 0, fmt.Errorf("list what goes: %w", err)
		}
	}
	err = r.conn.QueryRow(ctx, "SELECT count() FROM "+fact.Name+" WHERE _partition_id IN {parts:Array(String)} AND "+warehouse.RecordKey+" IN (SELECT key FROM "+leaving+" WHERE why = '"+deletedMarked+"')", parts).
		Scan(&marked)
	return marked, err
}
