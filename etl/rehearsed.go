package etl

import (
	"slices"

	"anlan/warehouse"
)

// keptRehearsals is how many runs that published nothing are remembered with what they would have changed, which may be much.
const keptRehearsals = 5

// Rehearsed gives the figures that a run of this process would have changed which published nothing: a dry one, or one that its
// checks refused. Nil for other runs, and for those of a time ago.
func (l *Loader) Rehearsed(run string) *warehouse.Changes {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.IndexFunc(l.dry, func(r warehouse.Run) bool { return r.ID == run }); i >= 0 {
		return l.dry[i].Changes
	}
	return nil
}

// remember keeps what a run would have changed. The lock is held.
func (l *Loader) remember(r warehouse.Run) {
	if r.Changes == nil {
		return
	}
	if l.dry = append(l.dry, r); len(l.dry) > keptRehearsals {
		l.dry = slices.Delete(l.dry, 0, 1)
	}
}
