package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
)

// longestSocket is the longest path that a socket can have on every system (104 bytes on some, with the end).
const longestSocket = 100

// socketPlace gives the path of the socket at which a server takes commands: in the data folder, or where its name is too long
// in a folder of its own among the temporary ones. done removes what was made. Without a data folder there is no socket:
// commands talk to the ClickHouse server themselves.
func socketPlace(c config) (path string, done func(), err error) {
	if c.Warehouse.URL != "" {
		return "", func() {}, nil
	}
	dir, err := dataFolder(c)
	if err != nil {
		return "", nil, err
	}
	folder := filepath.Join(dir, "run")
	if path = filepath.Join(folder, "commands.sock"); len(path) > longestSocket {
		if folder, err = os.MkdirTemp("", "anlan-"); err != nil {
			return "", nil, fmt.Errorf("make a folder for the socket: %w", err)
		}
		path = filepath.Join(folder, "commands.sock")
	}
	return path, func() { _ = os.RemoveAll(folder) }, nil
}

// pipe is a listener within the process.
type pipe struct {
	calls  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipe() *pipe { return &pipe{calls: make(chan net.Conn), closed: make(chan struct{})} }

// Accept waits for the next call.
func (p *pipe) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (p *pipe) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr names the listener.
func (*pipe) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "this process" }

// dial calls the listener.
func (p *pipe) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.calls <- there:
		return here, nil
	case <-p.closed:
	case <-ctx.Done():
	}
	return nil, errors.Join(net.ErrClosed, ctx.Err(), here.Close(), there.Close())
}
