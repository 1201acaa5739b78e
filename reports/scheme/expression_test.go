package scheme

import (
	"errors"
	"math/big"
	"strings"
	"testing"
)

func TestExpressionsAreExactAndUnknownStaysUnknown(t *testing.T) {
	values := map[string]any{
		"three": number{big.NewRat(3, 1)}, "third": number{big.NewRat(1, 3)}, "zero": number{new(big.Rat)}, "nobody": number{}, "in__zones": truth{true, true},
	}
	for text, want := range map[string]string{
		"0.1 + 0.2":                         "3/10",
		"third * 3":                         "1/1",
		"1 / three + 2 * -third":            "-1/3",
		"three / zero":                      "unknown",
		"nobody * 0":                        "unknown",
		"min(three, nobody)":                "unknown",
		"max(three, third, 4.5)":            "9/2",
		"or_else(nobody, 0) + 1":            "1/1",
		"round(third * 100, 2)":             "3333/100",
		"round(2.5)":                        "3/1",
		"round(-2.5)":                       "-3/1",
		"floor(-third)":                     "-1/1",
		"ceil(third)":                       "1/1",
		"abs(-2)":                           "2/1",
		"count(three > 2, third > 2, true)": "2/1",
		"count(nobody > 0, true)":           "unknown",
		"three > 2 ? 5 : nobody":            "5/1",
		"nobody > 2 ? 5 : 6":                "unknown",
		"in__zones ? 85 : 90":               "85/1",
		"1e2":                               "100/1",
	} {
		p, err := compile(text, false, typeIn(values))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := "unknown"
		if n := p.run(func(name string) any { return values[name] }).(number); n.rat != nil {
			got = n.rat.String()
		}
		if got != want {
			t.Errorf("%s = %s, expected %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"third * 3 == 1":                "true",
		"0.1 + 0.2 == 0.3":              "true",
		"nobody == nobody":              "unknown",
		"nobody > 0 or three == 3":      "true",
		"nobody > 0 and three == 3":     "unknown",
		"nobody > 0 && three != 3":      "false",
		"not (nobody > 0)":              "unknown",
		"not known(nobody)":             "true",
		"not three > 10":                "true",
		"not three + 1 > 3":             "false",
		"not three > 1 or zero == 0":    "true",
		"zero == 0 and not three == 3":  "false",
		"not nobody > 0":                "unknown",
		"not (three > 1 and zero == 0)": "false",
		"2 < three and three <= 3":      "true",
		"!in__zones":                    "false",
		"zero > 0 ? true : third < 0.5": "true",
	} {
		p, err := compile(text, true, typeIn(values))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := "unknown"
		if c := p.run(func(name string) any { return values[name] }).(truth); c.known {
			got = map[bool]string{true: "true", false: "false"}[c.holds]
		}
		if got != want {
			t.Errorf("%s is %s, expected %s", text, got, want)
		}
	}
}

func TestExpressionsSayWhatIsWrong(t *testing.T) {
	values := map[string]any{"deaths": number{}, "in__zones": truth{}}
	for _, c := range []struct{ text, want string }{
		{"deaths +", "unexpected token EOF"},
		{"death > 0", `no figure "death"`},
		{"deaths", "expected a condition, such as deaths > 0, found a number"},
		{"deaths and in__zones", "cannot use number as argument (type condition) to call and"},
		{"in__zones > 1", "cannot use condition as argument (type number) to call more"},
		{"deaths % 2 == 0", "there is no operator %"},
		{"deaths in [1, 2]", "there is no operator in"},
		{`deaths == "one"`, "found something else"},
		{"sum(1, 2) > 1", "there is no function sum; expected one of abs, ceil"},
		{"[1][0] > 0", "found something else"},
		{"round(deaths, 1, 2) > 0", "round takes 1 to 2 values, found 3"},
		{"round(deaths, -1) > 0", "round takes a value and a number of places, 0 to 6"},
		{"round(deaths, 7) > 0", "0 to 6"},
		{"round(deaths, deaths) > 0", "0 to 6"},
		{"deaths > 1 == true", "cannot use condition as argument (type number) to call equal"},
		{"deaths > 0.1234567890123456789", "at most 15 digits"},
	} {
		if _, err := compile(c.text, true, typeIn(values)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, expected %q", c.text, err, c.want)
		}
	}
}

func typeIn(values map[string]any) func(string) (any, error) {
	return func(name string) (any, error) {
		if v, ok := values[name]; ok {
			return v, nil
		}
		return nil, errors.New("no figure \"" + name + "\"")
	}
}
