package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"anlan/access"
	"anlan/export/job"
	"anlan/reports/assessment"
	"anlan/reports/geo"
	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
	"anlan/warehouse/chdb"
	"anlan/warehouse/dial"
)

// doctorCommand checks an installation without changing it: nothing is migrated, no folder is made.
type doctorCommand struct{}

// Run prints one line a check, ok or problem, and after a problem what to do. It fails when there is a problem.
func (doctorCommand) Run(a *app) error {
	e := &examination{out: a.stdout}
	c, err := loadConfig(a.Config, a.environ)
	if a.Data != "" {
		c.Warehouse.Data = a.Data
	}
	if !e.report("configuration", configSource(a), err, "correct what is named") {
		return silentError{err}
	}
	if c.Server.TokenFile != "" {
		_, err := access.LoadFile(c.Server.TokenFile)
		e.report("token file", c.Server.TokenFile, err, "make a token with “anlan token”")
	}
	_, err = warehouse.LoadCatalogue(c.Warehouse.Catalogue)
	e.report("metric catalogue", orShipped(c.Warehouse.Catalogue), err, "correct the files that are named")
	e.fonts(c)
	e.state(a.ctx, c)
	if c.Warehouse.URL == "" {
		e.embedded(a.ctx, c)
	} else {
		e.engine(a.ctx, c, "")
	}
	if e.problems > 0 {
		return silentError{fmt.Errorf("%d problems", e.problems)}
	}
	return nil
}

// examination counts what it reports.
type examination struct {
	out      io.Writer
	problems int
}

// report prints one line; advice stands under a problem, unless the error itself says what to do.
func (e *examination) report(what, finding string, err error, advice string) (ok bool) {
	if err == nil {
		_, _ = fmt.Fprintf(e.out, "ok       %-18s %s\n", what, finding)
		return true
	}
	e.problems++
	wrong, better := plainly(err)
	if better != "" {
		advice = better
	}
	_, _ = fmt.Fprintf(e.out, "problem  %-18s %s\n         %-18s → %s\n", what, wrong, "", advice)
	return false
}

// note prints a line that is neither.
func (e *examination) note(what, finding string) {
	_, _ = fmt.Fprintf(e.out, "-        %-18s %s\n", what, finding)
}

// enoughSpace is what a load may need beside the data.
const enoughSpace = 2 << 30

func (e *examination) embedded(ctx context.Context, c config) {
	dir, err := filepath.Abs(c.Warehouse.Data)
	if err != nil {
		e.report("data folder", "", err, "set warehouse.data to a folder")
		return
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		e.note("data folder", dir+" is not there yet; “anlan demo” or “anlan serve” makes it")
	case err == nil && !info.IsDir():
		e.report("data folder", "", fmt.Errorf("%s is a file", dir), "set warehouse.data to a folder")
		return
	default:
		e.report("data folder", dir, err, "let the user who runs anlan read it")
	}
	free, _, err := job.DiskSpace(dir)
	if err == nil && free < enoughSpace {
		err = fmt.Errorf("%s left at %s", size(free>>20<<20), dir)
	}
	e.report("disk space", fmt.Sprintf("%.1f GiB free", float64(free)/(1<<30)), err, "make room: a load needs up to "+size(enoughSpace).String())
	if info == nil {
		e.library(ctx, c)
		return
	}
	owner, held, err := chdb.ReadOwner(dir)
	if err == nil && held {
		e.served(ctx, owner)
		return
	}
	e.report("lock", "nobody has the folder open", err, "let the user who runs anlan write to it")
	e.engine(ctx, c, dir)
}

// library opens the engine on a folder that is thrown away.
func (e *examination) library(ctx context.Context, c config) {
	dir, err := os.MkdirTemp("", "anlan-doctor-")
	if err != nil {
		e.report("engine", "", err, "make room for temporary files")
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	conn, err := dial.Open(ctx, dial.Config{Dir: dir, Library: c.ChDB.Lib, MemoryLimit: int64(c.Warehouse.Memory)})
	if e.report("engine library", "loads", err, "run npm install in Anlan's folder, or set chdb.lib ("+envName("chdb.lib")+")") {
		e.engineVersion(ctx, conn)
		e.report("engine stop", "ends cleanly", conn.Close(), "tell the makers") //nolint:contextcheck // closing has its own deadline
	}
}

// engine looks at the data itself. It reads only: a schema that is behind is a note, and its data are left alone.
func (e *examination) engine(ctx context.Context, c config, dir string) {
	conn, err := dial.Open(ctx, dial.Config{
		URL: c.Warehouse.URL, Dir: dir, Database: c.Warehouse.Database, Library: c.ChDB.Lib, MemoryLimit: int64(c.Warehouse.Memory),
	})
	advice := "run npm install in Anlan's folder, or set chdb.lib (" + envName("chdb.lib") + ")"
	if c.Warehouse.URL != "" {
		advice = "check warehouse.url, and that the server runs: " + masked(c.Warehouse.URL)
	} else if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		advice = "let the user who runs anlan write to it"
	}
	if !e.report("engine", "opens", err, advice) {
		return
	}
	e.engineVersion(ctx, conn)
	done, err := stepsDone(ctx, conn)
	if err := errors.Join(err, conn.Close()); !e.report("schema", fmt.Sprintf("%d steps done", done), err, "tell the makers") { //nolint:contextcheck // closing has its own deadline
		return
	}
	steps, err := warehouse.Migrations()
	switch {
	case err != nil || int(done) > len(steps):
		e.report("migrations", "", fmt.Errorf("the data is at step %d, this program knows %d", done, len(steps)), "use the newer program")
	case int(done) < len(steps):
		e.note("migrations", fmt.Sprintf("%d to come; “anlan migrate” or the next start runs them", len(steps)-int(done)))
	default:
		e.report("migrations", "none to come", nil, "")
		e.data(ctx, c)
	}
}

// data opens the warehouse, which has nothing to bring up to date, and looks at versions and freshness.
func (e *examination) data(ctx context.Context, c config) {
	c.Reference.Dir = "" // it would be loaded, and nothing is to change
	w, err := openWarehouse(ctx, c, nil, nil)
	if !e.report("warehouse", "opens", err, "read the message; nothing was changed") {
		return
	}
	defer func() { e.report("engine stop", "ends cleanly", w.Close(ctx), "tell the makers") }()
	v, err := w.Current(ctx)
	if err != nil {
		e.report("data version", "", err, "tell the makers")
		return
	}
	e.report("data version", fmt.Sprintf("%d of %s", v.Number, v.PublishedAt.Format(time.DateTime)), nil, "")
	regions, err := w.Regions(ctx, v)
	if err == nil && len(regions.All()) == 0 {
		err = errors.New("there are no regions")
	}
	e.report("reference data", "regions are there", err, "restart anlan, which loads the regions that ship")
	schemes, err := assessment.Open(w, assessment.Options{SchemeDir: c.Reports.Schemes})
	if err == nil {
		err = schemes.CheckSchemes(ctx)
	}
	_, shapes := geo.Open(c.Map.Shapes)
	e.report("shapes of regions", orShipped(c.Map.Shapes), shapes, "correct what is named")
	e.report("schemes", orShipped(c.Reports.Schemes), err, "correct what is named")
	_, err = risk.Open(w, risk.Options{Dir: c.Reports.RiskModels})
	e.report("risk models", orShipped(c.Reports.RiskModels), err, "correct what is named")
	if len(v.Watermarks) == 0 {
		e.note("freshness", "no records yet: “anlan demo” makes some, “anlan etl run” loads yours")
	}
	for _, mark := range v.Watermarks {
		e.note("freshness", freshness(mark, w.Today()))
	}
	e.besideState(ctx, c, w)
}

// freshness says until when a system's records go; those of some facts have no date.
func freshness(mark warehouse.Watermark, today safety.Date) string {
	until := ""
	if fact, ok := warehouse.FactNamed(mark.Fact); ok && fact.Date != "" {
		until = fmt.Sprintf(" to %s (%d days ago)", mark.LastRecord, today.DaysSince(mark.LastRecord))
	}
	return fmt.Sprintf("%s of %s%s, loaded %s", mark.Fact, mark.System, until, mark.LoadedAt.Format(time.DateTime))
}

func (e *examination) engineVersion(ctx context.Context, conn *dial.Conn) {
	var text string
	err := conn.QueryRow(ctx, "SELECT version()").Scan(&text)
	e.report("engine version", "ClickHouse "+text, err, "check that the engine answers")
}

// stepsDone counts the steps of the schema; a database without the ledger is at none.
func stepsDone(ctx context.Context, conn *dial.Conn) (uint64, error) {
	var tables, done uint64
	err := conn.QueryRow(ctx, "SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = 'schema_migration'").Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	return done, conn.QueryRow(ctx, "SELECT uniqExact(number) FROM schema_migration").Scan(&done)
}

func configSource(a *app) string {
	switch file := lookup(a.environ, "ANLAN_CONFIG"); {
	case a.Config != "":
		return a.Config
	case file != "":
		return file
	}
	return "no file: defaults and environment"
}

func orShipped(dir string) string {
	if dir == "" {
		return "as shipped"
	}
	return dir
}
