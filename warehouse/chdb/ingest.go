package chdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
)

// ingestBlock is how much of an INSERT's data goes to the engine at a time.
const ingestBlock = 1 << 20

// ingest runs an INSERT and feeds it the data of the request. When the data cannot be read to its end the insert is
// abandoned and the reader's error returned; parts that the engine had already written stay.
func (j *job) ingest() (*http.Response, error) {
	defer j.release()
	api := j.conn.api
	in, msg := api.insert(j.conn.handle, j.sql, j.call.format, j.params)
	if in != 0 {
		defer api.destroyInsert(in)
	}
	if msg != "" {
		j.conn.broken = true
		return nil, j.failed(msg)
	}
	if err := j.feed(in); err != nil {
		j.conn.broken = true
		api.streamCancelInsert(in)
		return nil, err
	}
	r := api.streamDone(in)
	defer j.conn.destroy(r)
	if r == 0 {
		j.conn.broken = true
		return nil, j.failed("the engine returned no result of an INSERT")
	}
	if msg := api.resultError(r); msg != "" {
		j.conn.broken = true
		return nil, j.failed(msg)
	}
	resp := response(http.StatusOK, j.call.format, http.NoBody, 0)
	resp.Header.Set("X-ClickHouse-Summary", fmt.Sprintf(`{"written_rows":"%d","written_bytes":"%d"}`,
		api.resultRowsWritten(r), api.resultBytesWritten(r)))
	return resp, nil
}

// feed appends the input block by block until its end, an error, or the job's cancellation.
func (j *job) feed(in insertHandle) error {
	blocks, spare := make(chan block), make(chan []byte, 2)
	spare <- make([]byte, ingestBlock)
	spare <- make([]byte, ingestBlock)
	go fill(j.ctx, j.input, blocks, spare)
	for {
		select {
		case b := <-blocks:
			if len(b.data) > 0 {
				if err := j.append(in, b.data); err != nil {
					return err
				}
			}
			if errors.Is(b.err, io.EOF) {
				return nil
			}
			if b.err != nil {
				return fmt.Errorf("read data of insert: %w", b.err)
			}
			spare <- b.data[:cap(b.data)]
		case <-j.ctx.Done():
			return context.Cause(j.ctx)
		}
	}
}

func (j *job) append(in insertHandle, data []byte) error {
	state := j.conn.api.streamAppend(in, &data[0], uintptr(len(data)))
	runtime.KeepAlive(data)
	if state == 0 {
		return nil
	}
	msg := j.conn.api.streamInsertError(in)
	if msg == "" {
		msg = "the engine refused data without saying why"
	}
	return j.failed(msg)
}

// block is data read, and why reading stopped after it.
type block struct {
	data []byte
	err  error
}

// fill reads ahead by at most two blocks. It ends with the input's end or error, or when ctx ends; an input that blocks for
// ever holds it, and nothing else.
func fill(ctx context.Context, input io.Reader, blocks chan<- block, spare <-chan []byte) {
	for {
		var b block
		select {
		case b.data = <-spare:
		case <-ctx.Done():
			return
		}
		var n int
		for n < len(b.data) && b.err == nil {
			var m int
			m, b.err = input.Read(b.data[n:])
			n += m
		}
		b.data = b.data[:n]
		select {
		case blocks <- b:
		case <-ctx.Done():
			return
		}
		if b.err != nil {
			return
		}
	}
}
