package interop

import (
	"fmt"
	"math"
	"net/http"
	"os"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

func TestArrowGoReadsStreams(t *testing.T) {
	ofFormat(t, func(_ *testing.T, f task) (table, error) {
		in, err := os.Open(f.Path)
		if err != nil {
			return table{}, err
		}
		defer in.Close()
		r, err := ipc.NewReader(in)
		if err != nil {
			return table{}, err
		}
		defer r.Release()
		return readAll(r)
	}, "arrow")
}

func TestArrowGoReadsFiles(t *testing.T) {
	ofFormat(t, func(_ *testing.T, f task) (table, error) {
		in, err := os.Open(f.Path)
		if err != nil {
			return table{}, err
		}
		defer in.Close()
		r, err := ipc.NewFileReader(in)
		if err != nil {
			return table{}, err
		}
		defer r.Close()
		out := tableOf(r.Schema())
		for i := range r.NumRecords() {
			batch, err := r.RecordBatchAt(i)
			if err != nil {
				return table{}, err
			}
			err = out.add(batch)
			batch.Release()
			if err != nil {
				return table{}, err
			}
		}
		return out, nil
	}, "arrow_file")
}

func TestArrowGoReadsParquet(t *testing.T) {
	ofFormat(t, func(t *testing.T, f task) (table, error) {
		in, err := file.OpenParquetFile(f.Path, false)
		if err != nil {
			return table{}, err
		}
		defer in.Close()
		r, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{BatchSize: 65536}, memory.DefaultAllocator)
		if err != nil {
			return table{}, err
		}
		records, err := r.GetRecordReader(t.Context(), nil, nil)
		if err != nil {
			return table{}, err
		}
		defer records.Release()
		out, err := readAll(records)
		for i := range out.types { // Parquet knows no seconds, and its types are tested with hyparquet and DuckDB
			out.types[i] = ""
		}
		return out, err
	}, "parquet")
}

// overHTTP reads an address as an Arrow stream.
func overHTTP(t *testing.T, address, token string) (*arrow.Schema, table) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	r, err := ipc.NewReader(response.Body)
	if err != nil {
		t.Fatalf("%s: %s %v", address, response.Status, err)
	}
	defer r.Release()
	out, err := readAll(r)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return r.Schema(), out
}

func tableOf(schema *arrow.Schema) table {
	out := newTable(nil)
	for _, f := range schema.Fields() {
		name := typeName(f.Type)
		if f.Nullable {
			name += " or null"
		}
		out.names, out.types = append(out.names, f.Name), append(out.types, name)
	}
	out.values = make([][]*string, len(out.names))
	return out
}

func typeName(t arrow.DataType) string {
	switch t := t.(type) {
	case *arrow.TimestampType:
		return fmt.Sprintf("timestamp[%s, tz=%s]", t.Unit, t.TimeZone)
	case *arrow.Decimal128Type:
		return fmt.Sprintf("decimal(%d, %d)", t.Precision, t.Scale)
	case *arrow.ListType:
		return "list<item: " + typeName(t.Elem()) + ">"
	}
	return t.Name()
}

func readAll(r array.RecordReader) (table, error) {
	out := tableOf(r.Schema())
	for r.Next() {
		if err := out.add(r.RecordBatch()); err != nil {
			return out, err
		}
	}
	return out, r.Err()
}

func (r *table) add(batch arrow.RecordBatch) error {
	for i, column := range batch.Columns() {
		for row := range column.Len() {
			if column.IsNull(row) {
				r.values[i] = append(r.values[i], nil)
				continue
			}
			text, err := canonical(column, row)
			if err != nil {
				return fmt.Errorf("%s: %w", r.names[i], err)
			}
			r.values[i] = append(r.values[i], &text)
		}
	}
	return nil
}

// canonical is the canonical text of a value, which is not null.
func canonical(column arrow.Array, row int) (string, error) {
	switch c := column.(type) {
	case *array.String:
		return c.Value(row), nil
	case *array.Date32:
		return c.Value(row).ToTime().Format("2006-01-02"), nil
	case *array.Timestamp:
		return strconv.FormatInt(c.Value(row).ToTime(c.DataType().(*arrow.TimestampType).Unit).Unix(), 10), nil
	case *array.Boolean:
		if c.Value(row) {
			return "1", nil
		}
		return "0", nil
	case *array.Decimal128:
		return decimal(c.Value(row).BigInt(), int(c.DataType().(*arrow.Decimal128Type).Scale)), nil
	case *array.Float64:
		return strconv.FormatUint(math.Float64bits(c.Value(row)), 10), nil
	case *array.List:
		elements, ok := c.ListValues().(*array.String)
		if !ok {
			break
		}
		from, to := c.ValueOffsets(row)
		texts := make([]string, 0, to-from)
		for i := from; i < to; i++ {
			texts = append(texts, elements.Value(int(i)))
		}
		return list(texts), nil
	case *array.Uint8, *array.Uint16, *array.Uint32, *array.Uint64, *array.Int8, *array.Int16, *array.Int32, *array.Int64:
		return column.ValueStr(row), nil
	}
	return "", fmt.Errorf("no canonical text of %s", column.DataType())
}
