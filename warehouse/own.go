package warehouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// OwnRecords are records of a fact that Anlan writes itself. A row has a value for every column of the fact, in their order.
type OwnRecords struct {
	Fact *Fact
	Rows [][]any
}

// OwnTexts gives, of the newest version of a fact's records, one text of the column what for every value of the column of: what is
// there, for who keeps it equal to something else.
func (w *Warehouse) OwnTexts(ctx context.Context, fact *Fact, of, what string) (map[string]string, error) {
	if err := fact.owns(of, what); err != nil {
		return nil, err
	}
	v, release, err := w.pin(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer release()
	parts := v.Partitions(fact.Name)
	found := map[string]string{}
	if len(parts) == 0 {
		return found, nil
	}
	rows, err := w.conn.Query(ctx, "SELECT toString("+of+"), toString(any("+what+")) FROM "+fact.Name+" WHERE _partition_id IN {parts:Array(String)} GROUP BY "+of, named("parts", parts))
	if err != nil {
		return nil, faultOf(ctx, "read "+fact.Name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var key, text string
		if err := rows.Scan(&key, &text); err != nil {
			return nil, faultOf(ctx, "read "+fact.Name, err)
		}
		found[key] = text
	}
	return found, faultOf(ctx, "read "+fact.Name, rows.Err())
}

// PutOwn makes one change of the data: of every fact given, the records whose column of has one of the values are those given from
// then on, and no others. Where that changes nothing there is no new version. It waits for whoever changes the data.
func (w *Warehouse) PutOwn(ctx context.Context, note, of string, values []string, records ...OwnRecords) error {
	for _, r := range records {
		if err := r.Fact.owns(of); err != nil {
			return err
		}
	}
	_, _, err := w.Update(ctx, "", note, func(ctx context.Context, u *Update) error {
		for _, r := range records {
			if err := u.putOwn(ctx, r, of, values); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// owns refuses facts that sources deliver, and columns that there are not.
func (f *Fact) owns(columns ...string) error {
	if !f.Own {
		return fmt.Errorf("the records of %s are delivered by sources", f.Name)
	}
	for _, name := range columns {
		if _, ok := f.Column(name); !ok {
			return fmt.Errorf("%s has no column %s", f.Name, name)
		}
	}
	return nil
}

func (u *Update) putOwn(ctx context.Context, r OwnRecords, of string, values []string) error {
	work, err := u.w.CreateWork(ctx, r.Fact, fmt.Sprintf("own_%d", u.Generation))
	gone := work + "_gone"
	defer u.w.DropWork(ctx, work) //nolint:errcheck // leftovers go at the next start
	defer u.w.DropWork(ctx, gone) //nolint:errcheck
	if err == nil {
		err = u.w.writeOwn(ctx, r, work)
	}
	if err != nil {
		return faultOf(ctx, "write "+r.Fact.Name, err)
	}
	conn := u.w.conn
	if err := conn.Exec(ctx, "CREATE TABLE "+gone+" (key UInt128) ENGINE = MergeTree ORDER BY tuple()"); err != nil {
		return faultOf(ctx, "compare "+r.Fact.Name, err)
	}
	if parts := u.current(r.Fact.Name); len(parts) > 0 {
		if err := conn.Exec(ctx, "INSERT INTO "+gone+" SELECT "+keyOf+" FROM "+r.Fact.Name+" WHERE _partition_id IN {parts:Array(String)} AND "+of+" IN {values:Array(String)}",
			named("parts", parts), named("values", values)); err != nil {
			return faultOf(ctx, "compare "+r.Fact.Name, err)
		}
	}
	_, err = u.MergeAndDelete(ctx, r.Fact, work, gone)
	return err
}

// writeOwn sends the rows in one go, however many months they are of.
func (w *Warehouse) writeOwn(ctx context.Context, r OwnRecords, work string) error {
	if len(r.Rows) == 0 {
		return nil
	}
	names := make([]string, len(r.Fact.Columns))
	for i, c := range r.Fact.Columns {
		names[i] = c.Name
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"max_partitions_per_insert_block": 0}))
	batch, err := w.conn.PrepareBatch(ctx, "INSERT INTO "+work+" ("+strings.Join(names, ", ")+")")
	if err != nil {
		return err
	}
	defer batch.Abort() //nolint:errcheck // nothing to abort once sent
	for _, row := range r.Rows {
		if err := batch.Append(row...); err != nil {
			return err
		}
	}
	return batch.Send()
}
