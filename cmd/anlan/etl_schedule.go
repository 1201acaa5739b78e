package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

type etlScheduleCommand struct{ asked }

// jobView is a job as the contract gives it.
type jobView struct {
	Pipeline string
	Schedule struct {
		Cron, Every, Calendar, Misfire, Timeout string
		After                                   []string
		Retries                                 int
	}
	NextDue, LastSuccess time.Time
	Paused               bool
	PausedBy, PausedWhy  string
	CalendarUnknown      bool
	Last                 *struct{ State, Message string }
	Running              *struct{ Run, Server string }
	Waiting              []struct {
		Task struct {
			Due      time.Time
			From, To string
		}
		Holds []struct{ Why string }
	}
}

// Run prints one line a job, and what a job waits for under it.
func (s *etlScheduleCommand) Run(a *app) error {
	var answer struct {
		Jobs    []jobView
		Outages []outageView
	}
	return a.look(s.asked, "jobs", nil, &answer, func(out io.Writer) error {
		table := newListing(out, "PIPELINE", "WHEN", "NEXT", "LAST GOOD", "NOW")
		for _, j := range answer.Jobs {
			table.row(j.Pipeline, j.when(), j.NextDue, j.LastSuccess, j.now())
			for _, w := range j.Waiting {
				why := "begins at once"
				if len(w.Holds) > 0 {
					why = w.Holds[0].Why
				}
				table.row("", "", w.Task.Due, w.Task.From, "waits: "+why)
			}
		}
		if err := table.Flush(); err != nil {
			return err
		}
		for _, j := range answer.Jobs {
			if j.CalendarUnknown {
				a.tellf("%s: the working days of the next due time's year are not announced yet; Monday to Friday count\n", j.Pipeline)
			}
		}
		return printOutages(out, answer.Outages)
	})
}

// when says at which times a job runs.
func (j *jobView) when() string {
	s := j.Schedule
	var words []string
	if s.Cron != "" {
		words = append(words, s.Cron)
	}
	if s.Every != "" {
		words = append(words, "every "+s.Every)
	}
	if s.Calendar != "" && s.Calendar != "every" {
		words = append(words, s.Calendar)
	}
	if len(s.After) > 0 {
		words = append(words, "after "+strings.Join(s.After, ", "))
	}
	if words == nil {
		return "when asked"
	}
	return strings.Join(words, ", ")
}

// now says what a job does.
func (j *jobView) now() string {
	switch {
	case j.Running != nil:
		return fmt.Sprintf("runs as %s on %s", j.Running.Run, j.Running.Server)
	case j.Paused:
		return fmt.Sprintf("paused by %s: %s", j.PausedBy, j.PausedWhy)
	case j.Last != nil && j.Last.Message != "":
		return word(j.Last.State) + ": " + clipped(j.Last.Message)
	case j.Last != nil:
		return word(j.Last.State)
	}
	return ""
}

type etlPauseCommand struct {
	Pipeline string `arg:"" help:"Name of the pipeline."`
	Why      string `required:"" help:"Why, for everybody who wonders."`
}

// Run says what is so now on standard error.
func (p *etlPauseCommand) Run(a *app) error {
	return a.changes("pause_pipeline", map[string]any{"name": p.Pipeline, "why": p.Why}, func(*changed) {
		a.tellf("The due times of %s are held back until “anlan etl resume %s”.\n", p.Pipeline, p.Pipeline)
	})
}

type etlResumeCommand struct {
	Pipeline string `arg:"" help:"Name of the pipeline."`
}

// Run says what is so now on standard error.
func (r *etlResumeCommand) Run(a *app) error {
	return a.changes("resume_pipeline", map[string]any{"name": r.Pipeline}, func(c *changed) {
		a.tellf("The due times of %s come again; the next one: %s.\n", r.Pipeline, clock(c.Job.NextDue))
	})
}

// changed is what a mutation gives: what is there is that of the mutation asked.
type changed struct {
	Job      struct{ NextDue time.Time }
	Backfill backfillView
	Run      runView
	Rows     uint64
	Faults   []fault
}

// changes sends a mutation; its faults are errors of the command.
func (a *app) changes(name string, variables map[string]any, done func(*changed)) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		c, err := ask.change(ctx, name, variables)
		if err == nil {
			done(c)
		}
		return err
	})
}

// change sends a mutation, the one field of its document.
func (c *contract) change(ctx context.Context, name string, variables map[string]any) (*changed, error) {
	answer := map[string]*changed{}
	if err := c.asks(ctx, name, variables, &answer); err != nil {
		return nil, err
	}
	for _, one := range answer {
		return one, faultsOf(one.Faults)
	}
	return nil, fmt.Errorf("the answer to %s is empty", name)
}
