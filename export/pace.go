package export

import (
	"time"

	"anlan/warehouse"
)

// A reader who takes less than slowest, and is patience behind that, gives his turn up when others wait for one: minutes, not hours.
const (
	slowest  = 32 << 10 // bytes a second
	patience = 30 * time.Second
)

// pace is how fast a reader takes what is written to him; the time that the data themselves take is not his.
type pace struct {
	crowded func() bool // others wait for a turn; nil: nobody ever does
	behind  time.Duration
}

// took counts what he took in a time. It is an unavailable fault when he is too slow for others to wait.
func (p *pace) took(bytes int, in time.Duration) error {
	p.behind = max(0, p.behind+in-time.Duration(bytes)*time.Second/slowest)
	if p.behind < patience || p.crowded == nil || !p.crowded() {
		return nil
	}
	return warehouse.Fault(warehouse.Unavailable, "others wait for their turn, and this one was taken at less than %d KiB a second: make it as a job (createExport), whose files can be fetched at any pace", slowest>>10)
}
