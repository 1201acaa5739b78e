package job

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"anlan/export"
	"anlan/state"
)

// TestMain is also a server that makes the job of a folder and is killed after so many steps.
func TestMain(m *testing.M) {
	dir := os.Getenv("ANLAN_TEST_EXPORT_DIR")
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := makeUntilKilled(dir, os.Getenv("ANLAN_TEST_EXPORT_STEPS")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func makeUntilKilled(dir, most string) error {
	ctx := context.Background()
	store, err := state.Open(ctx, state.Config{File: filepath.Join(dir, "state.db")})
	if err == nil {
		err = store.ReleaseAll(ctx) // as a server does that owns the folder
	}
	if err != nil {
		return err
	}
	data := &hazards{version: 7}
	steps, last := 0, 0
	if last, err = strconv.Atoi(most); err != nil {
		return err
	}
	j := New(Config{Dir: filepath.Join(dir, "exports"), Revision: "1", Look: time.Millisecond, Now: func() time.Time { return noon },
		Space: func(string) (uint64, uint64, error) { return 100 << 30, 200 << 30, nil },
		step: func(string) {
			if steps++; steps == last {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {} // it comes at once
			}
		},
	}, store, data, export.New(data, export.Config{TempDir: filepath.Join(dir, "work")}, &export.MemoryManifests{}))
	return j.Run(ctx)
}

// A server is killed after so many steps: begun, then created, written, synced, named and recorded for each of three parts, ended. The next one goes on: what was
// recorded is not written again, nothing is there twice or half, and the files are those of a server that was never killed.
func TestAKillBetweenAnyTwoSteps(t *testing.T) {
	recorded := map[int]int{1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 1, 9: 1, 15: 2, 16: 3, 17: 3} // parts when so many steps were done
	for after, want := range recorded {
		t.Run(strconv.Itoa(after), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			b := setupIn(t, dir)
			j := b.create(t, analyst, lines)
			killServer(t, dir, after)
			if got, err := b.Job(t.Context(), analyst, j.ID); err != nil || after < 17 && got.PartsDone != want || got.State != map[bool]State{true: Done, false: Running}[after == 17] {
				t.Errorf("left is %+v (%v)", got, err)
			}
			if err := b.store.ReleaseAll(t.Context()); err != nil { // as a server does that owns the folder
				t.Fatal(err)
			}
			b.run(t)
			done := b.until(t, analyst, j.ID, Done)
			if got := b.files(t, j.ID); !slices.Equal(got, names) || done.RowsDone != 30 {
				t.Errorf("%v, %+v", got, done)
			}
			for i, name := range names {
				if text, err := os.ReadFile(filepath.Join(b.dir, j.ID, name)); err != nil || string(text) != b.lines(months[i]) {
					t.Errorf("%s holds %q (%v)", name, text, err)
				}
				if got := b.begun(months[i]); got != map[bool]int{true: 0, false: 1}[i < want] {
					t.Errorf("%s was written %d times after the kill", name, got)
				}
			}
		})
	}
}

// killServer runs a server on a folder until it is killed after so many steps.
func killServer(t *testing.T, dir string, after int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "ANLAN_TEST_EXPORT_DIR="+dir, "ANLAN_TEST_EXPORT_STEPS="+strconv.Itoa(after))
	cmd.Stderr = os.Stderr
	var exit *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the server ended with %v, expected a kill", err)
	}
}
