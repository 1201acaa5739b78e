package alert

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

var errNotYet = errors.New("not yet")

// Options says where rules are read from.
type Options struct {
	// RuleDir holds YAML files whose rules replace those of the same name that ship, or add others; may be empty.
	RuleDir string
	Logger  *slog.Logger
}

// Alerts watches one warehouse. It is safe for concurrent use, by several servers with one state too.
type Alerts struct {
	w     *warehouse.Warehouse
	store *state.Store
	rules []*Rule
}

// Open reads the rules; an error names every fault of them at once.
func Open(w *warehouse.Warehouse, store *state.Store, options Options) (*Alerts, error) {
	return &Alerts{w: w, store: store}, nil
}

// Rules lists the rules in force by name, those that are off too. They must not be changed.
func (a *Alerts) Rules() []*Rule { return a.rules }

// Evaluation says what an evaluation changed.
type Evaluation struct {
	At      time.Time
	Version uint64      // of the data
	Day     safety.Date // in Beijing
	// Skipped says that this data was judged by these rules on this day already; nothing was done then.
	Skipped bool
	Changes []Change
	Rules   []RuleOutcome
}

// Change is what happened to one signal.
type Change struct {
	Event  safety.AlertEvent
	Signal Signal
}

// RuleOutcome is what one rule came to.
type RuleOutcome struct {
	Rule    string
	On      int    // signals that are on now
	Waiting int    // that must hold longer before they are told
	Unknown int    // subjects that could not be judged: their signals stay as they are
	Error   string // why the rule could not be evaluated: its signals stay as they are
	Elapsed time.Duration
}

// Evaluate judges the newest data by all rules and keeps what changed, whole or not at all. Twice the same data on the same
// day by the same rules changes nothing. A rule that cannot be evaluated changes nothing either, and is named.
func (a *Alerts) Evaluate(ctx context.Context) (*Evaluation, error) { return nil, errNotYet }
