package demo

import (
	"context"
	"testing"
	"time"

	"anlan/etl"
	"anlan/warehouse"
)

// The whole way: files are written, loaded by the shipped pipelines, and every figure that the warehouse gives is the one
// that the generator counted while it wrote. Every wrong row is rejected for its one reason.
func TestTheWarehouseAnswersTheTruth(t *testing.T) {
	dir, truth := small(t, 1)
	october := time.Date(2026, 10, 15, 2, 0, 0, 0, time.UTC)
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: t.TempDir(), Now: func() time.Time { return october }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	loader, err := etl.Open(w, etl.Options{SourceDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loader.Pipelines() {
		if _, err := loader.Run(t.Context(), p.Name, etl.RunOptions{}); err != nil {
			t.Fatalf("load %s: %v", p.Name, err)
		}
	}
	if err := Check(t.Context(), w, truth); err != nil {
		t.Errorf("%.4000s", err.Error())
	}
}
