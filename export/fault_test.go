package export_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/warehouse"
)

// failsAt is the set of the tests whose statement fails when it comes to a row.
func failsAt(t *testing.T, n, at int) *rows {
	t.Helper()
	data := hazards(t, n)
	data.sql = strings.Replace(data.sql, "SELECT number AS id", fmt.Sprintf("SELECT number + throwIf(number = %d, 'disk on fire') AS id", at), 1)
	return data
}

// looksWhole reports whether bytes could be taken for a whole document of their format by its end.
func looksWhole(f export.Format, data []byte) bool {
	switch f { //nolint:exhaustive // texts have no end of their own
	case export.ArrowStream:
		return bytes.HasSuffix(data, []byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0})
	case export.ArrowFile:
		return bytes.HasSuffix(data, []byte("ARROW1"))
	case export.Parquet:
		return bytes.HasSuffix(data, []byte("PAR1")) && len(data) > 4
	}
	return f == export.XLSX && len(data) > 0
}

// The engine fails in the middle: the caller gets the error, what was written looks like no document, the manifest says failed, and nothing stays behind.
func TestTheEngineFailsInTheMiddle(t *testing.T) {
	for _, r := range every() {
		b := setup(t, failsAt(t, 150_000, 120_000))
		if r.Format == export.XLSX {
			b = setup(t, failsLate(hazards(t, 40_000)))
		}
		x := b.open(r)
		var out bytes.Buffer
		m, err := x.WriteTo(t.Context(), &out, nil)
		if err == nil || m != nil || looksWhole(r.Format, out.Bytes()) {
			t.Errorf("%s: error %v, manifest %v, %d bytes written", named(r), err, m, out.Len())
		}
		b.failed(x, "could not be read to their end")
	}
}

// failsLate breaks the engine's streams after 100 kB.
func failsLate(data *rows) *rows {
	data.source = func(engine io.ReadCloser) io.ReadCloser {
		return struct {
			io.Reader
			io.Closer
		}{io.MultiReader(io.LimitReader(engine, 100_000), brokenReader{}), engine}
	}
	return data
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) {
	return 0, errors.New("the connection to the server broke")
}

// failed checks what is kept of a failed export, and that it left nothing.
func (b *bench) failed(x *export.Export, reason string) {
	b.Helper()
	x.Close()
	k, err := b.Manifest(context.Background(), analyst, x.ID())
	if err != nil || k.Status != export.Failed || !strings.Contains(k.Reason, reason) || k.Manifest.SHA256 != "" || k.Manifest.Rows != 0 {
		b.Errorf("%s: kept as %s because %q, %v; want the reason %q", x.MediaType(), k.Status, k.Reason, err, reason)
	}
	if left := b.left(); len(left) > 0 {
		b.Errorf("%s: %v stays", x.MediaType(), left)
	}
	if b.data.held() != 0 {
		b.Errorf("%s: the version is still held", x.MediaType())
	}
}

// refusing takes so many bytes and then no more, as a reader that went away or a full disk does.
type refusing struct {
	left int
	err  error
}

func (w *refusing) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, w.err
	}
	return len(p), nil
}

func TestTheReaderGoesAway(t *testing.T) {
	gone := errors.New("connection reset by peer")
	for _, r := range every() {
		b := setup(t, hazards(t, 4000))
		for _, bytes := range []int{0, 5000} {
			x := b.open(r)
			if _, err := x.WriteTo(t.Context(), &refusing{bytes, gone}, nil); !errors.Is(err, gone) {
				t.Errorf("%s: error %v after %d bytes, want the writer's", named(r), err, bytes)
			}
			b.failed(x, "the reader went away")
		}
		b.idle()
	}
}

// Within the first batch of an Arrow document there are thousands of rows: who hangs up there has them all the same, and it is told how many at most.
func TestWhoHangsUpWithinABatchHasItsRows(t *testing.T) {
	for _, format := range []export.Format{export.ArrowStream, export.ArrowFile} {
		x := setup(t, hazards(t, 50_000)).open(export.Request{Format: format})
		var rows, bytes uint64
		taken := &refusing{left: 300_000, err: errors.New("connection reset by peer")}
		if _, err := x.WriteTo(t.Context(), taken, func(r, b uint64) { rows, bytes = r, b }); err == nil {
			t.Fatalf("%s: 300,000 bytes were the whole file", format)
		}
		if rows == 0 || rows > 50_000 || bytes == 0 || bytes > 300_000 {
			t.Errorf("%s: told of %d rows and %d bytes", format, rows, bytes)
		}
	}
}

// idle waits until no statement runs in the engine.
func (b *bench) idle() {
	b.Helper()
	var running uint64
	for range 3000 { // a minute
		if err := b.data.db.QueryRow(context.Background(), "SELECT count() FROM system.processes WHERE query NOT LIKE '%system.processes%'").Scan(&running); err != nil {
			b.Fatal(err)
		}
		if running == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.Errorf("%d statements still run", running)
}

// A caller who cancels is heard at once, though the question has billions of rows; so is Close.
func TestCancelling(t *testing.T) {
	for i, f := range []export.Format{export.ArrowStream, export.ArrowStream, export.CSV, export.JSONLines, export.Parquet} {
		b := setup(t, hazards(t, 2_000_000_000))
		ctx, cancel := context.WithCancel(t.Context())
		x := b.open(export.Request{Format: f})
		end := cancel
		if i%2 == 1 {
			end = x.Close
		}
		_, err := x.WriteTo(ctx, &after{n: 1 << 18, do: end}, nil)
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", f, err)
		}
		b.failed(x, "it was cancelled")
		b.idle()
	}
}

// after does something once so many bytes have come.
type after struct {
	n  int
	do func()
}

func (w *after) Write(p []byte) (int, error) {
	if w.n > 0 && w.n <= len(p) {
		w.do()
	}
	w.n -= len(p)
	return len(p), nil
}

// Who administers the engine kills the query: the export fails as any other.
func TestTheQueryIsKilled(t *testing.T) {
	b := setup(t, hazards(t, 2_000_000_000))
	b.data.sql = strings.Replace(b.data.sql, "SELECT number AS id", "SELECT /* to be killed */ number AS id", 1)
	x := b.open(export.Request{Format: export.CSV})
	_, err := x.WriteTo(t.Context(), &after{n: 1 << 20, do: func() {
		if err := b.data.db.Exec(context.Background(), "KILL QUERY WHERE query LIKE '%to be killed%' AND query NOT LIKE 'KILL%' ASYNC"); err != nil {
			t.Error(err)
		}
	}}, nil)
	if err == nil {
		t.Error("a killed query gave a whole file")
	}
	b.failed(x, "could not be read")
	b.idle()
}

// The folder of workbooks cannot be written: that is said before anything leaves.
func TestTheFolderOfWorkbooksIsFull(t *testing.T) {
	b := setup(t, hazards(t, 10))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.Exporter = export.New(b.data, export.Config{TempDir: filepath.Join(file, "below")}, b.kept)
	x := b.open(export.Request{Format: export.XLSX})
	var out bytes.Buffer
	if _, err := x.WriteTo(t.Context(), &out, nil); err == nil || out.Len() > 0 {
		t.Errorf("error %v, %d bytes written", err, out.Len())
	}
	b.failed(x, "")
}

// A workbook has a bound, which is looked at before anything is written.
func TestAWorkbookOfTooManyRows(t *testing.T) {
	b := setup(t, hazards(t, 101))
	b.Exporter = export.New(b.data, export.Config{TempDir: b.temp, XLSXRows: 100}, b.kept)
	_, err := b.Open(t.Context(), analyst, export.Request{Format: export.XLSX, Query: warehouse.DataQuery{Set: "hazard"}})
	var fault *warehouse.Error
	if !errors.As(err, &fault) || fault.Code != warehouse.TooLarge || fault.Message != "a workbook holds at most 100 rows here, and there are 101: narrow the question, or take csv or parquet" {
		t.Errorf("error %v", err)
	}
	if b.data.held() != 0 {
		t.Error("the version is still held")
	}
}

// What a killed process left of workbooks is removed; what another one is at work on is not.
func TestSweep(t *testing.T) {
	b := setup(t, hazards(t, 50_000))
	dead := filepath.Join(b.temp, "workbook-dead")
	for _, name := range []string{"lock", "excelize-1", "entry-2"} {
		if err := errors.Join(os.MkdirAll(dead, 0o700), os.WriteFile(filepath.Join(dead, name), []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	x := b.open(export.Request{Format: export.XLSX})
	seen := 0
	_, err := x.WriteTo(t.Context(), io.Discard, func(_, bytes uint64) {
		if seen == 0 && bytes == 0 {
			seen = len(b.left())
			if err := export.New(b.data, export.Config{TempDir: b.temp}, b.kept).Sweep(); err != nil {
				t.Error(err)
			}
			if left := len(b.left()); left != seen {
				t.Errorf("a folder in use was swept: %d stay of %d", left, seen)
			}
		}
	})
	if err != nil || seen != 1 || len(b.left()) != 0 {
		t.Errorf("%d folders while it was written, %v after it, %v", seen, b.left(), err)
	}
}

// At most so many exports are written at a time; one more waits, and is told when its turn does not come.
func TestExportsWaitForEachOther(t *testing.T) {
	b := setup(t, hazards(t, 2_000_000_000))
	b.Exporter = export.New(b.data, export.Config{Concurrent: 1, Wait: 10 * time.Millisecond}, b.kept)
	ctx, cancel := context.WithCancel(t.Context())
	first, second := b.open(export.Request{}), b.open(export.Request{})
	started, over := make(chan struct{}), make(chan error)
	go func() {
		_, err := first.WriteTo(ctx, &after{n: 1 << 16, do: func() { close(started) }}, nil)
		over <- err
	}()
	<-started
	var out bytes.Buffer
	_, err := second.WriteTo(t.Context(), &out, nil)
	var fault *warehouse.Error
	if !errors.As(err, &fault) || fault.Code != warehouse.Unavailable || out.Len() > 0 {
		t.Errorf("error %v, %d bytes written", err, out.Len())
	}
	cancel()
	if err := <-over; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: %v", err)
	}
	b.data.sql = strings.Replace(b.data.sql, "2000000000", "10", 1)
	third := b.open(export.Request{})
	if _, err := third.WriteTo(t.Context(), &out, nil); err != nil {
		t.Errorf("its turn came, and it says %v", err)
	}
}

// A manifest belongs to who asked; who runs the installation sees all. While an export runs it is kept as running.
func TestManifestsBelongToTheirCallers(t *testing.T) {
	b := setup(t, hazards(t, 3))
	x := b.open(export.Request{Format: export.CSV})
	var during export.KeptManifest
	m, err := x.WriteTo(t.Context(), io.Discard, func(uint64, uint64) { during, _ = b.Manifest(t.Context(), analyst, x.ID()) })
	if err != nil || during.Status != export.Running {
		t.Fatalf("kept as %q while it runs, %v", during.Status, err)
	}
	k, err := b.Manifest(t.Context(), analyst, m.ID)
	if err != nil || k.Status != export.Whole || k.Manifest.SHA256 != m.SHA256 || k.Owner != "li" {
		t.Errorf("kept %+v, %v", k, err)
	}
	if _, err := b.Manifest(t.Context(), access.Local(), m.ID); err != nil {
		t.Errorf("the administrator: %v", err)
	}
	for _, who := range []access.Caller{{Name: "wang", Role: access.Analyst, Scope: access.Everything()}, {}} {
		var fault *warehouse.Error
		if _, err := b.Manifest(t.Context(), who, m.ID); !errors.As(err, &fault) || fault.Code != warehouse.NotFound {
			t.Errorf("%q finds it: %v", who.Name, err)
		}
	}
}
