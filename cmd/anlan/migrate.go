package main

import (
	"context"
	"fmt"
	"log/slog"

	"anlan/warehouse"
)

// migrateCommand brings the schema up to date; every other command that opens the data does so too.
type migrateCommand struct{}

// Run prints the step that the schema is at. A second run changes nothing.
func (migrateCommand) Run(a *app) error {
	return a.withWarehouse(func(context.Context, config, *warehouse.Warehouse, *slog.Logger) error {
		steps, err := warehouse.Migrations()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.stdout, "schema is at step %s\n", steps[len(steps)-1].Name)
		return err
	})
}
