package flight

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"anlan/access"
	"anlan/warehouse"
)

// ticketLife is how long a ticket is good for. Clients read at once; those that show a preview first take minutes.
const ticketLife = 15 * time.Minute

// ticket is a planned question: what a client carries from GetFlightInfo to DoGet.
type ticket struct {
	ID      string    `json:"id"`
	Caller  string    `json:"caller"`
	Expires time.Time `json:"expires"`
	asked
}

// office seals tickets and opens them. The key lives as long as the process: a ticket of before a restart has to be asked for again.
type office struct {
	key [sha256.Size]byte
	now func() time.Time
}

func newOffice(now func() time.Time) *office {
	o := &office{now: now}
	_, _ = rand.Read(o.key[:]) // never fails
	return o
}

// issue makes a ticket for a caller.
func (o *office) issue(caller access.Caller, question asked) (ticket, []byte, error) {
	t := ticket{ID: newHandle(), Caller: caller.Name, Expires: o.now().Add(ticketLife).Truncate(time.Microsecond), asked: question}
	sealed, err := o.seal(t)
	return t, sealed, err
}

func (o *office) seal(t ticket) ([]byte, error) {
	body, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("write ticket: %w", err)
	}
	return append(o.sign(body), body...), nil
}

// open reads a ticket that was sealed here for that caller and is still good.
func (o *office) open(caller access.Caller, sealed []byte) (ticket, error) {
	var t ticket
	if len(sealed) < sha256.Size || !hmac.Equal(sealed[:sha256.Size], o.sign(sealed[sha256.Size:])) {
		return t, warehouse.Fault(warehouse.NotFound, "this ticket was not issued here, or before a restart: ask for the query again")
	}
	if err := json.Unmarshal(sealed[sha256.Size:], &t); err != nil {
		return t, fmt.Errorf("read ticket: %w", err)
	}
	if t.Caller != caller.Name {
		return t, warehouse.Fault(warehouse.Forbidden, "this ticket was issued to somebody else")
	}
	if o.now().After(t.Expires) {
		return t, warehouse.Fault(warehouse.NotFound, "this ticket was good until %s: ask for the query again", t.Expires.UTC().Format(time.RFC3339))
	}
	return t, nil
}

func (o *office) sign(body []byte) []byte {
	mac := hmac.New(sha256.New, o.key[:])
	mac.Write(body)
	return mac.Sum(nil)
}

// newHandle names something of one caller; nobody can guess it.
func newHandle() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
