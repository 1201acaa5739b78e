package etl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/warehouse"
)

// check judges the load and keeps every result. A blocking check that fails, or cannot be computed, ends the run.
func (r *run) check(ctx context.Context, plan *plan, work string, current *warehouse.Version) error {
	l := &loaded{run: r, plan: plan, work: work, version: current}
	if err := r.conn.QueryRow(ctx, "SELECT count() FROM "+work).Scan(&l.rows); err != nil {
		return fmt.Errorf("count the rows to check: %w", err)
	}
	if r.ledger.Cursor != "" && !r.options.Full {
		last, err := r.warehouse.LastCursor(ctx, r.pipeline.Name)
		if err != nil {
			return err
		}
		l.news = last != ""
	}
	var refused []string
	results := make([]warehouse.CheckResult, 0, len(r.pipeline.LoadChecks))
	for i, c := range r.pipeline.LoadChecks {
		l.code = c.Code
		f, err := c.Test.measure(ctx, l)
		if err != nil {
			if ctx.Err() != nil || warehouse.EngineFault(err) != nil {
				return fmt.Errorf("check %s: %w", c.Code, err)
			}
			r.log.Error("a check could not be computed", "check", c.Code, "error", err)
			f = finding{outcome: warehouse.CheckErrored, zh: "无法计算：" + plainError(err), en: "could not be computed: " + plainError(err)}
		}
		results = append(results, r.result(i, c, l.subject(c.Test), f))
		if f.outcome == warehouse.CheckPassed || f.outcome == warehouse.CheckSkipped {
			continue
		}
		r.log.Warn("a check of the load does not hold", "check", c.Code, "severity", c.Severity, "found", f.en)
		if c.Severity == warehouse.CheckBlocks {
			refused = append(refused, c.refusal(f))
		}
	}
	if err := r.warehouse.AppendChecks(ctx, results); err != nil {
		return err
	}
	if err := r.delivered(ctx, work); err != nil {
		return err
	}
	if len(refused) == 0 {
		return nil
	}
	message := fmt.Sprintf("%s, so nothing was published and the figures are as they were: %s", count1(len(refused), "check of the load failed", "checks of the load failed"), strings.Join(refused, "; "))
	would, err := r.wouldChange(ctx, work)
	if err != nil {
		r.log.Warn("what the load would have changed is not known", "error", err)
	} else {
		message += ". " + would
	}
	return &RunError{Code: CheckFailed, Message: message}
}

// result is what the warehouse keeps of a finding.
func (r *run) result(i int, c LoadCheck, subject string, f finding) warehouse.CheckResult {
	return warehouse.CheckResult{Run: r.id, Number: uint32(i) + 1, Pipeline: r.pipeline.Name, Fact: r.pipeline.Fact.Name, Code: c.Code, //nolint:gosec // a list of a file
		Kind: c.Test.Kind(), Subject: subject, Severity: c.Severity, Outcome: f.outcome, Measured: f.measured, Value: f.value, Expected: f.expected,
		TitleZH: c.Title.ZH, TitleEN: c.Title.EN, MessageZH: f.zh, MessageEN: f.en, Keys: f.keys, At: r.warehouse.Now()}
}

// refusal is the line of the run's message about a check that held it back.
func (c LoadCheck) refusal(f finding) string {
	line := c.Code
	if title := checkMessage(warehouse.Check{Message: c.Title}); title != "" {
		line += " (" + title + ")"
	}
	line += ": " + f.en
	if len(f.keys) > 0 {
		line += " – " + strings.Join(f.keys, ", ")
	}
	return line
}

// delivered counts, for the quality of the sources, what was read. A dry run leaves no trace there.
func (r *run) delivered(ctx context.Context, work string) error {
	if r.options.DryRun {
		return nil
	}
	d := warehouse.Delivery{Run: r.id, Pipeline: r.pipeline.Name, Fact: r.pipeline.Fact.Name, Work: work}
	if slices.Contains(r.tables, r.duplicates()) {
		d.Duplicates = r.duplicates()
	}
	return r.warehouse.AppendDelivery(ctx, d)
}

// countArrivals has new records counted when the load is merged.
func (r *run) countArrivals(u *warehouse.Update) {
	if !r.options.DryRun {
		u.CountArrivals(warehouse.Arrivals{Pipeline: r.pipeline.Name, Backfill: r.ledger.Trigger == warehouse.TriggerBackfill})
	}
}

// noteRefused counts what was read of a load that was refused because too many of its rows were wrong. It hands the error on.
func (r *run) noteRefused(ctx context.Context, work string, err error) error {
	var refused *RunError
	if !errors.As(err, &refused) || refused.Code != TooManyRejected {
		return err
	}
	if failed := r.delivered(ctx, work); failed != nil {
		r.log.Warn("what was read is not counted", "error", failed)
	}
	return err
}

// namedFigures is how many changed figures the message of a refused run names.
const namedFigures = 3

// wouldChange says what the load would have done to the records and the figures; the run's outcome has all of these.
func (r *run) wouldChange(ctx context.Context, work string) (string, error) {
	var stats warehouse.MergeStats
	changes, err := r.warehouse.Rehearse(ctx, r.id, func(ctx context.Context, u *warehouse.Update) (err error) {
		stats, err = r.merge(ctx, u, work)
		return err
	})
	if err != nil {
		return "", err
	}
	r.ledger.Changes = changes
	text := fmt.Sprintf("It would have brought %d new records, replaced %d, deleted %d and left %d as they are; figures that would have changed: %d", stats.Inserted, stats.Updated, stats.Deleted, stats.Unchanged, changes.Total)
	for i, f := range changes.Figures {
		if i == namedFigures {
			return text + " …", nil
		}
		text += fmt.Sprintf("%s %s %s of %s %s → %s", map[bool]string{true: ":", false: ","}[i == 0], f.Metric, f.Month, f.Region, figureText(f.Before), figureText(f.After))
	}
	return text, nil
}

func figureText(v *float64) string {
	if v == nil {
		return "none"
	}
	return number(*v)
}

func count1(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// plainError is the engine's reason in one line.
func plainError(err error) string {
	text := err.Error()
	if _, reason, found := strings.Cut(text, "message: "); found {
		text = reason
	}
	text, _, _ = strings.Cut(text, ". (")
	text, _, _ = strings.Cut(text, "\n")
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:300]) + "…"
	}
	return text
}
