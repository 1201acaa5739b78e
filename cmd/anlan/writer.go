package main

import (
	"context"
	"time"

	"anlan/state"
	"anlan/warehouse"
)

// writerLease is how long a process that publishes may be silent before another may publish. A version row is written right
// after the lease was confirmed, and takes far less.
const writerLease = time.Minute

// writer lets the processes that share a ClickHouse server publish one after the other, by a lease of the state.
type writer struct {
	state  *state.Store
	holder string
}

// sharedWriter is nil where the engine is embedded: the data folder has one owner already.
func sharedWriter(ctx context.Context, c config) (*writer, error) {
	if c.Warehouse.URL == "" {
		return nil, nil
	}
	store, err := openState(ctx, c)
	if err != nil {
		return nil, err
	}
	return &writer{store, serverName()}, nil
}

// hook is w as the warehouse takes it: no writer is no hook.
func (w *writer) hook() warehouse.Writer {
	if w == nil {
		return nil
	}
	return w
}

func (w *writer) close() error {
	if w == nil {
		return nil
	}
	return w.state.Close()
}

// Lock waits for the lease.
func (w *writer) Lock(ctx context.Context) (confirm func(context.Context) error, release func(), err error) {
	held, err := w.state.HoldWhenFree(ctx, "writer", w.holder, writerLease)
	if err != nil {
		return nil, nil, err
	}
	return held.Confirm, held.Release, nil
}

// Generation gives a number that no process was given.
func (w *writer) Generation(ctx context.Context, least uint32) (uint32, error) {
	n, err := w.state.Number(ctx, "generation", int64(least))
	return uint32(n), err
}
