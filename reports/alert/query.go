package alert

import "anlan/safety"

// State says which signals are asked for.
type State string

// The states.
const (
	On             State = "on"             // still on, acknowledged or not; the default
	Unacknowledged State = "unacknowledged" // still on, and nobody has acknowledged it
	Acknowledged   State = "acknowledged"   // still on, and acknowledged
	Cleared        State = "cleared"        // over
	All            State = "all"
)

// Query asks for signals. Empty fields do not limit.
type Query struct {
	State State // empty means On
	// Day asks for those that were on at the end of a day, acknowledged or not, instead of a state: first seen by then, and not over.
	// Of one that came again its last time alone is known.
	Day        safety.Date
	Severities []safety.AlertSeverity
	Kinds      []safety.AlertKind
	Rule       string
	Region     safety.RegionCode // it and everything below it, in the managing tree
	Sector     string            // it and the sectors below it
	Enterprise string
	// Records asks for signals about single records and enterprises too; leave it false for who may not read records.
	Records bool
	First   int    // page size, 1 to 200; 0 means 50
	After   string // the cursor of the signal before the page
}

// Page is one page of a list: the gravest first, then the newest, then by id.
type Page struct {
	Signals []Signal
	Cursors []string // one a signal, for Query.After
	HasNext bool
}

// Count is how many signals there are of one severity.
type Count struct {
	Severity       safety.AlertSeverity
	Signals        int
	Unacknowledged int
}
