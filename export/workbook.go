package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/ipc"

	"anlan/export/sheet"
	"anlan/warehouse"
)

// admitWorkbook counts the rows before anything is written: a workbook that nobody can open is none.
func admitWorkbook(ctx context.Context, x *Export) error {
	limit := x.exporter.cfg.XLSXRows
	rows, err := x.reading.Count(ctx, nil)
	if err != nil {
		return fmt.Errorf("count the rows of a workbook: %w", err)
	}
	if rows > limit {
		return warehouse.Fault(warehouse.TooLarge, "a workbook holds at most %d rows here, and there are %d: narrow the question, or take csv or parquet", limit, rows)
	}
	return nil
}

// byKey orders a question that names no order by the key of its set, so that equal workbooks are equal bytes and people find their way. Groups and distinct rows
// have no key.
func byKey(sets []*warehouse.DataSet, q warehouse.DataQuery) warehouse.DataQuery {
	at := slices.IndexFunc(sets, func(s *warehouse.DataSet) bool { return s.Name == q.Set })
	if at < 0 || len(q.Order) > 0 || len(q.GroupBy) > 0 || q.Distinct || calls(q) {
		return q
	}
	for _, k := range sets[at].Key {
		q.Order = append(q.Order, warehouse.OrderedBy{Expr: &warehouse.Expr{Column: k}})
	}
	return q
}

// calls reports whether a question selects more than columns: sums have no key either.
func calls(q warehouse.DataQuery) bool {
	return slices.ContainsFunc(q.Select, func(s warehouse.Selected) bool { return s.Expr != nil && s.Expr.Call != "" })
}

func writeWorkbook(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	rows, err := x.reading.Count(ctx, part)
	if err != nil {
		return fmt.Errorf("count the rows of a workbook: %w", err)
	}
	dir, err := x.exporter.workshop()
	if err != nil {
		return err
	}
	defer dir.remove()
	r, err := x.encode(ctx, "ArrowStream", arrowSettings("none"), part)
	if err != nil {
		return err
	}
	defer r.Close()
	records, err := x.records(r, rows)
	if err != nil {
		return err
	}
	defer records.Release()
	known := x.manifest()
	about, err := x.about(ctx, known)
	if err != nil {
		return err
	}
	book := sheet.Book{Dir: dir.path, Title: known.Title, Columns: x.reading.Columns(), Rows: rows, About: about, Created: known.PublishedAt}
	done, err := book.Write(ctx, out, records, out.passed)
	out.altered = done.Altered
	return err
}

// rowsReader reads the engine's stream as records. The engine may have written nothing at all for no rows.
type rowsReader struct {
	*ipc.Reader
	from *reader
}

func (x *Export) records(r *reader, rows uint64) (rowsReader, error) {
	records, err := ipc.NewReader(bufio.NewReaderSize(r, copyBlock))
	if whole := r.whole; err != nil && (rows > 0 || whole() != nil) {
		return rowsReader{}, fmt.Errorf("read rows for the workbook: %w", errors.Join(err, whole()))
	}
	return rowsReader{records, r}, nil
}

func (r rowsReader) Next() bool { return r.Reader != nil && r.Reader.Next() }

// Err is nil only when the engine says that the stream was whole.
func (r rowsReader) Err() error {
	if r.Reader != nil && r.Reader.Err() != nil {
		return r.Reader.Err()
	}
	return r.from.whole()
}

func (r rowsReader) Release() {
	if r.Reader != nil {
		r.Reader.Release()
	}
}
