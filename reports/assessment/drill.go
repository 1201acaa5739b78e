package assessment

import "anlan/warehouse"

// drill asks for the records behind a metric of one subject, pinned to the version and day that were scored.
func (r *Reports) drill(name string, p peer, q Query) warehouse.RecordQuery {
	m, _ := r.data.Metric(name)
	to := q.Period.To
	if q.AsOf.Before(to) {
		to = q.AsOf
	}
	return warehouse.RecordQuery{
		Fact: m.Fact, Metric: name, Region: p.code, Tree: q.Tree, TreeDate: q.AsOf,
		From: q.Period.From, To: to, AsOf: q.AsOf, Version: q.Version,
	}
}

// drillMetrics says, for every indicator and bonus, which metric's records explain it: the one that the scheme names; of
// a ratio the denominator, because what is missing in the numerator stands there, or the numerator where the
// denominator is a figure and no records.
func (r *Reports) drillMetrics(s *Scheme) map[string]string {
	metrics := map[string]string{}
	for _, g := range s.Groups {
		for _, i := range g.Indicators {
			metrics[i.Name] = i.Drill
			if i.Drill == "" {
				metrics[i.Name] = r.recordsOf(i.Metric)
			}
		}
	}
	for _, b := range s.Bonuses {
		metrics[b.Name] = r.recordsOf(b.Metric)
	}
	return metrics
}

func (r *Reports) recordsOf(name string) string {
	m, _ := r.data.Metric(name)
	if m.Denominator == "" {
		return name
	}
	if below, _ := r.data.Metric(m.Denominator); below.Fact != "denominator" {
		return m.Denominator
	}
	return m.Numerator
}
