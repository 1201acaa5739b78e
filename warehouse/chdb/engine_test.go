package chdb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// openEngine opens an engine for one test; the test binary must not end with one open.
func openEngine(t *testing.T, cfg Config) *Engine {
	t.Helper()
	cfg.Library = os.Getenv("ANLAN_CHDB_LIB")
	if cfg.Dir == "" {
		cfg.Dir = t.TempDir()
	}
	e, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return e
}

// ask sends one statement; arguments are pairs of the URL's.
func ask(ctx context.Context, e *Engine, sql string, arguments ...string) (*http.Response, error) {
	v := url.Values{}
	for i := 0; i < len(arguments); i += 2 {
		v.Set(arguments[i], arguments[i+1])
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://embedded/?"+v.Encode(), strings.NewReader(sql))
	if err != nil {
		return nil, err
	}
	return e.RoundTrip(r)
}

// answer is ask with the whole body.
func answer(t *testing.T, e *Engine, sql string, arguments ...string) string {
	t.Helper()
	resp, err := ask(context.Background(), e, sql, arguments...)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return string(data)
}

const endless = "SELECT count() FROM numbers(1000000000000000) WHERE NOT ignore(sipHash64(number))"

// waitFor polls; the bound only keeps a failure from lasting for ever.
func waitFor(t *testing.T, what string, ready func() bool) {
	t.Helper()
	for range 3000 {
		if ready() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s: does not happen", what)
}

func running(t *testing.T, e *Engine) string {
	return answer(t, e, "SELECT count() FROM system.processes WHERE position(query, 'sipHash64(number)') > 0 AND position(query, 'system.processes') = 0")
}

func TestFoldersOneAfterAnother(t *testing.T) {
	ctx, parent := context.Background(), t.TempDir()
	for round := range 2 {
		for _, name := range []string{"淄博", "a'b & <c>"} {
			e, err := Open(ctx, Config{Dir: filepath.Join(parent, name), Library: os.Getenv("ANLAN_CHDB_LIB")})
			if err != nil {
				t.Fatal(err)
			}
			if round == 0 {
				answer(t, e, "CREATE DATABASE anlan ENGINE = Atomic")
				answer(t, e, "CREATE TABLE anlan.t (s String) ENGINE = MergeTree ORDER BY s")
				answer(t, e, "INSERT INTO anlan.t VALUES ({s:String})", "param_s", name)
			}
			if got := answer(t, e, "SELECT s FROM t FORMAT TSVRaw", "database", "anlan"); got != name+"\n" {
				t.Errorf("round %d: folder %s holds %q", round, name, got)
			}
			if got := answer(t, e, "SELECT s FROM t FORMAT LineAsString", "database", "anlan"); got != name+"\n" {
				t.Errorf("round %d: through a pipe in folder %s: %q", round, name, got)
			}
			if err := e.Close(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestOneFolderAtATime(t *testing.T) {
	e := openEngine(t, Config{})
	other := t.TempDir()
	_, err := Open(context.Background(), Config{Dir: other, Library: os.Getenv("ANLAN_CHDB_LIB")})
	if err == nil || !strings.Contains(err.Error(), e.Dir()) || !strings.Contains(err.Error(), other) {
		t.Errorf("a second folder: error %v, want both folders named", err)
	}
	if _, held, _ := ReadOwner(other); held {
		t.Error("the refused folder stays locked")
	}
	var locked *LockedError
	if _, err := Open(context.Background(), Config{Dir: e.Dir(), Library: os.Getenv("ANLAN_CHDB_LIB")}); !errors.As(err, &locked) || locked.Owner.PID != os.Getpid() {
		t.Errorf("the same folder twice: error %v, want *LockedError with our pid", err)
	}
	if got := answer(t, e, "SELECT 1"); got != "1\n" {
		t.Errorf("the first engine suffers: %q", got)
	}
}

func TestConfigurationFaultsComeTogether(t *testing.T) {
	_, err := Open(context.Background(), Config{Dir: "relative", Connections: -1, MemoryLimit: 5})
	for _, want := range []string{"relative", "-1", "256 MiB"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
	}
}

// A query larger than its share of memory goes to disk; one that cannot is refused with ClickHouse's code, and the engine
// lives on.
func TestMemoryIsBounded(t *testing.T) {
	e := openEngine(t, Config{MemoryLimit: 512 << 20})
	const distinct = "SELECT count() FROM (SELECT number, count() FROM numbers(24000000) GROUP BY number)"
	if got := answer(t, e, distinct); got != "24000000\n" {
		t.Errorf("GROUP BY beyond memory: %q", got)
	}
	if got := answer(t, e, distinct, "max_bytes_before_external_group_by", "0", "max_bytes_ratio_before_external_group_by", "0"); !strings.HasPrefix(got, "Code: 241.") {
		t.Errorf("the same without spilling: %.200q, want code 241", got)
	}
	if got := answer(t, e, "SELECT max(number) FROM (SELECT number, toString(number) AS s FROM numbers(8000000) ORDER BY s) WHERE NOT ignore(s)"); got != "7999999\n" {
		t.Errorf("ORDER BY beyond memory: %q", got)
	}
	if got := answer(t, e, "SELECT length(groupArray(toString(number) || repeat('x', 100))) FROM numbers(20000000)"); !strings.HasPrefix(got, "Code: 241.") {
		t.Errorf("an array beyond memory: %.200q, want code 241", got)
	}
	if got := answer(t, e, "SELECT 1"); got != "1\n" {
		t.Errorf("afterwards: %q", got)
	}
}

func TestPoolIsBounded(t *testing.T) {
	e := openEngine(t, Config{Connections: 2})
	var bodies []*http.Response
	for range 2 {
		resp, err := ask(context.Background(), e, "SELECT number FROM numbers(100000000)", "default_format", "CSV")
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, resp)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if _, err := ask(ctx, e, "SELECT 1"); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "2 engine connections") {
		t.Errorf("a third statement: error %v, want a deadline that names the pool", err)
	}
	for _, resp := range bodies {
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	for range 10 {
		if got := answer(t, e, "SELECT 1"); got != "1\n" {
			t.Errorf("afterwards: %q", got)
		}
	}
}

func TestCloseEndsWhatRuns(t *testing.T) {
	e, err := Open(context.Background(), Config{Dir: t.TempDir(), Library: os.Getenv("ANLAN_CHDB_LIB")})
	if err != nil {
		t.Fatal(err)
	}
	half, err := ask(context.Background(), e, "SELECT number FROM numbers(100000000000)", "default_format", "CSV")
	if err != nil {
		t.Fatal(err)
	}
	document, err := ask(context.Background(), e, "SELECT number FROM numbers(100000000000)", "default_format", "ArrowStream")
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 3)
	source, feed := io.Pipe()
	var all sync.WaitGroup
	for _, sql := range []string{endless, endless + " FORMAT Parquet"} {
		all.Go(func() {
			_, err := ask(context.Background(), e, sql)
			errs <- err
		})
	}
	all.Go(func() {
		r, _ := http.NewRequest(http.MethodPost, "http://embedded/?query=INSERT+INTO+FUNCTION+null('a+UInt8')+FORMAT+CSV", source)
		_, err := e.RoundTrip(r)
		errs <- err
	})
	if _, err := feed.Write([]byte("1\n")); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "both run", func() bool { return running(t, e) == "2\n" })
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := e.Close(ctx); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	for range 3 {
		if err := <-errs; !errors.Is(err, ErrClosed) {
			t.Errorf("a statement ended with %v, want ErrClosed", err)
		}
	}
	for _, resp := range []*http.Response{half, document} {
		if _, err := io.Copy(io.Discard, resp.Body); !errors.Is(err, ErrClosed) {
			t.Errorf("an answer ended with %v, want ErrClosed", err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := ask(context.Background(), e, "SELECT 1"); !errors.Is(err, ErrClosed) {
		t.Errorf("a statement afterwards: %v, want ErrClosed", err)
	}
	if err := e.Close(ctx); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(e.Dir(), "pipes", "*")); len(left) > 0 {
		t.Errorf("pipes left: %v", left)
	}
}
