package export

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"anlan/warehouse"
)

// Of four places one caller holds three; the fourth is for others. What he asks beyond waits for his own, and he is told so.
func TestACallerLeavesATurnToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := newTurns(4, 0)
		var first func()
		for range 3 {
			done, err := line.take(t.Context(), "li", time.Second)
			if err != nil {
				t.Fatal(err)
			}
			first = done
		}
		_, err := line.take(t.Context(), "li", time.Second)
		if known := (*warehouse.Error)(nil); !errors.As(err, &known) || known.Code != warehouse.Unavailable || known.Message != "3 exports of yours are running, and more are not at the same time: try again when one of them has ended" {
			t.Errorf("the fourth of one caller: %v", err)
		}
		if line.crowded() {
			t.Error("who waits for his own makes no crowd")
		}
		done, err := line.take(t.Context(), "wang", 0)
		if err != nil {
			t.Errorf("another caller: %v", err)
		}
		first()
		first() // once given back is given back
		if _, err := line.take(t.Context(), "li", time.Second); err != nil {
			t.Errorf("after one of his has ended: %v", err)
		}
		done()
		if _, err := line.take(t.Context(), "zhao", 0); err != nil {
			t.Errorf("a third caller: %v", err)
		}
		if got := fmt.Sprint(line.given, len(line.callers), len(line.waiting)); got != "4 2 0" {
			t.Errorf("places, callers and waiting: %s", got)
		}
	})
}

// Who waits is served by turns, whoever asked first and most: li asks three times, then wang twice, then zhao.
func TestWaitingCallersTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := newTurns(1, 0)
		done, err := line.take(t.Context(), "li", 0)
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		for _, who := range []string{"li", "li", "li", "wang", "wang", "zhao"} {
			go func() {
				done, err := line.take(t.Context(), who, time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, who) // one at a time
				time.Sleep(time.Minute)
				done()
			}()
			synctest.Wait()
		}
		if !line.crowded() {
			t.Error("six wait, and it is no crowd")
		}
		done()
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := fmt.Sprint(order); got != "[wang zhao li wang li li]" || len(line.callers) != 0 {
			t.Errorf("served as %s, %d callers are remembered", got, len(line.callers))
		}
	})
}

// Who goes away is not waited for.
func TestWhoGoesAwayGivesUpHisTurn(t *testing.T) {
	line := newTurns(1, 0)
	done, err := line.take(t.Context(), "li", 0)
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := line.take(gone, "wang", time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	done()
	if line.given != 0 || len(line.callers) != 0 || len(line.waiting) != 0 {
		t.Errorf("%d places are held, %d callers remembered, %d wait", line.given, len(line.callers), len(line.waiting))
	}
}
