package warehouse

import "context"

// Writer lets the processes that share a warehouse change it one after the other.
type Writer interface {
	// Lock waits until this process alone may change the data. confirm is asked at the last moment before a version is
	// published; its error forbids that.
	Lock(ctx context.Context) (confirm func(context.Context) error, release func(), err error)
	// Generation gives a number, at least least, that no process was given before.
	Generation(ctx context.Context, least uint32) (uint32, error)
}

// Require adds a condition that is asked at the last moment before the change is published; its error forbids that, and nothing
// of the change is seen.
func (u *Update) Require(condition func(context.Context) error) {
	u.conditions = append(u.conditions, condition)
}

// mayPublish asks the conditions of a change, the writer's lock among them.
func (u *Update) mayPublish(ctx context.Context) error {
	for _, condition := range u.conditions {
		if err := condition(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lockWriter keeps all other changes away, of this process and of others; it returns what confirms that it still does.
func (w *Warehouse) lockWriter(ctx context.Context) (confirm func(context.Context) error, release func(), err error) {
	w.writer.Lock()
	if w.config.Writer == nil {
		return func(context.Context) error { return nil }, w.writer.Unlock, nil
	}
	confirm, give, err := w.config.Writer.Lock(ctx)
	if err != nil {
		w.writer.Unlock()
		return nil, nil, &Error{Code: Unavailable, Message: "could not get the right to change the data: another process has it, or the state is away", Err: err}
	}
	return confirm, func() { give(); w.writer.Unlock() }, nil
}
