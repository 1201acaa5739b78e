//go:build soak

package crash

import "testing"

func TestSoakKilledWhileLoading(t *testing.T) { killWhileLoading(t, 400) }
