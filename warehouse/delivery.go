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
	Fact     string
	// Work holds the accepted rows, Duplicates (system, region) the overruled ones; empty when there are none.
	Work       string
	Duplicates string
}

// Arrivals asks an update to count, for the timeliness of its sources, the records that are new.
type Arrivals struct {
	Pipeline string
	// Backfill says that the rows are old ones: nobody knows when they could have arrived.
	Backfill bool
}

var (
	//go:embed sql/delivery_read.sql
	deliveryReadSQL string
	//go:embed sql/delivery_duplicate.sql
	deliveryDuplicateSQL string
	//go:embed sql/delivery_arrived.sql
	deliveryArrivedSQL string
)

// AppendDelivery counts what a load read, by source system and region: accepted rows, rejected ones, and those that others
// overruled. It is called once a load, when its quarantine is complete.
func (w *Warehouse) AppendDelivery(ctx context.Context, d Delivery) error {
	statements := []string{strings.ReplaceAll(deliveryReadSQL, "/*work*/", d.Work)}
	if d.Duplicates != "" {
		statements = append(statements, strings.ReplaceAll(deliveryDuplicateSQL, "/*duplicates*/", d.Duplicates))
	}
	for _, statement := range statements {
		if err := w.conn.Exec(ctx, statement, named("run", d.Run), named("pipeline", d.Pipeline), named("fact", d.Fact), named("day", w.Today().String()), named("at", w.Now().UnixMilli())); err != nil {
			return faultOf(ctx, "count what was delivered", err)
		}
	}
	return nil
}

// CountArrivals makes the next merge keep how many records are new, by source system, region and main date. They count once the change
// is published.
func (u *Update) CountArrivals(a Arrivals) { u.arrivals = &a }

// countArrivals keeps the new records of a merge. Facts without a date have no timeliness.
func (m *merge) countArrivals(ctx context.Context, stats MergeStats) error {
	a := m.arrivals
	if a == nil || stats.Inserted == 0 || m.fact.Date == "" {
		return nil
	}
	fresh := "true"
	if !m.first() {
		fresh = "key IN (SELECT key FROM " + m.changed + " WHERE NOT is_update)"
	}
	sql := strings.NewReplacer("/*work*/", m.work, "/*table*/", m.fact.Name, "/*date*/", m.fact.Date, "/*new*/", fresh).Replace(deliveryArrivedSQL)
	return m.w.conn.Exec(ctx, sql, named("run", m.run), named("pipeline", a.Pipeline), named("fact", m.fact.Name), named("at", m.w.Now().UnixMilli()),
		named("parts", texts(m.Base.Partitions(m.fact.Name))), named("backfill", a.Backfill))
}
