package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// served is a running anlan serve.
type served struct {
	cmd     *exec.Cmd
	address string // http://127.0.0.1:PORT/
	stderr  *bufio.Scanner
}

// serveForTest starts the program itself on a free port and waits until it says where.
func serveForTest(t *testing.T, data string, environ ...string) *served {
	t.Helper()
	library := engineLibrary(t)
	s := &served{cmd: program(t, "serve", "--data", data, "--listen", "127.0.0.1:0")}
	s.cmd.Env = append(append(s.cmd.Env, "ANLAN_CHDB_LIB="+library), environ...)
	out, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // a process that still writes keeps its folder from being removed
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	})
	s.stderr = bufio.NewScanner(out)
	for s.stderr.Scan() {
		if address, ok := strings.CutPrefix(s.stderr.Text(), "Anlan serves on "); ok {
			s.address = address
			return s
		}
	}
	t.Fatalf("the server ended: %v", s.cmd.Wait())
	return nil
}

// engineLibrary is the embedded engine's file; without it a test is left out, or fails where all must run.
func engineLibrary(t *testing.T) string {
	t.Helper()
	library, err := filepath.Abs("../../node_modules/@chdb/lib-linux-x64-gnu/libchdb.so")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(library); err != nil {
		if os.Getenv("ANLAN_TEST_REQUIRE_ALL") == "" {
			t.Skip("the embedded engine is not installed")
		}
		t.Fatal(err)
	}
	return library
}

// program is this test binary as the command anlan: TestMain hands over to main when it is called so.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "anlan")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), link, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	return cmd
}

func TestServeAnswersAndEndsWithTheFirstSignal(t *testing.T) {
	s := serveForTest(t, t.TempDir())
	response := get(t, s.address+"readyz")
	if !strings.Contains(response, "ready") {
		t.Errorf("readyz says %s", response)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, textOf(s.stderr)) }()
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("ended with %v, expected 0", err)
	}
}

func TestServeSaysThatThePortIsTaken(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, command := range []string{"serve", "demo"} {
		var out strings.Builder
		data := filepath.Join(t.TempDir(), "data")
		cmd := program(t, command, "--data", data, "--listen", taken.Addr().String())
		cmd.Stderr = &out
		if err := cmd.Run(); cmd.ProcessState.ExitCode() != 1 || !strings.Contains(out.String(), "is taken by another program") {
			t.Errorf("%s: %v, %s", command, err, out.String())
		}
		if _, err := os.Stat(data); err == nil {
			t.Errorf("%s made the data folder before it looked at the port", command)
		}
	}
}

func get(t *testing.T, address string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", address, response.Status, err)
	}
	return string(text)
}

// textOf reads what is left of a scanner's lines.
func textOf(s *bufio.Scanner) io.Reader {
	r, w := io.Pipe()
	go func() {
		for s.Scan() {
			_, _ = io.WriteString(w, s.Text()+"\n")
		}
		_ = w.Close()
	}()
	return r
}
