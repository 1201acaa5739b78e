package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

type etlQuarantineCommand struct {
	List    quarantineListCommand    `cmd:"" default:"withargs" help:"List rejected rows, the latest run first."`
	Reasons quarantineReasonsCommand `cmd:"" help:"Count rejected rows by reason."`
}

// rejected says which rejected rows are meant.
type rejected struct {
	ByRun    string `name:"run" placeholder:"RUN" help:"Rows of this run."`
	Pipeline string `placeholder:"NAME" help:"Rows of this pipeline."`
	Fact     string `placeholder:"NAME" help:"Rows of this kind of record."`
	Code     string `placeholder:"CODE" help:"Rows rejected for this reason."`
	File     string `placeholder:"NAME" help:"Rows of this file."`
	Region   string `placeholder:"CODE" help:"Rows of this region and of what ever lay below it."`
	FromRow  uint64 `placeholder:"N" help:"First row of the file."`
	ToRow    uint64 `placeholder:"N" help:"Last row of the file."`
}

func (r *rejected) query() map[string]any {
	return given(map[string]any{
		"run": r.ByRun, "pipeline": r.Pipeline, "fact": r.Fact, "code": r.Code, "file": r.File, "region": r.Region, "fromRow": r.FromRow, "toRow": r.ToRow,
	})
}

// inState adds a state to the rows that are meant.
type inState struct {
	rejected

	State string `default:"open" enum:"open,loaded,superseded,dismissed,dry_run,all" help:"Rows in this state: open, loaded, superseded, dismissed, dry_run or all."`
}

func (r *inState) query() map[string]any {
	q := r.rejected.query()
	q["state"] = strings.ToUpper(r.State)
	return q
}

type quarantineListCommand struct {
	asked
	inState

	Last int    `default:"50" help:"So many, up to 200."`
	CSV  string `placeholder:"FILE" type:"path" help:"Write all of them into a CSV file instead, whole; - is standard output."`
}

// rowView is a rejected row as the contract gives it.
type rowView struct {
	Run, Pipeline, Fact, Region, File, Raw, State string
	Row, Line                                     uint64
	Codes, Reasons                                []string
	At                                            time.Time
}

type rowPage struct {
	Quarantine struct {
		Nodes    []rowView
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
	}
}

// Run prints one line a row, or writes the rows into a file.
func (l *quarantineListCommand) Run(a *app) error {
	if l.CSV != "" {
		return a.withContract(func(ctx context.Context, ask *contract) error { return l.export(ctx, a, ask) })
	}
	var answer rowPage
	return a.look(l.asked, "quarantine", map[string]any{"query": l.query(), "first": l.Last}, &answer, func(out io.Writer) error {
		table := newListing(out, "RUN", "PIPELINE", "FILE", "ROW", "REGION", "STATE", "REASONS")
		for _, r := range answer.Quarantine.Nodes {
			table.row(r.Run, r.Pipeline, r.File, r.Row, r.Region, word(r.State), strings.Join(r.Reasons, "; "))
		}
		if answer.Quarantine.PageInfo.HasNextPage {
			a.tellf("There are more; --csv FILE writes all of them.\n")
		}
		return table.Flush()
	})
}

// pageOfRows is how many rows are asked for at once.
const pageOfRows = 200

// export writes all rows; the file is there whole or not at all.
func (l *quarantineListCommand) export(ctx context.Context, a *app, ask *contract) error {
	if l.CSV == "-" {
		_, err := l.write(ctx, ask, a.stdout)
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(l.CSV), ".anlan-*.csv")
	if err != nil {
		return fmt.Errorf("write rejected rows: %w", err)
	}
	defer os.Remove(file.Name()) //nolint:errcheck // gone once renamed
	rows, err := l.write(ctx, ask, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), l.CSV); err != nil {
		return fmt.Errorf("write rejected rows: %w", err)
	}
	a.tellf("%s rows are written to %s.\n", count(rows), l.CSV)
	return nil
}

func (l *quarantineListCommand) write(ctx context.Context, ask *contract, out io.Writer) (rows int, err error) {
	if _, err := io.WriteString(out, "\uFEFF"); err != nil { // spreadsheets take it for UTF-8
		return 0, err
	}
	w := csv.NewWriter(out)
	_ = w.Write([]string{"run", "pipeline", "fact", "file", "row", "line", "region", "state", "codes", "reasons", "raw", "at"})
	variables := map[string]any{"query": l.query(), "first": pageOfRows}
	for {
		var page rowPage
		if err := ask.asks(ctx, "quarantine", variables, &page); err != nil {
			return rows, err
		}
		for _, r := range page.Quarantine.Nodes {
			_ = w.Write([]string{r.Run, r.Pipeline, r.Fact, r.File, strconv.FormatUint(r.Row, 10), strconv.FormatUint(r.Line, 10), r.Region, word(r.State),
				strings.Join(r.Codes, " "), strings.Join(r.Reasons, "; "), r.Raw, clock(r.At)})
		}
		rows += len(page.Quarantine.Nodes)
		if w.Flush(); w.Error() != nil || !page.Quarantine.PageInfo.HasNextPage {
			return rows, w.Error()
		}
		variables["after"] = page.Quarantine.PageInfo.EndCursor
	}
}

type quarantineReasonsCommand struct {
	asked
	inState
}

// Run prints one line a reason.
func (r *quarantineReasonsCommand) Run(a *app) error {
	var answer struct{ QuarantineReasons []reasonView }
	return a.look(r.asked, "quarantine_reasons", map[string]any{"query": r.query()}, &answer, func(out io.Writer) error {
		table := newListing(out, "ROWS", "CODE", "EXAMPLE")
		for _, reason := range answer.QuarantineReasons {
			table.row(reason.Rows, reason.Code, reason.Example)
		}
		return table.Flush()
	})
}
