package etl

import (
	"context"

	"anlan/warehouse"
)

// CheckFailed is the code of a run that a blocking check of its load held back.
const CheckFailed = "check_failed"

// LoadCheck is a rule over all rows of a load, judged before anything is published.
type LoadCheck struct {
	Code string
	// Severity is block (nothing is published when it fails) or warn.
	Severity string
	Title    warehouse.Text // the pipeline's own words
	Test     LoadTest
	line     int
}

// LoadTest is what a LoadCheck compares.
type LoadTest interface {
	// Kind is the key of the pipeline's file: rows, sum, fresh, unique, known, filled, reconcile, control or holds.
	Kind() string
	// Subject says in a word what is measured; results of equal subjects can be compared.
	Subject() string
	// measure looks at the load. An error says that it could not be computed.
	measure(ctx context.Context, l *loaded) (finding, error)
}

// loaded is a load on its way: the accepted rows, the staged inputs, and the version that they would change.
type loaded struct {
	run     *run
	plan    *plan
	work    string
	version *warehouse.Version
	code    string // of the check that looks at it
	rows    uint64 // in work
	news    bool   // the load reads what is new since the one before, not everything
}

// finding is what a test found. Texts are without keys of records: those stand in keys.
type finding struct {
	outcome  string
	measured string
	value    *float64
	expected string
	zh, en   string
	keys     []string
}

// skipped is the finding that nothing can be said.
func skipped(expected, zh, en string) finding {
	return finding{outcome: warehouse.CheckSkipped, expected: expected, zh: zh, en: en}
}

// noRows is the finding about an empty load.
func noRows(expected string) finding {
	return skipped(expected, "本次装载没有记录，无可检查", "the load brings no rows, so there is nothing to check")
}

// judged is passed or failed.
func judged(holds bool) string {
	if holds {
		return warehouse.CheckPassed
	}
	return warehouse.CheckFailed
}

// subject is what was measured, of everything or of what is new: the one says nothing about the other.
func (l *loaded) subject(t LoadTest) string {
	if l.news {
		return t.Subject() + " of what is new"
	}
	return t.Subject()
}

// partial says why the load is not like those before it; empty when it is.
func (l *loaded) partial() (zh, en string) {
	o := l.run.options
	switch {
	case o.Trigger == warehouse.TriggerReplay:
		return "本次只重放被拒绝的记录", "it replays rejected rows only"
	case o.Window != nil || o.Trigger == warehouse.TriggerBackfill:
		return "本次只装载一段时间", "it loads a window of time only"
	}
	return "", ""
}

// history lists what the test measured in the last good runs of the same kind.
func (l *loaded) history(ctx context.Context, t LoadTest, last int) ([]float64, error) {
	return l.run.warehouse.CheckHistory(ctx, l.run.pipeline.Name, l.code, l.subject(t), last)
}

// parts are the partitions of a fact in the version that the load starts from.
func (l *loaded) parts(fact string) []string {
	return append([]string{}, l.version.Partitions(fact)...)
}
