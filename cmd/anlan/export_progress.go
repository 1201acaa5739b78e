package main

import (
	"context"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// received is what comes of an export: hashed, counted and written.
type received struct {
	to     io.Writer
	sum    hash.Hash
	bytes  atomic.Int64
	failed error // of writing
}

// Write passes bytes on.
func (r *received) Write(p []byte) (int, error) {
	n, err := r.to.Write(p)
	r.sum.Write(p[:max(n, 0)])
	r.bytes.Add(int64(max(n, 0)))
	if err != nil {
		r.failed = err
	}
	return n, err
}

// exportBar watches an export where a terminal does.
type exportBar struct {
	bars *progress
	stop context.CancelFunc
	over sync.WaitGroup
}

// askEvery is how often the server is asked how far it is.
const askEvery = 500 * time.Millisecond

// watch shows rows, speed and the time left of an export that takes longer than two seconds.
func (d *exportDoor) watch(ctx context.Context, a *app, set string, values url.Values, id string, seen *received) *exportBar {
	ctx, stop := context.WithCancel(ctx)
	b := &exportBar{bars: newProgress(a), stop: stop}
	if b.bars.container == nil {
		return b
	}
	b.bars.begin(set)
	b.over.Go(func() {
		began := time.Now()
		select {
		case <-time.After(worthABar):
		case <-ctx.Done():
			return
		}
		rows, bytes, err := d.size(ctx, set, values)
		if err != nil {
			return
		}
		for every := time.NewTicker(askEvery); ; {
			done, known := d.rowsSoFar(ctx, id)
			got := seen.bytes.Load()
			name := fmt.Sprintf("%s, %s/s", set, bytesText(uint64(float64(got)/time.Since(began).Seconds()))) //nolint:gosec // not negative
			total := int64(bytes)                                                                             //nolint:gosec // no file is so large
			if known {
				name = fmt.Sprintf("%s rows, %s/s", count(done), bytesText(uint64(float64(got)/time.Since(began).Seconds()))) //nolint:gosec // not negative
				got, total = int64(done), int64(rows)                                                                         //nolint:gosec // no data set has so many
			}
			if left := timeLeft(time.Since(began), got, total); left > 0 {
				name += fmt.Sprintf(", %v left", left.Round(time.Second))
			}
			b.bars.rename(name)
			b.bars.set(got, total)
			select {
			case <-every.C:
			case <-ctx.Done():
				every.Stop()
				return
			}
		}
	})
	return b
}

// timeLeft is how long the rest takes when it goes on as it did.
func timeLeft(since time.Duration, done, total int64) time.Duration {
	if done <= 0 || total <= done {
		return 0
	}
	return time.Duration(float64(since) * float64(total-done) / float64(done))
}

// rowsSoFar asks how many rows have left.
func (d *exportDoor) rowsSoFar(ctx context.Context, id string) (rows uint64, known bool) {
	response, _ := d.request(ctx, http.MethodGet, "/manifests/"+url.PathEscape(id), nil)
	if response == nil || response.StatusCode != http.StatusConflict {
		return 0, false
	}
	rows, err := strconv.ParseUint(response.Header.Get("X-Anlan-Rows"), 10, 64)
	return rows, err == nil
}

// end takes the bar away.
func (b *exportBar) end() {
	b.stop()
	b.over.Wait()
	b.bars.end()
}
