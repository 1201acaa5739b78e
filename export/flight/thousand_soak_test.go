//go:build soak

package flight_test

import "testing"

func TestSoakAThousandAnswersThatBreakOff(t *testing.T) { breakOff(t, 1000) }
