package graph

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// flights lets concurrent identical questions wait for one answer. The work goes on while anybody waits for it and is
// cancelled when nobody does; one caller's leaving does not spoil it for the others.
type flights struct {
	present graphql.ErrorPresenterFunc
	mu      sync.Mutex
	running map[answerKey]*flight
}

type flight struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	answer  *graphql.Response
	fault   error // what panicked outside a resolver
}

func (f *flights) do(ctx context.Context, key answerKey, work func(context.Context) *graphql.Response) *graphql.Response {
	shared := f.join(ctx, key, work)
	select {
	case <-shared.done:
	case <-ctx.Done():
	}
	f.leave(key, shared)
	select {
	case <-shared.done:
		if shared.fault != nil {
			return f.failed(ctx, shared.fault)
		}
		return forCaller(ctx, shared.answer)
	default:
		return f.failed(ctx, context.Cause(ctx))
	}
}

// failed is the answer to a question that no resolver could report a fault for.
func (f *flights) failed(ctx context.Context, err error) *graphql.Response {
	return &graphql.Response{Data: []byte("null"), Errors: gqlerror.List{f.present(ctx, err)}}
}

// join boards the flight under that key or starts it.
func (f *flights) join(ctx context.Context, key answerKey, work func(context.Context) *graphql.Response) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	if shared, ok := f.running[key]; ok {
		shared.waiting++
		return shared
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	shared := &flight{done: make(chan struct{}), cancel: cancel, waiting: 1}
	if f.running == nil {
		f.running = map[answerKey]*flight{}
	}
	f.running[key] = shared
	go func() {
		defer cancel()
		defer close(shared.done)
		defer f.land(key, shared)
		defer func() {
			if panicked := recover(); panicked != nil {
				shared.fault = fmt.Errorf("panic: %v", panicked)
			}
		}()
		shared.answer = work(own)
	}()
	return shared
}

func (f *flights) land(key answerKey, shared *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.running[key] == shared {
		delete(f.running, key)
	}
}

// leave gets off; the last one to leave a flight that has not landed cancels it.
func (f *flights) leave(key answerKey, shared *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if shared.waiting--; shared.waiting == 0 {
		if f.running[key] == shared {
			delete(f.running, key)
		}
		shared.cancel()
	}
}

// forCaller gives the shared answer with the caller's own request id in its errors.
func forCaller(ctx context.Context, shared *graphql.Response) *graphql.Response {
	if shared == nil || len(shared.Errors) == 0 {
		return shared
	}
	own := *shared
	own.Errors = make(gqlerror.List, 0, len(shared.Errors))
	for _, e := range shared.Errors {
		copied := *e
		copied.Extensions = maps.Clone(e.Extensions)
		if id := RequestID(ctx); id != "" {
			copied.Extensions["requestId"] = id
		}
		own.Errors = append(own.Errors, &copied)
	}
	return &own
}
