package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"anlan/access"
)

// Times that a connection may take. Streams lift those of reading and writing for themselves.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	writeSlack        = 30 * time.Second // beyond the time that a question may take
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
)

// Server serves one warehouse over HTTP.
type Server struct {
	config Config
	parts  Parts
	log    *slog.Logger
}

// New makes a server that does nothing yet.
func New(config Config, parts Parts) *Server {
	config = config.withDefaults()
	return &Server{config: config, parts: parts, log: config.Logger}
}

// Serve answers requests until ctx ends; then it ends streams and loads at once, lets running requests end within
// Config.Grace, and returns nil. It refuses to start on an address that other machines reach without a token file, and with a token file that
// has faults.
func (s *Server) Serve(ctx context.Context) error {
	if err := s.config.check(); err != nil {
		return err
	}
	var tokens *access.Tokens
	if s.config.TokenFile != "" {
		var err error
		if tokens, err = access.Open(access.Config{Path: s.config.TokenFile, Logger: s.log}); err != nil {
			return fmt.Errorf("read the token file: %w", err)
		}
	} else {
		s.log.Warn("no token file: everybody on this machine is an administrator", "listen", s.config.Listen)
	}
	handler, wait, err := s.handler(ctx, tokens)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.config.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      s.timeout() + writeSlack,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	defer wait() // what a load has begun is not left behind: the warehouse may be closed next
	return s.run(ctx, server, listener)
}

func (s *Server) run(ctx context.Context, server *http.Server, listener net.Listener) error {
	s.log.Info("listening", "address", listener.Addr().String())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if s.config.OnListen != nil {
		s.config.OnListen(listener.Addr())
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.log.Info("stopping", "grace", s.config.Grace)
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.Grace)
	defer cancel()
	err := server.Shutdown(bounded)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("some requests did not end in time")
		return server.Close()
	}
	return err
}
