package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"anlan/state"
)

// The doctor misses a result of which only the audit knows, and what should have kept it.
func TestTheDoctorMissesAResult(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.db")
	store, err := state.Open(t.Context(), state.Config{File: file})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, _, err := wholeResults(t.Context(), store); err != nil {
		t.Errorf("of a state without results: %v", err)
	}
	body := []byte("{}")
	run, err := store.AddAssessmentRun(t.Context(), state.AssessmentRun{Case: "2026Q1", Head: "{}"},
		state.Act{Kind: "compute", Stage: "initial", Detail: "{}", Document: state.Digest(body)}, body)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"DROP TRIGGER assessment_act_kept", "DROP TRIGGER assessment_run_kept", "DELETE FROM assessment_act", "DELETE FROM assessment_run"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = wholeResults(t.Context(), store)
	if err == nil || !strings.Contains(err.Error(), run.ID+", which is not there") || !strings.Contains(err.Error(), "assessment_run_kept") {
		t.Errorf("the doctor says %v", err)
	}
}
