package main

import (
	"context"
	"fmt"
	"time"

	"anlan/state"
)

// late is how long a bulletin may wait to be sent before the doctor tells of it.
const late = time.Hour

// deliveries tells of bulletins that were not delivered, and of drafts that the calendar could not make.
func (e *examination) deliveries(ctx context.Context, store *state.Store) {
	waiting, err := store.Deliveries(ctx, "", state.DeliveryWaiting, mostNamed)
	var given []state.Delivery
	if err == nil {
		given, err = store.Deliveries(ctx, "", state.DeliveryGivenUp, mostNamed)
	}
	var drafts []state.Drafting
	if err == nil {
		drafts, err = store.Draftings(ctx)
	}
	e.report("deliveries", fmt.Sprintf("%d bulletins wait to be sent, %d could not be delivered, %d drafts could not be made", len(waiting), len(given), len(drafts)), err,
		"read the message; bulletins are not sent without the state")
	for _, d := range waiting {
		if d.Attempts > 0 && time.Since(d.Since) > late {
			e.note("deliveries", fmt.Sprintf("bulletin %s waits for %s since %s, tried %d times: %s", d.Bulletin, d.Recipient, d.Since.Format(time.DateTime), d.Attempts, d.Answer))
		}
	}
	for _, d := range given {
		e.note("deliveries", fmt.Sprintf("bulletin %s was not delivered to %s: %s; “anlan bulletin resend %s --to %s” sends it again", d.Bulletin, d.Recipient, d.Answer, d.Bulletin, d.Recipient))
	}
	for _, d := range drafts {
		e.note("drafts", fmt.Sprintf("%s was due at %s, tried %d times: %s", d.Case, d.Due.Format(time.DateTime), d.Attempts, d.Message))
	}
}

// mostNamed is how many deliveries the doctor names.
const mostNamed = 50
