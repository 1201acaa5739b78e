package arrowipc

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

func TestBatchesAreHandedOverAsTheyStandInTheStream(t *testing.T) {
	whole := stream(t, 3, 0, 100_000)
	var seen []int64
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	err := Batches(bytes.NewReader(whole), func(s *arrow.Schema) error {
		if s.NumFields() == 0 {
			t.Error("no columns")
		}
		return nil
	}, func(b Batch) error {
		seen = append(seen, b.Rows)
		if !bytes.Contains(whole, b.Head) || !bytes.Contains(whole, b.Body) {
			t.Error("these bytes are not those of the stream")
		}
		record, err := b.Record(mem)
		if err != nil {
			return err
		}
		defer record.Release()
		if record.NumRows() != b.Rows {
			t.Errorf("decoded %d rows, told %d", record.NumRows(), b.Rows)
		}
		return nil
	})
	if err != nil || len(seen) != 3 || seen[0] != 3 || seen[1] != 0 || seen[2] != 100_000 {
		t.Errorf("batches of %v rows, %v", seen, err)
	}
}

func TestAStreamOfBatchesIsWholeOrAnError(t *testing.T) {
	whole := stream(t, 3, 5)
	no := func(*arrow.Schema) error { return nil }
	count := func(text []byte) (n int, err error) {
		err = Batches(bytes.NewReader(text), no, func(Batch) error { n++; return nil })
		return n, err
	}
	if n, err := count(whole); n != 2 || err != nil {
		t.Fatalf("whole: %d, %v", n, err)
	}
	for end := 1; end < len(whole); end++ {
		if _, err := count(whole[:end]); err == nil {
			t.Fatalf("the first %d of %d bytes are taken for the whole", end, len(whole))
		}
	}
	if _, err := count(append(bytes.Clone(whole), 0)); err == nil {
		t.Error("what comes behind the end is not noticed")
	}
	if _, err := count([]byte(strings.Repeat("not Arrow ", 10))); err == nil {
		t.Error("something else is taken for Arrow")
	}
	// The engine says nothing at all of an answer without rows.
	told := false
	err := Batches(bytes.NewReader(nil), func(s *arrow.Schema) error { told = s == nil; return nil }, nil)
	if err != nil || !told {
		t.Errorf("nothing: %v, told %v", err, told)
	}
	stop := errors.New("stop")
	if err := Batches(bytes.NewReader(whole), no, func(Batch) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a reader's own error: %v", err)
	}
}
