package main

import (
	"context"
	"fmt"
	"time"

	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// flightSQL measures the same rows by Flight SQL against HTTP, both as Arrow, one client and four.
func (e *exporting) flightSQL(ctx context.Context) error {
	client, err := flightsql.NewClientCtx(ctx, e.flight, nil, nil, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer client.Close() //nolint:errcheck // the process ends or fails anyway
	for _, clients := range []int{1, 4} {
		var flown, sent times
		for range exportRounds {
			start := time.Now()
			if err := atOnce(clients, func() error { return e.fly(ctx, client) }); err != nil {
				return err
			}
			flown = append(flown, time.Since(start))
			start = time.Now()
			if err := atOnce(clients, func() error {
				_, err := e.server.export(ctx, "format=arrow", discarded)
				return err
			}); err != nil {
				return err
			}
			sent = append(sent, time.Since(start))
		}
		rows := float64(clients * e.rows)
		e.add(Result{
			Name: fmt.Sprintf("export %s, Flight SQL, %d client", millions(float64(e.rows)), clients), Value: rows / (flown.at(0.5) / 1000), Unit: "rows/s",
			Baseline: rows / (sent.at(0.5) / 1000), Against: "HTTP Arrow, discarded",
		})
	}
	return nil
}

// fly reads all rows of one query.
func (e *exporting) fly(ctx context.Context, client *flightsql.Client) error {
	info, err := client.Execute(ctx, "SELECT * FROM hazard")
	if err != nil {
		return err
	}
	rows := int64(0)
	for _, endpoint := range info.Endpoint {
		reader, err := client.DoGet(ctx, endpoint.Ticket)
		if err != nil {
			return err
		}
		for reader.Next() {
			rows += reader.Record().NumRows()
		}
		err = reader.Err()
		reader.Release()
		if err != nil {
			return err
		}
	}
	if rows != int64(e.rows) {
		return fmt.Errorf("%d rows of %d", rows, e.rows)
	}
	return nil
}
