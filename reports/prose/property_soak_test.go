//go:build soak

package prose_test

import "testing"

func TestSoakSentencesOfAnyFigures(t *testing.T) { checkSentences(t, 100) }
