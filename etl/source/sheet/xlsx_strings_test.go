package sheet

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// Texts that do not fit into memory come back from the file as they were, in any order, and the file is gone in the end.
func TestSharedTextsBeyondMemory(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := &stringTable{most: 10_000}
	const count = 60_000
	text := func(i int) string {
		if i%1000 == 7 {
			return strings.Repeat("长", i) // longer than a block of the file
		}
		if i%10 == 3 {
			return ""
		}
		return fmt.Sprintf("第%d条", i)
	}
	for i := range count {
		if err := s.add([]byte(text(i))); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 2 * count {
		i := n
		if n >= count {
			i = random.IntN(count)
		}
		got, ok, err := s.get(i)
		if err != nil || !ok || string(got) != text(i) {
			t.Fatalf("text %d: %.20q, %v, %v; want %.20q", i, got, ok, err, text(i))
		}
	}
	if _, ok, err := s.get(count); ok || err != nil {
		t.Error("there is a text behind the last")
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(os.TempDir()); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
