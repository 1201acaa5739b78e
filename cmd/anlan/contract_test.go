package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// command runs the program on a folder beside a server and gives what it says.
func command(t *testing.T, s *served, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, told strings.Builder
	cmd := program(t, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = s.cmd.Env, &out, &told
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), told.String()
}

const (
	// ledgerPipeline reads a ledger with columns of its own names.
	ledgerPipeline = `pipeline: ledger
title: {zh: 台账, en: Ledger}
fact: hazard
system: 测试
source: {files: "ledger*.csv"}
columns: {id: 编号, region: 区划, source: 来源, level: 级别, found_on: 发现, due_on: 期限}
`
	// slowPipeline reads the same from an address.
	slowPipeline = `pipeline: slow
title: {zh: 接口台账, en: Ledger behind an address}
fact: hazard
system: 测试
source: {http: {connection: api, path: /ledger, records: ""}}
columns: {id: 编号, region: 区划, source: 来源, level: 级别, found_on: 发现, due_on: 期限}
`
	ledgerHeader = "编号,区划,来源,级别,发现,期限\n"
	ledgerRows   = ledgerHeader + `h1,370321,政府检查,一般,2025-01-05,2025-01-20
h2,370321,政府检查,重大,2025-01-06,2025-01-20
h3,370399,政府检查,一般,2025-01-07,2025-01-20
h4,370303,自查,一般,2025-01-08,2025-01-20
`
)

// ledgerEnviron writes both pipelines into a folder and names it.
func ledgerEnviron(t *testing.T) []string {
	t.Helper()
	folder := t.TempDir()
	connections := filepath.Join(t.TempDir(), "connections.yaml")
	for path, text := range map[string]string{
		filepath.Join(folder, "ledger.yaml"): ledgerPipeline, filepath.Join(folder, "slow.yaml"): slowPipeline,
		connections: "connections:\n  api: {url: " + neverEnding(t) + "}\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"ANLAN_ETL_PIPELINES=" + folder, "ANLAN_ETL_CONNECTIONS=" + connections, "ANLAN_CHDB_LIB=" + engineLibrary(t)}
}

// serveLedger serves a folder with the pipeline, and gives a ledger of four rows, the third with a region that is none.
func serveLedger(t *testing.T) (s *served, data, file string) {
	t.Helper()
	data = t.TempDir()
	s = serveForTest(t, data, ledgerEnviron(t)...)
	go func() { _, _ = io.Copy(io.Discard, textOf(s.stderr)) }()
	file = filepath.Join(t.TempDir(), "四条.csv")
	if err := os.WriteFile(file, []byte(ledgerRows), 0o600); err != nil {
		t.Fatal(err)
	}
	return s, data, file
}

// A folder that a server holds belongs to it, so commands on the folder go through the server: what they print and how they end
// is as without one.
func TestCommandsGoThroughTheServer(t *testing.T) {
	s, data, file := serveLedger(t)
	for _, c := range []struct {
		args    []string
		status  int
		out     string
		message string
	}{
		{[]string{"etl", "run", "ledger", file}, 0, "ledger  succeeded     4    3", "1  unknown_region: "},
		{[]string{"etl", "run", "ledger", file}, 0, "ledger  unchanged     4    0", "1  unknown_region: "},
		{[]string{"etl", "run", "ledger", file, "--json"}, 0, `"state":"UNCHANGED"`, ""},
		{[]string{"etl", "list"}, 0, "unchanged  -     台账", ""},
		{[]string{"etl", "runs", "ledger"}, 0, "manual  succeeded  4     3", ""},
		{[]string{"etl", "runs", "ledger", "--json", "--last", "1"}, 0, `"rowsUnchanged":3`, ""},
		{[]string{"etl", "run", "ledgers"}, 2, "", `there is no pipeline "ledgers"; did you mean "ledger"?`},
		{[]string{"etl", "run", "ledger", "nowhere.csv"}, 2, "", "nowhere.csv"},
		{[]string{"etl", "show", "20250101_000000_000_abcdef"}, 2, "", "there is no run"},
		{[]string{"etl", "cancel", "20250101_000000_000_abcdef"}, 2, "", "no run"},
		{[]string{"migrate"}, 1, "", "needs the folder alone: stop the server first"},
		{[]string{"doctor"}, 0, "server             answers from data version 2 of ", ""},
	} {
		status, out, told := command(t, s, append(c.args, "--data", data)...)
		if status != c.status || !strings.Contains(out, c.out) || !strings.Contains(told, c.message) || c.status != 0 && out != "" {
			t.Errorf("%v: %d\n%s%s", c.args, status, out, told)
		}
	}
}

// Only the user who runs the server comes in by its socket, and what a killed server leaves there is in nobody's way.
func TestTheSocketIsPrivateAndGoesWithItsServer(t *testing.T) {
	s, data, _ := serveLedger(t)
	socket := filepath.Join(data, "run", "commands.sock")
	for path, want := range map[string]os.FileMode{socket: 0o600, filepath.Dir(socket): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, expected %v", path, info.Mode(), err, want)
		}
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	if _, err := os.Stat(socket); err != nil {
		t.Error("a killed server cannot have tidied up")
	}
	if status, out, told := command(t, s, "etl", "list", "--data", data); status != 0 || !strings.Contains(out, "hazards") {
		t.Errorf("without the server: %d\n%s%s", status, out, told)
	}
	again := serveForTest(t, data)
	go func() { _, _ = io.Copy(io.Discard, textOf(again.stderr)) }()
	if status, out, told := command(t, again, "etl", "list", "--data", data); status != 0 || !strings.Contains(out, "hazards") {
		t.Errorf("through the next server: %d\n%s%s", status, out, told)
	}
	_ = again.cmd.Process.Signal(syscall.SIGTERM)
	_ = again.cmd.Wait()
	if _, err := os.Stat(socket); err == nil {
		t.Error("the socket stays when its server has ended")
	}
}

// A folder whose path is too long for a socket has it elsewhere.
func TestTheSocketOfALongPath(t *testing.T) {
	data := filepath.Join(t.TempDir(), strings.Repeat("安全生产", 12))
	s := serveForTest(t, data)
	go func() { _, _ = io.Copy(io.Discard, textOf(s.stderr)) }()
	if status, out, told := command(t, s, "etl", "list", "--data", data); status != 0 || !strings.Contains(out, "hazards") {
		t.Errorf("%d\n%s%s", status, out, told)
	}
}

// neverEnding is an address that answers nothing until the test ends.
func neverEnding(t *testing.T) (url string) {
	t.Helper()
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-over:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() { close(over); server.Close() })
	return server.URL
}

// startSlowRun begins a command whose run waits for its source, until the server knows the run.
func startSlowRun(t *testing.T, s *served, data string) (cmd *exec.Cmd, said *strings.Builder, id string) {
	t.Helper()
	said = &strings.Builder{}
	cmd = program(t, "etl", "run", "slow", "--data", data)
	cmd.Env, cmd.Stdout, cmd.Stderr = s.cmd.Env, said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		_, out, _ := command(t, s, "etl", "runs", "--data", data)
		if id := runID.FindString(out); id != "" && strings.Contains(out, "running") {
			return cmd, said, id
		}
	}
	t.Fatalf("the run does not begin: %s", said)
	return nil, nil, ""
}

var runID = regexp.MustCompile(`\d{8}_\d{6}_\d{3}_[0-9a-f]{6}`)

// A command that is interrupted ends its run; the server goes on.
func TestAnInterruptedCommandEndsItsRun(t *testing.T) {
	s, data, file := serveLedger(t)
	cmd, said, _ := startSlowRun(t, s, data)
	if status, _, told := command(t, s, "etl", "run", "slow", "--data", data); status != 1 || !strings.Contains(told, "is running already") {
		t.Errorf("the pipeline a second time: %d\n%s", status, told)
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 1 || !strings.Contains(said.String(), "nothing of it was published") {
		t.Errorf("%v\n%s", cmd.ProcessState, said)
	}
	if status, out, told := command(t, s, "etl", "run", "ledger", file, "--data", data); status != 0 || !strings.Contains(out, "succeeded") {
		t.Errorf("afterwards: %d\n%s%s", status, out, told)
	}
}

// A run that another command ends is a run that failed.
func TestARunIsCancelled(t *testing.T) {
	s, data, _ := serveLedger(t)
	cmd, said, id := startSlowRun(t, s, data)
	if status, _, told := command(t, s, "etl", "cancel", id, "--data", data); status != 0 {
		t.Errorf("%d\n%s", status, told)
	}
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 1 || !strings.Contains(said.String(), "nothing of it was published") {
		t.Errorf("%v\n%s", cmd.ProcessState, said)
	}
}

// When the server is killed in the midst of a command, the command says so, and what to do.
func TestTheServerIsKilledDuringACommand(t *testing.T) {
	s, data, _ := serveLedger(t)
	cmd, said, _ := startSlowRun(t, s, data)
	_ = s.cmd.Process.Kill()
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 1 ||
		!strings.Contains(said.String(), "ended during the command") || !strings.Contains(said.String(), "anlan etl runs") {
		t.Errorf("%v\n%s", cmd.ProcessState, said)
	}
	_ = s.cmd.Wait()
	if status, out, told := command(t, s, "etl", "runs", "--data", data); status != 0 || !strings.Contains(out, "interrupted") {
		t.Errorf("afterwards: %d\n%s%s", status, out, told)
	}
}

// Two commands at once on a folder that nobody serves: one waits for the other.
func TestTwoCommandsAtOnce(t *testing.T) {
	alone := &served{cmd: program(t)}
	alone.cmd.Env = append(alone.cmd.Env, ledgerEnviron(t)...)
	data := t.TempDir()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if status, out, told := command(t, alone, "etl", "list", "--data", data); status != 0 || !strings.Contains(out, "台账") {
				t.Errorf("%d\n%s%s", status, out, told)
			}
		})
	}
	both.Wait()
}
