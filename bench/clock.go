package main

import (
	"slices"
	"time"
)

// times is a set of measured durations.
type times []time.Duration

// at gives the quantile q, in milliseconds.
func (t times) at(q float64) float64 {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return float64(sorted[min(len(sorted)-1, int(q*float64(len(sorted))))].Microseconds()) / 1000
}

// repeat runs f n times and gives how long each took.
func repeat(n int, f func() error) (times, error) {
	var t times
	for range n {
		start := time.Now()
		if err := f(); err != nil {
			return nil, err
		}
		t = append(t, time.Since(start))
	}
	return t, nil
}
