package alert

import (
	"log/slog"

	"anlan/state"
	"anlan/warehouse"
)

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
	log   *slog.Logger
	rules []*Rule
	hash  string // of the rules in force
}

// Open reads the rules; an error names every fault of them at once.
func Open(w *warehouse.Warehouse, store *state.Store, options Options) (*Alerts, error) {
	rules, err := loadRules(options.RuleDir, w.Catalogue())
	if err != nil {
		return nil, err
	}
	log := options.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	// A metric that means something else is another rule, though its file is the same.
	return &Alerts{w: w, store: store, log: log, rules: rules, hash: hashOf(rules) + w.Catalogue().Hash()}, nil
}

// Rules lists the rules in force by name, those that are off too. They must not be changed.
func (a *Alerts) Rules() []*Rule { return a.rules }
