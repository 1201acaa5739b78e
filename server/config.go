package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"anlan/access"
	"anlan/graph"
)

// DefaultListen is reachable from this machine only.
const DefaultListen = "127.0.0.1:8080"

// Config says where the server listens and whom it lets in. The zero value listens on DefaultListen.
type Config struct {
	Listen string // host:port; port 0 picks a free one
	// TokenFile holds the tokens of callers (see anlan token). With one, every question needs a token, also on loopback.
	TokenFile string
	Limits    graph.Limits
	// Socket is a path where commands of the user who runs the server are answered too, as the administrator; only that user
	// can open it. A file that a killed server left there is replaced. Empty: none.
	Socket string
	Grace  time.Duration // for requests that run when the server is told to stop; 0 means 10 s
	Asleep time.Duration // how long a reader of an export may take nothing; 0 means 2 min
	// LookAgain is how often is looked whether the caller of a running export still may have it; 0 means 3 s.
	LookAgain time.Duration
	Logger    *slog.Logger
	// OnListen is told the address once the server accepts connections, by the socket too; nil is told nothing.
	OnListen func(net.Addr)
}

// Parts is what the server serves.
type Parts struct {
	Sources graph.Sources
	Maps    Maps
	// Bulletins is nil where no bulletins are kept.
	Bulletins Bulletins
	// Exports is empty where no data sets leave.
	Exports Exports
	// Ready says whether questions can be answered: the engine answers and its schema is up to date.
	Ready   func(context.Context) error
	Version string // of the program, for the metrics
	// Collectors count what the program serves besides, on the same page.
	Collectors []prometheus.Collector
}

func (c Config) withDefaults() Config {
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	if c.Grace == 0 {
		c.Grace = 10 * time.Second
	}
	if c.Asleep == 0 {
		c.Asleep = 2 * time.Minute
	}
	if c.LookAgain <= 0 {
		c.LookAgain = access.LookAgain
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// check refuses to be reachable by others without tokens.
func (c Config) check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("listen address %q: expected HOST:PORT as %s", c.Listen, DefaultListen)
	}
	if c.TokenFile == "" && !access.Loopback(host) {
		return errors.Join(fmt.Errorf("%s can be reached from other machines, so a token file is needed", c.Listen),
			errors.New("make one with: anlan token --file tokens.yaml --name NAME --role leader --region 370300; then set server.token_file"))
	}
	return nil
}
