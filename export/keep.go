package export

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/safety"
	"anlan/warehouse"
)

// Moment is a moment as exports say it: whole seconds of Beijing's clock.
func Moment(t time.Time) time.Time { return t.In(safety.Beijing()).Truncate(time.Second) }

// manifest is what is known before the first byte.
func (x *Export) manifest() Manifest {
	set, version := x.reading.Set(), x.reading.Version()
	m := Manifest{
		ID: x.id, DataSet: set.Name, Title: set.Title, Format: x.request.Format, Options: x.request.Options,
		Filter: filterOf(x.caller.Scope, x.request.Query), Ordered: len(x.request.Query.Order) > 0,
		DataVersion: version.Number, PublishedAt: Moment(version.PublishedAt), CreatedAt: Moment(x.created), Program: x.exporter.cfg.Program,
		Columns: []ManifestColumn{}, Watermarks: []ManifestWater{},
	}
	for _, c := range x.reading.Columns() {
		m.Columns = append(m.Columns, ManifestColumn{Name: c.Name, Type: c.Type, Title: c.Title, Unit: c.Unit})
	}
	for _, w := range version.Watermarks {
		if (set.Fact == "" || set.Fact == w.Fact) && x.caller.Scope.SeesFact(w.Fact) {
			m.Watermarks = append(m.Watermarks, ManifestWater{System: w.System, Fact: w.Fact, LastRecord: w.LastRecord.String(), LoadedAt: Moment(w.LoadedAt)})
		}
	}
	return m
}

func (x *Export) keep(ctx context.Context, m Manifest, status Status, reason error) error {
	k := KeptManifest{Owner: x.caller.Name, Status: status, Manifest: m, UpdatedAt: x.exporter.cfg.Now()}
	if reason != nil {
		k.Reason = reasonOf(reason)
	}
	if err := x.exporter.kept.KeepManifest(ctx, k); err != nil {
		return fmt.Errorf("keep manifest: %w", err)
	}
	return nil
}

// keepFailure is how long the reason of a failure may take to be kept: the caller's own context is often over by then.
const keepFailure = 10 * time.Second

func (x *Export) failed(ctx context.Context, m Manifest, reason error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepFailure)
	defer cancel()
	m.Rows, m.Bytes, m.SHA256 = 0, 0, ""
	if err := x.keep(ctx, m, Failed, reason); err != nil {
		x.exporter.cfg.Log.Error("an export failed, and that could not be kept", "export", x.id, "error", errors.Join(reason, err))
	}
}

// reasonOf says why an export failed without showing more than the caller may know.
func reasonOf(err error) string {
	if known := (*warehouse.Error)(nil); errors.As(err, &known) {
		return known.Message
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "it took too long"
	case errors.Is(err, context.Canceled):
		return "it was cancelled"
	case errors.Is(err, errWriter):
		return "the reader went away, or its disk is full"
	}
	return "the data could not be read to their end"
}
