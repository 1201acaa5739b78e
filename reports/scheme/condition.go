package scheme

import "math/big"

// Condition is a condition in the language of schemes, for other rules that people write: exact, and what is not known stays
// unknown.
type Condition struct{ program *program }

// CompileCondition checks a condition. known says what would be right instead of a name that stands for no figure. The error has
// one line a fault.
func CompileCondition(text string, known func(name string) error) (*Condition, error) {
	p, err := compile(text, true, func(name string) (any, error) { return number{}, known(name) })
	if err != nil {
		return nil, err
	}
	return &Condition{p}, nil
}

// Names are those of the figures in the condition, each once, as they appear.
func (c *Condition) Names() []string { return c.program.names }

// Holds reports whether the condition holds; of gives a figure, nil where it is not known. known is false when the figures that
// are known do not decide it.
func (c *Condition) Holds(of func(name string) *big.Rat) (holds, known bool) {
	t := c.program.run(func(name string) any { return number{of(name)} }).(truth)
	return t.holds, t.known
}
