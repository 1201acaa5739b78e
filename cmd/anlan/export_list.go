package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// setView is a data set as the server describes it.
type setView struct {
	Name    string
	Kind    string
	Title   text
	Date    string
	Columns []struct {
		Name, Type, Unit, Doc string
		Title                 text
		Sensitive             bool
	}
}

// list prints the data sets, or the columns of one.
func (d *exportDoor) list(ctx context.Context, a *app, name string) error {
	response, err := d.request(ctx, http.MethodGet, "", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	var answer struct{ DataSets []setView }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil { //nolint:musttag // names match without case
		return d.lost(ctx, err)
	}
	if name == "" {
		table := newListing(a.stdout, "DATA SET", "KIND", "COLUMNS", "DATE", "TITLE")
		for _, s := range answer.DataSets {
			table.row(s.Name, s.Kind, len(s.Columns), s.Date, s.Title.ZH)
		}
		return table.Flush()
	}
	for _, s := range answer.DataSets {
		if s.Name != name {
			continue
		}
		table := newListing(a.stdout, "COLUMN", "TYPE", "UNIT", "TITLE", "")
		for _, c := range s.Columns {
			sensitive := ""
			if c.Sensitive {
				sensitive = "sensitive: only when it is named"
			}
			table.row(c.Name, c.Type, c.Unit, c.Title.ZH, sensitive)
		}
		return table.Flush()
	}
	return usageError{fmt.Errorf("there is no data set %q, or none for you; “anlan export --list” prints them", name)}
}
