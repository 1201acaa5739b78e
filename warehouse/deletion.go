package warehouse

import (
	"context"
	_ "embed"
)

//go:embed sql/deletions.sql
var deletionsSQL string

// Deletion is a record that a run took out because its source deleted it. Of a run that failed: that it would have taken out.
type Deletion struct {
	Fact     string `ch:"fact"`
	System   string `ch:"system"`
	ID       string `ch:"id"`
	Region   string `ch:"region"`
	Month    uint32 `ch:"month"`
	Why      string `ch:"why"`       // marked: the source marks it as deleted; missing: a complete source does not have it any more
	LoadedBy string `ch:"loaded_by"` // the run that had loaded it
}

// Deletions lists the records that a run took out and the scope may see, by system and id: at most first of them. A scope limited to
// sectors sees none: a deleted record has its sector in earlier versions only.
func (w *Warehouse) Deletions(ctx context.Context, scope Scope, run string, first int) ([]Deletion, error) {
	if len(scope.Sectors) > 0 {
		return nil, nil
	}
	current, err := w.Current(ctx)
	if err != nil {
		return nil, err
	}
	var list []Deletion
	err = w.conn.Select(ctx, &list, deletionsSQL, named("run", run), named("facts", texts(scope.Facts)), named("all", scope.All),
		named("closure", texts(current.Partitions("region_closure"))), named("regions", codes(scope.Regions)), named("limit", uint32(max(first, 0))))
	return list, faultOf(ctx, "list deleted records", err)
}
