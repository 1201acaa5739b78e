package etl

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"anlan/state"
	"anlan/warehouse"
)

const leased = `
pipeline: leased
fact: accident
system: s
source: {files: leased.csv}
columns: {id: 编号, region: 区划, occurred_on: 日期}
`

// share opens the loader anew with a state, as servers that share a warehouse do.
func (b *bundle) share(pipelines ...string) *state.Store {
	b.t.Helper()
	store, err := state.Open(b.t.Context(), state.Config{File: filepath.Join(b.t.TempDir(), "state.db")})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = store.Close() })
	dir := b.t.TempDir()
	write(b.t, filepath.Join(dir, "p.yaml"), pipelines[0])
	if b.loader, err = Open(b.warehouse, Options{PipelineDir: dir, SourceDir: b.sources, State: store}); err != nil {
		b.t.Fatal(err)
	}
	return store
}

// A pipeline that another server runs is not run here; when that server is gone, it is.
func TestOneServerRunsAPipeline(t *testing.T) {
	b := setup(t)
	store := b.share(leased)
	b.file("leased.csv", "编号,区划,日期\n1,330106,2025-03-01\n")
	other, err := store.Acquire(t.Context(), "run/leased", "a run of another server", runLease)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.loader.Run(t.Context(), "leased", RunOptions{}); ClassOf(err) != ClassBusy {
		t.Errorf("run beside another server's: %v", err)
	}
	if err := store.Release(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if run, err := b.loader.Run(t.Context(), "leased", RunOptions{}); err != nil || run.RowsLoaded != 1 {
		t.Errorf("%+v (%v), expected one row", run, err)
	}
	if held, err := store.Holder(t.Context(), "run/leased"); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("%+v holds the lease after the run (%v)", held, err)
	}
}

// The server stands still during a run for so long that another takes the pipeline over: the run publishes nothing.
func TestALostLeasePublishesNothing(t *testing.T) {
	b := setup(t)
	store := b.share(leased)
	b.file("leased.csv", "编号,区划,日期\n1,330106,2025-03-01\n")
	before, err := b.warehouse.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run, err := b.loader.Run(t.Context(), "leased", RunOptions{Progress: func(p Progress) {
		if p.Phase == Publishing {
			_ = store.ReleaseAll(context.Background()) // its time is over
			_, _ = store.Acquire(context.Background(), "run/leased", "a run of another server", runLease)
		}
	}})
	var failure *RunError
	if !errors.As(err, &failure) || failure.Code != LeaseLost || !strings.Contains(failure.Message, "nothing of the run was published") {
		t.Errorf("the run ends with %v", err)
	}
	if after, err := b.warehouse.Current(t.Context()); err != nil || after.Number != before.Number || run.State != warehouse.RunFailed {
		t.Errorf("version %d after %d, run %s (%v)", after.Number, before.Number, run.State, err)
	}
}

// Of two runs that the ledger calls running, the one whose lease is held goes on; the other's server is gone.
func TestInterruptGone(t *testing.T) {
	b := setup(t)
	store := b.share(leased)
	for _, run := range []warehouse.Run{{ID: "r1", Pipeline: "leased"}, {ID: "r2", Pipeline: "gone"}} {
		run.Seq, run.Fact, run.State, run.At, run.StartedAt = 1, "accident", warehouse.RunRunning, b.warehouse.Now(), b.warehouse.Now()
		if err := b.warehouse.AppendRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Acquire(t.Context(), "run/leased", "r1", runLease); err != nil {
		t.Fatal(err)
	}
	if n, err := b.loader.InterruptGone(t.Context()); n != 1 || err != nil {
		t.Errorf("%d runs were interrupted (%v), expected one", n, err)
	}
	for id, want := range map[string]string{"r1": warehouse.RunRunning, "r2": warehouse.RunInterrupted} {
		if run, err := b.warehouse.Run(t.Context(), id); err != nil || run.State != want {
			t.Errorf("%s is %s (%v), expected %s", id, run.State, err, want)
		}
	}
}
