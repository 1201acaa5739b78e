// Package databases starts real database servers for tests: each on a free port of this machine and in a folder of its own,
// ended when the test is. As root they run as nobody, because PostgreSQL refuses root.
//
// Where a server is not installed the test is skipped, or fails when ANLAN_TEST_REQUIRE_ALL is set.
package databases

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"

	"anlan/test/needed"
	"anlan/test/ports"
)

// TB is what is needed of testing.TB: a program that measures has its own.
type TB interface {
	Helper()
	Cleanup(end func())
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Skip(args ...any)
	Errorf(format string, args ...any)
}

// Server is one database server of a test.
type Server struct {
	Scheme   string // postgres or mysql
	Addr     string // host:port
	User     string // may do everything
	Password string
	Database string // empty, in UTF-8

	tb      TB
	dir     string
	command []string
	quit    syscall.Signal // ends it cleanly
	crash   syscall.Signal // ends it without any cleaning up
	ping    func(context.Context) error
	mu      sync.Mutex
	process *os.Process
	ended   chan struct{}
	output  syncBuffer
}

// URL is the server's address with user, password and database, as postgres://anlan:…@127.0.0.1:5432/aq?sslmode=disable.
func (s *Server) URL() string { return s.DatabaseURL(s.Database) }

// DatabaseURL is URL for another database of the server.
func (s *Server) DatabaseURL(name string) string {
	u := url.URL{Scheme: s.Scheme, User: url.UserPassword(s.User, s.Password), Host: s.Addr, Path: "/" + name}
	if s.Scheme == "postgres" {
		u.RawQuery = "sslmode=disable"
	}
	return u.String()
}

// Stop ends the server and waits for its end; its data stays, for Start.
func (s *Server) Stop() { s.end(s.quit) }

// Kill ends the server as a crash does.
func (s *Server) Kill() { s.end(s.crash) }

func (s *Server) end(signal syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process == nil {
		return
	}
	_ = s.process.Signal(signal) // it may have ended by itself
	select {
	case <-s.ended:
	case <-time.After(20 * time.Second):
		_ = s.process.Kill()
		<-s.ended
	}
	s.process = nil
}

// first starts the server for the first time, on a port that on tells it. Another program may take the port before the server
// does: then it gets another.
func (s *Server) first(on func(port string)) {
	s.tb.Helper()
	for tries := 1; ; tries++ {
		port, err := ports.Free()
		if err != nil {
			s.tb.Fatal(err)
		}
		s.Addr = net.JoinHostPort("127.0.0.1", port)
		on(port)
		if err = s.start(); err == nil {
			return
		}
		if tries == 3 {
			s.tb.Fatal(err)
		}
	}
}

// Start starts the server again after Stop or Kill, and waits until it answers.
func (s *Server) Start() {
	s.tb.Helper()
	if err := s.start(); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *Server) start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	started := make(chan error)
	s.ended = make(chan struct{})
	go func() {
		// The kernel ends the server when the thread that started it ends, so that nothing outlives a test that was killed.
		runtime.LockOSThread()
		command := asNobody(s.dir, exec.Command(s.command[0], s.command[1:]...)) //nolint:noctx // the test's own server
		command.SysProcAttr.Pdeathsig = s.crash
		command.Stdout, command.Stderr = &s.output, &s.output
		err := command.Start()
		s.process = command.Process
		started <- err
		if err == nil {
			_ = command.Wait() // its end is what was asked for
		}
		close(s.ended)
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start %s: %w", s.command[0], err)
	}
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		select {
		case <-s.ended:
			s.process = nil
			return fmt.Errorf("%s ended: %s", s.command[0], s.output.String())
		default:
		}
		if err := s.answers(); err == nil {
			return nil
		} else if time.Now().After(deadline) {
			return fmt.Errorf("%s does not answer: %w: %s", s.command[0], err, s.output.String())
		}
	}
}

// answers fails as long as the server does not accept connections.
func (s *Server) answers() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return s.ping(ctx)
}

// folder makes the server's folder and has it removed, after the server's end, when the test is over.
func (s *Server) folder() {
	s.tb.Helper()
	dir, err := os.MkdirTemp("", "anlan-"+s.Scheme+"-")
	if err != nil {
		s.tb.Fatal(err)
	}
	s.dir = dir
	s.tb.Cleanup(func() {
		s.Stop()
		err := os.RemoveAll(dir)
		for tries := 0; err != nil && tries < 100; tries++ { // processes of a server that was killed end a moment after it
			time.Sleep(50 * time.Millisecond)
			err = os.RemoveAll(dir)
		}
		if err != nil {
			s.tb.Errorf("remove the folder of %s: %v", s.Scheme, err)
		}
	})
	if uid, gid, ok := nobody(); ok {
		if err := os.Chown(dir, uid, gid); err != nil {
			s.tb.Fatal(err)
		}
	}
}

// prepare runs a command of the server's kind to its end, as the user who will run the server.
func (s *Server) prepare(name string, args ...string) {
	s.tb.Helper()
	command := asNobody(s.dir, exec.Command(name, args...)) //nolint:noctx // the test's own server
	if out, err := command.CombinedOutput(); err != nil {
		s.tb.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// file writes a file into the server's folder and returns its path.
func (s *Server) file(name, text string) string {
	s.tb.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil { //nolint:gosec // the server reads it as another user
		s.tb.Fatal(err)
	}
	return path
}

// program finds a program of the server, also where Debian hides it.
func program(tb TB, name string, folders ...string) string {
	tb.Helper()
	for _, pattern := range folders {
		found, _ := filepath.Glob(filepath.Join(pattern, name)) // the patterns are right
		if len(found) > 0 {
			return found[len(found)-1]
		}
	}
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	needed.Missing(tb, name+" is not installed")
	return ""
}

// asNobody lets a command of root run as nobody.
func asNobody(dir string, command *exec.Cmd) *exec.Cmd {
	command.Dir = dir
	command.SysProcAttr = &syscall.SysProcAttr{}
	command.Env = append(os.Environ(), "TMPDIR="+dir) // servers that are prepared side by side share nothing
	if uid, gid, ok := nobody(); ok {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return command
}

// nobody is the user to run as; ok is false when we are not root.
func nobody() (uid, gid int, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return 65534, 65534, true
	}
	uid, errUID := strconv.Atoi(u.Uid)
	gid, errGID := strconv.Atoi(u.Gid)
	return uid, gid, errors.Join(errUID, errGID) == nil
}

// syncBuffer keeps what a server says.
type syncBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
