package web

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Clock is time as a source feels it; tests bring their own.
type Clock struct {
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error
	Random func() float64 // 0 to 1, for jitter
}

// RealClock waits in earnest.
func RealClock() Clock {
	return Clock{Now: time.Now, Random: rand.Float64, Sleep: func(ctx context.Context, d time.Duration) error {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return nil
		}
	}}
}

const (
	firstWait = time.Second
	mostWait  = time.Minute
)

// backoff is how long to wait before attempt number n+1: twice as long each time, up to a minute, less a random half so that
// many clients do not come back together.
func backoff(attempt int, random float64) time.Duration {
	wait := min(firstWait<<min(attempt-1, 10), mostWait)
	return wait/2 + time.Duration(random*float64(wait)/2)
}

// retryAfter reads the header of that name: seconds, or a date; 0 when it says nothing.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second // 32 bits of seconds fit
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// again reports whether a status means that the same request may do better later.
func again(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
