package graph

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// eventStream answers POST requests that accept text/event-stream, in the "distinct connections" way of graphql-sse: every
// operation its own stream of next events and one complete event. A comment is sent every ping interval, so that proxies
// and clients see that the stream lives.
type eventStream struct {
	http httpTransport
	ping time.Duration
}

func (eventStream) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

func (t eventStream) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, status, fault := t.http.read(w, r)
	if fault != nil {
		t.http.write(w, r, status, exec.DispatchError(r.Context(), gqlerror.List{fault}), nil)
		return
	}
	// A stream outlives the time that an ordinary answer has.
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{})
	_ = control.SetReadDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache, no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	events := &eventWriter{w: w, control: control}
	events.send(":\n\n")
	stop := events.keepAlive(t.ping)
	defer stop()

	params.Headers = r.Header
	op, faults := exec.CreateOperationContext(r.Context(), params)
	if faults != nil {
		events.next(exec.DispatchError(graphql.WithOperationContext(r.Context(), op), faults))
	} else {
		responses, ctx := exec.DispatchOperation(r.Context(), op)
		for response := responses(ctx); response != nil && ctx.Err() == nil; response = responses(ctx) {
			events.next(response)
		}
	}
	events.send("event: complete\ndata: \n\n")
}

// eventWriter writes one event at a time.
type eventWriter struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	control *http.ResponseController
}

func (e *eventWriter) next(response *graphql.Response) {
	e.send(fmt.Sprintf("event: next\ndata: %s\n\n", responseBody(response)))
}

func (e *eventWriter) send(event string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, _ = e.w.Write([]byte(event)) //nolint:gosec // events, no page; the client may be gone, its context ends then
	_ = e.control.Flush()
}

// keepAlive pings until stop is called; nothing is written after stop returns.
func (e *eventWriter) keepAlive(every time.Duration) (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
				e.send(": ping\n\n")
			}
		}
	}()
	return func() { close(quit); <-done }
}
