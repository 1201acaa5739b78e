package scheme

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// sharesKept is what every line can earn where the same lines apply: it depends on nothing else, and most subjects of a run
// have the same lines.
type sharesKept struct {
	factors []*big.Rat        // of lines, in the order of the scheme
	marks   []decimal.Decimal // of lines
	groups  []*big.Rat        // the factors of groups
}

// pattern says which lines can be earned.
func (p *paper) pattern() string {
	var out []byte
	p.leaves(func(l *leaf) {
		applies := byte('-')
		if l.earned != nil {
			applies = '+'
		}
		out = append(out, applies)
	})
	return string(out)
}

func eachBranch(list []*branch, visit func(*branch)) {
	for _, b := range list {
		visit(b)
		eachBranch(b.branches, visit)
	}
}

func (p *paper) keepShares() sharesKept {
	var out sharesKept
	p.leaves(func(l *leaf) {
		out.factors, out.marks = append(out.factors, l.factor), append(out.marks, l.marks)
	})
	eachBranch(p.branches, func(b *branch) { out.groups = append(out.groups, b.factor) })
	return out
}

func (s sharesKept) give(p *paper) {
	at := 0
	p.leaves(func(l *leaf) {
		l.factor, l.marks = s.factors[at], s.marks[at]
		at++
	})
	at = 0
	eachBranch(p.branches, func(b *branch) {
		b.factor = s.groups[at]
		at++
	})
}
