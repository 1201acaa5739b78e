package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"anlan/warehouse"
)

// ledger is what the warehouse remembers of loads; a *warehouse.Warehouse is one.
type ledger interface {
	Runs(ctx context.Context, q warehouse.RunQuery) ([]warehouse.Run, error)
	QuarantineReasons(ctx context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery) ([]warehouse.ReasonCount, error)
}

// checkLedger holds the newest run of every fact that published or changed nothing to the truth about the fact's file.
func (c *checker) checkLedger(ctx context.Context, l ledger, truth *Truth) error {
	for _, fact := range slices.Sorted(maps.Keys(truth.Facts)) {
		runs, err := l.Runs(ctx, warehouse.RunQuery{Facts: []string{fact}, First: 1})
		if err != nil {
			return err
		}
		if len(runs) == 0 || runs[0].State != warehouse.RunSucceeded && runs[0].State != warehouse.RunUnchanged {
			c.differences = append(c.differences, fmt.Errorf("%s: no load went through", fact))
			continue
		}
		reasons, err := l.QuarantineReasons(ctx, warehouse.Everything(), warehouse.QuarantineQuery{Run: runs[0].ID})
		if err != nil {
			return err
		}
		c.compareRun(fact, truth.Facts[fact], runs[0], reasons)
	}
	return nil
}

func (c *checker) compareRun(fact string, expected *FactTruth, run warehouse.Run, reasons []warehouse.ReasonCount) {
	same := func(what string, found uint64, expected int64) {
		if found != uint64(expected) {
			c.differences = append(c.differences, fmt.Errorf("%s, run %s: %s is %d, expected %d", fact, run.ID, what, found, expected))
		}
	}
	found := map[string]uint64{}
	for _, r := range reasons {
		found[r.Code] = r.Rows
		if expected.Rejected[r.Code] == 0 {
			same("rejected as "+r.Code, r.Rows, 0)
		}
	}
	rejected := int64(0)
	for _, code := range slices.Sorted(maps.Keys(expected.Rejected)) {
		same("rejected as "+code, found[code], expected.Rejected[code])
		rejected += expected.Rejected[code]
	}
	// A row that a later one of its key overrules is a duplicate; it is in quarantine too when they differ.
	overruled := expected.Rejected[duplicateKey]
	same("rows read", run.RowsRead, expected.Rows)
	same("good rows", run.RowsLoaded+run.RowsUpdated+run.RowsUnchanged, expected.Good)
	same("rows rejected", run.RowsRejected, rejected-overruled)
	same("rows that stand twice", run.RowsDuplicate, expected.Duplicates+overruled)
}
