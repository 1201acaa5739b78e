package database_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/etl/source/database"
	"anlan/test/databases"
)

// kinds are the servers that every test of the suite runs against; what differs between them stands here.
var kinds = []struct {
	kind  connection.Kind
	start func(databases.TB, ...string) *databases.Server
}{
	{connection.PostgreSQL, databases.PostgreSQL},
	{connection.MySQL, databases.MariaDB},
}

// bundle is one server with its writer and the connection that readers use.
type bundle struct {
	*testing.T
	kind       connection.Kind
	server     *databases.Server
	db         *sql.DB
	connection connection.Connection
}

// each runs a test against a server of every kind.
func each(t *testing.T, test func(b *bundle)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(string(k.kind), func(t *testing.T) {
			t.Parallel()
			test(setup(t, k.kind, k.start(t)))
		})
	}
}

func setup(t *testing.T, kind connection.Kind, server *databases.Server) *bundle {
	t.Helper()
	driver, address := "pgx", server.URL()
	if kind == connection.MySQL {
		driver, address = "mysql", server.DSN()
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // SET holds for all that follows
	t.Cleanup(func() { _ = db.Close() })
	b := &bundle{T: t, kind: kind, server: server, db: db}
	b.connection = b.as(server.User, server.Password)
	return b
}

// as is a connection of another user.
func (b *bundle) as(user, password string) connection.Connection {
	u, err := url.Parse(b.server.URL())
	if err != nil {
		b.Fatal(err)
	}
	u.User = nil
	return connection.Connection{Name: "hidden", Kind: b.kind, URL: u, User: user, Password: connection.NewSecret(password)}
}

// exec runs statements; of a pair divided by ||| PostgreSQL gets the first and MySQL the second.
func (b *bundle) exec(statements ...string) {
	b.Helper()
	for _, s := range statements {
		if _, err := b.db.Exec(b.own(s)); err != nil {
			b.Fatalf("%s: %v", b.own(s), err)
		}
	}
}

func (b *bundle) own(text string) string {
	if first, second, ok := strings.Cut(text, "|||"); ok {
		if b.kind == connection.MySQL {
			return strings.TrimSpace(second)
		}
		return strings.TrimSpace(first)
	}
	return text
}

// result is what a reading gave: rows of texts, "∅" for no value.
type result struct {
	reader *database.Reader
	stats  source.Stats
	rows   []string
}

const between = "│"

// read reads; values are divided by between.
func (b *bundle) read(spec database.Spec, ask database.Ask) result {
	b.Helper()
	r, err := b.try(context.Background(), spec, ask)
	if err != nil {
		b.Fatalf("read: %v (%v)", err, errors.Unwrap(err))
	}
	return r
}

func (b *bundle) try(ctx context.Context, spec database.Spec, ask database.Ask) (result, error) {
	spec.Connection = b.connection.Name
	reader, err := database.Open(ctx, b.connection, spec, ask)
	if err != nil {
		return result{}, err
	}
	var out bytes.Buffer
	stats, err := reader.Stream(ctx, &out, source.Layout{})
	if err != nil {
		return result{reader: reader}, err
	}
	return result{reader: reader, stats: stats, rows: decode(b, out.Bytes())}, nil
}

// decode reads blocks of the engine's format as rows of text, without the three columns of numbers.
func decode(tb testing.TB, data []byte) []string {
	tb.Helper()
	var rows []string
	in := bytes.NewReader(data)
	length := func() int {
		n, err := binary.ReadUvarint(in)
		if err != nil {
			tb.Fatal(err)
		}
		return int(n)
	}
	text := func() string { return string(take(tb, in, length())) }
	for in.Len() > 0 {
		columns, count := length(), length()
		block := make([]string, count)
		for c := range columns {
			name, typ := text(), text()
			switch typ {
			case "UInt32":
				take(tb, in, 4*count)
			case "UInt64":
				take(tb, in, 8*count)
			case "Nullable(String)":
				nulls := take(tb, in, count)
				for i := range count {
					value := text()
					if nulls[i] == 1 {
						value = "∅"
					}
					if c > 3 {
						block[i] += between
					}
					block[i] += value
				}
			default:
				tb.Fatalf("column %s is %s", name, typ)
			}
		}
		rows = append(rows, block...)
	}
	return rows
}

func take(tb testing.TB, in *bytes.Reader, n int) []byte {
	tb.Helper()
	out := make([]byte, n)
	if _, err := in.Read(out); err != nil && n > 0 {
		tb.Fatal(err)
	}
	return out
}

// fault is the source's error that a reading ends with.
func (b *bundle) fault(spec database.Spec) *source.Error {
	b.Helper()
	_, err := b.try(context.Background(), spec, database.Ask{})
	fault, ok := errors.AsType[*source.Error](err)
	if !ok {
		b.Fatalf("expected an error of the source, got %v", err)
	}
	if shown := fmt.Sprintf("%v %+v %v %v", fault, fault.Err, fault.Message, err); strings.Contains(shown, b.connection.Password.Reveal()) && !b.connection.Password.Empty() {
		b.Errorf("the password shows in %s", shown)
	}
	return fault
}

func (b *bundle) same(got, want []string) {
	b.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		b.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestMain(m *testing.M) {
	time.Local = time.FixedZone("nowhere", -3*60*60-30*60) // no figure may depend on the machine's zone
	os.Exit(m.Run())
}
