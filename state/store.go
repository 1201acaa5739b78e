package state

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"anlan/safety"
)

// Config says where the state is: in one of the two.
type Config struct {
	File string // SQLite; it is made when it is not there, its folder must be
	URL  string // postgres://user:password@host:5432/database; it comes before File
}

// ErrNotFound is wrapped by the error of whoever asks for what is not there.
var ErrNotFound = errors.New("not found")

// Store is the open state. It is safe for concurrent use, by several processes too.
type Store struct {
	db         *sql.DB
	place      string
	statements map[string]string // by name, with this database's clock
	postgres   bool
}

//go:embed sql/*.sql
var statementFiles embed.FS

// Open connects and brings the tables up to date. It does not name the password in errors.
func Open(ctx context.Context, c Config) (*Store, error) {
	s := &Store{postgres: c.URL != ""}
	driver, source, clock := "sqlite", "", "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
	switch {
	case s.postgres:
		driver, source, clock = "pgx", c.URL, "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"
		u, err := url.Parse(c.URL)
		if err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "postgres") {
			return nil, errors.New("open state: state.url is not an address such as postgres://user:password@host:5432/database")
		}
		s.place = u.Redacted()
	case c.File != "":
		s.place = c.File
		source = "file:" + (&url.URL{Path: c.File}).EscapedPath() + "?" + strings.Join([]string{
			"_pragma=busy_timeout(10000)", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(ON)", "_txlock=immediate",
		}, "&")
	default:
		return nil, errors.New("open state: neither a file nor an address is given")
	}
	var err error
	if s.statements, err = readStatements(clock); err != nil {
		return nil, err
	}
	if s.db, err = sql.Open(driver, source); err != nil {
		return nil, fmt.Errorf("open state in %s: %w", s.place, masked(err, c.URL))
	}
	if s.postgres {
		s.db.SetMaxOpenConns(8)
	} else {
		s.db.SetMaxOpenConns(1) // one writer; the others wait here instead of in the file
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open state in %s: %w", s.place, explain(masked(err, c.URL))), s.db.Close())
	}
	return s, nil
}

// Place is the file or, without its password, the address.
func (s *Store) Place() string { return s.place }

// Shared reports whether several machines can share the state: whether it is in PostgreSQL.
func (s *Store) Shared() bool { return s.postgres }

// Close ends the connection.
func (s *Store) Close() error { return s.db.Close() }

// Ping fails when the state cannot be asked.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Now(ctx)
	return err
}

// Now is the database's clock, in Beijing.
func (s *Store) Now(ctx context.Context) (time.Time, error) { return s.now(ctx, s.db) }

func (s *Store) now(ctx context.Context, on runner) (now time.Time, err error) {
	times, err := list(ctx, s, on, "now", func(row *sql.Rows, t *time.Time) error { return row.Scan(scanTime{t}) })
	if err == nil {
		now = times[0]
	}
	return now, err
}

// readStatements reads one statement a file, and puts the database's clock in.
func readStatements(clock string) (map[string]string, error) {
	files, err := statementFiles.ReadDir("sql")
	if err != nil {
		return nil, err
	}
	statements := map[string]string{}
	for _, file := range files {
		text, err := statementFiles.ReadFile(path.Join("sql", file.Name()))
		if err != nil {
			return nil, err
		}
		statements[strings.TrimSuffix(file.Name(), ".sql")] = strings.ReplaceAll(string(text), "{now}", clock)
	}
	expand(statements)
	return statements, nil
}

// runner is a connection or a transaction.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// exec runs a named statement and says how many rows it changed.
func (s *Store) exec(ctx context.Context, on runner, statement string, args ...any) (int64, error) {
	result, err := on.ExecContext(ctx, s.statements[statement], values(args)...)
	if err != nil {
		return 0, s.fault(statement, err)
	}
	n, err := result.RowsAffected()
	return n, s.fault(statement, err)
}

// inTransaction runs fn whole or not at all.
func (s *Store) inTransaction(ctx context.Context, what string, fn func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.fault(what, err)
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return s.fault(what, err)
	}
	return s.fault(what, tx.Commit())
}

// list reads all rows of a named statement.
func list[T any](ctx context.Context, s *Store, on runner, statement string, scan func(row *sql.Rows, to *T) error, args ...any) ([]T, error) {
	rows, err := on.QueryContext(ctx, s.statements[statement], values(args)...)
	if err != nil {
		return nil, s.fault(statement, err)
	}
	defer rows.Close() //nolint:errcheck // Err says it
	var out []T
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, s.fault(statement, err)
		}
		out = append(out, one)
	}
	return out, s.fault(statement, rows.Err())
}

// values turns times and days into what the tables hold.
func values(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case time.Time:
			args[i] = ms(v)
		case safety.Date:
			args[i] = v.String()
		}
	}
	return args
}

// ms is a time as the tables hold it; no time is 0.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// at is the time of the tables, in Beijing; 0 is no time.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(safety.Beijing())
}

// scanTime reads a column of milliseconds.
type scanTime struct{ to *time.Time }

func (s scanTime) Scan(value any) error {
	n, ok := value.(int64)
	if !ok {
		return fmt.Errorf("expected milliseconds, found %T", value)
	}
	*s.to = at(n)
	return nil
}

// scanDate reads a column of days; empty is no day.
type scanDate struct{ to *safety.Date }

func (s scanDate) Scan(value any) error {
	switch text := value.(type) {
	case string:
		return s.to.UnmarshalText([]byte(text))
	case []byte:
		return s.to.UnmarshalText(text)
	}
	return fmt.Errorf("expected a day, found %T", value)
}

// newID makes an id that nobody else makes.
func newID(prefix string) string {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	return prefix + hex.EncodeToString(random[:])
}
