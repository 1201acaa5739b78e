package chdb

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"
)

// outcome is what a statement came to that was run in one call.
type outcome struct {
	data    []byte
	summary string // as ClickHouse sends it
	err     error
}

// command runs a statement whose output is small, or is asked for with wait_end_of_query, and returns it whole. A cancelled one is waited for as long as
// Config.Grace says: who is told that it was cancelled may rely on its being over.
//
// The engine's call would run several statements one after another, so its own parser counts them first.
func (j *job) command() (*http.Response, error) {
	if n := j.conn.api.count(j.conn.handle, j.sql); n > 1 && !names(j.sql, "PARALLEL") {
		j.release()
		return nil, refuse(codeSyntax, "SYNTAX_ERROR", fmt.Sprintf("Syntax error (Multi-statements are not allowed): %d statements", n))
	}
	done := make(chan outcome, 1)
	go func() {
		defer j.release()
		done <- j.once(j.sql, j.call.format)
	}()
	out, err := j.wait(done)
	if err != nil {
		return nil, err
	}
	resp := response(http.StatusOK, j.call.format, bytes.NewReader(out.data), int64(len(out.data)))
	resp.Header.Set("X-ClickHouse-Summary", out.summary)
	return resp, nil
}

func (j *job) wait(done <-chan outcome) (outcome, error) {
	select {
	case out := <-done:
		return out, out.err
	case <-j.ctx.Done():
	}
	select {
	case out := <-done:
		return out, out.err
	case <-time.After(j.engine.cfg.Grace):
		return outcome{}, context.Cause(j.ctx)
	}
}

// once runs a statement in one call of the engine.
func (j *job) once(sql, format string) outcome {
	r, msg := j.conn.api.run(j.conn.handle, sql, format, j.params)
	defer j.conn.destroy(r)
	if msg != "" {
		return outcome{err: j.failed(msg)}
	}
	api := j.conn.api
	return outcome{data: bytes.Clone(api.view(r)), summary: fmt.Sprintf(`{"read_rows":"%d","read_bytes":"%d","written_rows":"%d"}`,
		api.storageRowsRead(r), api.storageBytesRead(r), api.resultRowsWritten(r))}
}
