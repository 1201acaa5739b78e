package server_test

import (
	"context"

	"anlan/graph"
	"anlan/safety"
	"anlan/warehouse"
)

// noData is a warehouse in which nothing was ever published.
type noData struct{}

func (noData) Current(context.Context) (*warehouse.Version, error) { return &warehouse.Version{}, nil }

func (noData) Version(context.Context, uint64) (*warehouse.Version, error) {
	return &warehouse.Version{}, nil
}

func (noData) Versions(context.Context, int) ([]*warehouse.Version, error) { return nil, nil }

func empty() graph.Sources {
	return graph.Sources{
		Snapshots: noData{}, Today: func() safety.Date { return safety.NewDate(2025, 4, 1) }, Definitions: func() string { return "" },
	}
}
