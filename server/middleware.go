package server

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"anlan/graph"
)

var goodRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// identified gives every request an id: the client's own where it is a plain word, else a new one.
func identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-ID")
		if !goodRequestID.MatchString(id) {
			var random [8]byte
			rand.Read(random[:])
			id = hex.EncodeToString(random[:])
		}
		w.Header().Set("X-Request-ID", id)
		next.ServeHTTP(w, r.WithContext(graph.WithRequestID(r.Context(), id)))
	})
}

// securityHeaders tell browsers to load nothing from elsewhere, to guess no types and to show no page inside another one.
// The editor puts styles into its page and runs workers that it makes itself.
func securityHeaders(next http.Handler) http.Handler {
	const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
		"worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// recovered answers a request whose handler panicked; what panicked is for the log.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { //nolint:contextcheck // recover takes no context
			panicked := recover()
			if panicked == nil {
				return
			}
			if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(panicked) // the way to drop a connection
			}
			s.log.Error("panic", "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()), "requestId", graph.RequestID(r.Context()))
			graph.Refuse(w, r, http.StatusInternalServerError, "INTERNAL", "something went wrong here; the log of the server says more under this request id")
		}()
		next.ServeHTTP(w, r)
	})
}

type noteKey struct{}

// notes are what the access log is told while a request is answered.
type notes struct {
	caller string
	more   []any // pairs
}

// note tells the access log who called.
func note(ctx context.Context, caller string) {
	if told, ok := ctx.Value(noteKey{}).(*notes); ok {
		told.caller = caller
	}
}

// noteMore tells the access log pairs of a name and a value.
func noteMore(ctx context.Context, pairs ...any) {
	if told, ok := ctx.Value(noteKey{}).(*notes); ok {
		told.more = append(told.more, pairs...)
	}
}

// logged writes one line a request, also of one that was broken off: never a token, a query or its variables, so no address beyond
// its path.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		told := &notes{}
		seen := &recorder{ResponseWriter: w}
		defer func() {
			s.log.Info("request", append([]any{"method", r.Method, "path", r.URL.Path, "status", seen.code(), "bytes", seen.written,
				"ms", float64(time.Since(start).Microseconds()) / 1000, "caller", told.caller, "remote", hostOf(r.RemoteAddr),
				"requestId", graph.RequestID(r.Context())}, told.more...)...)
		}()
		next.ServeHTTP(seen, r.WithContext(context.WithValue(r.Context(), noteKey{}, told)))
	})
}

// recorder notes what is written. It keeps the abilities that streams and WebSockets need.
type recorder struct {
	http.ResponseWriter
	status  int
	written int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(body []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(body)
	r.written += int64(n)
	return n, err
}

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// Unwrap serves http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Hijack serves WebSockets.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	r.status = http.StatusSwitchingProtocols
	return http.NewResponseController(r.ResponseWriter).Hijack()
}
