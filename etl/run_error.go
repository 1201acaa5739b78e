package etl

import (
	"context"
	"errors"

	"anlan/etl/source"
	"anlan/state"
	"anlan/warehouse"
)

// Codes of a failed run, beside those of package source and of the warehouse.
const (
	UnknownPipeline = "unknown_pipeline"
	NoFiles         = "no_files"
	MissingColumn   = "missing_column"
	ExtraColumn     = "extra_column"
	TooManyRejected = "too_many_rejected"
	AlreadyRunning  = "already_running"
	Canceled        = "canceled"
	LeaseLost       = "lease_lost"
)

// RunError says why a run failed. Message is plain words for the operator; Err is the cause, for logs.
type RunError struct {
	Code    string
	Message string
	Err     error
}

func (e *RunError) Error() string { return e.Message }

func (e *RunError) Unwrap() error { return e.Err }

// explain makes a RunError of any error of a run.
func explain(ctx context.Context, err error) *RunError {
	var run *RunError
	var file *source.Error
	var fault *warehouse.Error
	switch {
	case errors.As(err, &run):
		return run
	case errors.Is(context.Cause(ctx), state.ErrLost), errors.Is(err, state.ErrLost):
		return &RunError{Code: LeaseLost, Message: "this server was silent for so long that another may run the pipeline; nothing of the run was published", Err: errors.Join(state.ErrLost, err)}
	case ctx.Err() != nil:
		return &RunError{Code: Canceled, Message: "the run was ended before it was done; nothing of it was published", Err: err}
	case errors.As(err, &file):
		return &RunError{Code: file.Code, Message: file.Message, Err: err}
	case warehouse.EngineFault(err) != nil:
		mendable := warehouse.EngineFault(err)
		return &RunError{Code: mendable.Code, Message: mendable.Message + "; nothing was published, the figures are as they were", Err: err}
	case errors.As(err, &fault):
		return &RunError{Code: fault.Code, Message: fault.Message, Err: err}
	}
	return &RunError{Code: warehouse.Internal, Message: "the warehouse did not accept the load; nothing was published, and the log says why", Err: err}
}
