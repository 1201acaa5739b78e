package scheme

import (
	"slices"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Metric is what a scheme needs to know of a metric of the catalogue.
type Metric struct {
	Title    warehouse.Text
	Unit     string
	Decimals int
	Ratio    bool
	Scale    decimal.Decimal // of a ratio: 100 makes it a percentage
	Final    bool            // it counts what cannot be undone
	// Dimensions are what it can be filtered by, with the values of each; no values where any may occur. Nil is not known.
	Dimensions map[string][]string
	// Meant is the name that was probably meant, where there is no such metric; empty where none is near.
	Meant string
}

// Known gives a metric of the catalogue, and false for a name that it does not have; then only Meant may be set.
type Known func(name string) (Metric, bool)

// KnownIn gives the metrics of a catalogue.
func KnownIn(c *warehouse.Catalogue) Known {
	return func(name string) (Metric, bool) {
		m, err := c.Metric(name)
		if err != nil {
			return Metric{Meant: metricMeant(c, name)}, false
		}
		known := Metric{Title: m.Title, Unit: m.Unit, Decimals: m.Decimals, Ratio: m.Ratio != nil, Final: m.Fact() == "accident"}
		if m.Ratio != nil {
			known.Scale = decimal.NewFromFloat(m.Ratio.Scale)
		}
		known.Dimensions = dimensionsOf(c, m.Fact())
		return known, true
	}
}

// dimensionsOf lists what records of a fact can be filtered by.
func dimensionsOf(c *warehouse.Catalogue, fact string) map[string][]string {
	out := map[string][]string{}
	for _, d := range c.Dimensions() {
		if _, ok := d.ColumnOf(fact); !ok {
			continue
		}
		out[d.Name] = nil
		if words, ok := safety.VocabularyNamed(d.Vocabulary); ok {
			for _, term := range words.Terms {
				out[d.Name] = append(out[d.Name], term.Code)
			}
		}
	}
	return out
}

// Inputs lists every figure that the scheme needs of a subject, each once: those of figures first, then the metrics that
// rules and expressions name directly, in the order of the scheme. They must not be changed.
func (s *Scheme) Inputs() []Input { return s.inputs }

// Metrics lists the metrics that the scheme asks for, each once.
func (s *Scheme) Metrics() []string {
	var names []string
	for _, i := range s.inputs {
		if i.Metric != "" && !slices.Contains(names, i.Metric) {
			names = append(names, i.Metric)
		}
	}
	return names
}

// Input gives the input of a name.
func (s *Scheme) Input(name string) (Input, bool) {
	if i := s.inputNamed(name); i != nil {
		return *i, true
	}
	return Input{}, false
}

func (s *Scheme) inputNamed(name string) *Input {
	if i, ok := s.index[name]; ok {
		return &s.inputs[i]
	}
	return nil
}

// metric gives a metric of the catalogue; without a catalogue every name is one.
func (s *Scheme) metric(name string) (Metric, bool) {
	if s.known == nil {
		return Metric{Title: warehouse.Text{ZH: name, EN: name}}, true
	}
	return s.known(name)
}

// entryInput turns an entry of figures into an input. What it leaves out is taken from the metric.
func (s *Scheme) entryInput(f FigureEntry) Input {
	in := Input{
		Name: f.Name, Title: f.Title, Unit: f.Unit, Metric: f.Metric, Months: int(f.Months), Entered: f.Entered,
		Default: f.Default, Expression: f.Expression, Document: f.Document,
	}
	for _, filter := range f.Filters {
		in.Filters = append(in.Filters, warehouse.Filter{Dimension: filter.Dimension, Values: filter.Values, Not: filter.Not})
	}
	if f.Metric != "" {
		m, _ := s.metric(f.Metric)
		in.Decimals, in.Final = m.Decimals, m.Final
		if f.Unit == "" {
			in.Unit = m.Unit
		}
	}
	if f.Final != nil {
		in.Final = *f.Final
	}
	if f.Decimals != nil {
		in.Decimals = *f.Decimals
	} else if f.Expression != "" || f.Entered {
		in.Decimals = shownPlaces // as exact as it is: trailing zeros are not printed
		if f.Expression != "" {
			in.Decimals = 2
		}
	}
	return in
}

// need makes sure that the figure a reference stands on is among the inputs.
func (s *Scheme) need(r reference) {
	if r.figure == "" {
		return
	}
	in := s.inputNamed(r.figure)
	if in == nil {
		in = s.addInput(s.impliedInput(r))
	}
	in.PreviousYear = in.PreviousYear || r.part == partPreviousYear
	in.PreviousPeriod = in.PreviousPeriod || r.part == partPreviousPeriod
}

func (s *Scheme) addInput(in Input) *Input {
	s.index[in.Name] = len(s.inputs)
	s.inputs = append(s.inputs, in)
	return &s.inputs[len(s.inputs)-1]
}

// impliedInput is a metric that a rule names directly, or a figure of figures over more months.
func (s *Scheme) impliedInput(r reference) Input {
	if base := s.inputNamed(r.base); base != nil && r.months != 0 {
		in := *base
		in.Name, in.Months = r.figure, int(r.months)
		in.PreviousYear, in.PreviousPeriod = false, false
		return in
	}
	m, _ := s.metric(r.base)
	return Input{Name: r.figure, Title: m.Title, Unit: m.Unit, Decimals: m.Decimals, Metric: r.base, Months: int(r.months), Final: m.Final}
}

// spreadComparisons asks for the earlier periods of what computed figures are made of, where those are compared themselves.
func (s *Scheme) spreadComparisons() {
	for range s.inputs { // expressions are not cyclic, so this many rounds reach the deepest one
		for _, in := range s.inputs {
			p := s.programs[in.Expression]
			if in.Expression == "" || p == nil || !in.PreviousYear && !in.PreviousPeriod {
				continue
			}
			for _, name := range p.names {
				if base := s.inputNamed(s.reference(name).figure); base != nil {
					base.PreviousYear = base.PreviousYear || in.PreviousYear
					base.PreviousPeriod = base.PreviousPeriod || in.PreviousPeriod
				}
			}
		}
	}
}
