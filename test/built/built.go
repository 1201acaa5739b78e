// Package built builds Anlan as it ships and runs it, for tests that look at the whole of it.
package built

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// root is the folder of the module from that of a test, under which the program finds the engine's library.
const root = "../.."

// Program builds the program and returns its path.
func Program(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "anlan")
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-s -w", "-o", path, "./cmd/anlan")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return path
}

// Environment is that of the test without a configuration of whoever runs it.
func Environment() []string {
	var out []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "ANLAN_") || strings.HasPrefix(variable, "ANLAN_CHDB_LIB=") {
			out = append(out, variable)
		}
	}
	return out
}

// Served is the program, serving.
type Served struct {
	Address string // http://127.0.0.1:PORT

	cmd  *exec.Cmd
	done chan struct{}
}

// address is where serve and demo say that they serve.
var address = regexp.MustCompile(`^(?:Anlan serves on|Open) +(http://[^/]+)/$`)

// Serve runs the program with a command that serves, on a free port, until the test ends. It returns once the program listens.
// What it logs as an error goes to standard error.
func Serve(t testing.TB, path string, environment []string, command ...string) *Served {
	t.Helper()
	s := &Served{cmd: exec.CommandContext(t.Context(), path, append(command, "--listen", "127.0.0.1:0")...), done: make(chan struct{})} //nolint:gosec // the program that was built
	s.cmd.Dir, s.cmd.Env = root, append(Environment(), environment...)
	out, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Kill)
	lines, told := bufio.NewScanner(out), ""
	for s.Address == "" && lines.Scan() {
		if found := address.FindStringSubmatch(lines.Text()); found != nil {
			s.Address = found[1]
		}
		told += lines.Text() + "\n"
	}
	if s.Address == "" {
		close(s.done)
		t.Fatalf("the server ended: %v\n%s", s.cmd.Wait(), told)
	}
	go func() {
		defer close(s.done)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "level=ERROR") {
				fmt.Fprintln(os.Stderr, lines.Text())
			}
		}
		_, _ = io.Copy(io.Discard, out) // a line too long for the scanner must not stop the program
	}()
	return s
}

// Signal sends the program a signal.
func (s *Served) Signal(signal syscall.Signal) error { return s.cmd.Process.Signal(signal) }

// Wait waits until the program has ended.
func (s *Served) Wait() { <-s.done }

// Kill ends the program as a power cut would.
func (s *Served) Kill() {
	_ = s.cmd.Process.Kill()
	<-s.done
	_ = s.cmd.Wait()
}
