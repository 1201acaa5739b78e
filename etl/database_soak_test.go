//go:build soak

package etl

import (
	"fmt"
	"testing"
	"time"
)

func TestSoakIncrementalRunsUnderAWriter(t *testing.T) { underWriters(t, 10*time.Minute) }

// A million records each, equal to the last digit.
func TestSoakAMillionRecordsOfADatabase(t *testing.T) {
	eachOffice(t, func(o *office) {
		const rows = 1_000_000
		o.fill(1, rows)
		run := o.run(o.name)
		if got, want := count(run), fmt.Sprintf("succeeded: read %d, loaded %d, updated 0, unchanged 0, rejected 0, duplicate 0", rows, rows); got != want {
			o.t.Errorf("got  %s\nwant %s", got, want)
		}
		o.t.Logf("%s: %.1f s", o.name, run.Seconds)
		o.equal()
		o.sample(rows / 1000)
	})
}
