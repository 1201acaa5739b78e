package schedule

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"

	"anlan/safety"
	"anlan/state"
)

// Scheduler runs jobs between Start and Stop. It is safe for concurrent use.
type Scheduler struct {
	config Config
	state  *state.Store
	cron   gocron.Scheduler
	root   context.Context //nolint:containedctx // what runs ends with the scheduler, not with who asked for it
	stop   context.CancelCauseFunc
	runs   sync.WaitGroup

	mu      sync.Mutex
	server  *state.Held                        // by which the others see that this server lives
	running map[string]context.CancelCauseFunc // by task: what goes on here
	chores  map[string]choreState
}

// errStopping ends runs when the server stops; they go on after the next start.
var errStopping = errors.New("the server was stopped")

// New makes a scheduler that does nothing yet.
func New(config Config) (*Scheduler, error) {
	config = config.withDefaults()
	cron, err := gocron.NewScheduler(gocron.WithLocation(safety.Beijing()), gocron.WithClock(config.Clock))
	if err != nil {
		return nil, fmt.Errorf("make scheduler: %w", err)
	}
	s := &Scheduler{config: config, state: config.State, cron: cron, running: map[string]context.CancelCauseFunc{}, chores: map[string]choreState{}}
	s.root, s.stop = context.WithCancelCause(context.Background())
	_, err = cron.NewJob(gocron.DurationJob(config.Look), gocron.NewTask(s.look), gocron.WithName("look"), gocron.WithSingletonMode(gocron.LimitModeReschedule))
	for _, chore := range config.Chores {
		if err == nil {
			_, err = cron.NewJob(gocron.DurationJob(chore.Every), gocron.NewTask(s.chore, chore), gocron.WithName(chore.Name), gocron.WithSingletonMode(gocron.LimitModeReschedule))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("make scheduler: %w", err)
	}
	return s, nil
}

// Start makes the jobs known, with nothing due before now where they or their schedules are new, and begins to run them.
func (s *Scheduler) Start(ctx context.Context) error {
	if err := s.register(ctx); err != nil {
		return err
	}
	if err := s.alive(ctx); err != nil {
		return err
	}
	s.cron.Start()
	return nil
}

func (s *Scheduler) register(ctx context.Context) error {
	schedules := map[string]string{}
	for _, job := range s.config.Jobs {
		schedules[job.Pipeline] = job.Schedule.Times()
	}
	return s.state.RegisterJobs(ctx, schedules, s.config.Clock.Now().Truncate(time.Millisecond))
}

// Stop ends what runs here through its context, waits for it, and gives up what the server holds: runs that were on their way
// begin again on another server, or after the next start.
func (s *Scheduler) Stop() error {
	s.stop(errStopping)
	err := s.cron.Shutdown()
	s.runs.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server != nil {
		s.server.Release()
	}
	return err
}

// Server is the name of this process in the state.
func (s *Scheduler) Server() string { return s.config.Server }

// alive holds the lease of this server, anew when it was lost.
func (s *Scheduler) alive(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server != nil {
		select {
		case <-s.server.Lost():
			s.config.Logger.Warn("this server was silent for so long that others may have taken over its runs", "server", s.config.Server)
		default:
			return nil
		}
	}
	held, err := s.state.Hold(ctx, state.ServerLease(s.config.Server), s.config.Server, s.config.Lease)
	if err == nil {
		s.server = held
	}
	return err
}

// job finds a job by its pipeline.
func (s *Scheduler) job(pipeline string) (Job, bool) {
	for _, job := range s.config.Jobs {
		if job.Pipeline == pipeline {
			return job, true
		}
	}
	return Job{}, false
}
