package warehouse

import (
	"context"
	"errors"
	"io"

	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

// unfit are the engine's codes for a number that does not fit its type: a cast that loses, a value out of range, decimal overflow.
var unfit = map[int32]bool{70: true, 321: true, 407: true}

// beyondCalendar is the engine's code of throwIf, which stands in questions only to guard the calendar.
const beyondCalendar = 395

// questionFault says of an error of the engine that the question is to blame: its arithmetic leaves 38 digits for some row. Nil for every other error.
func questionFault(err error) *Error {
	var ex *proto.Exception
	if !errors.As(err, &ex) || !unfit[ex.Code] && ex.Code != beyondCalendar {
		return nil
	}
	if ex.Code == beyondCalendar {
		return &Error{Code: BadRequest, Message: "a date that the question computes is outside the calendar of 1900 to 2299 for some row", Err: err}
	}
	return &Error{Code: BadRequest, Message: "a number that the question computes does not fit for some row: decimals have 38 digits", Err: err}
}

// answerFault is faultOf for the answer to a question: arithmetic that does not fit is the question's fault.
func answerFault(ctx context.Context, doing string, err error) error {
	if fault := questionFault(err); fault != nil {
		return fault
	}
	return faultOf(ctx, doing, err)
}

// answering reads an answer that may still fail at a later row.
type answering struct{ io.ReadCloser }

func (a answering) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if fault := questionFault(err); fault != nil {
		return n, fault
	}
	return n, err
}
