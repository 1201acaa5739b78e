//go:build !soak

package chance_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	_ "anlan/test/chance"
)

// Two examinations of a property meet the same cases.
func TestPropertiesMeetTheSameCases(t *testing.T) {
	var met [2][]int
	for i := range met {
		rapid.Check(t, func(t *rapid.T) { met[i] = append(met[i], rapid.Int().Draw(t, "case")) })
	}
	if len(met[0]) == 0 || !slices.Equal(met[0], met[1]) {
		t.Errorf("first %v\nthen %v", met[0], met[1])
	}
}
