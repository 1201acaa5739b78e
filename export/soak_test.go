package export_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"anlan/export"
	"anlan/warehouse"
)

// standing is what a process holds. Files of the engine's own tables come and go with merges: only those that exports open are counted.
type standing struct {
	goroutines, pipes int
	heap              uint64
}

func (b *bench) standing() standing {
	b.Helper()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s := standing{goroutines: runtime.NumGoroutine(), heap: m.HeapAlloc}
	files, _ := filepath.Glob("/proc/self/fd/*")
	for _, f := range files {
		if to, _ := os.Readlink(f); strings.Contains(to, "pipe") || strings.Contains(to, b.temp) {
			s.pipes++
		}
	}
	return s
}

// exportsAndCancels writes so many exports of every format, four at a time, most of them cancelled, closed or refused by their reader somewhere, and then compares what the process holds.
func exportsAndCancels(t *testing.T, n int) {
	t.Helper()
	b := setup(t, hazards(t, 60_000))
	short := setup(t, hazards(t, 3000)) // for workbooks
	b.file(export.Request{})            // what is opened once is open
	b.file(export.Request{Format: export.CSV})
	before, held := b.standing(), b.data.held()
	requests := every()
	dice := rand.New(rand.NewPCG(uint64(n), 7))
	type end struct {
		how int
		err error
	}
	ends := make(chan end)
	running := 0
	counts := map[int]int{}
	wait := func() {
		e := <-ends
		running--
		counts[e.how]++
		if e.how == 0 && e.err != nil || e.how > 0 && e.err != nil && !errors.Is(e.err, context.Canceled) && !errors.Is(e.err, io.ErrClosedPipe) {
			t.Errorf("ended %d: %v", e.how, e.err)
		}
	}
	for range n {
		if running == 4 {
			wait()
		}
		running++
		r, how, at := requests[dice.IntN(len(requests))], dice.IntN(4), dice.IntN(2<<20)
		from := b
		if r.Format == export.XLSX {
			from, at = short, at/100
		}
		go func() {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			x, err := from.Open(ctx, analyst, export.Request{Format: r.Format, Options: r.Options, Query: warehouse.DataQuery{Set: "hazard"}})
			if err != nil {
				ends <- end{how, err}
				return
			}
			defer x.Close()
			var w io.Writer
			switch how {
			case 0:
				w = io.Discard
			case 1:
				w = &after{at + 1, cancel}
			case 2:
				w = &after{at + 1, x.Close}
			case 3:
				w = &refusing{at, io.ErrClosedPipe}
			}
			_, err = x.WriteTo(ctx, w, nil)
			ends <- end{how, err}
		}()
	}
	for running > 0 {
		wait()
	}
	b.idle()
	var now standing
	for range 100 { // what was killed takes a moment to be gone
		if now = b.standing(); now.goroutines <= before.goroutines+2 && now.pipes <= before.pipes {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Logf("%d exports (%v by how they ended): goroutines %d -> %d, pipes %d -> %d, heap %d -> %d kB", n, counts, before.goroutines, now.goroutines, before.pipes, now.pipes, before.heap>>10, now.heap>>10)
	if now.goroutines > before.goroutines+2 || now.pipes > before.pipes || len(b.left())+len(short.left()) > 0 || now.heap > before.heap+32<<20 || b.data.held()+short.data.held() > held {
		t.Errorf("held before %+v, now %+v, %d versions", before, now, b.data.held())
	}
	if left, err := filepath.Glob(filepath.Join(engineDir, "*pipe*", "*")); err != nil || len(left) > 0 {
		t.Errorf("named pipes stay: %v, %v", left, err)
	}
}

// Fifty exports, cancelled at random, leave nothing behind.
func TestExportsLeaveNothingBehind(t *testing.T) { exportsAndCancels(t, 50) }
