package warehouse

import (
	"context"
	"slices"
	"strings"
)

// VersionDifference is one figure that two data versions tell differently.
type VersionDifference struct {
	Metric string
	// Keys are the values of the query's dimensions, and of the period where there is a grain; Titles say them in words.
	Keys, Titles            []string
	Before, After           *float64
	BeforeState, AfterState State // how each is to be read; NoData where the version has no such row
}

// VersionComparison says which figures of one query differ between two data versions.
type VersionComparison struct {
	Before, After Source
	Dimensions    []string // the names behind Keys
	Differences   []VersionDifference
}

// CompareVersions answers a query in two data versions and gives the figures that differ, in the order of the later one's rows. Both are
// judged on the same day under the same tree, so that only the data differs. A version that is no longer kept is a not_found Error;
// Corrections knows what came of past months for ever.
func (w *Warehouse) CompareVersions(ctx context.Context, scope Scope, q MetricQuery, before, after uint64) (*VersionComparison, error) {
	if len(q.Compare) > 0 || q.Limit > 0 {
		return nil, Fault(BadRequest, "a comparison of two versions takes neither other periods nor a limit")
	}
	var tables [2]*MetricTable
	for i, version := range []uint64{after, before} {
		q.Version = version
		table, err := w.Metrics(ctx, scope, q)
		if err != nil {
			return nil, err
		}
		tables[i] = table
		q.AsOf, q.TreeDate = table.Source.AsOf, table.Source.TreeDate
	}
	now, was := readRows(tables[0]), readRows(tables[1])
	out := &VersionComparison{Before: tables[1].Source, After: tables[0].Source, Dimensions: now.names}
	for _, key := range append(slices.Clone(now.order), slices.DeleteFunc(was.order, func(key string) bool { _, both := now.rows[key]; return both })...) {
		out.Differences = append(out.Differences, differences(q.Measures, now.rows[key], was.rows[key])...)
	}
	return out, nil
}

// keyedRows are the rows of a table by the values of its dimensions.
type keyedRows struct {
	names []string
	order []string
	rows  map[string]*keyedRow
}

type keyedRow struct {
	keys, titles []string
	figures      map[string]*float64
	states       map[string]State
}

func readRows(t *MetricTable) keyedRows {
	out := keyedRows{rows: map[string]*keyedRow{}}
	for i := range t.Rows {
		row := &keyedRow{figures: map[string]*float64{}, states: map[string]State{}}
		for _, c := range t.Columns {
			switch c.Kind {
			case DimensionColumn:
				row.keys = append(row.keys, c.Texts[i])
				if i == 0 {
					out.names = append(out.names, c.Name)
				}
			case LabelColumn:
				row.titles = append(row.titles, c.Texts[i])
			case MeasureColumn:
				row.figures[c.Name], row.states[c.Name] = c.Numbers[i], c.States[i]
			default:
			}
		}
		key := strings.Join(row.keys, "\x00")
		out.order, out.rows[key] = append(out.order, key), row
	}
	return out
}

// differences compares the figures of one row; a version without the row has no data of it.
func differences(measures []string, now, was *keyedRow) []VersionDifference {
	var out []VersionDifference
	for _, m := range measures {
		d := VersionDifference{Metric: m, BeforeState: NoData, AfterState: NoData}
		if was != nil {
			d.Keys, d.Titles, d.Before, d.BeforeState = was.keys, was.titles, was.figures[m], was.states[m]
		}
		if now != nil {
			d.Keys, d.Titles, d.After, d.AfterState = now.keys, now.titles, now.figures[m], now.states[m]
		}
		same := d.Before == nil && d.After == nil || d.Before != nil && d.After != nil && *d.Before == *d.After
		if !same || d.BeforeState != d.AfterState {
			out = append(out, d)
		}
	}
	return out
}
