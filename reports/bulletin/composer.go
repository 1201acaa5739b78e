package bulletin

import (
	"context"
	"errors"
	"time"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
)

// Options says where kinds and offices are read from.
type Options struct {
	// KindDir and OfficeDir hold YAML files that replace what ships, or add to it; both may be empty.
	KindDir, OfficeDir string
	// Program is the program's version, kept with what it composes.
	Program string
	// Now is the clock; nil means the machine's.
	Now func() time.Time
}

// Composer makes bulletins. It is safe for concurrent use.
type Composer struct{}

// Kinds lists every version of every kind by name and day. They must not be changed.
func (c *Composer) Kinds() []*Kind { return nil }

// Kind gives the version of a kind that is in force on a day. Errors are faults: not found.
func (c *Composer) Kind(name string, on safety.Date) (*Kind, error) {
	return nil, warehouse.Fault(warehouse.NotFound, "there is no kind of bulletin %q", name)
}

// Offices lists every version of every office by name and day. They must not be changed.
func (c *Composer) Offices() []*Office { return nil }

// Compose makes a bulletin as the caller may see it. Errors are faults: a kind that does not exist or does not fit the period, a
// region or records that the caller may not see, a text that names a figure that is not there. A composition that contradicts
// itself is an error, never a document.
func (c *Composer) Compose(ctx context.Context, caller access.Caller, r Request) (*Composition, error) {
	return nil, errors.New("composing is not there yet")
}
