package chdb

import (
	"context"
	"fmt"
	"strings"
)

// conn is one connection of the engine. It runs one statement at a time; the pool sees to that.
type conn struct {
	api    *capi
	handle connHandle
	token  string            // its log_comment begins with this, so that KILL QUERY finds what it runs
	base   map[string]string // settings that it was opened with
	set    map[string]string // settings that are in force now, beyond base
	db     string            // current database
	broken bool              // its state is unknown: it is closed, not used again
}

// exec runs a statement of the adapter's own and returns its output as tab-separated text.
func (c *conn) exec(sql string) (string, error) {
	r, msg := c.api.run(c.handle, sql, "TabSeparated", nil)
	defer c.destroy(r)
	if msg != "" {
		return "", exception(msg)
	}
	return string(c.api.view(r)), nil
}

func (c *conn) destroy(r resultHandle) {
	if r != 0 {
		c.api.destroyResult(r)
	}
}

// session puts database and settings in force, and takes back what the last statement had and this one has not. On an
// error the connection is broken.
func (c *conn) session(db string, settings map[string]string) error {
	var set []string
	for name, value := range settings {
		if now, ok := c.set[name]; !ok || now != value {
			set = append(set, name+" = "+stringLiteral(value))
		}
	}
	for name := range c.set {
		if _, ok := settings[name]; ok {
			continue
		}
		if value, ok := c.base[name]; ok {
			set = append(set, name+" = "+stringLiteral(value))
		} else {
			set = append(set, name+" = DEFAULT")
		}
	}
	if len(set) > 0 {
		if _, err := c.exec("SET " + strings.Join(set, ", ")); err != nil {
			c.broken = true
			return err
		}
		c.set = settings
	}
	if db != c.db {
		if _, err := c.exec("USE " + identifier(db)); err != nil {
			c.broken = true
			return err
		}
		c.db = db
	}
	return nil
}

// pool hands out at most a fixed number of connections; idle ones are used again.
type pool struct {
	slots chan struct{} // one element for every connection handed out
	idle  chan *conn
	open  func() (*conn, error)
}

func newPool(size int, open func() (*conn, error)) *pool {
	return &pool{slots: make(chan struct{}, size), idle: make(chan *conn, size), open: open}
}

// get waits for a free connection until ctx ends.
func (p *pool) get(ctx context.Context) (*conn, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for one of %d engine connections: %w", cap(p.slots), context.Cause(ctx))
	}
	select {
	case c := <-p.idle:
		return c, nil
	default:
	}
	c, err := p.open()
	if err != nil {
		<-p.slots
		return nil, err
	}
	return c, nil
}

// put takes a connection back; a broken one is closed and its place is free again.
func (p *pool) put(c *conn) {
	if c.broken {
		c.api.close(c.handle)
	} else {
		p.idle <- c
	}
	<-p.slots
}

// close closes the idle connections. All must have been put back.
func (p *pool) close() {
	for {
		select {
		case c := <-p.idle:
			c.api.close(c.handle)
		default:
			return
		}
	}
}

// stringLiteral and identifier quote text for SQL.
func stringLiteral(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

func identifier(s string) string {
	return "`" + strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(s) + "`"
}
