//go:build soak

package dispatch

import (
	"path/filepath"
	"testing"

	"anlan/state"
	"anlan/test/databases"
)

// The same with 60 rounds on each database: 240 servers are killed.
func TestSoakIssueUnderFire(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		issueUnderFire(t, state.Config{File: filepath.Join(t.TempDir(), "state.db")}, 60)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		issueUnderFire(t, state.Config{URL: databases.PostgreSQL(t).URL()}, 60)
	})
}
