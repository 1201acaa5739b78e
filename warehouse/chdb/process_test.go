package chdb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestMain also plays the process that TestSignal ends.
func TestMain(m *testing.M) {
	if dir := os.Getenv("ANLAN_CHDB_TEST_CHILD"); dir != "" {
		os.Exit(child(dir))
	}
	os.Exit(m.Run())
}

// child opens a folder, runs endless statements, says so, and closes when it is asked to end. Its exit status tells the rest.
func child(dir string) int {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	e, err := Open(ctx, Config{Dir: dir, Library: os.Getenv("ANLAN_CHDB_LIB")})
	if err != nil {
		fmt.Println(err)
		return 3
	}
	if os.Getenv("ANLAN_CHDB_TEST_BUSY") != "" {
		for _, format := range []string{"CSV", "Parquet"} {
			go func() { _, _ = ask(ctx, e, endless, "default_format", format) }()
		}
		go func() {
			_, _ = ask(ctx, e, "INSERT INTO FUNCTION null('a UInt64') SELECT number FROM numbers(1000000000000000)")
		}()
	}
	fmt.Println("ready")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // the test's word, or its end
	deadline, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := e.Close(deadline); err != nil {
		fmt.Println(err)
		return 4
	}
	return 0
}

func startChild(t *testing.T, dir string, busy bool) (*exec.Cmd, io.WriteCloser, *bufio.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "ANLAN_CHDB_TEST_CHILD="+dir)
	if busy {
		cmd.Env = append(cmd.Env, "ANLAN_CHDB_TEST_BUSY=1")
	}
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(out)
	if line, err := r.ReadString('\n'); line != "ready\n" {
		t.Fatalf("child says %q (%v)", line, err)
	}
	return cmd, in, r
}

func TestProcessEndsCleanlyWithStatementsRunning(t *testing.T) {
	dir := t.TempDir()
	cmd, in, out := startChild(t, dir, true)
	_, err := Open(context.Background(), Config{Dir: dir, Library: os.Getenv("ANLAN_CHDB_LIB")})
	var locked *LockedError
	if !errors.As(err, &locked) || locked.Owner.PID != cmd.Process.Pid {
		t.Errorf("the folder of a running process: %v, want its pid %d", err, cmd.Process.Pid)
	}
	_ = in.Close()
	said, _ := io.ReadAll(out)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the process ended with %v: %s", err, said)
	}
	if e := openEngine(t, Config{Dir: dir}); e.Version() == "" {
		t.Error("no version")
	}
}

func TestKilledProcessLeavesTheFolderUsable(t *testing.T) {
	dir := t.TempDir()
	cmd, _, _ := startChild(t, dir, true)
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if got := answer(t, openEngine(t, Config{Dir: dir}), "SELECT 1"); got != "1\n" {
		t.Errorf("%q", got)
	}
}
