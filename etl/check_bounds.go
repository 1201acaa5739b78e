package etl

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// comparedRuns is how many good runs a load is compared with.
const comparedRuns = 5

// bounds limit a figure of a load: absolutely, and by how far it may lie from the median of the last good runs.
type bounds struct {
	atLeast, atMost *float64
	change          *float64 // a share: 0.5 is 50 %
}

func (b bounds) none() bool { return b.atLeast == nil && b.atMost == nil && b.change == nil }

// fields are the keys of the pipeline's file.
func (b *bounds) fields() map[string]func(yamlNode) {
	return map[string]func(yamlNode){
		"at_least": func(n yamlNode) { b.atLeast = new(n.number()) },
		"at_most":  func(n yamlNode) { b.atMost = new(n.number()) },
		"change":   func(n yamlNode) { b.change = new(readPercent(n, false)) },
	}
}

func (b bounds) check(n yamlNode) {
	if b.none() {
		n.faultf("give at_least, at_most or change, as change: 50%%")
	}
	if b.atLeast != nil && b.atMost != nil && *b.atLeast > *b.atMost {
		n.faultf("at_least is more than at_most")
	}
}

func (b bounds) String() string {
	var parts []string
	if b.atLeast != nil {
		parts = append(parts, "≥ "+number(*b.atLeast))
	}
	if b.atMost != nil {
		parts = append(parts, "≤ "+number(*b.atMost))
	}
	if b.change != nil {
		parts = append(parts, "±"+percent(*b.change))
	}
	return strings.Join(parts, ", ")
}

// judge compares a figure. It has passed only when everything could be compared.
func (b bounds) judge(ctx context.Context, l *loaded, t LoadTest, printed string, value float64) (finding, error) {
	f := finding{outcome: warehouse.CheckPassed, measured: printed, value: &value, expected: b.String(), zh: "实际 " + printed, en: printed + " found"}
	fail := func(zh, en string) {
		f.outcome = warehouse.CheckFailed
		f.zh, f.en = f.zh+"，"+zh, f.en+", "+en
	}
	if b.atLeast != nil && value < *b.atLeast {
		fail("少于 "+number(*b.atLeast), "less than "+number(*b.atLeast))
	}
	if b.atMost != nil && value > *b.atMost {
		fail("多于 "+number(*b.atMost), "more than "+number(*b.atMost))
	}
	if b.change == nil {
		return f, nil
	}
	skip := func(zh, en string) {
		if f.outcome == warehouse.CheckPassed {
			f.outcome = warehouse.CheckSkipped
		}
		f.zh, f.en = f.zh+"；未与以往比较："+zh, f.en+"; not compared with earlier loads: "+en
	}
	if zh, en := l.partial(); en != "" {
		skip(zh, en)
		return f, nil
	}
	before, err := l.history(ctx, t, comparedRuns)
	if err != nil {
		return f, err
	}
	if len(before) == 0 {
		skip("没有以往的正常装载", "there is no good load before it")
		return f, nil
	}
	usual := median(before)
	if usual == 0 {
		skip("以往的中位数为 0，算不出百分比", "their median is 0, and from zero there is no percentage")
		return f, nil
	}
	change := (value - usual) / max(usual, -usual)
	if len(before) == 1 {
		f.zh += fmt.Sprintf("；上一次正常装载为 %s，变化 %s", number(usual), signed(change))
		f.en += fmt.Sprintf("; %s in the last good load, a change of %s", number(usual), signed(change))
	} else {
		f.zh += fmt.Sprintf("；最近 %d 次正常装载的中位数 %s，变化 %s", len(before), number(usual), signed(change))
		f.en += fmt.Sprintf("; the median of the last %d good loads is %s, a change of %s", len(before), number(usual), signed(change))
	}
	if change > *b.change || -change > *b.change {
		fail("超过 "+percent(*b.change), "more than "+percent(*b.change))
	}
	return f, nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// percent prints a share: 95 %, 99.95 %.
func percent(share float64) string {
	return strconv.FormatFloat(float64(int64(share*1e6+0.5))/1e4, 'f', -1, 64) + " %"
}

func signed(share float64) string {
	return fmt.Sprintf("%+.1f %%", 100*share)
}

// readPercent reads 95% or 0.95; a share of something is not more than all of it.
func readPercent(n yamlNode, share bool) float64 {
	text := n.text()
	digits, found := strings.CutSuffix(strings.ReplaceAll(text, " ", ""), "%")
	v, err := strconv.ParseFloat(digits, 64)
	if found {
		v /= 100
	}
	if err != nil || v < 0 || (share && v > 1) {
		n.faultf("expected a share, as 95%% or 0.95, not %q", text)
		return 0
	}
	return v
}
