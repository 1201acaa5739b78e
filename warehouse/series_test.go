package warehouse

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"anlan/safety"
)

// seasons are so many hazards as there are in each month of a year that repeats itself: 100 to 200, most in June.
var seasons = [12]int{100, 100, 120, 140, 160, 200, 160, 140, 120, 100, 100, 100}

// monthly makes hazards of one region: as many as say, in each of the months that end with the last.
func monthly(region string, last safety.Month, months int, count func(i int, m safety.Month) int) []string {
	var lines []string
	for i := range months {
		m := last.Add(i - months + 1)
		for n := range count(i, m) {
			lines = append(lines, fmt.Sprintf("%s-%s-%d,%s,mine,self,general,%s,,", region, m, n, region, m.First()))
		}
	}
	return lines
}

func seasonal(_ int, m safety.Month) int { return seasons[m.Month()-1] }

func TestUnusualValuesOfMonthlySeries(t *testing.T) {
	w := openTest(t)
	last := safety.NewMonth(2025, time.April)
	var lines []string
	// the same year three times over: April is as expected, 140
	lines = append(lines, monthly("370302", last, 36, seasonal)...)
	// but twice as many in the last month
	lines = append(lines, monthly("370303", last, 36, func(i int, m safety.Month) int {
		if i == 35 {
			return 2 * seasonal(i, m)
		}
		return seasonal(i, m)
	})...)
	// and half as many
	lines = append(lines, monthly("370304", last, 36, func(i int, m safety.Month) int {
		if i == 35 {
			return seasonal(i, m) / 2
		}
		return seasonal(i, m)
	})...)
	// two in April and four in the last: chance, for 3 × √2 is more than the 2 that it differs by
	lines = append(lines, monthly("370305", last, 36, func(i int, _ safety.Month) int {
		if i == 35 {
			return 4
		}
		return 1 + i%2
	})...)
	load(t, w, "hazard", rows(hazardHeader, lines...))
	table, err := w.UnusualValues(t.Context(), Everything(), SeriesQuery{
		Metric: "hazards_found", Dimensions: []string{"region"}, Region: "370300", Month: last,
	})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]SeriesValue{}
	for _, v := range table.Values {
		found[v.Keys[0]] = v
	}
	for _, c := range []struct {
		region   string
		figure   float64
		expected float64
		side     int
	}{
		{"370302", 140, 140, 0},
		{"370303", 280, 140, +1},
		{"370304", 70, 140, -1},
		{"370305", 4, 2, 0},
	} {
		v := found[c.region]
		if !v.Judged || v.Length != 36 || *v.Figure != c.figure || math.Abs(v.Expected-c.expected) > 0.2 {
			t.Errorf("%s: %+v, expected %v where %v was to be expected", c.region, v, c.figure, c.expected)
		}
		side := 0
		switch {
		case v.Score > 3:
			side = 1
		case v.Score < -3:
			side = -1
		}
		if side != c.side || side == 1 && *v.Figure <= v.High || side == -1 && *v.Figure >= v.Low {
			t.Errorf("%s: %v is said to be %+.1f beyond, usual from %.1f to %.1f", c.region, *v.Figure, v.Score, v.Low, v.High)
		}
	}
	if v := found["370321"]; v.Judged || v.Figure != nil {
		t.Errorf("a county without records: %+v", v)
	}
}

func TestSeriesAreJudgedFromTwoYearsOn(t *testing.T) {
	w := openTest(t)
	last := safety.NewMonth(2025, time.April)
	// 25 months are known: the first one that a series needs; then the same without the first
	load(t, w, "hazard", rows(hazardHeader, monthly("370302", last, 25, seasonal)...))
	ask := func(m safety.Month) SeriesValue {
		t.Helper()
		table, err := w.UnusualValues(t.Context(), Everything(), SeriesQuery{Metric: "hazards_found", Region: "370302", Month: m})
		if err != nil {
			t.Fatal(err)
		}
		return table.Values[0]
	}
	if v := ask(last); !v.Judged || v.Length != 25 {
		t.Errorf("25 months: %+v", v)
	}
	if v := ask(last.Prev()); v.Judged || v.Length != 24 || *v.Figure != 120 {
		t.Errorf("24 months: %+v", v)
	}
}

func TestASeriesThatMakesNoSenseIsRefused(t *testing.T) {
	w := openTest(t)
	april := safety.NewMonth(2025, time.April)
	for name, q := range map[string]SeriesQuery{
		"too short":           {Metric: "hazards_found", Month: april, Months: 24},
		"too long":            {Metric: "hazards_found", Month: april, Months: 61},
		"a month that is now": {Metric: "hazards_found", Month: april.Next()},
	} {
		var fault *Error
		if _, err := w.UnusualValues(t.Context(), Everything(), q); !errors.As(err, &fault) || fault.Code != BadRequest {
			t.Errorf("%s: %v", name, err)
		}
	}
}
