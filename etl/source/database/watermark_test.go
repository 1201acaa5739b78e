package database_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"anlan/etl/source"
	"anlan/etl/source/database"
)

func hours(n int) *time.Duration {
	d := time.Duration(n) * time.Hour
	return &d
}

// ids joins the first values of the rows.
func ids(rows []string) string {
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i], _, _ = strings.Cut(row, between)
	}
	return strings.Join(list, " ")
}

// Five rows changed at ten-minute steps. A later run reads what changed since, and the last hour once more.
func TestARunReadsWhatChangedSinceTheLast(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("CREATE TABLE t (id int PRIMARY KEY, x text, at timestamp(6) NOT NULL) ||| CREATE TABLE t (id int PRIMARY KEY, x text, at datetime(6) NOT NULL)")
		for i := range 5 {
			b.exec(fmt.Sprintf("INSERT INTO t VALUES (%d, '甲', '2024-05-01 08:%d0:00.5')", i+1, i))
		}
		spec := database.Spec{Table: "t", Watermark: &database.Watermark{Column: "at", Key: []string{"id"}}}
		first := b.read(spec, database.Ask{})
		if ids(first.rows) != "1 2 3 4 5" {
			b.Errorf("the first run reads all: %s", ids(first.rows))
		}
		cursor := first.reader.Cursor()
		// Nothing happened: an hour below 08:40:00.5 all five are read again, and the cursor stays.
		again := b.read(spec, database.Ask{Cursor: cursor})
		if ids(again.rows) != "1 2 3 4 5" || again.reader.Cursor() != cursor {
			b.Errorf("nothing happened: %s, %s became %s", ids(again.rows), cursor, again.reader.Cursor())
		}
		b.exec("INSERT INTO t VALUES (6, '乙', '2024-05-01 09:20:00')", "UPDATE t SET x = '丙', at = '2024-05-01 09:40:00' WHERE id = 1",
			"INSERT INTO t VALUES (7, '迟', '2024-05-01 07:50:00')") // committed late, within the look-back
		next := b.read(spec, database.Ask{Cursor: cursor})
		if ids(next.rows) != "7 2 3 4 5 6 1" {
			b.Errorf("in the order of change: %s", ids(next.rows))
		}
		late := b.read(spec, database.Ask{Cursor: next.reader.Cursor()})
		if ids(late.rows) != "5 6 1" { // from 08:40:00
			b.Errorf("an hour below 09:40: %s", ids(late.rows))
		}
		if full := b.read(spec, database.Ask{Cursor: next.reader.Cursor(), Full: true}); len(full.rows) != 7 || full.reader.Cursor() != next.reader.Cursor() {
			b.Errorf("a full run reads %d rows and gets to %s", len(full.rows), full.reader.Cursor())
		}
		// Another table, or another column, has other places.
		b.exec("CREATE TABLE other AS SELECT id, x, at FROM t")
		elsewhere := spec
		elsewhere.Table = "other"
		if got := b.read(elsewhere, database.Ask{Cursor: next.reader.Cursor()}); len(got.rows) != 7 {
			b.Errorf("a cursor of another table was used: %d rows", len(got.rows))
		}
	})
}

// Watermarks of one second tie; without a look-back the key breaks the tie, and no row is read twice.
func TestTiesAreBrokenByTheKey(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("CREATE TABLE t (town varchar(20), id bigint, at timestamp(0)) ||| CREATE TABLE t (town varchar(20), id bigint, at datetime)",
			"INSERT INTO t VALUES ('a', 9007199254740993, '2024-05-01 08:00:00'), ('b', 9007199254740993, '2024-05-01 08:00:00')")
		spec := database.Spec{Query: "SELECT id, town, at FROM t", Watermark: &database.Watermark{Column: "at", Key: []string{"id", "town"}, Lookback: hours(0)}}
		cursor := b.read(spec, database.Ask{}).reader.Cursor()
		b.exec("INSERT INTO t VALUES ('c', 9007199254740993, '2024-05-01 08:00:00'), ('a', 9007199254740994, '2024-05-01 08:00:00'), ('a', 1, '2024-05-01 08:00:01')")
		b.same(b.read(spec, database.Ask{Cursor: cursor}).rows, []string{
			"9007199254740993│c│2024-05-01 08:00:00", "9007199254740994│a│2024-05-01 08:00:00", "1│a│2024-05-01 08:00:01",
		})
		spec.Watermark.Key = nil // without a key the second is read again whole
		if got := b.read(spec, database.Ask{Cursor: b.read(spec, database.Ask{}).reader.Cursor()}); ids(got.rows) != "1" {
			b.Errorf("got %s", ids(got.rows))
		}
	})
}

// A row without a date of change, or with one that means none, is read every time; a row from the future does not carry the
// cursor there, or all that happens until then would be passed over.
func TestWatermarksThatSayNothing(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("SELECT 1 ||| SET sql_mode = ''", "CREATE TABLE t (id int, at timestamptz NULL) ||| CREATE TABLE t (id int, at datetime NULL)",
			"INSERT INTO t VALUES (1, NULL), (2, '1900-01-01'), (3, '1970-01-01 08:00:00'), (4, '2024-05-01 08:00:00'), (5, '2099-01-01')",
			"INSERT INTO t VALUES (6, '-infinity'), (7, 'infinity') ||| INSERT INTO t VALUES (6, '0000-00-00'), (7, '9999-12-31')")
		spec := database.Spec{Table: "t", Watermark: &database.Watermark{Column: "at", Lookback: hours(0), Key: []string{"id"}}}
		first := b.read(spec, database.Ask{})
		if len(first.rows) != 7 || first.reader.Unmarked() != 4 {
			b.Errorf("read %s, %d without a watermark", ids(first.rows), first.reader.Unmarked())
		}
		b.exec("INSERT INTO t VALUES (8, '2024-05-01 08:00:01')")
		next := b.read(spec, database.Ask{Cursor: first.reader.Cursor()})
		got := map[string]bool{}
		for id := range strings.FieldsSeq(ids(next.rows)) {
			got[id] = true
		}
		if len(next.rows) != 7 || got["4"] || !got["8"] {
			b.Errorf("all but 4 are read: %s", ids(next.rows))
		}
	})
}

// Whatever grows with every change is a watermark.
func TestKindsOfWatermarks(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		for i, c := range []struct {
			typ, old, next string
			watermark      database.Watermark
		}{
			{"bigint", "9007199254740993", "9007199254740994", database.Watermark{Back: new(int64(0))}},
			{"bigint", "9007199254740993", "9007199254740994", database.Watermark{Back: new(int64(1))}},
			{"date", "'2024-05-01'", "'2024-05-03'", database.Watermark{Lookback: hours(24)}},
			{"timestamptz ||| timestamp NULL", "'2024-05-01 08:00:00+08' ||| '2024-05-01 08:00:00'", "'2024-05-01 09:30:00+08' ||| '2024-05-01 09:30:00'", database.Watermark{}},
			{"bigint ||| bigint unsigned", "9223372036854775806 ||| 18446744073709551613", "9223372036854775807 ||| 18446744073709551614", database.Watermark{Back: new(int64(1))}},
			{"varchar(30)", "'2024-05-01 08:00:00'", "'2024-05-02 09:30:00'", database.Watermark{}},
			{"varchar(30)", "'2024-05-01T08:00:00'", "'2024-05-01 09:30:00'", database.Watermark{Lookback: hours(0)}}, // a blank comes before T
			{"varchar(30)", "'2024-05-01'", "'2024-05-03'", database.Watermark{Lookback: hours(24)}},
		} {
			table := fmt.Sprintf("k%d", i)
			b.exec("SELECT 1 ||| SET time_zone = '+08:00'", "CREATE TABLE "+table+" (id int, w "+b.own(c.typ)+")", "INSERT INTO "+table+" VALUES (0, "+b.own(c.old)+")")
			c.watermark.Column, c.watermark.Key = "w", []string{"id"}
			spec := database.Spec{Table: table, Watermark: &c.watermark}
			first := b.read(spec, database.Ask{})
			b.exec("INSERT INTO " + table + " VALUES (1, " + b.own(c.next) + ")")
			second := b.read(spec, database.Ask{Cursor: first.reader.Cursor()})
			third := b.read(spec, database.Ask{Cursor: second.reader.Cursor()})
			back := c.watermark.Back == nil || *c.watermark.Back > 0
			if strings.Contains(c.old, "T08") { // the whole day, every time
				if ids(second.rows) != "1 0" || ids(third.rows) != "1 0" {
					b.Errorf("two forms: %s, then %s", ids(second.rows), ids(third.rows))
				}
				continue
			}
			if want := map[bool]string{true: "0 1", false: "1"}[back]; ids(second.rows) != want {
				b.Errorf("%s: the second run reads %s, expected %s", b.own(c.typ), ids(second.rows), want)
			}
			if want := map[bool]string{true: "1", false: ""}[back && c.watermark.Back == nil]; c.watermark.Back == nil && ids(third.rows) != want {
				b.Errorf("%s: the third run reads %s, expected %s", b.own(c.typ), ids(third.rows), want)
			}
		}
		b.exec("CREATE TABLE wrong (id int, f double precision)")
		for _, w := range []database.Watermark{{Column: "f"}, {Column: "id"}, {Column: "none"}, {Column: "id", Key: []string{"none"}, Back: new(int64(0))}} {
			if fault := b.fault(database.Spec{Table: "wrong", Watermark: &w}); fault.Code != source.Missing {
				b.Errorf("%+v: %s", w, fault.Message)
			}
		}
	})
}

// A window of days is asked for in Beijing's days, whatever the column is.
func TestWindowsOfDays(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("SET TimeZone = 'UTC' ||| SET time_zone = '+00:00'",
			"CREATE TABLE t (id int, i timestamptz, w timestamp, d date, x varchar(20)) ||| CREATE TABLE t (id int, i timestamp NULL, w datetime, d date, x varchar(20))")
		// 23:59 on 30 April, 00:00 on 1 May, 23:59 on 2 May and 00:00 on 3 May in Beijing.
		for i, at := range []string{"2024-04-30 15:59:59", "2024-04-30 16:00:00", "2024-05-02 15:59:59", "2024-05-02 16:00:00"} {
			utc, _ := time.Parse(time.DateTime, at)
			local := utc.Add(8 * time.Hour).Format(time.DateTime)
			b.exec(fmt.Sprintf("INSERT INTO t VALUES (%d, '%s', '%s', '%s', '%s')", i, at, local, local[:10], local))
		}
		for _, c := range []database.Spec{{Window: "i"}, {Window: "w"}, {Window: "d"}, {Window: "x"}} {
			c.Table = "t"
			if got := ids(b.read(c, database.Ask{From: "2024-05-01", To: "2024-05-02"}).rows); got != "1 2" {
				b.Errorf("by %s: rows %s", c.Window, got)
			}
		}
		utc := database.Spec{Table: "t", Window: "w", Zone: time.UTC} // the column is wrongly said to be UTC: eight hours later
		if got := ids(b.read(utc, database.Ask{From: "2024-05-01", To: "2024-05-02"}).rows); got != "0 1" {
			b.Errorf("by w as UTC: rows %s", got)
		}
		spec := database.Spec{Table: "t", Window: "d", Watermark: &database.Watermark{Column: "w"}}
		if got := b.read(spec, database.Ask{From: "2024-05-01", To: "2024-05-02"}); got.reader.Cursor() != "" {
			b.Errorf("a window moved the cursor to %s", got.reader.Cursor())
		}
	})
}
