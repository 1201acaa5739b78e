package conformance

import (
	"math/big"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

func named(name string, value any) any { return clickhouse.Named(name, value) }

// record has one column of every type that the warehouse uses.
type record struct {
	I8    int8              `ch:"i8"`
	I64   int64             `ch:"i64"`
	U8    uint8             `ch:"u8"`
	U64   uint64            `ch:"u64"`
	U128  *big.Int          `ch:"u128"`
	F     float64           `ch:"f"`
	Yuan  decimal.Decimal   `ch:"yuan"`
	Wide  decimal.Decimal   `ch:"wide"`
	S     string            `ch:"s"`
	Fix   string            `ch:"fix"`
	LC    string            `ch:"lc"`
	Null  *string           `ch:"nul"`
	LCN   *string           `ch:"lcn"`
	Day   time.Time         `ch:"day"`
	Day32 time.Time         `ch:"day32"`
	At    time.Time         `ch:"at"`
	Milli time.Time         `ch:"milli"`
	Grade string            `ch:"grade"`
	ID    uuid.UUID         `ch:"id"`
	Tags  []string          `ch:"tags"`
	Maybe []*int32          `ch:"maybe"`
	Count map[string]uint64 `ch:"counts"`
	Yes   bool              `ch:"yes"`
}

const recordColumns = `i8 Int8, i64 Int64, u8 UInt8, u64 UInt64, u128 UInt128, f Float64, yuan Decimal(18, 2), wide Decimal(38, 10),
	s String, fix FixedString(6), lc LowCardinality(String), nul Nullable(String), lcn LowCardinality(Nullable(String)), day Date, day32 Date32,
	at DateTime('Asia/Shanghai'), milli DateTime64(3, 'Asia/Shanghai'), grade Enum8('一般' = 1, '较大' = 2, '重大' = 3, '特别重大' = 4), id UUID,
	tags Array(String), maybe Array(Nullable(Int32)), counts Map(String, UInt64), yes Bool`

func types(b *bundle) {
	table := b.table("types", recordColumns, "i64")
	beijing, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		b.Fatal(err)
	}
	seven, text := int32(7), "整改"
	u128, _ := new(big.Int).SetString("340282366920938463463374607431768211455", 10)
	want := []record{{
		I8: -128, I64: -1 << 63, U8: 255, U64: 1<<64 - 1, U128: u128, F: 0.1,
		Yuan: decimal.RequireFromString("9999999999999999.99"), Wide: decimal.RequireFromString("-1234567890123456789012345678.0123456789"),
		S: "淄博市桓台县", Fix: "370321", LC: "危险化学品", Null: &text, LCN: &text,
		Day: time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC), Day32: time.Date(1949, 10, 1, 0, 0, 0, 0, time.UTC),
		At: time.Date(2025, 6, 30, 23, 59, 59, 0, beijing), Milli: time.Date(2025, 1, 1, 0, 0, 0, 123e6, beijing), Grade: "特别重大",
		ID: uuid.MustParse("5bfb1c04-7a7e-4c0e-a1a3-0d2f0b3c9f10"), Tags: []string{"动火", "受限空间"}, Maybe: []*int32{&seven, nil},
		Count: map[string]uint64{"一般": 3, "重大": 1}, Yes: true,
	}, {
		I64: 1, U128: big.NewInt(0), Fix: "\x00\x00\x00\x00\x00\x00", Day: time.Unix(0, 0).UTC(), Day32: time.Date(2299, 12, 31, 0, 0, 0, 0, time.UTC),
		At: time.Unix(0, 0).In(beijing), Milli: time.UnixMilli(-1).In(beijing), Grade: "一般", Tags: []string{}, Maybe: []*int32{}, Count: map[string]uint64{},
	}}
	batch, err := b.db.PrepareBatch(b.ctx, "INSERT INTO "+table)
	if err != nil {
		b.Fatal(err)
	}
	for i := range want {
		if err := batch.AppendStruct(&want[i]); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		b.Fatal(err)
	}
	var got []record
	if err := b.db.Select(b.ctx, &got, "SELECT * FROM "+table+" ORDER BY i64"); err != nil {
		b.Fatal(err)
	}
	if len(got) != len(want) {
		b.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i, g := range got {
		w := want[i]
		b.equal("integers", []any{g.I8, g.I64, g.U8, g.U64, g.U128, g.F}, []any{w.I8, w.I64, w.U8, w.U64, w.U128, w.F})
		b.equal("Decimal", g.Yuan.Equal(w.Yuan) && g.Wide.Equal(w.Wide), true)
		b.equal("text", []string{g.S, g.Fix, g.LC, g.Grade}, []string{w.S, w.Fix, w.LC, w.Grade})
		b.equal("Nullable", deref(g.Null)+deref(g.LCN), deref(w.Null)+deref(w.LCN))
		b.equal("days", g.Day.Format(time.DateOnly)+g.Day32.Format(time.DateOnly), w.Day.Format(time.DateOnly)+w.Day32.Format(time.DateOnly))
		b.equal("moments", []time.Time{g.At.UTC(), g.Milli.UTC()}, []time.Time{w.At.UTC(), w.Milli.UTC()})
		b.equal("UUID and Map", []any{g.ID, g.Count, g.Tags, g.Yes}, []any{w.ID, w.Count, w.Tags, w.Yes})
		b.equal("Array(Nullable)", len(g.Maybe), len(w.Maybe))
		for k := range g.Maybe {
			b.equal("element", g.Maybe[k] == nil, w.Maybe[k] == nil)
		}
	}
	sql := one[string](b, "SELECT toString(at) || ' ' || toString(milli) || ' ' || toString(wide) FROM "+table+" WHERE i64 < 0")
	b.equal("the engine reads the same values", sql, "2025-06-30 23:59:59 2025-01-01 00:00:00.123 -1234567890123456789012345678.0123456789")
}

func deref(s *string) string {
	if s == nil {
		return "NULL"
	}
	return "'" + *s + "'"
}

func nulls(b *bundle) {
	table := b.table("nulls", "k UInt8, s Nullable(String), n Nullable(Int32), lc LowCardinality(Nullable(String))", "k")
	b.exec("INSERT INTO " + table + " VALUES (1, NULL, NULL, NULL), (2, '', 0, ''), (3, 'x', 3, 'x')")
	rows, err := b.db.Query(b.ctx, "SELECT s, n, lc FROM "+table+" ORDER BY k")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var s, lc *string
		var n *int32
		if err := rows.Scan(&s, &n, &lc); err != nil {
			b.Fatal(err)
		}
		number := "NULL"
		if n != nil {
			number = string(rune('0' + *n))
		}
		got = append(got, deref(s)+number+deref(lc))
	}
	b.equal("rows", got, []string{"NULLNULLNULL", "''0''", "'x'3'x'"})
	b.equal("counted in the engine", one[uint64](b, "SELECT countIf(s IS NULL AND n IS NULL AND lc IS NULL) FROM "+table), 1)
	b.equal("a parameter may be NULL", one[uint8](b, "SELECT isNull({p:Nullable(String)})", named("p", nil)), 1)
}

// awkward is text that quoting, escaping or encoding may spoil.
var awkward = []string{"安全生产月", "㕫𠮷邨🧯", `it's "quoted" \ back\'slash`, "tab\tline\nreturn\r", "nul\x00byte", "'; DROP TABLE x; --", "`a` {b:String} $1 ?", `\N`, "NULL", " ", ""}

func chineseText(b *bundle) {
	table := b.table("text", "k UInt32, s String, h UInt64", "k")
	batch, err := b.db.PrepareBatch(b.ctx, "INSERT INTO "+table)
	if err != nil {
		b.Fatal(err)
	}
	for i, s := range awkward {
		h := one[uint64](b, "SELECT cityHash64(unhex({x:String}))", named("x", hexOf(s)))
		if err := batch.Append(uint32(i), s, h); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		b.Fatal(err)
	}
	b.equal("texts with the hash of what was sent", one[uint64](b, "SELECT countIf(cityHash64(s) = h) FROM "+table), len(awkward))
	for i, s := range awkward {
		if got := one[string](b, "SELECT s FROM "+table+" WHERE k = {k:UInt32}", named("k", i)); got != s {
			b.Errorf("text %d came back as %q, want %q", i, got, s)
		}
	}
	long := strings.Repeat("双重预防机制", 5000) // 90 kB: a parameter in the URL must bear it
	b.equal("a long parameter", one[uint64](b, "SELECT lengthUTF8({s:String})", named("s", long)), 30000)
}

func hexOf(s string) string {
	const digits = "0123456789abcdef"
	var out strings.Builder
	for i := range len(s) {
		out.WriteByte(digits[s[i]>>4])
		out.WriteByte(digits[s[i]&15])
	}
	return out.String()
}

func parameters(b *bundle) {
	for _, s := range awkward {
		if got := one[string](b, "SELECT {s:String}", named("s", s)); got != s {
			b.Errorf("parameter %q came back as %q", s, got)
		}
	}
	b.equal("number", one[uint64](b, "SELECT {n:UInt64}", named("n", uint64(1<<64-1))), "18446744073709551615")
	b.equal("array", one[[]string](b, "SELECT {a:Array(String)}", named("a", awkwardPrintable())), awkwardPrintable())
	b.equal("decimal", one[string](b, "SELECT toString({d:Decimal(18, 2)} * 3)", named("d", "0.10")), "0.3")
	b.equal("date", one[string](b, "SELECT toString({d:Date} + 1)", named("d", "2025-02-28")), "2025-03-01")
	noon := time.Date(2025, 5, 1, 4, 0, 0, 0, time.UTC)
	b.equal("moment", one[string](b, "SELECT toString({t:DateTime64(3, 'Asia/Shanghai')})", named("t", noon)), "2025-05-01 12:00:00.000")
	err := b.db.Exec(b.ctx, "SELECT {n:UInt8}", named("n", "1; DROP TABLE x"))
	b.code(err, 457)
	b.equal("IN", one[uint64](b, "SELECT count() FROM numbers(10) WHERE number IN {a:Array(UInt64)}", named("a", []uint64{3, 5, 11})), 2)
}

func awkwardPrintable() []string { return []string{"安全", "it's", `back\slash`, `"q"`} }

func identifiers(b *bundle) {
	table := b.table("ident", "`列 one` UInt8", "`列 one`")
	b.exec("INSERT INTO {t:Identifier} VALUES (7)", named("t", table))
	b.equal("value", one[uint8](b, "SELECT {c:Identifier} FROM {t:Identifier}", named("t", table), named("c", "列 one")), 7)
}
