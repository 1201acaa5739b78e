package export

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"anlan/access"
)

// root is the folder of the module, under which the program finds the engine's library.
const root = "../.."

// buildProgram builds the program as it ships.
func buildProgram(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "anlan")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, "./cmd/anlan")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return path
}

// served is the program, serving.
type served struct {
	cmd       *exec.Cmd
	data      string
	temporary string // the folder of its temporary files
	address   string // http://127.0.0.1:PORT
	flight    string // 127.0.0.1:PORT
	admin     string // the token of who sees everything
	county    string // the token of an analyst of one county
	done      chan struct{}
}

// serve starts the program over a data folder.
func serve(t *testing.T, program, data string) *served {
	t.Helper()
	tokens := filepath.Join(t.TempDir(), "tokens.yaml")
	s := &served{data: data, temporary: t.TempDir(), flight: freeAddress(t), done: make(chan struct{})}
	for _, entry := range []struct {
		token   *string
		role    access.Role
		regions []string
	}{{&s.admin, access.Admin, []string{"*"}}, {&s.county, access.Analyst, []string{string(county().Regions[0])}}} {
		var err error
		if *entry.token, err = access.Add(tokens, access.Entry{Name: string(entry.role), Role: entry.role, Regions: entry.regions}); err != nil {
			t.Fatal(err)
		}
	}
	s.cmd = exec.CommandContext(t.Context(), program, "serve", "--data", data, "--listen", "127.0.0.1:0")
	s.cmd.Dir = root
	for _, variable := range os.Environ() { // without a configuration of whoever runs the test
		if !strings.HasPrefix(variable, "ANLAN_") || strings.HasPrefix(variable, "ANLAN_CHDB_LIB=") {
			s.cmd.Env = append(s.cmd.Env, variable)
		}
	}
	s.cmd.Env = append(s.cmd.Env, "ANLAN_SERVER_TOKEN_FILE="+tokens, "ANLAN_FLIGHT_LISTEN="+s.flight, "ANLAN_SERVER_GRACE=1s", "TMPDIR="+s.temporary,
		"ANLAN_EXPORT_CONCURRENT=8") // one caller may have all but one, and five readers at once are the administrator's
	out, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	lines := bufio.NewScanner(out)
	for s.address == "" && lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "Anlan serves on "); ok {
			s.address = strings.TrimSuffix(address, "/")
		}
	}
	if s.address == "" {
		close(s.done)
		t.Fatalf("the server ended: %v", s.cmd.Wait())
	}
	go func() {
		defer close(s.done)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "level=ERROR") {
				fmt.Fprintln(os.Stderr, lines.Text())
			}
		}
	}()
	return s
}

// kill ends the program as a power cut would.
func (s *served) kill() {
	_ = s.cmd.Process.Kill()
	<-s.done
	_ = s.cmd.Wait()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// ask sends a request below /export; the caller closes the body.
func (s *served) ask(ctx context.Context, method, path string, query url.Values, token string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, s.address+"/export"+path+"?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err == nil && response.StatusCode != http.StatusOK {
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		return nil, fmt.Errorf("%s %s: %s: %s", method, request.URL, response.Status, text)
	}
	return response, err
}

// document reads a JSON document below /export.
func (s *served) document(ctx context.Context, path, token string, into any) error {
	response, err := s.ask(ctx, http.MethodGet, path, nil, token)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return json.NewDecoder(response.Body).Decode(into)
}
