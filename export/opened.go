package export

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"anlan/access"
	"anlan/warehouse"
)

// Export is an open export: one question, one version, one format. It can be written as often as one likes and gives the same rows each time.
type Export struct {
	exporter *Exporter
	caller   access.Caller
	id       string
	request  Request
	format   *format
	reading  warehouse.DataReading
	created  time.Time
	closed   context.Context //nolint:containedctx // over after Close
	close    context.CancelFunc
	once     sync.Once
}

// ID is what its manifest is found by.
func (x *Export) ID() string { return x.id }

// Request is what was asked with everything settled that it left open.
func (x *Export) Request() Request { return x.request }

// DataVersion is the version that is read.
func (x *Export) DataVersion() uint64 { return x.reading.Version().Number }

// Reading is the open question itself.
func (x *Export) Reading() warehouse.DataReading { return x.reading }

// MediaType is the Content-Type of the file, the charset included.
func (x *Export) MediaType() string { return x.format.mediaType(x.request.Options) }

// Compressible reports whether a compression of HTTP makes the file smaller: texts are, what the engine packs itself is not.
func (x *Export) Compressible() bool { return x.format.text }

// FileName is what the file is called: hazard-370300-v12.csv.
func (x *Export) FileName() string {
	name := x.reading.Set().Name
	if q := x.request.Query; q.Region != "" {
		name += "-" + string(q.Region)
	}
	return fmt.Sprintf("%s-v%d%s", name, x.DataVersion(), x.format.extension)
}

// PartName is what the file of a part is called: hazard-v12-2026-05.csv.
func (x *Export) PartName(part warehouse.DataPart) string {
	if part.Name == "" {
		return x.FileName()
	}
	whole := x.FileName()
	return whole[:len(whole)-len(x.format.extension)] + "-" + part.Name + x.format.extension
}

// Estimate is how large an export is about to be.
type Estimate struct {
	Rows  uint64
	Exact bool   // Rows is exact
	Bytes uint64 // about; before any compression of HTTP
}

// Estimate says how large the file is about to be, before anything is read.
func (x *Export) Estimate(ctx context.Context) (Estimate, error) {
	rows, bytes, exact, err := x.reading.Estimate(ctx)
	if err != nil {
		return Estimate{}, fmt.Errorf("estimate export: %w", err)
	}
	return Estimate{Rows: rows, Exact: exact, Bytes: x.weigh(ctx, rows, bytes, exact)}, nil
}

// Close ends what is being written, as if its context were cancelled, and lets the version go.
func (x *Export) Close() {
	x.once.Do(func() {
		x.close()
		x.reading.Close()
	})
}

// WriteTo writes the whole file. It comes back with the manifest, which is kept as whole, or with the error, which is kept as the reason why the
// export failed; w has part of a document then, or nothing: an error before the first byte leaves w untouched. At most
// Config.Concurrent exports are written at a time; one whose turn does not come is an unavailable fault. progress may be nil; it is called often, by the caller's goroutine.
func (x *Export) WriteTo(ctx context.Context, w io.Writer, progress func(rows, bytes uint64)) (*Manifest, error) {
	m := x.manifest()
	if err := x.keep(ctx, m, Running, nil); err != nil {
		return nil, err
	}
	p, err := x.write(ctx, w, nil, progress)
	if err == nil {
		m.Rows, m.Bytes, m.SHA256, m.Altered = p.Rows, p.Bytes, p.SHA256, p.altered
		err = x.keep(ctx, m, Whole, nil)
	}
	if err != nil {
		x.failed(ctx, m, err)
		return nil, err
	}
	return &m, nil
}

// WritePart writes one of Reading().Parts(). It reads with one thread, so that its rows lie as they are stored: written again it is the same bytes, unless the engine has
// merged what it stores. Nothing is kept of it: who makes the parts has a manifest of them all, see Manifest.
func (x *Export) WritePart(ctx context.Context, w io.Writer, part warehouse.DataPart, progress func(rows, bytes uint64)) (ManifestPart, error) {
	p, err := x.write(ctx, w, &part, progress)
	return p.ManifestPart, err
}

// Manifest is that of an export in parts: their rows and bytes together, each with its own hash.
func (x *Export) Manifest(parts []ManifestPart) Manifest {
	m := x.manifest()
	m.Parts = parts
	all := m.together()
	m.Rows, m.Bytes = all.Rows, all.Bytes
	return m
}
