package warehouse

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// keptWarehouse is a warehouse in a folder that is closed, hurt and opened again.
type keptWarehouse struct {
	dir string
}

func (k keptWarehouse) open(t *testing.T) (*Warehouse, error) {
	t.Helper()
	return Open(t.Context(), Config{Dir: k.dir, Now: func() time.Time { return testNow }})
}

// with opens it for one piece of work.
func (k keptWarehouse) with(t *testing.T, work func(w *Warehouse)) {
	t.Helper()
	w, err := k.open(t)
	if err != nil {
		t.Fatal(err)
	}
	work(w)
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// refuses opens it and expects a refusal that says all of the words.
func (k keptWarehouse) refuses(t *testing.T, words ...string) {
	t.Helper()
	w, err := k.open(t)
	if err == nil {
		_ = w.Close(context.Background())
		t.Fatal("it opens")
	}
	var fault *Error
	if !errors.As(err, &fault) || fault.Code != Unavailable {
		t.Fatalf("got %v", err)
	}
	for _, word := range append(words, "Nothing was changed", howToMend) {
		if !strings.Contains(fault.Message, word) {
			t.Errorf("does not say %q: %s", word, fault.Message)
		}
	}
}

// threeVersions holds the shipped dimensions, hazards of March and April, and a third hazard of April on top.
func threeVersions(t *testing.T) keptWarehouse {
	t.Helper()
	k := keptWarehouse{t.TempDir()}
	k.with(t, func(w *Warehouse) {
		load(t, w, "hazard", rows(hazardHeader, "h1,370321,mine,self,general,2025-03-01,,", "h2,370321,mine,self,general,2025-04-01,,"))
		load(t, w, "hazard", rows(hazardHeader, "h3,370321,mine,self,general,2025-04-02,,"))
	})
	return k
}

// partFile finds a file of the newest version's only part whose name begins so.
func (k keptWarehouse) partFile(t *testing.T, table, part, name string) (path string) {
	t.Helper()
	k.with(t, func(w *Warehouse) {
		if err := w.conn.QueryRow(t.Context(), `SELECT path FROM system.parts WHERE database = currentDatabase() AND active AND table = {table:String}
			AND startsWith(name, {part:String}) ORDER BY name DESC LIMIT 1`, named("table", table), named("part", part)).Scan(&path); err != nil {
			t.Fatal(err)
		}
	})
	return filepath.Join(path, name)
}

func TestDataThatIsGoneIsNotTakenForZero(t *testing.T) {
	t.Run("an older version that is whole is named and not taken instead", func(t *testing.T) {
		k := threeVersions(t)
		k.with(t, func(w *Warehouse) {
			v := current(t, w)
			if err := w.dropPartitions(t.Context(), "hazard", v.PartitionsBetween("hazard", 202504, 202504)); err != nil {
				t.Fatal(err)
			}
		})
		k.refuses(t, "data of version 3", "hazard (2025-04).", "version 2 of 2025-05-15 10:00:00, the newest that is whole")
		k.refuses(t, "hazard (2025-04)") // again: nothing was collected meanwhile
	})
	t.Run("every table and month is named", func(t *testing.T) {
		k := threeVersions(t)
		k.with(t, func(w *Warehouse) {
			for _, table := range []string{"hazard", rollupTable, "region"} {
				if err := w.dropPartitions(t.Context(), table, current(t, w).Partitions(table)); err != nil {
					t.Fatal(err)
				}
			}
		})
		k.refuses(t, "hazard (2025-03, 2025-04), region, rollup_monthly (2025-03, 2025-04)", "no older version that is kept is whole either")
	})
	t.Run("a part that the engine cannot read", func(t *testing.T) {
		k := threeVersions(t)
		if err := os.Truncate(k.partFile(t, "hazard", "202503", "columns.txt"), 0); err != nil {
			t.Fatal(err)
		}
		k.refuses(t, "hazard (2025-03)", "version 1 of", "the newest that is whole")
	})
	t.Run("a list of versions that lost a row", func(t *testing.T) {
		k := threeVersions(t)
		if err := os.Truncate(k.partFile(t, "version", "all_3_3", "columns.txt"), 0); err != nil {
			t.Fatal(err)
		}
		k.refuses(t, "the list of data versions is damaged: 1 of its parts", "the newest whole row is of version 2")
	})
	t.Run("a list of versions that is empty", func(t *testing.T) {
		k := threeVersions(t)
		k.with(t, func(w *Warehouse) {
			if err := w.conn.Exec(t.Context(), "TRUNCATE TABLE version"); err != nil {
				t.Fatal(err)
			}
		})
		k.refuses(t, "the list of data versions is empty though there are records (hazard)")
	})
	t.Run("a rollup that is rebuilt anyway may be gone", func(t *testing.T) {
		k := threeVersions(t)
		k.with(t, func(w *Warehouse) {
			if err := w.dropPartitions(t.Context(), rollupTable, current(t, w).Partitions(rollupTable)); err != nil {
				t.Fatal(err)
			}
			if err := w.conn.Exec(t.Context(), "INSERT INTO setting (name, value) SELECT 'rollup_definition', 'of another program'"); err != nil {
				t.Fatal(err)
			}
		})
		k.with(t, func(w *Warehouse) {
			if got, _ := zibo(w).figure(t, "hazards_found", "2025-04"); got != 2 {
				t.Errorf("%v hazards found in April, expected 2", got)
			}
		})
	})
	t.Run("what was never published may be gone", func(t *testing.T) {
		k := threeVersions(t)
		k.with(t, func(w *Warehouse) {
			if err := w.conn.Exec(t.Context(), "INSERT INTO hazard (month, generation, system, id) VALUES (202505, 999, 's', 'x')"); err != nil {
				t.Fatal(err)
			}
			if err := w.dropPartitions(t.Context(), "hazard", []string{"202505-999"}); err != nil {
				t.Fatal(err)
			}
		})
		k.with(t, func(w *Warehouse) {
			if v := current(t, w); v.Number != 3 {
				t.Errorf("version %d, expected 3", v.Number)
			}
		})
	})
}
