//go:build soak

package bulletin

import "testing"

func TestSoakTheKindsThatShipSayAnyFigures(t *testing.T) { sayAnything(t, 2000) }
