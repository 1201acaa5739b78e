package etl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/etl/source/database"
)

// UnknownConnection is the code of a run whose pipeline names a database that the file of connections does not.
const UnknownConnection = "unknown_connection"

// open asks the database what its columns are; rows are read later.
func (d *databaseSource) open(ctx context.Context, r *run, needs []string) ([]source.Input, error) {
	conn, err := r.loader.database(d.spec.Connection)
	if err != nil {
		return nil, err
	}
	ask := database.Ask{Needs: needs, Full: r.options.Full, Log: r.log}
	src := r.pipeline.Source
	if src.Opener == d {
		if w := r.options.Window; w != nil {
			if d.spec.Window == "" {
				return nil, &RunError{Code: NoWindow, Message: "the pipeline cannot be asked for a window of days: it does not say by `window` which column of the table the days are in"}
			}
			ask.From, ask.To = w.From.String(), w.To.String()
		}
		if d.spec.Watermark != nil {
			if ask.Cursor, err = r.warehouse.LastCursor(ctx, r.pipeline.Name); err != nil {
				return nil, err
			}
		}
	} else {
		all := r.pipeline.sources()
		src = all[slices.IndexFunc(all, func(s Source) bool { return s.Opener == d })]
	}
	in, err := database.Open(ctx, conn, d.spec, ask)
	if err != nil {
		return nil, err
	}
	if code, messages := compareHeader(in, src, needs); len(messages) > 0 {
		return nil, errors.Join(&RunError{Code: code, Message: strings.Join(messages, "; ")}, in.Close())
	}
	return []source.Input{in}, nil
}

func (d *databaseSource) describe() string { return d.spec.Describe() }

func (d *databaseSource) kind() string { return "database" }

// database finds a connection to a database.
func (l *Loader) database(name string) (connection.Connection, error) {
	conn, ok := l.options.Connections[name]
	if len(l.options.Connections) == 0 {
		return conn, &RunError{Code: UnknownConnection, Message: fmt.Sprintf("no database is named %q: the configuration names no file of connections (etl.connections)", name)}
	}
	if !ok || conn.Kind == connection.HTTP {
		return conn, &RunError{Code: UnknownConnection, Message: fmt.Sprintf("no database is named %q in the file of connections%s",
			name, didYouMean(name, l.options.Connections.Names(connection.PostgreSQL, connection.MySQL)))}
	}
	return conn, nil
}
