package inbox

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"anlan/etl"
	"anlan/warehouse"
)

// DefaultSettle is how long a file must have kept its size and its time before it is taken for whole.
const DefaultSettle = 5 * time.Second

// Config of a Watcher.
type Config struct {
	Loader    *etl.Loader
	Warehouse *warehouse.Warehouse
	// Dir is the inbox; done and failed are made in it. Pipelines name its files by their path within.
	Dir      string
	Settle   time.Duration    // 0: DefaultSettle
	Now      func() time.Time // nil: the warehouse's clock
	Language string           // of reports: zh, also when empty, or en
	// Held says why files of a pipeline are to wait, for people; empty: they are not. Nil: they never are.
	Held func(ctx context.Context, pipeline string) (why string, err error)
	// Ended is told of every file that was loaded or failed, in a run of its own; nil: nobody is.
	Ended func(ctx context.Context, r Result)
	Log   *slog.Logger // nil: nothing is logged
}

// Watcher looks after one inbox. It may be used by several goroutines; one pass goes on at a time, also among processes that
// watch the same folder.
type Watcher struct {
	config Config
	log    *slog.Logger

	mu   sync.Mutex
	seen map[string]*sighting // by path within the inbox
	gone []departed           // the last files that were moved away
	note string               // as it was last written
}

// sighting is what is remembered of a file from pass to pass.
type sighting struct {
	size    int64
	changed time.Time // the file's own time
	since   time.Time // when it was first seen like this
	told    string    // what was logged about it last
	left    bool      // dealt with, though it could not be moved away
	tries   int       // that ended for no fault of the file
	nextTry time.Time
}

// New makes a watcher. Nothing is read before Scan.
func New(c Config) *Watcher {
	c.Settle = cmp.Or(c.Settle, DefaultSettle)
	if c.Now == nil {
		c.Now = c.Warehouse.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Watcher{config: c, log: c.Log, seen: map[string]*sighting{}}
}

// Result says what became of one file under one pipeline in one pass.
type Result struct {
	File     string // path within the inbox
	Pipeline string
	Run      warehouse.Run // zero when the file was not loaded
	Err      error
	Known    warehouse.LoadedFile // the run that had loaded the same content already; when others came since, it was loaded again
	MovedTo  string               // path within the inbox; empty when it stays
}

// Scan makes one pass: it loads every file that a pipeline takes and that has come to rest, one after the other. It does
// nothing when no pipeline has an inbox, and when another pass over the same folder goes on, here or elsewhere. The error is of
// the folder or of ctx; what is wrong with a file stands in its report, in the ledger and in the log.
func (w *Watcher) Scan(ctx context.Context) error {
	_, err := w.pass(ctx, "")
	return err
}

// Now loads what lies there for one pipeline, or for all with "", without waiting for a later pass: it only watches for the
// settle time that the files are left alone.
func (w *Watcher) Now(ctx context.Context, pipeline string) ([]Result, error) {
	first, err := w.pass(ctx, pipeline)
	if err != nil || !w.waiting() {
		return first, err
	}
	timer := time.NewTimer(w.config.Settle + 50*time.Millisecond)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return first, ctx.Err()
	case <-timer.C:
	}
	second, err := w.pass(ctx, pipeline)
	return append(first, second...), err
}

// waiting reports whether any file may come to rest.
func (w *Watcher) waiting() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.seen {
		if !s.left && s.size > 0 {
			return true
		}
	}
	return false
}

// pipelines are those with an inbox, in the order in which they run.
func (w *Watcher) pipelines(only string) []*etl.Pipeline {
	return slices.DeleteFunc(w.config.Loader.Pipelines(), func(p *etl.Pipeline) bool { return !p.Source.Inbox || only != "" && p.Name != only })
}

func (w *Watcher) pass(ctx context.Context, only string) ([]Result, error) {
	if len(w.pipelines("")) == 0 {
		return nil, nil
	}
	if !w.mu.TryLock() {
		return nil, nil
	}
	defer w.mu.Unlock()
	if err := os.MkdirAll(w.config.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("make the inbox: %w", err)
	}
	release, free := lockFolder(w.config.Dir)
	if !free {
		return nil, nil
	}
	defer release()
	w.takeBack()
	files, err := list(w.config.Dir)
	if err != nil {
		return nil, fmt.Errorf("list the inbox: %w", err)
	}
	w.forget(files)
	var results []Result
	var notes []remark
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return results, err
		}
		done, why := w.look(ctx, f, only)
		results = append(results, done...)
		if why != "" {
			notes = append(notes, remark{f.name, why})
			w.tell(f, why)
		}
	}
	w.writeNote(notes)
	return results, ctx.Err()
}

// forget drops what is remembered of files that are gone.
func (w *Watcher) forget(files []file) {
	for name := range w.seen {
		if !slices.ContainsFunc(files, func(f file) bool { return f.name == name }) {
			delete(w.seen, name)
		}
	}
}

// tell logs why a file is left alone, once.
func (w *Watcher) tell(f file, why string) {
	if s := w.seen[f.name]; s != nil && s.told != why {
		s.told = why
		w.log.Warn("a file stays in the inbox", "file", f.name, "because", why)
	}
}

// look decides what to do about a file, and does it. why says, for people, why it stays.
func (w *Watcher) look(ctx context.Context, f file, only string) (results []Result, why string) {
	s := w.seen[f.name]
	now := w.config.Now()
	if s == nil || s.size != f.size || !s.changed.Equal(f.changed) {
		s = &sighting{size: f.size, changed: f.changed, since: now}
		w.seen[f.name] = s
	}
	var takers []*etl.Pipeline
	for _, p := range w.pipelines("") {
		if p.Source.Takes(f.name) {
			takers = append(takers, p)
		}
	}
	switch {
	case f.odd != "":
		s.left = true
		return nil, f.odd
	case len(takers) == 0:
		s.left = true
		return nil, w.nobody()
	case only != "" && !slices.ContainsFunc(takers, func(p *etl.Pipeline) bool { return p.Name == only }):
		return nil, ""
	case s.left && s.told != "":
		return nil, s.told
	case now.Sub(s.since) < w.config.Settle || now.Before(s.nextTry):
		return nil, s.told
	case f.size == 0:
		return nil, "是空文件，等待内容 (it is empty)"
	case beingWritten(w.path(f.name)):
		return nil, "正在被写入，等待写完 (somebody still writes it)"
	}
	if w.config.Held != nil {
		for _, p := range takers {
			if why, err := w.config.Held(ctx, p.Name); err != nil || why != "" {
				return nil, why
			}
		}
	}
	return w.load(ctx, f, s, takers)
}

// path is where a file lies.
func (w *Watcher) path(name string) string {
	return filepath.Join(w.config.Dir, filepath.FromSlash(name))
}
