package warehouse

import (
	"context"
	"strings"
	"testing"
	"time"

	"anlan/safety"
	"anlan/test/prepared"
)

// testNow is the clock of the tests: 15 May 2025, 10:00 in Beijing.
var testNow = time.Date(2025, 5, 15, 2, 0, 0, 0, time.UTC)

// empty is the folder of a warehouse that openOnce has opened.
var empty prepared.Folder

func openOnce(dir string) error {
	w, err := Open(context.Background(), Config{Dir: dir, Now: func() time.Time { return testNow }})
	if err != nil {
		return err
	}
	return w.Close(context.Background())
}

// openTest opens an empty warehouse of its own.
func openTest(t *testing.T, change ...func(*Config)) *Warehouse {
	t.Helper()
	config := Config{Now: func() time.Time { return testNow }}
	for _, c := range change {
		c(&config)
	}
	if config.Dir == "" {
		config.Dir = empty.Copy(t, openOnce)
	}
	w, err := Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return w
}

// load merges rows of a CSV with a header of column names into a fact and publishes them.
func load(t *testing.T, w *Warehouse, fact, csv string) (stats MergeStats, version uint64) {
	t.Helper()
	f, ok := FactNamed(fact)
	if !ok {
		t.Fatalf("no fact %s", fact)
	}
	work := fillWork(t, w, f, csv)
	_, version, err := w.Update(t.Context(), "run", "test", func(ctx context.Context, u *Update) (err error) {
		stats, err = u.Merge(ctx, f, work)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.DropWork(t.Context(), work); err != nil {
		t.Fatal(err)
	}
	return stats, version
}

func fillWork(t *testing.T, w *Warehouse, f *Fact, csv string) string {
	t.Helper()
	work, err := w.CreateWork(t.Context(), f, "t")
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(csv, "\n")
	if err := w.Conn().InsertFormat(t.Context(), "CSVWithNames", "INSERT INTO "+work+" ("+header+") SETTINGS max_partitions_per_insert_block = 0", strings.NewReader(csv)); err != nil {
		t.Fatal(err)
	}
	return work
}

// rows writes CSV rows under a header, with system "s" put before each.
func rows(header string, lines ...string) string {
	return "system," + header + "\ns," + strings.Join(lines, "\ns,") + "\n"
}

func period(t *testing.T, code string) safety.Period {
	t.Helper()
	p, err := safety.ParsePeriod(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// figureOf reads one cell: the named column in the row whose first columns are key.
func figureOf(t *testing.T, table *MetricTable, column string, key ...string) (float64, State) {
	t.Helper()
	var dimensions []Column
	for _, c := range table.Columns {
		if c.Kind == DimensionColumn {
			dimensions = append(dimensions, c)
		}
	}
row:
	for i := range table.Rows {
		for j, k := range key {
			if dimensions[j].Texts[i] != k {
				continue row
			}
		}
		for _, c := range table.Columns {
			if c.Name == column {
				if c.Numbers[i] == nil {
					return 0, c.States[i]
				}
				return *c.Numbers[i], c.States[i]
			}
		}
		t.Fatalf("no column %s", column)
	}
	t.Fatalf("no row %v", key)
	return 0, ""
}
