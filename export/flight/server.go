package flight

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"

	"anlan/access"
	"anlan/export"
)

// Config says where Flight SQL is served and to whom. A field that is zero means its default.
type Config struct {
	Listen string // host:port; port 0 picks a free one
	// Callers knows the tokens. Without it everybody on this machine is the administrator, and no other machine is served.
	Callers Callers
	Audits  export.Audits // nil: nothing is written down
	// TLSCert and TLSKey are files in PEM; when they change new connections are served with what they hold then. Both empty: no TLS.
	TLSCert, TLSKey string
	Plain           bool          // other machines may be served without TLS
	Concurrent      int           // queries that are read at once; 4
	Turn            Turn          // gives the places instead, those of all doors together; nil: Concurrent and Wait
	Wait            time.Duration // how long another waits for its turn; 30 s
	Stall           time.Duration // how long a client may take nothing of what it asked for; 2 min
	LookAgain       time.Duration // how often is looked whether the caller of a running query still may have it; 3 s
	Grace           time.Duration // for queries that run when the server is told to stop; 10 s
	Version         string        // of the program, for clients that ask
	Now             func() time.Time
	Memory          memory.Allocator
	Logger          *slog.Logger
	OnListen        func(net.Addr) // is told the address once connections are accepted
}

// Turn waits for a place for a caller; done gives it back.
type Turn func(ctx context.Context, caller string) (done func(), err error)

func (c Config) withDefaults() Config {
	fill := func(d *time.Duration, value time.Duration) {
		if *d <= 0 {
			*d = value
		}
	}
	fill(&c.Wait, 30*time.Second)
	fill(&c.Stall, 2*time.Minute)
	fill(&c.Grace, 10*time.Second)
	fill(&c.LookAgain, access.LookAgain)
	if c.Concurrent <= 0 {
		c.Concurrent = 4
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Memory == nil {
		c.Memory = memory.DefaultAllocator
	}
	if c.Audits == nil {
		c.Audits = unaudited{}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// check refuses to be reached by others without tokens, and to send tokens over a network that others hear.
func (c Config) check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("flight.listen %q: expected HOST:PORT as 127.0.0.1:8815", c.Listen)
	}
	if access.Loopback(host) {
		return nil
	}
	if c.Callers == nil {
		return fmt.Errorf("flight.listen %s can be reached from other machines, so a token file is needed: set server.token_file", c.Listen)
	}
	if c.TLSCert == "" && !c.Plain {
		return fmt.Errorf("flight.listen %s can be reached from other machines, which would read tokens and data: set flight.tls_cert and flight.tls_key, or flight.plain behind a proxy that has TLS", c.Listen)
	}
	return nil
}

// Server serves the data sets over Flight SQL.
type Server struct {
	config  Config
	data    export.Data
	answers *answers
	meter   *meter
	err     error
}

// New makes a server that does nothing yet.
func New(data export.Data, config Config) *Server {
	config = config.withDefaults()
	s := &Server{config: config, data: data}
	s.answers, s.err = newAnswers(data, config)
	if s.err == nil {
		s.meter = newMeter(s.answers)
	}
	return s
}

// Collector counts calls, rows and bytes for Prometheus.
func (s *Server) Collector() prometheus.Collector { return s.meter }

const (
	largestRequest = 16 << 20         // what a client may send in one message: a statement, one row of parameters
	mostCalls      = 256              // of one connection at once
	idle           = 30 * time.Minute // without any call a connection is closed
	probe          = 30 * time.Second // a client that says nothing for so long is asked whether it is there
	probeTimeout   = 20 * time.Second
	fewestBetween  = 10 * time.Second // clients that ask more often whether we are there are sent away
)

// Serve answers until ctx ends; then it takes no more calls, lets those that run end within Config.Grace, and ends the rest, queries in the engine
// included. It refuses to start where other machines reach it without tokens, or without TLS unless Config.Plain says so.
func (s *Server) Serve(ctx context.Context) error {
	if err := errors.Join(s.err, s.config.check()); err != nil {
		return err
	}
	options := []grpc.ServerOption{
		grpc.MaxRecvMsgSize(largestRequest),
		grpc.MaxConcurrentStreams(mostCalls),
		grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionIdle: idle, Time: probe, Timeout: probeTimeout}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: fewestBetween, PermitWithoutStream: true}),
		grpc.ChainUnaryInterceptor(s.unary),
		grpc.ChainStreamInterceptor(s.stream),
		grpc.WaitForHandlers(true),
	}
	if s.config.TLSCert != "" {
		pair, err := openPair(s.config.TLSCert, s.config.TLSKey, s.config.Logger)
		if err != nil {
			return err
		}
		options = append(options, grpc.Creds(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.certificate})))
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.config.Listen)
	if err != nil {
		return fmt.Errorf("listen for Flight SQL: %w", err)
	}
	server := grpc.NewServer(options...)
	flight.RegisterFlightServiceServer(server, newService(s.answers, door{s.config.Callers}, s.config.Stall, s.config.LookAgain))
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.config.Logger.Info("listening", "address", listener.Addr().String(), "protocol", "Flight SQL")
	if s.config.OnListen != nil {
		s.config.OnListen(listener.Addr())
	}
	select {
	case err = <-failed:
		err = fmt.Errorf("serve Flight SQL: %w", err)
	case <-ctx.Done():
	}
	s.stop(server)
	s.answers.running.all.Wait() // nothing is left in the engine: it may be closed next
	return err
}

// stop lets calls end in time, and then ends them.
func (s *Server) stop(server *grpc.Server) {
	done := make(chan struct{})
	go func() { server.GracefulStop(); close(done) }()
	timer := time.NewTimer(s.config.Grace)
	defer timer.Stop()
	select {
	case <-done:
		return
	case <-timer.C:
	}
	s.config.Logger.Warn("some Flight SQL queries did not end in time", "running", s.answers.running.count())
	s.answers.running.stop(errStopping)
	timer.Reset(time.Second) // to say why
	select {
	case <-done:
	case <-timer.C:
		server.Stop()
		<-done
	}
}
