package alert

import (
	"context"

	"anlan/access"
	"anlan/safety"
)

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
	State      State // empty means On
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

// List gives one page of the signals that lie in the scope. Errors are *warehouse.Error.
func (a *Alerts) List(ctx context.Context, scope access.Scope, q Query) (*Page, error) {
	return nil, errNotYet
}

// Counts counts the signals that lie in the scope by severity, the gravest first; the page of the query means nothing to it.
func (a *Alerts) Counts(ctx context.Context, scope access.Scope, q Query) ([]Count, error) {
	return nil, errNotYet
}

// Get gives one signal. One that does not exist or lies outside the scope is a not_found Error; so is one about a single
// record for who may not read records.
func (a *Alerts) Get(ctx context.Context, scope access.Scope, id string, records bool) (*Signal, error) {
	return nil, errNotYet
}

// History lists what happened to a signal, the latest first, at most 200 events. Errors are those of Get.
func (a *Alerts) History(ctx context.Context, scope access.Scope, id string, records bool) ([]Event, error) {
	return nil, errNotYet
}

// Acknowledge notes that the caller has taken note of a signal that is on, with a remark, which may be empty. It does not
// clear it. To acknowledge again replaces the remark. Errors: forbidden when the caller may not, those of Get, and conflict when
// the signal is over.
func (a *Alerts) Acknowledge(ctx context.Context, caller access.Caller, id, remark string) (*Signal, error) {
	return nil, errNotYet
}
