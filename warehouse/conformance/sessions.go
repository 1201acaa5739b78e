package conformance

import (
	"fmt"
	"sync"

	"github.com/ClickHouse/clickhouse-go/v2"
)

func settings(b *bundle) {
	const ask = "SELECT toUInt64(getSetting('max_block_size'))"
	standard := one[uint64](b, ask)
	var all sync.WaitGroup
	for i := range uint64(8) {
		all.Go(func() {
			for k := range uint64(10) {
				want := 1000 + 100*i + k
				ctx := clickhouse.Context(b.ctx, clickhouse.WithSettings(clickhouse.Settings{"max_block_size": want}))
				var got uint64
				if err := b.db.QueryRow(ctx, ask).Scan(&got); err != nil || got != want {
					b.Errorf("max_block_size %d, want %d (%v)", got, want, err)
				}
				if err := b.db.QueryRow(b.ctx, ask).Scan(&got); err != nil || got != standard {
					b.Errorf("max_block_size %d without a setting, want %d (%v)", got, standard, err)
				}
			}
		})
	}
	all.Wait()
	unknown := clickhouse.Context(b.ctx, clickhouse.WithSettings(clickhouse.Settings{"no_such_setting": 1}))
	b.code(b.db.Exec(unknown, "SELECT 1"), 115)
	quoted := clickhouse.Context(b.ctx, clickhouse.WithSettings(clickhouse.Settings{"format_csv_delimiter": "'"}))
	data, err := b.tryFormat(quoted, "CSV", "SELECT 1, 2")
	b.equal("a setting with a quote in it", fmt.Sprintf("%q %v", data, err), `"1'2\n" <nil>`)
	b.equal("a setting in the statement", one[uint64](b, ask+" SETTINGS max_block_size = 77"), 77)
	b.equal("it is gone afterwards", one[uint64](b, ask), standard)
}

func sessions(b *bundle) {
	before := one[string](b, "SELECT currentDatabase() || toString(getSetting('max_block_size'))")
	b.equal("database", one[string](b, "SELECT currentDatabase()"), b.db.Database())
	for range 40 { // as often as there are connections, and more
		b.exec("SET max_block_size = 4321")
		b.exec("USE system")
		b.exec("CREATE TEMPORARY TABLE t_" + b.tag + " (a UInt8)")
		b.equal("session", one[string](b, "SELECT currentDatabase() || toString(getSetting('max_block_size'))"), before)
	}
}

func ddl(b *bundle) {
	table := b.table("base", "day Date, code String, n UInt32", "day")
	view, dict := "v_"+b.tag, "d_"+b.tag
	b.exec("CREATE VIEW " + view + " AS SELECT day, sum(n) AS n FROM " + table + " WHERE code = {code:String} GROUP BY day")
	b.exec("CREATE DICTIONARY " + dict + " (code String, n UInt32) PRIMARY KEY code SOURCE(CLICKHOUSE(TABLE '" + table + "' DB '" + b.db.Database() +
		"')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)")
	b.exec("INSERT INTO " + table + " VALUES ('2025-01-01', '370321', 4), ('2025-01-01', '370303', 5)")
	b.equal("a view with a parameter", one[uint64](b, "SELECT n FROM "+view+"(code = {c:String})", named("c", "370303")), 5)
	b.equal("a dictionary", one[uint32](b, "SELECT dictGet('"+dict+"', 'n', '370321')"), 4)
	b.exec("ALTER TABLE " + table + " ADD COLUMN extra String DEFAULT 'e'")
	b.exec("ALTER TABLE " + table + " DELETE WHERE n = 4 SETTINGS mutations_sync = 1")
	b.equal("after ALTER", one[string](b, "SELECT extra || toString(n) FROM "+table), "e5")
	b.equal("EXPLAIN", len(b.format("TabSeparated", "EXPLAIN SELECT * FROM "+table)) > 0, true)
	b.equal("SHOW", string(b.format("CSV", "SHOW TABLES LIKE '"+view+"'")), "\""+view+"\"\n")
	b.exec("DROP DICTIONARY " + dict)
	b.exec("DROP VIEW " + view)
	b.equal("gone", string(b.format("CSV", "EXISTS "+view)), "0\n")
}
