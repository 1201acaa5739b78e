package server_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"anlan/access"
	"anlan/server"
)

const typename = `{"query":"{ __typename }"}`

func asJSON(more ...string) map[string]string {
	header := map[string]string{"Content-Type": "application/json"}
	for i := 0; i < len(more); i += 2 {
		header[more[i]] = more[i+1]
	}
	return header
}

// An address that other machines reach needs a token file; the error says how to make one.
func TestOtherMachinesNeedTokens(t *testing.T) {
	for _, listen := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.org:0"} {
		err := server.New(server.Config{Listen: listen}, server.Parts{Sources: empty()}).Serve(t.Context())
		if err == nil || !strings.Contains(err.Error(), "token file") || !strings.Contains(err.Error(), "anlan token") {
			t.Errorf("%s: %v", listen, err)
		}
	}
	if err := server.New(server.Config{Listen: "nonsense"}, server.Parts{Sources: empty()}).Serve(t.Context()); err == nil {
		t.Error("a listen address without a port was taken")
	}
	if err := server.New(server.Config{Listen: "127.0.0.1:0", TokenFile: "/does/not/exist"}, server.Parts{Sources: empty()}).Serve(t.Context()); err == nil {
		t.Error("a token file that is not there was taken")
	}
}

// Without a token file everybody on this machine is its administrator, which the log says, and nobody else is answered: no
// page whose name was made to point here, nobody behind a proxy, no page of another site.
func TestThisMachineOnly(t *testing.T) {
	r := start(t, server.Config{}, server.Parts{})
	if !strings.Contains(r.log.String(), "administrator") {
		t.Error("the log does not say that there are no tokens")
	}
	for _, c := range []struct {
		name   string
		header map[string]string
		status int
	}{
		{"a program on this machine", asJSON(), 200},
		{"by the name localhost", asJSON("Host", "localhost:8080"), 200},
		{"by the address of IPv6", asJSON("Host", "[::1]:8080"), 200},
		{"by another name (DNS rebinding)", asJSON("Host", "evil.example"), http.StatusMisdirectedRequest},
		{"by a name that begins alike", asJSON("Host", "localhost.evil.example:80"), http.StatusMisdirectedRequest},
		{"through a proxy", asJSON("X-Forwarded-For", "192.0.2.7"), http.StatusForbidden},
		{"from a page of another site", asJSON("Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
	} {
		if got := r.send(t, http.MethodPost, "/graphql", c.header, typename); got.status != c.status {
			t.Errorf("%s: status %d, expected %d: %s", c.name, got.status, c.status, got.body)
		}
	}
}

// With a token file every question needs a token, the health of the server does not.
func TestTokens(t *testing.T) {
	file, secrets := tokens(t, access.Entry{Name: "zibo", Role: access.Leader, Regions: []string{"370300"}})
	r := start(t, server.Config{TokenFile: file}, server.Parts{})
	for _, c := range []struct {
		authorization string
		status        int
	}{
		{"", 401}, {"Bearer", 401}, {"Bearer nonsense", 401}, {"Basic " + secrets[0], 401}, {"Bearer " + secrets[0], 200},
	} {
		got := r.send(t, http.MethodPost, "/graphql", asJSON("Authorization", c.authorization), typename)
		if got.status != c.status {
			t.Errorf("%q: status %d: %s", c.authorization, got.status, got.body)
		}
		if c.status == 401 && (got.header.Get("WWW-Authenticate") == "" || !strings.Contains(got.body, "UNAUTHENTICATED")) {
			t.Errorf("%q: %v %s", c.authorization, got.header, got.body)
		}
	}
	for path, status := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 401} {
		if got := r.send(t, http.MethodGet, path, nil, ""); got.status != status {
			t.Errorf("%s: status %d", path, got.status)
		}
	}
	if got := r.send(t, http.MethodGet, "/metrics", map[string]string{"Authorization": "Bearer " + secrets[0]}, ""); got.status != 200 {
		t.Errorf("metrics with a token: status %d", got.status)
	}
	// The token's caller is in the log, the token is not.
	if log := r.log.String(); !strings.Contains(log, "caller=zibo") || strings.Contains(log, secrets[0]) {
		t.Errorf("%s", log)
	}
}

// A page may be served by a name of its own when there are tokens.
func TestOtherNamesWithTokens(t *testing.T) {
	file, secrets := tokens(t, access.Entry{Name: "zibo", Role: access.Leader, Regions: []string{"370300"}})
	r := start(t, server.Config{TokenFile: file}, server.Parts{})
	header := asJSON("Host", "anlan.zibo.example", "X-Forwarded-For", "192.0.2.7", "Authorization", "Bearer "+secrets[0])
	if got := r.send(t, http.MethodPost, "/graphql", header, typename); got.status != 200 {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

// Whether questions can be answered is the engine's to say; why not is for the log.
func TestReadiness(t *testing.T) {
	r := start(t, server.Config{}, server.Parts{Ready: func(context.Context) error { return errors.New("dial http://user:hunter2@ch:8123") }})
	if got := r.send(t, http.MethodGet, "/readyz", nil, ""); got.status != 503 || strings.Contains(got.body, "hunter2") {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	if got := r.send(t, http.MethodGet, "/healthz", nil, ""); got.status != 200 {
		t.Errorf("status %d", got.status)
	}
	if !strings.Contains(r.log.String(), "hunter2") {
		t.Error("the log does not say why")
	}
}
