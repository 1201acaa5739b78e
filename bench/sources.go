package main

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/etl/source/database"
	"anlan/test/databases"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

//go:embed sources.sql
var sourcesSQL string

// sourceColumns are the columns of sources.sql.
var sourceColumns = []string{"id", "region", "level", "found_on", "changed_at", "money", "done", "description", "enterprise", "days"}

// sources measures how fast rows come from each kind of source into a staging table, against the engine reading the same rows
// itself, and the memory of loading five million.
func (b *bench) sources(ctx context.Context) error {
	rows := 1_000_000
	if b.scale == "small" {
		rows = 100_000
	}
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: filepath.Join(b.dir, "sources")})
	if err != nil {
		return err
	}
	defer w.Close(ctx) //nolint:errcheck // the process ends or fails anyway
	dialects := strings.Split(strings.ReplaceAll(sourcesSQL, "ROWS", strconv.Itoa(rows)), "---\n")
	for i, start := range []func(databases.TB, ...string) *databases.Server{databases.PostgreSQL, databases.MariaDB} {
		host := &host{}
		defer host.end()
		err := host.run(func() error {
			server := start(host)
			if i == 0 {
				if err := b.memory(ctx, server); err != nil {
					return err
				}
			}
			return b.database(ctx, w.Conn(), server, dialects[i], rows)
		})
		if err != nil {
			return err
		}
	}
	return errors.Join(b.csv(ctx, w.Conn(), rows), b.workbook(ctx, w.Conn()))
}

// database measures one server; the engine's own reading comes first, so that both find a warm cache.
func (b *bench) database(ctx context.Context, conn *dial.Conn, server *databases.Server, dialect string, rows int) error {
	kind, driver, address := connection.PostgreSQL, "pgx", server.URL()
	function := "postgresql({addr:String}, {db:String}, 'ledger', {user:String}, {password:String})"
	if server.Scheme == "mysql" {
		kind, driver, address = connection.MySQL, "mysql", server.DSN()
		function = "mysql({addr:String}, {db:String}, 'ledger', {user:String}, {password:String})"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // the process ends or fails anyway
	if _, err := db.ExecContext(ctx, "CREATE TABLE ledger AS "+dialect); err != nil {
		return err
	}
	u, err := url.Parse(server.URL())
	if err != nil {
		return err
	}
	u.User = nil
	c := connection.Connection{Name: "bench", Kind: kind, URL: u, User: server.User, Password: connection.NewSecret(server.Password)}
	var engine, ours time.Duration
	for range 2 {
		engine, err = staged(ctx, conn, func(table string) error {
			return conn.Exec(ctx, "INSERT INTO "+table+" SELECT 0, rowNumberInAllBlocks(), 0, "+strings.Join(texts(), ", ")+" FROM "+function,
				dial.Named("addr", server.Addr), dial.Named("db", server.Database), dial.Named("user", server.User), dial.Named("password", server.Password))
		})
		if err != nil {
			return fmt.Errorf("the engine reads %s: %w", server.Scheme, c.ScrubError(err))
		}
		ours, err = staged(ctx, conn, func(table string) error {
			in, err := database.Open(ctx, c, database.Spec{Connection: "bench", Table: "ledger"}, database.Ask{})
			if err != nil {
				return err
			}
			return stream(ctx, conn, table, in)
		})
		if err != nil {
			return err
		}
	}
	b.add(Result{Name: "stage from " + server.Scheme, Value: float64(rows) / ours.Seconds(), Unit: "rows/s", Baseline: float64(rows) / engine.Seconds(), Against: "engine's own table function"})
	return nil
}

// csv measures a file of the same rows, written by the engine out of the last staging table.
func (b *bench) csv(ctx context.Context, conn *dial.Conn, rows int) error {
	file := filepath.Join(b.dir, "ledger.csv")
	if err := conn.Exec(ctx, "INSERT INTO FUNCTION file('"+file+"', CSVWithNames) SELECT "+strings.Join(renamed(), ", ")+" FROM bench_stage SETTINGS engine_file_truncate_on_insert = 1"); err != nil {
		return err
	}
	structure := strings.Join(sourceColumns, " Nullable(String), ") + " Nullable(String)"
	var engine, ours time.Duration
	var err error
	for range 2 {
		engine, err = staged(ctx, conn, func(table string) error {
			return conn.Exec(ctx, "INSERT INTO "+table+" SELECT 0, rowNumberInAllBlocks(), 0, * FROM file('"+file+"', CSVWithNames, '"+structure+"')")
		})
		if err != nil {
			return err
		}
		ours, err = staged(ctx, conn, func(table string) error {
			in, err := source.Open(file, source.Spec{Format: source.CSV})
			if err != nil {
				return err
			}
			return errors.Join(stream(ctx, conn, table, in), in.Close())
		})
		if err != nil {
			return err
		}
	}
	b.add(Result{Name: "stage from CSV", Value: float64(rows) / ours.Seconds(), Unit: "rows/s", Baseline: float64(rows) / engine.Seconds(), Against: "engine reads the file straight"})
	return os.Remove(file)
}

// texts are the columns as the engine makes text of them.
func texts() []string {
	list := make([]string, len(sourceColumns))
	for i, c := range sourceColumns {
		list[i] = "toString(" + c + ")"
	}
	return list
}

func renamed() []string {
	list := make([]string, len(sourceColumns))
	for i, c := range sourceColumns {
		list[i] = fmt.Sprintf("c%d AS %s", i+1, c)
	}
	return list
}

// staged times how a staging table is filled.
func staged(ctx context.Context, conn *dial.Conn, fill func(table string) error) (time.Duration, error) {
	columns := []string{"file UInt32", "row UInt64", "line UInt64"}
	for i := range sourceColumns {
		columns = append(columns, fmt.Sprintf("c%d Nullable(String)", i+1))
	}
	const table = "bench_stage"
	if err := conn.Exec(ctx, "CREATE OR REPLACE TABLE "+table+" ("+strings.Join(columns, ", ")+") ENGINE = MergeTree ORDER BY tuple()"); err != nil {
		return 0, err
	}
	start := time.Now()
	err := fill(table)
	return time.Since(start), err
}

// stream puts an input into the table as a run does.
func stream(ctx context.Context, conn *dial.Conn, table string, in source.Input) error {
	reader, writer := io.Pipe()
	go func() {
		_, err := in.Stream(ctx, writer, source.Layout{Bad: func(bad source.Bad) error { return errors.New(bad.Reason) }})
		_ = writer.CloseWithError(err) // never fails
	}()
	err := conn.InsertFormat(ctx, in.Encoding(), "INSERT INTO "+table, reader)
	_ = reader.CloseWithError(err) // never fails
	return err
}
