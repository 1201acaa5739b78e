package demo

import (
	"hash/fnv"
	"math"
	"math/bits"
	"math/rand/v2"
)

// stream is a source of chance of its own for one fact and month, so that a change to one leaves the others as they are.
type stream struct{ source *rand.PCG }

func newStream(seed uint64, fact string, month int) stream {
	h := fnv.New64a()
	_, _ = h.Write([]byte(fact)) // never fails
	return stream{rand.NewPCG(seed, h.Sum64()+uint64(month)*0x9E3779B97F4A7C15)}
}

// below gives 0 to n-1.
func (s stream) below(n int) int {
	hi, _ := bits.Mul64(s.source.Uint64(), uint64(n))
	return int(hi)
}

// between gives low to high, both inside.
func (s stream) between(low, high int) int { return low + s.below(high-low+1) }

// unit gives a number from 0 up to but not including 1.
func (s stream) unit() float64 { return float64(s.source.Uint64()>>11) / (1 << 53) }

// chance is true in the share p of cases.
func (s stream) chance(p float64) bool { return s.unit() < p }

// waiting gives a non-negative number of days with that mean, short ones most often.
func (s stream) waiting(mean float64) int { return int(-mean * math.Log1p(-s.unit())) }

// logNormal gives a positive number with that median; spread is the standard deviation of its logarithm.
func (s stream) logNormal(median, spread float64) float64 {
	return median * math.Exp(spread*rand.New(s.source).NormFloat64()) //nolint:gosec // invented data need no secrecy
}

// mix turns numbers into one that looks random, always the same for the same numbers.
func mix(parts ...uint64) uint64 {
	h := uint64(0x9E3779B97F4A7C15)
	for _, p := range parts {
		h ^= p
		h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
		h = (h ^ h>>27) * 0x94D049BB133111EB
		h ^= h >> 31
		h += 0x9E3779B97F4A7C15
	}
	return h
}

// share turns a mixed number into one from 0 up to but not including 1.
func share(h uint64) float64 { return float64(h>>11) / (1 << 53) }

// picker draws places of a list by weight, in constant time (alias method of Walker and Vose).
type picker struct {
	keep  []float64
	other []int32
}

func newPicker(weights []float64) picker {
	n := len(weights)
	p := picker{keep: make([]float64, n), other: make([]int32, n)}
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	var small, large []int32
	for i, w := range weights {
		p.keep[i] = w * float64(n) / sum
		if p.keep[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		p.other[s] = l
		p.keep[l] -= 1 - p.keep[s]
		if p.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, rest := range [][]int32{small, large} {
		for _, i := range rest {
			p.keep[i] = 1
		}
	}
	return p
}

func (p picker) pick(s stream) int {
	h := s.source.Uint64()
	hi, lo := bits.Mul64(h, uint64(len(p.keep)))
	if share(lo) < p.keep[hi] {
		return int(hi)
	}
	return int(p.other[hi])
}

// apportion splits a total into whole numbers in proportion to weights, so that they add up to it (largest remainders).
func apportion(total int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	counts := make([]int, len(weights))
	given, carry := 0, 0.0
	for i, w := range weights {
		carry += float64(total) * w / sum
		counts[i] = int(math.Round(carry)) - given
		given += counts[i]
	}
	return counts
}
