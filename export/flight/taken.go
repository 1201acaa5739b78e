package flight

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// Audits writes down who took what away; *state.Store does. What cannot be written down does not leave.
type Audits interface {
	AppendAudit(ctx context.Context, a state.Audit) error
}

// unaudited writes nothing down.
type unaudited struct{}

func (unaudited) AppendAudit(context.Context, state.Audit) error { return nil }

// writeDown is how long the end of an answer may take to be written down: its call is often over by then.
const writeDown = 10 * time.Second

// taking writes down who takes a data set away, in the words of exports over HTTP.
type taking struct {
	audits Audits
	now    func() time.Time
	caller string
	id     string
	set    string
}

// takenDetail is what the audit says of it.
type takenDetail struct {
	Export  string          `json:"export"`
	Format  string          `json:"format,omitempty"`
	Version uint64          `json:"version,omitempty"`
	Columns []string        `json:"columns,omitempty"`
	Filter  json.RawMessage `json:"filter,omitempty"`
	Rows    *int64          `json:"rows,omitempty"`
	Bytes   *int64          `json:"bytes,omitempty"`
}

// take says what is about to leave by a ticket. Where that fails nothing may.
func (a *answers) take(ctx context.Context, id string, reading warehouse.DataReading, schema *arrow.Schema) (taking, error) {
	caller, _ := access.From(ctx)
	t := taking{audits: a.audits, now: a.office.now, caller: caller.Name, id: "fl_" + id, set: reading.Set().Name}
	detail := takenDetail{Export: t.id, Format: "flight", Version: reading.Version().Number}
	for _, field := range schema.Fields() {
		detail.Columns = append(detail.Columns, field.Name)
	}
	about := schema.Metadata()
	if filter, ok := about.GetValue("filter"); ok {
		detail.Filter = json.RawMessage(filter)
	}
	if err := t.write(ctx, "export", detail); err != nil {
		return t, &warehouse.Error{Code: warehouse.Unavailable, Message: "that data leave could not be written down, so they do not", Err: err}
	}
	return t, nil
}

// end says how much left.
func (t taking) end(ctx context.Context, rows, bytes int64, whole bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeDown)
	defer cancel()
	action := "export whole"
	if !whole {
		action = "export broken"
	}
	return t.write(ctx, action, takenDetail{Export: t.id, Rows: &rows, Bytes: &bytes})
}

func (t taking) write(ctx context.Context, action string, detail takenDetail) error {
	text, err := json.Marshal(detail)
	if err == nil {
		err = t.audits.AppendAudit(ctx, state.Audit{At: t.now(), Who: t.caller, Action: action, Subject: t.set, Detail: string(text)})
	}
	if err != nil {
		return fmt.Errorf("write down an answer: %w", err)
	}
	return nil
}
