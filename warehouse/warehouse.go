package warehouse

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"anlan/safety"
	"anlan/warehouse/dial"
)

// Config says where the data is and how it is kept. The zero value is an embedded warehouse in memory of nothing: URL or Dir is needed.
type Config struct {
	URL         string // http(s)://user:pass@host:8123/db; empty means the embedded engine
	Dir         string // data folder of the embedded engine
	Database    string // default "anlan"
	Library     string // path of the embedded engine's library; empty means look for it
	MemoryLimit int64  // bytes the embedded engine may use; 0 means its default
	Connections int    // statements at once; 0 means the default
	// CatalogueDir holds YAML files that add to or replace parts of the metric catalogue.
	CatalogueDir string
	// ReferenceDir holds the users' own regions, sectors and departments, loaded over those that ship whenever the warehouse
	// opens. Empty: the dimensions stay as they are, and only an empty warehouse gets those that ship.
	ReferenceDir string
	KeepVersions int           // old versions kept at least; 0 means 100
	KeepFor      time.Duration // and all younger than this; 0 means 35 days
	Writer       Writer        // keeps other processes of a shared warehouse away; nil: this process is alone
	// Held lists versions that are read elsewhere, or after a restart: they are not collected. While it fails none is. nil: there are none.
	Held   func(ctx context.Context) ([]uint64, error)
	Now    func() time.Time
	Logger *slog.Logger
}

// Warehouse is an open warehouse. It is safe for concurrent use.
type Warehouse struct {
	conn       *dial.Conn
	config     Config
	log        *slog.Logger
	catalogue  *Catalogue
	dimensions dimensionCache
	estimates  turns
	plans      turns

	writer      sync.Mutex // held by Update: one writer at a time
	quarantine  sync.Mutex // held while rejected rows are settled
	generations sync.Mutex
	generation  uint32 // the last one given out; under generations

	watched snapshots
}

// Open connects, brings the schema up to date, drops what a crashed load left behind, and loads the reference data that
// ships when there is none yet. Data of which something is gone, after a power loss say, is refused with an unavailable Error
// and left as it is.
func Open(ctx context.Context, config Config) (*Warehouse, error) {
	config = config.withDefaults()
	catalogue := shippedCatalogue
	if config.CatalogueDir != "" {
		var err error
		if catalogue, err = LoadCatalogue(config.CatalogueDir); err != nil {
			return nil, err
		}
	}
	conn, err := dial.Open(ctx, dial.Config{
		URL: config.URL, Dir: config.Dir, Database: config.Database,
		Library: config.Library, MemoryLimit: config.MemoryLimit, Connections: config.Connections,
	})
	if err != nil {
		return nil, err
	}
	w := &Warehouse{conn: conn, config: config, log: config.Logger, catalogue: catalogue, estimates: make(turns, estimateTurns), plans: make(turns, planTurns)}
	if err := w.prepare(ctx); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return w, nil
}

func (c Config) withDefaults() Config {
	if c.Database == "" {
		c.Database = "anlan"
	}
	if c.KeepVersions == 0 {
		c.KeepVersions = 100
	}
	if c.KeepFor == 0 {
		c.KeepFor = 35 * 24 * time.Hour
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func (w *Warehouse) prepare(ctx context.Context) error {
	ran, err := Migrate(ctx, w.conn)
	if err != nil {
		return err
	}
	if len(ran) > 0 {
		w.log.Info("schema brought up to date", "steps", ran)
	}
	if err := w.checkNewest(ctx); err != nil {
		return err
	}
	if err := w.dropLeftovers(ctx); err != nil {
		return fmt.Errorf("drop leftovers: %w", err)
	}
	if err := w.checkCatalogue(ctx); err != nil {
		return err
	}
	if err := w.refreshRollupDefinition(ctx); err != nil {
		return fmt.Errorf("check rollup: %w", err)
	}
	if err := w.ensureDimensions(ctx); err != nil {
		return fmt.Errorf("load reference data: %w", err)
	}
	return nil
}

// Close ends the connection; an embedded engine stops what runs first.
func (w *Warehouse) Close(context.Context) error { return w.conn.Close() }

// Announce tells commands that find the data folder locked at which private socket this process takes them; a warehouse on a
// server has no folder, and nobody is told anything.
func (w *Warehouse) Announce(socket string) error {
	if engine := w.conn.Engine(); engine != nil {
		return engine.Announce(socket)
	}
	return nil
}

// Conn is the connection, for the staging tables of a load. Figures are asked through Metrics and Records only.
func (w *Warehouse) Conn() *dial.Conn { return w.conn }

// Catalogue is the catalogue of metrics in force.
func (w *Warehouse) Catalogue() *Catalogue { return w.catalogue }

// Now is the warehouse's clock.
func (w *Warehouse) Now() time.Time { return w.config.Now() }

// Today is the current day in Beijing.
func (w *Warehouse) Today() safety.Date { return safety.DateOf(w.config.Now().In(beijing)) }

// beijing is the zone of every date and time (UTC+8 without daylight saving since 1991).
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)
