package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/jonboulle/clockwork"

	"anlan/safety"
)

// Job is a pipeline and when it runs: a cron line of five fields, in Beijing time.
type Job struct {
	Pipeline string
	Cron     string
}

// Config of a Scheduler.
type Config struct {
	Jobs []Job
	// Run runs one pipeline; its error is logged and the job's next time stays.
	Run    func(ctx context.Context, pipeline string) error
	Logger *slog.Logger
	Clock  clockwork.Clock // nil means the machine's
}

// Scheduler triggers jobs between Start and Stop. A job that is still running when its time comes again leaves that time out.
type Scheduler struct {
	config Config
	cron   gocron.Scheduler
}

// New makes a scheduler that triggers nothing yet. Cron lines that cannot be read are all named at once.
func New(config Config) (*Scheduler, error) {
	options := []gocron.SchedulerOption{gocron.WithLocation(safety.Beijing())}
	if config.Clock != nil {
		options = append(options, gocron.WithClock(config.Clock))
	}
	cron, err := gocron.NewScheduler(options...)
	if err != nil {
		return nil, fmt.Errorf("make scheduler: %w", err)
	}
	s := &Scheduler{config: config, cron: cron}
	var faults []error
	for _, job := range config.Jobs {
		_, err := cron.NewJob(gocron.CronJob(job.Cron, false), gocron.NewTask(s.trigger, job),
			gocron.WithName(job.Pipeline), gocron.WithSingletonMode(gocron.LimitModeReschedule))
		if err != nil {
			faults = append(faults, fmt.Errorf("pipeline %s: schedule %q: expected five fields of cron, such as 30 6 * * 1-5: %w", job.Pipeline, job.Cron, err))
		}
	}
	return s, errors.Join(faults...)
}

// Start begins to trigger and returns at once.
func (s *Scheduler) Start() { s.cron.Start() }

// Stop ends runs on their way through their context and waits for them, a while.
func (s *Scheduler) Stop() error { return s.cron.Shutdown() }

// Next says when a pipeline runs next; false when it has no schedule or the scheduler has not started.
func (s *Scheduler) Next(pipeline string) (time.Time, bool) {
	for _, job := range s.cron.Jobs() {
		if job.Name() == pipeline {
			next, err := job.NextRun()
			return next, err == nil && !next.IsZero()
		}
	}
	return time.Time{}, false
}

// trigger takes its context from the scheduler, which ends it on Stop.
func (s *Scheduler) trigger(ctx context.Context, job Job) {
	if err := s.config.Run(ctx, job.Pipeline); err != nil {
		s.config.Logger.ErrorContext(ctx, "scheduled run failed", "pipeline", job.Pipeline, "error", err)
	}
}
