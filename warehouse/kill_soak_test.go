//go:build soak

package warehouse

import "testing"

func TestKilledWhileLoadingManyTimes(t *testing.T) { killedWhileLoading(t, 400) }
