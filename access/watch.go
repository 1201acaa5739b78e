package access

import (
	"context"
	"errors"
	"slices"
	"time"
)

// ErrWithdrawn ends what a caller began and may not go on with.
var ErrWithdrawn = errors.New("your token was taken back or has expired, or may see less than when this began")

// LookAgain is how often is usual to look whether a caller still may have what takes long to give.
const LookAgain = 3 * time.Second

// Covers reports whether a caller may do and see all that another may: nothing is lost by becoming it.
func (c Caller) Covers(then Caller) bool {
	return !slices.ContainsFunc(then.Role.Permissions(), func(p Permission) bool { return !c.May(p) }) && c.Scope.Covers(then.Scope)
}

type followedKey struct{}

// Followed returns a context that knows how its caller is established anew.
func Followed(ctx context.Context, again func() (Caller, bool)) context.Context {
	return context.WithValue(ctx, followedKey{}, again)
}

// Watch returns a context that ends, with ErrWithdrawn as its cause, soon after the caller of ctx is known no more or may do or see less. It looks every so often.
// Without a way to look, see Followed, the context ends with ctx. Who called it must call the function that it returns.
func Watch(ctx context.Context, every time.Duration) (context.Context, context.CancelFunc) {
	then, _ := From(ctx)
	again, ok := ctx.Value(followedKey{}).(func() (Caller, bool))
	if !ok {
		return context.WithCancel(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if now, known := again(); !known || !now.Covers(then) {
					cancel(ErrWithdrawn)
					return
				}
			}
		}
	}()
	return ctx, func() { cancel(nil) }
}
