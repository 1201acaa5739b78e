package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"anlan/safety"
)

// snapshots caches version rows, which never change, and counts the readers of each.
type snapshots struct {
	mu      sync.Mutex
	newest  *Version
	checked time.Time // when newest was last read, for servers that others write too
	known   map[uint64]*Version
	held    map[uint64]int
	leaving map[uint64]bool // on their way out: nobody may start to read them
}

// remoteFreshness is how old the newest version may be known when another process may publish.
const remoteFreshness = time.Second

// Current returns the newest published version; version 0 without any parts when nothing was ever published.
func (w *Warehouse) Current(ctx context.Context) (*Version, error) {
	s := &w.watched
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.newest != nil && (w.conn.Embedded() || time.Since(s.checked) < remoteFreshness) {
		return s.newest, nil
	}
	v, err := w.readVersion(ctx, "ORDER BY version DESC LIMIT 1")
	if err != nil {
		return nil, err
	}
	if v == nil {
		v = &Version{Parts: map[string][]string{}}
	}
	s.remember(v)
	s.newest, s.checked = v, time.Now()
	return v, nil
}

// Version returns version n, or the newest for 0. A version that was never published or whose data was collected is a
// not_found Error.
func (w *Warehouse) Version(ctx context.Context, n uint64) (*Version, error) {
	current, err := w.Current(ctx)
	if err != nil || n == 0 || n == current.Number {
		return current, err
	}
	if n > current.Number {
		return nil, Fault(NotFound, "data version %d does not exist; the newest is %d", n, current.Number)
	}
	w.watched.mu.Lock()
	defer w.watched.mu.Unlock()
	if w.watched.leaving[n] {
		return nil, Fault(NotFound, "data version %d is no longer kept", n)
	}
	if v, ok := w.watched.known[n]; ok {
		return v, nil
	}
	v, err := w.readVersion(ctx, "WHERE version = {version:UInt64} LIMIT 1", named("version", n))
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, Fault(NotFound, "data version %d is no longer kept", n)
	}
	w.watched.remember(v)
	return v, nil
}

// Versions lists the newest versions first, without their parts.
func (w *Warehouse) Versions(ctx context.Context, limit int) ([]*Version, error) {
	rows, err := w.conn.Query(ctx, "SELECT version, published_at, run, note FROM version ORDER BY version DESC LIMIT {limit:UInt32}", named("limit", uint32(limit)))
	if err != nil {
		return nil, faultOf(ctx, "list versions", err)
	}
	defer rows.Close()
	var list []*Version
	for rows.Next() {
		v := &Version{}
		if err := rows.Scan(&v.Number, &v.PublishedAt, &v.Run, &v.Note); err != nil {
			return nil, faultOf(ctx, "list versions", err)
		}
		list = append(list, v)
	}
	return list, faultOf(ctx, "list versions", rows.Err())
}

// Hold keeps version n's data from being collected until release is called.
func (w *Warehouse) Hold(n uint64) (release func()) {
	s := &w.watched
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		s.held = map[uint64]int{}
	}
	s.held[n]++
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.held[n]--; s.held[n] == 0 {
			delete(s.held, n)
		}
	})
}

// collected forgets versions whose rows are gone; one whose row is still there for some reason is read anew.
func (s *snapshots) collected(gone []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range gone {
		delete(s.known, n)
	}
	s.leaving = nil
}

// readVersion reads one version row; nil when there is none.
func (w *Warehouse) readVersion(ctx context.Context, which string, args ...any) (*Version, error) {
	rows, err := w.conn.Query(ctx, `SELECT version, published_at, run, note, parts, watermarks.system, watermarks.fact,
		watermarks.last_record, watermarks.loaded_at FROM version `+which, args...)
	if err != nil {
		return nil, faultOf(ctx, "read the data version", err)
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, faultOf(ctx, "read the data version", rows.Err())
	}
	v := &Version{}
	var systems, facts []string
	var last, loaded []time.Time
	if err := rows.Scan(&v.Number, &v.PublishedAt, &v.Run, &v.Note, &v.Parts, &systems, &facts, &last, &loaded); err != nil {
		return nil, faultOf(ctx, "read the data version", err)
	}
	for i := range systems {
		v.Watermarks = append(v.Watermarks, Watermark{System: systems[i], Fact: facts[i], LastRecord: safety.DateOf(last[i]), LoadedAt: loaded[i]})
	}
	return v, faultOf(ctx, "read the data version", rows.Err())
}

func (s *snapshots) remember(v *Version) {
	if s.known == nil {
		s.known = map[uint64]*Version{}
	}
	s.known[v.Number] = v
}

// Partitions lists the partition ids of a table in this version.
func (v *Version) Partitions(table string) []string { return v.Parts[table] }

// PartitionsBetween lists the partition ids of a table whose month lies between from and to, both included.
func (v *Version) PartitionsBetween(table string, from, to safety.Month) []string {
	var out []string
	for _, id := range v.Parts[table] {
		if m := partitionMonth(id); m >= from && m <= to {
			out = append(out, id)
		}
	}
	return out
}

// without returns a copy of a table's partitions less those of the given months.
func (v *Version) without(table string, months []uint32) []string {
	return slices.DeleteFunc(slices.Clone(v.Parts[table]), func(id string) bool {
		return slices.Contains(months, uint32(partitionMonth(id)))
	})
}

func partitionID(month, generation uint32) string {
	return fmt.Sprintf("%d-%d", month, generation)
}

func partitionMonth(id string) safety.Month {
	month, _, _ := strings.Cut(id, "-")
	n, _ := strconv.ParseUint(month, 10, 32)
	return safety.Month(n)
}
