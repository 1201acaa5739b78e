package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"anlan/safety"
	"anlan/warehouse"
)

func TestFreshnessOfFactsWithAndWithoutADate(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 5, 15, 10, 0, 0, 0, time.UTC)
	today := safety.NewDate(2025, time.May, 15)
	for _, c := range []struct {
		mark warehouse.Watermark
		want string
	}{
		{warehouse.Watermark{System: "执法系统", Fact: "inspection", LastRecord: safety.NewDate(2025, time.May, 1), LoadedAt: at}, "inspection of 执法系统 to 2025-05-01 (14 days ago), loaded 2025-05-15 10:00:00"},
		{warehouse.Watermark{System: "名录", Fact: "enterprise", LastRecord: safety.NewDate(1970, time.January, 1), LoadedAt: at}, "enterprise of 名录, loaded 2025-05-15 10:00:00"},
	} {
		if got := freshness(c.mark, today); got != c.want {
			t.Errorf("%q, expected %q", got, c.want)
		}
	}
}

// What only the log understands is short in doctor's list; what is written for people stays whole.
func TestProblemsAreShort(t *testing.T) {
	t.Parallel()
	faults := errors.Join(errors.New("anlan.yaml:1: "+strings.Repeat("x", 300)), errors.New("anlan.yaml:2: y"))
	if wrong, advice := plainly(faults); wrong != faults.Error() || advice != "" {
		t.Errorf("faults of files became %q, %q", wrong, advice)
	}
	refusal := fmt.Errorf("open: %w", warehouse.Fault(warehouse.Unavailable, "data of version 3 is missing on disk"))
	if wrong, _ := plainly(refusal); wrong != "data of version 3 is missing on disk" {
		t.Errorf("a refusal became %q", wrong)
	}
}
