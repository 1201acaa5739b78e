package export_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/safety"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

// engine is the embedded engine that the tests share; it is opened by the first that needs it.
var engine = sync.OnceValues(func() (*dial.Conn, error) {
	return dial.Open(context.Background(), dial.Config{Dir: engineDir, Library: os.Getenv("ANLAN_CHDB_LIB"), Connections: 12})
})

var engineDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "anlan-export-test")
	if err != nil {
		panic(err)
	}
	engineDir = dir
	code := m.Run()
	if db, err := engine(); err == nil {
		_ = db.Close()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// rows is a data set that a statement gives.
type rows struct {
	db      *dial.Conn
	set     *warehouse.DataSet
	sql     string
	parts   []warehouse.DataPart // read by {part} of the statement
	version warehouse.Version

	mu     sync.Mutex
	open   int // readings that hold a version
	asked  []warehouse.DataQuery
	source func(io.ReadCloser) io.ReadCloser // what happens to the engine's streams on their way
}

func (d *rows) DataSets() []*warehouse.DataSet { return []*warehouse.DataSet{d.set} }

func (d *rows) OpenData(_ context.Context, _ warehouse.Scope, q warehouse.DataQuery) (warehouse.DataReading, error) {
	if q.Set != d.set.Name {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no data set %q", q.Set)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open++
	d.asked = append(d.asked, q)
	q.Version = d.version.Number
	return &rowsReading{rows: d, query: q}, nil
}

func (d *rows) held() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open
}

type rowsReading struct {
	*rows
	query warehouse.DataQuery
}

func (r *rowsReading) Set() *warehouse.DataSet         { return r.set }
func (r *rowsReading) Version() *warehouse.Version     { return &r.version }
func (r *rowsReading) Columns() []warehouse.DataColumn { return r.set.Columns }
func (r *rowsReading) Query() warehouse.DataQuery      { return r.query }
func (r *rowsReading) Parts() []warehouse.DataPart     { return r.parts }

func (r *rowsReading) Estimate(ctx context.Context) (rows, bytes uint64, exact bool, err error) {
	rows, err = r.Count(ctx, nil)
	return rows, rows * 100, true, err
}

func (r *rowsReading) statement(part *warehouse.DataPart) string {
	where := "1"
	if part != nil && part.Name != "" {
		where = "toYYYYMM(found) = " + strings.ReplaceAll(part.Name, "-", "")
	}
	sql := strings.ReplaceAll(r.sql, "{part}", where)
	if len(r.query.Order) > 0 {
		sql += " ORDER BY " + r.query.Order[0].Expr.Column
	}
	return sql
}

func (r *rowsReading) Encode(ctx context.Context, format string, settings map[string]any, part *warehouse.DataPart) (io.ReadCloser, error) {
	set := append(make([]string, 0, 16), "max_block_size = 32768", "min_insert_block_size_rows = 32768")
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		value := fmt.Sprint(settings[name])
		if text, ok := settings[name].(string); ok {
			value = "'" + text + "'"
		}
		set = append(set, name+" = "+value)
	}
	s, err := r.db.QueryFormat(ctx, format, r.statement(part)+" SETTINGS "+strings.Join(set, ", "))
	if err == nil && r.source != nil {
		s = r.source(s)
	}
	return s, err
}

func (r *rowsReading) Count(ctx context.Context, part *warehouse.DataPart) (n uint64, err error) {
	err = r.db.QueryRow(ctx, "SELECT count() FROM ("+r.statement(part)+")").Scan(&n)
	return n, err
}

func (r *rowsReading) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
}

// column is a column as the warehouse describes it.
func column(name, typ, title string) warehouse.DataColumn {
	return warehouse.DataColumn{Name: name, Type: typ, Title: warehouse.Text{ZH: title, EN: "the " + name}}
}

// hazards is a small set with every type that leaves, and every difficulty: NULL beside the empty text, quotes, line feeds and commas, characters outside of the
// basic plane, text that Excel would take for a formula, decimals of more digits than a float has.
//
//	id    0        1     2     3 …
//	note  "a,b     NULL  ''    =1+1 …
func hazards(t *testing.T, n int) *rows {
	t.Helper()
	db, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	found := column("found", "Date32", "发现日期")
	fine := column("fine", "Decimal(18, 2)", "罚款")
	fine.Unit, fine.Doc, fine.Source = "元", "Fines of the hazard.", "安全生产法 第九十九条"
	phone := column("phone", "Nullable(String)", "电话")
	phone.Sensitive = true
	return &rows{
		db: db,
		set: &warehouse.DataSet{
			Name: "hazard", Kind: warehouse.RecordSet, Title: warehouse.Text{ZH: "隐患", EN: "Hazards"}, Fact: "hazard", Date: "found", Key: []string{"id"},
			Columns: []warehouse.DataColumn{
				column("id", "UInt64", "编号"), column("note", "Nullable(String)", "说明"), found, column("at", "DateTime64(0, 'Asia/Shanghai')", "时刻"), fine,
				column("exact", "Nullable(Decimal(38, 6))", "准确数"), column("major", "Bool", "重大"), column("tags", "Array(String)", "标签"), column("share", "Float64", "比例"), phone,
			},
		},
		sql: `SELECT number AS id, [cast('a,"b' || char(10) || 'c', 'Nullable(String)'), NULL, '', '=1+1', '安全𠮷', '-x', '@y', '/z'][number % 8 + 1] AS note, toDate32('2026-05-01') + number % 60 AS found,
			toDateTime64('2026-05-01 08:30:00', 0, 'Asia/Shanghai') + number AS at, toDecimal64(number, 2) / 4 AS fine,
			if(number % 3 = 0, NULL, toDecimal128('12345678901234567890.123456', 6) + number)::Nullable(Decimal(38, 6)) AS exact, toBool(number % 2 = 0) AS major,
			[['甲', 'b"c'], []][number % 2 + 1]::Array(String) AS tags, number / 8 AS share, NULL::Nullable(String) AS phone
			FROM numbers(` + strconv.Itoa(n) + `) WHERE {part}`,
		parts: []warehouse.DataPart{{Name: "2026-05", Month: safety.NewMonth(2026, time.May)}, {Name: "2026-06", Month: safety.NewMonth(2026, time.June)}},
		version: warehouse.Version{
			Number: 12, PublishedAt: time.Date(2026, 7, 1, 2, 0, 0, 286_000_000, time.UTC),
			Watermarks: []warehouse.Watermark{{System: "platform", Fact: "hazard", LastRecord: safety.NewDate(2026, time.June, 30), LoadedAt: time.Date(2026, 6, 30, 18, 5, 0, 0, time.UTC)}, {System: "police", Fact: "accident"}},
		},
	}
}

// bench is an exporter with what it keeps.
type bench struct {
	*export.Exporter
	*testing.T
	data *rows
	kept *export.MemoryManifests
	temp string
}

var noon = time.Date(2026, 7, 2, 4, 0, 0, 286247481, time.UTC)

func setup(t *testing.T, data *rows) *bench {
	t.Helper()
	b := &bench{T: t, data: data, kept: &export.MemoryManifests{}, temp: t.TempDir()}
	b.Exporter = export.New(data, export.Config{Program: "anlan test", Now: func() time.Time { return noon }, TempDir: b.temp}, b.kept)
	return b
}

var analyst = access.Caller{Name: "li", Role: access.Analyst, Scope: access.Everything()}

func (b *bench) open(r export.Request) *export.Export {
	b.Helper()
	if r.Query.Set == "" {
		r.Query.Set = b.data.set.Name
	}
	x, err := b.Open(context.Background(), analyst, r)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(x.Close)
	return x
}

// file is a whole export.
func (b *bench) file(r export.Request) ([]byte, *export.Manifest) {
	b.Helper()
	var out bytes.Buffer
	m, err := b.open(r).WriteTo(context.Background(), &out, nil)
	if err != nil {
		b.Fatal(err)
	}
	return out.Bytes(), m
}

// left lists what lies in the folder of workbooks.
func (b *bench) left() []string {
	entries, err := os.ReadDir(b.temp)
	if err != nil {
		b.Fatal(err)
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// every is each format with each of its options.
func every() []export.Request {
	return []export.Request{
		{Format: export.ArrowStream}, {Format: export.ArrowStream, Options: export.Options{Compression: "lz4"}}, {Format: export.ArrowStream, Options: export.Options{Compression: "zstd"}},
		{Format: export.ArrowFile}, {Format: export.ArrowFile, Options: export.Options{Compression: "lz4"}}, {Format: export.ArrowFile, Options: export.Options{Compression: "zstd"}},
		{Format: export.Parquet}, {Format: export.Parquet, Options: export.Options{Compression: "none"}}, {Format: export.Parquet, Options: export.Options{Compression: "lz4"}},
		{Format: export.Parquet, Options: export.Options{Compression: "snappy"}}, {Format: export.Parquet, Options: export.Options{Compression: "gzip"}},
		{Format: export.CSV}, {Format: export.CSV, Options: export.Options{BOM: true}}, {Format: export.CSV, Options: export.Options{Charset: "gb18030"}},
		{Format: export.JSONLines}, {Format: export.XLSX},
	}
}

func named(r export.Request) string {
	return strings.TrimRight(fmt.Sprintf("%s %s%s %v", r.Format, r.Options.Compression, r.Options.Charset, r.Options.BOM), " ")
}

// canned makes the engine's stream a text, whatever was asked.
func canned(data *rows, text string) *rows {
	data.source = func(engine io.ReadCloser) io.ReadCloser {
		return struct {
			io.Reader
			io.Closer
		}{strings.NewReader(text), engine}
	}
	return data
}
