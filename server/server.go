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
	config  Config
	parts   Parts
	log     *slog.Logger
	exports *exportMeter
}

// New makes a server that does nothing yet.
func New(config Config, parts Parts) *Server {
	config = config.withDefaults()
	return &Server{config: config, parts: parts, log: config.Logger, exports: newExportMeter()}
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
	contract, err := s.contract(ctx, tokens)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.config.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	all := []serving{{listener, s.http(s.handler(ctx, tokens, contract))}}
	if s.config.Socket != "" {
		private, err := listenPrivate(ctx, s.config.Socket)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		all = append(all, serving{private, s.http(s.private(ctx, contract))})
	}
	defer contract.Wait() // what a load has begun is not left behind: the warehouse may be closed next
	defer s.exports.wait()
	return s.run(ctx, all)
}

// http makes the server of one listener.
func (s *Server) http(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      s.timeout() + writeSlack,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// serving is one listener with the server that answers on it.
type serving struct {
	listener net.Listener
	server   *http.Server
}

func (s *Server) run(ctx context.Context, all []serving) error {
	failed := make(chan error, len(all))
	for _, one := range all {
		s.log.Info("listening", "address", one.listener.Addr().String())
		go func() { failed <- one.server.Serve(one.listener) }()
	}
	if s.config.OnListen != nil {
		s.config.OnListen(all[0].listener.Addr())
	}
	var err error
	select {
	case err = <-failed:
		err = fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.log.Info("stopping", "grace", s.config.Grace)
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.Grace)
	defer cancel()
	for _, one := range all {
		stopping := one.server.Shutdown(bounded)
		if errors.Is(stopping, context.DeadlineExceeded) {
			s.log.Warn("some requests did not end in time", "address", one.listener.Addr().String())
			stopping = one.server.Close()
		}
		err = errors.Join(err, stopping)
	}
	return err
}
