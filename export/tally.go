package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"anlan/warehouse"
)

// tally is a file on its way out: it counts and hashes what passes.
type tally struct {
	ctx      context.Context //nolint:containedctx // of one writing
	w        io.Writer
	hash     hash.Hash
	rows     uint64 // that were handed to the writer, see passed
	bytes    uint64
	altered  uint64 // cells of a workbook
	pace     pace
	progress func(rows, bytes uint64)
}

// errWriter marks the errors of whoever receives the file.
var errWriter = errors.New("write export")

// Write passes bytes on. Nothing leaves once the context is over.
func (t *tally) Write(p []byte) (int, error) {
	if t.ctx.Err() != nil {
		return 0, context.Cause(t.ctx)
	}
	began := time.Now()
	n, err := t.w.Write(p)
	_, _ = t.hash.Write(p[:max(0, n)]) // never fails
	t.bytes += uint64(max(0, n))
	t.tell()
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return n, fmt.Errorf("%w: %w", errWriter, err)
	}
	return n, t.pace.took(n, time.Since(began))
}

// passed says that rows leave or have left: of a document that breaks off, those of a batch that had begun are among them.
func (t *tally) passed(rows uint64) {
	t.rows += rows
	t.tell()
}

func (t *tally) tell() {
	if t.progress != nil {
		t.progress(t.rows, t.bytes)
	}
}

// written is what became of a file.
type written struct {
	ManifestPart
	altered uint64
}

// write takes a turn and writes the whole, or a part.
func (x *Export) write(ctx context.Context, w io.Writer, part *warehouse.DataPart, progress func(rows, bytes uint64)) (written, error) {
	done, err := x.exporter.turns.take(ctx, x.caller.Name, x.exporter.cfg.Wait)
	if err != nil {
		return written{}, err
	}
	defer done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(x.closed, cancel)() //nolint:contextcheck // Close ends it too
	t := &tally{ctx: ctx, w: w, hash: sha256.New(), progress: progress, pace: pace{crowded: x.exporter.turns.crowded}}
	if err := x.format.write(ctx, x, t, part); err != nil {
		return written{}, err
	}
	p := ManifestPart{Name: x.FileName(), Rows: t.rows, Bytes: t.bytes, SHA256: hex.EncodeToString(t.hash.Sum(nil))}
	if part != nil {
		p.Name = x.PartName(*part)
	}
	return written{p, t.altered}, nil
}
