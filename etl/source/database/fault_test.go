package database_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/etl/source/database"
	"anlan/test/databases"
)

// Whatever is wrong with the database, the error says what, whether to try again, and no password.
func TestFaultsOfADatabase(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("CREATE TABLE secret (id int)", "CREATE TABLE t (id int)",
			"CREATE USER poor PASSWORD 'hunter2' ||| CREATE USER poor@'%' IDENTIFIED BY 'hunter2'", "GRANT SELECT ON t TO poor ||| GRANT SELECT ON aq.t TO poor@'%'")
		good := b.connection
		table := database.Spec{Table: "t"}
		at := func(change func(c *connection.Connection)) connection.Connection {
			c, u := good, *good.URL
			c.URL = &u
			change(&c)
			return c
		}
		for _, c := range []struct {
			name       string
			connection connection.Connection
			spec       database.Spec
			code, says string
			retry      bool
		}{
			{"wrong password", at(func(c *connection.Connection) { c.Password = connection.NewSecret("wrong-hunter2") }), table, source.Denied, "refuses the user", false},
			{"no password", at(func(c *connection.Connection) { c.Password = connection.Secret{} }), table, "", "", false},
			{"unknown user", b.as("nobody-here", "hunter2"), table, source.Denied, "refuses the user", false},
			{"no such database", at(func(c *connection.Connection) { c.URL.Path = "/nowhere" }), table, source.Missing, "nowhere", false},
			{"no such table", good, database.Spec{Table: "aq_none"}, source.Missing, "aq_none", false},
			{"no such column", good, database.Spec{Query: "SELECT none FROM t"}, source.Missing, "none", false},
			{"wrong SQL", good, database.Spec{Query: "SELECT FROM WHERE"}, source.Refused, "syntax", false},
			{"no right", b.as("poor", "hunter2"), database.Spec{Table: "secret"}, source.Denied, "secret", false},
			{"nobody listens", at(func(c *connection.Connection) { c.URL.Host = "127.0.0.1:1" }), table, source.Unreachable, "connection refused", true},
			{"no such host", at(func(c *connection.Connection) { c.URL.Host = "nowhere.invalid:1" }), table, source.Unreachable, "", true},
			{"too slow", good, database.Spec{Query: b.own("SELECT pg_sleep(20)::text AS id ||| SELECT sleep(20) AS id"), Timeout: time.Second}, source.TimedOut, "within 1s", true},
			{"fails on its way", good, database.Spec{Query: b.own("SELECT 1 / (3 - n) AS id FROM generate_series(1, 3) AS n ||| SELECT cast(extractvalue('<a/>', concat('/', seq * 0 + '!')) AS char) AS id FROM seq_1_to_3")}, "", "", false},
		} {
			b.Run(c.name, func(t *testing.T) {
				b := &bundle{T: t, kind: b.kind, server: b.server, db: b.db, connection: c.connection}
				fault := b.fault(c.spec)
				if c.code != "" && fault.Code != c.code || !strings.Contains(fault.Message, c.says) || fault.Retryable() != c.retry {
					t.Errorf("%s (retry: %v): %s (%v)", fault.Code, fault.Retryable(), fault.Message, fault.Err)
				}
				if strings.Contains(fault.Message, "hunter2") || !strings.HasPrefix(fault.Message, "hidden/") {
					t.Errorf("the message is %s", fault.Message)
				}
			})
		}
	})
}

// A connection that breaks in the middle, a server that dies, a network that says nothing: the reading ends with an error and
// never as a short success.
func TestReadingsThatBreakOff(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		b.exec("CREATE TABLE t AS SELECT n AS id, repeat('安全', 50) AS x FROM generate_series(1, 200000) AS n ||| CREATE TABLE t AS SELECT seq AS id, repeat('安全', 50) AS x FROM seq_1_to_200000")
		proxy := databases.NewProxy(b, b.server.Addr)
		u := *b.connection.URL
		u.Host = proxy.Addr
		direct := b.connection
		b.connection.URL = &u
		for _, limit := range []int64{1, 200, 4000, 100_000, 5_000_000} {
			proxy.BreakAfter(limit)
			if fault := b.fault(database.Spec{Table: "t"}); fault.Code != source.Unreachable || !fault.Retryable() {
				b.Errorf("after %d bytes: %s %s (%v)", limit, fault.Code, fault.Message, fault.Err)
			}
		}
		proxy.BreakAfter(0)
		if got := b.read(database.Spec{Table: "t"}, database.Ask{}); got.stats.Rows != 200_000 {
			b.Errorf("over a good network %d rows", got.stats.Rows)
		}
		reader, err := database.Open(b.Context(), b.connection, database.Spec{Connection: "hidden", Table: "t"}, database.Ask{})
		if err != nil {
			b.Fatal(err)
		}
		_, err = reader.Stream(b.Context(), &after{bytes: 1 << 20, then: b.server.Kill}, source.Layout{})
		if fault, ok := errors.AsType[*source.Error](err); !ok || fault.Code != source.Unreachable || !strings.Contains(fault.Message, "broke after") {
			b.Errorf("the server died: %v", err)
		}
		b.connection = direct
		if fault := b.fault(database.Spec{Table: "t"}); fault.Code != source.Unreachable || !strings.Contains(fault.Message, "connection refused") {
			b.Errorf("the server is dead: %v", fault)
		}
		b.server.Start()
		if got := b.read(database.Spec{Table: "t"}, database.Ask{}); got.stats.Rows != 200_000 {
			b.Errorf("after its start %d rows", got.stats.Rows)
		}
	})
}

// Who ends a run does not wait for the database.
func TestAReadingCanBeEnded(t *testing.T) {
	t.Parallel()
	each(t, func(b *bundle) {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(300*time.Millisecond, cancel)
		if _, err := b.try(ctx, database.Spec{Query: b.own("SELECT pg_sleep(60)::text AS id ||| SELECT sleep(60) AS id")}, database.Ask{}); !errors.Is(err, context.Canceled) {
			b.Errorf("got %v", err)
		}
	})
}

// A network that swallows everything ends with the reading's timeout.
func TestASilentNetwork(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, address := range []string{"postgres", "mysql"} {
		kind, _ := connection.KindOf(address)
		b := &bundle{T: t, kind: kind, server: &databases.Server{Scheme: address, Addr: silent.Addr().String(), Database: "aq"}}
		b.connection = b.as("reader", "hunter2")
		ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
		if _, err := b.try(ctx, database.Spec{Table: "t"}, database.Ask{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", address, err)
		}
		cancel()
	}
}

// after does something when so many bytes were written.
type after struct {
	bytes int
	then  func()
}

func (a *after) Write(p []byte) (int, error) {
	if a.bytes > 0 && a.bytes <= len(p) {
		a.then()
	}
	a.bytes -= len(p)
	return len(p), nil
}
