package main

import (
	"fmt"
	"io"
	"os"
	"sync"
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
	mu        sync.Mutex
	bar       *mpb.Bar
	name      string
	began     time.Time
}

// newProgress watches one thing after another on standard error.
func newProgress(stderr io.Writer) *progress {
	file, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return &progress{}
	}
	return &progress{container: mpb.New(mpb.WithOutput(stderr), mpb.WithWidth(60), mpb.WithRefreshRate(200*time.Millisecond))}
}

// begin names what is done from now on; a bar of something else ends.
func (p *progress) begin(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	p.name, p.began = name, time.Now()
}

// set says how much is done of about how much. The bar appears once the work has taken two seconds.
func (p *progress) set(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.container == nil || total <= 0 || p.bar == nil && time.Since(p.began) < worthABar {
		return
	}
	if p.bar == nil {
		p.bar = p.container.AddBar(total,
			mpb.PrependDecorators(decor.Name(p.name, decor.WCSyncSpaceR)),
			mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Name("  "), decor.Elapsed(decor.ET_STYLE_GO)),
			mpb.BarRemoveOnComplete())
	}
	p.bar.SetTotal(max(total, done+1), false) // ends with end, not with the last count
	p.bar.SetCurrent(done)
}

// end takes the last bar away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	if p.container != nil {
		p.container.Wait()
		p.container = nil
	}
}

func (p *progress) finish() {
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
