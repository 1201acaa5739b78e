package warehouse

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"anlan/safety"
)

// The months that a series may have, the one that is judged included: its season is told by two years before that month.
const (
	ShortestSeries = 25
	LongestSeries  = 60
)

// SeriesQuery asks how unusual a figure of one month is among those of the months before it, unit by unit.
type SeriesQuery struct {
	Metric     string
	Filters    []Filter
	Dimensions []string // "region" and dimensions of the catalogue; empty for one series
	Region     safety.RegionCode
	Level      safety.RegionLevel // as in MetricQuery
	Tree       Tree               // zero means Managing
	Month      safety.Month       // the month that is judged; it must be over
	Months     int                // the length of the series, 25 to 60; 0 means 36
	// Fence is how many interquartile ranges beyond the quartiles the usual range goes; 0 means 3.
	Fence   float64
	Version uint64 // 0 means the newest
}

// SeriesTable is the answer to a SeriesQuery.
type SeriesTable struct {
	Values []SeriesValue
	Source Source
}

// SeriesValue is the last month of one series.
type SeriesValue struct {
	Keys, Titles []string // of the dimensions
	Figure       *float64 // of the month; nil when unknown, and State says why
	State        State
	// Length is how many months without a gap are known up to the month. Below ShortestSeries nothing was judged.
	Length int
	Judged bool
	// Expected is what season and trend of the months before let expect, Low to High the usual range around it.
	Expected, Low, High float64
	// Score is how far the figure lies beyond the quartiles of what was left unexplained before, in interquartile ranges:
	// positive above, negative below, 0 between them or where chance alone explains a count.
	Score float64
}

//go:embed sql/series_unusual.sql
var seriesUnusualSQL string

// seriesAtOnce bounds the values of one statement, whose parameters travel in its address.
const seriesAtOnce = 10_000

// UnusualValues answers a SeriesQuery under a scope. A figure that is a rate is judged as it is, any other by its logarithm,
// so that season and noise may grow with it.
func (w *Warehouse) UnusualValues(ctx context.Context, scope Scope, q SeriesQuery) (*SeriesTable, error) {
	m, err := w.catalogue.Metric(q.Metric)
	if err != nil {
		return nil, err
	}
	if q.Months == 0 {
		q.Months = 36
	}
	if q.Fence == 0 {
		q.Fence = 3
	}
	if q.Months < ShortestSeries || q.Months > LongestSeries {
		return nil, Fault(BadRequest, "a series has %d to %d months, not %d", ShortestSeries, LongestSeries, q.Months)
	}
	if last := q.Month.Last(); last.After(w.Today()) {
		return nil, Fault(BadRequest, "the month %s is not over", q.Month)
	}
	span, err := safety.Between(q.Month.Add(1-q.Months).First(), q.Month.Last())
	if err != nil {
		return nil, Fault(BadRequest, "%v", err)
	}
	table, err := w.Metrics(ctx, scope, MetricQuery{
		Measures: []string{q.Metric}, Dimensions: q.Dimensions, Region: q.Region, Level: q.Level, Tree: q.Tree,
		Period: span, Grain: safety.GrainMonth, Filters: q.Filters, Version: q.Version,
	})
	if err != nil {
		return nil, err
	}
	list := seriesOf(table, q)
	for part := range slices.Chunk(list, max(1, seriesAtOnce/q.Months)) {
		if err := w.judgeSeries(ctx, part, m, q.Fence); err != nil {
			return nil, faultOf(ctx, "judge the series", err)
		}
	}
	out := &SeriesTable{Source: table.Source, Values: make([]SeriesValue, len(list))}
	for i, s := range list {
		out.Values[i] = s.SeriesValue
	}
	return out, nil
}

// series is a SeriesValue with the months that lead to it.
type series struct {
	SeriesValue
	values []float64
}

// seriesOf reads the rows of a table, months in order within each unit, as one series a unit, back to the first gap.
func seriesOf(table *MetricTable, q SeriesQuery) []*series {
	index := map[string]*series{}
	var list []*series
	rows := readRows(table)
	for _, key := range rows.order {
		row := rows.rows[key]
		n := len(q.Dimensions)
		unit := strings.Join(row.keys[:n], "\x00")
		s, ok := index[unit]
		if !ok {
			s = &series{SeriesValue: SeriesValue{Keys: row.keys[:n], Titles: row.titles[:n]}}
			index[unit] = s
			list = append(list, s)
		}
		s.Figure, s.State = row.figures[q.Metric], row.states[q.Metric]
		if s.Figure == nil {
			s.values = s.values[:0]
			continue
		}
		s.values = append(s.values, *s.Figure)
	}
	for _, s := range list {
		s.Length = len(s.values)
	}
	return list
}

// judgeSeries lets the engine judge those that are long enough, all in one statement.
func (w *Warehouse) judgeSeries(ctx context.Context, list []*series, m *Metric, fence float64) error {
	numbers, values := []uint32{}, [][]float64{}
	for i, s := range list {
		if s.Length >= ShortestSeries {
			numbers, values = append(numbers, uint32(i)), append(values, s.values)
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	narrowest := 0.01 // one per cent, where season and trend explained all
	if m.Rate {
		narrowest = 0.1 // percentage points
	}
	counted := m.Measure != nil && (m.Measure.Value.Aggregation == Count || m.Measure.Value.Aggregation == Distinct)
	rows, err := w.conn.Query(ctx, seriesUnusualSQL, named("numbers", numbers), named("series", values), named("logarithm", !m.Rate),
		named("narrowest", narrowest), named("fence", fence), named("counted", counted))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number uint32
		var v SeriesValue
		if err := rows.Scan(&number, &v.Expected, &v.Low, &v.High, &v.Score); err != nil {
			return err
		}
		s := list[number]
		s.Judged, s.Expected, s.Low, s.High, s.Score = true, v.Expected, v.Low, v.High, v.Score
	}
	return rows.Err()
}
