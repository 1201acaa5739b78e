package warehouse

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/safety"
)

// loaderDir makes TestLoaderThatGetsKilled the loading process over a folder; it is set by the tests that kill it.
var loaderDir = flag.String("loader.dir", "", "folder in which TestLoaderThatGetsKilled loads until it is killed")

// killMonths are the months that every batch writes to.
func killMonths() []safety.Month {
	var months []safety.Month
	for m := safety.Month(202410); m <= 202504; m = m.Next() {
		months = append(months, m)
	}
	return months
}

// killBatch is batch b: a new hazard in each month, and the one of the batch before rectified a month later, so that every
// load inserts, updates, and changes months of the rollup that are not the record's own.
func killBatch(b int) string {
	var lines []string
	for _, m := range killMonths() {
		lines = append(lines, fmt.Sprintf("b%d-%s,370321,mine,self,general,%s-05,,", b, m, m))
		if b > 1 {
			lines = append(lines, fmt.Sprintf("b%d-%s,370321,mine,self,general,%s-05,,%s-06", b-1, m, m, m.Next()))
		}
	}
	return rows(hazardHeader, lines...)
}

// wholeBatches reports how many batches the current version holds. It is an error when the months, or facts and rollup,
// disagree: part of a batch is there.
func wholeBatches(ctx context.Context, w *Warehouse) (batches int, version uint64, err error) {
	v, err := w.Current(ctx)
	if err != nil {
		return 0, 0, err
	}
	sums := func(table, month, found, rectified string) (months []string, err error) {
		err = w.conn.QueryRow(ctx, "SELECT groupArray(toString(m) || ' ' || toString(f) || ' ' || toString(r)) FROM (SELECT "+month+" AS m, "+found+" AS f, "+rectified+
			" AS r FROM "+table+" WHERE _partition_id IN {parts:Array(String)} GROUP BY m ORDER BY m)", named("parts", v.Partitions(table))).Scan(&months)
		return months, err
	}
	facts, err := sums("hazard", "month", "count()", "countIf(rectified_on IS NOT NULL)")
	if err != nil {
		return 0, 0, err
	}
	if len(facts) > 0 {
		if _, err := fmt.Sscanf(facts[0], "202410 %d", &batches); err != nil {
			return 0, 0, fmt.Errorf("months %v: %w", facts, err)
		}
	}
	var wantFacts, wantRollup []string
	if batches > 0 {
		for i, m := range append(killMonths(), killMonths()[len(killMonths())-1].Next()) {
			found, rectified := batches, batches-1
			if i < len(killMonths()) {
				wantFacts = append(wantFacts, fmt.Sprintf("%d %d %d", m, batches, batches-1))
			} else {
				found = 0
			}
			if i == 0 {
				rectified = 0
			}
			if found+rectified > 0 {
				wantRollup = append(wantRollup, fmt.Sprintf("%d %d %d", m, found, rectified))
			}
		}
	}
	rollup, err := sums(rollupTable, "month", "sum(hazards_found)", "sum(hazards_rectified)")
	if err != nil {
		return 0, 0, err
	}
	if !slices.Equal(facts, wantFacts) || !slices.Equal(rollup, wantRollup) {
		return 0, 0, fmt.Errorf("version %d holds part of a batch: facts %v, expected %v; rollup %v, expected %v", v.Number, facts, wantFacts, rollup, wantRollup)
	}
	return batches, v.Number, nil
}

func openLoader(ctx context.Context, dir string) (*Warehouse, error) {
	return Open(ctx, Config{Dir: dir, KeepVersions: 3, KeepFor: time.Nanosecond, Now: func() time.Time { return testNow }})
}

// loadBatch loads batch b, as a pipeline that is run again would.
func loadBatch(ctx context.Context, w *Warehouse, b int) (stats MergeStats, err error) {
	hazard, _ := FactNamed("hazard")
	work, err := w.CreateWork(ctx, hazard, fmt.Sprint(b))
	if err != nil {
		return stats, err
	}
	text := killBatch(b)
	header, _, _ := strings.Cut(text, "\n")
	if err := w.conn.InsertFormat(ctx, "CSVWithNames", "INSERT INTO "+work+" ("+header+")", strings.NewReader(text)); err != nil {
		return stats, err
	}
	_, _, err = w.Update(ctx, "run", "batch", func(ctx context.Context, u *Update) (err error) {
		stats, err = u.Merge(ctx, hazard, work)
		return err
	})
	return stats, errors.Join(err, w.DropWork(ctx, work))
}

// TestLoaderThatGetsKilled is no test of its own: it is the process that TestKilledWhileLoading kills.
func TestLoaderThatGetsKilled(t *testing.T) {
	if *loaderDir == "" {
		t.Skip("the loading process of TestKilledWhileLoading")
	}
	w, err := openLoader(t.Context(), *loaderDir)
	if err != nil {
		fmt.Println("BROKEN", err)
		return
	}
	batches, _, err := wholeBatches(t.Context(), w)
	if err != nil {
		fmt.Println("BROKEN", err)
		return
	}
	if batches > 0 { // the batch that may have been interrupted, or published without a word: once more
		stats, err := loadBatch(t.Context(), w, batches)
		if err != nil || stats.Inserted+stats.Updated > 0 {
			fmt.Println("BROKEN rerun of a batch that is there:", stats, err)
			return
		}
	}
	fmt.Println("FOUND", batches)
	for b := batches + 1; ; b++ {
		if _, err := loadBatch(t.Context(), w, b); err != nil {
			fmt.Println("BROKEN", err)
			return
		}
		fmt.Println("LOADED", b)
	}
}

// firstLife lets the loading process load a few batches and reports how long one takes here; then it is killed.
func firstLife(t *testing.T, dir string) (loaded int, batch time.Duration) {
	t.Helper()
	const few = 4
	cmd, out := startLoader(t, dir)
	var first time.Time
	for lines := bufio.NewScanner(out); loaded < few && lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "FOUND":
			first = time.Now()
		case "LOADED":
			_, _ = fmt.Sscan(rest, &loaded)
		case "BROKEN":
			t.Fatal(rest)
		}
	}
	batch = time.Since(first) / few
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if loaded < few {
		t.Fatalf("only %d batches were loaded", loaded)
	}
	return loaded, batch
}

func startLoader(t *testing.T, dir string) (*exec.Cmd, io.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestLoaderThatGetsKilled$", "-test.v", "-loader.dir="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

// loaderRun is what one life of the loading process told.
type loaderRun struct {
	found, loaded int // -1 when it did not get that far
	broken        string
}

// runLoader starts the loading process and kills it after a while; the time runs from its first word, or from its start.
func runLoader(t *testing.T, dir string, fromStart bool, after time.Duration) loaderRun {
	t.Helper()
	cmd, out := startLoader(t, dir)
	var killer *time.Timer
	kill := func() { killer = time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) }
	if fromStart {
		kill()
	}
	run := loaderRun{found: -1, loaded: -1}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var n int
		switch word, rest, _ := strings.Cut(lines.Text(), " "); word {
		case "FOUND":
			_, _ = fmt.Sscan(rest, &n)
			run.found, run.loaded = n, n
			if !fromStart {
				kill()
			}
		case "LOADED":
			_, _ = fmt.Sscan(rest, &n)
			run.loaded = n
		case "BROKEN":
			run.broken = rest
		}
	}
	if err := lines.Err(); err != nil && !errors.Is(err, os.ErrClosed) {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	if killer != nil {
		killer.Stop()
	}
	return run
}

// killedWhileLoading kills a loading process again and again at random moments. Whenever it starts, it must find whole
// batches: at least what it had said were loaded, and at most one more.
func killedWhileLoading(t *testing.T, kills int) {
	dir := filepath.Join(t.TempDir(), "data")
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	startups, landed := 0, 0
	promised, batch := firstLife(t, dir)
	for i := range kills {
		fromStart := i%5 == 4                                         // one in five while it starts
		after := time.Duration(random.Float64() * 3 * float64(batch)) // the first of which may be a batch loaded again
		run := runLoader(t, dir, fromStart, after)
		if run.broken != "" {
			t.Fatalf("seed %d, start %d: %s", seed, i, run.broken)
		}
		if run.found < 0 {
			startups++
			continue
		}
		if run.found < promised || run.found > promised+1 {
			t.Fatalf("seed %d, start %d: %d batches are there, %d were loaded", seed, i, run.found, promised)
		}
		promised = run.loaded
		landed++
	}
	w, err := openLoader(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	batches, version, err := wholeBatches(t.Context(), w)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if batches < promised || batches > promised+1 || batches == 0 {
		t.Errorf("seed %d: %d batches are there, %d were loaded", seed, batches, promised)
	}
	if stats, err := loadBatch(t.Context(), w, batches+1); err != nil || stats.Inserted != uint64(len(killMonths())) {
		t.Errorf("the next batch: %+v, %v", stats, err)
	}
	if n, v, err := wholeBatches(t.Context(), w); err != nil || n != batches+1 || v != version+1 {
		t.Errorf("after the next batch: %d batches in version %d, %v", n, v, err)
	}
	t.Logf("a batch takes %v; killed %d times while loading and %d times while starting; %d batches loaded", batch, landed, startups, batches)
}

func TestKilledWhileLoading(t *testing.T) {
	if testing.Short() {
		t.Skip("starts ten processes")
	}
	killedWhileLoading(t, 10)
}
