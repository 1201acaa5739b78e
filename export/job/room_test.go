package job

import (
	"strings"
	"sync/atomic"
	"testing"

	"anlan/warehouse"
)

// A job takes 3 × 190 bytes: two fit into a quota of 1,500, and a third does not, which is thought to take 840. What is refused names what to delete; once that is deleted there is room.
func TestTheQuotaIsKept(t *testing.T) {
	b := setup(t, func(c *Config) { c.Quota = 1500 })
	first := b.create(t, analyst, limited(1))
	b.run(t)
	b.until(t, analyst, first.ID, Done)
	second := b.create(t, analyst, limited(2))
	b.until(t, analyst, second.ID, Done)
	_, err := b.Create(t.Context(), analyst, limited(3))
	if codeOf(err) != warehouse.TooLarge || !strings.Contains(err.Error(), first.ID) || !strings.Contains(err.Error(), "export.quota") {
		t.Errorf("a third: %v", err)
	}
	if same := b.create(t, analyst, limited(2)); same.ID != second.ID {
		t.Error("what is there is refused")
	}
	if _, err := b.Create(t.Context(), county, limited(3)); codeOf(err) != warehouse.TooLarge || strings.Contains(err.Error(), first.ID) {
		t.Errorf("somebody else's third names what is not his: %v", err)
	}
	if err := b.Delete(t.Context(), analyst, first.ID); err != nil {
		t.Fatal(err)
	}
	b.until(t, analyst, b.create(t, analyst, limited(3)).ID, Done)
}

// A job that takes more than was thought is stopped when it grows beyond the quota, or when the disk fills up, and leaves no file.
func TestAJobThatGrowsBeyondTheRoomIsStopped(t *testing.T) {
	t.Run("the quota", func(t *testing.T) {
		b := setup(t, func(c *Config) { c.Quota, c.look = 1000, 100 })
		j := b.create(t, analyst, lines) // thought to take 840
		b.filler = 60                    // it takes 3 × 790
		b.run(t)
		if got := b.until(t, analyst, j.ID, Failed); !strings.Contains(got.Reason, "grew beyond") || b.left(t, j.ID) != nil {
			t.Errorf("it is %+v with %v", got, b.left(t, j.ID))
		}
		if used, err := b.store.ExportsUsed(t.Context()); err != nil || used != 0 {
			t.Errorf("%d bytes are used (%v)", used, err)
		}
	})
	t.Run("the disk", func(t *testing.T) {
		var free atomic.Uint64
		free.Store(2 << 30)
		b := setup(t, func(c *Config) {
			c.look = 50
			c.Space = func(string) (uint64, uint64, error) { return free.Load(), 100 << 30, nil }
		})
		b.middle, b.reached = make(chan struct{}), make(chan struct{})
		j := b.create(t, analyst, lines)
		b.run(t)
		<-b.reached
		free.Store(1<<30 - 1) // somebody else fills it
		close(b.middle)
		go func() {
			for range b.reached {
			}
		}()
		if got := b.until(t, analyst, j.ID, Failed); !strings.Contains(got.Reason, "make room") || b.left(t, j.ID) != nil {
			t.Errorf("it is %+v with %v", got, b.left(t, j.ID))
		}
		if _, err := b.Create(t.Context(), analyst, lines); codeOf(err) != warehouse.TooLarge || !strings.Contains(err.Error(), "1.0 GiB stay free") {
			t.Errorf("with a full disk: %v", err)
		}
	})
}

// One caller has ten jobs that are not over, and others are not kept waiting for a place in the list by that.
func TestOneCallerDoesNotFloodTheList(t *testing.T) {
	b := setup(t)
	for n := range uint64(10) {
		b.create(t, analyst, limited(n))
	}
	if _, err := b.Create(t.Context(), analyst, limited(10)); codeOf(err) != warehouse.Unavailable || !strings.Contains(err.Error(), "you have 10 exports") {
		t.Errorf("an eleventh: %v", err)
	}
	b.create(t, analyst, limited(9)) // what is there costs nothing
	b.create(t, county, limited(10))
}
