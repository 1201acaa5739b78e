package flight

import (
	"context"
	"sync/atomic"
)

// account is what the log says of a call.
type account struct {
	caller      string
	set         atomic.Pointer[string] // a call that is broken off may be opening its question yet
	rows, bytes atomic.Int64
}

type accountKey struct{}

func withAccount(ctx context.Context) (context.Context, *account) {
	a := &account{}
	return context.WithValue(ctx, accountKey{}, a), a
}

// dataSet names the data set that was asked for; empty for none.
func (a *account) dataSet() string {
	if set := a.set.Load(); set != nil {
		return *set
	}
	return ""
}

// accountOf gives the account of a call, or one that nobody reads.
func accountOf(ctx context.Context) *account {
	if a, ok := ctx.Value(accountKey{}).(*account); ok {
		return a
	}
	return &account{}
}
