package server_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/access"
	"anlan/server"
)

// throughSocket asks who is asking, by the private socket.
func throughSocket(t *testing.T, socket string) string {
	t.Helper()
	r := &running{url: "http://anlan"}
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/graphql", strings.NewReader(`{"query":"{ viewer { name role allRegions } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text := make([]byte, 1000)
	n, _ := response.Body.Read(text)
	return string(text[:n])
}

// By the private socket comes the user who runs the server, without a token, also where everybody else needs one; nobody else
// can open it.
func TestThePrivateDoor(t *testing.T) {
	file, _ := tokens(t, access.Entry{Name: "zibo", Role: access.Leader, Regions: []string{"370300"}})
	socket := filepath.Join(t.TempDir(), "run", "commands.sock")
	if err := os.MkdirAll(filepath.Dir(socket), 0o755); err != nil { // left behind by a killed server, and open to others
		t.Fatal(err)
	}
	if err := os.WriteFile(socket, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	r := start(t, server.Config{TokenFile: file, Socket: socket}, server.Parts{})
	if got := r.ask(t, "", "{ viewer { name } }"); got.status != http.StatusUnauthorized {
		t.Errorf("without a token: %d %s", got.status, got.body)
	}
	if got := throughSocket(t, socket); !strings.Contains(got, `{"name":"local","role":"admin","allRegions":true}`) {
		t.Errorf("by the socket: %s", got)
	}
	for path, want := range map[string]os.FileMode{socket: 0o600, filepath.Dir(socket): 0o700} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v (%v), expected %v", path, info.Mode(), err, want)
		}
	}
	r.stop()
	if err := <-r.done; err != nil {
		t.Error(err)
	}
	r.done <- nil
	if _, err := os.Stat(socket); err == nil {
		t.Error("the socket is still there when its server has ended")
	}
}
