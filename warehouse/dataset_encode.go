package warehouse

import (
	"context"
	"io"
	"maps"
	"strings"
)

// Encode streams the result. The caller's settings go over those of streaming.
func (r *dataReading) Encode(ctx context.Context, format string, settings map[string]any, part *DataPart) (io.ReadCloser, error) {
	p := *r.plan
	s, err := p.encoded(p.partitionsOf(part), format)
	if err != nil {
		return nil, err
	}
	all := p.streaming(p.partitionsOf(part))
	maps.Copy(all, settings)
	body, err := r.w.conn.QueryFormat(under(ctx, all), format, s.SQL, s.values()...)
	if err != nil {
		return nil, answerFault(ctx, "export "+p.source.Name, err)
	}
	return answering{body}, nil
}

// streaming are the settings under which rows pass through in little memory, measured with 5 M hazards on two cores: small blocks, which stay in the processor's
// caches as well; one thread that encodes Arrow, which is little more than copying; row groups of Parquet that are small in bytes, however wide the rows are, and
// no Bloom filters, which cost a quarter of the time; sorting and grouping on disk before they take much.
func (p *dataPlan) streaming(parts []string) map[string]any {
	return map[string]any{
		"max_threads":                                2,
		"max_block_size":                             streamedRows,
		"preferred_block_size_bytes":                 4 << 20,
		"min_insert_block_size_rows":                 streamedRows, // a document of the embedded engine is an insert into a pipe
		"min_insert_block_size_bytes":                8 << 20,
		"output_format_arrow_parallel_encoding":      0,
		"output_format_parquet_row_group_size_bytes": 16 << 20,
		"output_format_parquet_write_bloom_filter":   0,
		"max_memory_usage":                           1 << 30,
		"join_algorithm":                             "hash", // the other ones keep the small side several times
		"max_bytes_before_external_sort":             64 << 20,
		"max_bytes_ratio_before_external_sort":       0, // it would wait for half of all memory whatever the bytes say
		"max_bytes_before_external_group_by":         64 << 20,
		"max_bytes_ratio_before_external_group_by":   0,
		"prefer_external_sort_block_bytes":           1 << 20,
		"optimize_read_in_order":                     len(parts) <= mergedPartitions,
		"read_in_order_use_buffering":                0,
		"max_execution_time":                         0,
	}
}

const (
	streamedRows = 16 << 10
	// mergedPartitions is how many months are read side by side in the order in which they lie: each takes some 14 MB. More are sorted on disk.
	mergedPartitions = 8
)

// encoded is the statement with every column as it leaves in a format.
func (p *dataPlan) encoded(parts []string, format string) (Statement, error) {
	items := make([]string, len(p.columns))
	for i, c := range p.columns {
		name := " AS `" + c.Name + "`"
		items[i] = outgoing(strings.TrimSuffix(p.said.Items[i], name), c.Type, format) + name
	}
	if !p.query.Distinct {
		return p.statement(parts, items)
	}
	s, err := p.statement(parts, p.said.Items) // what is distinct is the value, not its text
	for i, c := range p.columns {
		name := "`" + c.Name + "`"
		items[i] = outgoing(name, c.Type, format) + " AS " + name
	}
	s.SQL = "SELECT " + strings.Join(items, ", ") + "\nFROM (" + s.SQL + ")"
	return s, err
}

// outgoing is the SQL of a column of the result as it leaves: in its type, which the engine may hold in a denser one, and in texts
// with moments as RFC 3339 writes them and, where they have no lists, lists as JSON.
func outgoing(sql, typ, format string) string {
	plain := strings.TrimSuffix(strings.TrimPrefix(typ, "Nullable("), ")")
	csv := strings.HasPrefix(format, "CSV") || strings.HasPrefix(format, "TSV") || strings.HasPrefix(format, "TabSeparated")
	switch {
	case strings.HasPrefix(plain, "DateTime64(") && (csv || strings.HasPrefix(format, "JSON")):
		return `replaceRegexpOne(formatDateTime(` + sql + `, '%Y-%m-%dT%H:%i:%S%z'), '(..)$', ':\\1')`
	case strings.HasPrefix(plain, "Array(") && csv:
		return "toJSONString(" + sql + ")"
	case plain == "String" || plain == "Date32" || strings.HasPrefix(plain, "DateTime64("):
		return "CAST(" + sql + " AS " + typ + ")"
	}
	return sql
}

// describe fills in the types of the result: those of columns are known, those of expressions the engine tells.
func (w *Warehouse) describe(ctx context.Context, p *dataPlan) error {
	known := true
	for _, c := range p.columns {
		known = known && c.Type != ""
	}
	s, err := p.statement(nil, p.said.Items)
	if err != nil || known {
		return err
	}
	if err := w.plans.take(ctx); err != nil {
		return err
	}
	defer w.plans.give()
	ctx, cancel := context.WithTimeout(ctx, ceilingFor)
	defer cancel()
	rows, err := w.conn.Query(under(ctx, p.estimating()), "DESCRIBE ("+s.SQL+")", s.values()...) // constants are computed already
	if err != nil {
		return answerFault(ctx, "plan the export of "+p.source.Name, err)
	}
	defer rows.Close()
	cells := make([]any, len(rows.Columns()))
	texts := make([]string, len(cells))
	for i := range cells {
		cells[i] = &texts[i]
	}
	for i := 0; rows.Next() && i < len(p.columns); i++ {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
		p.columns[i].Type = leavingType(texts[1])
	}
	return rows.Err()
}

// leavingType is the type that a type of the engine leaves as, see leaving.
func leavingType(typ string) string {
	for _, wrapper := range []string{"LowCardinality(", "Nullable(", "Array("} {
		if inner, ok := strings.CutPrefix(typ, wrapper); ok {
			inner = leavingType(strings.TrimSuffix(inner, ")"))
			if wrapper == "LowCardinality(" {
				return inner
			}
			return wrapper + inner + ")"
		}
	}
	switch {
	case typ == "Date":
		return "Date32"
	case typ == "DateTime" || strings.HasPrefix(typ, "DateTime("):
		return momentType
	}
	return typ
}
