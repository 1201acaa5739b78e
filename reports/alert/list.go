package alert

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"anlan/access"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

const (
	pageSize    = 50
	maxPageSize = 200
	readAtOnce  = 500 // rows of the state, of which a caller may see some
)

// List gives one page of the signals that lie in the scope. Errors are *warehouse.Error.
func (a *Alerts) List(ctx context.Context, scope access.Scope, q Query) (*Page, error) {
	if q.First < 0 || q.First > maxPageSize {
		return nil, warehouse.Fault(warehouse.BadRequest, "a page has 1 to %d warnings", maxPageSize)
	}
	want := q.First
	if want == 0 {
		want = pageSize
	}
	page := &Page{}
	err := a.each(ctx, scope, q, func(s Signal) bool {
		if page.HasNext = len(page.Signals) == want; page.HasNext {
			return false
		}
		page.Signals, page.Cursors = append(page.Signals, s), append(page.Cursors, cursorOf(s))
		return true
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// Counts counts the signals that lie in the scope by severity, the gravest first; the page of the query means nothing to it.
func (a *Alerts) Counts(ctx context.Context, scope access.Scope, q Query) ([]Count, error) {
	counts := make([]Count, 0, len(severities)-1)
	for _, severity := range slices.Backward(severities[1:]) {
		counts = append(counts, Count{Severity: severity})
	}
	q.After = ""
	err := a.each(ctx, scope, q, func(s Signal) bool {
		one := &counts[len(counts)-s.Severity.Rank()]
		one.Signals++
		if s.On && s.Acknowledged == nil {
			one.Unacknowledged++
		}
		return true
	})
	return counts, err
}

// each gives the signals of a query that lie in the scope, in order, until visit says false.
func (a *Alerts) each(ctx context.Context, scope access.Scope, q Query, visit func(Signal) bool) error {
	filter, err := q.filter()
	if err != nil {
		return err
	}
	eyes, sectors, err := a.eyes(ctx, scope, q.Records)
	if err != nil {
		return err
	}
	if scope.Empty() {
		return nil
	}
	var below []string
	if q.Sector != "" {
		if below, err = sectors.Chosen(q.Sector); err != nil {
			return err
		}
	}
	for {
		rows, err := a.store.Alerts(ctx, filter)
		if err != nil {
			return faultOf(err)
		}
		for _, row := range rows {
			signal, b, err := signalOf(row)
			if err != nil {
				return err
			}
			if eyes.sees(b) && q.wants(signal, eyes.regions, below) && !visit(signal) {
				return nil
			}
		}
		if len(rows) < filter.First {
			return nil
		}
		filter.After = &rows[len(rows)-1]
	}
}

// filter is what the state can leave out itself.
func (q Query) filter() (state.AlertFilter, error) {
	f := state.AlertFilter{Rule: q.Rule, Single: q.Records, First: readAtOnce}
	yes, no := true, false
	asked := q.State
	if !q.Day.IsZero() {
		asked = All
	}
	switch asked {
	case On, "":
		f.Stage = state.AlertOn
	case Unacknowledged:
		f.Stage, f.Acknowledged = state.AlertOn, &no
	case Acknowledged:
		f.Stage, f.Acknowledged = state.AlertOn, &yes
	case Cleared:
		f.Stage = state.AlertOver
	case All:
	default:
		return f, warehouse.Fault(warehouse.BadRequest, "there is no state %q; expected on, unacknowledged, acknowledged, cleared or all", q.State)
	}
	if q.After == "" {
		return f, nil
	}
	var after cursor
	text, err := base64.RawURLEncoding.DecodeString(q.After)
	if err == nil {
		err = json.Unmarshal(text, &after)
	}
	if err != nil || after.ID == "" {
		return f, warehouse.Fault(warehouse.BadRequest, "the cursor is none of a list of warnings")
	}
	f.After = &state.Alert{ID: after.ID, Rank: after.Rank, FirstSeen: time.UnixMilli(after.Seen)}
	return f, nil
}

// wants is what only we can leave out.
func (q Query) wants(s Signal, regions *warehouse.Regions, sectors []string) bool {
	switch {
	case !q.Day.IsZero() && !s.onAt(q.Day):
	case len(q.Severities) > 0 && !slices.Contains(q.Severities, s.Severity):
	case len(q.Kinds) > 0 && !slices.Contains(q.Kinds, s.Kind):
	case q.Enterprise != "" && q.Enterprise != s.Subject.Enterprise:
	case sectors != nil && !slices.Contains(sectors, s.Subject.Sector):
	case q.Region != "" && !regions.Within(warehouse.Managing, s.Subject.Region, q.Region, s.AsOf):
	default:
		return true
	}
	return false
}

// onAt reports whether the signal was on at the end of a day.
func (s Signal) onAt(day safety.Date) bool {
	return !safety.DateOf(s.FirstSeen).After(day) && (s.On || safety.DateOf(s.ClearedAt).After(day))
}

// cursor is the place of a signal in a list.
type cursor struct {
	Rank int    `json:"r"`
	Seen int64  `json:"s"`
	ID   string `json:"i"`
}

func cursorOf(s Signal) string {
	text, err := json.Marshal(cursor{s.Severity.Rank(), s.FirstSeen.UnixMilli(), s.ID})
	if err != nil {
		panic(err) // texts and numbers only
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// Get gives one signal. One that does not exist or lies outside the scope is a not_found Error; so is one about a single
// record for who may not read records.
func (a *Alerts) Get(ctx context.Context, scope access.Scope, id string, records bool) (*Signal, error) {
	row, err := a.store.Alert(ctx, id)
	if err != nil && !errors.Is(err, state.ErrNotFound) {
		return nil, faultOf(err)
	}
	eyes, _, seeing := a.eyes(ctx, scope, records)
	if seeing != nil {
		return nil, seeing
	}
	if err == nil {
		signal, b, err := signalOf(row)
		if err != nil {
			return nil, err
		}
		if eyes.sees(b) {
			return &signal, nil
		}
	}
	return nil, warehouse.Fault(warehouse.NotFound, "there is no warning %q", id)
}

// History lists what happened to a signal, the latest first, at most 200 events. Errors are those of Get.
func (a *Alerts) History(ctx context.Context, scope access.Scope, id string, records bool) ([]Event, error) {
	if _, err := a.Get(ctx, scope, id, records); err != nil {
		return nil, err
	}
	rows, err := a.store.AlertEvents(ctx, id, maxPageSize)
	if err != nil {
		return nil, faultOf(err)
	}
	list := make([]Event, len(rows))
	for i, row := range rows {
		e := Event{At: row.At, Event: safety.AlertEvent(row.Event), Severity: severityOf(row.Rank), By: row.Who, Remark: row.Remark, Version: row.Version}
		if err := json.Unmarshal([]byte(row.Reason), &e.Reason); err != nil {
			return nil, err
		}
		list[i] = e
	}
	return list, nil
}

// faultOf is what a caller is told when the state cannot be asked.
func faultOf(err error) error {
	return &warehouse.Error{Code: warehouse.Unavailable, Message: "the warnings cannot be read", Err: err}
}
