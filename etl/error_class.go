package etl

import (
	"context"
	"errors"

	"anlan/etl/source"
	"anlan/warehouse"
)

// Class sorts errors of runs by what helps against them.
type Class string

// Classes of errors.
const (
	ClassSource   Class = "source_unavailable" // the source is away, slow, refuses for a while or has not delivered: another try may do
	ClassTimeout  Class = "timeout"            // the run took longer than its schedule allows
	ClassEngine   Class = "engine"             // the warehouse is away or full
	ClassBusy     Class = "busy"               // the pipeline is running already
	ClassData     Class = "data"               // what was read is wrong: only the source or the pipeline can be put right
	ClassCanceled Class = "canceled"           // a person ended the run, or the program its own work
)

// RetryClasses are those that Retry.On may name; they are what it is when nothing is said.
func RetryClasses() []Class { return []Class{ClassSource, ClassTimeout, ClassEngine} }

// ErrTimeout is the cause with which a run is ended that took longer than its schedule allows.
var ErrTimeout = errors.New("the run took longer than its timeout")

// ClassOf sorts the error of a run; nil has no class. A source says by a method Retryable() bool of its error that another
// try may do.
func ClassOf(err error) Class {
	if err == nil {
		return ""
	}
	if errors.Is(err, ErrTimeout) {
		return ClassTimeout
	}
	var away interface{ Retryable() bool }
	if errors.As(err, &away) && away.Retryable() {
		return ClassSource
	}
	run, ok := errors.AsType[*RunError](err)
	if !ok {
		if errors.Is(err, context.Canceled) {
			return ClassCanceled
		}
		return ClassEngine
	}
	switch run.Code {
	case Canceled:
		return ClassCanceled
	case AlreadyRunning:
		return ClassBusy
	case NoFiles, source.Unreadable:
		return ClassSource
	case warehouse.Unavailable, warehouse.Timeout:
		return ClassEngine
	}
	return ClassData
}
