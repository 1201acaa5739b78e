package main

import (
	"context"

	"anlan/etl"
)

// etlDraftCommand writes a pipeline for files that nothing is known of yet. It needs no warehouse.
type etlDraftCommand struct {
	Files []string `arg:"" type:"existingfile" help:"Files to look at: CSV, TSV, JSON lines, Parquet, XLSX or XLS."`
	Fact  string   `help:"Kind of record: enterprise, inspection, hazard, training, accident, obligation or denominator. Default: guessed from names and columns." placeholder:"FACT"`
}

// Run prints the draft on standard output.
func (d *etlDraftCommand) Run(a *app) error {
	text, err := etl.Draft(context.Background(), etl.DraftOptions{Files: d.Files, Fact: d.Fact})
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(text)
	return err
}

// warningText says what a warning of a run counts.
func warningText(code string) string {
	if _, text := etl.WarningText(code); text != "" {
		return text
	}
	return "rows were loaded that break the rule " + code
}
