package server

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"anlan/access"
	"anlan/graph"
	"anlan/web"
)

// readyTimeout is how long the engine may take to say that it is ready.
const readyTimeout = 3 * time.Second

// timeout is how long a question may take.
func (s *Server) timeout() time.Duration {
	if s.config.Limits.Timeout != 0 {
		return s.config.Limits.Timeout
	}
	return graph.DefaultLimits().Timeout
}

// contract makes the handler of /graphql. Streams, and loads that are started here, end with lifetime.
func (s *Server) contract(lifetime context.Context, tokens *access.Tokens) (*graph.Handler, error) {
	return graph.New(s.parts.Sources, graph.Options{
		Limits: s.config.Limits, Authenticate: door{tokens: tokens, log: s.log}.connection, Lifetime: lifetime, Logger: s.log,
	})
}

// handler wires the routes.
func (s *Server) handler(lifetime context.Context, tokens *access.Tokens, contract *graph.Handler) http.Handler {
	door := door{tokens: tokens, log: s.log}
	meter := newMeter(s.parts, contract, s.exports)
	mux := http.NewServeMux()
	route := func(pattern string, h http.Handler) { mux.Handle(pattern, meter.watch(pattern, h)) }
	route("/graphql", door.guard(endWith(lifetime, contract)))
	for pattern, h := range s.mapRoutes() {
		route(pattern, door.guard(h))
	}
	for pattern, h := range s.bulletinRoutes() {
		route(pattern, door.guard(h))
	}
	for pattern, h := range s.exportRoutes() {
		route(pattern, door.guard(h))
	}
	route("GET /metrics", door.guard(meter.handler()))
	route("GET /healthz", http.HandlerFunc(s.healthz))
	route("GET /readyz", http.HandlerFunc(s.readyz))
	if files, ok := web.GraphiQL(); ok {
		route("GET /graphiql/", http.StripPrefix("/graphiql", pages(files)))
		route("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusMovedPermanently))
	}
	if files, ok := web.Dashboard(); ok {
		route("GET /{$}", pages(files))
		route("GET /assets/", kept(files))
	}
	route("/", http.HandlerFunc(nothingHere))

	h := http.NewCrossOriginProtection().Handler(mux)
	if tokens == nil {
		h = onlyThisMachine(h)
	}
	h = securityHeaders(h)
	h = s.recovered(h)
	h = s.logged(h)
	return identified(h)
}

// healthz says that the process lives.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// readyz says whether questions can be answered. The cause is for the log.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	if err := s.parts.Ready(ctx); err != nil {
		s.log.Warn("not ready", "error", err)
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "not ready"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}

func nothingHere(w http.ResponseWriter, r *http.Request) {
	graph.Refuse(w, r, http.StatusNotFound, "NOT_FOUND", "there is nothing at this address")
}

// endWith ends streams, which have no end of their own, when the server stops; questions are let finish.
func endWith(stop context.Context, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isStream(r) {
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			defer context.AfterFunc(stop, cancel)()
			r = r.WithContext(ctx) //nolint:contextcheck // the request's own, ended by another
		}
		next.ServeHTTP(w, r)
	})
}

func writeJSON(w http.ResponseWriter, status int, value map[string]string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) //nolint:errchkjson // the client may be gone
}
