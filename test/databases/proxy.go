package databases

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// Proxy stands between a client and a server as a bad network does.
type Proxy struct {
	Addr string // host:port to connect to instead of the server

	server string
	limit  atomic.Int64 // bytes from the server after which a connection breaks; 0 for never
	stall  atomic.Bool
	wake   chan struct{}
	mu     sync.Mutex
	open   map[net.Conn]bool
}

// NewProxy listens until the test is over.
func NewProxy(tb TB, server string) *Proxy {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // at once
	if err != nil {
		tb.Fatal(err)
	}
	p := &Proxy{Addr: listener.Addr().String(), server: server, wake: make(chan struct{}), open: map[net.Conn]bool{}}
	tb.Cleanup(func() {
		_ = listener.Close()
		close(p.wake)
		p.Break()
	})
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.carry(client)
		}
	}()
	return p
}

// BreakAfter breaks every connection when so many bytes came from the server; 0 lets them be.
func (p *Proxy) BreakAfter(bytes int64) { p.limit.Store(bytes) }

// Stall lets nothing through any more, without closing anything.
func (p *Proxy) Stall() { p.stall.Store(true) }

// Break breaks all connections now.
func (p *Proxy) Break() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for conn := range p.open {
		_ = conn.Close()
	}
	clear(p.open)
}

func (p *Proxy) carry(client net.Conn) {
	server, err := net.Dial("tcp", p.server) //nolint:noctx // this machine
	if err != nil {
		_ = client.Close()
		return
	}
	p.mu.Lock()
	p.open[client], p.open[server] = true, true
	p.mu.Unlock()
	shut := func() { _ = client.Close(); _ = server.Close() }
	go func() {
		defer shut()
		_, _ = io.Copy(server, client)
	}()
	defer shut()
	var passed int64
	buffer := make([]byte, 16<<10)
	for {
		n, err := server.Read(buffer)
		if p.stall.Load() {
			<-p.wake
			return
		}
		if limit := p.limit.Load(); limit > 0 && passed+int64(n) > limit {
			return
		}
		passed += int64(n)
		if _, failed := client.Write(buffer[:n]); err != nil || failed != nil {
			return
		}
	}
}
