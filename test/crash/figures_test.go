package crash

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"anlan/demo"
	"anlan/etl"
	"anlan/safety"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

// restarted is the warehouse as a program finds it that starts after the last one.
type restarted struct {
	t         *testing.T
	warehouse *warehouse.Warehouse
	loader    *etl.Loader
}

// restart opens the warehouse as the program does. The caller closes it before another process may have it.
func restart(t *testing.T, data string) restarted {
	t.Helper()
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	loader, err := etl.Open(w, etl.Options{SourceDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return restarted{t, w, loader}
}

func (r restarted) close() {
	r.t.Helper()
	if err := r.warehouse.Close(context.Background()); err != nil {
		r.t.Fatal(err)
	}
}

// load runs a pipeline on a file, to its end.
func (r restarted) load(fact, file string) warehouse.Run {
	r.t.Helper()
	run, err := r.loader.Run(r.t.Context(), strings.TrimSuffix(demo.FileName(fact), ".csv"), etl.RunOptions{Files: []string{file}})
	if err != nil {
		r.t.Fatal(err)
	}
	return run
}

// factSQL tells the records of a fact by month so closely that no two states of it look the same.
var factSQL = map[string]string{
	"hazard": `SELECT arrayStringConcat(groupArray(concat(toString(month), ' ', toString(n), ' ', toString(h))), '\n') FROM
		(SELECT month, count() AS n, sum(cityHash64(system, id, level, found_on)) AS h FROM hazard WHERE _partition_id IN {parts:Array(String)} GROUP BY month ORDER BY month)`,
	"accident": `SELECT arrayStringConcat(groupArray(concat(toString(month), ' ', toString(n), ' ', toString(h))), '\n') FROM
		(SELECT month, count() AS n, sum(cityHash64(system, id, ifNull(deaths, 99), occurred_on)) AS h FROM accident WHERE _partition_id IN {parts:Array(String)} GROUP BY month ORDER BY month)`,
}

// measures are asked for by city and month; the rollup answers them.
var measures = map[string][]string{
	"hazard":   {"hazards_found", "hazards_found_major", "hazards_rectified"},
	"accident": {"accidents", "deaths"},
}

// figures are what users see of a fact, and the records behind it.
func (r restarted) figures(fact string) string {
	r.t.Helper()
	current, err := r.warehouse.Current(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	var out strings.Builder
	for _, year := range []string{"2023", "2024"} {
		period, err := safety.ParsePeriod(year)
		if err != nil {
			r.t.Fatal(err)
		}
		table, err := r.warehouse.Metrics(r.t.Context(), warehouse.Everything(), warehouse.MetricQuery{
			Measures: measures[fact], Dimensions: []string{"region"}, Region: "370000", Period: period, Grain: safety.GrainMonth, Totals: true,
		})
		if err != nil {
			r.t.Fatal(err)
		}
		for _, column := range table.Columns {
			fmt.Fprint(&out, column.Name, column.Texts)
			for _, n := range append(column.Numbers, column.Total) {
				if n == nil {
					out.WriteString(" -")
				} else {
					fmt.Fprint(&out, " ", *n)
				}
			}
			out.WriteString("\n")
		}
	}
	var records string
	if err := r.warehouse.Conn().QueryRow(r.t.Context(), factSQL[fact], dial.Named("parts", append([]string{}, current.Partitions(fact)...))).Scan(&records); err != nil {
		r.t.Fatal(err)
	}
	out.WriteString(records)
	return out.String()
}

// tidy checks that nothing of a load that was killed is left.
func (r restarted) tidy() {
	r.t.Helper()
	var left []string
	if err := r.warehouse.Conn().QueryRow(r.t.Context(), `SELECT groupArray(name) FROM system.tables WHERE database = currentDatabase()
		AND (startsWith(name, 'stage_') OR startsWith(name, 'work_'))`).Scan(&left); err != nil || len(left) > 0 {
		r.t.Errorf("tables left behind: %v %v", left, err)
	}
	running, err := r.warehouse.Runs(r.t.Context(), warehouse.RunQuery{State: warehouse.RunRunning})
	if err != nil || len(running) > 0 {
		r.t.Errorf("the ledger says that these run: %v %v", running, err)
	}
}

// lastRun is the newest run of a fact; its zero value when there is none.
func (r restarted) lastRun(fact string) (run warehouse.Run) {
	r.t.Helper()
	runs, err := r.warehouse.Runs(r.t.Context(), warehouse.RunQuery{Facts: []string{fact}, First: 1})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(runs) > 0 {
		run = runs[0]
	}
	return run
}
