package warehouse

import (
	"fmt"

	"github.com/cespare/xxhash/v2"
)

// Provisional is an entry of a list that a load made because a source named what the list does not have. It waits for somebody to
// put it into the list: once an entry of that name is there, it takes the provisional one's place.
type Provisional struct {
	Dimension string // sector or department
	Code      string
	Name      string // as the source has it
}

// provisionalPrefix begins the codes of provisional entries.
const provisionalPrefix = "new_"

// NewProvisional makes an entry for a name. The same name always gets the same code.
func NewProvisional(dimension, name string) Provisional {
	return Provisional{Dimension: dimension, Name: name, Code: fmt.Sprintf("%s%08x", provisionalPrefix, uint32(xxhash.Sum64String(name)))}
}
