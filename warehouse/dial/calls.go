package dial

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Query runs a query and returns its rows. Closing them before the end cancels the query, where the driver alone would
// read the rest.
func (c *Conn) Query(ctx context.Context, query string, args ...any) (driver.Rows, error) {
	ctx, cancel := context.WithCancel(ctx)
	r, err := c.Conn.Query(ctx, query, args...)
	if err != nil {
		cancel()
		return nil, c.clean(err)
	}
	return &rows{Rows: r, conn: c, cancel: cancel}, nil
}

// QueryRow runs a query for its first row; errors wait for Scan.
func (c *Conn) QueryRow(ctx context.Context, query string, args ...any) driver.Row {
	return &row{Row: c.Conn.QueryRow(ctx, query, args...), conn: c}
}

// Select runs a query and scans all rows into a slice of structs.
func (c *Conn) Select(ctx context.Context, dest any, query string, args ...any) error {
	return c.clean(c.Conn.Select(ctx, dest, query, args...))
}

// Exec runs a statement for its effect.
func (c *Conn) Exec(ctx context.Context, query string, args ...any) error {
	return c.clean(c.Conn.Exec(ctx, query, args...))
}

// PrepareBatch begins an INSERT whose rows are collected here and sent by Send.
func (c *Conn) PrepareBatch(ctx context.Context, query string, opts ...driver.PrepareBatchOption) (driver.Batch, error) {
	b, err := c.Conn.PrepareBatch(ctx, query, opts...)
	if err != nil {
		return nil, c.clean(err)
	}
	return &batch{Batch: b, conn: c}, nil
}

// QueryFormat runs a query and streams its result, encoded by the engine. A Read fails when the query does: io.EOF means
// that the document is whole. Closing the stream before the end cancels the query.
func (c *Conn) QueryFormat(ctx context.Context, format, query string, args ...any) (io.ReadCloser, error) {
	ctx, cancel := context.WithCancel(ctx)
	r, err := c.Conn.QueryFormat(ctx, format, query, args...)
	if err != nil {
		cancel()
		return nil, c.clean(err)
	}
	return &stream{src: r, conn: c, cancel: cancel}, nil
}

// InsertFormat streams data, encoded in format, into the table of an INSERT statement. When data cannot be read to its end
// its error is returned and the insert abandoned; parts already written stay. After an error a Read of data may still be
// under way.
func (c *Conn) InsertFormat(ctx context.Context, format, query string, data io.Reader) error {
	if c.engine == nil {
		// net/http waits for a Read that is under way even when the context has ended.
		source := data
		r, w := io.Pipe()
		go func() {
			_, err := io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{source}, make([]byte, copyBlock))
			_ = w.CloseWithError(err)
		}()
		defer r.Close()
		defer context.AfterFunc(ctx, func() { _ = r.CloseWithError(context.Cause(ctx)) })()
		data = r
	}
	err := c.Conn.InsertFormat(ctx, format, query, data)
	if errors.Is(err, io.ErrClosedPipe) && ctx.Err() != nil {
		err = context.Cause(ctx) // net/http closed the pipe first
	}
	return c.clean(err)
}

// copyBlock is how much data moves at a time.
const copyBlock = 256 << 10

// Ping asks the engine for a sign of life.
func (c *Conn) Ping(ctx context.Context) error { return c.clean(c.Conn.Ping(ctx)) }

// Kill cancels the statement that was started with clickhouse.WithQueryID(id), if there is one, and does not wait for its
// end.
func (c *Conn) Kill(ctx context.Context, id string) error {
	if c.engine != nil {
		return c.engine.Kill(id)
	}
	return c.Exec(ctx, "KILL QUERY WHERE query_id = "+quote(id)+" ASYNC")
}

// quote makes a string literal: KILL takes no parameters.
func quote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// clean takes the request's URL out of an error (it carries the query's parameters) and every form of the password.
func (c *Conn) clean(err error) error {
	if err == nil {
		return nil
	}
	msg := err.Error()
	if ue := (*url.Error)(nil); errors.As(err, &ue) {
		msg = strings.ReplaceAll(msg, ue.Error(), ue.Err.Error())
	}
	msg = c.secrets.Replace(userInfo.ReplaceAllString(msg, "://"))
	if msg == err.Error() {
		return err
	}
	return &redacted{msg: msg, err: err}
}

type rows struct {
	driver.Rows
	conn   *Conn
	cancel context.CancelFunc
	ended  bool
}

func (r *rows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	r.ended = true
	return false
}

func (r *rows) Err() error { return r.conn.clean(r.Rows.Err()) }

func (r *rows) Close() error {
	r.cancel()
	err := r.Rows.Close()
	if !r.ended && errors.Is(err, context.Canceled) {
		return nil // our own doing
	}
	return r.conn.clean(err)
}

type row struct {
	driver.Row
	conn *Conn
}

func (r *row) Err() error                { return r.conn.clean(r.Row.Err()) }
func (r *row) Scan(dest ...any) error    { return r.conn.clean(r.Row.Scan(dest...)) }
func (r *row) ScanStruct(dest any) error { return r.conn.clean(r.Row.ScanStruct(dest)) }

type batch struct {
	driver.Batch
	conn *Conn
}

func (b *batch) Send() error { return b.conn.clean(b.Batch.Send()) }

type stream struct {
	src    io.ReadCloser
	conn   *Conn
	cancel context.CancelFunc
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = s.conn.clean(err)
	}
	return n, err
}

func (s *stream) Close() error {
	s.cancel()
	return s.conn.clean(s.src.Close())
}
