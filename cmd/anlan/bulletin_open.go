package main

import (
	"log/slog"

	"anlan/reports/bulletin"
	"anlan/reports/dispatch"
	"anlan/reports/material"
	"anlan/reports/render/file"
	"anlan/reports/render/font"
	"anlan/state"
	"anlan/warehouse"
)

// openBulletins reads kinds, offices and fonts, and gives what composes bulletins and what keeps them.
func openBulletins(c config, w *warehouse.Warehouse, store *state.Store, neighbours material.Sources, log *slog.Logger) (*bulletin.Composer, *dispatch.Bulletins, error) {
	neighbours.Warehouse = w
	composer, err := bulletin.Open(bulletin.Sources{Catalogue: w.Catalogue(), Material: material.New(neighbours)},
		bulletin.Options{KindDir: c.Bulletin.Kinds, OfficeDir: c.Bulletin.Offices, Program: version})
	if err != nil {
		return nil, nil, err
	}
	fonts, err := font.Open(c.Bulletin.Fonts)
	if err != nil {
		return nil, nil, err
	}
	for _, refused := range fonts.Refused() {
		log.Warn("a font is not used", "file", refused.File, "error", refused.Why)
	}
	return composer, dispatch.New(store, composer, file.New(fonts), dispatch.RegionsOf(w), dispatch.Options{Root: c.Notices.Link, Today: w.Today}), nil
}
