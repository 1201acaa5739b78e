package schedule

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"time"

	"github.com/jonboulle/clockwork"

	"anlan/etl"
	"anlan/state"
	"anlan/warehouse"
)

// Runner runs pipelines; *etl.Loader is one.
type Runner interface {
	Start(ctx context.Context, pipeline string, o etl.RunOptions) (run string, wait func() (warehouse.Run, error), err error)
}

// Job is a pipeline and when it runs. A job with the zero Schedule runs when it is asked to.
type Job struct {
	Pipeline string
	Schedule etl.Schedule
	// Windowed says that the source can be asked for a span of days; otherwise there is no backfill.
	Windowed bool
}

// Chore is housekeeping that needs no history: looking into an inbox, sending notices. It runs on one server at a time.
type Chore struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context) error
}

// Ended is a run that came to its end for good, or that is to be tried again.
type Ended struct {
	Task  state.Task // as it is now
	Run   warehouse.Run
	Err   error // nil when it went well
	Class etl.Class
}

// Config of a Scheduler.
type Config struct {
	State  *state.Store
	Runner Runner
	Jobs   []Job
	Chores []Chore
	// Server names this process in the state, for people; the scheduler makes it unique.
	Server string
	// Ended is told what came of every run, after the state was; nil is nobody. It must not block.
	Ended func(ctx context.Context, e Ended)
	// Parallel is how many runs of the scheduler go on at once here; 0 means 2.
	Parallel int
	// Lease is how long a server may be silent before the others take over its runs; 0 means 30 s.
	Lease time.Duration
	// Look is how often the state is looked at; 0 means 2 s.
	Look   time.Duration
	Logger *slog.Logger
	Clock  clockwork.Clock // nil means the machine's
}

func (c Config) withDefaults() Config {
	if c.Server == "" {
		c.Server = "anlan"
	}
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails
	c.Server += "-" + hex.EncodeToString(random[:])
	if c.Parallel == 0 {
		c.Parallel = 2
	}
	if c.Lease == 0 {
		c.Lease = 30 * time.Second
	}
	if c.Look == 0 {
		c.Look = 2 * time.Second
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = clockwork.NewRealClock()
	}
	if c.Ended == nil {
		c.Ended = func(context.Context, Ended) {}
	}
	return c
}
