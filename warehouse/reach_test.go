package warehouse

import (
	"testing"
	"time"

	"anlan/safety"
)

func TestHowFarTheRecordsReach(t *testing.T) {
	day := safety.NewDate
	v := &Version{Watermarks: []Watermark{
		{System: "a", Fact: "hazard", LastRecord: day(2026, 9, 12)},
		{System: "b", Fact: "hazard", LastRecord: day(2026, 9, 20)},
		{System: "a", Fact: "accident", LastRecord: day(2026, 7, 3)},
		{System: "a", Fact: "training", LastRecord: day(2026, 9, 30)},
		{System: "a", Fact: "obligation", LastRecord: day(2026, 12, 31)}, // due by the end of the year
		{System: "a", Fact: "denominator", LastRecord: day(2026, 12, 31)},
		{System: "a", Fact: EntryFact, LastRecord: day(2026, 10, 1)}, // marks for a quarter that began
	}}
	today := day(2026, 11, 22)
	for fact, want := range map[string]safety.Date{
		"hazard":     day(2026, 9, 20), // the newest of all systems
		"accident":   day(2026, 9, 30), // none is known as far as anything is
		"enterprise": day(2026, 9, 30),
		"":           day(2026, 9, 30),
	} {
		if got, ok := v.Reach(fact, today); !ok || got != want {
			t.Errorf("records of %q reach to %s, want %s", fact, got, want)
		}
	}
	for _, c := range []struct {
		scope Scope
		want  safety.Date
	}{
		{Everything(), day(2026, 9, 30)},
		{Scope{Regions: []safety.RegionCode{"370321"}}, day(2026, 9, 30)},
		{Scope{All: true, Facts: []string{"hazard"}}, day(2026, 9, 20)}, // that trainings go further is not theirs to know
		{Scope{All: true, Facts: []string{"hazard", "accident"}}, day(2026, 9, 30)},
		{Scope{All: true, Facts: []string{"hazard", "obligation", "enterprise"}}, day(2026, 9, 20)},
		{Scope{All: true, Facts: []string{"inspection"}}, safety.Date{}},
	} {
		if got := v.reachSeen(c.scope, today); got != c.want {
			t.Errorf("to %v they reach to %s, want %s", c.scope, got, c.want)
		}
	}
	if got, _ := v.Reach("", day(2026, 9, 25)); got != day(2026, 9, 25) {
		t.Errorf("on 25 September they reach to %s", got)
	}
	// Accidents of 2017 alone, loaded today: that there were none since is known.
	alone := &Version{Watermarks: []Watermark{{Fact: "accident", LastRecord: day(2017, 1, 14), LoadedAt: today.Time(time.UTC)}, {Fact: "denominator", LastRecord: day(2018, 1, 1)}}}
	if got, _ := alone.Reach("", today); got != today {
		t.Errorf("accidents alone reach to %s", got)
	}
	if _, ok := (&Version{}).Reach("", today); ok {
		t.Error("a version without records reaches nowhere")
	}
	if words := NotReached(day(2026, 9, 30)); words.ZH != "数据截至2026年9月30日，本期尚无数据" {
		t.Error(words.ZH)
	}
}
