package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/export/arrowipc"
)

// seen is what reading a file showed.
type seen struct {
	rows    uint64
	columns []seenColumn // nil: none could be seen
}

// seenColumn is a column of a file; is says what its values are, where the format tells: see kindOf.
type seenColumn struct{ name, is string }

// look reads a file as its format, by readers of others. What they panic about is an error. They take memory as a damaged file tells them to, so that of one
// which is not the same only what binary formats say of themselves is read.
func look(ctx context.Context, f *os.File, m Manifest, same bool) (s seen, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it is damaged: %v", p)
		}
	}()
	in := bufio.NewReaderSize(inContext{ctx, f}, copyBlock)
	switch m.Format {
	case ArrowStream, ArrowFile:
		switch {
		case !same:
			err = s.arrowHeads(ctx, f, m.Format)
		case m.Format == ArrowFile:
			err = s.arrowFile(ctx, f)
		default:
			err = s.arrowStream(in)
		}
	case Parquet:
		err = s.parquet(ctx, f, same)
	case CSV:
		err = s.csv(in, m.Options)
	case JSONLines:
		err = s.jsonLines(in)
	case XLSX:
		err = s.workbook(ctx, f)
	default:
		err = fmt.Errorf("the manifest is of a format %q that is not known here", m.Format)
	}
	return s, err
}

func (s *seen) schema(schema *arrow.Schema) {
	s.columns = []seenColumn{}
	for _, f := range schema.Fields() {
		s.columns = append(s.columns, seenColumn{f.Name, familyOf(f.Type)})
	}
}

func (s *seen) arrowHeads(ctx context.Context, f *os.File, format Format) error {
	schema, rows, err := arrowipc.Inspect(ctx, f, format == ArrowFile)
	if schema != nil {
		s.schema(schema)
	}
	s.rows = rows
	return err
}

func (s *seen) arrowStream(in *bufio.Reader) error {
	r, err := ipc.NewReader(in)
	if err != nil {
		return err
	}
	defer r.Release()
	s.schema(r.Schema())
	for r.Next() {
		s.rows += uint64(r.Record().NumRows())
	}
	if r.Err() != nil {
		return r.Err()
	}
	// The reader takes the end of the file for the end of the stream, marked or not.
	if _, err := in.ReadByte(); err == nil {
		return errors.New("bytes follow the end of the stream")
	}
	return nil
}

func (s *seen) arrowFile(ctx context.Context, f *os.File) error {
	r, err := ipc.NewFileReader(f)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // it was only read
	s.schema(r.Schema())
	for i := range r.NumRecords() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		record, err := r.Record(i)
		if err != nil {
			return err
		}
		s.rows += uint64(record.NumRows())
	}
	return nil
}

// parquetBatch is how many rows of a Parquet file are in memory at a time.
const parquetBatch = 16 << 10

func (s *seen) parquet(ctx context.Context, f *os.File, same bool) error {
	p, err := file.NewParquetReader(f)
	if err != nil {
		return err
	}
	r, err := pqarrow.NewFileReader(p, pqarrow.ArrowReadProperties{BatchSize: parquetBatch}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	schema, err := r.Schema()
	if err != nil {
		return err
	}
	s.schema(schema)
	if !same || !readable(p) {
		s.rows = uint64(max(0, p.NumRows())) // as its footer says
		return nil
	}
	rows, err := r.GetRecordReader(ctx, nil, nil)
	if err != nil {
		return err
	}
	defer rows.Release()
	for rows.Next() {
		s.rows += uint64(rows.Record().NumRows())
	}
	if err := rows.Err(); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// readable reports whether the columns of a Parquet file can be unpacked here: the library does not know the newer LZ4.
func readable(p *file.Reader) bool {
	if p.NumRowGroups() == 0 {
		return true
	}
	c, err := p.MetaData().RowGroup(0).ColumnChunk(0)
	if err != nil {
		return true // its reader says what is wrong
	}
	_, err = compress.GetCodec(c.Compression())
	return err == nil
}

func (s *seen) csv(in *bufio.Reader, o Options) error {
	if head, _ := in.Peek(len(byteOrderMark)); string(head) == byteOrderMark {
		_, _ = in.Discard(len(byteOrderMark))
	} else if o.BOM {
		return errors.New("the byte order mark is missing")
	}
	var text io.Reader = in
	if o.Charset == "gb18030" {
		text = simplifiedchinese.GB18030.NewDecoder().Reader(in)
	}
	r := csv.NewReader(text)
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		return err
	}
	s.columns = []seenColumn{}
	for _, name := range head {
		s.columns = append(s.columns, seenColumn{name: name})
	}
	for {
		switch _, err := r.Read(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		s.rows++
	}
}

// familyOf is what values of a type of Arrow are, whatever their width: Parquet knows fewer widths than Arrow. Decimals keep their digits behind the point.
func familyOf(t arrow.DataType) string {
	switch t := t.(type) {
	case *arrow.Decimal128Type:
		return fmt.Sprintf("a decimal of %d places", t.Scale)
	case *arrow.Decimal256Type:
		return fmt.Sprintf("a decimal of %d places", t.Scale)
	case arrow.ListLikeType:
		return "a list: each " + familyOf(t.Elem())
	}
	switch id := t.ID(); {
	case arrow.IsInteger(id):
		return "a whole number"
	case arrow.IsFloating(id):
		return "a number"
	case id == arrow.BOOL:
		return "true or false"
	case id == arrow.STRING || id == arrow.LARGE_STRING:
		return "a text"
	case id == arrow.DATE32:
		return "a date"
	case id == arrow.TIMESTAMP:
		return "a moment"
	}
	return t.Name()
}

// kindOf is what values of a type of the engine are; empty when that is not known.
func kindOf(engine string) string {
	t, _, err := arrowipc.TypeOf(engine)
	if err != nil {
		return ""
	}
	return familyOf(t)
}
