package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

type etlChecksCommand struct {
	asked

	ByRun    string `name:"run" placeholder:"RUN" help:"Only results of this run."`
	Pipeline string `placeholder:"NAME" help:"Only results of this pipeline."`
	Code     string `placeholder:"NAME" help:"Only results of this check."`
	Outcome  string `placeholder:"WORD" enum:",passed,failed,skipped,error" default:"" help:"Only this outcome: passed, failed, skipped or error."`
	Last     int    `default:"50" help:"So many, up to 200."`
}

// checkView is what a check found, as the contract gives it.
type checkView struct {
	Run, Pipeline, Code, Subject, Severity, Outcome, Measured, Expected string
	Message                                                             struct{ ZH, EN string }
	Keys                                                                []string
}

// Run prints one line a result.
func (c *etlChecksCommand) Run(a *app) error {
	query := given(map[string]any{"run": c.ByRun, "pipeline": c.Pipeline, "code": c.Code, "outcome": strings.ToUpper(c.Outcome)})
	var answer struct{ CheckResults struct{ Nodes []checkView } }
	return a.look(c.asked, "checks", map[string]any{"query": query, "first": c.Last}, &answer, func(out io.Writer) error {
		table := newListing(out, "RUN", "PIPELINE", "CHECK", "ABOUT", "OUTCOME", "SEVERITY", "MEASURED", "EXPECTED", "KEYS", "MESSAGE")
		for _, r := range answer.CheckResults.Nodes {
			table.row(r.Run, r.Pipeline, r.Code, r.Subject, word(r.Outcome), word(r.Severity), r.Measured, r.Expected, strings.Join(r.Keys, "; "), r.Message.EN)
		}
		return table.Flush()
	})
}

type etlQualityCommand struct {
	asked

	Period string `placeholder:"PERIOD" help:"Only records and loads of this period, as 2025Q1; all time when absent."`
	System string `placeholder:"NAME" help:"Only this source system."`
	Fact   string `placeholder:"NAME" help:"Only this kind of record."`
	Region string `placeholder:"CODE" help:"Only this region, with everything below it."`
	Level  string `placeholder:"LEVEL" enum:",province,city,county,town,village,grid" default:"" help:"Break down to the regions of this level: province, city, county, town, village or grid."`
	Within int    `default:"30" help:"Days within which a record must arrive to be timely."`
}

// Run prints one line a system, kind of record and region.
func (q *etlQualityCommand) Run(a *app) error {
	query := given(map[string]any{"period": q.Period, "system": q.System, "fact": q.Fact, "region": q.Region, "level": strings.ToUpper(q.Level), "within": q.Within})
	var answer struct {
		Quality struct {
			Scores []struct {
				System, Fact, Region string
				Score                *float64
				Parts                []struct {
					Name  string
					Score *float64
				}
			}
		}
	}
	return a.look(q.asked, "quality", map[string]any{"query": query}, &answer, func(out io.Writer) error {
		table := newListing(out, "SYSTEM", "FACT", "REGION", "SCORE", "COMPLETE", "TIMELY", "VALID", "UNIQUE")
		for _, s := range answer.Quality.Scores {
			cells := []any{s.System, s.Fact, s.Region, percent(s.Score)}
			if s.Fact == "" {
				cells[1] = "all"
			}
			for _, part := range s.Parts {
				cells = append(cells, percent(part.Score))
			}
			table.row(cells...)
		}
		return table.Flush()
	})
}

// percent prints a score with one place; an unknown one is nothing.
func percent(score *float64) string {
	if score == nil {
		return ""
	}
	return fmt.Sprintf("%.1f", *score)
}

type etlCorrectionsCommand struct {
	asked

	Metric string `placeholder:"NAME" help:"Only this metric."`
	Region string `placeholder:"CODE" help:"The region whose figures are meant."`
	Period string `placeholder:"PERIOD" help:"Only months of this period, as 2025Q1."`
	ByRun  string `name:"run" placeholder:"RUN" help:"Only corrections of this load."`
	Cells  bool   `help:"Single cells, a recorded region and sector each."`
	NoNew  bool   `help:"Leave out first records of a month."`
	Last   int    `default:"50" help:"So many, up to 200."`
}

// Run prints one line a correction.
func (c *etlCorrectionsCommand) Run(a *app) error {
	query := given(map[string]any{"metric": c.Metric, "region": c.Region, "period": c.Period, "run": c.ByRun, "cells": c.Cells, "noNew": c.NoNew})
	var answer struct {
		Corrections struct {
			Nodes []struct {
				figureView

				Version uint64
				Run     string
				At      time.Time
				Sector  string
				Change  *float64
			}
		}
	}
	return a.look(c.asked, "corrections", map[string]any{"query": query, "first": c.Last}, &answer, func(out io.Writer) error {
		table := newListing(out, "VERSION", "AT", "METRIC", "MONTH", "REGION", "SECTOR", "BEFORE", "AFTER", "CHANGE", "RUN")
		for _, r := range answer.Corrections.Nodes {
			table.row(r.Version, r.At, r.Metric, r.Month, r.Region, r.Sector, r.Before, r.After, r.Change, r.Run)
		}
		return table.Flush()
	})
}

// figureView is a figure before and after a load.
type figureView struct {
	Metric, Month, Region string
	Before, After         *float64
}

type etlLineageCommand struct {
	asked

	Metric  string `arg:"" help:"Name of the metric."`
	Period  string `required:"" placeholder:"PERIOD" help:"The period, as 2025Q1."`
	Region  string `placeholder:"CODE" help:"The region; all that the caller sees when absent."`
	Version uint64 `placeholder:"N" help:"Data version; the newest when absent."`
}

// Run prints the loads of each side of the figure, then its files.
func (l *etlLineageCommand) Run(a *app) error {
	query := given(map[string]any{"metric": l.Metric, "period": l.Period, "region": l.Region, "version": l.Version})
	var answer struct {
		Lineage struct {
			Version uint64
			AsOf    string
			Sides   []struct {
				Metric, Fact string
				Records      uint64
				Runs         []struct {
					Run, Pipeline, Trigger string
					StartedAt              time.Time
					Version                *uint64
					Records                uint64
				}
				Files []struct {
					Run, Name, SHA256 string
					Records           uint64
				}
			}
		}
	}
	return a.look(l.asked, "lineage", map[string]any{"query": query}, &answer, func(out io.Writer) error {
		for _, side := range answer.Lineage.Sides {
			_, _ = fmt.Fprintf(out, "%s counts %s %s records, in data version %d as of %s\n", side.Metric, count(side.Records), side.Fact, answer.Lineage.Version, answer.Lineage.AsOf)
			runs := newListing(out, "RUN", "PIPELINE", "BY", "STARTED", "VERSION", "RECORDS")
			for _, r := range side.Runs {
				version := ""
				if r.Version != nil {
					version = strconv.FormatUint(*r.Version, 10)
				}
				runs.row(r.Run, r.Pipeline, word(r.Trigger), r.StartedAt, version, r.Records)
			}
			if err := runs.Flush(); err != nil {
				return err
			}
			files := newListing(out, "RUN", "FILE", "RECORDS", "SHA-256")
			for _, f := range side.Files {
				files.row(f.Run, f.Name, f.Records, f.SHA256)
			}
			if err := files.Flush(); err != nil {
				return err
			}
		}
		return nil
	})
}
