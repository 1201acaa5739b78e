package alert

import (
	"time"

	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// turn is one evaluation: it makes of what was and of what the rules say now what is to be kept. It is a pure function of
// both, so that a second one of the same data changes nothing that people see.
type turn struct {
	at      time.Time
	version uint64
	day     safety.Date

	on       map[string]state.Alert // by id
	waiting  map[string]state.AlertWait
	decision state.AlertDecision
	outcomes []RuleOutcome
}

// decide works through all rules. Rules that are not among the outcomes are gone.
func (t *turn) decide(outcomes []outcome, now state.AlertState) error {
	t.on, t.waiting = map[string]state.Alert{}, map[string]state.AlertWait{}
	for _, a := range now.On {
		t.on[a.ID] = a
	}
	for _, w := range now.Waiting {
		t.waiting[w.ID] = w
	}
	inForce := map[string]bool{}
	for _, o := range outcomes {
		inForce[o.rule.Name] = true
		if err := t.rule(o, now); err != nil {
			return err
		}
	}
	for _, a := range now.On {
		if !inForce[a.Rule] {
			if err := t.end(a, safety.AlertRuleDeleted, ruleDeleted); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *turn) rule(o outcome, now state.AlertState) error {
	result := RuleOutcome{Rule: o.rule.Name, Elapsed: o.elapsed}
	if o.err != nil {
		result.Error = o.err.Error()
	}
	judged := map[string]bool{}
	for _, a := range now.On {
		if a.Rule == o.rule.Name && a.RuleHash != o.rule.hash { // also when the new one could not be evaluated
			if err := t.end(a, safety.AlertRuleChanged, ruleChanged); err != nil {
				return err
			}
			delete(t.on, a.ID)
		}
	}
	for _, f := range o.findings {
		id := f.id(o.rule.Name)
		judged[id] = true
		if err := t.subject(o.rule, id, f, &result); err != nil {
			return err
		}
	}
	for _, a := range now.On {
		_, still := t.on[a.ID]
		switch {
		case a.Rule != o.rule.Name || !still || judged[a.ID]:
		case o.err != nil:
			result.On++
		default:
			if err := t.end(a, safety.AlertCleared, nothingLeft); err != nil {
				return err
			}
		}
	}
	if o.err != nil {
		t.keepWaiting(o.rule, now, &result)
	}
	t.outcomes = append(t.outcomes, result)
	return nil
}

// keepWaiting leaves what waits for a rule that could not be evaluated as it is.
func (t *turn) keepWaiting(r *Rule, now state.AlertState, result *RuleOutcome) {
	for _, w := range now.Waiting {
		if w.Rule == r.Name && w.RuleHash == r.hash {
			t.decision.Waiting = append(t.decision.Waiting, w)
			result.Waiting++
		}
	}
}

// subject says what becomes of one subject of a rule.
func (t *turn) subject(r *Rule, id string, f finding, result *RuleOutcome) error {
	old, on := t.on[id]
	wait, waits := t.waiting[id]
	waits = waits && wait.RuleHash == r.hash
	switch {
	case f.unknown:
		result.Unknown++
		if on {
			result.On++
		}
		if waits {
			t.decision.Waiting = append(t.decision.Waiting, wait)
			result.Waiting++
		}
		return nil
	case on && (f.severity != "" || f.stays):
		result.On++
		return t.goOn(r, old, f)
	case on:
		return t.end(old, safety.AlertCleared, f.reason)
	case f.severity == "":
		return nil
	}
	if !waits {
		wait = state.AlertWait{ID: id, Rule: r.Name, RuleHash: r.hash, Since: t.day}
	}
	wait.Held++
	if wait.Held < r.For.Evaluations || t.day.DaysSince(wait.Since) < r.For.Days {
		t.decision.Waiting = append(t.decision.Waiting, wait)
		result.Waiting++
		return nil
	}
	result.On++
	return t.raise(r, id, f)
}

func (t *turn) raise(r *Rule, id string, f finding) error {
	rank := f.severity.Rank()
	a := state.Alert{
		ID: id, Rule: r.Name, RuleHash: r.hash, Stage: state.AlertOn, Rank: rank, Highest: rank, Single: f.subject.Single(),
		FirstSeen: t.at, LastSeen: t.at, Version: t.version,
	}
	return t.keep(a, bodyOf(r, f), true, false, safety.AlertRaised)
}

// goOn keeps a signal that is on, with what changed. What only stays on is of the mildest severity.
func (t *turn) goOn(r *Rule, old state.Alert, f finding) error {
	if f.severity == "" {
		for _, one := range r.At.list() {
			if one.number != nil {
				f.severity = one.severity
				break
			}
		}
	}
	a := old
	a.Rank, a.LastSeen, a.Version = f.severity.Rank(), t.at, t.version
	a.Highest = max(a.Highest, a.Rank)
	var events []safety.AlertEvent
	switch {
	case a.Rank > old.Rank:
		events = append(events, safety.AlertWorsened)
	case a.Rank < old.Rank:
		events = append(events, safety.AlertEased)
	}
	reopened := !old.AckAt.IsZero() && a.Rank > old.AckRank
	if reopened {
		events = append(events, safety.AlertReopened)
	}
	return t.keep(a, bodyOf(r, f), false, reopened, events...)
}

// end closes a signal, whose last words stay.
func (t *turn) end(a state.Alert, how safety.AlertEvent, why warehouse.Text) error {
	b, err := readBody(a.Body)
	if err != nil {
		return err
	}
	a.Stage, a.ClearedAt, a.Ended, b.EndReason = state.AlertOver, t.at, string(how), why
	return t.keep(a, b, false, false, how)
}

func (t *turn) keep(a state.Alert, b body, raised, reopened bool, events ...safety.AlertEvent) error {
	text, err := b.text()
	if err != nil {
		return err
	}
	a.Body = text
	change := state.AlertChange{Alert: a, Raised: raised, Reopened: reopened}
	for _, e := range events {
		why := b.Reason
		if a.Stage == state.AlertOver {
			why = b.EndReason
		}
		reason, err := textJSON(why)
		if err != nil {
			return err
		}
		change.Events = append(change.Events, state.AlertEvent{At: t.at, Event: string(e), Rank: a.Rank, Reason: reason, Version: t.version})
	}
	t.decision.Changes = append(t.decision.Changes, change)
	return nil
}
