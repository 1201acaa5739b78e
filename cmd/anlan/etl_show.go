package main

import (
	"context"
	"fmt"
	"text/tabwriter"
)

// Run prints one thing a line.
func (s *etlShowCommand) Run(a *app) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		if s.JSON {
			return ask.printJSON(ctx, a.stdout, "run", map[string]any{"id": s.ID})
		}
		r, err := ask.run(ctx, s.ID)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
		line := func(name, format string, args ...any) { _, _ = fmt.Fprintf(table, name+"\t"+format+"\n", args...) }
		line("run", "%s of %s", r.ID, r.Pipeline)
		line("state", "%s, %s, %.1f s", word(r.State), clock(r.StartedAt), r.Seconds)
		line("started by", "%s, try %d", word(r.Trigger), max(r.Attempt, 1))
		if r.WindowFrom != "" || r.WindowTo != "" {
			line("window", "%s to %s", r.WindowFrom, r.WindowTo)
		}
		if r.Error != "" {
			line("error", "%s (%s)", r.Error, r.ErrorCode)
		}
		line("rows", "%s read: %s new, %s updated, %s unchanged, %s rejected, %s duplicate; %s deleted, %s repaired", count(r.RowsRead), count(r.RowsLoaded),
			count(r.RowsUpdated), count(r.RowsUnchanged), count(r.RowsRejected), count(r.RowsDuplicate), count(r.RowsDeleted), count(r.RowsRepaired))
		line("version", "%d before, %d after", r.VersionBefore, r.VersionAfter)
		for _, f := range r.Files {
			if f.SHA256 == "" && f.Rows == 0 {
				line(f.Kind, "%s%s: not read", f.Name, inputOf(f))
				continue
			}
			line(f.Kind, "%s%s: %s rows, %s bytes, sha256 %s", f.Name, inputOf(f), count(f.Rows), count(f.Bytes), f.SHA256)
		}
		for _, c := range r.Checks {
			line("check", "%s %s: %s, expected %s", c.Code, word(c.Outcome), cell(c.Measured), cell(c.Expected))
		}
		for _, one := range r.Substitutions {
			line(one.How, "%s rows: %s “%s” is held as %s", count(one.Rows), one.Field, one.Text, cell(one.Value))
		}
		for _, w := range r.Warnings {
			line("warning", "%s %s", count(w.Rows), warningText(w.Code))
		}
		for _, reason := range r.Reasons {
			line("rejected", "%s  %s: %s", count(reason.Rows), reason.Code, reason.Example)
		}
		for _, rule := range r.Rules {
			line("in force", "%s %s", rule.Name, rule.Value)
		}
		return table.Flush()
	})
}

// inputOf says for which join a file was read.
func inputOf(f fileView) string {
	if f.Input == "" {
		return ""
	}
	return " (" + f.Input + ")"
}
