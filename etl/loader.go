package etl

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"anlan/etl/connection"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

//go:embed pipelines/*.yaml
var shipped embed.FS

// Options of a Loader.
type Options struct {
	// PipelineDir holds pipeline files (*.yaml, *.yml) that come in addition to the shipped ones; a pipeline of the same name
	// replaces the shipped one. Empty: the shipped ones only.
	PipelineDir string
	// SourceDir is the folder that the file patterns of pipelines are relative to.
	SourceDir string
	// InboxDir is the folder that pipelines with an inbox look into.
	InboxDir string
	// Connections are the databases and addresses that pipelines name.
	Connections connection.Set
	// NotShipped leaves the shipped pipelines out.
	NotShipped bool
	// Items are the figures that people enter for assessments, by the name of the scheme; nil: they are not known, and any is
	// taken.
	Items map[string][]string
	// Keys make the pseudonyms that pipelines ask for; see ReadKeys.
	Keys Keys
	// Program is what the ledger calls this program; empty means the version that Go built into it.
	Program string
	// State keeps processes that share the warehouse from running one pipeline at the same time; nil: there are no others.
	State  *state.Store
	Logger *slog.Logger
}

// Loader runs pipelines into one warehouse. It is safe for concurrent use; runs of different pipelines read and convert side
// by side and publish one after the other.
type Loader struct {
	warehouse *warehouse.Warehouse
	options   Options
	log       *slog.Logger
	pipelines []*Pipeline

	mu      sync.Mutex
	running map[string]*reporter // by run
	busy    map[string]string    // pipeline → run
	recent  []string             // ids of the last runs that ended, with their reporters still in running
	stops   map[string]func()    // by run that goes on: ends it
	dry     []warehouse.Run      // the last that published nothing on purpose, with what they would have changed
}

// Open reads the pipelines; the error is Faults when their files have any. In a process that owns its warehouse, runs that the
// ledger still calls running are marked interrupted.
func Open(w *warehouse.Warehouse, o Options) (*Loader, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	l := &Loader{warehouse: w, options: o, log: o.Logger, running: map[string]*reporter{}, busy: map[string]string{}, stops: map[string]func(){}}
	if err := l.readPipelines(); err != nil {
		return nil, err
	}
	if w.Conn().Embedded() || o.State != nil {
		n, err := l.InterruptGone(context.Background())
		if err != nil {
			return nil, err
		}
		if n > 0 {
			l.log.Warn("runs were interrupted when the program last ended; the ledger says of each whether it had published", "runs", n)
		}
	}
	return l, nil
}

func (l *Loader) readPipelines() error {
	var faults Faults
	read := func(folder fs.FS, where string) error {
		names, err := pipelineFiles(folder)
		if err != nil {
			return fmt.Errorf("list pipelines: %w", err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				return fmt.Errorf("read pipeline: %w", err)
			}
			p, err := ParsePipeline(filepath.Join(where, name), text)
			if found, ok := errors.AsType[Faults](err); ok {
				faults = append(faults, found...)
				continue
			}
			l.pipelines = slices.DeleteFunc(l.pipelines, func(old *Pipeline) bool { return old.Name == p.Name })
			l.pipelines = append(l.pipelines, p)
		}
		return nil
	}
	if !l.options.NotShipped {
		folder, err := fs.Sub(shipped, "pipelines")
		if err != nil {
			return err
		}
		if err := read(folder, "anlan"); err != nil {
			return err
		}
	}
	if l.options.PipelineDir != "" {
		if _, err := os.ReadDir(l.options.PipelineDir); err != nil {
			return fmt.Errorf("list pipelines: %w", err)
		}
		if err := read(os.DirFS(l.options.PipelineDir), l.options.PipelineDir); err != nil {
			return err
		}
	}
	if len(faults) == 0 {
		faults = checkAfter(l.pipelines)
	}
	if len(faults) > 0 {
		return faults
	}
	l.sortPipelines()
	return nil
}

func pipelineFiles(folder fs.FS) ([]string, error) {
	var names []string
	for _, pattern := range []string{"*.yaml", "*.yml"} {
		found, err := fs.Glob(folder, pattern)
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	return names, nil
}

// sortPipelines puts them in the order of the facts: enterprises first, because other records refer to them.
func (l *Loader) sortPipelines() {
	order := factNames()
	slices.SortStableFunc(l.pipelines, func(a, b *Pipeline) int {
		if d := slices.Index(order, a.Fact.Name) - slices.Index(order, b.Fact.Name); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
}

// Pipelines lists the pipelines in the order in which they should run.
func (l *Loader) Pipelines() []*Pipeline { return slices.Clone(l.pipelines) }

// Pipeline finds a pipeline by name.
func (l *Loader) Pipeline(name string) (*Pipeline, bool) {
	i := slices.IndexFunc(l.pipelines, func(p *Pipeline) bool { return p.Name == name })
	if i < 0 {
		return nil, false
	}
	return l.pipelines[i], true
}

// RunOptions of one run.
type RunOptions struct {
	// Files to load instead of those that the pipeline's patterns match; paths as the operating system knows them.
	Files []string
	// Progress is called during the run, from its goroutines, at most ten times a second and once at its end.
	Progress func(Progress)
	// DryRun goes through everything and publishes nothing.
	DryRun bool
	// Window limits sources that can be asked for a span of days; nil means all, or what is new.
	Window *Window
	// Full reads all of an incremental source, whatever was read before.
	Full bool
	// Trigger is what started the run, one of the warehouse's; empty means manual.
	Trigger string
	// Attempt counts tries of one due time, from 1; 0 means 1.
	Attempt int

	replay *ReplayRequest // nil: the pipeline's source is read
}

// Window is a span of days, both included, in Beijing time.
type Window struct{ From, To safety.Date }

// Run loads one pipeline and returns what the ledger says of it. A run that fails returns a *RunError beside its Run; the
// data is then as it was before. ctx ends the run, and nothing of it is published.
func (l *Loader) Run(ctx context.Context, pipeline string, o RunOptions) (warehouse.Run, error) {
	_, wait, err := l.Start(ctx, pipeline, o)
	if err != nil {
		return warehouse.Run{}, err
	}
	return wait()
}

// Start begins a run and returns its id, which Subscribe takes. wait must be called; it returns what Run returns. What the ledger
// cannot take, because the disk is full, say, does not begin.
func (l *Loader) Start(ctx context.Context, pipeline string, o RunOptions) (id string, wait func() (warehouse.Run, error), err error) {
	p, ok := l.Pipeline(pipeline)
	if !ok {
		names := make([]string, 0, len(l.pipelines))
		for _, p := range l.pipelines {
			names = append(names, p.Name)
		}
		return "", nil, &RunError{Code: UnknownPipeline, Message: fmt.Sprintf("there is no pipeline %q%s", pipeline, didYouMean(pipeline, names))}
	}
	r := newRun(l, p, o)
	l.mu.Lock()
	other := l.busy[p.Name]
	l.mu.Unlock()
	if other == "" {
		if err := r.hold(ctx); err != nil {
			return "", nil, err
		}
	}
	l.mu.Lock()
	if other = l.busy[p.Name]; other != "" {
		l.mu.Unlock()
		r.release()
		return "", nil, &RunError{Code: AlreadyRunning, Message: fmt.Sprintf("the pipeline %s is running already, as %s", p.Name, other)}
	}
	ctx, stop := r.underLease(ctx)
	l.busy[p.Name], l.running[r.id], l.stops[r.id] = r.id, r.progress, stop
	l.mu.Unlock()
	if err := r.begin(ctx); err != nil {
		l.ended(r)
		return "", nil, err
	}
	done := make(chan struct{})
	var outcome warehouse.Run
	var failed error
	go func() {
		defer close(done)
		defer l.ended(r)
		outcome, failed = r.do(ctx)
	}()
	return r.id, func() (warehouse.Run, error) { <-done; return outcome, failed }, nil
}

// keptReports is how many ended runs Subscribe still knows.
const keptReports = 50

// ended lets the next run of the pipeline begin; then those go who watch this one.
func (l *Loader) ended(r *run) {
	defer func() { r.progress.end(r.ledger.State) }()
	defer r.release()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.busy, r.pipeline.Name)
	l.stops[r.id]()
	delete(l.stops, r.id)
	l.remember(r.ledger)
	if l.recent = append(l.recent, r.id); len(l.recent) > keptReports {
		delete(l.running, l.recent[0])
		l.recent = l.recent[1:]
	}
}

// Subscribe follows a run of this process: the channel gets its present state at once and then what changes; a slow reader
// misses reports, never the last. It is closed when the run is over or ctx ends. A run that is not known gives a closed
// channel.
func (l *Loader) Subscribe(ctx context.Context, run string) <-chan Progress {
	l.mu.Lock()
	r, ok := l.running[run]
	l.mu.Unlock()
	if !ok {
		none := make(chan Progress)
		close(none)
		return none
	}
	ch, stop := r.watch()
	context.AfterFunc(ctx, stop)
	return ch
}

// newRunID makes an id that sorts by time and fits into a table's name.
func newRunID(w *warehouse.Warehouse) string {
	var random [3]byte
	_, _ = rand.Read(random[:]) // never fails
	return strings.Replace(w.Now().UTC().Add(8*60*60*1e9).Format("20060102_150405.000"), ".", "_", 1) + "_" + hex.EncodeToString(random[:])
}
