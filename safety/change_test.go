package safety_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"anlan/safety"
)

func TestPhrasesOfBulletins(t *testing.T) {
	for _, c := range []struct {
		now, base float64
		known     bool
		rate      bool
		places    int
		zh, en    string
	}{
		{18, 16, true, false, 1, "上升12.5%", "up 12.5%"},
		{14, 16, true, false, 1, "下降12.5%", "down 12.5%"},
		{7, 6, true, false, 2, "上升16.67%", "up 16.67%"},         // 1/6 = 16.666…
		{0, 5, true, false, 1, "下降100.0%", "down 100.0%"},       // to zero there is a percentage
		{2, 0, true, false, 1, "去年同期为0，增加2起", "up 2 from zero"}, // from zero there is none
		{0, 0, true, false, 1, "持平", "unchanged"},
		{5, 5, true, false, 1, "持平", "unchanged"},
		{5, 0, false, false, 1, "无去年同期数据", "no figure to compare with"}, // not known is not zero
		{1001, 1000, true, false, 0, "基本持平", "nearly unchanged"},        // 0.1 % at no places
		{1005, 1000, true, false, 0, "上升1%", "up 1%"},                   // 0.5 rounds away from zero
		{995, 1000, true, false, 0, "下降1%", "down 1%"},
		{40.05, 40, true, false, 2, "上升0.13%", "up 0.13%"}, // 0.125 %, which floating point has as 0.12499…
		{87.5, 86.3, true, true, 1, "上升1.2个百分点", "up 1.2 percentage points"},
		{80, 100, true, true, 1, "下降20.0个百分点", "down 20.0 percentage points"},
		{3, 0, true, true, 1, "上升3.0个百分点", "up 3.0 percentage points"}, // a rate of zero is a base like any other
		{87.51, 87.5, true, true, 1, "基本持平", "nearly unchanged"},
		{2, -4, true, false, 1, "增加6起", "up 6"}, // of a negative base no percentage makes sense
		{math.NaN(), 4, true, false, 1, "无去年同期数据", "no figure to compare with"},
		{math.Inf(1), 4, true, true, 1, "无去年同期数据", "no figure to compare with"},
	} {
		change := safety.NewChange(c.now, c.base, c.known)
		if c.rate {
			change = safety.NewRateChange(c.now, c.base, c.known)
		}
		if got := change.PhraseZH(safety.YearOnYear, "起", c.places); got != c.zh {
			t.Errorf("%v against %v: %q, expected %q", c.now, c.base, got, c.zh)
		}
		if got := change.PhraseEN(c.places); got != c.en {
			t.Errorf("%v against %v: %q, expected %q", c.now, c.base, got, c.en)
		}
	}
}

func TestTheBaseIsNamedForTheComparison(t *testing.T) {
	fromZero, without := safety.NewChange(3, 0, true), safety.NewChange(3, 0, false)
	for kind, want := range map[safety.ComparisonKind][2]string{
		safety.YearOnYear:     {"去年同期为0，增加3人", "无去年同期数据"},
		safety.PeriodOnPeriod: {"上期为0，增加3人", "无上期数据"},
		safety.TwoYearsBack:   {"前年同期为0，增加3人", "无前年同期数据"},
	} {
		if got := fromZero.PhraseZH(kind, "人", 1); got != want[0] {
			t.Errorf("%s from zero: %q, expected %q", kind, got, want[0])
		}
		if got := without.PhraseZH(kind, "人", 1); got != want[1] {
			t.Errorf("%s without a base: %q, expected %q", kind, got, want[1])
		}
	}
}

func TestAbsoluteChanges(t *testing.T) {
	for _, c := range []struct {
		change safety.Change
		want   string
	}{
		{safety.NewChange(14, 16, true), "减少2万元"},
		{safety.NewChange(0.3, 0.1, true), "增加0.2万元"}, // in floating point 0.19999…
		{safety.NewChange(1e15+1, 1, true), "增加1000000000000000万元"},
		{safety.NewChange(5, 5, true), "持平"},
		{safety.NewChange(5, 5, false), ""},
		{safety.NewRateChange(86.35, 87.5, true), "下降1.15个百分点"},
	} {
		if got := c.change.AbsoluteZH("万元"); got != c.want {
			t.Errorf("%v against %v: %q, expected %q", c.change.Now, c.change.Base, got, c.want)
		}
	}
}

func TestPercentagesThatDoNotExist(t *testing.T) {
	for name, change := range map[string]safety.Change{
		"no base":       safety.NewChange(5, 0, false),
		"from zero":     safety.NewChange(5, 0, true),
		"negative base": safety.NewChange(5, -5, true),
		"rate":          safety.NewRateChange(50, 40, true),
	} {
		if p, ok := change.Percent(); ok {
			t.Errorf("%s: %v %%", name, p)
		}
	}
	if p, ok := safety.NewChange(0, 0, true).Percent(); !ok || p != 0 {
		t.Errorf("none against none: %v, %v; expected 0 %%", p, ok)
	}
	if _, ok := safety.NewChange(5, 0, false).Absolute(); ok {
		t.Error("without a base there is no difference")
	}
}

// Figure, words and sign tell the same story.
func TestWordsAgreeWithFigures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := float64(rapid.IntRange(0, 5000).Draw(t, "now"))
		base := float64(rapid.IntRange(0, 5000).Draw(t, "base"))
		change := safety.NewChange(now, base, true)
		difference, ok := change.Absolute()
		if !ok || difference != now-base {
			t.Fatalf("%v against %v: %v", now, base, difference)
		}
		phrase := change.PhraseZH(safety.YearOnYear, "起", 4)
		up, down := strings.Contains(phrase, "上升") || strings.Contains(phrase, "增加"), strings.Contains(phrase, "下降")
		if up != (now > base) || down != (now < base) {
			t.Fatalf("%v against %v: %s", now, base, phrase)
		}
		if percent, ok := change.Percent(); ok != (base > 0 || now == base) {
			t.Fatalf("%v against %v: %v %%, %v", now, base, percent, ok)
		} else if ok && math.Abs(base*(1+percent/100)-now) > 1e-6 {
			t.Fatalf("%v against %v: %v %%", now, base, percent)
		}
	})
}
