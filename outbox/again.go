package outbox

import "time"

// Tries to send one thing.
const (
	AtOnce      = 20 // things in one go
	firstWait   = 10 * time.Second
	longestWait = time.Hour
	giveUpAfter = 3 * 24 * time.Hour
)

// Again says when a thing that waits since then is tried again after so many tries that failed: after 10 seconds, then twice as
// long each time up to an hour. giveUp is true when that is more than three days after it began to wait.
func Again(since, now time.Time, attempts int) (at time.Time, giveUp bool) {
	wait := longestWait
	if attempts < 10 {
		wait = min(firstWait<<(max(attempts, 1)-1), longestWait)
	}
	at = now.Add(wait)
	return at, at.Sub(since) > giveUpAfter
}
