package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"anlan/state"
	"anlan/warehouse"
)

// Audits writes down who took what away; *state.Store does. What cannot be written down does not leave.
type Audits interface {
	AppendAudit(ctx context.Context, a state.Audit) error
}

// Taken is what leaves by a door of its own.
type Taken struct {
	ID      string
	Who     string // the caller's name
	Set     string
	Format  string
	Version uint64
	Columns []string
	Filter  ManifestFilter
}

// Taken is this export as the audit knows it.
func (x *Export) Taken() Taken {
	m := x.manifest()
	t := Taken{ID: m.ID, Who: x.caller.Name, Set: m.DataSet, Format: string(m.Format), Version: m.DataVersion, Filter: m.Filter}
	for _, c := range m.Columns {
		t.Columns = append(t.Columns, c.Name)
	}
	return t
}

// Taking writes down who takes a data set away: personal data may not leave without (个人信息保护法, articles 51 and 54).
type Taking struct {
	audits Audits
	now    func() time.Time
	taken  Taken
}

// takenDetail is what the audit says of it.
type takenDetail struct {
	Export  string          `json:"export"`
	Format  string          `json:"format,omitempty"`
	Version uint64          `json:"version,omitempty"`
	Columns []string        `json:"columns,omitempty"`
	Filter  *ManifestFilter `json:"filter,omitempty"`
	SHA256  string          `json:"sha256,omitempty"` // of this text with nothing cut off; none where nothing is
	Rows    *uint64         `json:"rows,omitempty"`
	Bytes   *uint64         `json:"bytes,omitempty"`
}

// Take says what is about to leave. Where that fails nothing may, and the error is an unavailable fault.
func Take(ctx context.Context, audits Audits, now func() time.Time, taken Taken) (Taking, error) {
	t := Taking{audits: audits, now: now, taken: taken}
	detail, err := taken.detail()
	if err == nil {
		err = t.write(ctx, "export", detail)
	}
	if err != nil {
		return t, &warehouse.Error{Code: warehouse.Unavailable, Message: "that data leave could not be written down, so they do not", Err: err}
	}
	return t, nil
}

// writeDown is how long the end of an export may take to be written down: its request is often over by then.
const writeDown = 10 * time.Second

// End says how much left, and whether all of it did.
func (t Taking) End(ctx context.Context, rows, bytes uint64, whole bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeDown)
	defer cancel()
	action := "export whole"
	if !whole {
		action = "export broken"
	}
	return t.write(ctx, action, takenDetail{Export: t.taken.ID, Rows: &rows, Bytes: &bytes})
}

func (t Taking) write(ctx context.Context, action string, detail takenDetail) error {
	text, err := json.Marshal(detail)
	if err == nil {
		err = t.audits.AppendAudit(ctx, state.Audit{At: t.now(), Who: t.taken.Who, Action: action, Subject: t.taken.Set, Detail: string(text)})
	}
	if err != nil {
		return fmt.Errorf("write down an export: %w", err)
	}
	return nil
}

// What an entry of the audit holds at most: it is kept for years, and callers write most of it.
const (
	takenText = 300  // signs of a condition, or of a name
	takenList = 2000 // signs of a list together
)

// detail is what leaves as the audit says it: long questions are cut, with a fingerprint of the whole.
func (t Taken) detail() (takenDetail, error) {
	whole := takenDetail{Export: t.ID, Format: t.Format, Version: t.Version, Columns: t.Columns, Filter: &t.Filter}
	filter, cut := t.Filter, false
	brief := func(text string) string {
		short := Brief(text, takenText)
		cut = cut || short != text
		return short
	}
	list := func(all []string) []string {
		var some []string
		signs := 0
		for i, text := range all {
			if signs += len(text); signs > takenList {
				cut = true
				return append(some, fmt.Sprintf("… %d more", len(all)-i))
			}
			some = append(some, brief(text))
		}
		return some
	}
	filter.Where, filter.Having = brief(filter.Where), brief(filter.Having)
	filter.GroupBy, filter.Order = list(filter.GroupBy), list(filter.Order)
	filter.Scope, filter.Sectors = list(filter.Scope), list(filter.Sectors)
	said := whole
	said.Columns, said.Filter = list(t.Columns), &filter
	if !cut {
		return said, nil
	}
	text, err := json.Marshal(whole)
	sum := sha256.Sum256(text)
	said.SHA256 = hex.EncodeToString(sum[:])
	return said, err
}

// Brief cuts a text to so many signs and says so by an ellipsis.
func Brief(text string, most int) string {
	n := 0
	for at := range text {
		if n == most {
			return text[:at] + "…"
		}
		n++
	}
	return text
}
