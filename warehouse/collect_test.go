package warehouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// activePartitions lists every partition that is on disk, as table/id.
func activePartitions(t *testing.T, w *Warehouse) []string {
	t.Helper()
	var ids []string
	if err := w.conn.QueryRow(t.Context(), `SELECT arraySort(groupUniqArray(table || '/' || partition_id)) FROM system.parts
		WHERE database = currentDatabase() AND active AND table IN {tables:Array(String)}`, named("tables", generationTables())).Scan(&ids); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestOldVersionsAreCollected(t *testing.T) {
	now := testNow
	w := openTest(t, func(c *Config) {
		c.KeepVersions, c.KeepFor = 2, time.Hour
		c.Now = func() time.Time { return now }
	})
	d := zibo(w)
	loadOne := func(t *testing.T, n int) uint64 {
		t.Helper()
		now = now.Add(time.Minute)
		_, version := load(t, w, "hazard", rows(hazardHeader, fmt.Sprintf("h%d,370321,mine,self,general,2025-04-01,,", n)))
		return version
	}
	ask := func(version uint64) error {
		_, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: []string{"hazards_found"}, Region: d.region, Period: period(t, "2025-04"), Version: version})
		return err
	}
	var versions []uint64
	for n := range 5 {
		versions = append(versions, loadOne(t, n))
	}
	for _, v := range versions {
		if err := ask(v); err != nil {
			t.Errorf("version %d is younger than an hour and gone: %v", v, err)
		}
	}
	release := w.Hold(versions[1])
	again := w.Hold(versions[1])
	now = now.Add(2 * time.Hour)
	newest := loadOne(t, 5)

	t.Run("what is neither new nor young nor held is gone, and says so", func(t *testing.T) {
		for _, v := range []uint64{versions[0], versions[2], versions[3]} {
			if err := ask(v); codeOf(err) != NotFound || !strings.Contains(err.Error(), "no longer kept") {
				t.Errorf("version %d: %v", v, err)
			}
		}
		for _, v := range []uint64{versions[1], versions[4], newest} {
			if err := ask(v); err != nil {
				t.Errorf("version %d: %v", v, err)
			}
		}
	})
	t.Run("its partitions are gone from the disk", func(t *testing.T) {
		var want []string
		for _, n := range []uint64{versions[1], versions[4], newest} {
			v, err := w.Version(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			for table, ids := range v.Parts {
				for _, id := range ids {
					want = append(want, table+"/"+id)
				}
			}
		}
		slices.Sort(want)
		if got := activePartitions(t, w); !slices.Equal(got, slices.Compact(want)) {
			t.Errorf("on disk: %v, expected %v", got, want)
		}
	})
	t.Run("a held version stays until its last reader has let go", func(t *testing.T) {
		release()
		release() // a second call does nothing
		now = now.Add(2 * time.Hour)
		loadOne(t, 6)
		if err := ask(versions[1]); err != nil {
			t.Errorf("another reader still holds version %d: %v", versions[1], err)
		}
		again()
		loadOne(t, 7)
		if err := ask(versions[1]); codeOf(err) != NotFound {
			t.Errorf("version %d: %v", versions[1], err)
		}
	})
	t.Run("nobody starts to read a version between the decision and its end", func(t *testing.T) {
		now = now.Add(2 * time.Hour)
		old := current(t, w).Number - 1
		w.config.KeepVersions = 1
		_, gone, err := w.keptVersions(t.Context())
		if err != nil || !slices.Contains(gone, old) {
			t.Fatalf("gone = %v, err = %v", gone, err)
		}
		if _, _, err := w.pin(t.Context(), old); codeOf(err) != NotFound {
			t.Errorf("version %d can still be pinned: %v", old, err)
		}
		w.watched.collected(gone)
	})
	t.Run("a version that is read elsewhere stays, and all do while nobody knows", func(t *testing.T) {
		old := current(t, w).Number - 1
		w.config.Held = func(context.Context) ([]uint64, error) { return []uint64{old}, nil }
		if _, gone, err := w.keptVersions(t.Context()); err != nil || slices.Contains(gone, old) {
			t.Errorf("gone = %v, err = %v", gone, err)
		}
		w.config.Held = func(context.Context) ([]uint64, error) { return nil, errors.New("the state is away") }
		if _, gone, err := w.keptVersions(t.Context()); err != nil || len(gone) > 0 {
			t.Errorf("gone = %v, err = %v", gone, err)
		}
		w.config.Held = func(context.Context) ([]uint64, error) { return nil, nil }
		if _, gone, err := w.keptVersions(t.Context()); err != nil || !slices.Contains(gone, old) {
			t.Errorf("gone = %v, err = %v", gone, err)
		}
		w.watched.collected(nil)
	})
}

func TestWhatACrashLeftBehindIsGoneAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	config := Config{Dir: dir, Now: func() time.Time { return testNow }}
	open := func() *Warehouse {
		w, err := Open(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	w := open()
	load(t, w, "hazard", rows(hazardHeader, "h1,370321,mine,self,general,2025-04-01,,"))
	if _, err := w.CreateWork(t.Context(), mustFact(t, "hazard"), "crashed"); err != nil {
		t.Fatal(err)
	}
	before, want := current(t, w), activePartitions(t, w)
	generation := uint32(1000)
	for _, statement := range []string{
		"INSERT INTO hazard (month, generation, system, id, region, found_on) VALUES (202504, 1000, 's', 'ghost', '370321', '2025-04-01'), (202503, 1000, 's', 'ghost2', '370321', '2025-03-01')",
		"INSERT INTO rollup_monthly (month, generation, region, hazards_found) VALUES (202504, 1000, '370321', 99)",
		"INSERT INTO region (month, generation, code) VALUES (0, 1000, '999999')",
		"CREATE TABLE stage_crashed (x String) ENGINE = MergeTree ORDER BY x",
	} {
		if err := w.conn.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	_, after := update(t, w, func(_ context.Context, u *Update) error {
		if u.Generation <= generation {
			t.Errorf("generation %d is given out while %d is on disk", u.Generation, generation)
		}
		return nil
	})
	if after != before.Number {
		t.Errorf("an update without a change published version %d", after)
	}
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	w = open()
	defer func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	if got := activePartitions(t, w); !slices.Equal(got, want) {
		t.Errorf("on disk: %v, expected %v", got, want)
	}
	var tables []string
	if err := w.conn.QueryRow(t.Context(), "SELECT groupArray(name) FROM system.tables WHERE database = currentDatabase() AND (startsWith(name, 'work_') OR startsWith(name, 'stage_'))").Scan(&tables); err != nil {
		t.Fatal(err)
	}
	if len(tables) > 0 {
		t.Errorf("left over: %v", tables)
	}
	if v := current(t, w); v.Number != before.Number || v.PublishedAt.Format(time.RFC3339Nano) != before.PublishedAt.Format(time.RFC3339Nano) ||
		!slices.EqualFunc(v.Watermarks, before.Watermarks, sameWatermark) || !maps.EqualFunc(v.Parts, before.Parts, slices.Equal) {
		t.Errorf("version %+v was %+v", v, before)
	}
	if got, _ := zibo(w).figure(t, "hazards_found", "2025-04"); got != 1 {
		t.Errorf("%v found, expected 1", got)
	}
	if matches, _ := filepath.Glob(filepath.Join(dir, "*")); len(matches) == 0 {
		t.Error("the folder is empty")
	}
}

func sameWatermark(a, b Watermark) bool {
	return a.System == b.System && a.Fact == b.Fact && a.LastRecord == b.LastRecord && a.LoadedAt.Format(time.RFC3339Nano) == b.LoadedAt.Format(time.RFC3339Nano)
}
