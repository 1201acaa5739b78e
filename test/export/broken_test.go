package export

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a reader may take to begin and to end.
const patience = 2 * time.Minute

// end is how a reader's answer ended: "whole", or what was noticed.
type end struct{ reader, how string }

// halted is where readers wait once they have read a little, until there is a file of this name.
type halted string

func (h halted) goOn(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(string(h), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

// readBroken lets clients and servers go away in the middle.
func readBroken(t *testing.T, node, program, data string) {
	t.Helper()
	s := serve(t, program, data)
	for _, format := range []string{"csv", "arrow", "jsonl"} {
		s.goAway(t, format)
	}
	s.breakOff(t, syscall.SIGTERM, node)
	s.leftovers(t)
	serve(t, program, data).breakOff(t, syscall.SIGKILL, node)
}

// breakOff ends the server while everybody reads what is more than all buffers on the way hold: told to stop it breaks off, killed it is gone.
func (s *served) breakOff(t *testing.T, stop syscall.Signal, node string) {
	t.Helper()
	readers, at := []string{"net/http", "node csv", "node arrow", "ADBC"}, halted(filepath.Join(t.TempDir(), "go on"))
	ended := make(chan end, len(readers)+1)
	s.readSlowly(t, at, ended)
	s.nodeSlowly(t, at, node, "csv", ended)
	s.nodeSlowly(t, at, node, "arrow", ended)
	s.flightSlowly(t, at, ended)
	if curl, err := exec.LookPath("curl"); err == nil { // no part of this project, and few machines lack it
		readers = append(readers, "curl")
		s.curlSlowly(t, curl, ended)
	}
	if t.Failed() {
		return
	}
	if err := s.Signal(stop); err != nil {
		t.Fatal(err)
	}
	s.Wait() // it does not wait for them
	at.goOn(t)
	for range readers {
		select {
		case e := <-ended:
			if e.how == "whole" {
				t.Errorf("%v: %s took half an answer for a whole one", stop, e.reader)
			} else {
				t.Logf("%v: %s: %s", stop, e.reader, e.how)
			}
		case <-time.After(patience):
			t.Fatal("a reader waits for ever")
		}
	}
}

// large is the address of the largest export.
func (s *served) large(format string) string {
	return s.address + "/export/training?format=" + format
}

// readSlowly is Go's own client.
func (s *served) readSlowly(t *testing.T, at halted, ended chan<- end) {
	t.Helper()
	response, err := s.ask(t.Context(), http.MethodGet, "/training", url.Values{"format": {"arrow"}}, s.admin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, response.Body, 1); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer response.Body.Close()
		for _, err := os.Stat(string(at)); err != nil; _, err = os.Stat(string(at)) {
			time.Sleep(10 * time.Millisecond)
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			ended <- end{"net/http", err.Error()}
			return
		}
		ended <- end{"net/http", "whole"}
	}()
}

// curlSlowly reads no more than a megabyte a second.
func (s *served) curlSlowly(t *testing.T, curl string, ended chan<- end) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file")
	cmd := exec.CommandContext(t.Context(), curl, "-sS", "--limit-rate", "1M", "-o", file, "-H", "Authorization: Bearer "+s.admin, s.large("jsonl"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	begins := time.Now().Add(patience)
	for info, err := os.Stat(file); err != nil || info.Size() == 0; info, err = os.Stat(file) {
		if time.Now().After(begins) {
			t.Fatal("curl did not begin to read")
		}
		time.Sleep(10 * time.Millisecond)
	}
	go func() {
		if err := cmd.Wait(); err != nil {
			ended <- end{"curl", err.Error()}
			return
		}
		ended <- end{"curl", "whole"}
	}()
}

func (s *served) nodeSlowly(t *testing.T, at halted, node, format string, ended chan<- end) {
	t.Helper()
	follow(t, "node "+format, exec.CommandContext(t.Context(), node, "broken.mjs", s.large(format), s.admin, format, string(at)), ended)
}

// flightSlowly is the ADBC driver.
func (s *served) flightSlowly(t *testing.T, at halted, ended chan<- end) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tasks.json")
	write(t, path, map[string]any{"flight": map[string]any{"address": "grpc://" + s.flight, "token": s.admin, "halt": at}})
	follow(t, "ADBC", interop(t, path, "-run", "^TestAStreamThatBreaksOff$"), ended)
}

// follow starts a program that says that it reads, and then how that ended.
func follow(t *testing.T, name string, cmd *exec.Cmd, ended chan<- end) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !until(lines, "reading") {
		t.Errorf("%s did not begin to read", name)
		return
	}
	go func() {
		how := "whole" // unless it says more
		for lines.Scan() {
			if text := lines.Text(); text == "whole" || strings.HasPrefix(text, "noticed") {
				how = text
			}
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		ended <- end{name, how}
	}()
}

func until(lines *bufio.Scanner, text string) bool {
	for lines.Scan() {
		if lines.Text() == text {
			return true
		}
	}
	return false
}

// goAway takes the beginning of an answer and leaves; the manifest says then that the export failed.
func (s *served) goAway(t *testing.T, format string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	response, err := s.ask(ctx, http.MethodGet, "/training", url.Values{"format": {format}}, s.admin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, response.Body, 1); err != nil {
		t.Fatal(err)
	}
	cancel()
	_ = response.Body.Close()
	id, asked := response.Header.Get("X-Anlan-Export"), errors.New("never asked")
	for range 3000 { // a minute, until the server has noticed
		asked = s.document(t.Context(), "/manifests/"+id, s.admin, &struct{}{})
		if asked != nil && strings.Contains(asked.Error(), "410") {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%s: the client went away, and of the export is said: %v", format, asked)
}

// leftovers lists the files that exports should have taken away with them: those among the temporary ones, and pipes wherever they are.
func (s *served) leftovers(t *testing.T) {
	t.Helper()
	for _, dir := range []string{s.temporary, filepath.Join(s.data, "exports"), s.data} {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err == nil && !entry.IsDir() && (dir != s.data || entry.Type()&fs.ModeNamedPipe != 0) && entry.Type()&fs.ModeSocket == 0 {
				t.Errorf("left behind: %s", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
