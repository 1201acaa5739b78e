package chdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// document runs a SELECT whose format has an envelope: the streaming call would write one document per chunk. The engine
// writes the one document into a named pipe in a private folder, and the answer is read from its other end.
func (j *job) document() (*http.Response, error) {
	p, err := j.engine.pipe()
	if err != nil {
		j.release()
		return nil, err
	}
	b := &pipeBody{job: j, read: p.read, done: make(chan struct{})}
	go func() {
		b.result = j.once("INSERT INTO FUNCTION file("+stringLiteral(p.path)+", "+stringLiteral(j.call.format)+") "+j.sql, "Null")
		_ = p.hold.Close() // the last writer: the reader comes to the end
		_ = os.Remove(p.path)
		close(b.done)
		j.release()
	}()
	context.AfterFunc(j.ctx, b.abandon)
	first := make([]byte, 64<<10)
	n, err := b.Read(first)
	if err != nil {
		_ = b.Close()
		if errors.Is(err, io.EOF) {
			return response(http.StatusOK, j.call.format, http.NoBody, 0), nil
		}
		return nil, err
	}
	b.head = first[:n]
	return response(http.StatusOK, j.call.format, b, -1), nil
}

// pipe is a named pipe with both ends open: the engine's opening it never blocks, and the reader sees no end before hold
// is closed.
type pipe struct {
	path       string
	read, hold *os.File
}

func (e *Engine) pipe() (*pipe, error) {
	e.mu.Lock()
	e.serial++
	path := filepath.Join(e.cfg.pipesPath(), strconv.Itoa(e.serial))
	e.mu.Unlock()
	if err := unix.Mkfifo(path, 0o600); err != nil {
		return nil, fmt.Errorf("make pipe %s: %w", path, err)
	}
	read, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open pipe for reading: %w", err), os.Remove(path))
	}
	hold, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open pipe for writing: %w", err), read.Close(), os.Remove(path))
	}
	widen(read)
	return &pipe{path: path, read: read, hold: hold}, nil
}

// pipeBody is the body of an answer that comes through a pipe.
type pipeBody struct {
	job    *job
	read   *os.File
	done   chan struct{} // the statement is over, result is set
	result outcome

	mu   sync.Mutex
	head []byte
	err  error
	once sync.Once
}

// Read returns io.EOF only when the document is whole: the pipe is empty and the statement ended well.
func (b *pipeBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return 0, b.err
	}
	if len(b.head) > 0 {
		n := copy(p, b.head)
		b.head = b.head[n:]
		return n, nil
	}
	n, err := b.read.Read(p)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), b.job.ctx.Err() != nil && !b.finished():
		b.err = context.Cause(b.job.ctx)
		return 0, b.err
	case n > 0:
		return n, nil
	case errors.Is(err, io.EOF):
		<-b.done
		if b.err = b.result.err; b.err == nil {
			b.err = io.EOF
		}
	case err != nil:
		b.err = fmt.Errorf("read pipe: %w", err)
	}
	return 0, b.err
}

func (b *pipeBody) finished() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

// abandon lets the statement run into the kill that is on its way: a reader who waits comes back, and what is still
// written goes nowhere. Nobody may write into a pipe without a reader: that is a SIGPIPE.
func (b *pipeBody) abandon() {
	if b.finished() {
		return
	}
	_ = b.read.SetReadDeadline(time.Unix(1, 0))
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = context.Cause(b.job.ctx)
	}
	_ = b.read.SetReadDeadline(time.Time{})
	_, _ = io.Copy(io.Discard, b.read)
}

// Close ends the statement when it still runs; it does not wait for that.
func (b *pipeBody) Close() error {
	b.once.Do(func() {
		b.job.cancel(errBodyClosed)
		go func() {
			<-b.done
			b.mu.Lock()
			defer b.mu.Unlock()
			if b.err == nil {
				b.err = errBodyClosed
			}
			_ = b.read.Close()
		}()
	})
	return nil
}
