package warehouse

import (
	"context"
	"errors"
	"testing"

	"anlan/safety"
)

// desk asks one warehouse about one region and compares the answers with figures worked out by hand.
type desk struct {
	w      *Warehouse
	region safety.RegionCode
	scope  Scope
}

func zibo(w *Warehouse) desk { return desk{w: w, region: "370300", scope: Everything()} }

func (d desk) ask(t *testing.T, q MetricQuery) *MetricTable {
	t.Helper()
	if q.Region == "" {
		q.Region = d.region
	}
	table, err := d.w.Metrics(t.Context(), d.scope, q)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// figure asks for one figure of the desk's region.
func (d desk) figure(t *testing.T, measure, code string) (float64, State) {
	t.Helper()
	return figureOf(t, d.ask(t, MetricQuery{Measures: []string{measure}, Period: period(t, code)}), measure)
}

// wants is what a cell must hold: a figure, or the state of one that is not known.
type wants struct {
	column string
	key    []string
	want   float64
	state  State
}

func cellIs(column string, want float64, key ...string) wants {
	return wants{column: column, key: key, want: want, state: Present}
}

func stateIs(column string, state State, key ...string) wants {
	return wants{column: column, key: key, state: state}
}

func checkFigures(t *testing.T, table *MetricTable, cells ...wants) {
	t.Helper()
	for _, c := range cells {
		if got, state := figureOf(t, table, c.column, c.key...); got != c.want || state != c.state {
			t.Errorf("%s %v = %v (%s), expected %v (%s)", c.column, c.key, got, state, c.want, c.state)
		}
	}
}

func hasRow(table *MetricTable, key string) bool {
	for _, text := range table.Columns[0].Texts {
		if text == key {
			return true
		}
	}
	return false
}

// both computes a query from the rollup where it can, and from the facts alone.
func (d desk) both(t *testing.T, q MetricQuery) (rollup, facts *MetricTable) {
	t.Helper()
	if q.Region == "" {
		q.Region = d.region
	}
	v, release, err := d.w.pin(t.Context(), q.Version)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var tables [2]*MetricTable
	for i := range tables {
		p, _, err := d.w.resolve(t.Context(), v, d.scope, q)
		if err != nil {
			t.Fatal(err)
		}
		p.noRollup = i == 1
		groups, err := d.w.compute(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		tables[i] = p.finish(groups)
	}
	return tables[0], tables[1]
}

// update runs one Update and fails the test when it fails.
func update(t *testing.T, w *Warehouse, fn func(ctx context.Context, u *Update) error) (before, after uint64) {
	t.Helper()
	before, after, err := w.Update(t.Context(), "run", "test", fn)
	if err != nil {
		t.Fatal(err)
	}
	return before, after
}

func codeOf(err error) string {
	var fault *Error
	if errors.As(err, &fault) {
		return fault.Code
	}
	if err != nil {
		return "not a fault: " + err.Error()
	}
	return ""
}

func mustFact(t *testing.T, name string) *Fact {
	t.Helper()
	f, ok := FactNamed(name)
	if !ok {
		t.Fatalf("no fact %s", name)
	}
	return f
}
