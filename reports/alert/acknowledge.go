package alert

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"anlan/access"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// longestRemark bounds a remark, in characters.
const longestRemark = 1000

// Acknowledge notes that the caller has taken note of a signal that is on, with a remark, which may be empty. It does not
// clear it. To acknowledge again replaces the remark. Errors: forbidden when the caller may not, those of Get, and conflict when
// the signal is over.
func (a *Alerts) Acknowledge(ctx context.Context, caller access.Caller, id, remark string) (*Signal, error) {
	if !caller.May(access.HandleAlerts) {
		return nil, warehouse.Fault(warehouse.Forbidden, "this caller may not acknowledge warnings")
	}
	remark = strings.TrimSpace(remark)
	if utf8.RuneCountInString(remark) > longestRemark {
		return nil, warehouse.Fault(warehouse.BadRequest, "a remark has at most %d characters", longestRemark)
	}
	records := caller.May(access.ReadRecords)
	if _, err := a.Get(ctx, caller.Scope, id, records); err != nil {
		return nil, err
	}
	event := state.AlertEvent{At: a.w.Now(), Event: string(safety.AlertAcknowledged), Who: caller.Name, Remark: remark}
	err := a.store.AcknowledgeAlert(ctx, id, event, func(text string) (string, error) {
		b, err := readBody(text)
		if err != nil {
			return "", err
		}
		return textJSON(b.Reason)
	})
	if errors.Is(err, state.ErrOver) {
		return nil, warehouse.Fault(warehouse.Conflict, "the warning is over: there is nothing to acknowledge")
	}
	if err != nil {
		return nil, faultOf(err)
	}
	return a.Get(ctx, caller.Scope, id, records)
}
