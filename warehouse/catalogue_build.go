package warehouse

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// metricName is the form of names of metrics and dimensions; columnName that of columns and denominators' figures.
var columnName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
var columnSum = regexp.MustCompile(`^[a-z][a-z0-9_]*( \+ [a-z][a-z0-9_]*)+$`)
var metricName = regexp.MustCompile(`^[a-z][a-z0-9_]{2,59}$`)

// buildCatalogue puts the entries of files together, later ones replacing earlier ones of the same name. A measure that
// differs from the shipped one of its name cannot be read from the rollup, which was built from the shipped one.
func buildCatalogue(files []catalogueFile, shipped *Catalogue) (*Catalogue, error) {
	c := &Catalogue{byName: map[string]*Metric{}}
	var faults []error
	fault := func(file catalogueFile, name string, err error) {
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %s: %w", file.file, name, err))
		}
	}
	for _, file := range files {
		for _, d := range file.Dimensions {
			fault(file, d.Name, c.addDimension(d))
		}
		for _, text := range file.Measures {
			fault(file, text.Metric.Name, c.addMeasure(text, shipped))
		}
	}
	for _, file := range files {
		for _, text := range file.Measures {
			fault(file, text.Metric.Name, c.checkOf(text))
		}
		for _, text := range file.Ratios {
			fault(file, text.Metric.Name, c.addRatio(text))
		}
	}
	c.relink()
	hash, err := hashOf(files)
	c.hash = hash
	return c, errors.Join(append(faults, err)...)
}

func (c *Catalogue) addDimension(d *Dimension) error {
	if !metricName.MatchString(d.Name) || d.Name == "region" || d.Name == "period" {
		return fmt.Errorf("dimension name %q: expected lower-case letters, digits and _, and neither region nor period", d.Name)
	}
	for fact, column := range d.Columns {
		f, ok := FactNamed(fact)
		if !ok {
			return fmt.Errorf("columns: there is no fact %q", fact)
		}
		if _, ok := f.Column(column); !ok {
			return fmt.Errorf("columns: %s has no column %q", fact, column)
		}
	}
	if i := slices.IndexFunc(c.dimensions, func(o *Dimension) bool { return o.Name == d.Name }); i >= 0 {
		c.dimensions[i] = d
		return nil
	}
	c.dimensions = append(c.dimensions, d)
	return nil
}

func (c *Catalogue) addMeasure(text measureText, shipped *Catalogue) error {
	value, err := parseValue(text.Value)
	if err != nil {
		return err
	}
	f, ok := FactNamed(text.Fact)
	if !ok {
		return fmt.Errorf("there is no fact %q", text.Fact)
	}
	if value.Aggregation == Sum || value.Aggregation == Distinct {
		for _, column := range value.columns() {
			if _, ok := f.Column(column); !ok {
				return fmt.Errorf("value %q: %s has no column %q", text.Value, f.Name, column)
			}
		}
	}
	if text.Rollup && (text.AsOf || text.Date == "" || (value.Aggregation != Count && value.Aggregation != Sum)) {
		return errors.New("rollup: only counts and sums with a date add up by month")
	}
	if text.Rollup && len(value.columns()) > 1 {
		return errors.New("rollup: a column of it holds one figure, not a sum of two")
	}
	for what, sql := range map[string]string{"date": text.Date, "where": text.Where, "known": text.Known} {
		if err := checkExpression(what, sql); err != nil {
			return err
		}
	}
	m := text.Metric.metric(MeasureMetric)
	m.Measure = &Measure{Fact: text.Fact, Date: text.Date, AsOf: text.AsOf, Value: value, Where: text.Where, Known: text.Known, Of: text.Of, Rollup: text.Rollup}
	if shipped != nil {
		m.Measure.Rollup = shipped.rolledUp(text.Metric.Name, *m.Measure)
	}
	return c.add(m)
}

// rolledUp reports whether the rollup keeps the figure of a shipped measure under that name with that meaning. Title, unit
// and the like, and what the file says about the rollup, do not matter.
func (c *Catalogue) rolledUp(name string, m Measure) bool {
	was, ok := c.byName[name]
	if !ok || was.Measure == nil {
		return false
	}
	m.Rollup = was.Measure.Rollup
	return m.Rollup && m == *was.Measure
}

// checkOf holds that what a sum is over is a count of the same records.
func (c *Catalogue) checkOf(text measureText) error {
	if text.Of == "" {
		return nil
	}
	of, ok := c.byName[text.Of]
	if !ok || of.Measure == nil || of.Measure.Value.Aggregation != Count || of.Measure.Fact != text.Fact || of.Measure.Date != text.Date {
		return fmt.Errorf("of %q: expected a measure that counts %s records by %s", text.Of, text.Fact, text.Date)
	}
	return nil
}

func (c *Catalogue) addRatio(text ratioText) error {
	m := text.Metric.metric(RatioMetric)
	m.Rate = text.Rate
	if m.Rate && m.Decimals == 0 {
		m.Decimals = 2
	}
	m.Ratio = &Ratio{Scale: text.Scale}
	if text.Scale <= 0 {
		return fmt.Errorf("scale %v: expected a number above zero", text.Scale)
	}
	for _, side := range []struct {
		name string
		to   **Metric
	}{{text.Numerator, &m.Ratio.Numerator}, {text.Denominator, &m.Ratio.Denominator}} {
		of, ok := c.byName[side.name]
		if !ok || of.Measure == nil {
			return fmt.Errorf("there is no measure %q", side.name)
		}
		*side.to = of
	}
	if text.Failures != "" {
		of, ok := c.byName[text.Failures]
		if !ok || !m.Ratio.countsLike(of) {
			return fmt.Errorf("failures %q: expected a measure that counts %s records as %s does", text.Failures, m.Ratio.Denominator.Fact(), text.Denominator)
		}
		m.Ratio.Failures = of
	}
	return c.add(m)
}

// countsLike reports whether a measure counts records of the denominator's fact by the denominator's date.
func (r *Ratio) countsLike(m *Metric) bool {
	below := r.Denominator.Measure
	return m.Measure != nil && m.Measure.Value.Aggregation == Count && m.Measure.Fact == below.Fact && m.Measure.Date == below.Date
}

func (c *Catalogue) add(m *Metric) error {
	if !metricName.MatchString(m.Name) {
		return fmt.Errorf("name %q: expected 3 to 60 lower-case letters, digits and _", m.Name)
	}
	if m.Title.ZH == "" || m.Title.EN == "" {
		return errors.New("title: both zh and en are needed")
	}
	if m.Noun == (Text{}) {
		m.Noun = m.noun()
	}
	if m.Noun.ZH == "" || m.Noun.EN == "" {
		return errors.New("noun: both zh and en are needed, or neither")
	}
	if was, ok := c.byName[m.Name]; ok {
		if was.Kind != m.Kind {
			return fmt.Errorf("the name is taken by a %s", was.Kind)
		}
		i := slices.IndexFunc(c.metrics, func(o *Metric) bool { return o.Name == m.Name })
		c.metrics[i] = m
	} else {
		c.metrics = append(c.metrics, m)
	}
	c.byName[m.Name] = m
	return nil
}

// relink points ratios at the measures in force, which a later file may have replaced.
func (c *Catalogue) relink() {
	for _, m := range c.metrics {
		if m.Ratio == nil || m.Ratio.Numerator == nil || m.Ratio.Denominator == nil {
			continue
		}
		m.Ratio.Numerator = c.byName[m.Ratio.Numerator.Name]
		m.Ratio.Denominator = c.byName[m.Ratio.Denominator.Name]
		if m.Ratio.Failures != nil {
			m.Ratio.Failures = c.byName[m.Ratio.Failures.Name]
		}
	}
}

func (t metricText) metric(kind MetricKind) *Metric {
	return &Metric{Name: t.Name, Kind: kind, Title: t.Title, Noun: t.Noun, Unit: t.Unit, Doc: t.Doc, Document: t.Document, Decimals: t.Decimals, Better: t.Better}
}
