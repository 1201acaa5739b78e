package chdb

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

// ServeHTTP serves the engine as ClickHouse's HTTP interface, without any authentication and with all the rights of this
// process: for loopback addresses behind a check of the caller. A failure in mid-answer is written as the exception frame
// of ClickHouse 25.11 and the connection broken off, so that clients that know the frame see the error and those that do
// not see an incomplete transfer.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/ping" || r.URL.Path == "/replicas_status" {
		_, _ = io.WriteString(w, "Ok.\n")
		return
	}
	resp, err := e.RoundTrip(r)
	if err != nil {
		resp = failure(asException(err))
		if errors.Is(err, ErrClosed) {
			resp.StatusCode = http.StatusServiceUnavailable
		}
	}
	defer resp.Body.Close()
	for name, values := range resp.Header {
		w.Header()[name] = values
	}
	tag := strings.ToLower(rand.Text()[:16])
	w.Header().Set("X-ClickHouse-Exception-Tag", tag)
	w.WriteHeader(resp.StatusCode)
	flush := http.NewResponseController(w)
	if err := copyAnswer(w, resp.Body, flush); err != nil {
		msg := text(asException(err))
		_, _ = fmt.Fprintf(w, "\r\n__exception__\r\n%s\r\n%s\n%d %s\r\n__exception__\r\n", tag, msg, len(msg), tag)
		_ = flush.Flush()
		panic(http.ErrAbortHandler)
	}
}

// copyAnswer passes what is there on at once: a reader of a slow query sees rows as they come.
func copyAnswer(w io.Writer, body io.Reader, flush *http.ResponseController) error {
	buf := make([]byte, 256<<10)
	for {
		n, err := body.Read(buf)
		if n > 0 {
			if _, werr := w.Write(buf[:n]); werr != nil {
				return werr
			}
			if n < len(buf) {
				_ = flush.Flush()
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// asException gives any error a code of ClickHouse.
func asException(err error) *proto.Exception {
	var ex *proto.Exception
	switch {
	case errors.As(err, &ex):
		return ex
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return refuse(394, "QUERY_WAS_CANCELLED", err.Error())
	}
	return refuse(codeUnknown, "UNKNOWN_EXCEPTION", err.Error())
}
