package flight

import (
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/apache/arrow/go/v15/arrow/flight"
)

// watched is a stream that notices when its client takes nothing any more: its window stays full and a message waits. Whoever only reads slowly goes on.
type watched struct {
	stream  flight.FlightService_DoGetServer
	after   time.Duration
	stalled chan struct{}
	once    sync.Once
	tally   *account
}

func watch(stream flight.FlightService_DoGetServer, after time.Duration) *watched {
	return &watched{stream: stream, after: after, stalled: make(chan struct{}), tally: accountOf(stream.Context())}
}

// Send sends a message.
func (w *watched) Send(message *flight.FlightData) error {
	timer := time.AfterFunc(w.after, func() { w.once.Do(func() { close(w.stalled) }) })
	defer timer.Stop()
	w.tally.bytes.Add(int64(len(message.GetDataHeader()) + len(message.GetDataBody())))
	return w.stream.Send(message)
}

// guarded turns a panic into an error.
func guarded(work func() error) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
		}
	}()
	return work()
}
