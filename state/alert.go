package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"anlan/safety"
)

// Stages of a warning.
const (
	AlertOn   = "on"
	AlertOver = "over"
)

// Alert is a warning about one subject of a rule.
type Alert struct {
	ID        string
	Rule      string
	RuleHash  string // of the rule's words that it was judged by
	Stage     string
	Rank      int // of its severity: 4 for red to 1 for blue
	Highest   int // since it was raised last
	Single    bool
	Times     int // how often it was raised
	FirstSeen time.Time
	LastSeen  time.Time
	ClearedAt time.Time
	Ended     string // the event that ended it
	Version   uint64
	Body      string // JSON: what people are shown

	AckAt     time.Time // zero: not acknowledged
	AckBy     string
	AckRemark string
	AckRank   int
}

// AlertEvent is something that happened to a warning.
type AlertEvent struct {
	At      time.Time
	Event   string
	Rank    int
	Who     string
	Remark  string
	Reason  string // JSON
	Version uint64
}

// AlertChange is what an evaluation makes of a warning. Raised counts it once more; either of Raised and Reopened takes its
// acknowledgement away.
type AlertChange struct {
	Alert
	Raised, Reopened bool
	Events           []AlertEvent
}

// AlertWait is what holds, but must hold longer before it is told.
type AlertWait struct {
	ID       string // of the warning that it becomes
	Rule     string
	RuleHash string
	Held     int // evaluations in a row
	Since    safety.Date
}

// AlertState is all that is not over.
type AlertState struct {
	Last    AlertEvaluation // zero before the first
	On      []Alert
	Waiting []AlertWait
}

// AlertDecision is what an evaluation makes of it: the warnings that change, and everything that waits.
type AlertDecision struct {
	Changes []AlertChange
	Waiting []AlertWait
}

// AlertEvaluation says what was judged when, and by which rules.
type AlertEvaluation struct {
	Number  int64 // of the changes of warnings so far
	At      time.Time
	Version uint64
	Day     safety.Date
	Rules   string // their hash
}

// ErrOver says that a warning is not on any more.
var ErrOver = errors.New("the warning is over")

// LastEvaluation says what was judged last; zero when nothing ever was.
func (s *Store) LastEvaluation(ctx context.Context) (AlertEvaluation, error) {
	return s.evaluation(ctx, s.db, "alert_last")
}

func (s *Store) evaluation(ctx context.Context, on runner, statement string) (AlertEvaluation, error) {
	found, err := list(ctx, s, on, statement, func(row *sql.Rows, e *AlertEvaluation) error {
		return row.Scan(&e.Number, scanTime{&e.At}, &e.Version, scanDate{&e.Day}, &e.Rules)
	})
	if err == nil && len(found) != 1 {
		err = fmt.Errorf("the last evaluation of warnings: %w", ErrNotFound)
	}
	if err != nil {
		return AlertEvaluation{}, err
	}
	return found[0], nil
}

// Evaluated keeps an evaluation and what it changes, whole or not at all, one after the other among all servers. decide is
// given what is not over and says what becomes of it; nil keeps all as it was.
func (s *Store) Evaluated(ctx context.Context, e AlertEvaluation, decide func(AlertState) (*AlertDecision, error)) error {
	return s.inTransaction(ctx, "keep an evaluation of warnings", func(tx *sql.Tx) error {
		now, err := s.alertState(ctx, tx)
		if err != nil {
			return err
		}
		decision, err := decide(now)
		if err != nil || decision == nil {
			return err
		}
		for _, c := range decision.Changes {
			if err := s.putAlert(ctx, tx, c); err != nil {
				return err
			}
		}
		if _, err := s.exec(ctx, tx, "alert_waiting_clear"); err != nil {
			return err
		}
		for _, w := range decision.Waiting {
			if _, err := s.exec(ctx, tx, "alert_waiting_add", w.ID, w.Rule, w.RuleHash, w.Held, w.Since); err != nil {
				return err
			}
		}
		_, err = s.exec(ctx, tx, "alert_evaluated", e.At, int64(e.Version), e.Day, e.Rules) //nolint:gosec // versions count loads
		return err
	})
}

// alertState takes the turn: nobody else changes warnings until the transaction ends.
func (s *Store) alertState(ctx context.Context, tx *sql.Tx) (now AlertState, err error) {
	if now.Last, err = s.evaluation(ctx, tx, "alert_turn"); err != nil {
		return now, err
	}
	if now.On, err = list(ctx, s, tx, "alert_open", scanAlert); err != nil {
		return now, err
	}
	now.Waiting, err = list(ctx, s, tx, "alert_waiting", func(row *sql.Rows, w *AlertWait) error {
		return row.Scan(&w.ID, &w.Rule, &w.RuleHash, &w.Held, scanDate{&w.Since})
	})
	return now, err
}

func (s *Store) putAlert(ctx context.Context, tx *sql.Tx, c AlertChange) error {
	a := c.Alert
	raised := count(c.Raised)
	_, err := s.exec(ctx, tx, "alert_put", a.ID, a.Rule, a.RuleHash, a.Stage, a.Rank, a.Highest, count(a.Single), raised,
		a.FirstSeen, a.LastSeen, a.ClearedAt, a.Ended, int64(a.Version), a.Body, raised, count(c.Raised || c.Reopened)) //nolint:gosec // versions count loads
	if err != nil {
		return err
	}
	for _, e := range c.Events {
		if err := s.addAlertEvent(ctx, tx, a.ID, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) addAlertEvent(ctx context.Context, tx *sql.Tx, id string, e AlertEvent) error {
	_, err := s.exec(ctx, tx, "alert_event_add", id, e.At, e.Event, e.Rank, e.Who, e.Remark, e.Reason, int64(e.Version)) //nolint:gosec // versions count loads
	return err
}

// count is 1 for true.
func count(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// AcknowledgeAlert notes who has taken note of a warning that is on. event is what the history says of it; its rank and reason
// are those of the warning at that moment, which reason makes of its body. ErrOver when it is not on.
func (s *Store) AcknowledgeAlert(ctx context.Context, id string, event AlertEvent, reason func(body string) (string, error)) error {
	return s.inTransaction(ctx, "acknowledge a warning", func(tx *sql.Tx) error {
		if _, err := s.evaluation(ctx, tx, "alert_turn"); err != nil {
			return err
		}
		type row struct {
			rank int
			body string
		}
		found, err := list(ctx, s, tx, "alert_acknowledge", func(r *sql.Rows, to *row) error {
			return r.Scan(&to.rank, &to.body)
		}, id, event.At, event.Who, event.Remark)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("%s: %w", id, ErrOver)
		}
		event.Rank = found[0].rank
		if event.Reason, err = reason(found[0].body); err != nil {
			return err
		}
		return s.addAlertEvent(ctx, tx, id, event)
	})
}

// AlertFilter says which warnings are listed. Empty fields do not limit.
type AlertFilter struct {
	Stage        string // AlertOn or AlertOver
	Rule         string
	Acknowledged *bool
	Single       bool   // those about single records and enterprises too
	After        *Alert // the list goes on after this one
	First        int
}

// Alerts lists what people may be told, the gravest first, then the newest, then by id.
func (s *Store) Alerts(ctx context.Context, f AlertFilter) ([]Alert, error) {
	acknowledged := int64(0)
	if f.Acknowledged != nil {
		acknowledged = 2 - count(*f.Acknowledged)
	}
	after := Alert{}
	if f.After != nil {
		after = *f.After
	}
	return list(ctx, s, s.db, "alert_list", scanAlert, f.Stage, f.Rule, acknowledged, count(f.Single), after.Rank, after.FirstSeen, after.ID, f.First)
}

// Alert gives one warning that people may be told of; ErrNotFound when there is none.
func (s *Store) Alert(ctx context.Context, id string) (Alert, error) {
	found, err := list(ctx, s, s.db, "alert_by_id", scanAlert, id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("warning %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return Alert{}, err
	}
	return found[0], nil
}

// AlertEvents lists what happened to a warning, the latest first.
func (s *Store) AlertEvents(ctx context.Context, id string, first int) ([]AlertEvent, error) {
	return list(ctx, s, s.db, "alert_events", func(row *sql.Rows, e *AlertEvent) error {
		return row.Scan(scanTime{&e.At}, &e.Event, &e.Rank, &e.Who, &e.Remark, &e.Reason, &e.Version)
	}, id, first)
}

func scanAlert(row *sql.Rows, a *Alert) error {
	return row.Scan(&a.ID, &a.Rule, &a.RuleHash, &a.Stage, &a.Rank, &a.Highest, scanFlag{&a.Single}, &a.Times,
		scanTime{&a.FirstSeen}, scanTime{&a.LastSeen}, scanTime{&a.ClearedAt}, &a.Ended,
		scanTime{&a.AckAt}, &a.AckBy, &a.AckRemark, &a.AckRank, &a.Version, &a.Body)
}

// scanFlag reads a column that is 1 for true.
type scanFlag struct{ to *bool }

func (s scanFlag) Scan(value any) error {
	n, ok := value.(int64)
	if !ok {
		return fmt.Errorf("expected 0 or 1, found %T", value)
	}
	*s.to = n == 1
	return nil
}
