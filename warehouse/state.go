package warehouse

import (
	"slices"

	"anlan/safety"
)

// Known reports whether there is a figure, be it of a part only.
func (s State) Known() bool { return s == Present || s.InPart() }

// InPart reports whether a figure lacks something: reports that units owe, or what records do not tell.
func (s State) InPart() bool { return s == Partial || s == Incomplete }

// Together is the state of what is computed from figures that are known: whole only if all are. That units did not report
// says more than that records do not tell all.
func Together(of ...State) State {
	switch {
	case slices.Contains(of, Partial):
		return Partial
	case slices.Contains(of, Incomplete):
		return Incomplete
	}
	return Present
}

// cells gives a metric's figure in every group for a slot, and how it is to be read.
func (p *plan) cells(m *Metric, groups []group, slot int) []cell {
	out := make([]cell, len(groups))
	for i, g := range groups {
		if p.slots[slot].buckets[g.bucket-1].IsZero() {
			out[i] = cell{state: NoComparison}
			continue
		}
		if m.Ratio == nil {
			out[i] = p.judge(m, g, slot)
			continue
		}
		out[i] = ratio(m.Ratio, p.judge(m.Ratio.Numerator, g, slot), p.judge(m.Ratio.Denominator, g, slot))
	}
	return out
}

// ratio divides. No denominator, no rate: neither 0 nor 100 %.
func ratio(r *Ratio, numerator, denominator cell) cell {
	switch {
	case denominator.value == nil && r.Denominator.Measure.Fact == "denominator":
		return cell{state: NoDenominator}
	case denominator.value == nil:
		return cell{state: denominator.state}
	case *denominator.value == 0:
		return cell{state: NothingDue}
	case numerator.value == nil:
		return cell{state: numerator.state}
	}
	value := r.Scale * *numerator.value / *denominator.value
	return cell{&value, Together(numerator.state, denominator.state)}
}

// judge tells a zero from an unknown: figures that no record makes are zero only where somebody reported, or, where nobody
// owed a report, where records are known to come in from the unit by then and reach the period.
func (p *plan) judge(m *Metric, g group, slot int) cell {
	value := p.value(g, m, slot)
	fact, _ := FactNamed(m.Measure.Fact)
	if fact.Name == "denominator" || fact.Date == "" {
		return p.judgeUndated(m.Measure, g, value, slot)
	}
	records := p.evidenceOf(g, recordsOf(fact.Name), slot)
	if value == nil && m.Measure.Date == fact.Date && p.untold(m.Measure, g, slot) {
		return cell{state: NotRecorded}
	}
	due, missing := p.reports(fact.Name, g, slot)
	if nothing := records == 0 && (value == nil || *value == 0); nothing {
		if due > 0 && missing >= due {
			return cell{state: NotReported}
		}
		if due == 0 && !(p.reached(m.Measure, fact, g, slot) && p.covers(fact.Name, g, p.slots[slot].buckets[g.bucket-1].To.YearMonth())) {
			return cell{state: NoData}
		}
	}
	zero := 0.0
	if value == nil {
		value = &zero
	}
	if missing > 0 {
		return cell{value, Partial}
	}
	if silent := p.value(g, p.silent[m], slot); silent != nil && *silent > 0 {
		return cell{value, Incomplete}
	}
	return cell{value, Present}
}

// untold reports whether records exist that the figure is over while none of them tells it. A sum under a condition that no
// record meets is zero; when no record tells whether it meets it, the sum is as unknown as their number.
func (p *plan) untold(m *Measure, g group, slot int) bool {
	if !m.mayBeUnknown() || p.evidenceOf(g, recordsOf(m.Fact), slot) == 0 {
		return false
	}
	of, ok := p.catalogue.byName[m.Of]
	if !ok {
		return true
	}
	number := p.value(g, of, slot)
	return number == nil || *number > 0
}

// judgeUndated judges denominators, and enterprises, of which only the present state is known: not how many there were in an
// earlier period or bucket.
func (p *plan) judgeUndated(m *Measure, g group, value *float64, slot int) cell {
	switch {
	case value != nil:
		return cell{value, Present}
	case m.Fact == "denominator":
		return cell{state: NotRecorded}
	case slot > 0:
		return cell{state: NoComparison}
	case len(p.version.Partitions(m.Fact)) == 0, !p.covers("", g, anyMonth):
		return cell{state: NoData}
	case int(g.bucket) < len(p.slots[slot].buckets), p.untold(m, g, slot):
		return cell{state: NotRecorded}
	}
	zero := 0.0
	return cell{&zero, Present}
}

// reached reports whether a fact's records reach the time of a group: some partition begins by its end, and they tell what
// happened since its beginning. What stands open on a day is known from older records too.
func (p *plan) reached(m *Measure, fact *Fact, g group, slot int) bool {
	window := p.slots[slot].buckets[g.bucket-1]
	parts := p.version.Partitions(fact.Name)
	if len(parts) == 0 || firstMonth(parts) > window.To.YearMonth() {
		return false
	}
	if m.Date == "" {
		return true
	}
	until, ok := p.version.Reach(fact.Name, window.To)
	return ok && !until.Before(window.From)
}

func firstMonth(parts []string) safety.Month {
	first := partitionMonth(parts[0])
	for _, id := range parts[1:] {
		first = min(first, partitionMonth(id))
	}
	return first
}

func (p *plan) value(g group, m *Metric, slot int) *float64 {
	i := slices.Index(p.measures, m)
	if i < 0 {
		return nil
	}
	return g.values[i*len(p.slots)+slot]
}

func (p *plan) evidenceOf(g group, name string, slot int) float64 {
	m, ok := p.catalogue.byName[name]
	if !ok {
		return 0
	}
	if v := p.value(g, m, slot); v != nil {
		return *v
	}
	return 0
}
