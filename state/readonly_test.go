package state

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A disk that became read-only, as a damaged one does, is named, with what to do.
func TestAReadOnlyDisk(t *testing.T) {
	s, err := Open(t.Context(), Config{File: filepath.Join(t.TempDir(), "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a test's
	if _, err := s.db.ExecContext(t.Context(), "PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	err = s.RegisterJobs(t.Context(), map[string]string{"hazards": "30 6 * * *"}, time.Now())
	if err == nil || !strings.Contains(err.Error(), "state.db): ") || !strings.Contains(err.Error(), "is read-only: let the user who runs anlan write to it") {
		t.Errorf("the error is %v", err)
	}
}

// A state of a newer program is not touched.
func TestANewerState(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.db")
	s, err := Open(t.Context(), Config{File: file})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.ExecContext(t.Context(), "INSERT INTO schema_step (number, name) VALUES (9999, '9999_future.sql')"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Config{File: file}); err == nil || !strings.Contains(err.Error(), "use the newer program") {
		t.Errorf("the error is %v", err)
	}
}
