package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"anlan/etl/connection"
	"anlan/etl/source"
)

// Ask is what one run wants of a source.
type Ask struct {
	Columns  []string // paths in the record, in the order of the staging columns
	Cursor   string   // of the last run that went through; empty: everything
	From, To string   // window of days, YYYY-MM-DD; empty: none. A run with a window leaves the cursor where it was
	Full     bool     // ask for everything, whatever the cursor is; it moves on all the same
	Clock    Clock
	Log      *slog.Logger // nil: nothing is logged
}

// Input reads one API. It is a source.Input.
type Input struct {
	connection connection.Connection
	spec       Spec
	name       string
	columns    []string
	log        *slog.Logger
	clock      Clock
	client     *http.Client
	address    *url.URL
	values     map[string]string // of placeholders
	since      string
	cursor     string // at the start
	mark       watermark
	window     bool

	page   int
	waited time.Duration
	read   atomic.Int64
	hash   hash.Hash
}

// Open prepares to read; nothing is sent yet. Faults are *source.Error.
func Open(c connection.Connection, s Spec, ask Ask) (*Input, error) {
	in := &Input{connection: c, spec: s, name: c.Name + ":" + s.Path, columns: ask.Columns, log: ask.Log, clock: ask.Clock, hash: sha256.New(), cursor: ask.Cursor, page: 1}
	if in.log == nil {
		in.log = slog.New(slog.DiscardHandler)
	}
	root, err := base(c)
	if err != nil {
		return nil, in.fault(source.Refused, nil, "%v", err)
	}
	in.address = address(root, s.Path)
	if in.client, err = client(c, root); err != nil {
		return nil, in.fault(source.Refused, err, "%v", err)
	}
	in.window = ask.From != "" || ask.To != ""
	if s.Since != nil && !in.window {
		from := ask.Cursor
		if ask.Full {
			from = ""
		}
		if in.since, err = s.Since.start(from); err != nil {
			return nil, in.fault(source.BadAnswer, nil, "%v", err)
		}
	}
	in.values = map[string]string{"{window_from}": ask.From, "{window_to}": ask.To, "{since}": in.since}
	return in, nil
}

// Name is connection:path, as messages and the ledger say it.
func (in *Input) Name() string { return in.name }

// Columns are those that were asked for.
func (in *Input) Columns() []string { return in.columns }

// Encoding is the engine's Native.
func (in *Input) Encoding() string { return "Native" }

// Raw is true: every record comes with its own JSON.
func (in *Input) Raw() bool { return true }

// Size is what was received so far: an API does not say how much there is.
func (in *Input) Size() int64 { return in.read.Load() }

// BytesRead is what was received so far, unpacked.
func (in *Input) BytesRead() int64 { return in.read.Load() }

// SHA256 is the digest of all answers, one behind the other, unpacked.
func (in *Input) SHA256() string { return hex.EncodeToString(in.hash.Sum(nil)) }

// Close lets the connections go.
func (in *Input) Close() error {
	in.client.CloseIdleConnections()
	return nil
}

// Cursor is where the next run starts from.
func (in *Input) Cursor() string {
	if in.spec.Since == nil || in.window || in.mark.text == "" {
		return in.cursor
	}
	if before, _, ok := moment(in.cursor); ok && before.After(in.mark.value) {
		return in.cursor
	}
	return in.mark.text
}

// Stream asks for all pages and writes their records.
func (in *Input) Stream(ctx context.Context, w io.Writer, layout source.Layout) (source.Stats, error) {
	if layout.Bad == nil {
		layout.Bad = func(source.Bad) error { return nil }
	}
	ctx, cancel := context.WithTimeoutCause(ctx, in.spec.Limits.Total, errTimeUp)
	defer cancel()
	rows := &records{in: in, out: source.NewRows(w, layout, len(in.columns), true), layout: layout, occurs: make([]bool, len(in.columns))}
	walk := newWalk(in)
	for {
		body, header, err := in.fetch(ctx, walk.place)
		if err != nil {
			return rows.stats, err
		}
		in.hash.Write(body)
		in.read.Add(int64(len(body)))
		if body, err = in.decode(body, header.Get("Content-Type")); err != nil {
			return rows.stats, err
		}
		answer, err := in.parse(body)
		if err != nil {
			return rows.stats, err
		}
		answer.link = nextLink(header)
		if err := rows.write(answer.records); err != nil {
			return rows.stats, err
		}
		if layout.Rows != nil {
			layout.Rows(rows.stats.Rows)
		}
		on, err := walk.next(answer, rows.stats.Rows)
		if err != nil {
			return rows.stats, err
		}
		if !on {
			return rows.end()
		}
		if pause := in.spec.Limits.Pause; pause > 0 {
			if err := in.clock.Sleep(ctx, pause); err != nil {
				return rows.stats, in.stopped(ctx, err)
			}
		}
	}
}

// records writes what pages hold.
type records struct {
	in     *Input
	out    *source.Rows
	layout source.Layout
	stats  source.Stats
	occurs []bool // columns that any record had
}

func (r *records) write(list []json.RawMessage) error {
	in := r.in
	for _, text := range list {
		r.stats.Rows++
		if r.stats.Rows > in.spec.Limits.Records {
			return in.fault(source.TooMuch, nil, "%s: there are more than %d records; raise max_records, or ask for fewer", in.where(), in.spec.Limits.Records)
		}
		object, bad := source.ParseRecord(text)
		if bad == nil && len(text) > source.DefaultMaxRecord {
			bad = &source.Bad{Code: source.TooLong, Reason: fmt.Sprintf("the record is longer than %d bytes", source.DefaultMaxRecord)}
		}
		if bad != nil {
			bad.Row, bad.Raw = r.stats.Rows, text[:min(len(text), 64<<10)]
			if err := r.layout.Bad(*bad); err != nil {
				return err
			}
			continue
		}
		for i, column := range in.columns {
			value, found := follow(object, column)
			r.occurs[i] = r.occurs[i] || found
			r.out.Text(i, source.PlainText(value))
		}
		if s := in.spec.Since; s != nil {
			value, _ := follow(object, s.Column)
			if err := in.mark.note(string(source.PlainText(value)), in.clock.Now()); err != nil {
				return in.fault(source.BadAnswer, nil, "%s: record %d, %s: %v", in.where(), r.stats.Rows, s.Column, err)
			}
		}
		r.out.Text(len(in.columns), text)
		if err := r.out.End(r.layout.Base+r.stats.Rows, 0); err != nil {
			return err
		}
		r.stats.Good++
	}
	return nil
}

func (r *records) end() (source.Stats, error) {
	if s := r.in.spec.Since; s != nil && r.stats.Good > 0 && !r.in.mark.seen {
		return r.stats, r.in.fault(source.BadAnswer, nil, "no record has a value in %s, which tells the next run where to start", s.Column)
	}
	for i, found := range r.occurs {
		if !found && r.stats.Good > 0 {
			r.stats.Missing = append(r.stats.Missing, r.in.columns[i])
		}
	}
	return r.stats, r.out.Flush()
}

// where names the request as everybody may see it: method, path and page, never the query.
func (in *Input) where() string {
	return fmt.Sprintf("%s %s, page %d", in.spec.Method, in.spec.Path, in.page)
}

// fault makes an error of this source without secrets in it.
func (in *Input) fault(code string, cause error, format string, args ...any) *source.Error {
	return source.Fault(code, in.name, cause, "%s", in.connection.Scrub(fmt.Sprintf(format, args...)))
}
