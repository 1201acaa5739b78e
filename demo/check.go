package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// metricsAtOnce is how many metrics one question asks for.
const metricsAtOnce = 16

// Check compares the warehouse's answers with the truth about the files that were loaded into it, and nothing else: every
// metric of the Truth for the province and by city, over all months, for each month, and as of the last day; and what the
// ledger says of the newest run of every fact: rows read, loaded, rejected and why. The error names every difference.
func Check(ctx context.Context, w *warehouse.Warehouse, truth *Truth) error {
	c := checker{ask: func(q warehouse.MetricQuery) (*warehouse.MetricTable, error) {
		return w.Metrics(ctx, warehouse.Everything(), q)
	}}
	if err := c.checkLedger(ctx, w, truth); err != nil {
		return fmt.Errorf("check the demo data: %w", err)
	}
	return c.check(truth)
}

// checker collects differences; ask answers like Warehouse.Metrics.
type checker struct {
	ask         func(warehouse.MetricQuery) (*warehouse.MetricTable, error)
	differences []error
}

func (c *checker) check(truth *Truth) error {
	whole, err := safety.Between(truth.From, truth.Until)
	if err != nil {
		return fmt.Errorf("check the demo data: %w", err)
	}
	c.compare("all months", warehouse.MetricQuery{Period: whole}, map[string]Figures{"": truth.Whole})
	c.compare("at the end", warehouse.MetricQuery{Period: whole}, map[string]Figures{"": truth.AtEnd})
	c.compare("by month", warehouse.MetricQuery{Period: whole, Grain: safety.GrainMonth}, truth.buckets(whole))
	if c.differences != nil {
		return fmt.Errorf("the warehouse and the demo's truth differ in %d places: %w", len(c.differences), errors.Join(c.differences...))
	}
	return nil
}

// buckets gives the months under the codes that the buckets of a period have: the last one may be cut.
func (t *Truth) buckets(whole safety.Period) map[string]Figures {
	buckets := map[string]Figures{}
	for _, b := range whole.Buckets(safety.GrainMonth) {
		buckets[b.Code] = t.Months[b.From.YearMonth().String()]
	}
	return buckets
}

// compare asks for the figures of every bucket, first of the province and then of its cities.
func (c *checker) compare(what string, q warehouse.MetricQuery, expected map[string]Figures) {
	q.Region, q.Tree = provinceOf, warehouse.Statutory
	names := namesOf(expected)
	for part := range slices.Chunk(names, metricsAtOnce) {
		q.Measures, q.Dimensions, q.Level = part, nil, 0
		c.compareTable(what, q, expected)
		q.Dimensions, q.Level = []string{"region"}, safety.LevelCity
		c.compareTable(what, q, expected)
	}
}

func namesOf(expected map[string]Figures) []string {
	for _, figures := range expected {
		for _, metrics := range figures {
			return slices.Sorted(maps.Keys(metrics))
		}
	}
	return nil
}

func (c *checker) compareTable(what string, q warehouse.MetricQuery, expected map[string]Figures) {
	table, err := c.ask(q)
	if err != nil {
		c.differences = append(c.differences, fmt.Errorf("%s: ask for %v: %w", what, q.Measures, err))
		return
	}
	texts := func(name string, row int) string {
		for _, column := range table.Columns {
			if column.Name == name && column.Kind == warehouse.DimensionColumn {
				return column.Texts[row]
			}
		}
		return ""
	}
	seen := 0
	for row := range table.Rows {
		region := safety.RegionCode(cmp.Or(texts("region", row), string(provinceOf)))
		bucket := texts("period", row)
		figures, ok := expected[bucket][region]
		if !ok { // the province itself (省直)
			figures = map[string]int64{}
		} else {
			seen++
		}
		for _, column := range table.Columns {
			if column.Kind == warehouse.MeasureColumn {
				c.compareFigure(fmt.Sprintf("%s %s %s %s", what, bucket, region, column.Name), figures[column.Name], column.Numbers[row])
			}
		}
	}
	rows := len(expected)
	if q.Dimensions != nil {
		rows = 0
		for _, figures := range expected {
			rows += len(figures) - 1 // the province is no city
		}
	}
	if seen != rows {
		c.differences = append(c.differences, fmt.Errorf("%s: %v for %d regions and periods, expected %d", what, q.Measures, seen, rows))
	}
}

// compareFigure takes an unknown figure for zero: where no record tells, the generator counted none.
func (c *checker) compareFigure(what string, expected int64, got *float64) {
	found := 0.0
	if got != nil {
		found = *got
	}
	if found != float64(expected) {
		c.differences = append(c.differences, fmt.Errorf("%s: the warehouse says %v, expected %d", what, found, expected))
	}
}
