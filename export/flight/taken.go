package flight

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"anlan/access"
	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// unaudited writes nothing down.
type unaudited struct{}

func (unaudited) AppendAudit(context.Context, state.Audit) error { return nil }

// take says what is about to leave by a ticket, in the words of exports over HTTP. Where that fails nothing may.
func (a *answers) take(ctx context.Context, id string, reading warehouse.DataReading, schema *arrow.Schema) (export.Taking, error) {
	caller, _ := access.From(ctx)
	taken := export.Taken{ID: "fl_" + id, Who: caller.Name, Set: reading.Set().Name, Format: "flight", Version: reading.Version().Number}
	for _, field := range schema.Fields() {
		taken.Columns = append(taken.Columns, field.Name)
	}
	about := schema.Metadata()
	if filter, ok := about.GetValue("filter"); ok {
		if err := json.Unmarshal([]byte(filter), &taken.Filter); err != nil {
			return export.Taking{}, fmt.Errorf("read what is asked: %w", err)
		}
	}
	return export.Take(ctx, a.audits, a.office.now, taken)
}
