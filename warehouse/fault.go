package warehouse

import (
	"context"
	"errors"
	"fmt"
)

// Codes of Error. The doors (GraphQL, HTTP, command line) map them to their own statuses.
const (
	BadRequest  = "bad_request"
	NotFound    = "not_found"
	Forbidden   = "forbidden"
	TooLarge    = "too_large"
	Timeout     = "timeout"
	Unavailable = "unavailable"
	Conflict    = "conflict"
	Internal    = "internal"
)

// Error is what a caller may be told. Message is plain words without SQL; Err is the cause, for logs only.
type Error struct {
	Code    string
	Message string
	Err     error
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// Fault makes an Error without a cause.
func Fault(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// faultOf turns an engine's error into an Error, keeping one that is already there.
func faultOf(ctx context.Context, doing string, err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return &Error{Code: Timeout, Message: doing + " took too long", Err: err}
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	if mendable := EngineFault(err); mendable != nil {
		return &Error{Code: mendable.Code, Message: "could not " + doing + ": " + mendable.Message, Err: err}
	}
	return &Error{Code: Internal, Message: "could not " + doing, Err: err}
}
