package scheme

import "math/big"

// setting is what an expression may look at, where it stands.
type setting struct {
	*view
	value, marks *big.Rat // of the line whose rule is judged
	// what the lines came to, once they are marked
	given, full  map[string]*big.Rat // by the name of the indicator or group
	subtotal     *big.Rat
	score        *big.Rat
	rank, ranked int
}

func (c *setting) read(name string) any {
	r := c.m.s.reference(name)
	switch {
	case r.line != "" && r.part == partGiven:
		return number{c.given[r.line]}
	case r.line != "":
		return number{c.full[r.line]}
	}
	switch r.own {
	case "":
		return c.view.read(r, partItself)
	case nameValue:
		return number{c.value}
	case nameMarks:
		return number{c.marks}
	case nameSubtotal:
		return number{c.subtotal}
	case nameScore:
		return number{c.score}
	}
	n := c.rank
	if r.own == nameRanked {
		n = c.ranked
	}
	if n == 0 {
		return number{}
	}
	return number{big.NewRat(int64(n), 1)}
}

// holds runs a condition; an empty one holds.
func (c *setting) holds(condition string) truth {
	if condition == "" {
		return truth{true, true}
	}
	return c.m.s.programs[condition].run(c.read).(truth)
}

// number runs an expression; nil when it is not known.
func (c *setting) number(expression string) *big.Rat {
	return c.m.s.programs[expression].run(c.read).(number).rat
}
