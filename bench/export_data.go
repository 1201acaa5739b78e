package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"anlan/warehouse"
)

//go:embed export.sql
var exportSQL string

// hazardsOf makes a data folder with so many hazards and nothing else.
func hazardsOf(ctx context.Context, dir string, rows int) (err error) {
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer func() {
		if closing := w.Close(ctx); err == nil {
			err = closing
		}
	}()
	fact, _ := warehouse.FactNamed("hazard")
	work, err := w.CreateWork(ctx, fact, "bench")
	if err != nil {
		return err
	}
	defer w.DropWork(ctx, work) //nolint:errcheck // the next open drops it
	statement := strings.NewReplacer("INTO WORK", "INTO "+work, "ROWS", strconv.Itoa(rows)).Replace(exportSQL)
	if err := w.Conn().Exec(ctx, statement); err != nil {
		return fmt.Errorf("make hazards: %w", err)
	}
	_, _, err = w.Update(ctx, "bench", "hazards", func(ctx context.Context, u *warehouse.Update) error {
		_, err := u.Merge(ctx, fact, work)
		return err
	})
	return err
}

// twin copies a data folder that nobody has open: the engine of this process reads what the server reads, at the same time.
func twin(ctx context.Context, dir string) (string, error) {
	to := dir + "-twin"
	if err := os.RemoveAll(to); err != nil {
		return "", err
	}
	if text, err := exec.CommandContext(ctx, "cp", "-a", dir, to).CombinedOutput(); err != nil {
		return "", fmt.Errorf("copy the data: %w: %s", err, text)
	}
	return to, nil
}

// engineSelect is the statement of all columns of a data set as they leave, as plainly as the engine can be asked.
func engineSelect(w *warehouse.Warehouse, v *warehouse.Version, name string) (string, error) {
	for _, set := range w.DataSets() {
		if set.Name != name {
			continue
		}
		var columns []string
		for _, c := range set.Columns {
			value := c.Name
			if c.Type == "Nullable(String)" {
				value = "nullIf(" + c.Name + ", '')"
			}
			if !c.Sensitive {
				columns = append(columns, "CAST("+value+" AS "+c.Type+") AS `"+c.Name+"`")
			}
		}
		return "SELECT " + strings.Join(columns, ", ") + " FROM " + set.Fact + " WHERE _partition_id IN ('" + strings.Join(v.Partitions(set.Fact), "', '") + "')", nil
	}
	return "", fmt.Errorf("there is no data set %s", name)
}
