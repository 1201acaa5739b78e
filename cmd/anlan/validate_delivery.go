package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"

	"anlan/reports/bulletin"
	"anlan/reports/delivery"
	"anlan/reports/timetable"
	"anlan/safety"
	"anlan/warehouse/reference"
)

// kinds gives the kinds of bulletins in force, which recipients and schedules refer to.
func (v *validation) kinds() ([]*bulletin.Kind, error) {
	catalogue, err := v.metrics()
	if err != nil {
		return nil, err
	}
	composer, err := bulletin.Open(bulletin.Sources{Catalogue: catalogue}, bulletin.Options{KindDir: v.settings.Bulletin.Kinds, OfficeDir: v.settings.Bulletin.Offices, Program: version})
	if err != nil {
		return nil, err
	}
	return composer.Kinds(), nil
}

func checkRecipients(v *validation, file string, text []byte) error {
	kinds, err := v.kinds()
	if err != nil {
		return err
	}
	regions := codes(reference.Regions, reference.RegionChanges, v.reference("regions.csv"), v.reference("region_changes.csv"))
	sectors := codes(reference.Sectors, v.reference("sectors.csv"))
	_, err = delivery.Read(file, text, delivery.Known{
		Kinds: kindNames(kinds), Region: func(code safety.RegionCode) bool { return regions[string(code)] }, Sector: func(code string) bool { return sectors[code] },
	})
	return err
}

func checkSchedule(v *validation, file string, text []byte) error {
	kinds, err := v.kinds()
	if err == nil {
		_, err = timetable.Read(file, text, kinds)
	}
	return err
}

// reference reads a file of the user's own regions or sectors; nothing where there is none.
func (v *validation) reference(name string) []byte {
	if v.settings.Reference.Dir == "" {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(v.settings.Reference.Dir, name))
	if err != nil {
		return nil // it may have none of this kind
	}
	return text
}

// codes collects the column code of tables.
func codes(tables ...[]byte) map[string]bool {
	known := map[string]bool{}
	for _, table := range tables {
		rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte("\ufeff"))))
		head, err := rows.Read()
		column := slices.Index(head, "code")
		for err == nil && column >= 0 {
			var row []string
			if row, err = rows.Read(); err == nil { // what follows a fault is the loader's to tell
				known[row[column]] = true
			}
		}
	}
	return known
}
