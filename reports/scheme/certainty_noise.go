package scheme

import (
	"hash/fnv"
	"maps"
	"math/big"
	"math/rand/v2"

	"github.com/shopspring/decimal"
	"gonum.org/v1/gonum/stat/distuv"
)

// Resampled says how chance could have moved a figure of an input.
type Resampled string

// How figures are drawn.
const (
	// Fixed figures stay: what people entered, expressions (they follow from what they are computed from), unknown figures,
	// registers and money, and the bases of comparison.
	Fixed Resampled = "fixed"
	// BinomialRate draws the numerator of a share of cases out of its denominator. Its probability is the share with one more
	// case added that has the peers' share, so that 3 of 3 is less sure than 300 of 300, and sure where all peers have all.
	BinomialRate Resampled = "binomial"
	// PoissonCount draws a count of events, or the numerator of a ratio of events to a size (deaths per 亿元 of GDP), around
	// itself. A count of zero is drawn around m/(2m+1), m being the peers' mean: where nobody has had any it stays zero.
	PoissonCount Resampled = "poisson"
)

// eventUnits are the units in which events and persons are counted. Enterprises (家), money and tonnes are registers.
var eventUnits = map[string]bool{"起": true, "人": true, "人次": true, "项": true, "次": true, "件": true, "条": true, "处": true}

// noise knows how to draw the figures of a run.
type noise struct {
	inputs []Input
	group  map[groupInput]groupFigure
	scale  map[string]*big.Rat // of ratios, by input
}

type groupInput struct{ peers, input string }

// groupFigure is what a peer group has together.
type groupFigure struct {
	numerator, denominator float64 // of ratios
	sum                    float64 // of counts
	known                  int
}

func newNoise(r Run) noise {
	n := noise{inputs: r.Scheme.Inputs(), group: map[groupInput]groupFigure{}, scale: map[string]*big.Rat{}}
	for _, s := range r.Subjects {
		for _, in := range n.inputs {
			f := s.Figures[in.Name]
			if f.Number == nil {
				continue
			}
			key := groupInput{s.Peers, in.Name}
			g := n.group[key]
			g.known++
			if f.Numerator != nil && f.Denominator != nil {
				g.numerator += f.Numerator.InexactFloat64()
				g.denominator += f.Denominator.InexactFloat64()
				g.sum += f.Numerator.InexactFloat64()
				if n.scale[in.Name] == nil { // no figure says so where the numerator is zero
					n.scale[in.Name] = scaleOf(f)
				}
			} else {
				number, _ := f.Number.Float64()
				g.sum += number
			}
			n.group[key] = g
		}
	}
	return n
}

// resampled says how a figure of an input is drawn.
func (n noise) resampled(in Input, f Figure) Resampled {
	if in.Entered || in.Expression != "" || in.Metric == "" || f.Number == nil {
		return Fixed
	}
	if f.Numerator != nil && f.Denominator != nil {
		switch {
		case n.scale[in.Name] == nil || !f.Denominator.IsPositive() || f.Numerator.IsNegative() || !f.Numerator.IsInteger():
			return Fixed
		case in.Unit == "%" && f.Denominator.IsInteger() && f.Numerator.LessThanOrEqual(*f.Denominator):
			return BinomialRate
		}
		return PoissonCount
	}
	if eventUnits[in.Unit] && f.Number.IsInt() && f.Number.Sign() >= 0 {
		return PoissonCount
	}
	return Fixed
}

// draw gives the subjects with figures drawn anew. A figure's luck depends on the seed, the draw, the subject and the input,
// and on nothing else.
func (n noise) draw(subjects []Subject, seed, number uint64) []Subject {
	out := make([]Subject, len(subjects))
	for i, s := range subjects {
		out[i] = s
		out[i].Figures = maps.Clone(s.Figures)
		for _, in := range n.inputs {
			f, known := s.Figures[in.Name]
			how := n.resampled(in, f)
			if !known || how == Fixed {
				continue
			}
			source := rand.NewPCG(seed^number*0x9e3779b97f4a7c15, hashOf(s.Key, in.Name))
			out[i].Figures[in.Name] = n.drawFigure(f, how, in.Name, n.group[groupInput{s.Peers, in.Name}], source)
		}
	}
	return out
}

func (n noise) drawFigure(f Figure, how Resampled, input string, g groupFigure, source rand.Source) Figure {
	if f.Numerator == nil {
		count, _ := f.Number.Float64()
		return withNumber(f, poisson(count, g, source))
	}
	numerator := f.Numerator.InexactFloat64()
	if how == BinomialRate {
		denominator := f.Denominator.InexactFloat64()
		p := (numerator + g.numerator/g.denominator) / (denominator + 1)
		numerator = distuv.Binomial{N: denominator, P: p, Src: source}.Rand()
	} else {
		numerator = poisson(numerator, g, source)
	}
	parts := decimal.NewFromFloat(numerator)
	f.Numerator = &parts
	number := new(big.Rat).SetFloat64(numerator)
	number.Mul(number, n.scale[input])
	f.Number = number.Quo(number, f.Denominator.Rat())
	return f
}

// withNumber replaces a count.
func withNumber(f Figure, count float64) Figure {
	shown := decimal.NewFromFloat(count)
	f.Number, f.Shown = new(big.Rat).SetFloat64(count), &shown
	return f
}

func poisson(count float64, g groupFigure, source rand.Source) float64 {
	if count == 0 {
		mean := g.sum / float64(g.known)
		count = mean / (2*mean + 1)
	}
	if count == 0 {
		return 0
	}
	return distuv.Poisson{Lambda: count, Src: source}.Rand()
}

func hashOf(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}
