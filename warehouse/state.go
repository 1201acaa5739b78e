package warehouse

import (
	"slices"

	"anlan/safety"
)

// cells gives a metric's figure in every group for a slot, and how it is to be read.
func (p *plan) cells(m *Metric, groups []group, slot int) []cell {
	out := make([]cell, len(groups))
	for i, g := range groups {
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
	case *denominator.value == 0 && denominator.state == Present:
		return cell{state: NothingDue}
	case *denominator.value == 0:
		return cell{state: denominator.state}
	case numerator.value == nil:
		return cell{state: numerator.state}
	}
	value := r.Scale * *numerator.value / *denominator.value
	state := Present
	if numerator.state == Partial || denominator.state == Partial {
		state = Partial
	}
	return cell{&value, state}
}

// judge tells a zero from an unknown: figures that no record makes are zero only where somebody reported, or where reports
// reach the period and nobody owed one.
func (p *plan) judge(m *Metric, g group, slot int) cell {
	value := p.value(g, m, slot)
	fact, _ := FactNamed(m.Measure.Fact)
	if fact.Name == "denominator" || fact.Date == "" {
		return p.judgeUndated(fact, value, slot)
	}
	records := p.evidenceOf(g, recordsOf(fact.Name), slot)
	if value == nil && records > 0 && m.Measure.Date == fact.Date && m.Measure.mayBeUnknown() {
		return cell{state: NotRecorded}
	}
	due, missing := p.evidenceOf(g, fact.Name+"_reports_due", slot), p.evidenceOf(g, fact.Name+"_reports_missing", slot)
	if nothing := records == 0 && (value == nil || *value == 0); nothing {
		if due > 0 && missing >= due || due == 0 && !p.reached(m.Measure, fact, g, slot) {
			return cell{state: NotReported}
		}
	}
	zero := 0.0
	if value == nil {
		value = &zero
	}
	if missing > 0 {
		return cell{value, Partial}
	}
	return cell{value, Present}
}

func (p *plan) judgeUndated(fact *Fact, value *float64, slot int) cell {
	switch {
	case value != nil:
		return cell{value, Present}
	case fact.Name == "denominator":
		return cell{state: NotRecorded}
	case slot > 0:
		return cell{state: NoComparison}
	case len(p.version.Partitions(fact.Name)) == 0:
		return cell{state: NotReported}
	}
	zero := 0.0
	return cell{&zero, Present}
}

// reached reports whether a fact's records reach the time of a group: some partition begins by its end, and some source's
// newest record is not before its beginning. What stands open on a day is known from older records too.
func (p *plan) reached(m *Measure, fact *Fact, g group, slot int) bool {
	if int(g.bucket) > len(p.slots[slot].buckets) {
		return false
	}
	window := p.slots[slot].buckets[g.bucket-1]
	parts := p.version.Partitions(fact.Name)
	if len(parts) == 0 || firstMonth(parts) > window.To.YearMonth() {
		return false
	}
	if m.Date == "" {
		return true
	}
	return slices.ContainsFunc(p.version.Watermarks, func(m Watermark) bool {
		return m.Fact == fact.Name && !m.LastRecord.Before(window.From)
	})
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
