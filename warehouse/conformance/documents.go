package conformance

import (
	"bytes"
	"encoding/csv"
	"encoding/json"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
)

// oneDocument reads documents of many chunks with parsers that stop at the first document's end.
func oneDocument(b *bundle) {
	const n = 400_000
	const sum = n * (n - 1) / 2
	sql := "SELECT number AS n, toString(number) AS `文` FROM numbers(400000)"
	b.ctx = clickhouse.Context(b.ctx, clickhouse.WithSettings(clickhouse.Settings{"max_block_size": 10_000, "output_format_json_quote_64bit_integers": 0}))

	var doc struct {
		Rows int
		Meta []struct{ Name, Type string }
		Data []struct{ N uint64 }
	}
	dec := json.NewDecoder(bytes.NewReader(b.format("JSON", sql)))
	if err := dec.Decode(&doc); err != nil {
		b.Fatal(err)
	}
	var total uint64
	for _, d := range doc.Data {
		total += d.N
	}
	b.equal("JSON", []any{doc.Rows, len(doc.Data), total, len(doc.Meta), dec.More()}, []any{n, n, sum, 2, false})

	lines, err := csv.NewReader(bytes.NewReader(b.format("CSVWithNames", sql))).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	b.equal("CSVWithNames", []any{len(lines), lines[0], lines[1], lines[n]}, []any{n + 1, []string{"n", "文"}, []string{"0", "0"}, []string{"399999", "399999"}})

	stream := bytes.NewReader(b.format("ArrowStream", sql))
	r, err := ipc.NewReader(stream)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Release()
	var rows, records int64
	total = 0
	for r.Next() {
		records++
		rows += r.Record().NumRows()
		total += sumOf(r.Record())
	}
	if err := r.Err(); err != nil {
		b.Error(err)
	}
	b.equal("ArrowStream", []any{rows, total, stream.Len()}, []any{n, sum, 0})

	f, err := ipc.NewFileReader(bytes.NewReader(b.format("Arrow", sql)))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, total = 0, 0
	for i := range f.NumRecords() {
		rec, err := f.Record(i)
		if err != nil {
			b.Fatal(err)
		}
		rows, total = rows+rec.NumRows(), total+sumOf(rec)
	}
	b.equal("Arrow", []any{rows, total}, []any{n, sum})

	parquet := b.format("Parquet", sql)
	b.equal("Parquet begins and ends", string(parquet[:4])+string(parquet[len(parquet)-4:]), "PAR1PAR1")
	b.equal("Parquet has one beginning", bytes.Count(parquet, []byte("PAR1")) <= 3, true)
}

func sumOf(rec arrow.Record) (total uint64) {
	col := rec.Column(0).(*array.Uint64)
	for i := range col.Len() {
		total += col.Value(i)
	}
	return total
}
