package server_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"anlan/export"
	"anlan/server"
)

const twoRowsCSV = "\"id\",\"found_on\"\n\"h1\",\"2025-01-05\"\n\"h2\",\"2025-01-06\"\n"

// What a data set leaves as is what the address says, else what Accept wants most.
func TestTheFormOfAnExport(t *testing.T) {
	e := startExporting(t, &leaving{rows: twoRows}, server.Config{}, export.Config{})
	const (
		stream   = "application/vnd.apache.arrow.stream"
		file     = "application/vnd.apache.arrow.file"
		parquet  = "application/vnd.apache.parquet"
		csv      = "text/csv; charset=utf-8; header=present"
		old      = "text/csv; charset=gb18030; header=present"
		lines    = "application/x-ndjson"
		workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	)
	for _, c := range []struct{ address, accept, want, name string }{
		{"", "", stream, "hazard-v7.arrows"},
		{"", "*/*", stream, "hazard-v7.arrows"},
		{"", "text/html,application/xhtml+xml,*/*;q=0.8", stream, "hazard-v7.arrows"}, // a browser
		{"", file, file, "hazard-v7.arrow"},
		{"", "text/csv", csv, "hazard-v7.csv"},
		{"", "text/*", csv, "hazard-v7.csv"},
		{"", "text/csv;charset=GB18030", old, "hazard-v7.csv"},
		{"", "text/csv;charset=utf-8;q=0.5, text/csv;charset=gb18030;q=0.6", old, "hazard-v7.csv"},
		{"", "text/csv, */*", csv, "hazard-v7.csv"}, // named exactly before anything
		{"", "text/csv;q=0.4, application/vnd.apache.parquet;q=0.5", parquet, "hazard-v7.parquet"},
		{"", "application/*;q=0.9, application/vnd.apache.arrow.stream;q=0, application/vnd.apache.arrow.file;q=0", parquet, "hazard-v7.parquet"},
		{"", "application/x-ndjson", lines, "hazard-v7.jsonl"},
		{"", workbook, workbook, "hazard-v7.xlsx"},
		{"?format=csv", "application/x-ndjson", csv, "hazard-v7.csv"}, // the address first
		{"?format=csv&charset=gb18030", "", old, "hazard-v7.csv"},
		{"?format=jsonl", "text/csv;charset=gb18030", lines, "hazard-v7.jsonl"}, // the charset belongs to what was not taken
	} {
		got := e.send(t, http.MethodHead, "/export/hazard"+c.address, headers(e.analyst, "Accept", c.accept), "")
		if got.status != 200 || got.header.Get("Content-Type") != c.want || !strings.Contains(got.header.Get("Content-Disposition"), `"`+c.name+`"`) {
			t.Errorf("%q of %q: %d %s, %s", c.address, c.accept, got.status, got.header.Get("Content-Type"), got.header.Get("Content-Disposition"))
		}
	}
	for _, accept := range []string{"text/html", "application/json", "text/csv;q=0", "text/csv;charset=latin1", "nonsense"} {
		got := e.get(t, e.analyst, "/hazard", "Accept", accept)
		if got.status != http.StatusNotAcceptable || !strings.Contains(got.body, parquet) || !strings.Contains(got.body, "text/csv;charset=gb18030") {
			t.Errorf("%q: %d %s", accept, got.status, got.body)
		}
	}
}

// HEAD says how large an export would be, and nothing leaves.
func TestTheSizeOfAnExport(t *testing.T) {
	e := startExporting(t, &leaving{rows: twoRows}, server.Config{}, export.Config{})
	got := e.send(t, http.MethodHead, "/export/hazard?format=csv", headers(e.analyst), "")
	for name, want := range map[string]string{"X-Anlan-Rows": "2", "X-Anlan-Rows-Exact": "true", "X-Anlan-Data-Version": "7", "X-Anlan-Export": "", "Cache-Control": "no-store"} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, expected %q", name, got.header.Get(name), want)
		}
	}
	if got.header.Get("X-Anlan-Bytes-Estimate") == "" || got.body != "" || len(e.book.all()) != 0 {
		t.Errorf("%v %q, audit %v", got.header, got.body, e.book.all())
	}
}

// An export is the same bytes in every coding of HTTP, and its manifest is of these bytes.
func TestAnExportAndItsManifest(t *testing.T) {
	e := startExporting(t, &leaving{rows: twoRows}, server.Config{}, export.Config{})
	plain := func(text string) string { return text }
	for coding, read := range map[string]func(string) string{"identity": plain, "gzip": ungzip(t), "zstd": unzstd(t)} {
		got := e.get(t, e.analyst, "/hazard?format=csv", "Accept-Encoding", coding)
		if got.status != 200 || read(got.body) != twoRowsCSV || got.header.Get("ETag") != "" {
			t.Errorf("%s: %d %q %v", coding, got.status, got.body, got.header)
		}
		if want := strings.ReplaceAll(coding, "identity", ""); got.header.Get("Content-Encoding") != want {
			t.Errorf("%s: encoded as %q", coding, got.header.Get("Content-Encoding"))
		}
		id := got.header.Get("X-Anlan-Export")
		var m export.Manifest
		if err := json.Unmarshal([]byte(e.get(t, e.analyst, "/manifests/"+id).body), &m); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(twoRowsCSV))
		if m.ID != id || m.Rows != 2 || m.Bytes != uint64(len(twoRowsCSV)) || m.SHA256 != hex.EncodeToString(sum[:]) || m.DataVersion != 7 || len(m.Columns) != 2 {
			t.Errorf("%s: manifest %+v", coding, m)
		}
		if got := e.get(t, e.other, "/manifests/"+id); got.status != http.StatusNotFound {
			t.Errorf("somebody else's manifest: %d %s", got.status, got.body)
		}
		if got := e.get(t, e.admin, "/manifests/"+id); got.status != http.StatusOK {
			t.Errorf("the administrator: %d %s", got.status, got.body)
		}
	}
	if got := e.get(t, e.analyst, "/manifests/ex_0123456789abcdef01234567"); got.status != http.StatusNotFound {
		t.Errorf("no manifest: %d %s", got.status, got.body)
	}
	t.Run("what the engine packs itself is not packed again", func(t *testing.T) {
		if got := e.send(t, http.MethodHead, "/export/hazard?format=parquet", headers(e.analyst, "Accept-Encoding", "gzip"), ""); got.header.Get("Content-Encoding") != "" {
			t.Errorf("encoded as %s", got.header.Get("Content-Encoding"))
		}
	})
	t.Run("it is written down who took what away, and counted", func(t *testing.T) {
		entries := e.book.all()
		if len(entries) != 6 || entries[0].Who != "analyst" || entries[0].Action != "export" || entries[0].Subject != "hazard" || entries[1].Action != "export whole" {
			t.Fatalf("audit %+v", entries)
		}
		for i, want := range []string{`"columns":["id","found_on"],"filter":{`, `"rows":2,"bytes":52}`} {
			if !strings.Contains(entries[i].Detail, want) {
				t.Errorf("the detail %s lacks %s", entries[i].Detail, want)
			}
		}
		counted := e.send(t, http.MethodGet, "/metrics", headers(e.admin), "").body
		for _, want := range []string{
			`anlan_exports_total{data_set="hazard",format="csv",outcome="whole"} 3`, `anlan_export_rows_total{data_set="hazard",format="csv"} 6`,
			`anlan_export_bytes_total{data_set="hazard",format="csv"} 156`, "anlan_exports_running 0",
		} {
			if !strings.Contains(counted, want) {
				t.Errorf("the metrics lack %s", want)
			}
		}
		if line := "path=/export/hazard status=200"; !strings.Contains(e.log.String(), line) || !strings.Contains(e.log.String(), "dataSet=hazard format=csv rows=2 fileBytes=52 export=ex_") {
			t.Errorf("the log lacks the export:\n%s", e.log)
		}
	})
}

// Every fault of an address is named at once, with what would be right.
func TestFaultsOfAnAddress(t *testing.T) {
	e := startExporting(t, &leaving{rows: twoRows}, server.Config{}, export.Config{})
	got := e.get(t, e.analyst, "/hazard?format=xls&limit=-1&region=99&period=2025-01&to=2025-02-01&fomat=csv&bom=yes&order=a&order=b&sector=%FF&where=a;b")
	for _, want := range []string{
		`format: there is none called \"xls\"; expected arrow, arrow_file, parquet, csv, jsonl, xlsx`, "limit: expected a whole number from 0", "region: region code", "period: expected this, or from and to, found both",
		`there is no argument \"fomat\"; expected format, `, "bom: expected 1 or 0", "order is given twice", `\"sector\" is not written in UTF-8`, "the address is not encoded as it should be",
	} {
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, want) {
			t.Errorf("%d, it lacks %s:\n%s", got.status, want, got.body)
		}
	}
	for path, want := range map[string]struct {
		status  int
		message string
	}{
		"/hazzard": {404, `there is no data set \"hazzard\"; did you mean \"hazard\"?`},
		"/hazard?format=jsonl&compression=zstd&limit=x":      {400, "compression: jsonl has none to choose; limit: expected a whole number from 0"},
		"/hazard?format=jsonl&bom=1":                         {400, "byte order mark"},
		"/hazard?from=2025-02-01&to=2025-01-01":              {400, "to: 2025-01-01 is before from, 2025-02-01"},
		"/hazard?columns=id,foundon":                         {400, "found_on"},
		"/hazard?where=" + "found_on%20%3E%20%27":            {400, "where"},
		"/hazard?order=found":                                {400, "found"},
		"/hazard?format=csv&compression=zip&charset=x&bom=1": {400, `"bom: a byte order mark belongs to utf-8, not to x; charset: there is none called`},
		"/hazard?version=0":                                  {400, "version: the first is 1; leave it out for the newest"},
		"/hazard?version=&columns=&region=%20&where=":        {400, "columns is empty: leave it out, or say which; region is empty: leave it out, or say which; version is empty: leave it out, or say which; where is empty"},
		"/manifests/": {404, "nothing at this address"},
	} {
		if got := e.get(t, e.analyst, path); got.status != want.status || !strings.Contains(got.body, want.message) {
			t.Errorf("%s: %d %s, expected %d with %q", path, got.status, got.body, want.status, want.message)
		}
	}
}

// Only who may take data sets away does, and only those that he may see; what is sensitive leaves for who runs the installation.
func TestWhoMayTakeDataSetsAway(t *testing.T) {
	e := startExporting(t, &leaving{rows: twoRows}, server.Config{}, export.Config{})
	for _, c := range []struct {
		who, token, path string
		status           int
	}{
		{"nobody", "", "/hazard?format=csv", 401},
		{"a reader", e.reader, "/hazard?format=csv", 403},
		{"a leader", e.leader, "/hazard?format=csv", 403},
		{"a reader", e.reader, "", 403},
		{"a reader", e.reader, "/manifests/ex_0", 403},
		{"an analyst", e.analyst, "/hazard?format=csv", 200},
		{"an analyst of accidents", e.accidents, "/hazard?format=csv", 403},
		{"an analyst", e.analyst, "/hazard?format=csv&columns=id,phone", 403},
		{"an analyst", e.analyst, "/hazard?format=csv&where=phone%20%3D%20%27139%27", 403},
		{"the administrator", e.admin, "/hazard?format=csv&columns=id,phone", 200},
	} {
		if got := e.get(t, c.token, c.path); got.status != c.status {
			t.Errorf("%s at %s: %d %s", c.who, c.path, got.status, got.body)
		}
	}
	if got := e.get(t, e.analyst, ""); got.status != 200 || !strings.Contains(got.body, `"name": "hazard"`) || !strings.Contains(got.body, `"sensitive": true`) {
		t.Errorf("the list: %d %s", got.status, got.body)
	}
	if got := e.get(t, e.accidents, "/"); got.status != 200 || strings.Contains(got.body, "hazard") {
		t.Errorf("the list of who sees accidents: %d %s", got.status, got.body)
	}
	e.book.broken = true
	if got := e.get(t, e.analyst, "/hazard?format=csv"); got.status != http.StatusServiceUnavailable || strings.Contains(got.body, "h1") || !strings.Contains(got.body, "could not be written down") {
		t.Errorf("what cannot be written down left: %d %s", got.status, got.body)
	}
}

// An export that fails is never taken for a whole one: a short one is answered with the error, a long one breaks off, in every coding. The
// reason is kept.
func TestAnExportThatFails(t *testing.T) {
	data := &leaving{rows: failingAfter(100)} // 2 kB
	e := startExporting(t, data, server.Config{}, export.Config{})
	for _, coding := range []string{"identity", "gzip", "zstd"} {
		got := e.get(t, e.analyst, "/hazard?format=csv", "Accept-Encoding", coding)
		if got.status != http.StatusInternalServerError || got.header.Get("Content-Encoding") != "" || !strings.Contains(got.body, `"code":"INTERNAL"`) {
			t.Errorf("a short one, %s: %d %.100q", coding, got.status, got.body)
		}
	}
	data.rows = failingAfter(100_000) // 2.5 MB, packed 0.5
	for coding, read := range map[string]func(io.Reader) io.Reader{
		"identity": func(r io.Reader) io.Reader { return r },
		"gzip": func(r io.Reader) io.Reader {
			plain, err := gzip.NewReader(r)
			if err != nil {
				t.Fatal(err)
			}
			return plain
		},
		"zstd": func(r io.Reader) io.Reader {
			plain, err := zstd.NewReader(r)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(plain.Close)
			return plain
		},
	} {
		response := e.open(t, e.analyst, "/hazard?format=csv", "Accept-Encoding", coding)
		n, err := io.Copy(io.Discard, read(response.Body))
		if response.StatusCode != 200 || !errors.Is(err, io.ErrUnexpectedEOF) || n == 0 {
			t.Errorf("a long one, %s: %s, %v after %d bytes", coding, response.Status, err, n)
		}
		id := response.Header.Get("X-Anlan-Export")
		if got := e.get(t, e.analyst, "/manifests/"+id); got.status != http.StatusGone || !strings.Contains(got.body, "is not whole") || strings.Contains(got.body, errEngine.Error()) {
			t.Errorf("its manifest: %d %s", got.status, got.body)
		}
	}
	entries := e.book.all()
	if last := entries[len(entries)-1]; last.Action != "export broken" || !strings.Contains(last.Detail, `"rows":100000`) {
		t.Errorf("audit %+v", last)
	}
	if counted := e.send(t, http.MethodGet, "/metrics", headers(e.admin), "").body; !strings.Contains(counted, `anlan_exports_total{data_set="hazard",format="csv",outcome="failed"} 6`) {
		t.Errorf("not counted:\n%s", counted)
	}
	for _, want := range []string{"whole=false", errEngine.Error(), "an export broke off"} {
		if !strings.Contains(e.log.String(), want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}

// HTTP/1.0 has no end of an answer but that of the connection, so nothing is sent by it.
func TestAnOldClientIsTold(t *testing.T) {
	e := startExporting(t, &leaving{rows: twoRows}, server.Config{}, export.Config{})
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(e.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /export/hazard HTTP/1.0\r\nAuthorization: Bearer %s\r\n\r\n", e.analyst)
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "505") {
		t.Errorf("%q %v", line, err)
	}
}

// An export whose reader goes away, or takes nothing for too long, ends, and so does its query.
func TestAnExportThatNobodyReads(t *testing.T) {
	data := &leaving{rows: endless, closed: make(chan struct{}, 1)}
	e := startExporting(t, data, server.Config{}, export.Config{})
	gone := e.open(t, e.analyst, "/hazard?format=csv")
	id := gone.Header.Get("X-Anlan-Export")
	soon(t, "the export does not tell how far it is", func() bool {
		got := e.get(t, e.analyst, "/manifests/"+id)
		return got.status == http.StatusConflict && strings.TrimLeft(got.header.Get("X-Anlan-Rows"), "0") != "" && got.header.Get("X-Anlan-Bytes") != ""
	})
	_ = gone.Body.Close()
	<-data.closed
	impatient := startExporting(t, data, server.Config{Asleep: 300 * time.Millisecond}, export.Config{})
	asleep := impatient.open(t, impatient.analyst, "/hazard?format=csv")
	<-data.closed // although the connection is there
	if _, err := io.Copy(io.Discard, asleep.Body); err == nil {
		t.Error("who slept was given a whole file")
	}
	soon(t, "the export goes on", func() bool { return e.get(t, e.analyst, "/manifests/"+id).status == http.StatusGone })
	soon(t, "the export of who sleeps goes on", func() bool {
		return impatient.get(t, impatient.analyst, "/manifests/"+asleep.Header.Get("X-Anlan-Export")).status == http.StatusGone
	})
}

// A server that ends breaks off the exports that are not over within its grace, and has let go of everything when it has ended.
func TestAServerThatEndsDuringAnExport(t *testing.T) {
	data := &leaving{rows: endless, closed: make(chan struct{}, 1)}
	e := startExporting(t, data, server.Config{Grace: 100 * time.Millisecond}, export.Config{})
	response := e.open(t, e.analyst, "/hazard?format=csv")
	e.stop()
	if _, err := io.Copy(io.Discard, response.Body); err == nil {
		t.Error("what broke off reads as whole")
	}
	err := <-e.done
	e.done <- nil
	if err != nil {
		t.Error(err)
	}
	if len(data.closed) != 1 {
		t.Error("the server ended before the query of its export")
	}
	if entries := e.book.all(); entries[len(entries)-1].Action != "export broken" {
		t.Errorf("audit %+v", entries)
	}
}

// So many exports run at once; who does not get a turn is told when to come back.
func TestExportsTakeTurns(t *testing.T) {
	e := startExporting(t, &leaving{rows: endless}, server.Config{}, export.Config{Concurrent: 1, Wait: 20 * time.Millisecond})
	_ = e.open(t, e.analyst, "/hazard?format=csv")
	got := e.get(t, e.other, "/hazard?format=csv")
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") != "30" || !strings.Contains(got.body, `"retryable":true`) {
		t.Errorf("%d %v %s", got.status, got.header, got.body)
	}
}

// By the private door the user who runs the server takes what he likes.
func TestExportsThroughThePrivateDoor(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "run", "commands.sock")
	_ = startExporting(t, &leaving{rows: twoRows}, server.Config{Socket: socket}, export.Config{})
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://anlan/export/hazard?format=csv&columns=id,phone", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if text, err := io.ReadAll(response.Body); err != nil || response.StatusCode != 200 || !bytes.Contains(text, []byte("h2")) {
		t.Errorf("%s %v %s", response.Status, err, text)
	}
}

func ungzip(t *testing.T) func(string) string {
	return func(packed string) string {
		r, err := gzip.NewReader(strings.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}

func unzstd(t *testing.T) func(string) string {
	return func(packed string) string {
		r, err := zstd.NewReader(strings.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}
