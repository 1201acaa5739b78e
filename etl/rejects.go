package etl

import (
	"context"
	"fmt"
	"strings"
	"time"

	"anlan/etl/source"
	"anlan/warehouse/dial"
)

// rejects writes records that could not be read to the quarantine, some at a time.
type rejects struct {
	conn     *dial.Conn
	run      string
	pipeline *Pipeline
	now      func() time.Time
	pending  []rejected
	bytes    int
	count    uint64 // of the source, not of joined ones
}

type rejected struct {
	file string
	bad  source.Bad
}

const (
	rejectsAtOnce     = 5000
	rejectBytesAtOnce = 8 << 20
)

func (r *rejects) add(ctx context.Context, file string, bad source.Bad, joined bool) error {
	bad.Raw = []byte(strings.ToValidUTF8(string(bad.Raw), "\uFFFD"))
	r.pending = append(r.pending, rejected{file, bad})
	r.bytes += len(bad.Raw)
	if !joined {
		r.count++
	}
	if len(r.pending) >= rejectsAtOnce || r.bytes >= rejectBytesAtOnce {
		return r.flush(ctx)
	}
	return nil
}

func (r *rejects) flush(ctx context.Context) error {
	if len(r.pending) == 0 {
		return nil
	}
	batch, err := r.conn.PrepareBatch(ctx, "INSERT INTO quarantine (run, pipeline, fact, system, region, file, row, line, codes, reasons, raw, at)")
	if err != nil {
		return fmt.Errorf("write quarantine: %w", err)
	}
	defer batch.Close() //nolint:errcheck // nothing to give back once sent
	at := r.now()
	for _, p := range r.pending {
		if err := batch.Append(r.run, r.pipeline.Name, r.pipeline.Fact.Name, r.pipeline.System, "", p.file, p.bad.Row, p.bad.Line,
			[]string{p.bad.Code}, []string{p.bad.Reason}, string(p.bad.Raw), at); err != nil {
			return fmt.Errorf("write quarantine: %w", err)
		}
	}
	r.pending, r.bytes = nil, 0
	if err := batch.Send(); err != nil {
		return fmt.Errorf("write quarantine: %w", err)
	}
	return nil
}
