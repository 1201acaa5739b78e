package demo

// certificate is one examination that gave a certificate, or the failed attempt before it.
type certificate struct {
	month  int // of the data
	on     day
	until  day
	failed bool
}

const (
	fullTerm     = 36 // months that a certificate is valid
	mostAttempts = 4
	daysPerMonth = 30.44
)

// holder identifies a person of an enterprise for good; of whom it is a hash cannot be told from it.
func (g *generator) holder(enterprise int, kind, number int) uint64 {
	return mix(g.Seed, uint64(enterprise), uint64(kind)<<32|uint64(number))
}

// Kinds of persons beyond those who must be certified.
const (
	deputyKind = certifiedKinds + iota
	controllerKind
	workerKind
	supervisorKind
	officialKind
)

// career gives the certificates of a person who must have one: from a first one, often of an older term that is about to end,
// through its renewals. It depends on the person alone, so that any month can be written without the others.
func (g *generator) career(person uint64, unit int32, into []certificate) []certificate {
	u := &g.units[unit]
	h := mix(person, 7)
	if share(h) > 0.965+0.03*u.quality {
		return into // was never certified
	}
	var first int
	switch x := share(mix(h, 1)); {
	case x < 0.45:
		first = int(x / 0.15)
	case x < 0.85:
		first = 3 + int((x-0.45)/0.4*9)
	default:
		first = 12 + int((x-0.85)/0.15*16)
	}
	term := fullTerm
	if share(mix(h, 2)) < 0.35 {
		term = 12 + int(mix(h, 3)%13)
	}
	lapses := u.code == uncertainCounty && share(mix(h, 4)) < 0.45
	if lapses {
		term = len(g.months) // longer than it holds; cut below
	}
	for n := uint64(0); first < len(g.months); n++ {
		offset := day(mix(h, 5, n) % 28)
		on := dayOf(g.months[first].First()) + offset
		until := on + day(float64(term)*daysPerMonth)
		if lapses {
			until = dayOf(storyStart.First()) - 1
		}
		if on > g.end || until <= on {
			return into
		}
		if mix(h, 6, n)%20 == 0 && offset > 2 {
			into = append(into, certificate{month: first, on: on, failed: true})
		}
		into = append(into, certificate{month: first, on: on, until: until})
		if lapses || share(mix(h, 8, n)) > 0.93+0.05*u.quality {
			return into // is not renewed
		}
		first, term = first+term-1, fullTerm
	}
	return into
}

// certified walks over everybody who must be certified.
func (g *generator) certified(each func(e *enterprise, kind int, person uint64, career []certificate)) {
	career := make([]certificate, 0, 2*mostAttempts)
	for i := range g.enterprises {
		e := &g.enterprises[i]
		for kind, n := range e.duties {
			for k := range int(n) {
				person := g.holder(i, kind, k)
				career = g.career(person, e.unit, career[:0])
				each(e, kind, person, career)
			}
		}
	}
}

// foresee counts what the careers will write in each month, and who is certified at the end.
func (g *generator) foresee() {
	g.certificates = make([]int, len(g.months))
	g.mustCertify = make([][certifiedKinds]int32, len(g.units))
	g.certifiedAt = make([][]certifiedPerson, len(g.months))
	g.certified(func(e *enterprise, kind int, person uint64, career []certificate) {
		g.mustCertify[e.unit][kind]++
		valid := false
		for _, c := range career {
			g.certificates[c.month]++
			valid = valid || !c.failed && c.until >= g.end
			g.certifiedAt[c.month] = append(g.certifiedAt[c.month], certifiedPerson{e, person, int8(kind), c})
		}
		count(g.tally.atEnd(g.units[e.unit].city), mCertifiedPrincipals+metric(kind), valid)
	})
}

// certifiedPerson is an examination waiting to be written in its month.
type certifiedPerson struct {
	enterprise *enterprise
	person     uint64
	kind       int8
	certificate
}
