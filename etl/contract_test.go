package etl

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

func withSchema(name, rule string) string {
	return strings.NewReplacer("small_csv", name, "columns:\n", "schema: "+rule+"\ncolumns:\n", "small*", name+"*").Replace(small("csv"))
}

// A source gets and loses columns: each pipeline says what then happens.
func TestAPipelineSaysWhatHappensWhenTheSourceChanges(t *testing.T) {
	b := setup(t, withSchema("evolves", "{missing: unknown}"), withSchema("warns", "{new: warn}"), withSchema("frozen", "{new: stop}"),
		withSchema("accepts", "{new: stop, accept: [风险]}"))
	const row = "1,370303,一般,2025-03-01,a"
	for _, name := range []string{"evolves", "warns", "frozen", "accepts"} {
		b.file(name+".csv", smallHeader+row+"\n")
		if run := b.run(name); len(run.Warnings) > 0 {
			t.Errorf("%s: %v", name, run.Warnings)
		}
		// Another order is no change.
		b.file(name+".csv", "描述,编号,区划,级别,发现日期\na,1,370303,一般,2025-03-01\n")
		if run := b.run(name); len(run.Warnings) > 0 {
			t.Errorf("%s in another order: %v", name, run.Warnings)
		}
		b.file(name+".csv", "编号,区划,级别,发现日期,描述,风险\n"+row+",高\n")
	}
	for name, want := range map[string]string{"evolves": "map[]", "warns": "map[schema_new:1]", "accepts": "map[]"} {
		if run := b.run(name); fmt.Sprint(run.Warnings) != want {
			t.Errorf("%s: %v", name, run.Warnings)
		}
		if run := b.run(name); len(run.Warnings) > 0 { // it is known now
			t.Errorf("%s again: %v", name, run.Warnings)
		}
	}
	first := b.ask("SELECT max(run) FROM source_column WHERE pipeline = 'frozen'")
	b.fail("frozen", SchemaChanged, `the column "风险" of the source is new: since run `+strings.Trim(first, "()'")+" (2025-05-15) it had been otherwise. Nothing was published. Look at the pipeline: "+
		"map what is needed, and name the column under schema: accept:, or allow such changes")
	b.fail("frozen", SchemaChanged, "is new") // and stays so until somebody looked

	// A column that nothing reads is gone: a warning. One that is read: the run stops, or it is unknown.
	b.file("warns.csv", smallHeader+row+"\n")
	if run := b.run("warns"); fmt.Sprint(run.Warnings) != "map[schema_missing:1]" {
		t.Errorf("gone: %v", run.Warnings)
	}
	b.file("warns.csv", "编号,区划,级别,发现日期\n1,370303,一般,2025-03-01\n")
	b.fail("warns", MissingColumn, `the column "描述" is missing`)
	b.file("evolves.csv", "编号,区划,级别,发现日期\n1,370303,一般,2025-03-01\n")
	if run := b.run("evolves"); run.RowsUpdated != 1 || fmt.Sprint(run.Warnings) != "map[schema_missing:2]" {
		t.Errorf("%s, %v", count(run), run.Warnings)
	}
	b.file("evolves.csv", "编号,级别,发现日期\n1,一般,2025-03-01\n")
	b.fail("evolves", MissingColumn, `the column "区划" is missing`) // a record needs it
}

// A column of another type warns, or stops the run.
func TestAColumnOfAnotherType(t *testing.T) {
	typed := func(typ arrow.DataType) string {
		var fields []arrow.Field
		for _, name := range strings.Split(strings.TrimSpace(smallHeader), ",") {
			fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String})
		}
		fields[0].Type = typ
		schema := arrow.NewSchema(fields, nil)
		rb := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		defer rb.Release()
		for i, text := range []string{"1", "370303", "一般", "2025-03-01", "a"} {
			if err := rb.Field(i).AppendValueFromString(text); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(rb.NewRecord()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	b := setup(t, small("parquet"), strings.NewReplacer("small_parquet", "strict", "columns:\n", "schema: {retyped: stop}\ncolumns:\n").Replace(small("parquet")))
	b.file("small.parquet", typed(arrow.PrimitiveTypes.Int64))
	b.run("small_parquet")
	b.run("strict")
	b.file("small.parquet", typed(arrow.BinaryTypes.String))
	b.fail("strict", SchemaChanged, `the column "编号" of the source is utf8 and was int64`)
	if run := b.run("small_parquet"); fmt.Sprint(run.Warnings) != "map[schema_retyped:1]" {
		t.Errorf("%v", run.Warnings)
	}
	if run := b.run("small_parquet"); len(run.Warnings) > 0 {
		t.Errorf("again %v", run.Warnings)
	}
}
