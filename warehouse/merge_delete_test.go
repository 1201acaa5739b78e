package warehouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// loadAndDelete merges rows and takes out the ids given, in one version.
func loadAndDelete(t *testing.T, w *Warehouse, csv string, ids []string, then error) (stats MergeStats, version uint64, err error) {
	t.Helper()
	f, _ := FactNamed("hazard")
	work := fillWork(t, w, f, csv)
	const gone = "stage_gone"
	if err := w.conn.Exec(t.Context(), "CREATE TABLE "+gone+" ENGINE = MergeTree ORDER BY key AS SELECT "+RecordKey+" AS key FROM (SELECT toLowCardinality('s') AS system, arrayJoin({ids:Array(String)}) AS id)",
		named("ids", append([]string{}, ids...))); err != nil {
		t.Fatal(err)
	}
	_, version, err = w.Update(t.Context(), "run", "test", func(ctx context.Context, u *Update) (err error) {
		if stats, err = u.MergeAndDelete(ctx, f, work, gone); err != nil {
			return err
		}
		return then
	})
	for _, table := range []string{work, gone} {
		if err := w.DropWork(t.Context(), table); err != nil {
			t.Fatal(err)
		}
	}
	return stats, version, err
}

// Loads that also delete, in any order: records, rollup and every earlier version are what a simple model says. Deleted records come
// back when they are loaded again.
func TestAnySequenceOfLoadsAndDeletions(t *testing.T) {
	w := openTest(t)
	model := map[string]hazardRow{}
	history := map[uint64]map[string]hazardRow{}
	for seed := range 12 {
		batch := hazardRows().Example(seed + 100)
		ids := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9", "unknown"}), 0, 5, rapid.ID[string]).Example(seed)
		if seed%4 == 3 {
			batch = nil // nothing but deletions
		}
		name := fmt.Sprintf("load %d: %v, deleting %v", seed, batch, ids)
		want := MergeStats{}
		brought := map[string]bool{}
		lines := make([]string, len(batch))
		for i, h := range batch {
			lines[i] = h.csv()
			brought[h.id] = true
			switch was, known := model[h.id]; {
			case !known:
				want.Inserted++
			case was == h:
				want.Unchanged++
			default:
				want.Updated++
			}
			model[h.id] = h
		}
		for _, id := range ids {
			if _, known := model[id]; known && !brought[id] {
				want.Deleted++
				delete(model, id)
			}
		}
		csv := "system," + hazardRowHeader + "\n"
		if len(lines) > 0 {
			csv = rows(hazardRowHeader, lines...)
		}
		before := current(t, w)
		if _, _, err := loadAndDelete(t, w, csv, ids, errors.New("something broke")); err == nil || current(t, w).Number != before.Number {
			t.Errorf("%s: published although it failed", name)
		}
		stats, version, err := loadAndDelete(t, w, csv, ids, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if stats.Inserted != want.Inserted || stats.Updated != want.Updated || stats.Unchanged != want.Unchanged || stats.Deleted != want.Deleted {
			t.Errorf("%s: %+v, expected %+v", name, stats, want)
		}
		v := current(t, w)
		if got := storedHazards(t, w, v); !maps.Equal(got, hazardsOf(model)) {
			t.Fatalf("%s: the records are %v, expected %v", name, got, hazardsOf(model))
		}
		sameRollup(t, name, storedRollup(t, w, v), rollupOf(model))
		if version != v.Number || want.Inserted+want.Updated+want.Deleted > 0 != (version > before.Number) {
			t.Errorf("%s: version %d after %d", name, version, before.Number)
		}
		history[version] = maps.Clone(model)
	}
	for _, number := range slices.Sorted(maps.Keys(history)) {
		v, err := w.Version(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		if got := storedHazards(t, w, v); !maps.Equal(got, hazardsOf(history[number])) {
			t.Errorf("version %d has become %v, was %v", number, got, hazardsOf(history[number]))
		}
		sameRollup(t, fmt.Sprintf("version %d", number), storedRollup(t, w, v), rollupOf(history[number]))
	}
}
