package warehouse

import (
	"context"
	_ "embed"
	"strings"
)

// Delivery is what a load read, for the quality of its sources.
type Delivery struct {
	Run      string
	Pipeline string
	Fact     *Fact
	// Work holds the accepted rows, Duplicates (system, region) the overruled ones; empty when there are none.
	Work       string
	Duplicates string
	// Again says that the rows were read before, from the quarantine: they count when they arrive, not as read.
	Again bool
	// Backfill says that the rows are old ones: nobody knows when they could have arrived.
	Backfill bool
	// Refused says that the load publishes nothing, so that nothing of it arrives.
	Refused bool
}

var (
	//go:embed sql/delivery_read.sql
	deliveryReadSQL string
	//go:embed sql/delivery_duplicate.sql
	deliveryDuplicateSQL string
	//go:embed sql/delivery_arrived.sql
	deliveryArrivedSQL string
)

// AppendDelivery counts what a load read by source system and region: accepted rows, rejected ones, those that others overruled,
// and the records that are new compared with version v. It is called once a load, when its quarantine is complete.
func (w *Warehouse) AppendDelivery(ctx context.Context, v *Version, d Delivery) error {
	day := "toDate32({day:String})"
	args := []any{named("run", d.Run), named("pipeline", d.Pipeline), named("fact", d.Fact.Name), named("day", w.Today().String()), named("at", w.Now().UnixMilli())}
	var statements []string
	if !d.Again {
		statements = append(statements, strings.NewReplacer("/*work*/", d.Work, "/*day*/", day).Replace(deliveryReadSQL))
		if d.Duplicates != "" {
			statements = append(statements, strings.NewReplacer("/*duplicates*/", d.Duplicates, "/*day*/", day).Replace(deliveryDuplicateSQL))
		}
	}
	if !d.Refused && d.Fact.Date != "" {
		args = append(args, named("parts", texts(v.Partitions(d.Fact.Name))), named("backfill", d.Backfill))
		statements = append(statements, strings.NewReplacer("/*work*/", d.Work, "/*table*/", d.Fact.Name, "/*date*/", d.Fact.Date, "/*key*/", keyOf).Replace(deliveryArrivedSQL))
	}
	for _, statement := range statements {
		if err := w.conn.Exec(ctx, statement, args...); err != nil {
			return faultOf(ctx, "count what was delivered", err)
		}
	}
	return nil
}
