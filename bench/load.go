package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"anlan/demo"
	"anlan/etl"
	"anlan/warehouse"
)

// load measures the whole way of a file into published figures against the engine reading the same file straight into a
// table of the same schema.
func (b *bench) load(ctx context.Context) error {
	scale, err := demo.ParseScale(b.scale)
	if err != nil {
		return err
	}
	source := filepath.Join(b.dir, "source")
	start := time.Now()
	truth, err := demo.Generate(ctx, demo.Options{Dir: source, Scale: scale, Seed: 1})
	if err != nil {
		return err
	}
	b.add(Result{Name: "demo files written", Value: time.Since(start).Seconds(), Unit: "s"})
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: filepath.Join(b.dir, "data")})
	if err != nil {
		return err
	}
	defer w.Close(ctx) //nolint:errcheck // the process ends or fails anyway
	loader, err := etl.Open(w, etl.Options{SourceDir: source})
	if err != nil {
		return err
	}
	for _, p := range loader.Pipelines() {
		baseline, err := straight(ctx, w, p.Fact, filepath.Join(source, demo.FileName(p.Fact.Name)))
		if err != nil {
			return fmt.Errorf("%s straight: %w", p.Name, err)
		}
		start := time.Now()
		run, err := loader.Run(ctx, p.Name, etl.RunOptions{})
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		rows := float64(run.RowsRead)
		aim := ""
		if rows > 100_000 {
			aim = "≥ 0.7"
		}
		b.add(Result{
			Name: "load " + p.Name, Value: rows / time.Since(start).Seconds(), Unit: "rows/s",
			Baseline: rows / baseline.Seconds(), Against: "engine reads the file straight", Aim: aim,
		})
	}
	return demo.Check(ctx, w, truth)
}

// straight times the engine reading a file into a table with the fact's own layout, with nothing checked or published.
func straight(ctx context.Context, w *warehouse.Warehouse, fact *warehouse.Fact, file string) (time.Duration, error) {
	month := "0"
	if fact.Date != "" {
		month = "toYYYYMM(" + fact.Date + ")"
	}
	var structure, target, values []string
	for _, c := range demo.Columns(fact) {
		kind, value := c.Type, "`"+c.Title.ZH+"`"
		if strings.HasPrefix(c.Type, "Array") {
			kind, value = "String", "splitByString('、', "+value+")"
		}
		structure = append(structure, "`"+c.Title.ZH+"` "+kind)
		target = append(target, c.Name)
		values = append(values, value+" AS "+c.Name)
	}
	table := "bench_" + fact.Name
	if err := w.Conn().Exec(ctx, "CREATE TABLE "+table+" AS "+fact.Name); err != nil {
		return 0, err
	}
	start := time.Now()
	err := w.Conn().Exec(ctx, "INSERT INTO "+table+" (month, generation, "+strings.Join(target, ", ")+") SELECT "+month+", 1, "+strings.Join(values, ", ")+
		" FROM file('"+file+"', CSVWithNames, '"+strings.ReplaceAll(strings.Join(structure, ", "), "'", "\\'")+"') SETTINGS input_format_allow_errors_num = 1000000,"+
		" bool_true_representation = '是', bool_false_representation = '否', input_format_csv_allow_variable_number_of_columns = 1, max_partitions_per_insert_block = 1000")
	elapsed := time.Since(start)
	if err != nil {
		return 0, err
	}
	return elapsed, w.Conn().Exec(ctx, "DROP TABLE "+table+" SYNC")
}
