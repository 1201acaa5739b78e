package warehouse

import "context"

// LastCursor is where an incremental pipeline had got to by its last run that went through; empty before the first. Dry runs and
// replays do not move it.
func (w *Warehouse) LastCursor(ctx context.Context, pipeline string) (cursor string, err error) {
	err = w.conn.QueryRow(ctx, `SELECT argMax(cursor, run) FROM etl_run
		WHERE pipeline = {pipeline:String} AND state IN ('succeeded', 'unchanged') AND cursor != '' AND NOT dry_run AND trigger != 'replay'`,
		named("pipeline", pipeline)).Scan(&cursor)
	return cursor, faultOf(ctx, "read where the last run got to", err)
}
