package chdb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

// errBodyClosed is why a statement ends whose answer nobody reads on.
var errBodyClosed = errors.New("the answer was closed before its end")

// chunk is a piece of an answer in the engine's memory, or the error that ends it (io.EOF for a good end).
type chunk struct {
	handle resultHandle
	data   []byte
	err    error
}

// stream runs a SELECT and hands its answer out chunk by chunk; the engine does not run ahead of the reader by more than one.
func (j *job) stream() (*http.Response, error) {
	b := &chunkBody{api: j.conn.api, ctx: j.ctx, cancel: j.cancel, chunks: make(chan chunk), gone: make(chan struct{})}
	go j.pump(b)
	err := b.advance()
	switch {
	case errors.Is(err, io.EOF):
		_ = b.Close()
		return response(http.StatusOK, j.call.format, http.NoBody, 0), nil
	case err != nil:
		_ = b.Close()
		return nil, err
	}
	return response(http.StatusOK, j.call.format, b, -1), nil
}

// pump fetches until the end, an error, or the reader's leaving.
func (j *job) pump(b *chunkBody) {
	defer j.release()
	api, session := j.conn.api, j.conn.handle.session()
	stream, msg := api.stream(j.conn.handle, j.sql, j.call.format, j.params)
	defer func() { j.conn.destroy(stream) }()
	if strings.Contains(msg, "Streaming query is not supported") {
		// WITH … INSERT and the like: nothing has run yet.
		r, msg := api.run(j.conn.handle, j.sql, j.call.format, j.params)
		if j.send(b, r, msg) {
			b.put(chunk{err: io.EOF})
		}
		return
	}
	if msg != "" {
		b.put(chunk{err: j.failed(msg)})
		return
	}
	for j.ctx.Err() == nil {
		r := api.streamFetch(session, stream)
		msg := "the engine's stream broke off"
		if r != 0 {
			msg = api.resultError(r)
		}
		if msg == "" && api.resultLength(r) == 0 {
			j.conn.destroy(r)
			b.put(chunk{err: io.EOF})
			return
		}
		if !j.send(b, r, msg) {
			break
		}
	}
	j.conn.broken = true
	api.streamCancel(session, stream)
}

// send hands one result to the reader, who destroys it; it reports whether to go on.
func (j *job) send(b *chunkBody, r resultHandle, msg string) bool {
	if msg != "" {
		j.conn.broken = true
		j.conn.destroy(r)
		b.put(chunk{err: j.failed(msg)})
		return false
	}
	if !b.put(chunk{handle: r, data: j.conn.api.view(r)}) {
		j.conn.destroy(r)
		return false
	}
	return true
}

// chunkBody is the body of a streamed answer.
type chunkBody struct {
	api    *capi
	ctx    context.Context // ends with the caller's, with the engine's, or by Close
	cancel context.CancelCauseFunc
	chunks chan chunk
	gone   chan struct{} // closed by Close

	mu    sync.Mutex
	now   chunk
	err   error
	close sync.Once
}

// put offers a chunk to the reader; false when he is gone.
func (b *chunkBody) put(c chunk) bool {
	select {
	case b.chunks <- c:
		return true
	default:
	}
	select {
	case b.chunks <- c:
		return true
	case <-b.ctx.Done():
		return false
	}
}

// advance waits for the next chunk.
func (b *chunkBody) advance() error {
	b.drop()
	if b.err != nil {
		return b.err
	}
	select {
	case b.now = <-b.chunks:
		b.err = b.now.err
	case <-b.ctx.Done():
		b.err = context.Cause(b.ctx)
	}
	return b.err
}

func (b *chunkBody) drop() {
	if b.now.handle != 0 {
		b.api.destroyResult(b.now.handle)
	}
	b.now = chunk{}
}

// Read returns io.EOF only when the statement ended well.
func (b *chunkBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.now.data) == 0 {
		if err := b.advance(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.now.data)
	b.now.data = b.now.data[n:]
	return n, nil
}

// Close ends the statement when it still runs; it does not wait for that.
func (b *chunkBody) Close() error {
	b.close.Do(func() {
		b.cancel(errBodyClosed)
		b.mu.Lock()
		defer b.mu.Unlock()
		b.drop()
		if b.err == nil {
			b.err = errBodyClosed
		}
	})
	return nil
}
