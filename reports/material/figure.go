package material

import (
	"github.com/shopspring/decimal"

	"anlan/reports/prose"
	"anlan/warehouse"
)

// quotientPlaces is how exactly quotients are kept: a tie of any number of places that is printed is told from what is next to one,
// for denominators of up to eighteen digits.
const quotientPlaces = 20

// exact gives a metric's value from the cells of one row: the shortest decimal that a number stands for, so that 0.2 is one fifth, and
// of a ratio the quotient of its parts.
func exact(m *warehouse.Metric, cell func(metric string) (*float64, warehouse.State)) prose.Value {
	number, state := cell(m.Name)
	if number == nil {
		return prose.Value{State: state}
	}
	value := decimal.NewFromFloat(*number)
	if m.Ratio != nil {
		above, _ := cell(m.Ratio.Numerator.Name)
		below, _ := cell(m.Ratio.Denominator.Name)
		if above != nil && below != nil && *below != 0 {
			value = quotient(m, decimal.NewFromFloat(*above), decimal.NewFromFloat(*below))
		}
	}
	return prose.Value{State: state, Exact: &value}
}

func quotient(m *warehouse.Metric, above, below decimal.Decimal) decimal.Decimal {
	return above.Mul(decimal.NewFromFloat(m.Ratio.Scale)).DivRound(below, quotientPlaces)
}

// adds reports whether the parts of a breakdown add up to the whole: counts and sums of records do. Persons and enterprises that are
// counted once each, rates and stated figures do not; along months neither does what is judged on a day.
func adds(m *warehouse.Metric, by string) bool {
	if m.Measure == nil || m.Measure.Fact == "denominator" {
		return false
	}
	summed := m.Measure.Value.Aggregation == warehouse.Count || m.Measure.Value.Aggregation == warehouse.Sum
	return summed && (by != ByMonth || !m.Measure.AsOf && m.Measure.Date != "")
}

// quantity names a figure of a metric.
func quantity(ask string, m *warehouse.Metric, row string, title warehouse.Text) prose.Quantity {
	return prose.Quantity{
		Query: ask, Row: row, Metric: m.Name, Title: m.Title, RowTitle: title, Noun: m.Noun, Unit: m.UnitText(),
		Rate: m.Rate, Better: map[string]int{"up": 1, "down": -1}[m.Better], Decimals: int32(m.Decimals), //nolint:gosec // a few places
	}
}

// against gives the value that a quantity is set against; nil when it was not asked for.
func against(q *prose.Quantity, c warehouse.Comparison) **prose.Value {
	switch c {
	case warehouse.PreviousYear:
		return &q.PreviousYear
	case warehouse.YearBeforeLast:
		return &q.YearBeforeLast
	}
	return &q.PreviousPeriod
}

// counted is a quantity of a plain count that is no metric.
func counted(query, row, metric string, title, noun, unit warehouse.Text, n int64) prose.Quantity {
	value := decimal.NewFromInt(n)
	return prose.Quantity{Query: query, Row: row, Metric: metric, Title: title, Noun: noun, Unit: unit, Now: present(value)}
}

func present(d decimal.Decimal) prose.Value {
	return prose.Value{State: warehouse.Present, Exact: &d}
}
