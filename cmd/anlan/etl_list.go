package main

import (
	"io"
	"time"
)

type etlListCommand struct{ asked }

// Run prints one line a pipeline.
func (l *etlListCommand) Run(a *app) error {
	var answer struct {
		Pipelines []struct {
			Name, Fact, Source string
			Title              struct{ ZH, EN string }
			LatestRun          *runView
		}
		Jobs []struct {
			Pipeline string
			NextDue  time.Time
			Paused   bool
		}
	}
	return a.look(l.asked, "pipelines", nil, &answer, func(out io.Writer) error {
		next := map[string]string{}
		for _, job := range answer.Jobs {
			next[job.Pipeline] = clock(job.NextDue)
			if job.Paused {
				next[job.Pipeline] = "paused"
			}
		}
		table := newListing(out, "PIPELINE", "FACT", "SOURCE", "LAST RUN", "STATE", "NEXT", "TITLE")
		for _, p := range answer.Pipelines {
			last, state := "never", ""
			if p.LatestRun != nil {
				last, state = clock(p.LatestRun.StartedAt), word(p.LatestRun.State)
			}
			table.row(p.Name, p.Fact, p.Source, last, state, next[p.Name], p.Title.ZH)
		}
		return table.Flush()
	})
}
