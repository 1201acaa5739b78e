package delivery

import (
	"time"

	"anlan/reports/dispatch"
	"anlan/safety"
)

// Event is what happened to a bulletin that people are told of.
type Event string

// The events. That a correction was issued is the event Issued of that correction.
const (
	Issued  Event = "issued"
	Voided  Event = "voided"  // what had been issued is void
	Drafted Event = "drafted" // the calendar made a draft
)

// Calendar is the author of drafts that nobody asked for.
const Calendar = "calendar"

// eventOf is the event of an act after which a bulletin is at a stage.
func eventOf(stage dispatch.Stage) Event {
	switch stage {
	case dispatch.Issued:
		return Issued
	case dispatch.Void:
		return Voided
	}
	return Drafted
}

// stage is where a bulletin stands as long as an event of it is worth telling.
func (e Event) stage() dispatch.Stage {
	switch e {
	case Issued:
		return dispatch.Issued
	case Voided:
		return dispatch.Void
	}
	return dispatch.Draft
}

func dayOf(at time.Time) safety.Date { return safety.DateOf(at.In(safety.Beijing())) }
