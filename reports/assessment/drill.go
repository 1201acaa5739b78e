package assessment

import (
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// drills leads from the figures of one subject to its records.
type drills struct {
	reports *Reports
	asked   *opened
	unit    unit
	inputs  map[string]scheme.Input
	named   map[string]string // by line: the metric that the scheme names for it
}

func (r *Reports) drills(b *opened) drills {
	d := drills{reports: r, asked: b, inputs: map[string]scheme.Input{}, named: map[string]string{}}
	for _, input := range b.scheme.Inputs() {
		d.inputs[input.Name] = input
	}
	var visit func(groups []scheme.Group)
	visit = func(groups []scheme.Group) {
		for _, g := range groups {
			for _, i := range g.Indicators {
				d.named[i.Name] = i.Drill
			}
			visit(g.Groups)
		}
	}
	visit(b.scheme.Groups)
	return d
}

// of leads to the records of a subject.
func (d drills) of(u unit) drills {
	d.unit = u
	return d
}

// line finds the records of a line: those that the scheme names; where marks were lost, those that lost them.
func (d drills) line(line scheme.Line) IndicatorScore {
	out := IndicatorScore{Line: line, Drills: d.each(line.Inputs)}
	if len(line.Inputs) > 0 {
		input := d.inputs[line.Inputs[0]]
		out.Metric, out.Unit = input.Metric, input.Unit
	}
	out.Drill = first(out.Drills, line.Lost.IsPositive())
	if name := d.named[line.Name]; name != "" {
		input := scheme.Input{}
		if len(line.Inputs) > 0 {
			input = d.inputs[line.Inputs[0]]
		}
		out.Drill = d.records(name, input)
	}
	return out
}

func (d drills) veto(veto scheme.Veto) Veto {
	out := Veto{Veto: veto, Drills: d.each(veto.Inputs)}
	out.Drill = first(out.Drills, false)
	if len(veto.Inputs) > 0 {
		out.Metric = d.inputs[veto.Inputs[0]].Metric
	}
	s := d.asked.scheme
	for _, rule := range s.Vetoes {
		for _, band := range s.Bands {
			if rule.Name == veto.Name && band.Name == rule.Effect.Cap {
				out.Cap = &scheme.Grade{Name: band.Name, Title: band.Title}
			}
		}
	}
	return out
}

func first(drills []Drill, lost bool) warehouse.RecordQuery {
	switch {
	case len(drills) == 0:
		return warehouse.RecordQuery{}
	case lost && drills[0].Failures != nil:
		return *drills[0].Failures
	}
	return drills[0].Records
}

// each leads from every figure that records or entries stand behind; computed ones have none of their own.
func (d drills) each(names []string) []Drill {
	var out []Drill
	for _, name := range names {
		input := d.inputs[name]
		switch {
		case input.Entered:
			out = append(out, Drill{Figure: name, Title: input.Title, Records: d.entered(input)})
		case input.Metric != "":
			m, _ := d.reports.data.Metric(input.Metric)
			drill := Drill{Figure: name, Title: input.Title, Metric: m.Name, Records: d.records(d.reports.recordsOf(m.Name), input)}
			if m.Failures != "" {
				failures := d.records(m.Failures, input)
				drill.Failures = &failures
			}
			out = append(out, drill)
		}
	}
	return out
}

// records asks for the records behind a metric of the subject, with the filters and the look-back of an input.
func (d drills) records(name string, input scheme.Input) warehouse.RecordQuery {
	m, _ := d.reports.data.Metric(name)
	q := d.asked.query
	to := q.Period.To
	if q.AsOf.Before(to) {
		to = q.AsOf
	}
	from := q.Period.From
	if wide, err := window(q.Period, input.Months); err == nil {
		from = wide.From
	}
	out := warehouse.RecordQuery{
		Fact: m.Fact, Metric: name, Region: d.unit.region, Tree: q.Tree, TreeDate: d.asked.group.treeDate,
		From: from, To: to, AsOf: q.AsOf, Version: q.Version, Filters: d.asked.group.named.widened(input.Filters),
	}
	if d.asked.group.kind != scheme.Regions {
		out.Region = q.Region
		out.Filters = append(out.Filters, warehouse.Filter{Dimension: dimensionOf(d.asked.group.kind), Values: []string{d.unit.key}})
	}
	return out
}

// entered asks for the entries behind a figure that people entered.
func (d drills) entered(input scheme.Input) warehouse.RecordQuery {
	q, kind := d.asked.query, d.asked.group.kind
	period, err := window(q.Period, input.Months)
	if err != nil {
		period = q.Period
	}
	subject := map[scheme.SubjectKind]string{scheme.Regions: "recorded_region", scheme.Departments: "department", scheme.Enterprises: "enterprise"}[kind]
	out := warehouse.RecordQuery{
		Fact: warehouse.EntryFact, Region: q.Region, Tree: q.Tree, TreeDate: d.asked.group.treeDate,
		From: period.From, To: earlier(period.To, q.AsOf), Version: q.Version,
		Filters: []warehouse.Filter{
			{Dimension: "assessment_scheme", Values: []string{d.asked.scheme.Name}},
			{Dimension: "assessment_item", Values: []string{input.Name}},
			{Dimension: "assessment_subject", Values: []string{unitKind(kind)}},
			{Dimension: subject, Values: []string{d.unit.key}},
		},
	}
	if kind == scheme.Regions {
		out.Region = d.unit.region // what its own people may see
	}
	if input.Months == 0 {
		out.To = period.From // entries for exactly this period begin with it
		out.Filters = append(out.Filters, warehouse.Filter{Dimension: "assessment_until", Values: []string{period.To.String()}})
	}
	return out
}

func earlier(a, b safety.Date) safety.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// recordsOf names the metric whose records stand behind a figure: of a ratio the denominator, because what is missing in
// the numerator stands there, or the numerator where the denominator is a figure and no records.
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
