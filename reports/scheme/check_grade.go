package scheme

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// bands go from the best down; the last one takes what no other reaches.
func (c *check) bands(s *Scheme) {
	names := map[string]bool{}
	var lowest *decimal.Decimal // of the bands before that have no condition
	for i, b := range s.Bands {
		at := fmt.Sprintf("bands[%d]", i)
		c.name(at+".name", b.Name, names)
		c.title(at+".title", b.Title)
		c.expression(at+".when", b.When, inBand, true)
		from, key := b.From, ".from"
		if from == nil {
			from, key = b.Above, ".above"
		}
		switch {
		case b.From != nil && b.Above != nil:
			c.Faultf(at, "expected either from (the number itself included) or above (not included)")
		case from == nil && b.When == "":
			c.Faultf(at+".from", "required, and not there")
		case i == 0 || from == nil || lowest == nil:
		case from.GreaterThan(*lowest) || b.When == "" && from.Equal(*lowest) && !(b.From != nil && s.Bands[i-1].Above != nil):
			c.Faultf(at+key, "expected less than the band before (%s): bands go from the best down, so that no score reaches this one", lowest)
		}
		if from != nil && b.When == "" {
			lowest = from
		}
		if i == len(s.Bands)-1 && (b.When != "" || b.Above != nil || from != nil && from.GreaterThan(s.leastMarks())) {
			c.Faultf(at+key, "expected %s without a condition: the last band takes what no other reaches", s.leastMarks())
		}
		if from != nil && s.MostMarks != nil && from.GreaterThan(*s.MostMarks) {
			c.Faultf(at+key, "no score can reach it: expected at most most_marks (%s)", s.MostMarks)
		}
	}
}

// leastMarks is the least that a score can be.
func (s *Scheme) leastMarks() decimal.Decimal {
	if s.LeastMarks == nil {
		return decimal.Zero
	}
	return *s.LeastMarks
}

func (c *check) quotas(at string, quotas []Quota) {
	for i, q := range quotas {
		here := fmt.Sprintf("%s[%d]", at, i)
		c.band(here+".grade", q.Grade)
		c.band(here+".then", q.Then)
		if (q.Share == nil) == (q.Count == nil) {
			c.Faultf(here, "expected either share (per cent) or count")
		}
		if q.Share != nil && (q.Share.IsNegative() || q.Share.GreaterThan(decimal.NewFromInt(100))) {
			c.Faultf(here+".share", "expected 0 to 100")
		}
		if q.Count != nil && *q.Count < 0 {
			c.Faultf(here+".count", "expected 0 or more")
		}
		oneOf(c, here+".rounding", q.Rounding, HalfUp, HalfEven, Down, Up)
		oneOf(c, here+".ties", q.Ties, TiesOut, TiesIn)
		oneOf(c, here+".per", q.Per, "peer_group", "scheme")
		names := c.s.bandNames()
		if grade := slices.Index(names, q.Grade); grade >= 0 && (grade == len(names)-1 || q.Then != "" && slices.Index(names, q.Then) <= grade) {
			c.Faultf(here, "expected a grade below %s for those beyond the quota", q.Grade)
		}
	}
	if at == "quotas" {
		for i, g := range c.s.PeerGroups {
			c.quotas(fmt.Sprintf("peer_groups[%d].quotas", i), g.Quotas)
		}
	}
}

func (c *check) band(at, name string) {
	if name != "" && !slices.Contains(c.s.bandNames(), name) {
		c.Faultf(at, "expected the name of a band (%s), found %q", strings.Join(c.s.bandNames(), ", "), name)
	}
}

func (c *check) vetoes(s *Scheme) {
	for i, v := range s.Vetoes {
		at := fmt.Sprintf("vetoes[%d]", i)
		c.name(at+".name", v.Name, c.taken)
		c.title(at+".title", v.Title)
		p := c.expression(at+".when", v.When, inVeto, true)
		if p != nil && v.Months != 0 {
			c.lasting(at, p, v)
		}
		e := v.Effect
		if c.Has(at+".effect") && e.Cap == "" && e.Demote == 0 && e.Lose == "" && e.Marks == nil && e.Most == nil && e.Rank == "" {
			c.Faultf(at+".effect", "expected at least one of cap, demote, lose, marks, most, rank")
		}
		c.band(at+".effect.cap", e.Cap)
		if e.Demote < 0 || e.Demote >= len(s.Bands) && e.Demote > 0 {
			c.Faultf(at+".effect.demote", "expected 1 to %d bands", len(s.Bands)-1)
		}
		if e.Lose != "" && e.Lose != loseAll && !c.lines[e.Lose] {
			c.Faultf(at+".effect.lose", "expected the name of an indicator or a group, or all; found %q", e.Lose)
		}
		c.positive(at+".effect.marks", e.Marks)
		oneOf(c, at+".effect.rank", e.Rank, RankLast, RankNone)
	}
}

// lasting asks for the figures of a veto over as many months as it lasts.
func (c *check) lasting(at string, p *program, v VetoRule) {
	asked := false
	for _, name := range p.names {
		r := c.s.reference(name)
		in := c.s.inputNamed(r.base)
		if in == nil || in.Metric == "" || r.months != 0 || in.Months != 0 || r.part != partItself {
			continue
		}
		asked = true
		c.s.need(reference{figure: lastingName(r.base, v.Months), base: r.base, months: v.Months})
	}
	if !asked {
		c.Faultf(at+".months", "no figure of the condition is counted from records, so nothing can be looked back at")
	}
}

func lastingName(base string, months Months) string {
	return base + "__" + months.ending()
}

func (s *Scheme) bandNames() []string {
	names := make([]string, len(s.Bands))
	for i, b := range s.Bands {
		names[i] = b.Name
	}
	return names
}
