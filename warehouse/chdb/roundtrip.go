package chdb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

// RoundTrip answers one request of ClickHouse's HTTP interface. An error of the engine that comes before the first byte of
// the answer is a response with a status of 400 or more, X-ClickHouse-Exception-Code and the engine's message; one that
// comes later is the error of a Read of the body, a *proto.Exception, so what was cut short never looks complete. The
// request's context cancels the statement in the engine, and so does closing the body early.
func (e *Engine) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	resp, err := e.answer(r)
	var ex *proto.Exception
	if errors.As(err, &ex) {
		resp, err = failure(ex), nil
	}
	if err != nil {
		return nil, err
	}
	if id := r.URL.Query().Get("query_id"); id != "" {
		resp.Header.Set("X-ClickHouse-Query-Id", id)
	}
	resp.Header.Set("X-ClickHouse-Timezone", e.timezone)
	resp.Request = r
	return resp, nil
}

func (e *Engine) answer(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, context.Cause(r.Context())
	}
	c, err := e.read(r)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(c.sql) == "" {
		return response(http.StatusOK, "TabSeparated", strings.NewReader("Ok.\n"), 4), nil
	}
	resp, err := e.start(r, c)
	if err == nil && c.packed && resp.Body != http.NoBody {
		resp.Body = newBlockBody(resp.Body, c.block)
		resp.ContentLength = -1
	}
	return resp, err
}

// start sets a statement going on a connection of its own.
func (e *Engine) start(r *http.Request, c *call) (_ *http.Response, err error) {
	if c.driver && strings.TrimSpace(c.sql) == hello {
		return e.hello()
	}
	if err := e.begin(c.id); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(r.Context())
	unhook := context.AfterFunc(e.stop, func() { cancel(ErrClosed) })
	j := &job{call: c, engine: e, ctx: ctx, cancel: cancel, unhook: unhook}
	if j.conn, err = e.pool.get(ctx); err != nil {
		j.release()
		return nil, err
	}
	if err := j.conn.session(c.database, c.tag(j.conn.token)); err != nil {
		j.release()
		return nil, err
	}
	j.unwatch = e.watch(ctx, j.conn)
	return j.run()
}

// job is a statement on its way: it owns a connection from begin to release.
type job struct {
	*call
	engine  *Engine
	conn    *conn
	ctx     context.Context
	cancel  context.CancelCauseFunc
	unhook  func() bool
	unwatch func()
}

func (j *job) run() (*http.Response, error) {
	switch {
	case j.verb == ingest:
		return j.ingest()
	case j.verb == query && j.chunked() && j.whole:
		return j.command()
	case j.verb == query && j.chunked():
		return j.stream()
	case j.verb == query:
		return j.document()
	}
	return j.command()
}

// release gives the connection back. After it nothing of the engine may be touched under this job.
func (j *job) release() {
	if j.unwatch != nil {
		j.unwatch()
	}
	j.unhook()
	j.cancel(context.Canceled)
	if j.conn != nil {
		j.conn.broken = j.conn.broken || j.sticky
		j.engine.pool.put(j.conn)
	}
	j.engine.end(j.id)
}

// failed is the error to show for a message of the engine: when the statement was cancelled, the reason for that.
func (j *job) failed(message string) error {
	if j.ctx.Err() != nil {
		return context.Cause(j.ctx)
	}
	return exception(message)
}

// concatenable are the formats whose chunks can be joined as they are.
var concatenable = map[string]bool{
	"native": true, "rowbinary": true, "csv": true, "tsv": true, "tabseparated": true, "tsvraw": true, "tabseparatedraw": true, "raw": true,
	"jsoneachrow": true, "jsonlines": true, "ndjson": true, "jsonstringseachrow": true, "jsoncompacteachrow": true,
	"jsoncompactstringseachrow": true, "msgpack": true, "tskv": true, "null": true,
}

// chunked reports whether the streaming call gives one whole document in the job's format.
func (j *job) chunked() bool {
	return concatenable[strings.ToLower(j.call.format)] && !on(j.settings["output_format_json_array_of_rows"]) &&
		!strings.Contains(strings.ToLower(j.sql), "array_of_rows")
}

// response builds an answer; length is -1 when it is not known.
func response(code int, format string, body io.Reader, length int64) *http.Response {
	rc, ok := body.(io.ReadCloser)
	if !ok {
		rc = io.NopCloser(body)
	}
	return &http.Response{
		Status: strconv.Itoa(code) + " " + http.StatusText(code), StatusCode: code,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"X-Clickhouse-Format": {format}, "Content-Type": {contentType(format)}},
		Body:          rc,
		ContentLength: length,
	}
}

// failure is the answer to a statement that failed before its answer began.
func failure(ex *proto.Exception) *http.Response {
	body := text(ex) + "\n"
	resp := response(status(ex.Code), "TabSeparated", strings.NewReader(body), int64(len(body)))
	resp.Header.Set("X-ClickHouse-Exception-Code", strconv.Itoa(int(ex.Code)))
	return resp
}

func contentType(format string) string {
	switch f := strings.ToLower(format); {
	case strings.HasPrefix(f, "csv"):
		return "text/csv; charset=UTF-8"
	case strings.HasPrefix(f, "tsv"), strings.HasPrefix(f, "tabseparated"):
		return "text/tab-separated-values; charset=UTF-8"
	case strings.HasPrefix(f, "json"):
		return "application/json; charset=UTF-8"
	case f == "arrowstream":
		return "application/vnd.apache.arrow.stream"
	case f == "arrow":
		return "application/vnd.apache.arrow.file"
	case f == "parquet":
		return "application/vnd.apache.parquet"
	}
	return "application/octet-stream"
}
