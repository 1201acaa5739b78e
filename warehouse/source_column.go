package warehouse

import (
	"context"
	"time"
)

// SourceColumn is a column that an input of a pipeline had when a run went through.
type SourceColumn struct {
	Run      string    `ch:"run"` // the first run that saw the input as it is
	Pipeline string    `ch:"pipeline"`
	Input    string    `ch:"input"` // the join that it is for; empty for the source itself
	Position uint32    `ch:"position"`
	Name     string    `ch:"name"`
	Type     string    `ch:"type"` // in the words of the source; empty where it has none, as CSV
	At       time.Time `ch:"at"`
}

// SourceColumns lists the columns that the inputs of a pipeline were last known to have, in their order.
func (w *Warehouse) SourceColumns(ctx context.Context, pipeline string) ([]SourceColumn, error) {
	var list []SourceColumn
	err := w.conn.Select(ctx, &list, `SELECT run, pipeline, input, position, name, type, at FROM source_column
		WHERE pipeline = {pipeline:String} AND (input, at, run) IN (SELECT input, max(tuple(at, run)).1, max(tuple(at, run)).2 FROM source_column WHERE pipeline = {pipeline:String} GROUP BY input)
		ORDER BY input, position`, named("pipeline", pipeline))
	return list, faultOf(ctx, "read the columns of the source", err)
}

// AppendSourceColumns remembers the columns of an input.
func (w *Warehouse) AppendSourceColumns(ctx context.Context, columns []SourceColumn) error {
	rows := make([]any, len(columns))
	for i := range columns {
		rows[i] = &columns[i]
	}
	err := w.appendRows(ctx, "INSERT INTO source_column (run, pipeline, input, position, name, type, at)", rows)
	return faultOf(ctx, "remember the columns of the source", err)
}
