package export

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"anlan/access"
	"anlan/warehouse"
)

// Config bounds what leaves. The zero value of a field means its default.
type Config struct {
	Program    string           // name and version, for manifests: anlan 0.6.0
	Now        func() time.Time // time.Now
	Concurrent int              // exports at the same time; 4
	Each       int              // of them one caller's; all but one
	Wait       time.Duration    // how long one waits for its turn; 30 s
	XLSXRows   uint64           // most rows of a workbook; 2,000,000
	TempDir    string           // a folder of its own for what a workbook needs on its way; a folder in the system's
	Log        *slog.Logger
}

func (c Config) withDefaults() Config {
	if c.Program == "" {
		c.Program = "anlan"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Concurrent <= 0 {
		c.Concurrent = 4
	}
	if c.Wait <= 0 {
		c.Wait = 30 * time.Second
	}
	if c.XLSXRows == 0 {
		c.XLSXRows = 2_000_000
	}
	if c.TempDir == "" {
		c.TempDir = filepath.Join(os.TempDir(), "anlan-export")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Exporter takes data sets out of a warehouse. It is safe for concurrent use.
type Exporter struct {
	data  Data
	cfg   Config
	kept  Manifests
	turns *turns
	sweep sync.Once
}

// New makes an exporter. It does nothing yet.
func New(data Data, cfg Config, kept Manifests) *Exporter {
	cfg = cfg.withDefaults()
	return &Exporter{data: data, cfg: cfg, kept: kept, turns: newTurns(cfg.Concurrent, cfg.Each)}
}

// Open checks all that can be checked before the first byte: the permissions, the format and its options, the question under the caller's scope, and
// that a workbook holds the rows. Errors are *warehouse.Error. The result holds its version until Close.
func (e *Exporter) Open(ctx context.Context, caller access.Caller, r Request) (*Export, error) {
	if r.Format == "" {
		r.Format = ArrowStream
	}
	format, err := settle(&r)
	if err != nil {
		return nil, err
	}
	if err := Permit(caller, e.data.DataSets(), r.Query); err != nil {
		return nil, err
	}
	if r.Format == XLSX {
		r.Query = byKey(e.data.DataSets(), r.Query)
	}
	reading, err := e.data.OpenData(ctx, caller.Scope, r.Query)
	if err != nil {
		return nil, err
	}
	x := &Export{exporter: e, caller: caller, id: newID(), request: r, format: format, reading: reading, created: e.cfg.Now()}
	x.request.Query = reading.Query()
	x.closed, x.close = context.WithCancel(context.Background())
	if format.admit != nil {
		if err := format.admit(ctx, x); err != nil {
			x.Close()
			return nil, err
		}
	}
	return x, nil
}

// Turn waits until a caller may read a data set by a door of its own: its places are those of exports. done gives the place back.
func (e *Exporter) Turn(ctx context.Context, who string) (done func(), err error) {
	return e.turns.take(ctx, who, e.cfg.Wait)
}

// Manifest finds what is kept of an export. What another caller made does not exist, except for who runs the installation.
func (e *Exporter) Manifest(ctx context.Context, caller access.Caller, id string) (KeptManifest, error) {
	k, err := e.kept.FindManifest(ctx, id)
	if err != nil && !errors.Is(err, ErrNoManifest) {
		return KeptManifest{}, fmt.Errorf("find manifest: %w", err)
	}
	if err != nil || k.Owner != caller.Name && !caller.May(access.Administer) {
		return KeptManifest{}, warehouse.Fault(warehouse.NotFound, "there is no export %q", id)
	}
	return k, nil
}

// newID names an export; nobody can guess it.
func newID() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return "ex_" + hex.EncodeToString(b[:])
}
