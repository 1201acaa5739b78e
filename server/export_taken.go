package server

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// writeDown is how long the end of an export may take to be written down: its request is often over by then.
const writeDown = 10 * time.Second

// taking writes down who takes a data set away: personal data may not leave without (个人信息保护法, articles 51 and 54).
type taking struct {
	audits Audits
	caller string
	export *export.Export
}

// takenDetail is what the audit says of it.
type takenDetail struct {
	Export  string                 `json:"export"`
	Format  export.Format          `json:"format,omitempty"`
	Version uint64                 `json:"version,omitempty"`
	Columns []string               `json:"columns,omitempty"`
	Filter  *export.ManifestFilter `json:"filter,omitempty"`
	Rows    *uint64                `json:"rows,omitempty"`
	Bytes   *uint64                `json:"bytes,omitempty"`
}

// begin says what is about to leave. Where that fails nothing may.
func (t taking) begin(ctx context.Context) error {
	m := t.export.Manifest(nil)
	detail := takenDetail{Export: m.ID, Format: m.Format, Version: m.DataVersion, Filter: &m.Filter}
	for _, c := range m.Columns {
		detail.Columns = append(detail.Columns, c.Name)
	}
	if err := t.write(ctx, "export", m.DataSet, detail); err != nil {
		return &warehouse.Error{Code: warehouse.Unavailable, Message: "that data leave could not be written down, so they do not", Err: err}
	}
	return nil
}

// end says how much left.
func (t taking) end(ctx context.Context, rows, bytes uint64, whole bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeDown)
	defer cancel()
	action := "export whole"
	if !whole {
		action = "export broken"
	}
	return t.write(ctx, action, t.export.Reading().Set().Name, takenDetail{Export: t.export.ID(), Rows: &rows, Bytes: &bytes})
}

func (t taking) write(ctx context.Context, action, set string, detail takenDetail) error {
	text, err := json.Marshal(detail)
	if err == nil {
		err = t.audits.AppendAudit(ctx, state.Audit{At: time.Now(), Who: t.caller, Action: action, Subject: set, Detail: string(text)})
	}
	if err != nil {
		return fmt.Errorf("write down an export: %w", err)
	}
	return nil
}
