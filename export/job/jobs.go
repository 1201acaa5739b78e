package job

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// Config says where jobs are kept and what they may take. The zero value of a field means its default, but for Dir and Revision.
type Config struct {
	Dir        string        // folder of the files, one folder a job; servers that share a state share it too
	Revision   string        // of the program and its definitions: files of two revisions may differ for the same question
	Server     string        // name of this server
	Quota      uint64        // bytes that the files of all jobs may take together; 20 GiB
	Keep       time.Duration // how long files are kept after a job is done; 7 days
	Concurrent int           // jobs that this server makes at once; 1
	MostOpen   int           // jobs of one caller that are not over; 10
	Lease      time.Duration // how long a server that makes a job may be silent before another goes on with it; 30 s
	Look       time.Duration // how often a server looks for jobs that others took on; 2 s
	Now        func() time.Time
	Space      func(dir string) (free, total uint64, err error) // of the disk; the machine's
	Log        *slog.Logger

	step func(name string) // is told what was done; tests end the process there
	note time.Duration     // how often it is kept how far a part is; 1 s
	look uint64            // bytes that are written between two looks at the room; 32 MiB
}

func (c Config) withDefaults() Config {
	defaultTo(&c.Server, "anlan")
	defaultTo(&c.Quota, 20<<30)
	defaultTo(&c.Keep, 7*24*time.Hour)
	defaultTo(&c.Concurrent, 1)
	defaultTo(&c.MostOpen, 10)
	defaultTo(&c.Lease, 30*time.Second)
	defaultTo(&c.Look, 2*time.Second)
	defaultTo(&c.note, time.Second)
	defaultTo(&c.look, 32<<20)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Space == nil {
		c.Space = DiskSpace
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.step == nil {
		c.step = func(string) {}
	}
	return c
}

func defaultTo[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Jobs takes export jobs on, makes them and gives them out. It is safe for concurrent use, and several servers may share a state.
type Jobs struct {
	config   Config
	state    *state.Store
	data     export.Data
	exporter *export.Exporter
	wake     chan struct{}

	mu     sync.Mutex
	making map[string]context.CancelCauseFunc // by job, those that this server makes
}

// New makes jobs of what an exporter over data gives. It does nothing yet.
func New(config Config, store *state.Store, data export.Data, exporter *export.Exporter) *Jobs {
	return &Jobs{
		config: config.withDefaults(), state: store, data: data, exporter: exporter, wake: make(chan struct{}, 1),
		making: map[string]context.CancelCauseFunc{},
	}
}

// Estimate says how large an export is about to be, under the caller's rights.
func (j *Jobs) Estimate(ctx context.Context, caller access.Caller, r export.Request) (Estimate, error) {
	x, err := j.exporter.Open(ctx, caller, r)
	if err != nil {
		return Estimate{}, err
	}
	defer x.Close()
	e, err := x.Estimate(ctx)
	return Estimate{Rows: e.Rows, Exact: e.Exact, Bytes: e.Bytes, Parts: len(partsOf(x)), DataVersion: x.DataVersion()}, err
}

// Create takes a job on and comes back at once. One of the same question, version and rights that waits, runs or is done is given instead, whoever asked
// for it first. Errors are *warehouse.Error: those of the question, unavailable when the caller has too many jobs that are not over, too_large when there is no room.
func (j *Jobs) Create(ctx context.Context, caller access.Caller, r export.Request) (*Job, error) {
	x, err := j.exporter.Open(ctx, caller, r)
	if err != nil {
		return nil, err
	}
	defer x.Close()
	estimate, err := x.Estimate(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := j.order(x, caller, estimate)
	if err != nil {
		return nil, err
	}
	room, err := j.room(ctx, caller, estimate.Bytes)
	if err != nil {
		return nil, err
	}
	bounds := state.ExportBounds{Open: j.config.MostOpen, Room: room, Until: func(_ state.ExportJob, now time.Time) time.Time { return now.Add(j.config.Keep) }}
	kept, added, err := j.state.AddExport(ctx, kept, caller.Name, bounds, j.config.Now())
	if errors.Is(err, state.ErrTooManyExports) {
		err = warehouse.Fault(warehouse.Unavailable, "you have %d exports that are not over: wait for one of them, or cancel one", j.config.MostOpen)
	}
	if err != nil {
		return nil, err
	}
	if added {
		j.config.Log.Info("export taken on", "export", kept.ID, "dataSet", kept.DataSet, "format", kept.Format, "version", kept.Version, "caller", caller.Name)
		j.nudge()
	}
	job, err := view(kept)
	return &job, err
}

// order writes down what is to be made.
func (j *Jobs) order(x *export.Export, caller access.Caller, estimate export.Estimate) (kept state.ExportJob, err error) {
	o := order{Request: x.Request(), Caller: caller}
	o.Request.Query.Version = x.DataVersion()
	kept = state.ExportJob{
		ID: state.NewExportID(), DataSet: o.Request.Query.Set, Format: string(o.Request.Format), Version: x.DataVersion(), Revision: j.config.Revision,
		Parts: len(partsOf(x)), TotalRows: estimate.Rows, TotalBytes: estimate.Bytes, Exact: estimate.Exact,
	}
	if kept.Request, kept.AskedBy, err = o.text(); err != nil {
		return kept, err
	}
	if kept.Fingerprint, err = j.fingerprint(o); err != nil {
		return kept, err
	}
	m := x.Manifest(nil)
	m.ID = kept.ID
	kept.Manifest, err = manifestText(m)
	return kept, err
}

// formatRevision changes with the way in which parts are divided and named.
const formatRevision = 2

// fingerprint stands for all that the bytes of an export depend on.
func (j *Jobs) fingerprint(o order) (string, error) {
	scope := o.Caller.Scope
	if scope.All {
		scope.Regions = nil
	}
	text, err := json.Marshal([]any{formatRevision, j.config.Revision, o.Request, scope.All, sorted(scope.Regions), sorted(scope.Sectors), sorted(scope.Facts)})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

func sorted[T ~string](list []T) []T { return slices.Compact(slices.Sorted(slices.Values(list))) }

// partsOf lists the parts that an export is made of; a workbook is one file.
func partsOf(x *export.Export) []warehouse.DataPart {
	if x.Request().Format == export.XLSX {
		return []warehouse.DataPart{{}}
	}
	return x.Reading().Parts()
}

func manifestText(m export.Manifest) (string, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("write the manifest of %s: %w", m.ID, err)
	}
	return string(text), nil
}

// nudge lets the runner of this server look at once.
func (j *Jobs) nudge() {
	select {
	case j.wake <- struct{}{}:
	default:
	}
}
