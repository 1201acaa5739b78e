package dial_test

import (
	"context"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"

	"anlan/warehouse/chdb"
	"anlan/warehouse/dial"
)

const password = "p@ss/w:rd 安?#"

// escaped are the forms that the password takes in URLs.
var escaped = []string{password, "p%40ss", "p@ss", "w%3Ard", "w:rd"}

func leaks(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	for _, form := range escaped {
		if strings.Contains(err.Error(), form) {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

func closedAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestErrorsDoNotShowThePassword(t *testing.T) {
	ctx, nobody := context.Background(), closedAddress(t)
	for _, url := range []string{
		"http://anlan:p%40ss%2Fw%3Ard%20%E5%AE%89%3F%23@" + nobody + "/db",
		"http://" + nobody + "/db?username=anlan&password=p%40ss%2Fw%3Ard+%E5%AE%89%3F%23",
		"https://anlan:p%40ss%2Fw%3Ard@" + nobody + "/db",
		"http://anlan:p@ss/w:rd@" + nobody + "/db",
		"http://anlan:p%40ss%zz@" + nobody,
		"anlan:p@ss@" + nobody,
		"clickhouse://anlan:p%40ss@" + nobody,
	} {
		_, err := dial.Open(ctx, dial.Config{URL: url})
		leaks(t, err)
	}
}

func TestErrorsDoNotShowParameters(t *testing.T) {
	engine := open(t)
	server := httptest.NewServer(engine)
	db, err := dial.Open(context.Background(), dial.Config{URL: server.URL + "/made?max_threads=1"})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	server.Close()
	ctx := context.Background()
	secret := clickhouse.Named("person", "张三 370303198001011234")
	const sql = "SELECT {person:String}"
	var s string
	stream, err := db.QueryFormat(ctx, "CSV", sql, secret)
	if err == nil {
		_ = stream.Close()
	}
	rows, err2 := db.Query(ctx, sql, secret)
	if err2 == nil {
		_ = rows.Close()
	}
	for _, err := range []error{err, err2, db.Exec(ctx, sql, secret), db.QueryRow(ctx, sql, secret).Scan(&s), db.Select(ctx, &[]struct{}{}, sql, secret)} {
		if err == nil || strings.Contains(err.Error(), "param_person") || strings.Contains(err.Error(), "370303") {
			t.Errorf("error %v: want one that holds no parameter", err)
		}
		if op := (*net.OpError)(nil); !errors.As(err, &op) {
			t.Errorf("the cause is lost: %v", err)
		}
	}
}

func open(t *testing.T) *chdb.Engine {
	t.Helper()
	e, err := chdb.Open(context.Background(), chdb.Config{Dir: t.TempDir(), Library: os.Getenv("ANLAN_CHDB_LIB"), Connections: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return e
}

func TestDatabaseIsMadeOnceAndKept(t *testing.T) {
	ctx, engine := context.Background(), open(t)
	server := httptest.NewServer(engine)
	defer server.Close()
	for round := range 2 {
		for _, cfg := range []dial.Config{{URL: server.URL}, {URL: server.URL + "/省`s"}, {URL: server.URL + "/ignored", Database: "named"}} {
			db, err := dial.Open(ctx, cfg)
			if err != nil {
				t.Fatal(err)
			}
			if db.Embedded() || db.Engine() != nil {
				t.Error("a server says that it is embedded")
			}
			if round == 0 {
				if err := db.Exec(ctx, "CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a"); err != nil {
					t.Error(err)
				}
			}
			var name, engineName string
			if err := db.QueryRow(ctx, "SELECT database, engine FROM system.tables WHERE database = currentDatabase() AND name = 't'").Scan(&name, &engineName); err != nil || name != db.Database() {
				t.Errorf("table in %s, want %s (%v)", name, db.Database(), err)
			}
			if err := errors.Join(db.Close(), db.Close()); err != nil {
				t.Error(err)
			}
		}
	}
	db, err := dial.On(ctx, engine, "省`s", 2)
	if err != nil {
		t.Fatal(err)
	}
	var kind string
	if err := db.QueryRow(ctx, "SELECT engine FROM system.databases WHERE name = currentDatabase()").Scan(&kind); err != nil || kind != "Atomic" {
		t.Errorf("database engine %s, want Atomic (%v)", kind, err)
	}
	if err := db.Close(); err != nil || !db.Embedded() {
		t.Errorf("close: %v", err)
	}
	other, err := dial.On(ctx, engine, "again", 2)
	if err != nil {
		t.Fatalf("the engine went with a connection that did not own it: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
}

func TestEmbeddedOwnsItsFolder(t *testing.T) {
	ctx, cfg := context.Background(), dial.Config{Dir: t.TempDir(), Library: os.Getenv("ANLAN_CHDB_LIB")}
	for range 2 {
		db, err := dial.Open(ctx, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if _, held, _ := chdb.ReadOwner(cfg.Dir); !held || db.Database() != "anlan" {
			t.Errorf("folder held %v, database %s", held, db.Database())
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if _, held, _ := chdb.ReadOwner(cfg.Dir); held {
			t.Error("the folder is still held")
		}
		if err := db.Ping(ctx); err == nil {
			t.Error("a closed connection answers")
		}
	}
	if _, err := dial.Open(ctx, dial.Config{Dir: "relative"}); err == nil {
		t.Error("a relative folder was opened")
	}
}
