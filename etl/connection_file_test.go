package etl_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/etl"
	"anlan/etl/connection"
)

// write puts a file into a new folder.
func writeConnections(t *testing.T, mode os.FileMode, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "connections.yaml")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "hidden.password"), []byte("s3cret@安\nsecond line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func environment(name string) (string, bool) {
	value, ok := map[string]string{"API_TOKEN": "t0ken", "EMPTY": ""}[name]
	return value, ok
}

func TestConnectionsAreReadWithTheirSecrets(t *testing.T) {
	t.Parallel()
	set, err := etl.ReadConnections(writeConnections(t, 0o644, `
connections:
  hidden: {url: "postgres://reader@10.0.0.5:5432/aq?sslmode=disable", password_file: hidden.password}
  ledger: {url: "mysql://10.0.0.6:3306/aq", user: reader}
  api:
    url: https://10.0.0.7/api
    bearer_env: API_TOKEN
    headers: {x-tenant: {env: API_TOKEN}}
`), environment)
	if err != nil {
		t.Fatal(err)
	}
	hidden := set["hidden"]
	if hidden.Kind != connection.PostgreSQL || hidden.User != "reader" || hidden.Password.Reveal() != "s3cret@安" {
		t.Errorf("hidden: kind %s, user %s", hidden.Kind, hidden.User)
	}
	if ledger := set["ledger"]; ledger.Kind != connection.MySQL || ledger.User != "reader" || !ledger.Password.Empty() {
		t.Errorf("ledger: %v", ledger)
	}
	api := set["api"]
	if api.Kind != connection.HTTP || api.Bearer.Reveal() != "t0ken" || api.Headers["X-Tenant"].Reveal() != "t0ken" {
		t.Errorf("api: %v", api)
	}
}

func TestConnectionMistakesAreAllNamedAndQuoteNoSecret(t *testing.T) {
	t.Parallel()
	_, err := etl.ReadConnections(writeConnections(t, 0o644, `
connections:
  a: {url: "postgres://reader:hunter2@10.0.0.5/aq"}
  b: {url: "oracle://10.0.0.5/aq"}
  c: {url: "mysql://10.0.0.5:3306/"}
  d: {url: "mysql://10.0.0.5/aq", password_env: EMPTY, pasword_file: x}
  e: {url: "postgres://reader:hunter/2@10.0.0.5/aq"}
  f: postgres://reader:hunter2@10.0.0.5/aq
  g: {url: "postgres://10.0.0.5/aq", bearer_env: API_TOKEN, password_file: missing}
  H: {url: "https://10.0.0.5/"}
  i: {url: "mysql://10.0.0.5/aq?tls=maybe"}
  j: {url: "postgres://10.0.0.5/aq?sslmode=maybe"}
`), environment)
	if err == nil {
		t.Fatal("no mistake was found")
	}
	for _, want := range []string{
		":3:7: a secret stands here, and other users may read this file: chmod 600 it",
		`:4:7: nothing here speaks "oracle"`,
		":5:7: the name of the database is missing",
		":6:35: the environment variable EMPTY is not set", `:6:56: unknown key "pasword_file"; did you mean "password_file"?`,
		":7:7: expected an address",
		":8:3: expected keys and values",
		":9:", "the file of the secret cannot be read", "bearer and headers are for http",
		":10:3: a connection is named with small letters",
		`:11:3: the only option of a MySQL address is tls (true, skip-verify, preferred, false), not "tls=maybe"`, ":12:3: ", "sslmode is invalid",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not named: %s\nin\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "hunter") {
		t.Errorf("a password shows:\n%v", err)
	}
}

func TestAPasswordInTheFileNeedsAFileOfOnesOwn(t *testing.T) {
	t.Parallel()
	const text = `connections: {a: {url: "postgres://reader:hunter2@10.0.0.5/aq"}}`
	set, err := etl.ReadConnections(writeConnections(t, 0o600, text), environment)
	if err != nil || set["a"].Password.Reveal() != "hunter2" {
		t.Errorf("mode 600: %v", err)
	}
	if _, err := etl.ReadConnections(writeConnections(t, 0o640, text), environment); err == nil {
		t.Error("a password in a file that the group may read was taken")
	}
	path := writeConnections(t, 0o600, `connections: {a: {url: "postgres://10.0.0.5/aq", password_file: hidden.password}}`)
	if err := os.Chmod(filepath.Join(filepath.Dir(path), "hidden.password"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := etl.ReadConnections(path, environment); err == nil || !strings.Contains(err.Error(), "everybody may read") {
		t.Errorf("a password file that everybody may read: %v", err)
	}
}

func TestSecretsNeverShow(t *testing.T) {
	t.Parallel()
	set, err := etl.ReadConnections(writeConnections(t, 0o600, `connections: {a: {url: "postgres://reader:hun%40ter%2F2@10.0.0.5/aq"}}`), environment)
	if err != nil {
		t.Fatal(err)
	}
	c := set["a"]
	var out strings.Builder
	slog.New(slog.NewTextHandler(&out, nil)).Info("m", "c", c, "password", c.Password, "set", set)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "c", c, "password", c.Password)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		fmt.Fprintf(&out, verb+verb+verb+verb, c, &c, set, c.Password)
	}
	encoded, err := json.Marshal(map[string]any{"c": c.Password, "all": c.Headers})
	out.Write(encoded)
	if err != nil || strings.Contains(out.String(), "hun") {
		t.Errorf("%v; the password shows: %s", err, out.String())
	}
	cause := fmt.Errorf("dial postgres://reader:hun%%40ter%%2F2@10.0.0.5/aq: password hun@ter/2 refused")
	scrubbed := c.ScrubError(cause)
	if strings.Contains(fmt.Sprintf("%v %+v %#v", scrubbed, scrubbed, scrubbed), "hun") {
		t.Errorf("the error shows the password: %+v", scrubbed)
	}
	if want := "dial postgres://reader:***@10.0.0.5/aq: password *** refused"; scrubbed.Error() != want {
		t.Errorf("got %s, want %s", scrubbed, want)
	}
}
