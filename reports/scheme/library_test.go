package scheme

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/safety"
)

func writeScheme(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheVersionInForceCounts(t *testing.T) {
	dir := t.TempDir()
	writeScheme(t, dir, "a.yaml", strings.Replace(smallScheme, "2025-01-01", "2024-01-01", 1))
	writeScheme(t, dir, "b.yaml", strings.Replace(smallScheme, "2025-01-01", "2025-04-01\neffective_to: 2026-12-31", 1))
	writeScheme(t, dir, "a.examples.yaml", "examples: small\n")
	l := &Library{}
	if err := l.Add(os.DirFS(dir), "", nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		on   safety.Date
		want string
	}{
		{safety.NewDate(2024, 1, 1), "2024-01-01"}, {safety.NewDate(2025, 3, 31), "2024-01-01"},
		{safety.NewDate(2025, 4, 1), "2025-04-01"}, {safety.NewDate(2026, 12, 31), "2025-04-01"},
	} {
		s, err := l.Find("small", c.on)
		if err != nil || s.EffectiveFrom.String() != c.want {
			t.Errorf("on %s: %v (%v), expected %s", c.on, s, err, c.want)
		}
	}
	for _, c := range []struct {
		name, want string
		on         safety.Date
	}{
		{"small", "scheme small took effect on 2024-01-01, after 2023-12-31", safety.NewDate(2023, 12, 31)},
		{"small", "scheme small held until 2026-12-31, before 2027-01-01", safety.NewDate(2027, 1, 1)},
		{"other", `there is no scheme "other"`, safety.NewDate(2025, 1, 1)},
		{"", "name a scheme: none is the default", safety.NewDate(2025, 1, 1)},
	} {
		if _, err := l.Find(c.name, c.on); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q on %s: %v", c.name, c.on, err)
		}
	}
	writeScheme(t, dir, "c.yaml", strings.Replace(smallScheme, "2025-01-01", "2025-04-01", 1))
	if err := (&Library{}).Add(os.DirFS(dir), "", nil); err == nil || err.Error() != "c.yaml: small of 2025-04-01 is in b.yaml already" {
		t.Errorf("the same day twice: %v", err)
	}
}

func TestAFolderReplacesAVersionThatShips(t *testing.T) {
	shippedText, err := shipped.ReadFile("schemes/county-quarterly.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeScheme(t, dir, "own.yaml", strings.Replace(string(shippedText), "县区安全生产季度考核", "本市考核", 1))
	known := catalogueMetrics(t)
	own, err := Open(dir, known)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Open("", known)
	if err != nil {
		t.Fatal(err)
	}
	s, err := own.Find("", safety.NewDate(2025, 6, 30))
	if err != nil || s.Title.ZH != "本市考核" || len(own.Schemes()) != len(plain.Schemes()) {
		t.Errorf("got %v (%v)", s, err)
	}
	if own.Hash() == plain.Hash() || plain.Hash() == "" || len(own.TextHash(s)) != 64 {
		t.Errorf("the hashes %q and %q do not tell the folder from what ships", own.Hash(), plain.Hash())
	}
	if _, err := Open(filepath.Join(dir, "nowhere"), known); err == nil || !strings.Contains(err.Error(), "open folder of schemes") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// Work weighs more than results (过程性考核与结果性考核相结合, 更加注重日常工作考核), in the schemes for regions.
func TestShippedSchemesWeighWorkOverResults(t *testing.T) {
	l, err := Open("", catalogueMetrics(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, result := range map[string]string{"county-quarterly": "accidents", "city-annual": "results"} {
		s, err := l.Find(name, safety.NewDate(2025, 6, 30))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range s.Groups {
			if marks := g.counts(); g.Name == result && marks.String() != "30" {
				t.Errorf("%s: results count for %s", name, marks)
			}
		}
	}
}

// A clone can be changed without changing what it was made of.
func TestACloneIsItsOwn(t *testing.T) {
	s, err := Read("small.yaml", []byte(smallScheme), nil)
	if err != nil {
		t.Fatal(err)
	}
	subjects := []Subject{{Key: "a", Figures: map[string]Figure{"rate": ratio("9", "10", "100")}}}
	other := s.Clone()
	other.Groups[0].Indicators[0].Rule.Proportional.Floor = figureOf("0").Shown.Copy()
	*other.Bands[0].From = figureOf("91").Shown.Copy()
	for _, c := range []struct {
		s            *Scheme
		score, grade string
	}{{s, "50", "pass"}, {other, "90", "pass"}} {
		if sheet := c.s.Mark(subjects)[0]; sheet.Score.String() != c.score || sheet.Grade.Name != c.grade {
			t.Errorf("%s %s, expected %s %s", sheet.Score, sheet.Grade.Name, c.score, c.grade)
		}
	}
}
