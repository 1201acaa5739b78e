package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"anlan/access"
	"anlan/graph"
)

// door lets callers in: by their token where there are tokens, else as the administrator of this machine.
type door struct {
	tokens *access.Tokens // nil: everybody here is the administrator
	log    *slog.Logger
}

var errNoToken = errors.New("a valid token is needed: Authorization: Bearer TOKEN")

// guard lets nobody in unknown, except WebSockets: browsers cannot send a header with one, so its token comes later, in the
// connection's parameters, and nothing is answered before.
func (d door) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		bearer := r.Header.Get("Authorization")
		if d.tokens != nil && bearer == "" && isWebSocket(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, err := d.connection(r.Context(), bearer)
		if err != nil {
			w.Header().Set("WWW-Authenticate", `Bearer realm="anlan"`)
			graph.Refuse(w, r, http.StatusUnauthorized, "UNAUTHENTICATED", err.Error())
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// connection gives a context that holds the caller of an Authorization.
func (d door) connection(ctx context.Context, authorization string) (context.Context, error) {
	caller := access.Local()
	caller.Local = false // other users of this machine reach the address too
	if d.tokens != nil {
		var ok bool
		if caller, ok = d.tokens.Authenticate(authorization); !ok {
			return ctx, errNoToken
		}
		ctx = access.Followed(ctx, func() (access.Caller, bool) { return d.tokens.Authenticate(authorization) })
	}
	note(ctx, caller.Name)
	return access.With(ctx, caller), nil
}

// onlyThisMachine refuses requests that were not meant for this machine although they reached it: a page elsewhere whose
// name was made to point here (DNS rebinding), and what a proxy passes on for others.
func onlyThisMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !access.Loopback(hostOf(r.Host)) {
			graph.Refuse(w, r, http.StatusMisdirectedRequest, "FORBIDDEN", "this server answers to localhost only; give it a token file to be called by another name")
			return
		}
		for _, header := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host"} {
			if r.Header.Get(header) != "" {
				graph.Refuse(w, r, http.StatusForbidden, "FORBIDDEN", "this server has no token file, so it answers nobody behind a proxy")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

func isStream(r *http.Request) bool {
	return isWebSocket(r) || strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}
