package database_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/etl/source/database"
)

// Every type becomes text without loss. The left side is written in SQL of the database; ||| divides PostgreSQL and MariaDB.
func TestValuesAreExact(t *testing.T) {
	t.Parallel()
	cases := []struct{ typ, value, want string }{
		{"numeric(38,10)", "'1234567890123456789012345678.0123456789'", "1234567890123456789012345678.0123456789"},
		{"numeric(18,2)", "'0.10'", "0.10"},
		{"numeric(18,2)", "'-999999999999999.99'", "-999999999999999.99"},
		{"bigint", "9223372036854775807", "9223372036854775807"},
		{"numeric(20) ||| bigint unsigned", "18446744073709551615", "18446744073709551615"},
		{"smallint", "-32768", "-32768"},
		{"smallint ||| year", "2023", "2023"},
		{"double precision", "0.1", "0.1"},
		{"double precision", "1e22", "1e+22 ||| 10000000000000000000000"},
		{"real ||| float", "16777217.5", "1.6777218e+07 ||| 16777218"},
		{"real ||| float", "0.1", "0.1"},
		{"double precision ||| int", "'NaN' ||| null", "NaN ||| ∅"},
		{"numeric ||| int", "'NaN' ||| null", "NaN ||| ∅"},
		{"double precision ||| int", "'Infinity' ||| null", "Infinity ||| ∅"},
		{"boolean", "true", "true ||| 1"},
		{"boolean", "false", "false ||| 0"},
		{"bit(1)", "B'1'", "1"},
		{"bit(1)", "B'0'", "0"},
		{"bit(10)", "B'0000000101'", "0000000101 ||| 5"},
		{"text", "''", "∅"},
		{"text", "null", "∅"},
		{"text", "'  两边  '", "两边"},
		{"text", "'隐患：“吊装”、𠮷野家①㎡'", "隐患：“吊装”、𠮷野家①㎡"},
		{"varchar(20)", "'a|b'' \"c'", "a|b' \"c"},
		{"char(10)", "'安全'", "安全"},
		{"text", "'多\n行'", "多\n行"},
		{"bytea ||| blob", `'\x00ff10' ||| x'00ff10'`, "00ff10"},
		{"date", "'2024-02-29'", "2024-02-29"},
		{"date", "'1949-10-01'", "1949-10-01"},
		{"date", "null ||| '0000-00-00'", "∅"},
		{"timestamp ||| datetime", "null ||| '0000-00-00 00:00:00'", "∅"},
		{"date", "null ||| '2023-07-00'", "∅ ||| 2023-07-00"},
		{"timestamp ||| datetime", "'2023-07-05 08:30:00'", "2023-07-05 08:30:00"},
		{"timestamp(6) ||| datetime(6)", "'2023-07-05 08:30:00.123456'", "2023-07-05 08:30:00.123456"},
		{"timestamp(6) ||| datetime(6)", "'2023-07-05 08:30:00.120000'", "2023-07-05 08:30:00.12"},
		{"timestamp(6) ||| datetime(6)", "'2023-07-05 08:30:00'", "2023-07-05 08:30:00"},
		{"timestamptz ||| timestamp null", "'2023-07-05 00:30:00+00' ||| '2023-07-05 00:30:00'", "2023-07-05 08:30:00+08:00"}, // the writer's zone is UTC
		{"timestamptz(3) ||| timestamp(3) null", "'2023-12-31 17:00:00.5+00' ||| '2023-12-31 17:00:00.5'", "2024-01-01 01:00:00.5+08:00"},
		// In the summers of 1986 to 1991 clocks in China stood at +09; the instant is the same.
		{"timestamptz ||| timestamp null", "'1988-07-01 00:00:00+00' ||| '1988-07-01 00:00:00'", "1988-07-01 08:00:00+08:00"},
		{"time", "'08:30:00'", "08:30:00"},
		{"interval ||| time", "'25 hours' ||| '25:00:00'", "25:00:00"},
		{"text[] ||| text", `ARRAY['高处坠落','触 电','a"b,c',NULL,''] ||| '高处坠落'`, `高处坠落;触 电;a"b,c; ||| 高处坠落`},
		{"int[] ||| int", "'{{1,2},{3,4}}' ||| 1", "1;2;3;4 ||| 1"},
		{"boolean[] ||| int", "'{t,f}' ||| 1", "true;false ||| 1"},
		{"int[] ||| int", "'[0:1]={7,8}' ||| 1", "7;8 ||| 1"},
		{"int[] ||| int", "'{}' ||| null", "∅"},
		{"json", `'{"级别": "重大", "n": 1.10}'`, `{"级别": "重大", "n": 1.10}`},
		{"level ||| enum('一般','重大')", "'重大'", "重大"},
		{"level[] ||| set('触电','坠落')", "'{重大,一般}' ||| '触电,坠落'", "重大;一般 ||| 触电,坠落"},
		{"credit ||| varchar(18)", "'91110000100000001X'", "91110000100000001X"},
		{"uuid ||| char(36)", "'6f1ed002-ab5f-4f43-8f2e-123456789abc'", "6f1ed002-ab5f-4f43-8f2e-123456789abc"},
		{"money ||| int", "'-1234.50' ||| 1", "-1234.50 ||| 1"},
		{"inet ||| int", "'10.0.0.5/24' ||| 1", "10.0.0.5/24 ||| 1"},
	}
	each(t, func(b *bundle) {
		b.exec("CREATE TYPE level AS ENUM ('一般','重大') ||| SET sql_mode = 'ALLOW_INVALID_DATES'", "SET TimeZone = 'UTC' ||| SET time_zone = '+00:00'",
			"CREATE DOMAIN credit AS varchar(18) ||| SELECT 1", "SET lc_monetary = 'C' ||| SELECT 1")
		columns, names, values := make([]string, 0, len(cases)), make([]string, 0, len(cases)), make([]string, 0, len(cases))
		for i, c := range cases {
			names = append(names, fmt.Sprintf("列%d", i))
			columns = append(columns, names[i]+" "+b.own(c.typ))
			values = append(values, b.own(c.value))
		}
		b.exec("CREATE TABLE 台账 ("+strings.Join(columns, ", ")+")", "INSERT INTO 台账 VALUES ("+strings.Join(values, ", ")+")")
		got := b.read(database.Spec{Table: "台账"}, database.Ask{Needs: names})
		b.same(got.reader.Columns(), names)
		for i, value := range strings.Split(got.rows[0], between) {
			if want := b.own(cases[i].want); value != want {
				b.Errorf("%s %s: got %q, want %q", b.own(cases[i].typ), b.own(cases[i].value), value, want)
			}
		}
	})
}

// A time without a zone is Beijing's as it stands, unless the pipeline says where it is from: then it is an instant.
func TestTimesWithoutAZone(t *testing.T) {
	t.Parallel()
	urumqi, err := time.LoadLocation("Asia/Urumqi")
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(b *bundle) {
		b.exec("CREATE TABLE t (at timestamp(6), d date) ||| CREATE TABLE t (at datetime(6), d date)", "INSERT INTO t VALUES ('2023-07-05 23:30:00.25', '2023-07-05')")
		for _, c := range []struct {
			zone *time.Location
			want string
		}{{nil, "2023-07-05 23:30:00.25"}, {time.UTC, "2023-07-06 07:30:00.25+08:00"}, {urumqi, "2023-07-06 01:30:00.25+08:00"}} {
			b.same(b.read(database.Spec{Table: "t", Zone: c.zone}, database.Ask{}).rows, []string{c.want + between + "2023-07-05"})
		}
	})
}

// Tables are called with their schema or without, in any letters; a query is one SELECT, however it ends.
func TestTablesAndQueries(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("CREATE SCHEMA 安监 ||| CREATE DATABASE 安监 CHARACTER SET utf8mb4", `CREATE TABLE 安监."Led ger" (id int, 名称 text, 照片 bytea) ||| CREATE TABLE 安监.`+"`Led ger` (id int, 名称 text, 照片 blob)",
			`INSERT INTO 安监."Led ger" VALUES (1, '甲', 'x'), (2, '乙', 'x') ||| INSERT INTO 安监.`+"`Led ger` VALUES (1, '甲', 'x'), (2, '乙', 'x')")
		table := b.read(database.Spec{Table: "安监.Led ger"}, database.Ask{})
		b.same(table.reader.Columns(), []string{"id", "名称"}) // nobody asks for the pictures
		b.same(table.reader.Types(), []string{b.own("integer|||int"), "text"})
		b.same(b.read(database.Spec{Table: "安监.Led ger"}, database.Ask{Needs: []string{"照片"}}).rows, []string{"1│甲│78", "2│乙│78"})
		for _, query := range []string{
			`SELECT id, 名称 FROM 安监."Led ger" WHERE id = 2 ||| SELECT id, 名称 FROM 安监.` + "`Led ger` WHERE id = 2",
			`SELECT id, 名称 FROM 安监."Led ger" WHERE id = 2 -- only the second ||| SELECT id, 名称 FROM 安监.` + "`Led ger` WHERE id = 2 # only the second",
			`WITH a AS (SELECT 2 AS id, '乙' AS 名称) SELECT * FROM a; ||| WITH a AS (SELECT 2 AS id, '乙' AS 名称) SELECT * FROM a;`,
		} {
			b.same(b.read(database.Spec{Query: b.own(query)}, database.Ask{}).rows, []string{"2│乙"})
		}
	})
}

// What a pipeline's query can do is read.
func TestAQueryCannotWrite(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)",
			`CREATE FUNCTION harm() RETURNS int LANGUAGE sql AS 'DELETE FROM t; SELECT 1' ||| CREATE FUNCTION harm() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM t; RETURN 1; END`)
		for _, query := range []string{"DELETE FROM t", "SELECT 1; DELETE FROM t", "SELECT 1) AS q; DELETE FROM t; SELECT * FROM (SELECT 1", "WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone", "SELECT harm() AS h"} {
			if fault := b.fault(database.Spec{Query: query}); fault.Code != source.Refused || fault.Retryable() {
				b.Errorf("%s: %s %s", query, fault.Code, fault.Message)
			}
		}
		b.same(b.read(database.Spec{Table: "t"}, database.Ask{}).rows, []string{"1"})
	})
}

// Offices keep GBK in databases that claim to hold something else; the bytes are taken as they lie there.
func TestTextsInGBK(t *testing.T) {
	t.Parallel()
	const want = "重大隐患：高处坠落│63"
	each(t, func(b *bundle) {
		// \xd6d8… is 重大隐患：高处坠落 in GBK.
		const gbk = "d6d8b4f3d2febbbca3bab8dfb4a6d7b9c2e4"
		if b.kind == connection.PostgreSQL {
			b.exec("CREATE DATABASE old ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'", "CREATE DATABASE cn ENCODING 'EUC_CN' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
			for _, name := range []string{"old", "cn"} {
				u := *b.connection.URL
				u.Path = "/" + name
				b.connection.URL = &u
				db, err := sql.Open("pgx", b.server.DatabaseURL(name))
				if err != nil {
					b.Fatal(err)
				}
				defer db.Close()
				db.SetMaxOpenConns(1)
				for _, statement := range []string{"CREATE TABLE t (x text, n int)", "SET client_encoding = 'SQL_ASCII'", "INSERT INTO t VALUES (convert_from(decode('" + gbk + "', 'hex'), 'SQL_ASCII'), 63)"} {
					if name == "cn" {
						statement = strings.Replace(statement, "'SQL_ASCII')", "'EUC_CN')", 1)
					}
					if _, err := db.Exec(statement); err != nil {
						b.Fatal(err)
					}
				}
				b.same(b.read(database.Spec{Table: "t", GB18030: name == "old"}, database.Ask{}).rows, []string{want})
				if name == "old" {
					if fault := b.fault(database.Spec{Table: "t"}); fault.Code != source.WrongEncoding || !strings.Contains(fault.Message, "encoding: gb18030") {
						b.Errorf("%s %s", fault.Code, fault.Message)
					}
				}
			}
			return
		}
		b.exec("CREATE TABLE t (x varchar(50) CHARACTER SET gbk, n int)", "INSERT INTO t VALUES (x'"+gbk+"', 63)",
			"CREATE TABLE old (x varchar(50) CHARACTER SET latin1, n int)", "INSERT INTO old VALUES (x'"+gbk+"', 63)")
		b.same(b.read(database.Spec{Table: "t"}, database.Ask{}).rows, []string{want})
		b.same(b.read(database.Spec{Table: "old", GB18030: true}, database.Ask{}).rows, []string{want})
	})
}
