package etl

import (
	"sync"
	"time"
)

// Phase names what a run is doing.
type Phase string

// The phases of a run, in their order.
const (
	Checking   Phase = "checking"   // opening files, comparing headers
	Staging    Phase = "staging"    // reading files
	Converting Phase = "converting" // converting and checking rows
	Publishing Phase = "publishing" // merging and publishing
	Done       Phase = "done"       // the run is over, whatever came of it
)

// Progress is how far a run is. BytesTotal is known from the beginning; RowsRead counts good and bad records.
type Progress struct {
	Run          string
	Pipeline     string
	Phase        Phase
	State        string // of the run, one of the warehouse's
	RowsRead     uint64
	RowsRejected uint64
	BytesRead    int64
	BytesTotal   int64
}

// progressInterval is the least time between two reports of one phase.
const progressInterval = 100 * time.Millisecond

// reporter hands a run's progress to whoever watches. A slow watcher misses reports, never the last one.
type reporter struct {
	mu       sync.Mutex
	now      Progress
	sent     time.Time
	report   func(Progress)
	watchers map[chan Progress]bool
	over     bool
}

// update changes the progress and reports it, at most ten times a second within one phase.
func (r *reporter) update(change func(*Progress)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.now.Phase
	change(&r.now)
	if r.now.Phase == before && time.Since(r.sent) < progressInterval {
		return
	}
	r.sent = time.Now()
	if r.report != nil {
		r.report(r.now)
	}
	for w := range r.watchers {
		offer(w, r.now)
	}
}

// present is the progress as it stands.
func (r *reporter) present() Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// offer replaces what the watcher has not taken yet.
func offer(w chan Progress, p Progress) {
	for {
		select {
		case w <- p:
			return
		default:
		}
		select {
		case <-w:
		default:
		}
	}
}

// watch returns a channel that gets the present state at once and is closed when the run is over or stop is called.
func (r *reporter) watch() (ch <-chan Progress, stop func()) {
	w := make(chan Progress, 1)
	r.mu.Lock()
	defer r.mu.Unlock()
	w <- r.now
	if r.over {
		close(w)
		return w, func() {}
	}
	if r.watchers == nil {
		r.watchers = map[chan Progress]bool{}
	}
	r.watchers[w] = true
	return w, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.watchers[w] {
			delete(r.watchers, w)
			close(w)
		}
	}
}

// end reports the last state and lets the watchers go.
func (r *reporter) end(state string) {
	r.update(func(p *Progress) { p.Phase, p.State = Done, state })
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	for w := range r.watchers {
		close(w)
	}
	r.watchers = nil
}
