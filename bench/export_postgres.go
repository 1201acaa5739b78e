package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"anlan/test/databases"
)

// postgres measures COPY … TO of the same rows as CSV, read by a client of this process, against our CSV over HTTP.
func (e *exporting) postgres(ctx context.Context, h *host) error {
	server := databases.PostgreSQL(h)
	conn, err := pgx.Connect(ctx, server.URL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // the process ends or fails anyway
	var columns []string
	for _, set := range e.w.DataSets() {
		if set.Name == "hazard" {
			for _, c := range set.Columns {
				columns = append(columns, `"`+c.Name+`" `+postgresType(c.Type))
			}
		}
	}
	if _, err := conn.Exec(ctx, "CREATE UNLOGGED TABLE hazard ("+strings.Join(columns, ", ")+")"); err != nil {
		return err
	}
	reader, writer := io.Pipe()
	go func() {
		_, err := e.server.export(ctx, "format=csv", func(r io.Reader) (int64, error) { return io.Copy(writer, r) })
		_ = writer.CloseWithError(err) // never fails
	}()
	tag, err := conn.PgConn().CopyFrom(ctx, reader, "COPY hazard FROM STDIN (FORMAT csv, HEADER)")
	if err == nil && tag.RowsAffected() != int64(e.rows) {
		err = fmt.Errorf("%d rows of %d", tag.RowsAffected(), e.rows)
	}
	if err != nil {
		return fmt.Errorf("copy into PostgreSQL: %w", err)
	}
	if _, err := conn.Exec(ctx, "VACUUM ANALYZE hazard"); err != nil {
		return err
	}
	var theirs, ours times
	for range exportRounds {
		start := time.Now()
		if _, err := conn.PgConn().CopyTo(ctx, io.Discard, "COPY hazard TO STDOUT (FORMAT csv, HEADER)"); err != nil {
			return err
		}
		theirs = append(theirs, time.Since(start))
		start = time.Now()
		if _, err := e.server.export(ctx, "format=csv", discarded); err != nil {
			return err
		}
		ours = append(ours, time.Since(start))
	}
	rows := float64(e.rows)
	e.add(Result{Name: "export " + millions(rows) + ", csv over HTTP", Value: rows / (ours.at(0.5) / 1000), Unit: "rows/s", Baseline: rows / (theirs.at(0.5) / 1000), Against: "PostgreSQL COPY TO STDOUT, CSV"})
	return nil
}

// postgresType is the type in which PostgreSQL keeps a column as it leaves.
func postgresType(t string) string {
	plain := strings.TrimSuffix(strings.TrimPrefix(t, "Nullable("), ")")
	switch {
	case strings.HasPrefix(plain, "Decimal"):
		return "numeric(18, 2)"
	case plain == "Date32":
		return "date"
	case plain == "Bool":
		return "boolean"
	case strings.HasPrefix(plain, "DateTime"):
		return "timestamptz"
	case strings.HasPrefix(plain, "UInt"), strings.HasPrefix(plain, "Int"):
		return "bigint"
	}
	return "text"
}
