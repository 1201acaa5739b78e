package dial

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
)

// Reads counts the rows that the engine reads for the queries of a context. It is safe for concurrent use.
type Reads struct{ rows atomic.Uint64 }

// Rows is how many rows the queries that were answered have read.
func (r *Reads) Rows() uint64 { return r.rows.Load() }

type readsKey struct{}

// CountReads gives a context whose queries are counted. Their answers are finished before the first row is handed out,
// because only then is the number known: it is for answers that fit into memory.
func CountReads(ctx context.Context) (context.Context, *Reads) {
	reads := &Reads{}
	return context.WithValue(ctx, readsKey{}, reads), reads
}

// counter is the transport to either kind of engine. It adds up what the engine says that it has read for the requests whose
// context counts.
type counter struct{ next http.RoundTripper }

func (c counter) RoundTrip(r *http.Request) (*http.Response, error) {
	reads, ok := r.Context().Value(readsKey{}).(*Reads)
	if !ok {
		return c.next.RoundTrip(r)
	}
	r = r.Clone(r.Context())
	q := r.URL.Query()
	q.Set("wait_end_of_query", "1")
	r.URL.RawQuery = q.Encode()
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	var summary struct {
		Rows uint64 `json:"read_rows,string"`
	}
	if json.Unmarshal([]byte(resp.Header.Get("X-ClickHouse-Summary")), &summary) == nil {
		reads.rows.Add(summary.Rows)
	}
	return resp, nil
}

// CloseIdleConnections lets the connections go that a pool has no use for any more.
func (c counter) CloseIdleConnections() {
	if t, ok := c.next.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}
