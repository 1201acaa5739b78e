package server_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/export/job"
	"anlan/server"
	"anlan/state"
	"anlan/warehouse"
)

// keeping is a server that makes exports in parts of one data set.
type keeping struct {
	*running

	analyst, other, reader, zibo string
	dir, tokens                  string
	store                        *state.Store
}

func startKeeping(t *testing.T, data *leaving, config server.Config) *keeping {
	t.Helper()
	return serveKeeping(t, data, config, server.Parts{Sources: empty()})
}

func serveKeeping(t *testing.T, data export.Data, config server.Config, p server.Parts) *keeping {
	t.Helper()
	file, secrets := tokens(t,
		access.Entry{Name: "analyst", Role: access.Analyst, Regions: []string{"*"}},
		access.Entry{Name: "other", Role: access.Analyst, Regions: []string{"*"}},
		access.Entry{Name: "reader", Role: access.Reader, Regions: []string{"*"}},
		access.Entry{Name: "zibo", Role: access.Analyst, Regions: []string{"370300"}},
	)
	config.TokenFile = file
	store, err := state.Open(t.Context(), state.Config{File: filepath.Join(t.TempDir(), "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	k := &keeping{analyst: secrets[0], other: secrets[1], reader: secrets[2], zibo: secrets[3], dir: t.TempDir(), tokens: file, store: store}
	exporter := export.New(data, export.Config{Program: "anlan test"}, &export.MemoryManifests{})
	jobs := job.New(job.Config{
		Dir: k.dir, Revision: "1", Look: 5 * time.Millisecond, Space: func(string) (uint64, uint64, error) { return 1 << 40, 1 << 40, nil },
	}, store, data, exporter)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- jobs.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	p.Sources.Exports, p.Sources.DataSets = jobs, data
	p.Exports = server.Exports{Exporter: exporter, Sets: data, Audits: store, Files: jobs}
	k.running = start(t, config, p)
	return k
}

// create asks for the data set as CSV and gives the id of the job.
func (k *keeping) create(t *testing.T, token string) string {
	t.Helper()
	var got struct {
		Data struct {
			CreateExport struct {
				Export struct{ ID string }
				Faults []struct{ Message string }
			}
		}
	}
	answered := k.ask(t, token, `mutation { createExport(input: {dataSet: "hazard", format: CSV}) { export { id } faults { message } } }`)
	if err := json.Unmarshal([]byte(answered.body), &got); err != nil || got.Data.CreateExport.Export.ID == "" {
		t.Fatalf("%s (%v)", answered.body, err)
	}
	return got.Data.CreateExport.Export.ID
}

// made asks for the data set, and gives the address of its one file once it is there.
func (k *keeping) made(t *testing.T) (id, path string) {
	t.Helper()
	id = k.create(t, k.analyst)
	soon(t, "the export is not done", func() bool { return k.file(t, k.analyst, "/exports/"+id+"/manifest.json").status == 200 })
	return id, "/exports/" + id + "/hazard-v7.csv"
}

func (k *keeping) file(t *testing.T, token, path string, header ...string) answer {
	t.Helper()
	return k.send(t, http.MethodGet, path, headers(token, header...), "")
}

// A file of an export is fetched whole or in ranges, so that who lost the connection goes on where it broke.
func TestAFileOfAnExportInRanges(t *testing.T) {
	k := startKeeping(t, &leaving{rows: twoRows}, server.Config{})
	id, path := k.made(t)
	sum := sha256.Sum256([]byte(twoRowsCSV))
	tag := `"` + hex.EncodeToString(sum[:]) + `"`
	whole := k.file(t, k.analyst, path)
	if whole.status != 200 || whole.body != twoRowsCSV || whole.header.Get("ETag") != tag || whole.header.Get("Accept-Ranges") != "bytes" ||
		whole.header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" || !strings.Contains(whole.header.Get("Content-Disposition"), "filename*=UTF-8''hazard-v7.csv") ||
		whole.header.Get("Cache-Control") != "private, no-cache" {
		t.Errorf("%d %v %q", whole.status, whole.header, whole.body)
	}
	size := len(twoRowsCSV)
	for _, c := range []struct {
		header []string
		status int
		body   string
	}{
		{[]string{"Range", "bytes=0-3"}, 206, twoRowsCSV[:4]},
		{[]string{"Range", "bytes=10-"}, 206, twoRowsCSV[10:]},
		{[]string{"Range", "bytes=-5"}, 206, twoRowsCSV[size-5:]},
		{[]string{"Range", "bytes=10-", "If-Range", tag}, 206, twoRowsCSV[10:]},
		{[]string{"Range", "bytes=10-", "If-Range", `"another"`}, 200, twoRowsCSV},
		{[]string{"Range", "bytes=0-0,2-2,4-4"}, 200, twoRowsCSV},
		{[]string{"Range", "bytes=" + strings.Repeat("0-,", 9000) + "0-"}, 200, twoRowsCSV},
		{[]string{"Range", fmt.Sprintf("bytes=%d-", size)}, 416, ""},
		{[]string{"Range", "bytes=9223372036854775807-9223372036854775807"}, 416, ""},
		{[]string{"Range", "rows=1-2"}, 416, ""},
		{[]string{"If-None-Match", tag}, 304, ""},
		{[]string{"If-Match", `"another"`}, 412, ""},
	} {
		if got := k.file(t, k.analyst, path, c.header...); got.status != c.status || c.body != "" && got.body != c.body {
			t.Errorf("%.60v: %d %q", c.header, got.status, got.body)
		}
	}
	if got := k.send(t, http.MethodHead, path, headers(k.analyst), ""); got.status != 200 || got.header.Get("Content-Length") != fmt.Sprint(size) || got.header.Get("ETag") != tag {
		t.Errorf("HEAD: %d %v", got.status, got.header)
	}
	if done := k.done(t, id); !slices.Contains(done, "analyst export create hazard as csv of version 7") || !slices.Contains(done, "analyst export download hazard-v7.csv") {
		t.Errorf("the audit says %q", done)
	}
}

// done lists what the audit says of an export, the latest first.
func (k *keeping) done(t *testing.T, id string) (said []string) {
	t.Helper()
	audits, err := k.store.Audits(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range audits {
		if a.Subject == id {
			said = append(said, a.Who+" "+a.Action+" "+a.Detail)
		}
	}
	return said
}

// Whoever fetches a file stands in the audit, in whatever way the request names its bytes: each of these gives out all of the file, or all but its first byte.
func TestEveryFetchStandsInTheAudit(t *testing.T) {
	k := startKeeping(t, &leaving{rows: twoRows}, server.Config{})
	id, path := k.made(t)
	for asked, want := range map[string]string{
		"": "", "bytes=-999999999": " bytes=-999999999", "bytes=1-": " bytes=1-", "bytes=1-2,3-4": " bytes=1-2,3-4", "bytes= 0-": " bytes= 0-",
		"bytes=" + strings.Repeat("0-,", 9000) + "0-": " bytes=" + strings.Repeat("0-,", 18) + "…", // 60 signs of it
	} {
		before := len(k.done(t, id))
		got := k.file(t, k.analyst, path, "Range", asked)
		if got.status/100 != 2 || len(got.body) < 4 {
			t.Errorf("%.40q: %d %q", asked, got.status, got.body)
		}
		if said := k.done(t, id); len(said) != before+1 || said[0] != "analyst export download hazard-v7.csv"+want {
			t.Errorf("%.40q: the audit says %q", asked, said)
		}
	}
}

// What is another's, or is not there, is not found; what is not made yet is a conflict; what has gone says so.
func TestWhoIsGivenFilesOfExports(t *testing.T) {
	going := make(chan struct{})
	k := startKeeping(t, &leaving{rows: func(ctx context.Context, out io.Writer) error {
		select {
		case <-going:
		case <-ctx.Done():
			return ctx.Err()
		}
		return twoRows(ctx, out)
	}}, server.Config{})
	id := k.create(t, k.analyst)
	path := "/exports/" + id + "/hazard-v7.csv"
	if got := k.file(t, k.analyst, "/exports/"+id+"/manifest.json"); got.status != 409 {
		t.Errorf("the manifest beforehand: %d %s", got.status, got.body)
	}
	if got := k.file(t, k.analyst, path); got.status != 404 || !strings.Contains(got.body, "0 of 1 are there") {
		t.Errorf("the file beforehand: %d %s", got.status, got.body)
	}
	close(going)
	k.made(t)
	for _, c := range []struct {
		who, token, path string
		status           int
	}{
		{"nobody", "", path, 401},
		{"a reader", k.reader, path, 404},
		{"another", k.other, path, 404},
		{"another", k.other, "/exports/" + id + "/manifest.json", 404},
		{"the owner", k.analyst, "/exports/" + id + "/..%2F..%2Fstate.db", 404},
		{"the owner", k.analyst, "/exports/" + id + "/%2Fetc%2Fhostname", 404},
		{"the owner", k.analyst, "/exports/..%2F" + id + "/hazard-v7.csv", 404},
		{"the owner", k.analyst, "/exports/" + id + "/", 404},
		{"the owner", k.analyst, path, 200},
	} {
		if got := k.file(t, c.token, c.path); got.status != c.status || got.status != 200 && strings.Contains(got.body, "h1") {
			t.Errorf("%s at %s: %d %s", c.who, c.path, got.status, got.body)
		}
	}
	if got := k.file(t, k.other, path).body; !strings.Contains(got, `there is no export`) {
		t.Errorf("another is told %s", got)
	}
	if err := os.WriteFile(filepath.Join(k.dir, id, "hazard-v7.csv"), []byte("\"id\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := k.file(t, k.analyst, path); got.status != http.StatusGone || !strings.Contains(got.body, "is not as it was written") {
		t.Errorf("a file that was changed: %d %s", got.status, got.body)
	}
	if _, err := k.store.ExpireExport(t.Context(), id, "it has expired"); err != nil {
		t.Fatal(err)
	}
	if got := k.file(t, k.analyst, path); got.status != 410 || !strings.Contains(got.body, "it has expired") {
		t.Errorf("what has gone: %d %s", got.status, got.body)
	}
}

// Of a real warehouse an analyst of Zibo gets the hazards of Zibo, in a file a month, and nothing of Linyi.
func TestAnExportInPartsOfARealWarehouse(t *testing.T) {
	p := parts(t)
	w, ok := p.Sources.Figures.(*warehouse.Warehouse)
	if !ok {
		t.Fatal("there is no warehouse")
	}
	k := serveKeeping(t, w, server.Config{}, p)
	id := k.create(t, k.zibo)
	soon(t, "the export is not done", func() bool { return k.file(t, k.zibo, "/exports/"+id+"/manifest.json").status == 200 })
	var m export.Manifest
	if err := json.Unmarshal([]byte(k.file(t, k.zibo, "/exports/"+id+"/manifest.json").body), &m); err != nil {
		t.Fatal(err)
	}
	if m.Rows != 2 || len(m.Parts) != 1 || m.Parts[0].Name != "hazard-v4-2025-01.csv" || !slices.Equal(m.Filter.Scope, []string{"370300"}) {
		t.Errorf("the manifest is %+v", m)
	}
	got := k.file(t, k.zibo, "/exports/"+id+"/"+m.Parts[0].Name)
	sum := sha256.Sum256([]byte(got.body))
	if got.status != 200 || hex.EncodeToString(sum[:]) != m.Parts[0].SHA256 || strings.Contains(got.body, "LINYI") || !strings.Contains(got.body, "zh1") || !strings.Contains(got.body, "护栏缺失") {
		t.Errorf("the file holds %s", got.body)
	}
	all := k.create(t, k.analyst)
	if all == id {
		t.Error("who sees everything is given what Zibo asked for")
	}
	soon(t, "the export is not done", func() bool { return k.file(t, k.analyst, "/exports/"+all+"/manifest.json").status == 200 })
	if got := k.file(t, k.analyst, "/exports/"+all+"/hazard-v4-2025-01.csv"); !strings.Contains(got.body, "LINYI-h1") {
		t.Errorf("all of it is %d %s", got.status, got.body)
	}
	if got := k.file(t, k.zibo, "/exports/"+all+"/hazard-v4-2025-01.csv"); got.status != 404 {
		t.Errorf("Zibo gets %d %s", got.status, got.body)
	}
}

// many are rows of 30 MB, more than a connection holds on its way.
func many(_ context.Context, out io.Writer) error {
	line := strings.Repeat("\"h0001\",\"2025-01-05\"\n", 100_000)
	for range 15 {
		if _, err := io.WriteString(out, line); err != nil {
			return err
		}
	}
	return nil
}

// A file that loses its end while it is fetched breaks the connection, and so does a reader that falls asleep: never short bytes.
func TestAFileThatBreaksOff(t *testing.T) {
	k := startKeeping(t, &leaving{rows: many}, server.Config{Asleep: 300 * time.Millisecond})
	id, path := k.made(t)
	fetch := func() (*bufio.Reader, int64) {
		t.Helper()
		conn, err := net.Dial("tcp", strings.TrimPrefix(k.url, "http://")) //nolint:noctx // ends with the test
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", path, k.analyst); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReaderSize(conn, 4096), nil) //nolint:bodyclose // the connection is closed
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", response, err)
		}
		return bufio.NewReaderSize(response.Body, 4096), response.ContentLength
	}
	for sleep := 900 * time.Millisecond; ; sleep *= 3 { // longer than Asleep, without reading; a slow machine notices later
		body, size := fetch()
		time.Sleep(sleep)
		n, err := io.Copy(io.Discard, body)
		if err != nil {
			break
		}
		if sleep > 20*time.Second {
			t.Fatalf("who slept got %d bytes of %d without an error", n, size)
		}
	}
	body, size := fetch()
	if err := os.Truncate(filepath.Join(k.dir, id, "hazard-v7.csv"), 1<<20); err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, body); err == nil && n != size {
		t.Errorf("%d bytes of %d came without an error", n, size)
	} else if err == nil {
		t.Errorf("all of the file came though it was cut off before")
	}
}

// A file whose reader's token is taken away meanwhile breaks off at once, also where the reader just takes nothing.
func TestAFileOfATokenThatIsTakenAway(t *testing.T) {
	k := startKeeping(t, &leaving{rows: many}, server.Config{LookAgain: 10 * time.Millisecond})
	_, path := k.made(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, k.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+k.analyst)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // it is broken off
	if err := os.Remove(k.tokens); err != nil {
		t.Fatal(err)
	}
	soon(t, "the file still waits for its reader", func() bool { return strings.Contains(k.log.String(), "path="+path+" status=200") })
	if n, err := io.Copy(io.Discard, response.Body); err == nil {
		t.Errorf("all %d bytes came", n)
	}
}

// A data set asked for by GraphQL is estimated, listed and followed as it is made.
func TestExportsByGraphQL(t *testing.T) {
	k := startKeeping(t, &leaving{rows: twoRows}, server.Config{})
	for query, want := range map[string]string{
		`{ dataSets { name kind date key columns { name sensitive } } }`: `{"data":{"dataSets":[{"name":"hazard","kind":"RECORD","date":"found_on","key":["id"],` +
			`"columns":[{"name":"id","sensitive":false},{"name":"found_on","sensitive":false},{"name":"phone","sensitive":true}]}]}}`,
		`{ exportEstimate(query: {dataSet: "hazard"}) { rows exact bytes parts dataVersion } }`:                                        `{"data":{"exportEstimate":{"rows":2,"exact":true,"bytes":`,
		`{ exportEstimate(query: {dataSet: "hazards"}) { rows } }`:                                                                     `"code":"NOT_FOUND"`,
		`mutation { createExport(input: {dataSet: "hazard", where: "level = 1"}) { export { id } faults { code argument message } } }`: `"export":null,"faults":[{"code":"bad_request","argument":"input"`,
		`mutation { createExport(input: {dataSet: "hazard", columns: ["id", "phone"]}) { export { id } faults { code } } }`:            `"faults":[{"code":"forbidden"}]`,
		`mutation { createExport(input: {dataSet: "hazard", from: "2025-02-01", to: "2025-01-01"}) { faults { message } } }`:           `to, 2025-01-01, is before from, 2025-02-01`,
		`mutation { createExport(input: {dataSet: "hazard", format: PARQUET, charset: GB18030}) { faults { message } } }`:              `charset: parquet has none to choose`,
		`{ exportEstimate(query: {dataSet: "hazard", version: 0}) { rows } }`:                                                          `version: the first is 1; leave it out for the newest`,
		`{ exportEstimate(query: {dataSet: "hazard", where: " "}) { rows } }`:                                                          `where is empty: leave it out, or say which`,
		`mutation { createExport(input: {dataSet: "hazard", period: "2025-01", to: "2025-01-01"}) { faults { message } } }`:            `give one of them`,
		`mutation { createExport(input: {dataSet: "hazard", columns: ["id", "id"]}) { faults { message } } }`:                          `named twice`,
		`mutation { cancelExport(id: "ej_0000000000000000") { export { id } faults { code argument } } }`:                              `{"export":null,"faults":[{"code":"not_found","argument":"id"}]}`,
		`mutation { deleteExport(id: "../..") { id faults { code } } }`:                                                                `{"id":null,"faults":[{"code":"not_found"}]}`,
		`{ exports(first: 101) { nodes { id } } }`:                                                                                     `first is 1 to 100`,
		`{ export(id: "ej_0000000000000000") { id } }`:                                                                                 `{"export":null}`,
	} {
		if got := k.ask(t, k.analyst, query); !strings.Contains(got.body, want) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	id, path := k.made(t)
	sum := sha256.Sum256([]byte(twoRowsCSV))
	want := fmt.Sprintf(`{"data":{"exports":{"nodes":[{"id":"%s","state":"DONE","title":{"zh":"隐患"},"format":"CSV","dataVersion":7,"rowsDone":2,"rowsTotal":2,"rowsExact":true,"partsDone":1,`+
		`"reason":null,"manifest":"/exports/%s/manifest.json","filter":{"region":null,"where":null},"parts":[{"name":"hazard-v7.csv","address":"%s","rows":2,"bytes":%d,"sha256":"%s"}]}],`+
		`"pageInfo":{"hasNextPage":false,"endCursor":"%s"}}}}`, id, id, path, len(twoRowsCSV), hex.EncodeToString(sum[:]), id)
	const list = `{ exports { nodes { id state title { zh } format dataVersion rowsDone rowsTotal rowsExact partsDone reason manifest filter { region where } parts { name address rows bytes sha256 } } pageInfo { hasNextPage endCursor } } }`
	if got := k.ask(t, k.analyst, list); got.body != want {
		t.Errorf("%s\nexpected %s", got.body, want)
	}
	if got := k.ask(t, k.other, list); !strings.Contains(got.body, `"nodes":[]`) {
		t.Errorf("another is listed %s", got.body)
	}
	events := k.send(t, http.MethodPost, "/graphql", headers(k.analyst, "Content-Type", "application/json", "Accept", "text/event-stream"),
		`{"query":"subscription { exportProgress(id: \"`+id+`\") { state rowsDone } }"}`)
	if !strings.Contains(events.body, `data: {"data":{"exportProgress":{"state":"DONE","rowsDone":2}}}`) || strings.Count(events.body, "event: next") != 1 {
		t.Errorf("followed: %s", events.body)
	}
	events = k.send(t, http.MethodPost, "/graphql", headers(k.other, "Content-Type", "application/json", "Accept", "text/event-stream"),
		`{"query":"subscription { exportProgress(id: \"`+id+`\") { state } }"}`)
	if strings.Contains(events.body, "event: next") {
		t.Errorf("another is told %s", events.body)
	}
	if got := k.ask(t, k.analyst, `mutation { deleteExport(id: "`+id+`") { id faults { message } } }`); got.body != `{"data":{"deleteExport":{"id":"`+id+`","faults":[]}}}` {
		t.Errorf("deleted: %s", got.body)
	}
	if left, err := os.ReadDir(k.dir); err != nil || len(left) != 0 {
		t.Errorf("left are %v (%v)", left, err)
	}
}
