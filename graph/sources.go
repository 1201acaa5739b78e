package graph

import (
	"context"

	"anlan/reports/home"
	"anlan/warehouse"
)

// FromWarehouse gives the sources that a warehouse, the reports over it and its loader are.
func FromWarehouse(w *warehouse.Warehouse, rankings Rankings, jobs Jobs) Sources {
	return Sources{
		Snapshots: w, Figures: w, Dimensions: w, Rankings: rankings, Homes: home.New(w), Index: w, Tables: w, Hexagons: w, Ledger: w, Quarantine: w, Jobs: jobs, Evidence: w, DataSets: w,
		Inspections: recordsOf[warehouse.InspectionRecord]{w},
		Hazards:     recordsOf[warehouse.HazardRecord]{w},
		Trainings:   recordsOf[warehouse.TrainingRecord]{w},
		Accidents:   recordsOf[warehouse.AccidentRecord]{w},
		Obligations: recordsOf[warehouse.ObligationRecord]{w},
		Enterprises: recordsOf[warehouse.EnterpriseRecord]{w},
		Today:       w.Today,
		Definitions: func() string { return w.Catalogue().Hash() },
	}
}

// recordsOf lists and finds the warehouse's records of one kind.
type recordsOf[T warehouse.Record] struct{ w *warehouse.Warehouse }

func (r recordsOf[T]) List(ctx context.Context, scope warehouse.Scope, q warehouse.RecordQuery) (*warehouse.Page[T], error) {
	return warehouse.ListRecords[T](ctx, r.w, scope, q)
}

func (r recordsOf[T]) Get(ctx context.Context, scope warehouse.Scope, version uint64, system, id string) (T, error) {
	return warehouse.GetRecord[T](ctx, r.w, scope, version, system, id)
}
