package warehouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Update is one change of the data on its way to becoming a version. Rows written under its Generation are invisible until
// one row publishes the whole change; when that never happens they are leftovers, and dropped.
type Update struct {
	Base       *Version // what the change starts from
	Generation uint32   // partitions (month, Generation) belong to this change alone

	w     *Warehouse
	run   string
	parts map[string][]string // what Base.Parts becomes
	marks []Watermark
	// attached is the generation of the work table whose partitions a fact took over.
	attached map[string]uint32
	stale    map[string]map[uint32]bool // fact → months whose rollup no longer agrees with it
	// broken is why a part of the change failed; rows of that part may be written, so nothing of it is published even if the
	// caller goes on.
	broken     error
	arrivals   *Arrivals                     // to be counted; nil when nobody asks
	conditions []func(context.Context) error // asked right before publishing
}

// Update makes one change of the data: it takes the writer's lock, runs fn, and publishes one version when fn returns nil
// and changed something. Otherwise nothing is published, the last good figures stay, and before equals after.
func (w *Warehouse) Update(ctx context.Context, run, note string, fn func(context.Context, *Update) error) (before, after uint64, err error) {
	confirm, release, err := w.lockWriter(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer release()
	u, err := w.begin(ctx, run)
	if err != nil {
		return 0, 0, err
	}
	u.Require(confirm)
	base := u.Base
	err = fn(ctx, u)
	if err == nil {
		err = u.broken
	}
	if err != nil {
		w.abandon(ctx, u)
		return base.Number, base.Number, err
	}
	if len(u.parts) == 0 && len(u.stale) == 0 {
		return base.Number, base.Number, nil
	}
	if err := u.rebuildRollup(ctx); err != nil {
		w.abandon(ctx, u)
		return base.Number, base.Number, fmt.Errorf("rebuild rollup: %w", err)
	}
	if err := u.keepCorrections(ctx, base.Number+1); err != nil {
		w.abandon(ctx, u)
		return base.Number, base.Number, err
	}
	if err := u.mayPublish(ctx); err != nil {
		w.abandon(ctx, u)
		return base.Number, base.Number, fmt.Errorf("publish: %w", err)
	}
	v, err := w.publish(ctx, u, note)
	if err != nil {
		return base.Number, base.Number, err
	}
	w.log.Info("version published", "version", v.Number, "run", run, "note", note)
	if err := w.collect(ctx); err != nil {
		w.log.Warn("old data was not collected; the next load tries again", "error", err)
	}
	return base.Number, v.Number, nil
}

// begin starts a change; the caller holds the writer's lock.
func (w *Warehouse) begin(ctx context.Context, run string) (*Update, error) {
	w.watched.forgetNewest(w.conn.Embedded())
	base, err := w.Current(ctx)
	if err != nil {
		return nil, err
	}
	u := &Update{Base: base, w: w, run: run, parts: map[string][]string{}, attached: map[string]uint32{}, stale: map[string]map[uint32]bool{}}
	u.Generation, err = w.nextGeneration(ctx)
	return u, err
}

// written lists the partitions of a table that this change has made so far.
func (u *Update) written(ctx context.Context, table string) ([]string, error) {
	ids, err := u.w.generationPartitions(ctx, table, u.Generation)
	if generation, ok := u.attached[table]; ok && err == nil {
		var more []string
		more, err = u.w.generationPartitions(ctx, table, generation)
		ids = append(ids, more...)
	}
	return ids, err
}

// replace declares that, from this change on, the months of a table consist of the partitions that it has made.
func (u *Update) replace(ctx context.Context, table string, months []uint32) error {
	if len(months) == 0 {
		return nil
	}
	view := Version{Parts: map[string][]string{table: u.current(table)}}
	next := view.without(table, months)
	written, err := u.written(ctx, table)
	if err != nil {
		return err
	}
	for _, id := range written {
		if slices.Contains(months, uint32(partitionMonth(id))) {
			next = append(next, id)
		}
	}
	slices.Sort(next)
	u.parts[table] = slices.Compact(next)
	return nil
}

// current lists the partitions of a table as this change leaves them so far.
func (u *Update) current(table string) []string {
	if parts, ok := u.parts[table]; ok {
		return parts
	}
	return u.Base.Parts[table]
}

// ReplaceDimension gives a dimension table new content: insert writes all its rows, with month 0 and the generation given.
func (u *Update) ReplaceDimension(ctx context.Context, table string, insert func(ctx context.Context, generation uint32) error) error {
	if err := insert(ctx, u.Generation); err != nil {
		err = fmt.Errorf("replace %s: %w", table, err)
		u.broken = errors.Join(u.broken, err)
		return err
	}
	return u.replace(ctx, table, []uint32{0})
}

func (w *Warehouse) publish(ctx context.Context, u *Update, note string) (*Version, error) {
	v := &Version{Number: u.Base.Number + 1, PublishedAt: w.config.Now().In(beijing).Truncate(time.Millisecond), Run: u.run, Note: note, Parts: maps.Clone(u.Base.Parts)}
	maps.Copy(v.Parts, u.parts)
	v.Watermarks = mergeWatermarks(u.Base.Watermarks, u.marks, v.PublishedAt)
	ctx = context.WithoutCancel(ctx) // from here on it happens whole or not at all
	batch, err := w.conn.PrepareBatch(ctx, "INSERT INTO version (version, published_at, run, note, parts, watermarks)")
	if err != nil {
		return nil, faultOf(ctx, "publish the data version", err)
	}
	defer batch.Abort() //nolint:errcheck // nothing to abort once sent
	marks := make([]map[string]any, len(v.Watermarks))
	for i, m := range v.Watermarks {
		marks[i] = map[string]any{"system": m.System, "fact": m.Fact, "last_record": m.LastRecord.Time(time.UTC), "loaded_at": m.LoadedAt}
	}
	if err := batch.Append(v.Number, v.PublishedAt, v.Run, v.Note, v.Parts, marks); err != nil {
		return nil, faultOf(ctx, "publish the data version", err)
	}
	if err := batch.Send(); err != nil {
		w.watched.forgetNewest(false) // the row may have arrived all the same: read again
		return nil, faultOf(ctx, "publish the data version", err)
	}
	w.watched.announce(v)
	return v, nil
}

func mergeWatermarks(base, loaded []Watermark, at time.Time) []Watermark {
	out := slices.Clone(base)
	for _, m := range loaded {
		m.LoadedAt = at.Truncate(time.Second) // as the version row keeps it
		i := slices.IndexFunc(out, func(b Watermark) bool { return b.System == m.System && b.Fact == m.Fact })
		if i < 0 {
			out = append(out, m)
			continue
		}
		if m.LastRecord.Before(out[i].LastRecord) {
			m.LastRecord = out[i].LastRecord
		}
		out[i] = m
	}
	return out
}

func (s *snapshots) announce(v *Version) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remember(v)
	s.newest, s.checked = v, time.Now()
}

// forgetNewest makes the next Current read the newest version again, unless this process owns the data alone.
func (s *snapshots) forgetNewest(alone bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !alone {
		s.newest = nil
	}
}
