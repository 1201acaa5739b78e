package export

import (
	"context"
	"fmt"
	"io"
	"sync"

	"anlan/warehouse"
)

// reader is the engine's stream. Once the export's context is over it gives nothing any more: what is under way in the engine is cancelled.
type reader struct {
	ctx   context.Context //nolint:containedctx // of one reading
	src   io.ReadCloser
	close sync.Once
	stop  func() bool
	err   error // that its reading ended with
}

// encode opens the engine's stream in one of its formats. Its first error is kept as it is; the caller closes it.
func (x *Export) encode(ctx context.Context, name string, settings map[string]any, part *warehouse.DataPart) (*reader, error) {
	if part != nil && part.Name != "" {
		settings["max_threads"] = 1 // several hand over what they read in no order
	}
	src, err := x.reading.Encode(ctx, name, settings, part)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", x.reading.Set().Name, err)
	}
	r := &reader{ctx: ctx, src: src}
	r.stop = context.AfterFunc(ctx, r.end)
	return r, nil
}

func (r *reader) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	n, err := r.src.Read(p)
	if err != nil && err != io.EOF && r.ctx.Err() != nil { //nolint:errorlint // a wrapped io.EOF is none
		err = context.Cause(r.ctx)
	}
	r.err = err
	return n, err
}

// whole tells whether the engine has said that all was read. A reader of Arrow takes the end of what comes for the end of the document.
func (r *reader) whole() error {
	for r.err == nil {
		if _, err := r.Read(make([]byte, 512)); err != nil {
			break
		}
	}
	if r.err == io.EOF { //nolint:errorlint // a wrapped io.EOF is none
		return nil
	}
	return r.err
}

// Close ends the query when it still runs.
func (r *reader) Close() {
	r.stop()
	r.end()
}

func (r *reader) end() {
	r.close.Do(func() { _ = r.src.Close() }) // the errors of its reading count
}
