package warehouse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestACatalogueOfOnesOwnIsCheckedBeforeAnybodyAsks(t *testing.T) {
	write := func(t *testing.T, where string) string {
		dir := t.TempDir()
		text := "measures:\n  - {name: hazards_of_mine, fact: hazard, date: found_on, value: count, where: \"" + where + "\", unit: 项, title: {zh: 我的隐患, en: Hazards of mine}}\n"
		if err := os.WriteFile(filepath.Join(dir, "own.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	t.Run("expressions that are more than one", func(t *testing.T) {
		for where, says := range map[string]string{
			"1=1)) OR ((1=1":                       "parentheses",
			"id IN (SELECT id FROM accident)":      "does not belong",
			"region IN file('/etc/passwd', 'CSV')": "does not belong",
			"level = 'major'; DROP TABLE hazard":   "does not belong",
		} {
			if _, err := LoadCatalogue(write(t, where)); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "own.yaml") {
				t.Errorf("%s: %v, expected a fault of own.yaml that says %q", where, err, says)
			}
		}
	})
	t.Run("words in quotes are words", func(t *testing.T) {
		if _, err := LoadCatalogue(write(t, "description LIKE '%select; from (%'")); err != nil {
			t.Error(err)
		}
	})
	t.Run("columns that do not exist", func(t *testing.T) {
		_, err := Open(t.Context(), Config{Dir: t.TempDir(), CatalogueDir: write(t, "nocolumn = 1")})
		if err == nil || !strings.Contains(err.Error(), "hazards_of_mine") {
			t.Errorf("err = %v, expected a fault that names the metric", err)
		}
	})
}
