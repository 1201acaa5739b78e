package etl

import (
	"context"
	"strconv"

	"anlan/warehouse"
)

// RowsTest bounds the accepted rows of a load: read, less rejected and overruled.
type RowsTest struct{ bounds }

// Kind is rows.
func (RowsTest) Kind() string { return "rows" }

// Subject is rows.
func (RowsTest) Subject() string { return "rows" }

func (t RowsTest) measure(ctx context.Context, l *loaded) (finding, error) {
	return t.judge(ctx, l, t, strconv.FormatUint(l.rows, 10), float64(l.rows))
}

// SumTest bounds the sum of a column over the accepted rows.
type SumTest struct {
	bounds
	Column warehouse.FactColumn
}

// Kind is sum.
func (SumTest) Kind() string { return "sum" }

// Subject names the column.
func (t SumTest) Subject() string { return "sum(" + t.Column.Name + ")" }

func (t SumTest) measure(ctx context.Context, l *loaded) (finding, error) {
	var known uint64
	var printed *string
	var value *float64
	if err := l.run.conn.QueryRow(ctx, "SELECT count("+t.Column.Name+"), CAST(sum("+t.Column.Name+") AS Nullable(String)), CAST(sum("+t.Column.Name+") AS Nullable(Float64)) FROM "+l.work).
		Scan(&known, &printed, &value); err != nil {
		return finding{}, err
	}
	if known == 0 || printed == nil || value == nil {
		return skipped(t.String(), "没有一条记录有"+t.Column.Title.ZH, "no row has "+t.Column.Name), nil
	}
	return t.judge(ctx, l, t, *printed, *value)
}
