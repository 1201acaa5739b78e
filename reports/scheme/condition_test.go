package scheme_test

import (
	"errors"
	"math/big"
	"testing"

	"anlan/reports/scheme"
)

func TestAConditionOfOthersIsHeldUnknownWhereItsFiguresAre(t *testing.T) {
	known := func(name string) error {
		if name == "deaths" || name == "rate" {
			return nil
		}
		return errors.New("there is no " + name)
	}
	c, err := scheme.CompileCondition("deaths > 0 or rate < 80", known)
	if err != nil {
		t.Fatal(err)
	}
	for _, when := range []struct {
		deaths, rate *big.Rat
		holds, known bool
	}{
		{big.NewRat(1, 1), nil, true, true},
		{new(big.Rat), nil, false, false}, // the rate would decide
		{new(big.Rat), big.NewRat(799, 10), true, true},
		{new(big.Rat), big.NewRat(80, 1), false, true},
	} {
		holds, known := c.Holds(func(name string) *big.Rat {
			return map[string]*big.Rat{"deaths": when.deaths, "rate": when.rate}[name]
		})
		if holds != when.holds || known != when.known {
			t.Errorf("deaths %v, rate %v: holds %t, known %t", when.deaths, when.rate, holds, known)
		}
	}
	if _, err := scheme.CompileCondition("injuries > 0", known); err == nil {
		t.Error("a figure that is not there was taken")
	}
	if _, err := scheme.CompileCondition("deaths + 1", known); err == nil {
		t.Error("a number was taken for a condition")
	}
}
