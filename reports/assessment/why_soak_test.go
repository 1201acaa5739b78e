//go:build soak

package assessment_test

import (
	"fmt"
	"testing"
)

// For every subject of the demo, by every scheme that ships, in every period of every kind that rankings are published for:
// what lines gave makes the score, and what moved it makes the change from the period before.
func TestSoakContributionsOfTheDemoAddUp(t *testing.T) {
	_, r := openDemo(t)
	var codes []string
	for year := 2024; year <= 2026; year++ {
		for _, ending := range []string{"", "H1", "H2", "Q1", "Q2", "Q3", "Q4"} {
			codes = append(codes, fmt.Sprintf("%d%s", year, ending))
		}
		for month := 1; month <= 12; month++ {
			codes = append(codes, fmt.Sprintf("%d-%02d", year, month), fmt.Sprintf("%d-01..%02d", year, month))
		}
	}
	subjects, moved := checkContributions(t, r, periodsOf(t, codes...), places)
	t.Logf("%d subjects with a score, %d of them moved", subjects, moved)
	if subjects < 10_000 || moved < 5_000 {
		t.Error("that is not the whole demo")
	}
}
