package etl

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/etl/source/web"
)

// open prepares to ask the API; nothing is sent before the reading.
func (h *httpSource) open(ctx context.Context, r *run, needs []string) ([]source.Input, error) {
	conn, err := r.loader.httpConnection(h.spec.Connection)
	if err != nil {
		return nil, err
	}
	clock := web.RealClock()
	clock.Now = r.warehouse.Now
	ask := web.Ask{Columns: needs, Clock: clock, Log: r.log, Full: r.options.Full}
	if w := r.options.Window; w != nil {
		if !h.windowed() {
			return nil, &RunError{Code: NoWindow, Message: "the pipeline's source cannot be asked for a window of days: none of its parameters holds {window_from} and {window_to}"}
		}
		ask.From, ask.To = w.From.String(), w.To.String()
	}
	if h.spec.Since != nil {
		if ask.Cursor, err = r.warehouse.LastCursor(ctx, r.pipeline.Name); err != nil {
			return nil, err
		}
	}
	in, err := web.Open(conn, h.spec, ask)
	if err != nil {
		return nil, err
	}
	return []source.Input{in}, nil
}

// NoWindow is the code of a run that was to read a window of days from a source that cannot be asked for one.
const NoWindow = "no_window"

// windowed reports that the API can be asked for a span of days.
func (h *httpSource) windowed() bool {
	for _, p := range append(h.spec.Query, h.spec.Headers...) {
		if strings.Contains(p.Value, "{window_") {
			return true
		}
	}
	return strings.Contains(fmt.Sprint(h.spec.Body), "{window_")
}

func (h *httpSource) describe() string { return h.spec.Connection + ":" + h.spec.Path }

func (h *httpSource) kind() string { return "http" }

// httpConnection finds a connection that speaks HTTP.
func (l *Loader) httpConnection(name string) (connection.Connection, error) {
	conn, ok := l.options.Connections[name]
	if !ok || conn.Kind != connection.HTTP {
		return conn, &RunError{Code: UnknownConnection, Message: fmt.Sprintf("there is no HTTP connection %q%s", name, didYouMean(name, l.options.Connections.Names(connection.HTTP))),
			Err: errors.New("look at the file of connections")}
	}
	return conn, nil
}
