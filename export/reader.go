package export

import (
	"context"
	"fmt"
	"io"

	"anlan/warehouse"
)

// reader is the engine's stream. Once the export's context is over it gives nothing any more: the engine, which was asked under the same context, has cancelled what was
// under way. Reading and closing are of one goroutine.
type reader struct {
	ctx context.Context //nolint:containedctx // of one reading
	src io.ReadCloser
	err error // that its reading ended with
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
	return &reader{ctx: ctx, src: src}, nil
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

// Close ends the query when it still runs. The errors of its reading count.
func (r *reader) Close() { _ = r.src.Close() }
