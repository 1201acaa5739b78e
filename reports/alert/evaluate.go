package alert

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Evaluation says what an evaluation changed.
type Evaluation struct {
	At      time.Time
	Version uint64      // of the data
	Day     safety.Date // in Beijing
	// Skipped says that this data was judged by these rules on this day already, or that newer data was; nothing was done then.
	Skipped bool
	Changes []Change
	Rules   []RuleOutcome
}

// Change is what happened to one signal.
type Change struct {
	Event  safety.AlertEvent
	Signal Signal
}

// EventCount is how often something happened.
type EventCount struct {
	Event   safety.AlertEvent
	Signals int
}

// Events counts the changes by what happened.
func (e *Evaluation) Events() []EventCount {
	var list []EventCount
	for _, event := range safety.All[safety.AlertEvent]() {
		n := 0
		for _, c := range e.Changes {
			if c.Event == event {
				n++
			}
		}
		if n > 0 {
			list = append(list, EventCount{event, n})
		}
	}
	return list
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
func (a *Alerts) Evaluate(ctx context.Context) (*Evaluation, error) {
	version, release, err := a.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	e := state.AlertEvaluation{At: a.w.Now(), Version: version.Number, Day: a.w.Today(), Rules: a.hash}
	out := &Evaluation{At: e.At, Version: e.Version, Day: e.Day}
	last, err := a.store.LastEvaluation(ctx)
	if err != nil {
		return nil, err
	}
	if out.Skipped = e.Version == 0 || !newer(e, last); out.Skipped {
		return out, nil
	}
	outcomes, err := a.judge(ctx, version)
	if err != nil {
		return nil, err
	}
	var done turn
	err = a.store.Evaluated(ctx, e, func(now state.AlertState) (*state.AlertDecision, error) {
		if out.Skipped = !newer(e, now.Last); out.Skipped { // another server was quicker
			return nil, nil //nolint:nilnil // nothing is to change
		}
		done = turn{at: e.At, version: e.Version, day: e.Day}
		if err := done.decide(outcomes, now); err != nil {
			return nil, err
		}
		return &done.decision, nil
	})
	if err != nil || out.Skipped {
		return out, err
	}
	out.Rules = done.outcomes
	out.Changes, err = changesOf(done.decision.Changes)
	return out, err
}

// Judgement says when the rules of warnings were last asked, and about what.
type Judgement struct {
	At      time.Time
	Version uint64      // of the data
	Day     safety.Date // on which it was judged, in Beijing
}

// Judged is the last judgement; nil before the first. Until then that there are no warnings says nothing.
func (a *Alerts) Judged(ctx context.Context) (*Judgement, error) {
	last, err := a.store.LastEvaluation(ctx)
	if err != nil || last.Version == 0 {
		return nil, err
	}
	return &Judgement{At: last.At, Version: last.Version, Day: last.Day}, nil
}

// hold pins the newest version until release. One that was collected meanwhile is not the newest any more.
func (a *Alerts) hold(ctx context.Context) (*warehouse.Version, func(), error) {
	for range 10 {
		current, err := a.w.Current(ctx)
		if err != nil {
			return nil, nil, err
		}
		release := a.w.Hold(current.Number)
		version, err := a.w.Version(ctx, current.Number)
		if err == nil {
			return version, release, nil
		}
		release()
		var fault *warehouse.Error
		if !errors.As(err, &fault) || fault.Code != warehouse.NotFound {
			return nil, nil, err
		}
	}
	return nil, nil, warehouse.Fault(warehouse.Unavailable, "data is loaded more quickly than it can be judged")
}

// newer reports whether an evaluation says something that the last one did not. Older data than was judged is never judged.
func newer(e, last state.AlertEvaluation) bool {
	if e.Version < last.Version || e.Day.Before(last.Day) {
		return false
	}
	return e.Version != last.Version || e.Day != last.Day || e.Rules != last.Rules
}

// judge asks all rules in force. Only what keeps every rule from being evaluated is an error.
func (a *Alerts) judge(ctx context.Context, version *warehouse.Version) ([]outcome, error) {
	v, err := look(ctx, a.w, version)
	if err != nil {
		return nil, err
	}
	var outcomes []outcome
	for _, r := range a.rules {
		if r.Off {
			continue
		}
		began := time.Now()
		findings, err := v.judge(ctx, r)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			a.log.Error("a rule of warnings could not be evaluated; its warnings stay as they are", "rule", r.Name, "error", err)
		}
		outcomes = append(outcomes, outcome{rule: r, findings: findings, err: told(err), elapsed: time.Since(began)})
	}
	return outcomes, nil
}

// judge asks one rule.
func (v *view) judge(ctx context.Context, r *Rule) ([]finding, error) {
	switch r.Kind {
	case safety.AlertThreshold, safety.AlertChange:
		return v.judgeFigures(ctx, r)
	case safety.AlertUnusual:
		return v.judgeUnusual(ctx, r)
	case safety.AlertOverdue:
		return v.judgeOverdue(ctx, r)
	case safety.AlertCertificate:
		return v.judgeCertificates(ctx, r)
	case safety.AlertSourceLate:
		return v.judgeSources(r), nil
	}
	return nil, fmt.Errorf("there is no kind %q", r.Kind)
}

// told is what people may be told of an error.
func told(err error) error {
	var fault *warehouse.Error
	if errors.As(err, &fault) {
		return errors.New(fault.Message)
	}
	return err
}

// changesOf lists what happened, for people.
func changesOf(kept []state.AlertChange) ([]Change, error) {
	var list []Change
	for _, c := range kept {
		if c.Raised || c.Reopened {
			c.Alert.AckAt = time.Time{}
		}
		signal, _, err := signalOf(c.Alert)
		if err != nil {
			return nil, err
		}
		for _, e := range c.Events {
			list = append(list, Change{Event: safety.AlertEvent(e.Event), Signal: signal})
		}
	}
	return list, nil
}
