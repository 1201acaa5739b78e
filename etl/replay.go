package etl

import (
	"context"

	"anlan/warehouse"
)

// ReplayRequest says which rejected rows to run again, under the pipeline and the dimensions as they are now.
type ReplayRequest struct {
	// Rows picks them: the open ones that the query asks for, among those that Scope may see. Run or Pipeline must be named.
	Rows  warehouse.QuarantineQuery
	Scope warehouse.Scope
	By    string // who asks, for the rows' history
	// DryRun says what would come of it and changes nothing.
	DryRun bool
	// Progress is called as that of RunOptions.
	Progress func(Progress)
}

// Replay runs rejected rows again. Those that pass are loaded and settled; those that still fail stay open with their new
// reasons; a row whose record was loaded meanwhile from a later row is settled as superseded and changes nothing. The run's
// counts are those of the replayed rows; RowsDuplicate counts the superseded ones.
func (l *Loader) Replay(ctx context.Context, request ReplayRequest) (warehouse.Run, error) {
	_, wait, err := l.StartReplay(ctx, request)
	if err != nil {
		return warehouse.Run{}, err
	}
	return wait()
}

// StartReplay begins a replay and returns its id as Start does.
func (l *Loader) StartReplay(ctx context.Context, request ReplayRequest) (id string, wait func() (warehouse.Run, error), err error) {
	return "", nil, &RunError{Code: UnknownPipeline, Message: "no replay yet"}
}
