package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anlan/warehouse"
	"anlan/warehouse/reference"
)

const metricsIntro = `# Metrics and dimensions

<!-- Generated from the catalogue by "go generate ./demo"; edit warehouse/catalogue instead. -->

The figures that ship: what schemes, risk models, rules of warnings and GraphQL queries may name, and what they may be
filtered on. A folder of your own (` + "`warehouse.catalogue`" + `) adds to them and replaces them; ` + "`{ catalogue { … } }`" + ` answers with what is in force.

- **counted by** is the date that puts a record into a period; "as of" has no period: all records, judged on the period's last day, or today while it runs.
- Stocks ("as of") and rates by deadline are computed as of the period's end over what is loaded, also where the data end before the period: hazards then become overdue
  because nobody sent that they were rectified. ` + "`source { dataUntil }`" + ` of every answer is the day on which the data end; the dashboard shows such a period as without data.
- A rate without a denominator is no rate: neither 0 nor 100 %. **lost in** names the records that keep it from being better.
`

// MetricsDoc describes the shipped catalogue in Markdown. It is docs/metrics.md.
func MetricsDoc() []byte {
	c, err := warehouse.LoadCatalogue("")
	if err != nil {
		panic(fmt.Errorf("the shipped catalogue: %w", err)) // embedded at build time
	}
	var b strings.Builder
	b.WriteString(metricsIntro)
	for _, f := range warehouse.Facts() {
		describeMeasures(&b, c, f)
	}
	b.WriteString("\n## Ratios 比率\n\n| metric | 名称 | unit | numerator | denominator | × | lost in |\n|---|---|---|---|---|---|---|\n")
	for _, m := range c.Metrics() {
		if m.Ratio == nil {
			continue
		}
		lost := ""
		if m.Ratio.Failures != nil {
			lost = code(m.Ratio.Failures.Name)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", code(m.Name), m.Title.ZH, m.Unit, named(m.Ratio.Numerator), named(m.Ratio.Denominator),
			strconv.FormatFloat(m.Ratio.Scale, 'f', -1, 64), lost)
	}
	describeDimensions(&b, c)
	return []byte(b.String())
}

func describeMeasures(b *strings.Builder, c *warehouse.Catalogue, f *warehouse.Fact) {
	measures := slices.DeleteFunc(c.Metrics(), func(m *warehouse.Metric) bool { return m.Measure == nil || m.Measure.Fact != f.Name })
	if len(measures) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s %s\n\n", f.Title.EN, f.Title.ZH)
	var dimensions []string
	for _, d := range c.Dimensions() {
		if _, has := d.ColumnOf(f.Name); has {
			dimensions = append(dimensions, code(d.Name))
		}
	}
	fmt.Fprintf(b, "Filters and breakdowns: %s.\n\n| metric | 名称 | | unit | counted by |\n|---|---|---|---|---|\n", strings.Join(dimensions, ", "))
	for _, m := range measures {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", code(m.Name), m.Title.ZH, inCell(m.Title.EN), m.Unit, countedBy(f, m.Measure))
	}
}

func countedBy(f *warehouse.Fact, m *warehouse.Measure) string {
	switch {
	case m.AsOf:
		return "as of"
	case m.Value.Aggregation == warehouse.Stock:
		return "newest figure, a year at most"
	case m.Value.Aggregation == warehouse.Flow:
		return "exactly the period"
	}
	if c, ok := f.Column(m.Date); ok {
		return c.Title.ZH
	}
	return "all time"
}

func describeDimensions(b *strings.Builder, c *warehouse.Catalogue) {
	b.WriteString("\n## Dimensions 维度\n\n`filters: [{dimension: NAME, values: [CODE, …]}]` in files, `{dimension: \"NAME\", values: [\"CODE\"]}` in queries. In a scheme a sector stands for the sectors below it, too; elsewhere name them all.\n\n" +
		"| dimension | 名称 | values |\n|---|---|---|\n")
	for _, d := range c.Dimensions() {
		fmt.Fprintf(b, "| %s | %s | %s |\n", code(d.Name), d.Title.ZH, inCell(valuesOf(d)))
	}
	listed(b, "Sectors 行业领域", "a list of your own takes its place: [dimensions.md](dimensions.md)", reference.Sectors, 3)
	listed(b, "Departments 监管部门", "likewise", reference.Departments, -1)
}

func valuesOf(d *warehouse.Dimension) string {
	if v, ok := warehouse.VocabularyNamed(d.Vocabulary); ok {
		words := make([]string, len(v.Terms))
		for i, t := range v.Terms {
			words[i] = code(t.Code) + " " + t.ZH
		}
		return strings.Join(words, ", ")
	}
	if d.Lookup != "" {
		return "below"
	}
	return "as recorded"
}

// listed writes a shipped list; parent is the column of what an entry lies below, -1 without one.
func listed(b *strings.Builder, title, note string, file []byte, parent int) {
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		panic(fmt.Errorf("%s: %w", title, err)) // embedded at build time
	}
	fmt.Fprintf(b, "\n### %s\n\nAs shipped (%s):\n\n", title, note)
	for _, r := range rows[1:] {
		fmt.Fprintf(b, "- %s %s, %s", code(r[0]), r[1], r[2])
		if parent >= 0 && r[parent] != "" {
			fmt.Fprintf(b, " (below %s)", code(r[parent]))
		}
		b.WriteString("\n")
	}
}

func named(m *warehouse.Metric) string { return code(m.Name) + " " + m.Title.ZH }

func code(name string) string { return "`" + name + "`" }
