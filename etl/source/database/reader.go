package database

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"log/slog"
	"slices"
	"sync/atomic"

	"anlan/etl/connection"
	"anlan/etl/source"
)

// Reader is one table or query as an input of a run.
type Reader struct {
	connection connection.Connection
	spec       Spec
	ask        Ask
	columns    []column

	read   atomic.Int64
	sum    hash.Hash
	at     progress
	cursor string
}

// Open connects, learns what the columns are and disconnects. Faults are *source.Error and hold no secrets.
func Open(ctx context.Context, c connection.Connection, spec Spec, ask Ask) (*Reader, error) {
	if ask.Log == nil {
		ask.Log = slog.New(slog.DiscardHandler)
	}
	r := &Reader{connection: c, spec: spec, ask: ask, sum: sha256.New()}
	within, cancel := context.WithTimeout(ctx, 4*dialTimeout)
	defer cancel()
	s, err := connect(within, c, spec)
	if err != nil {
		return nil, r.fault(ctx, within, err)
	}
	columns, err := s.describe(within, selectAll(s, spec))
	if err != nil {
		return nil, errors.Join(r.fault(ctx, within, err), s.close(ctx))
	}
	for _, c := range columns {
		if c.binary && spec.Table != "" && !slices.Contains(ask.Needs, c.name) {
			continue // pictures: nobody looks at them here
		}
		if find(r.columns, c.name).name != "" {
			return nil, errors.Join(source.Fault(source.Duplicate, r.Name(), nil, "two columns are named %q; name them apart by AS", c.name), s.close(ctx))
		}
		r.columns = append(r.columns, c)
	}
	if err := r.check(); err != nil {
		return nil, errors.Join(err, s.close(ctx))
	}
	return r, r.fault(ctx, within, s.close(ctx))
}

// check finds the columns that the reading itself depends on.
func (r *Reader) check() error {
	r.at.watermark = -1
	if w := r.spec.Watermark; w != nil {
		for _, name := range append([]string{w.Column}, w.Key...) {
			if find(r.columns, name).name == "" {
				return source.Fault(source.Missing, r.Name(), nil, "there is no column %q, which the watermark names", name)
			}
			r.at.keys = append(r.at.keys, slices.IndexFunc(r.columns, func(c column) bool { return c.name == name }))
		}
		r.at.watermark, r.at.keys = r.at.keys[0], r.at.keys[1:]
		r.at.key = make([][]byte, len(r.at.keys))
		c := r.columns[r.at.watermark]
		r.at.family = c.family
		if err := w.check(c); err != nil {
			return source.Fault(source.Missing, r.Name(), nil, "%v", err)
		}
	}
	if r.ask.From != "" {
		c := find(r.columns, r.spec.Window)
		if c.name == "" {
			return source.Fault(source.Missing, r.Name(), nil, "there is no column %q, by which windows of days are asked for", r.spec.Window)
		}
		if c.family == other || c.family == integer {
			return source.Fault(source.Missing, r.Name(), nil, "the column %q, by which windows of days are asked for, is %s and no time", c.name, c.typ)
		}
	}
	return nil
}

// Name is the connection and the table.
func (r *Reader) Name() string { return r.spec.Describe() }

// Columns are the names in the result's order, without binary columns of a table that nobody needs.
func (r *Reader) Columns() []string {
	names := make([]string, len(r.columns))
	for i, c := range r.columns {
		names[i] = c.name
	}
	return names
}

// Types are the columns' types as the database calls them, in the order of Columns.
func (r *Reader) Types() []string {
	types := make([]string, len(r.columns))
	for i, c := range r.columns {
		types[i] = c.typ
	}
	return types
}

// Encoding is Native.
func (r *Reader) Encoding() string { return "Native" }

// Raw is false: a row has no text of its own.
func (r *Reader) Raw() bool { return false }

// Size is how many bytes of values were read so far; nobody knows it before.
func (r *Reader) Size() int64 { return r.read.Load() }

// BytesRead is Size.
func (r *Reader) BytesRead() int64 { return r.read.Load() }

// SHA256 is the digest of all rows as they were staged.
func (r *Reader) SHA256() string { return hex.EncodeToString(r.sum.Sum(nil)) }

// Cursor is where the reading got to, for the next run; empty for a source without a watermark and for a window.
func (r *Reader) Cursor() string { return r.cursor }

// Unmarked counts the rows whose watermark says nothing; they are read every time.
func (r *Reader) Unmarked() uint64 { return r.at.unmarked }

// Close has nothing to do: every reading has its own connection.
func (r *Reader) Close() error { return nil }

// Stream reads all rows that were asked for.
func (r *Reader) Stream(ctx context.Context, w io.Writer, layout source.Layout) (source.Stats, error) {
	// The server watches the time itself; we do for a server that does not.
	within, cancel := context.WithTimeout(ctx, r.spec.timeout()+dialTimeout)
	defer cancel()
	stats, err := r.stream(ctx, within, w, layout)
	return stats, err
}

func (r *Reader) stream(ctx, within context.Context, w io.Writer, layout source.Layout) (stats source.Stats, err error) {
	s, err := connect(within, r.connection, r.spec)
	if err != nil {
		return stats, r.fault(ctx, within, err)
	}
	defer func() {
		if closing := s.close(ctx); err == nil {
			err = r.fault(ctx, within, closing)
		}
	}()
	below, err := r.begin(within, s)
	if err != nil {
		return stats, r.fault(ctx, within, err)
	}
	ask := selectRows(s, r.spec, r.ask, r.columns, below)
	result, err := s.read(within, ask.sql.String(), ask.values)
	if err != nil {
		return stats, r.fault(ctx, within, err)
	}
	out := source.NewRows(io.MultiWriter(w, r.sum), layout, len(r.columns), false)
	convert := newConverter(r.columns, r.spec)
	for {
		values, err := result.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return stats, r.broken(ctx, within, stats.Rows, err)
		}
		stats.Rows++
		if r.at.watermark >= 0 {
			r.at.see(values)
		}
		size, err := convert.row(out, values)
		if err != nil {
			return stats, source.Fault(source.WrongEncoding, r.Name(), err, "row %d: %v", stats.Rows, err)
		}
		r.read.Add(int64(size))
		if err := out.End(layout.Base+stats.Rows, 0); err != nil {
			return stats, errors.Join(err, quietly(result.close))
		}
		if stats.Rows%4096 == 0 && layout.Rows != nil {
			layout.Rows(stats.Rows)
		}
	}
	stats.Good = stats.Rows
	if err := result.close(); err != nil {
		return stats, r.fault(ctx, within, err)
	}
	if r.at.unmarked > 0 {
		r.ask.Log.Warn("rows have no watermark, or one before 1971: they are read every time", "source", r.Name(), "rows", r.at.unmarked)
	}
	if r.spec.Watermark != nil && r.ask.From == "" {
		r.cursor = r.at.cursor(r.spec, r.ask.Cursor)
	}
	return stats, out.Flush()
}

// quietly closes what nobody reads to its end.
func quietly(shut func() error) error {
	_ = shut() // what it says is known
	return nil
}

// begin fixes the present and says where an incremental reading begins; nil for everything.
func (r *Reader) begin(ctx context.Context, s session) (*bound, error) {
	w := r.spec.Watermark
	if w == nil {
		return nil, nil //nolint:nilnil // everything
	}
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	r.at.now = s.present(r.at.family, r.spec.Zone, now)
	last := r.spec.parseCursor(r.ask.Cursor)
	if last == nil && r.ask.Cursor != "" {
		r.ask.Log.Info("everything is read: the last run read another table or by another watermark", "source", r.Name())
	}
	if last == nil || r.ask.Full || r.ask.From != "" {
		return nil, nil //nolint:nilnil // everything
	}
	return w.below(last, r.at.family)
}
