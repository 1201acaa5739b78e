package export

import (
	"crypto/sha256"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"anlan/warehouse"
)

// slow takes so many bytes a second.
type slow int

func (s slow) Write(p []byte) (int, error) {
	time.Sleep(time.Duration(len(p)) * time.Second / time.Duration(s))
	return len(p), nil
}

// Who reads slowly may, as long as nobody waits. When others wait for a turn he gives his up once he is half a minute behind 32 KiB a second: at 3 KiB a second a mouthful of
// 256 KiB takes 85 s where 8 s are allowed, so the first is the last; at 24 KiB a second it takes 10.7 s, 2.7 s more than allowed, and the twelfth is (12 × 2.7 > 30).
func TestSlowReadersGiveWayToOthers(t *testing.T) {
	for _, c := range []struct {
		reader  io.Writer
		crowded bool
		want    int // mouthfuls before the end, of 100
	}{{slow(3 << 10), false, 100}, {slow(3 << 10), true, 1}, {slow(24 << 10), true, 12}, {slow(32 << 10), true, 100}, {io.Discard, true, 100}} {
		synctest.Test(t, func(t *testing.T) {
			out := &tally{ctx: t.Context(), w: c.reader, hash: sha256.New(), pace: pace{crowded: func() bool { return c.crowded }}}
			n, mouthful := 0, make([]byte, 256<<10)
			for err := error(nil); err == nil && n < 100; n++ {
				if _, err = out.Write(mouthful); err != nil {
					if known := (*warehouse.Error)(nil); !errors.As(err, &known) || known.Code != warehouse.Unavailable || reasonOf(err) != known.Message {
						t.Errorf("error %v", err)
					}
				}
			}
			if n != c.want {
				t.Errorf("%v of %v others: %d mouthfuls, expected %d", c.reader, c.crowded, n, c.want)
			}
		})
	}
}
