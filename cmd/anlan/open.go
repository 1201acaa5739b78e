package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"anlan/warehouse"
)

// closeWithin is how long an engine may take to stop what runs.
const closeWithin = 20 * time.Second

// withWarehouse opens the warehouse, runs work and closes it, also after a failure or a signal.
func (a *app) withWarehouse(work func(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger) error) (err error) {
	c, err := a.configuration()
	if err != nil {
		return err
	}
	log := a.logger(c)
	shared, err := sharedWriter(a.ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shared.close()) }()
	w, err := openWarehouse(a.ctx, c, shared.hook(), log)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), closeWithin)
		defer cancel()
		if closing := w.Close(ctx); closing != nil {
			err = errors.Join(err, fmt.Errorf("close warehouse: %w", closing))
		}
	}()
	return work(a.ctx, c, w, log)
}

func openWarehouse(ctx context.Context, c config, writer warehouse.Writer, log *slog.Logger) (*warehouse.Warehouse, error) {
	dir := ""
	if c.Warehouse.URL == "" {
		var err error
		if dir, err = dataFolder(c); err != nil {
			return nil, err
		}
	}
	return warehouse.Open(ctx, warehouse.Config{
		URL: c.Warehouse.URL, Dir: dir, Database: c.Warehouse.Database, Library: c.ChDB.Lib,
		MemoryLimit: int64(c.Warehouse.Memory), Connections: c.Warehouse.Connections, CatalogueDir: c.Warehouse.Catalogue,
		KeepVersions: c.Warehouse.KeepVersions, KeepFor: time.Duration(c.Warehouse.KeepDays) * 24 * time.Hour,
		ReferenceDir: c.Reference.Dir, Writer: writer, Held: heldByExports(c), Logger: log,
	})
}

// dataFolder makes the data folder. The engine wants it absolute.
func dataFolder(c config) (string, error) {
	dir, err := filepath.Abs(c.Warehouse.Data)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("make data folder: %w", err)
	}
	return dir, nil
}
