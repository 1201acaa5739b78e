package risk

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// Policy says what a factor without a figure does: it makes the whole index unknown, leaves its weight to the other factors of
// its kind (inherent or dynamic), or scores a fixed number. In a file: unknown, spread or a number from 0 to 100.
type Policy struct {
	Spread bool
	Score  *decimal.Decimal // nil with Spread, and when the index becomes unknown
}

// UnmarshalText reads unknown, spread or a number.
func (p *Policy) UnmarshalText(text []byte) error {
	switch string(text) {
	case "unknown":
		*p = Policy{}
		return nil
	case "spread":
		*p = Policy{Spread: true}
		return nil
	}
	n, err := decimal.NewFromString(string(text))
	if err != nil || n.IsNegative() || n.GreaterThan(hundred) {
		return fmt.Errorf("expected unknown, spread or a score from 0 to 100, found %q", text)
	}
	*p = Policy{Score: &n}
	return nil
}

// String gives the policy as a file has it.
func (p Policy) String() string {
	switch {
	case p.Spread:
		return "spread"
	case p.Score != nil:
		return p.Score.String()
	}
	return "unknown"
}

var hundred = decimal.NewFromInt(100)
