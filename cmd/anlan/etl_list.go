package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"
)

type etlListCommand struct{ asked }

// Run prints one line a pipeline.
func (l *etlListCommand) Run(a *app) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		if l.JSON {
			return ask.printJSON(ctx, a.stdout, "pipelines", nil)
		}
		var answer struct {
			Pipelines []struct {
				Name, Fact, Source string
				Title              struct{ ZH, EN string }
				LatestRun          *runView
			}
		}
		if err := ask.asks(ctx, "pipelines", nil, &answer); err != nil {
			return err
		}
		table := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "PIPELINE\tFACT\tSOURCE\tLAST RUN\tSTATE\tTITLE")
		for _, p := range answer.Pipelines {
			last, state := "never", "-"
			if p.LatestRun != nil {
				last, state = clock(p.LatestRun.StartedAt), word(p.LatestRun.State)
			}
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Name, p.Fact, p.Source, last, state, p.Title.ZH)
		}
		return table.Flush()
	})
}

// clock prints a moment as it came: in Beijing time; none is a dash.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateTime)
}
