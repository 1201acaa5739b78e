package etl

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
	"strings"
	"testing"
	"time"

	"anlan/warehouse"
)

// replayerDir makes TestReplayerThatGetsKilled the replaying process over a folder; it is set by TestReplayKilled.
var replayerDir = flag.String("replayer.dir", "", "folder in which TestReplayerThatGetsKilled replays until it is killed")

// replayer opens the folder's warehouse with the mended pipeline.
func replayer(ctx context.Context, dir string) (*warehouse.Warehouse, *Loader, error) {
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: filepath.Join(dir, "data")})
	if err != nil {
		return nil, nil, err
	}
	loader, err := Open(w, Options{PipelineDir: filepath.Join(dir, "pipelines"), SourceDir: filepath.Join(dir, "sources"), NotShipped: true})
	if err != nil {
		return nil, nil, errors.Join(err, w.Close(ctx))
	}
	return w, loader, nil
}

// TestReplayerThatGetsKilled is no test of its own: it is the process that TestReplayKilled kills.
func TestReplayerThatGetsKilled(t *testing.T) {
	if *replayerDir == "" {
		t.Skip("the replaying process of TestReplayKilled")
	}
	_, loader, err := replayer(context.Background(), *replayerDir)
	if err != nil {
		fmt.Println("BROKEN", err)
		return
	}
	fmt.Println("READY")
	run, err := loader.Replay(context.Background(), ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv"}, Scope: warehouse.Everything()})
	if err != nil {
		fmt.Println("BROKEN", err)
		return
	}
	fmt.Println("DONE", run.RowsRead)
	_, _ = io.Copy(io.Discard, os.Stdin) // until it is killed
}

// 3,000 rejected rows over ten months are replayed by a process that is killed again and again, at any moment of it. In the end each is
// loaded once, under its own origin, and none waits.
func TestReplayKilled(t *testing.T) {
	const rejected, good = 3000, 100
	dir := t.TempDir()
	for _, folder := range []string{"pipelines", "sources"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	pipeline := filepath.Join(dir, "pipelines", "small.yaml")
	write(t, pipeline, small("csv"))
	text := strings.Builder{}
	text.WriteString(smallHeader)
	for i := range rejected + good {
		level := "特大"
		if i < good {
			level = "一般"
		}
		fmt.Fprintf(&text, "%d,370303,%s,2025-%02d-05,x\n", i+1, level, i%10+1)
	}
	write(t, filepath.Join(dir, "sources", "small.csv"), text.String())
	w, loader, err := replayer(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	first, err := loader.Run(t.Context(), "small_csv", RunOptions{})
	if err := errors.Join(err, w.Close(context.Background())); err != nil || first.RowsRejected != rejected {
		t.Fatalf("%s, %v", count(first), err)
	}
	write(t, pipeline, mended())

	// Each process gets a little longer than the one before, until one comes to the end.
	for wait := 40 * time.Millisecond; !killReplayer(t, dir, wait+time.Duration(rand.Int64N(int64(wait)))); wait = wait * 3 / 2 {
	}
	// Its last step, writing down what became of the rows, is taken back: a process killed just before that leaves the same.
	forget(t, dir)
	w, loader, err = replayer(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close(context.Background()) //nolint:errcheck // the test is over
	last, err := loader.Replay(t.Context(), ReplayRequest{Rows: warehouse.QuarantineQuery{Pipeline: "small_csv"}, Scope: warehouse.Everything()})
	if got, want := count(last), fmt.Sprintf("unchanged: read %d, loaded 0, updated 0, unchanged %d, rejected 0, duplicate 0", rejected, rejected); err != nil || got != want {
		t.Errorf("what was published is there: %s, %v", got, err)
	}
	b := &bundle{t: t, warehouse: w, loader: loader}
	if got, want := b.ask("SELECT count(), uniqExact(id), uniqExact(row), uniqExact(run), sum(toUInt64(id) = row) FROM hazard WHERE {parts}", "hazard"),
		fmt.Sprintf("(%d,%d,%d,1,%d)", rejected+good, rejected+good, rejected+good, rejected+good); got != want {
		t.Errorf("records, ids, rows, runs, rows of their own: got %s, want %s", got, want)
	}
	if got := b.ask("SELECT sum(hazards_found), sum(hazards_found_major) FROM rollup_monthly WHERE {parts}", "rollup_monthly"); got != fmt.Sprintf("(%d,%d)", rejected+good, rejected) {
		t.Errorf("the rollup says %s", got)
	}
	if got := b.ask("SELECT countIf(outcome = 'loaded'), uniqExactIf(row, outcome = 'loaded'), countIf(outcome != 'loaded') FROM quarantine_event"); got != fmt.Sprintf("(%d,%d,0)", rejected, rejected) {
		t.Errorf("events: %s", got)
	}
	b.tidy()
}

// killReplayer starts the replaying process and kills it when it has replayed for that long, or is done.
func killReplayer(t *testing.T, dir string, wait time.Duration) (done bool) {
	t.Helper()
	process := exec.Command(os.Args[0], "-test.run=^TestReplayerThatGetsKilled$", "-replayer.dir="+dir)
	stdin, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(stdout); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	var alarm <-chan time.Time
	for over := false; !over; {
		select {
		case line, ok := <-lines:
			switch {
			case !ok || strings.HasPrefix(line, "BROKEN"):
				t.Fatalf("the replaying process says %q", line)
			case line == "READY":
				alarm = time.After(wait)
			case strings.HasPrefix(line, "DONE"):
				over, done = true, true
			}
		case <-alarm:
			over = true
		}
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait() // killed
	return done
}

// forget drops what the quarantine knows of replays.
func forget(t *testing.T, dir string) {
	t.Helper()
	w, _, err := replayer(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Conn().Exec(t.Context(), "TRUNCATE TABLE quarantine_event"), w.Close(context.Background())); err != nil {
		t.Fatal(err)
	}
}
