// Package dial opens the warehouse's ClickHouse, wherever it is: embedded in this process, or a server.
package dial

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"anlan/warehouse/chdb"
)

// Config names a ClickHouse. With an empty URL it is the embedded engine on the data folder Dir; otherwise the server at
// http(s)://user:password@host:8123/database, and Dir, Library and MemoryLimit mean nothing.
type Config struct {
	URL         string
	Dir         string // absolute
	Database    string // empty: the one of the URL, else "anlan"
	Library     string // file of libchdb; empty: looked for, see chdb.Open
	MemoryLimit int64  // bytes of the embedded engine; 0: half of the machine's
	Connections int    // statements at the same time; 0: 32
}

// Conn is an open ClickHouse. It is the driver's connection pool with two corrections: closing Rows or the stream of
// QueryFormat before the end cancels the query instead of reading the rest, and an error never shows the URL's password.
type Conn struct {
	driver.Conn
	engine   *chdb.Engine
	database string
	owned    bool
	secrets  *strings.Replacer
	close    sync.Once
	closed   error
}

// Open connects and makes the database when it is missing. The context bounds the opening only.
func Open(ctx context.Context, cfg Config) (*Conn, error) {
	if cfg.URL == "" {
		return openEmbedded(ctx, cfg)
	}
	return openServer(ctx, cfg)
}

// On opens a database of an engine that is open already; Close of the result leaves the engine open.
func On(ctx context.Context, engine *chdb.Engine, database string, connections int) (*Conn, error) {
	opt := options(connections)
	opt.Addr = []string{"embedded"}
	opt.Auth.Database = "default"
	opt.TransportFunc = func(*http.Transport) (http.RoundTripper, error) { return counter{engine}, nil }
	c := &Conn{engine: engine, database: database, secrets: strings.NewReplacer()}
	if err := c.prepare(ctx, opt, "CREATE DATABASE IF NOT EXISTS {db:Identifier} ENGINE = Atomic"); err != nil {
		return nil, err
	}
	return c, nil
}

func openEmbedded(ctx context.Context, cfg Config) (*Conn, error) {
	engine, err := chdb.Open(ctx, chdb.Config{Library: cfg.Library, Dir: cfg.Dir, Connections: cfg.Connections, MemoryLimit: cfg.MemoryLimit})
	if err != nil {
		return nil, fmt.Errorf("open embedded warehouse: %w", err)
	}
	database := cfg.Database
	if database == "" {
		database = defaultDatabase
	}
	c, err := On(ctx, engine, database, cfg.Connections)
	if err != nil {
		return nil, errors.Join(err, engine.Close(ctx))
	}
	c.owned = true
	return c, nil
}

const (
	defaultDatabase = "anlan"
	unknownDatabase = 81 // ClickHouse's error code
)

func openServer(ctx context.Context, cfg Config) (*Conn, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errors.New("open warehouse: the URL is not of the form http(s)://user:password@host:8123/database")
	}
	dsn := *u
	if dsn.Scheme == "https" {
		q := dsn.Query()
		q.Set("secure", "true")
		dsn.RawQuery = q.Encode()
	}
	secrets := redactor(u)
	opt, err := clickhouse.ParseDSN(dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open warehouse: %s", secrets.Replace(err.Error()))
	}
	base := options(cfg.Connections)
	opt.MaxOpenConns, opt.MaxIdleConns, opt.ReadTimeout = base.MaxOpenConns, base.MaxIdleConns, base.ReadTimeout
	opt.TransportFunc = func(t *http.Transport) (http.RoundTripper, error) { return counter{t}, nil }
	c := &Conn{database: cfg.Database, secrets: secrets}
	if c.database == "" {
		c.database = opt.Auth.Database
	}
	if c.database == "" {
		c.database = defaultDatabase
	}
	if err := c.prepare(ctx, opt, "CREATE DATABASE IF NOT EXISTS {db:Identifier}"); err != nil {
		return nil, err
	}
	return c, nil
}

// options are what both kinds have in common. Time limits belong to the contexts of the callers.
func options(connections int) *clickhouse.Options {
	if connections <= 0 {
		connections = 32
	}
	return &clickhouse.Options{
		Protocol:     clickhouse.HTTP,
		MaxOpenConns: connections,
		MaxIdleConns: connections,
		DialTimeout:  30 * time.Second,
		ReadTimeout:  2 * time.Hour,
	}
}

// prepare opens the pool on the database, which it makes first when it is not there: a user who may not create databases
// can use one that exists.
func (c *Conn) prepare(ctx context.Context, opt *clickhouse.Options, create string) error {
	opt.Auth.Database = c.database
	conn, err := clickhouse.Open(opt)
	if err != nil {
		return c.hide("open warehouse", err)
	}
	err = conn.Ping(ctx)
	if code, ok := chdb.Code(err); ok && code == unknownDatabase {
		err = c.create(ctx, *opt, create)
	}
	if err != nil {
		return c.hide("open warehouse", errors.Join(err, conn.Close()))
	}
	c.Conn = conn
	return nil
}

func (c *Conn) create(ctx context.Context, opt clickhouse.Options, create string) error {
	opt.Auth.Database = "default"
	conn, err := clickhouse.Open(&opt)
	if err != nil {
		return err
	}
	return errors.Join(conn.Exec(ctx, create, clickhouse.Named("db", c.database)), conn.Close())
}

// Embedded tells whether the engine runs in this process.
func (c *Conn) Embedded() bool { return c.engine != nil }

// Engine is the embedded engine, nil for a server.
func (c *Conn) Engine() *chdb.Engine { return c.engine }

// Database is where unqualified names are looked up.
func (c *Conn) Database() string { return c.database }

// closeDeadline is how long Close waits for statements that it has killed.
const closeDeadline = 30 * time.Second

// Close ends what runs and closes the pool; an embedded engine that Open started is closed too. A second Close returns what
// the first did.
func (c *Conn) Close() error {
	c.close.Do(func() {
		c.closed = c.Conn.Close()
		if c.owned {
			ctx, cancel := context.WithTimeout(context.Background(), closeDeadline)
			defer cancel()
			c.closed = errors.Join(c.closed, c.engine.Close(ctx))
		}
	})
	return c.closed
}

// Code returns ClickHouse's error code of an error from either kind of engine.
func Code(err error) (code int32, ok bool) { return chdb.Code(err) }

// redactor removes the URL's password, plain and escaped, from a text.
func redactor(u *url.URL) *strings.Replacer {
	var pairs []string
	add := func(secret string) {
		if secret != "" {
			pairs = append(pairs, secret, "xxxxx")
		}
	}
	if pw, ok := u.User.Password(); ok {
		add(strings.TrimPrefix(url.UserPassword("", pw).String(), ":"))
		add(url.QueryEscape(pw))
		add(pw)
	}
	add(u.Query().Get("password"))
	add(url.QueryEscape(u.Query().Get("password")))
	return strings.NewReplacer(pairs...)
}

var userInfo = regexp.MustCompile(`://[^/@\s]+@`)

// hide says what went wrong without the password; the chain stays whole for errors.Is and errors.As.
func (c *Conn) hide(doing string, err error) error {
	return fmt.Errorf("%s: %w", doing, c.clean(err))
}

// redacted has a text of its own over an error that is better not printed.
type redacted struct {
	msg string
	err error
}

func (r *redacted) Error() string { return r.msg }
func (r *redacted) Unwrap() error { return r.err }
