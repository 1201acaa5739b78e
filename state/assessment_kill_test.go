package state_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"anlan/state"
)

// writeResult adds a run and takes it one step, and says of both that they are written.
func writeResult(ctx context.Context, s *state.Store, i int) error {
	body := fmt.Appendf(nil, "result %d of %d", i, os.Getpid())
	run, err := s.AddAssessmentRun(ctx, state.AssessmentRun{Case: "2026Q1", Head: "{}"}, state.Act{Kind: "compute", Stage: "initial", Detail: "{}", Document: state.Digest(body)}, body)
	if err != nil {
		return err
	}
	fmt.Println(run.ID, 1)
	adjusted := append(slices.Clone(body), " adjusted"...)
	err = s.AddAct(ctx, state.Assessments, state.Act{Of: run.ID, Number: 2, Kind: "adjust", Stage: "initial", Detail: "{}", Document: state.Digest(adjusted)}, adjusted)
	if err == nil {
		fmt.Println(run.ID, 2)
	}
	return err
}

// The program is killed while it writes results, between steps and within them: what it said was written is there, and every run
// that is there is whole.
func TestAKillLeavesNoHalfOfAResult(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.db")
	acts := map[string]string{}
	for round := range 4 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "ANLAN_TEST_STATE_FILE="+file, "ANLAN_TEST_STATE_WRITES=results")
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
			id, number, _ := strings.Cut(lines.Text(), " ")
			acts[id] = number
			if n == 10+5*round {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // it was killed
	}
	s := open(t, state.Config{File: file})
	runs, err := s.AssessmentRuns(t.Context(), state.AssessmentFilter{First: 10000})
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[int]bool{}
	for _, run := range runs {
		numbers[run.Number] = true
		if strconv.Itoa(run.Acts) < acts[run.ID] {
			t.Errorf("%s has %d acts, %s were told to be written", run.ID, run.Acts, acts[run.ID])
		}
		delete(acts, run.ID)
		if _, err := s.Document(t.Context(), state.Assessments, run.Document); err != nil {
			t.Error(err)
		}
	}
	if len(numbers) != len(runs) || !numbers[1] || !numbers[len(runs)] {
		t.Errorf("%d runs have the numbers %v", len(runs), numbers)
	}
	if len(acts) > 0 || len(runs) < 20 {
		t.Errorf("of %d runs these are gone: %v", len(runs), acts)
	}
	var stored int
	if err := directly(t, state.Config{File: file}).QueryRowContext(t.Context(), "SELECT count(*) FROM assessment_run").Scan(&stored); err != nil || stored != len(runs) {
		t.Errorf("%d runs are stored (%v), %d have an act", stored, err, len(runs))
	}
}

// Another program has the file locked for a while: an act waits for it, and is done once.
func TestAnActWaitsForAFileThatIsLocked(t *testing.T) {
	c := state.Config{File: filepath.Join(t.TempDir(), "state.db")}
	s := open(t, c)
	r := addRun(t, s)
	other := directly(t, c)
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- s.AddAct(context.Background(), state.Assessments, publish(r, "张三")) }()
	select {
	case err := <-done:
		t.Fatalf("the act did not wait: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	if _, err := other.ExecContext(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if acts, err := s.Acts(t.Context(), state.Assessments, r.ID); err != nil || len(acts) != 2 {
		t.Errorf("%d acts (%v), expected 2", len(acts), err)
	}
}
