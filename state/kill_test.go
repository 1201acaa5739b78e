package state_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"anlan/state"
)

// TestMain is also a program that writes tasks until it is killed, and says of each that it is written.
func TestMain(m *testing.M) {
	file := os.Getenv("ANLAN_TEST_STATE_FILE")
	if file == "" {
		os.Exit(m.Run())
	}
	ctx := context.Background()
	s, err := state.Open(ctx, state.Config{File: file})
	for i := 0; err == nil && os.Getenv("ANLAN_TEST_STATE_WRITES") == "results"; i++ {
		err = writeResult(ctx, s, i)
	}
	for i := 0; err == nil; i++ {
		id := fmt.Sprintf("%d/%d", os.Getpid(), i)
		if _, err = s.AddTask(ctx, state.Task{ID: id, Job: "hazards", Kind: "schedule", Due: six, NotBefore: six, State: state.TaskWaiting}); err == nil {
			fmt.Println(id)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// Five times the program is killed while it writes: what it said was written is there each time, and the file is whole.
func TestAKillLosesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.db")
	written := map[string]bool{}
	for round := range 5 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "ANLAN_TEST_STATE_FILE="+file)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			written[lines.Text()] = true
			if n == 20+7*round {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // it was killed
		s := open(t, state.Config{File: file})
		tasks, err := s.OpenTasks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for _, task := range tasks {
			there[task.ID] = true
		}
		for id := range written {
			if !there[id] {
				t.Errorf("after kill %d the task %s is gone", round+1, id)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(written) < 100 {
		t.Errorf("only %d tasks were written", len(written))
	}
}

// The server of the state is killed and comes back: what was done stays, and the same Store goes on.
func testServerAway(t *testing.T, s *state.Store, kill, start func()) {
	if err := s.RegisterJobs(t.Context(), map[string]string{"hazards": "30 6 * * *"}, six); err != nil {
		t.Fatal(err)
	}
	held, err := s.Hold(t.Context(), "run/hazards", "A", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	kill()
	if err := s.Ping(t.Context()); err == nil {
		t.Error("the state answers though its server is gone")
	}
	start()
	if jobs, err := s.Jobs(t.Context()); err != nil || len(jobs) != 1 {
		t.Errorf("after the crash %v (%v)", jobs, err)
	}
	if err := held.Confirm(t.Context()); err != nil {
		t.Errorf("the lease was within its time: %v", err)
	}
}
