package warehouse

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed catalogue/*.yaml
var catalogueFiles embed.FS

// MetricKind says how a metric is made.
type MetricKind string

const (
	MeasureMetric MetricKind = "measure" // counted or summed from records
	RatioMetric   MetricKind = "ratio"   // one measure over another
)

// Metric is one figure that can be asked for.
type Metric struct {
	Name     string
	Kind     MetricKind
	Title    Text
	Noun     Text // what is counted, as sentences say it before the number: 事故, 检查; in English the plural noun
	Unit     string
	Doc      string
	Document string // the document that asks for the figure
	Decimals int    // places that the figure is usually printed with
	Rate     bool   // a percentage: it compares in percentage points
	Better   string // "up", "down" or "" when neither is better
	Measure  *Measure
	Ratio    *Ratio
}

// Fact names the records that the metric counts: for a ratio, those of its numerator.
func (m *Metric) Fact() string {
	if m.Measure != nil {
		return m.Measure.Fact
	}
	return m.Ratio.Numerator.Fact()
}

// Drill is the measure whose records stand behind the metric: its own, or its numerator's.
func (m *Metric) Drill() *Measure {
	if m.Measure != nil {
		return m.Measure
	}
	return m.Ratio.Numerator.Drill()
}

// Measure is a figure counted or summed straight from records. Date, Where and Known are SQL over the record's columns; an
// as-of measure refers to the day as {as_of}.
type Measure struct {
	Fact   string
	Date   string // empty: the records of all time
	AsOf   bool
	Value  Value
	Where  string
	Known  string
	Of     string // for a sum under a condition: the measure that counts the records that it is over
	Rollup bool
}

// mayBeUnknown reports whether records can exist that do not tell the figure.
func (m *Measure) mayBeUnknown() bool { return m.Value.Aggregation == Sum || m.Known != "" }

// Aggregation is the way in which a measure turns records into a figure.
type Aggregation string

const (
	Count    Aggregation = "count"
	Sum      Aggregation = "sum"
	Distinct Aggregation = "distinct"
	Stock    Aggregation = "stock" // the newest figure of a denominator
	Flow     Aggregation = "flow"  // the figure of a denominator for exactly the period
)

// Value is an aggregation and what it is over: a column, or the name of a denominator's figure.
type Value struct {
	Aggregation Aggregation
	Of          string
}

// Ratio is Numerator / Denominator × Scale.
type Ratio struct {
	Numerator   *Metric
	Denominator *Metric
	// Failures counts the records that keep the ratio from being better: those of the denominator that the numerator lacks,
	// or, where less is better, those of the numerator. nil where no records tell.
	Failures *Metric
	Scale    float64
}

// Dimension is something that figures can be broken down by.
type Dimension struct {
	Name       string            `yaml:"name"`
	Title      Text              `yaml:"title"`
	Column     string            `yaml:"column"`     // for every fact that has the column
	Columns    map[string]string `yaml:"columns"`    // fact → column
	Vocabulary string            `yaml:"vocabulary"` // list of package safety that titles the values
	Lookup     string            `yaml:"lookup"`     // dimension table that titles the values
}

// ColumnOf returns the column of a fact that holds the dimension; false when the fact does not have it.
func (d *Dimension) ColumnOf(fact string) (string, bool) {
	if c, ok := d.Columns[fact]; ok {
		return c, true
	}
	if f, ok := FactNamed(fact); ok && d.Column != "" {
		_, has := f.Column(d.Column)
		return d.Column, has
	}
	return "", false
}

// Catalogue is the set of metrics and dimensions in force. It does not change after loading.
type Catalogue struct {
	metrics    []*Metric
	dimensions []*Dimension
	byName     map[string]*Metric
	hash       string
}

// Metrics lists all metrics, measures first.
func (c *Catalogue) Metrics() []*Metric { return slices.Clone(c.metrics) }

// Dimensions lists the dimensions beside region and period.
func (c *Catalogue) Dimensions() []*Dimension { return slices.Clone(c.dimensions) }

// Hash identifies the content, for cache keys.
func (c *Catalogue) Hash() string { return c.hash }

// DimensionsOf names the dimensions that a metric can be broken down and filtered by, in their order: those that its records have,
// of a ratio those that both its parts have.
func (c *Catalogue) DimensionsOf(m *Metric) []string {
	facts := []string{m.Fact()}
	if m.Ratio != nil {
		facts = append(facts, m.Ratio.Denominator.Fact())
	}
	var names []string
	for _, d := range c.dimensions {
		if !slices.ContainsFunc(facts, func(fact string) bool { _, ok := d.ColumnOf(fact); return !ok }) {
			names = append(names, d.Name)
		}
	}
	return names
}

// Metric returns the metric of that name, or a not_found Error that names the nearest ones.
func (c *Catalogue) Metric(name string) (*Metric, error) {
	if m, ok := c.byName[name]; ok {
		return m, nil
	}
	return nil, Fault(NotFound, "there is no metric %q; the catalogue lists what there is", name)
}

// Dimension returns the dimension of that name, or a not_found Error.
func (c *Catalogue) Dimension(name string) (*Dimension, error) {
	i := slices.IndexFunc(c.dimensions, func(d *Dimension) bool { return d.Name == name })
	if i < 0 {
		return nil, Fault(NotFound, "there is no dimension %q; the catalogue lists what there is", name)
	}
	return c.dimensions[i], nil
}

// catalogueFile is what a YAML file of the catalogue may hold.
type catalogueFile struct {
	file       string
	Dimensions []*Dimension  `yaml:"dimensions"`
	Measures   []measureText `yaml:"measures"`
	Ratios     []ratioText   `yaml:"ratios"`
}

type metricText struct {
	Name     string `yaml:"name"`
	Title    Text   `yaml:"title"`
	Noun     Text   `yaml:"noun,omitempty"`
	Unit     string `yaml:"unit"`
	Doc      string `yaml:"doc"`
	Document string `yaml:"document"`
	Decimals int    `yaml:"decimals"`
	Better   string `yaml:"better"`
}

type measureText struct {
	Metric metricText `yaml:",inline"`
	Fact   string     `yaml:"fact"`
	Date   string     `yaml:"date"`
	AsOf   bool       `yaml:"as_of"`
	Value  string     `yaml:"value"`
	Where  string     `yaml:"where"`
	Known  string     `yaml:"known"`
	Of     string     `yaml:"of"`
	Rollup bool       `yaml:"rollup"`
}

type ratioText struct {
	Metric      metricText `yaml:",inline"`
	Numerator   string     `yaml:"numerator"`
	Denominator string     `yaml:"denominator"`
	Failures    string     `yaml:"failures"`
	Scale       float64    `yaml:"scale"`
	Rate        bool       `yaml:"rate"`
}

// LoadCatalogue reads the metrics that ship and then the YAML files of dir (may be empty), whose entries replace those of the
// same name and add others. It names every fault at once.
func LoadCatalogue(dir string) (*Catalogue, error) {
	shipped, err := readCatalogue(catalogueFiles, "catalogue")
	if err != nil {
		return nil, err
	}
	base, err := buildCatalogue(shipped, nil)
	if err != nil || dir == "" {
		return base, err
	}
	own, unread := readCatalogue(os.DirFS(dir), ".")
	c, err := buildCatalogue(append(shipped, own...), base)
	if err := errors.Join(unread, err); err != nil {
		return nil, fmt.Errorf("catalogue %s: %w", dir, err)
	}
	return c, nil
}

func readCatalogue(from fs.FS, dir string) ([]catalogueFile, error) {
	entries, err := fs.ReadDir(from, dir)
	if err != nil {
		return nil, err
	}
	var files []catalogueFile
	var faults []error
	for _, entry := range entries {
		if ext := filepath.Ext(entry.Name()); ext != ".yaml" && ext != ".yml" {
			continue
		}
		text, err := fs.ReadFile(from, filepath.ToSlash(filepath.Join(dir, entry.Name())))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		file := catalogueFile{file: entry.Name()}
		if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", entry.Name(), err))
			continue
		}
		files = append(files, file)
	}
	return files, errors.Join(faults...)
}

func hashOf(files []catalogueFile) (string, error) {
	text, err := yaml.Marshal(files)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), nil
}

// columns are the columns that a value is made of: what a sum adds up may be several, told together.
func (v Value) columns() []string { return strings.Split(v.Of, " + ") }

// parseValue reads "count", "sum(column)", "sum(column + column)", "distinct(column)", "stock(figure)" or "flow(figure)".
func parseValue(text string) (Value, error) {
	name, rest, found := strings.Cut(text, "(")
	v := Value{Aggregation: Aggregation(name), Of: strings.TrimSuffix(rest, ")")}
	switch v.Aggregation {
	case Count:
		if found {
			return v, fmt.Errorf("value %q: count takes no column", text)
		}
		return v, nil
	case Sum, Distinct, Stock, Flow:
		if !found || !strings.HasSuffix(rest, ")") || !(columnName.MatchString(v.Of) || v.Aggregation == Sum && columnSum.MatchString(v.Of)) {
			return v, fmt.Errorf("value %q: expected %s(NAME)", text, name)
		}
		return v, nil
	}
	return v, fmt.Errorf("value %q: expected count, sum(…), distinct(…), stock(…) or flow(…)", text)
}
