package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// parquetBatch is how many rows are in memory at once.
const parquetBatch = 16 << 10

// parquetInput is a Parquet file, read one row group after the other in batches.
type parquetInput struct {
	name    string
	path    string
	disk    *os.File
	size    int64
	read    atomic.Int64
	sum     string
	file    *file.Reader
	reader  *pqarrow.FileReader
	schema  *arrow.Schema
	columns []string
}

func openParquet(path, name string) (in Input, err error) {
	disk, size, err := openRegular(path, name)
	if err != nil {
		return nil, err
	}
	p := &parquetInput{name: name, path: path, disk: disk, size: size}
	if err := p.begin(); err != nil {
		return nil, errors.Join(err, disk.Close())
	}
	return p, nil
}

// begin reads the footer.
func (p *parquetInput) begin() (err error) {
	defer recoverAs(&err, func(cause error) error {
		return fault(Truncated, p.name, cause, "is not a whole Parquet file")
	})
	head := make([]byte, 4)
	if _, err := p.disk.ReadAt(head, 0); err != nil || string(head) != "PAR1" {
		return fault(NotText, p.name, err, "is not a Parquet file")
	}
	reader, err := file.NewParquetReader(p.disk, file.WithReadProps(&parquet.ReaderProperties{BufferSize: 1 << 20, BufferedStreamEnabled: true}))
	if err != nil {
		return fault(Truncated, p.name, err, "is not a whole Parquet file: its end cannot be read")
	}
	p.file = reader
	p.reader, err = pqarrow.NewFileReader(reader, pqarrow.ArrowReadProperties{BatchSize: parquetBatch}, memory.DefaultAllocator)
	if err != nil {
		return fault(BadHeader, p.name, err, "its columns cannot be read")
	}
	if p.schema, err = p.reader.Schema(); err != nil {
		return fault(BadHeader, p.name, err, "its columns cannot be read")
	}
	seen := map[string]int{}
	for i, f := range p.schema.Fields() {
		if first, twice := seen[f.Name]; twice {
			return fault(Duplicate, p.name, nil, "the header names column %q twice, at %d and %d", f.Name, first, i+1)
		}
		seen[f.Name] = i + 1
		p.columns = append(p.columns, f.Name)
	}
	return nil
}

func (p *parquetInput) Name() string      { return p.name }
func (p *parquetInput) Columns() []string { return p.columns }
func (p *parquetInput) Encoding() string  { return "ArrowStream" }
func (p *parquetInput) Raw() bool         { return false }
func (p *parquetInput) Size() int64       { return p.size }
func (p *parquetInput) BytesRead() int64  { return p.read.Load() }
func (p *parquetInput) SHA256() string    { return p.sum }

func (p *parquetInput) Close() error {
	if p.file != nil {
		return p.file.Close() // closes the file on disk too
	}
	return p.disk.Close()
}

// Stream writes the row groups in order as one Arrow stream.
func (p *parquetInput) Stream(ctx context.Context, w io.Writer, layout Layout) (stats Stats, err error) {
	defer recoverAs(&err, func(cause error) error {
		return fault(Truncated, p.name, cause, "is damaged behind row %d", stats.Rows)
	})
	if err := p.hash(ctx); err != nil {
		return stats, err
	}
	out := ipc.NewWriter(w, ipc.WithSchema(p.staged(layout)))
	for group := range p.file.NumRowGroups() {
		if err := p.streamGroup(ctx, out, group, layout, &stats); err != nil {
			return stats, err
		}
		p.read.Store(p.size * int64(group+1) / int64(p.file.NumRowGroups()))
	}
	p.read.Store(p.size)
	return stats, out.Close()
}

func (p *parquetInput) streamGroup(ctx context.Context, out *ipc.Writer, group int, layout Layout, stats *Stats) error {
	records, err := p.reader.GetRecordReader(ctx, nil, []int{group})
	if err != nil {
		return fault(Truncated, p.name, err, "row group %d cannot be read", group+1)
	}
	defer records.Release()
	before := stats.Rows
	for records.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		batch := p.batch(records.Record(), layout, stats.Rows)
		err := out.Write(batch)
		batch.Release()
		if err != nil {
			return err
		}
		stats.Rows += uint64(records.Record().NumRows())
		stats.Good = stats.Rows
		if layout.Rows != nil {
			layout.Rows(stats.Rows)
		}
	}
	if err := records.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fault(Truncated, p.name, err, "row group %d is damaged behind row %d", group+1, stats.Rows)
	}
	// The library ends some damaged columns early and says nothing.
	if got, want := stats.Rows-before, uint64(p.file.MetaData().RowGroup(group).NumRows()); got != want {
		return fault(Truncated, p.name, nil, "row group %d is damaged: %d of its %d rows can be read", group+1, got, want)
	}
	return nil
}

// staged is the schema of the stream.
func (p *parquetInput) staged(layout Layout) *arrow.Schema {
	names := layout.names(len(p.columns))
	fields := []arrow.Field{ //nolint:prealloc // a few dozen
		{Name: "file", Type: arrow.PrimitiveTypes.Uint32},
		{Name: "row", Type: arrow.PrimitiveTypes.Uint64},
		{Name: "line", Type: arrow.PrimitiveTypes.Uint64},
	}
	for i, f := range p.schema.Fields() {
		t := f.Type
		if !castByEngine(t) || layout.Secret[names[i]] != nil {
			t = arrow.BinaryTypes.String
		}
		fields = append(fields, arrow.Field{Name: names[i], Type: t, Nullable: true})
	}
	return arrow.NewSchema(fields, nil)
}

// castByEngine reports that the engine turns the type into the text that a person would write.
func castByEngine(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.STRING, arrow.LARGE_STRING, arrow.BOOL, arrow.DATE32, arrow.FLOAT32, arrow.FLOAT64, arrow.DECIMAL128,
		arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64:
		return true
	default:
		return false
	}
}

// batch adds the numbers to a record and turns what the engine does not cast into text. A Parquet file has no lines: line is 0.
func (p *parquetInput) batch(in arrow.Record, layout Layout, before uint64) arrow.Record {
	n := int(in.NumRows())
	files := array.NewUint32Builder(memory.DefaultAllocator)
	rows := array.NewUint64Builder(memory.DefaultAllocator)
	lines := array.NewUint64Builder(memory.DefaultAllocator)
	defer files.Release()
	defer rows.Release()
	defer lines.Release()
	for i := range n {
		files.Append(layout.File)
		rows.Append(layout.Base + before + uint64(i) + 1)
		lines.Append(0)
	}
	columns := []arrow.Array{files.NewArray(), rows.NewArray(), lines.NewArray()}
	names := layout.names(len(p.columns))
	for i, c := range in.Columns() {
		if hide := layout.Secret[names[i]]; hide != nil {
			columns = append(columns, texts(c, hide))
			continue
		}
		if castByEngine(c.DataType()) {
			c.Retain()
			columns = append(columns, c)
			continue
		}
		columns = append(columns, texts(c, nil))
	}
	out := array.NewRecord(p.staged(layout), columns, int64(n))
	for _, c := range columns {
		c.Release()
	}
	return out
}

// texts writes a column out: instants in Beijing time, lists joined by semicolons. What is secret goes through hide.
func texts(c arrow.Array, hide func([]byte) []byte) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	for i := range c.Len() {
		if c.IsNull(i) {
			b.AppendNull()
			continue
		}
		text := textOf(c, i)
		if hide != nil {
			if text = string(hide([]byte(text))); text == "" {
				b.AppendNull()
				continue
			}
		}
		b.Append(text)
	}
	return b.NewArray()
}

func textOf(c arrow.Array, i int) string {
	switch c := c.(type) {
	case *array.Timestamp:
		t, ok := c.DataType().(*arrow.TimestampType)
		if !ok {
			return c.ValueStr(i)
		}
		at := c.Value(i).ToTime(t.Unit)
		if t.TimeZone != "" {
			at = at.In(beijing)
		}
		return at.Format("2006-01-02 15:04:05")
	case *array.List:
		from, to := c.ValueOffsets(i)
		items := make([]string, 0, to-from)
		for j := from; j < to; j++ {
			if !c.ListValues().IsNull(int(j)) {
				items = append(items, textOf(c.ListValues(), int(j)))
			}
		}
		return strings.Join(items, ";")
	}
	return c.ValueStr(i)
}

// hash reads the file once for its digest: Parquet is read from its end, in pieces.
func (p *parquetInput) hash(ctx context.Context) error {
	f, err := os.Open(p.path)
	if err != nil {
		return fault(Unreadable, p.name, err, "cannot be opened")
	}
	defer f.Close() //nolint:errcheck // only read
	h := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.CopyN(h, f, 64<<20)
		if errors.Is(err, io.EOF) {
			p.sum = hex.EncodeToString(h.Sum(nil))
			return nil
		}
		if err != nil {
			return fault(Unreadable, p.name, err, "reading broke off after %d bytes", n)
		}
	}
}

// recoverAs turns a panic of the Parquet library, which damaged files can cause, into an error.
func recoverAs(err *error, explain func(cause error) error) {
	if r := recover(); r != nil {
		*err = explain(fmt.Errorf("parquet: %v", r))
	}
}

// beijing is the zone in which a time without one is meant.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// Types are the types of the columns, in Arrow's words.
func (p *parquetInput) Types() []string {
	types := make([]string, len(p.schema.Fields()))
	for i, f := range p.schema.Fields() {
		types[i] = f.Type.String()
	}
	return types
}
