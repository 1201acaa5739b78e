package chdb

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/ClickHouse/ch-go/compress"
)

// maxStatement bounds the text of a statement without its data.
const maxStatement = 1 << 20

// call is one HTTP request, understood.
type call struct {
	statement
	id       string            // query_id
	database string            // where unqualified names are looked up
	format   string            // of the answer, or of an INSERT's data
	params   map[string]string // {name:Type}
	settings map[string]string
	input    io.Reader // data of an INSERT
	block    compress.Method
	packed   bool // answer in ClickHouse's compressed blocks
	whole    bool // nothing is sent before the statement has ended
	driver   bool // the caller sends client_protocol_version, as ClickHouse's drivers do
}

// reserved are the arguments of ClickHouse's HTTP interface that are no settings; those with true are refused since
// ignoring them would change what the request means.
var reserved = map[string]bool{
	"query": false, "database": false, "default_format": false, "query_id": false, "client_protocol_version": false,
	"user": false, "password": false, "quota_key": false, "role": false, "compress": false, "decompress": false,
	"wait_end_of_query": false, "buffer_size": false, "enable_http_compression": false, "stacktrace": false,
	"session_id": true, "session_check": false, "session_timeout": false, "close_session": false,
}

// read understands a request. The body is read only as far as it is statement.
func (e *Engine) read(r *http.Request) (*call, error) {
	q := r.URL.Query()
	c := &call{
		id:       q.Get("query_id"),
		database: first(q.Get("database"), r.Header.Get("X-ClickHouse-Database"), "default"),
		format:   first(q.Get("default_format"), r.Header.Get("X-ClickHouse-Format"), "TabSeparated"),
		params:   map[string]string{},
		settings: map[string]string{},
		driver:   q.Get("client_protocol_version") != "",
		packed:   on(q.Get("compress")),
		whole:    on(q.Get("wait_end_of_query")),
		block:    compress.LZ4,
	}
	if err := c.arguments(q); err != nil {
		return nil, err
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return nil, refuse(codeNotImplemented, "NOT_IMPLEMENTED", "external tables are not available in the embedded engine")
	}
	body, err := decode(r, on(q.Get("decompress")))
	if err != nil {
		return nil, err
	}
	if err := c.text(q.Get("query"), body); err != nil {
		return nil, err
	}
	if c.statement.format != "" {
		c.format = c.statement.format
	}
	if c.many {
		return nil, refuse(codeSyntax, "SYNTAX_ERROR", "Syntax error (Multi-statements are not allowed)")
	}
	return c, nil
}

// arguments sorts the URL's arguments into parameters and settings.
func (c *call) arguments(q url.Values) error {
	for name, values := range q {
		value := values[len(values)-1]
		refused, known := reserved[name]
		switch param, isParam := strings.CutPrefix(name, "param_"); {
		case refused:
			return refuse(codeNotImplemented, "NOT_IMPLEMENTED", name+" is not available in the embedded engine")
		case known:
		case isParam:
			c.params[param] = value
		case !settingName(name):
			return refuse(codeBadArguments, "BAD_ARGUMENTS", fmt.Sprintf("%q is not the name of a setting", name))
		default:
			c.settings[name] = value
		}
	}
	if strings.EqualFold(c.settings["network_compression_method"], "zstd") {
		c.block = compress.ZSTD
	}
	return nil
}

// text finds the statement: in the argument query, in the body, or begun in the one and continued in the other.
func (c *call) text(query string, body io.Reader) error {
	if query != "" {
		if c.statement = parse(query); c.verb == ingest {
			c.input = io.MultiReader(strings.NewReader(c.data), body)
			return nil
		}
	}
	head, err := io.ReadAll(io.LimitReader(body, maxStatement+1))
	if err != nil {
		return fmt.Errorf("read statement: %w", err)
	}
	full := query + string(head)
	c.statement = parse(full)
	switch {
	case c.verb == ingest:
		c.input = io.MultiReader(strings.NewReader(c.data), body)
		if len(head) <= maxStatement && strings.EqualFold(c.statement.format, "Values") {
			// The engine reads VALUES itself: expressions and parameters work there, and errors name the place.
			c.statement = statement{sql: full}
		}
	case len(head) > maxStatement:
		return refuse(codeTooLarge, "LIMIT_EXCEEDED", fmt.Sprintf("the statement is longer than %d bytes", maxStatement))
	}
	return nil
}

// tag makes the settings that name the statement to whoever looks at system.processes; the token comes first, since KILL
// QUERY goes by it.
func (c *call) tag(token string) map[string]string {
	comment := strings.TrimSpace(url.QueryEscape(c.id) + " " + c.settings["log_comment"])
	if comment == "" {
		return c.settings
	}
	settings := maps.Clone(c.settings)
	settings["log_comment"] = token + " " + comment
	return settings
}

// decode undoes what HTTP or the driver packed the body in.
func decode(r *http.Request, blocks bool) (io.Reader, error) {
	var body io.Reader = http.NoBody
	if r.Body != nil {
		body = r.Body
	}
	switch enc := r.Header.Get("Content-Encoding"); enc {
	case "", "identity":
	case "gzip":
		body = &lazyGzip{src: body}
	default:
		return nil, refuse(codeNotImplemented, "NOT_IMPLEMENTED", "Content-Encoding "+enc+" is not available in the embedded engine")
	}
	if blocks {
		body = blockReader{compress.NewReader(body)}
	}
	return body, nil
}

// lazyGzip reads the gzip header at the first Read, not before: the sender may wait for that.
type lazyGzip struct {
	src io.Reader
	z   *gzip.Reader
}

func (g *lazyGzip) Read(p []byte) (int, error) {
	if g.z == nil {
		z, err := gzip.NewReader(g.src)
		if err != nil {
			return 0, err
		}
		g.z = z
	}
	return g.z.Read(p)
}

// blockReader gives a plain io.EOF at the end of the last block, where the library wraps it.
type blockReader struct{ r *compress.Reader }

func (b blockReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err != nil && errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

func settingName(s string) bool {
	for i := range len(s) {
		if !isWord(s[i]) && s[i] != '.' || i == 0 && isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func on(v string) bool { return v == "1" || v == "true" }
