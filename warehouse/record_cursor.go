package warehouse

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"anlan/safety"
)

// cursor is what a page's cursors hold: where the list goes on, and everything that the first page left open, so that the
// list stays the same when data is loaded or midnight passes between two pages.
type cursor struct {
	Version uint64      `json:"v"`
	AsOf    safety.Date `json:"a"`
	Query   string      `json:"q"` // which list it belongs to
	Date    string      `json:"d,omitempty"`
	System  string      `json:"s"`
	ID      string      `json:"i"`
}

func (c cursor) encode() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("encode cursor: %v", err)) // texts and numbers only
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func decodeCursor(text string, q RecordQuery) (cursor, error) {
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err == nil && c.Date != "" {
		_, err = safety.ParseDate(c.Date)
	}
	switch {
	case err != nil || c.Version == 0:
		return c, Fault(BadRequest, "the cursor is none of this warehouse")
	case c.Query != q.fingerprint():
		return c, Fault(BadRequest, "the cursor belongs to another list: take it from a page of the same query")
	case q.Version != 0 && q.Version != c.Version:
		return c, Fault(BadRequest, "the cursor belongs to data version %d, not %d", c.Version, q.Version)
	}
	return c, nil
}

// fingerprint identifies the list that a query asks for, whatever the page.
func (q RecordQuery) fingerprint() string {
	q.After, q.First, q.WithTotal, q.Version, q.Sensitive = "", 0, false, 0, false
	text, err := json.Marshal(q)
	if err != nil {
		panic(fmt.Sprintf("encode query: %v", err))
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

func (p position) cursor(base cursor) string {
	base.System, base.ID = p.system, p.id
	if !p.date.IsZero() {
		base.Date = p.date.Format(time.DateOnly)
	}
	return base.encode()
}
