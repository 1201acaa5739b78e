//go:build soak

package export_test

import "testing"

// A thousand exports, cancelled at random, leave nothing behind.
func TestSoakExportsLeaveNothingBehind(t *testing.T) { exportsAndCancels(t, 1000) }
