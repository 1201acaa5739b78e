package main

import (
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// worthABar is how long work may take without anything being shown.
const worthABar = 2 * time.Second

// progress shows a bar for work that takes long, where a terminal watches; elsewhere it shows nothing.
type progress struct {
	container *mpb.Progress // nil: nobody watches
	restore   func()        // logs as before
	mu        sync.Mutex
	bar       *mpb.Bar
	began     time.Time
	done      int64 // as set last
	total     int64
	late      *time.Timer            // shows the bar of work that says nothing for long
	name      atomic.Pointer[string] // read while the bar is drawn
}

// newProgress watches one thing after another on standard error. Where there are bars, only warnings are logged until end:
// lines between them would tear them apart.
func newProgress(a *app) *progress {
	file, ok := a.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return &progress{restore: func() {}}
	}
	before := a.level.Level()
	a.level.Set(max(before, slog.LevelWarn))
	return &progress{
		container: mpb.New(mpb.WithOutput(a.stderr), mpb.WithWidth(60), mpb.WithRefreshRate(200*time.Millisecond)),
		restore:   func() { a.level.Set(before) },
	}
}

// begin names what is done from now on; a bar of something else ends.
func (p *progress) begin(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	p.name.Store(&name)
	p.began, p.done, p.total = time.Now(), 0, 0
	p.late = time.AfterFunc(worthABar, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.draw()
	})
}

// rename says what the work has come to; the bar stays.
func (p *progress) rename(name string) { p.name.Store(&name) }

// set says how much is done of about how much. The bar appears once the work has taken two seconds.
func (p *progress) set(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total = done, total
	p.draw()
}

func (p *progress) draw() {
	if p.container == nil || p.total <= 0 || p.bar == nil && time.Since(p.began) < worthABar {
		return
	}
	if p.bar == nil {
		p.bar = p.container.AddBar(0, // a bar without a total of its own does not end with the last count
			mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return *p.name.Load() }, decor.WC{W: 26, C: decor.DindentRight})),
			mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Name("  "), decor.Elapsed(decor.ET_STYLE_GO)))
	}
	p.bar.SetTotal(max(p.total, p.done), false)
	p.bar.SetCurrent(p.done)
}

// end takes the last bar away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	if p.container != nil {
		p.container.Wait()
		p.container = nil
		p.restore()
	}
}

func (p *progress) finish() {
	if p.late != nil {
		p.late.Stop()
	}
	if p.bar != nil {
		p.bar.Abort(true)
		p.bar.Wait()
		p.bar = nil
	}
}

// count prints a number with its thousands apart: 1 234 567.
func count[N int | int64 | uint64](n N) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return text
}
