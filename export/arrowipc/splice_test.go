package arrowipc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

var plainSchema = arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}, {Name: "文", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)

// stream is what an engine would write: batches of so many rows each, counted through.
func stream(t *testing.T, batches ...int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(plainSchema), ipc.WithZstd())
	n := int64(0)
	for _, rows := range batches {
		b := array.NewRecordBuilder(memory.DefaultAllocator, plainSchema)
		for range rows {
			b.Field(0).(*array.Int64Builder).Append(n)
			if n++; n%3 == 0 {
				b.Field(1).AppendNull()
			} else {
				b.Field(1).(*array.StringBuilder).Append(fmt.Sprint("第", n, "号"))
			}
		}
		if err := w.Write(b.NewRecord()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func described(passed *uint64) Document {
	return Document{
		Describe: func(engine *arrow.Schema) (*arrow.Schema, error) {
			fields := plainSchema.Fields()
			if engine != nil && engine.NumFields() == 2 {
				fields = engine.Fields()
			}
			fields[0].Metadata = arrow.NewMetadata([]string{"title"}, []string{"编号"})
			meta := arrow.NewMetadata([]string{"dataset"}, []string{"hazard"})
			return arrow.NewSchema(fields, &meta), nil
		},
		Passed: func(rows uint64) { *passed += rows },
	}
}

func check(t *testing.T, s *arrow.Schema) {
	t.Helper()
	meta := s.Metadata()
	if v, ok := meta.GetValue("dataset"); !ok || v != "hazard" {
		t.Errorf("the schema says %v of itself", meta)
	}
	if v, ok := s.Field(0).Metadata.GetValue("title"); !ok || v != "编号" || s.Field(1).Name != "文" || !s.Field(1).Nullable || s.Field(0).Nullable {
		t.Errorf("the fields are %v", s.Fields())
	}
}

// Only the schema is written anew; a reader finds every row, and the batches are the bytes that the engine wrote.
func TestTheDescriptionIsPutBeforeTheEnginesBatches(t *testing.T) {
	for _, batches := range [][]int{{}, {1}, {5000, 1, 0, 70_000}} {
		total := 0
		for _, n := range batches {
			total += n
		}
		engine := stream(t, batches...)
		var out bytes.Buffer
		var passed uint64
		if err := described(&passed).Stream(&out, iotest.OneByteReader(bytes.NewReader(engine))); err != nil {
			t.Fatal(err)
		}
		mine, err := schemaOf(head(t, engine))
		if err != nil {
			t.Fatal(err)
		}
		if !mine.Equal(plainSchema) || !bytes.HasSuffix(out.Bytes(), engine[len(head(t, engine)):]) || passed != uint64(total) {
			t.Errorf("%v: the batches are not those of the engine, or %d rows passed of %d", batches, passed, total)
		}
		r, err := ipc.NewReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		check(t, r.Schema())
		next := int64(0)
		for r.Next() {
			next = counted64(t, r.Record(), next)
		}
		if r.Err() != nil || next != int64(total) || out.Len() > 0 {
			t.Errorf("%v: read %d rows, %d bytes are left, %v", batches, next, out.Len(), r.Err())
		}
		r.Release()

		out.Reset()
		passed = 0
		if err := described(&passed).File(&out, bytes.NewReader(engine)); err != nil {
			t.Fatal(err)
		}
		f, err := ipc.NewFileReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		check(t, f.Schema())
		next = 0
		for i := range f.NumRecords() {
			rec, err := f.Record(i)
			if err != nil {
				t.Fatal(err)
			}
			next = counted64(t, rec, next)
		}
		if f.NumRecords() != len(batches) || next != int64(total) {
			t.Errorf("%v: the file has %d batches and %d rows", batches, f.NumRecords(), next)
		}
		_ = f.Close()
	}
}

func head(t *testing.T, engine []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := ipc.NewWriter(&out, ipc.WithSchema(plainSchema)).Close(); err != nil {
		t.Fatal(err)
	}
	return engine[:out.Len()-len(endMark)]
}

// counted64 checks that the numbers of a record go on where the last ended.
func counted64(t *testing.T, rec arrow.Record, next int64) int64 {
	t.Helper()
	n := rec.Column(0).(*array.Int64)
	for i := range n.Len() {
		if n.Value(i) != next {
			t.Fatalf("row %d is %d", next, n.Value(i))
		}
		next++
	}
	return next
}

// An engine that writes nothing at all had no rows: the document still has its columns.
func TestNothingIsADocumentWithoutRows(t *testing.T) {
	var passed uint64
	var out, file bytes.Buffer
	if err := errors.Join(described(&passed).Stream(&out, strings.NewReader("")), described(&passed).File(&file, strings.NewReader(""))); err != nil {
		t.Fatal(err)
	}
	r, err := ipc.NewReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	check(t, r.Schema())
	f, err := ipc.NewFileReader(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	check(t, f.Schema())
	if r.Next() || f.NumRecords() > 0 {
		t.Error("there are rows")
	}
}

// Wherever the engine's stream breaks off, the document does: the error is returned, and neither the mark of the end nor a footer is written.
func TestABrokenStreamIsNeverADocument(t *testing.T) {
	engine := stream(t, 3, 2)
	broke := errors.New("the query was killed")
	var passed uint64
	for end := range engine {
		if end == 0 {
			continue // no rows at all: see above
		}
		for _, r := range []io.Reader{bytes.NewReader(engine[:end]), io.MultiReader(bytes.NewReader(engine[:end]), iotest.ErrReader(broke))} {
			var out bytes.Buffer
			err := described(&passed).Stream(&out, r)
			if err == nil || bytes.HasSuffix(out.Bytes(), endMark) {
				t.Fatalf("%d of %d bytes: error %v, %d bytes written", end, len(engine), err, out.Len())
			}
		}
		var out bytes.Buffer
		if err := described(&passed).File(&out, bytes.NewReader(engine[:end])); err == nil || bytes.HasSuffix(out.Bytes(), magic) {
			t.Fatalf("%d of %d bytes make a file: %v", end, len(engine), err)
		}
	}
	// The engine may say that it failed even after the last byte.
	var out bytes.Buffer
	err := described(&passed).Stream(&out, io.MultiReader(bytes.NewReader(engine), iotest.ErrReader(broke)))
	if !errors.Is(err, broke) || bytes.HasSuffix(out.Bytes(), endMark) {
		t.Errorf("error %v: want the engine's, and no end", err)
	}
	if err := described(&passed).Stream(&out, bytes.NewReader(append(engine, 0))); err == nil {
		t.Error("bytes behind the end are taken for nothing")
	}
}

// Damaged metadata are an error, whatever they are; nothing panics or takes memory without bound.
func TestDamagedMessagesAreErrors(t *testing.T) {
	engine := stream(t, 3, 2)
	var passed uint64
	dice := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		damaged := bytes.Clone(engine)
		for range 1 + dice.IntN(3) {
			damaged[dice.IntN(len(damaged))] = byte(dice.IntN(256))
		}
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Fatalf("panic: %v", p)
				}
			}()
			_ = described(&passed).File(io.Discard, bytes.NewReader(damaged))
		}()
	}
}

// A file beyond 4 GiB is found its way through by 64-bit places; here its footer alone.
func TestPlacesInLargeFiles(t *testing.T) {
	foot, err := footer(plainSchema, []fileBlock{{offset: 5 << 32, head: 136, body: 3 << 32}})
	if err != nil {
		t.Fatal(err)
	}
	f := flat{data: foot}
	vector := f.table(f.offset(0), footerBatches)
	if len(f.at(vector, 28)) != 28 || f.bad || (vector+4)%alignment != 0 {
		t.Fatalf("the list of batches stands at %d of %d", vector, len(foot))
	}
	if got := fmt.Sprintf("%x %x %x %x", foot[vector:vector+4], foot[vector+4:vector+12], foot[vector+12:vector+16], foot[vector+20:vector+28]); got != "01000000 0000000005000000 88000000 0000000003000000" {
		t.Errorf("the footer says %s", got)
	}
}

// Types are named as the engine writes them; what Arrow has no equal for is an error.
func TestTypesOfTheEngine(t *testing.T) {
	for engine, want := range map[string]string{
		"String": "utf8", "Nullable(String)": "utf8 or NULL", "LowCardinality(Nullable(String))": "utf8 or NULL", "Date32": "date32", "Bool": "bool", "UInt64": "uint64",
		"DateTime64(0, 'Asia/Shanghai')": "timestamp[s, tz=Asia/Shanghai]", "DateTime64(3, 'Asia/Shanghai')": "timestamp[ms, tz=Asia/Shanghai]", "DateTime64(6)": "timestamp[us]",
		"Decimal(18, 2)": "decimal(18, 2)", "Nullable(Decimal(76, 4))": "decimal256(76, 4) or NULL", "Array(String)": "list<item: utf8>", "Array(Nullable(Int8))": "list<item: int8, nullable>",
		"Map(String, String)": "error", "Decimal(x)": "error", "DateTime64(x)": "error", "Array(IPv6)": "error",
	} {
		got := "error"
		if typ, nullable, err := TypeOf(engine); err == nil {
			if got = typ.String(); nullable {
				got += " or NULL"
			}
		}
		if got != want {
			t.Errorf("%s is %s, want %s", engine, got, want)
		}
	}
}
