package etl

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/safety"
	"anlan/test/databases"
	"anlan/warehouse"
)

// office is a database of an office with a ledger of hazards, and a warehouse that loads it.
type office struct {
	*bundle
	name   string // of its pipeline, connection and system
	server *databases.Server
	db     *sql.DB
	mysql  bool
}

const officePipeline = `
pipeline: NAME
fact: hazard
system: NAME
source:
  database:
    connection: NAME
    table: yh_ledger
    watermark: {column: gengxin, key: [bianhao], lookback: 1h}
    window: faxian
columns:
  id: bianhao
  region: quhua
  level: jibie
  found_on: faxian
  description: miaoshu
  money_spent: jine
  rectified_on: zhenggai
  source: {value: self}
`

// eachOffice runs a test with a PostgreSQL and with a MariaDB.
func eachOffice(t *testing.T, test func(o *office)) {
	t.Helper()
	for _, start := range []func(databases.TB, ...string) *databases.Server{databases.PostgreSQL, databases.MariaDB} {
		server := start(t)
		t.Run(server.Scheme, func(t *testing.T) { test(newOffice(setup(t), server, server.Addr)) })
		server.Stop()
	}
}

// newOffice opens an empty ledger; the warehouse reaches it at the address given.
func newOffice(b *bundle, server *databases.Server, address string) *office {
	b.t.Helper()
	o := &office{bundle: b, name: server.Scheme, server: server, mysql: server.Scheme == "mysql"}
	driver, dsn := "pgx", server.URL()
	if o.mysql {
		driver, dsn = "mysql", server.DSN()
	}
	var err error
	if o.db, err = sql.Open(driver, dsn); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = o.db.Close() })
	stamp := "timestamp(3)"
	if o.mysql {
		stamp = "datetime(3)"
	}
	o.exec("DROP TABLE IF EXISTS yh_ledger")
	o.exec("CREATE TABLE yh_ledger (bianhao bigint PRIMARY KEY, quhua char(6), jibie varchar(10), faxian date, miaoshu text, jine numeric(18,2), zhenggai date, gengxin " + stamp + " NOT NULL)")
	o.exec("CREATE INDEX gengxin ON yh_ledger (gengxin, bianhao)")
	o.open(strings.ReplaceAll(officePipeline, "NAME", o.name))
	o.connect(address)
	return o
}

// connect tells the loader the address of the database.
func (o *office) connect(address string) {
	o.t.Helper()
	u, err := url.Parse(o.server.URL())
	if err != nil {
		o.t.Fatal(err)
	}
	u.User, u.Host = nil, address
	kind, _ := connection.KindOf(o.server.Scheme)
	if o.loader.options.Connections == nil {
		o.loader.options.Connections = connection.Set{}
	}
	o.loader.options.Connections[o.name] = connection.Connection{Name: o.name, Kind: kind, URL: u, User: o.server.User, Password: connection.NewSecret(o.server.Password)}
}

func (o *office) exec(statement string, values ...any) {
	o.t.Helper()
	if _, err := o.db.Exec(o.numbered(statement), values...); err != nil {
		o.t.Fatalf("%s: %v", statement, err)
	}
}

// numbered writes the question marks of a statement as its database has them.
func (o *office) numbered(statement string) string {
	if o.mysql {
		return statement
	}
	for i := 1; strings.Contains(statement, "?"); i++ {
		statement = strings.Replace(statement, "?", "$"+strconv.Itoa(i), 1)
	}
	return statement
}

// fill writes rows of numbers from to to: hazards of 2024, changed on the day they were found.
func (o *office) fill(from, to int) {
	o.t.Helper()
	statement := `INSERT INTO yh_ledger SELECT n, CASE n % 3 WHEN 0 THEN '370303' WHEN 1 THEN '370304' ELSE '370305' END, CASE WHEN n % 10 = 0 THEN '重大' ELSE '一般' END,
		date '2024-01-01' + CAST(n % 366 AS integer), '隐患𠮷：' || n, n % 100000 + n % 100 / 100.0, CASE WHEN n % 4 = 0 THEN NULL ELSE date '2024-01-01' + CAST(n % 366 + 5 AS integer) END,
		timestamp '2024-01-01 08:00:00' + n % 366 * interval '1 day' FROM generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS s(n)`
	if o.mysql {
		o.exec(fmt.Sprintf(`INSERT INTO yh_ledger SELECT seq, CASE seq %% 3 WHEN 0 THEN '370303' WHEN 1 THEN '370304' ELSE '370305' END, CASE WHEN seq %% 10 = 0 THEN '重大' ELSE '一般' END,
			date_add('2024-01-01', INTERVAL seq %% 366 DAY), concat('隐患𠮷：', seq), seq %% 100000 + seq %% 100 / 100.0, CASE WHEN seq %% 4 = 0 THEN NULL ELSE date_add('2024-01-01', INTERVAL seq %% 366 + 5 DAY) END,
			date_add('2024-01-01 08:00:00', INTERVAL seq %% 366 DAY) FROM seq_%d_to_%d`, from, to))
		return
	}
	o.exec(statement, from, to)
}

// totals is what both sides say of all records: count, money, those rectified, days and numbers.
func (o *office) totals() (ours, theirs string) {
	o.t.Helper()
	ours = o.ask("SELECT toString(count()), toDecimalString(ifNull(sum(money_spent), 0), 2), toString(count(rectified_on)), toString(sum(toUInt32(found_on) - 19723)), toString(sum(toUInt64(id))), toString(countIf(level = 'major')), toString(uniqExact(id)) FROM hazard WHERE {parts} AND system = '"+o.name+"'", "hazard")
	statement := "SELECT CAST(count(*) AS text), coalesce(sum(jine), 0)::numeric(38,2)::text, count(zhenggai)::text, coalesce(sum(faxian - date '2024-01-01'), 0)::text, coalesce(sum(bianhao), 0)::text, (count(*) FILTER (WHERE jibie = '重大'))::text, count(DISTINCT bianhao)::text FROM yh_ledger"
	if o.mysql {
		statement = "SELECT count(*), CAST(coalesce(sum(jine), 0) AS decimal(38,2)), count(zhenggai), coalesce(sum(datediff(faxian, '2024-01-01')), 0), coalesce(sum(bianhao), 0), coalesce(sum(jibie = '重大'), 0), count(DISTINCT bianhao) FROM yh_ledger"
	}
	values := make([]string, 7)
	into := make([]any, 7)
	for i := range values {
		into[i] = &values[i]
	}
	if err := o.db.QueryRow(statement).Scan(into...); err != nil {
		o.t.Fatal(err)
	}
	return ours, "('" + strings.Join(values, "','") + "')"
}

// sample compares records one by one: every step-th.
func (o *office) sample(step int) {
	o.t.Helper()
	text := "to_char(gengxin, 'YYYY'), to_char(faxian, 'YYYY-MM-DD'), coalesce(to_char(zhenggai, 'YYYY-MM-DD'), '')"
	if o.mysql {
		text = "date_format(gengxin, '%Y'), date_format(faxian, '%Y-%m-%d'), coalesce(date_format(zhenggai, '%Y-%m-%d'), '')"
	}
	rows, err := o.db.Query(o.numbered("SELECT CAST(bianhao AS char(20)), quhua, jibie, "+text+", miaoshu, CAST(jine AS char(20)) FROM yh_ledger WHERE bianhao % ? = 0 ORDER BY yh_ledger.bianhao"), step)
	if err != nil {
		o.t.Fatal(err)
	}
	defer rows.Close()
	var theirs []string
	for rows.Next() {
		var id, region, level, year, found, rectified, description, money string
		if err := rows.Scan(&id, &region, &level, &year, &found, &rectified, &description, &money); err != nil {
			o.t.Fatal(err)
		}
		theirs = append(theirs, fmt.Sprintf("('%s','%s','%s','%s','%s','%s','%s')", strings.TrimSpace(id), region, level, found, rectified, description, strings.TrimSpace(money)))
	}
	if err := rows.Err(); err != nil {
		o.t.Fatal(err)
	}
	ours := strings.Split(o.ask(fmt.Sprintf("SELECT id, region, if(level = 'major', '重大', '一般'), toString(found_on), ifNull(toString(rectified_on), ''), description, toDecimalString(money_spent, 2) FROM hazard WHERE {parts} AND system = '%s' AND toUInt64(id) %% %d = 0 ORDER BY toUInt64(id)", o.name, step), "hazard"), "\n")
	if len(ours) != len(theirs) {
		o.t.Fatalf("%d records here, %d there", len(ours), len(theirs))
	}
	for i := range ours {
		if ours[i] != theirs[i] {
			o.t.Fatalf("here  %s\nthere %s", ours[i], theirs[i])
		}
	}
}

// equal checks that the warehouse holds what the database does.
func (o *office) equal() {
	o.t.Helper()
	if ours, theirs := o.totals(); ours != theirs {
		o.t.Errorf("here  %s\nthere %s", ours, theirs)
	}
}

func TestALedgerInADatabaseIsLoadedExactly(t *testing.T) {
	eachOffice(t, func(o *office) {
		const rows = 50_000
		o.fill(1, rows)
		if got, want := count(o.run(o.name)), fmt.Sprintf("succeeded: read %d, loaded %d, updated 0, unchanged 0, rejected 0, duplicate 0", rows, rows); got != want {
			o.t.Errorf("got  %s\nwant %s", got, want)
		}
		o.equal()
		o.sample(rows / 1000)
		// Nothing happened: the last hour is read again.
		again := o.run(o.name)
		if again.State != warehouse.RunUnchanged || again.RowsRead == 0 || again.RowsRead > rows/300 || again.RowsUnchanged != again.RowsRead {
			o.t.Errorf("the second run: %s", count(again))
		}
		o.fill(rows+1, rows+10)
		o.exec("UPDATE yh_ledger SET miaoshu = '改', jine = 0.01, gengxin = '2024-12-31 23:59:59.999' WHERE bianhao = 7")
		o.exec("UPDATE yh_ledger SET gengxin = '2024-12-31 23:30:00' WHERE bianhao > ?", rows)
		if got, want := count(o.run(o.name)), "succeeded: read "; !strings.HasPrefix(got, want) || !strings.Contains(got, "loaded 10, updated 1,") {
			o.t.Errorf("ten new records and one that changed: %s", got)
		}
		o.equal()
		// A window is one of days, and leaves the place of the next run alone.
		before, err := o.warehouse.LastCursor(t.Context(), o.name)
		if err != nil {
			t.Fatal(err)
		}
		o.exec("UPDATE yh_ledger SET miaoshu = '补' WHERE faxian = '2024-05-01'") // without a new date of change
		day := safety.NewDate(2024, 5, 1)
		run, err := o.loader.Run(t.Context(), o.name, RunOptions{Window: &Window{From: day, To: day}})
		if err != nil || run.RowsUpdated != run.RowsRead || run.RowsUpdated < 100 || run.Cursor != "" {
			o.t.Errorf("the window: %s, cursor %q (%v)", count(run), run.Cursor, err)
		}
		if after, _ := o.warehouse.LastCursor(t.Context(), o.name); after != before || before == "" {
			o.t.Errorf("the place moved from %s to %s", before, after)
		}
		run, err = o.loader.Run(t.Context(), o.name, RunOptions{Full: true})
		if err != nil || run.RowsRead != rows+10 || run.State != warehouse.RunUnchanged {
			o.t.Errorf("the full run: %s (%v)", count(run), err)
		}
		o.sample(rows / 1000)
	})
}

// Nothing is published of a reading that breaks off, nothing of the password is in the ledger, and the next run makes good.
func TestADatabaseThatBreaksOff(t *testing.T) {
	for _, start := range []func(databases.TB, ...string) *databases.Server{databases.PostgreSQL, databases.MariaDB} {
		server := start(t)
		t.Run(server.Scheme, func(t *testing.T) {
			proxy := databases.NewProxy(t, server.Addr)
			o := newOffice(setup(t), server, proxy.Addr)
			o.fill(1, 5_000)
			o.run(o.name)
			o.fill(5_001, 20_000)
			o.exec("UPDATE yh_ledger SET gengxin = '2025-01-01 08:00:00' WHERE bianhao > 2000")
			before, _ := o.totals()
			proxy.BreakAfter(300_000)
			o.fail(o.name, source.Unreachable, o.name+"/yh_ledger: the connection broke after")
			if ours, _ := o.totals(); ours != before {
				t.Errorf("a part was published: %s", ours)
			}
			proxy.BreakAfter(0)
			o.db.SetMaxIdleConns(0) // the test's own connection would be one to a server that was stopped
			server.Stop()
			_, err := o.loader.Run(t.Context(), o.name, RunOptions{})
			if ClassOf(err) != ClassSource {
				t.Errorf("a database that is down is worth another try: %s: %v", ClassOf(err), err)
			}
			server.Start()
			wrong := o.loader.options.Connections[o.name]
			wrong.Password = connection.NewSecret("hunter2-wrong")
			o.loader.options.Connections[o.name] = wrong
			o.fail(o.name, source.Denied, o.name+"/yh_ledger: the database refuses the user")
			o.connect(server.Addr)
			if got := count(o.run(o.name)); !strings.Contains(got, "loaded 15000, updated 0,") {
				t.Errorf("the next run: %s", got)
			}
			o.equal()
			if shown := o.ask("SELECT groupArray(error), groupArray(cursor), groupArray(toString(rules)) FROM etl_run"); strings.Contains(shown, "hunter2") || strings.Contains(shown, server.Password) {
				t.Errorf("the ledger shows a password: %s", shown)
			}
		})
		server.Stop()
	}
}

func TestDatabasePipelinesThatCannotRun(t *testing.T) {
	b := setup(t, strings.NewReplacer("connection: NAME", "connection: ofice", "NAME", "ledger").Replace(officePipeline))
	b.loader.options.Connections = connection.Set{"office": {Name: "office", Kind: connection.PostgreSQL}}
	b.fail("ledger", UnknownConnection, `no database is named "ofice" in the file of connections; did you mean "office"?`)
	b.loader.options.Connections = nil
	b.fail("ledger", UnknownConnection, "the configuration names no file of connections (etl.connections)")
	_, err := b.loader.Run(t.Context(), "ledger", RunOptions{Files: []string{"x.csv"}})
	if failure, ok := errors.AsType[*RunError](err); !ok || !strings.Contains(failure.Message, "takes no files") {
		t.Errorf("files for a database: %v", err)
	}
	for text, says := range map[string]string{
		"{connection: a}":                                                   "one of table and query",
		"{table: a}":                                                        "the key connection is missing",
		"{connection: a, query: DELETE FROM t}":                             "a query is one SELECT",
		"{connection: a, table: a..b}":                                      "a table is named with its schema",
		"{connection: a, table: b, time_zone: Mars}":                        "the name of a time zone",
		"{connection: a, table: b, watermark: {key: [x]}}":                  "a watermark needs column",
		"{connection: a, table: b, watermark: {column: c, lookback: soon}}": "expected a length of time",
		"{connection: a, table: b, encoding: big5}":                         `"big5" is none of`,
		"{connection: a, table: b, tabel: c}":                               `did you mean "table"?`,
	} {
		_, err := ParsePipeline("p.yaml", []byte("pipeline: p\nfact: hazard\nsystem: x\nsource: {database: "+text+"}\ncolumns: {id: a}\n"))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, expected … %s …", text, err, says)
		}
	}
	_, err = ParsePipeline("p.yaml", []byte("pipeline: p\nfact: hazard\nsystem: x\nsource: {files: a}\njoin: [{name: h, on: {a: b}, source: {database: {connection: a, table: b, watermark: {column: c}}}}]\ncolumns: {id: a}\n"))
	if err == nil || !strings.Contains(err.Error(), "a joined source is read whole") {
		t.Errorf("an incremental join: %v", err)
	}
}
