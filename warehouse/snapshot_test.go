package warehouse

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"anlan/safety"
)

// monthlyHazards are n hazards in each of five months over a year's end, all from one load.
func monthlyHazards(load, n int) string {
	var lines []string
	for m := safety.Month(202412); m <= 202504; m = m.Next() {
		for i := range n {
			lines = append(lines, fmt.Sprintf("l%d-%s-%d,370321,mine,self,general,%s-05,,", load, m, i, m))
		}
	}
	return rows(hazardHeader, lines...)
}

// Every load adds as many hazards to each of five months and says how many there are in all. Whoever reads in between must
// see the sum of exactly one version, month by month, from the facts and from the rollup, and the same sum again when asking
// for that version later.
func TestReadersSeeALoadWholeOrNotAtAll(t *testing.T) {
	w := openTest(t, func(c *Config) { c.KeepVersions, c.KeepFor = 3, time.Nanosecond })
	const loads, most, enough = 15, 500, 10 // a slow reader gets more loads
	var mu sync.Mutex
	sums := map[uint64]uint64{current(t, w).Number: 0} // version → hazards in each month
	done := make(chan struct{})
	var readers sync.WaitGroup
	var polls [2]atomic.Int64
	for r := range 2 {
		readers.Add(1)
		go func() {
			defer readers.Done()
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := pollOnce(t.Context(), w, &mu, sums); err != nil {
					t.Error(err)
					return
				}
				polls[r].Add(1)
				time.Sleep(15 * time.Millisecond)
			}
		}()
	}
	total := uint64(0)
	hazard := mustFact(t, "hazard")
	slowest := func() int64 { return min(polls[0].Load(), polls[1].Load()) }
	for i := 0; i < loads || (i < most && slowest() < enough && !t.Failed()); i++ {
		n := 1 + i%3
		total += uint64(n)
		work := fillWork(t, w, hazard, monthlyHazards(i, n))
		mu.Lock() // the sum is known before anybody can see the version
		sums[current(t, w).Number+1] = total
		mu.Unlock()
		update(t, w, func(ctx context.Context, u *Update) error { _, err := u.Merge(ctx, hazard, work); return err })
		if err := w.DropWork(t.Context(), work); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	readers.Wait()
	if slowest() < enough {
		t.Errorf("a reader read %d times, too few to tell", slowest())
	}
}

// pollOnce pins a version and sums every month, from the facts and from the rollup.
func pollOnce(ctx context.Context, w *Warehouse, mu *sync.Mutex, sums map[uint64]uint64) error {
	v, release, err := w.pin(ctx, 0)
	if err != nil {
		return err
	}
	defer release()
	mu.Lock()
	want, known := sums[v.Number]
	mu.Unlock()
	if !known {
		return fmt.Errorf("version %d was never promised", v.Number)
	}
	for table, sum := range map[string]string{"hazard": "count()", rollupTable: "sum(hazards_found)"} {
		var months []uint64
		if err := w.conn.QueryRow(ctx, "SELECT groupArray(n) FROM (SELECT "+sum+" AS n FROM "+table+" WHERE _partition_id IN {parts:Array(String)} GROUP BY month)",
			named("parts", v.Partitions(table))).Scan(&months); err != nil {
			return err
		}
		if (want > 0 && len(months) != 5) || slices.ContainsFunc(months, func(n uint64) bool { return n != want }) {
			return fmt.Errorf("version %d: %s has %v, expected 5 months of %d", v.Number, table, months, want)
		}
	}
	return nil
}

func TestVersions(t *testing.T) {
	w := openTest(t)
	d := zibo(w)
	april := period(t, "2025-04")
	found := func(t *testing.T, version uint64) float64 {
		t.Helper()
		n, _ := figureOf(t, d.ask(t, MetricQuery{Measures: []string{"hazards_found"}, Period: april, Version: version}), "hazards_found")
		return n
	}
	_, first := load(t, w, "hazard", rows(hazardHeader, "h1,370321,mine,self,general,2025-04-01,,"))
	_, second := load(t, w, "hazard", rows(hazardHeader, "h2,370321,mine,self,general,2025-04-01,,", "h1,370321,mine,self,general,2025-03-01,,"))
	_, third := load(t, w, "hazard", rows(hazardHeader, "h3,370303,mine,self,major,2025-04-02,,", "h4,370303,mine,self,major,2025-04-03,,"))

	t.Run("an old version asked again gives the old figures", func(t *testing.T) {
		for version, want := range map[uint64]float64{first: 1, second: 1, third: 3, 0: 3} {
			if got := found(t, version); got != want {
				t.Errorf("version %d: %v found, expected %v", version, got, want)
			}
		}
		table := d.ask(t, MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"region"}, Period: april, Version: second})
		checkFigures(t, table, cellIs("hazards_found", 1, "370321"), stateIs("hazards_found", NoData, "370303"))
		if table.Source.Version != second || len(table.Source.Watermarks) != 1 || table.Source.Watermarks[0].LastRecord.String() != "2025-04-01" {
			t.Errorf("source = %+v", table.Source)
		}
	})

	t.Run("two versions of a month can be compared", func(t *testing.T) {
		if before, after := found(t, second), found(t, third); after-before != 2 {
			t.Errorf("%v became %v, expected two more", before, after)
		}
	})

	t.Run("versions are listed newest first", func(t *testing.T) {
		list, err := w.Versions(t.Context(), 3)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []uint64
		for _, v := range list {
			numbers = append(numbers, v.Number)
		}
		if !slices.Equal(numbers, []uint64{third, second, first}) || list[0].Run != "run" || list[0].Note != "test" || !list[0].PublishedAt.Equal(testNow) {
			t.Errorf("versions %v, newest %+v", numbers, list[0])
		}
	})

	t.Run("a version that does not exist is a clear answer", func(t *testing.T) {
		_, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: []string{"hazards_found"}, Region: d.region, Period: april, Version: 99})
		if codeOf(err) != NotFound || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("err = %v", err)
		}
	})

	t.Run("a failed update leaves figures and partitions as they were", func(t *testing.T) {
		hazard := mustFact(t, "hazard")
		work := filled(t, w, hazard, rows(hazardHeader, "h9,370321,mine,self,general,2025-04-09,,"))
		before, parts := current(t, w), activePartitions(t, w)
		wrong := errors.New("the second half went wrong")
		_, after, err := w.Update(t.Context(), "run", "test", func(ctx context.Context, u *Update) error {
			if _, err := u.Merge(ctx, hazard, work); err != nil {
				return err
			}
			if n := countIn(t, w, &Version{Parts: u.parts}, "hazard", 202504); n != 4 {
				t.Errorf("the change holds %d hazards of April, expected 4", n)
			}
			return wrong
		})
		if !errors.Is(err, wrong) || after != before.Number || current(t, w) != before {
			t.Errorf("err = %v, version %d after %d", err, after, before.Number)
		}
		if now := activePartitions(t, w); !slices.Equal(now, parts) {
			t.Errorf("partitions became %v, were %v", now, parts)
		}
		if got := found(t, 0); got != 3 {
			t.Errorf("%v found, expected 3", got)
		}
	})

	t.Run("a cancelled update leaves figures and partitions as they were", func(t *testing.T) {
		hazard := mustFact(t, "hazard")
		work := filled(t, w, hazard, rows(hazardHeader, "h9,370321,mine,self,general,2025-04-09,,"))
		before, parts := current(t, w), activePartitions(t, w)
		ctx, cancel := context.WithCancel(t.Context())
		_, _, err := w.Update(ctx, "run", "test", func(ctx context.Context, u *Update) error {
			_, err := u.Merge(ctx, hazard, work)
			cancel() // the rollup is not built yet
			return err
		})
		if !errors.Is(err, context.Canceled) || current(t, w) != before {
			t.Errorf("err = %v, version %d after %d", err, current(t, w).Number, before.Number)
		}
		if now := activePartitions(t, w); !slices.Equal(now, parts) {
			t.Errorf("partitions became %v, were %v", now, parts)
		}
	})

	t.Run("a generation is used once, also after a failure", func(t *testing.T) {
		var used []uint32
		for range 3 {
			_, _, _ = w.Update(t.Context(), "run", "test", func(_ context.Context, u *Update) error {
				used = append(used, u.Generation)
				return errors.New("no")
			})
		}
		if used[1] <= used[0] || used[2] <= used[1] {
			t.Errorf("generations %v", used)
		}
	})
}

func TestPartitionsOfAVersion(t *testing.T) {
	t.Parallel()
	v := &Version{Parts: map[string][]string{"hazard": {"202411-3", "202412-7", "202501-7", "202502-11"}, "region": {"0-1"}}}
	for _, c := range []struct {
		from, to safety.Month
		want     []string
	}{
		{202412, 202501, []string{"202412-7", "202501-7"}},
		{202502, 202512, []string{"202502-11"}},
		{202503, 202512, nil},
		{0, 999912, v.Parts["hazard"]},
	} {
		if got := v.PartitionsBetween("hazard", c.from, c.to); !slices.Equal(got, c.want) {
			t.Errorf("%d to %d: %v, expected %v", c.from, c.to, got, c.want)
		}
	}
	if got := v.Partitions("region"); !slices.Equal(got, []string{"0-1"}) {
		t.Errorf("region: %v", got)
	}
	for range 100 {
		month, generation := uint32(rand.IntN(3000)*100+1), rand.Uint32()
		if got := partitionMonth(partitionID(month, generation)); uint32(got) != month {
			t.Errorf("month %d of generation %d reads as %d", month, generation, got)
		}
	}
}
