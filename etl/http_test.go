package etl

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"anlan/etl/connection"
	"anlan/etl/source"
	"anlan/safety"
	"anlan/warehouse"
)

// documented reads the named blocks of a page of the documentation.
func documented(t *testing.T, page string) (files map[string]string, blocks []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "sources", page))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for _, m := range regexp.MustCompile("`([^` ]+)`:\n\n```(?:csv|yaml)\n((?s:.*?))```").FindAllStringSubmatch(string(text), -1) {
		files[m[1]] = m[2]
	}
	for _, m := range regexp.MustCompile("```(?:json|text)\n((?s:.*?))```").FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, m[1])
	}
	return files, blocks
}

// The example of the documentation, from the first run to the one that asks for what changed since.
func TestTheDocumentedAPILoads(t *testing.T) {
	files, blocks := documented(t, "http.md")
	const secret = "t0ken-of-the-platform"
	var asked []string
	failing := ""
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.RequestURI())
		switch {
		case r.Header.Get("Authorization") != "Bearer "+secret:
			w.WriteHeader(http.StatusUnauthorized)
		case failing != "":
			fmt.Fprint(w, failing)
		case r.URL.Query().Get("pageNum") == "1":
			fmt.Fprint(w, blocks[0])
		default:
			fmt.Fprint(w, `{"code":0,"data":{"total":3,"rows":[{"hazardNo":"YH-3","area":{"code":"370303"},"enterprise":null,"level":"一般","foundDate":"2025-04-01","penalty":0,"measures":null,"updateTime":"2025-04-01 08:00:00"}]}}`)
		}
	}))
	t.Cleanup(api.Close)
	b := setup(t, files["platform_hazards.yaml"])
	b.loader.options.Connections = connections(t, strings.Replace(files["connections.yaml"], "http://127.0.0.1:8088", api.URL, 1), map[string]string{"PLATFORM_TOKEN": secret})

	run := b.run("platform_hazards")
	if got, want := count(run), "succeeded: read 3, loaded 3, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if want := "GET /openapi/hazards/page?pageNum=1&pageSize=2&status=all&updatedSince=2025-01-01+00%3A00%3A00"; asked[0] != want || len(asked) != 2 {
		t.Errorf("asked %q", asked)
	}
	if run.Cursor != "2025-04-03 18:30:00" || len(run.Files) != 1 || run.Files[0].Kind != "http" || run.Files[0].Name != "city_platform:/hazards/page" || run.Files[0].Rows != 3 {
		t.Errorf("cursor %q, files %+v", run.Cursor, run.Files)
	}
	if got, want := b.ask("SELECT id, region, enterprise, level, found_on, penalty, assurances, description FROM hazard WHERE {parts} ORDER BY id", "hazard"),
		"('YH-1','370303','91370300164106342X','general','2025-04-01',1200.5,['responsibility','funds'],'灭火器过期')\n"+
			"('YH-2','370304','','major','2025-04-03',NULL,[],'')\n('YH-3','370303','','general','2025-04-01',0,[],'')"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}

	asked, failing = nil, `{"code":401,"msg":"令牌 `+secret+` 无效"}`
	b.fail("platform_hazards", source.Refused, "GET /hazards/page, page 1: the API answers code = 401, expected 0 or 200: 令牌 *** 无效")
	failing = ""
	if again := b.run("platform_hazards"); count(again) != "unchanged: read 3, loaded 0, updated 0, unchanged 3, rejected 0, duplicate 0" || !strings.Contains(asked[1], "updatedSince=2025-04-03+17%3A30%3A00") {
		t.Errorf("%s; asked %q", count(again), asked)
	}
	asked = nil
	window := &Window{From: safety.NewDate(2025, 4, 1), To: safety.NewDate(2025, 4, 30)}
	if run, err := b.loader.Run(t.Context(), "platform_hazards", RunOptions{Window: window}); err != nil || run.Cursor != "2025-04-03 18:30:00" || asked[0] != "GET /openapi/hazards/page?from=2025-04-01&pageNum=1&pageSize=2&status=all&to=2025-04-30" {
		t.Errorf("%v; asked %q", err, asked)
	}
	asked = nil
	if _, err := b.loader.Run(t.Context(), "platform_hazards", RunOptions{Full: true}); err != nil || !strings.Contains(asked[0], "updatedSince=2025-01-01") {
		t.Errorf("%v; asked %q", err, asked)
	}
	for _, table := range []string{"etl_run", "etl_file", "quarantine"} {
		if found := b.ask("SELECT count() FROM " + table + " WHERE position(toString(tuple(*)), '" + secret + "') > 0"); found != "(0)" {
			t.Errorf("%s holds the token", table)
		}
	}
	b.loader.options.Connections = nil
	b.fail("platform_hazards", UnknownConnection, `there is no HTTP connection "city_platform"`)
}

// The example of the inbox says what its report says.
func TestTheDocumentedInboxLoads(t *testing.T) {
	files, blocks := documented(t, "inbox.md")
	b := setup(t, files["monthly_ledger.yaml"])
	b.loader.options.InboxDir = t.TempDir()
	b.fail("monthly_ledger", NoFiles, "no file in the inbox is named 隐患台账*.csv or 隐患台账*.xlsx")
	for _, folder := range []string{"高新区", "done/2025-05-14"} {
		if err := os.MkdirAll(filepath.Join(b.loader.options.InboxDir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(b.loader.options.InboxDir, "done/2025-05-14/隐患台账2025-03.csv"), "x")
	write(t, filepath.Join(b.loader.options.InboxDir, "高新区/隐患台账2025-04.csv"), files["隐患台账2025-04.csv"])
	write(t, filepath.Join(b.loader.options.InboxDir, "~$隐患台账2025-05.csv"), "x")
	write(t, filepath.Join(b.loader.options.InboxDir, "隐患台账2025-06.csv"), "") // waits for its content
	run, err := b.loader.Run(t.Context(), "monthly_ledger", RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	report, err := b.loader.Report(t.Context(), warehouse.Everything(), run.ID, ReportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(blocks[0]), "\n") {
		if !strings.Contains(strings.ReplaceAll(report, "高新区/", ""), line) {
			t.Errorf("the report does not say %q:\n%s", line, report)
		}
	}
}

// connections reads a file of connections as a program does.
func connections(t *testing.T, text string, environment map[string]string) connection.Set {
	t.Helper()
	path := filepath.Join(t.TempDir(), "connections.yaml")
	write(t, path, text)
	set, err := ReadConnections(path, func(name string) (string, bool) { v, ok := environment[name]; return v, ok })
	if err != nil {
		t.Fatal(err)
	}
	return set
}
