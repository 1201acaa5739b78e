package chdb

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An abandoned answer gives its pipe and its file descriptors back.
func TestNothingLeaksFromAbandonedAnswers(t *testing.T) {
	e := openEngine(t, Config{Connections: 4})
	// The engine's own threads keep files open; ours are the ends of pipes.
	descriptors := func() (n int) {
		files, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("no /proc")
		}
		for _, f := range files {
			if target, _ := os.Readlink("/proc/self/fd/" + f.Name()); strings.HasPrefix(target, e.cfg.pipesPath()) {
				n++
			}
		}
		return n
	}
	round := func() {
		for _, format := range []string{"CSV", "JSON", "ArrowStream", "Parquet"} {
			resp, err := ask(context.Background(), e, "SELECT number FROM numbers(3000000)", "default_format", format)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(resp.Body, make([]byte, 10)); err != nil {
				t.Fatal(err)
			}
			if err := resp.Body.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	settled := func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return e.count == 0
	}
	for range 8 {
		round()
	}
	waitFor(t, "the end", settled)
	waitFor(t, "every end of a pipe closed", func() bool { return descriptors() == 0 })
	if left, _ := filepath.Glob(filepath.Join(e.Dir(), "pipes", "*")); len(left) > 0 {
		t.Errorf("pipes left: %v", left)
	}
}

// A client that knows nothing of ClickHouse's exception frame sees a transfer that broke off.
func TestServedFailureIsNeverAShortSuccess(t *testing.T) {
	e := openEngine(t, Config{})
	server := httptest.NewServer(e)
	defer server.Close()
	for _, format := range []string{"CSV", "JSON", "Parquet", "ArrowStream"} {
		resp, err := http.Post(server.URL+"/?default_format="+format+"&max_threads=1", "text/plain",
			strings.NewReader("SELECT number, throwIf(number = 3000000, '出错') FROM numbers(5000000)"))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		early := resp.StatusCode != http.StatusOK
		if !early && err == nil {
			t.Errorf("%s: status %d, %d bytes, no error", format, resp.StatusCode, len(data))
		}
		if early && resp.Header.Get("X-ClickHouse-Exception-Code") != "395" {
			t.Errorf("%s: status %d without code 395", format, resp.StatusCode)
		}
		if tag := resp.Header.Get("X-ClickHouse-Exception-Tag"); !early && !bytes.Contains(data, []byte("__exception__\r\n"+tag+"\r\nCode: 395.")) {
			t.Errorf("%s: no exception frame at the end", format)
		}
	}
	resp, err := http.Get(server.URL + "/ping")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if data, _ := io.ReadAll(resp.Body); string(data) != "Ok.\n" {
		t.Errorf("ping: %q", data)
	}
}

func TestRequestsThatCannotBeHonoured(t *testing.T) {
	e := openEngine(t, Config{})
	for _, c := range []struct{ what, sql, argument, value, want string }{
		{"sessions", "SELECT 1", "session_id", "x", "Code: 48."},
		{"a setting that is no name", "SELECT 1", "max_threads = 1, x", "1", "Code: 36."},
		{"an unknown setting", "SELECT 1", "no_such_setting", "1", "Code: 115."},
		{"an unknown database", "SELECT 1", "database", "a`; DROP", "Code: 81."},
		{"a statement behind VALUES", "INSERT INTO FUNCTION null('a UInt8') VALUES (1); SELECT 1", "a_", "1", "Code: 115."},
		{"several statements", "SHOW TABLES; SHOW TABLES", "default_format", "CSV", "Code: 62."},
		{"a statement without an end", "SELECT '" + strings.Repeat("x", maxStatement) + "'", "default_format", "CSV", "Code: 164."},
	} {
		if got := answer(t, e, c.sql, c.argument, c.value); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %.200q, want %s", c.what, got, c.want)
		}
	}
	if got := answer(t, e, ""); got != "Ok.\n" {
		t.Errorf("no statement: %q", got)
	}
	if got := answer(t, e, " FORMAT JSONEachRow", "query", "SELECT 1 AS a"); got != "{\"a\":1}\n" {
		t.Errorf("a statement in two places: %q", got)
	}
}

// The lexer and the engine's own parser agree on what is one statement.
func TestStatementsAreCountedAsTheEngineCounts(t *testing.T) {
	e := openEngine(t, Config{})
	c, err := e.connect()
	if err != nil {
		t.Fatal(err)
	}
	defer e.api.close(c.handle)
	for _, sql := range []string{
		"SELECT 1", "SELECT 1;", "SELECT 1; SELECT 2", "SELECT ';'", "SELECT 1 -- ;\n", "SELECT 1 /* ; /* ; */ ; */", "SELECT $a$ ; $a$",
		"SELECT 1 AS `;`; SELECT 2", `SELECT 1 AS "a;b"`, `SELECT '\';'; SELECT 2`, "SELECT ''';'", "SELECT ‘;’", "SELECT 1 # ; x\n", "SELECT 1 #! ; x\n",
		"SELECT 1 -- x\n; SELECT 2", "SHOW TABLES; SHOW TABLES", "SELECT [1; 2]"[:8] + "1]", "SELECT 1;;", "SET a = 1; SET b = 2",
	} {
		st := parse(sql)
		if n := c.api.count(c.handle, sql); (n > 1) != st.many {
			t.Errorf("%q: the engine counts %d statements, parse says many = %v", sql, n, st.many)
		}
	}
}
