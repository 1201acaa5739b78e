package main

import (
	"fmt"
	"io"
	"strings"
)

type etlDifferencesCommand struct {
	asked

	Metrics []string `arg:"" help:"Names of metrics."`
	Period  string   `required:"" placeholder:"PERIOD" help:"The period, as 2025Q1."`
	Region  string   `required:"" placeholder:"CODE" help:"The region, with everything below it."`
	By      []string `placeholder:"NAME" help:"Break down by this dimension: region or one of the catalogue; again for more."`
	Before  int      `required:"" placeholder:"N" help:"The earlier data version."`
	After   int      `placeholder:"N" help:"The later data version; the newest when absent."`
}

// Run prints one line a figure that differs.
func (d *etlDifferencesCommand) Run(a *app) error {
	query := map[string]any{"measures": d.Metrics, "period": d.Period, "region": d.Region, "dimensions": list(d.By)}
	var answer struct {
		VersionDifferences struct {
			Before, After struct {
				Version uint64
				AsOf    string
			}
			Differences []struct {
				Metric        string
				Keys, Titles  []string
				Before, After *float64
			}
		}
	}
	return a.look(d.asked, "differences", map[string]any{"query": query, "before": d.Before, "after": d.After}, &answer, func(out io.Writer) error {
		c := answer.VersionDifferences
		if len(c.Differences) == 0 {
			a.tellf("Versions %d and %d tell the same as of %s.\n", c.Before.Version, c.After.Version, c.After.AsOf)
			return nil
		}
		table := newListing(out, "METRIC", "OF", "TITLE", fmt.Sprintf("VERSION %d", c.Before.Version), fmt.Sprintf("VERSION %d", c.After.Version))
		for _, one := range c.Differences {
			table.row(one.Metric, strings.Join(one.Keys, " "), strings.Join(one.Titles, " "), one.Before, one.After)
		}
		return table.Flush()
	})
}
