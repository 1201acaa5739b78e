package server_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"anlan/access"
	"anlan/export"
	"anlan/server"
	"anlan/warehouse"
)

// withExports adds the real data sets to what is served.
func withExports(t *testing.T, p server.Parts) (server.Parts, *warehouse.Warehouse) {
	t.Helper()
	w, ok := p.Sources.Dimensions.(*warehouse.Warehouse)
	if !ok {
		t.Fatalf("the data sets come from %T", p.Sources.Dimensions)
	}
	p.Exports = server.Exports{Exporter: export.New(w, export.Config{}, &export.MemoryManifests{}), Sets: w, Audits: &book{}}
	return p, w
}

// An analyst of Zibo gets nothing of Linyi in any data set, whatever he asks: LINYI stands in every text of its records.
func TestExportsOfACity(t *testing.T) {
	file, secrets := tokens(t,
		access.Entry{Name: "zibo", Role: access.Analyst, Regions: []string{"370300"}}, access.Entry{Name: "all", Role: access.Analyst, Regions: []string{"*"}})
	p, w := withExports(t, parts(t))
	r := start(t, server.Config{TokenFile: file}, p)
	get := func(token, path string) answer {
		t.Helper()
		return r.send(t, http.MethodGet, "/export/"+path, headers(token), "")
	}
	for _, set := range w.DataSets() {
		all, got := get(secrets[1], set.Name+"?format=csv"), get(secrets[0], set.Name+"?format=csv")
		if all.status != 200 || got.status != 200 {
			t.Errorf("%s: %d %.300s, of Zibo %d %.300s", set.Name, all.status, all.body, got.status, got.body)
		}
		if strings.Contains(got.body, "LINYI") {
			t.Errorf("%s shows Linyi:\n%s", set.Name, got.body)
		}
		if set.Fact != "" && len(all.body) > 1000 && len(got.body) >= len(all.body) {
			t.Errorf("%s of Zibo is as long as all", set.Name)
		}
	}
	// h1 and h2 of Zibo; of Linyi none, however they are asked for.
	for path, rows := range map[string]int{
		"hazard?format=csv": 2, "hazard?format=csv&where=region%20LIKE%20%273713%25%27": 0, "hazard?format=csv&where=region%20LIKE%20%273713%25%27%20OR%20true": 2,
		"hazard_readable?format=csv&where=description%20LIKE%20%27%25LINYI%25%27": 0, "enterprise?format=csv&columns=name": 1, "hazard?format=csv&order=-region&limit=100": 2,
	} {
		got := get(secrets[0], path)
		if lines := strings.Count(got.body, "\n"); got.status != 200 || lines != rows+1 {
			t.Errorf("%s: %d with %d lines, expected %d rows\n%s", path, got.status, lines, rows, got.body)
		}
	}
	if got := get(secrets[0], "hazard?format=csv&region=371300"); got.status != http.StatusForbidden {
		t.Errorf("Linyi itself: %d %s", got.status, got.body)
	}
}

// Who goes away in the midst of an export leaves no query behind in the engine.
func TestAnExportLeavesNoQueryBehind(t *testing.T) {
	p, w := withExports(t, parts(t))
	r := start(t, server.Config{}, p)
	fact, _ := warehouse.FactNamed("hazard")
	work, err := w.CreateWork(t.Context(), fact, "many")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Conn().Exec(t.Context(), "INSERT INTO "+work+" (system, id, region, source, level, found_on, due_on, description)"+
		" SELECT 'm', toString(number), '370321', 'self', 'general', '2025-01-05', '2025-01-20', repeat('长', 100) FROM numbers(200000)"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Update(t.Context(), "run", "test", func(ctx context.Context, u *warehouse.Update) error {
		_, err := u.Merge(ctx, fact, work)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	running := func() (n uint64) {
		if err := w.Conn().QueryRow(t.Context(), "SELECT count() FROM system.processes WHERE query LIKE '%description%' AND query NOT LIKE '%system.processes%'").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, format := range []string{"arrow", "csv", "jsonl"} { // 100 MB, of which nobody takes more than fits on the way
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.url+"/export/hazard?format="+format, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", "identity")
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		if n := running(); n == 0 {
			t.Errorf("%s: the query is over already, or is none", format)
		}
		_ = response.Body.Close()
		soon(t, format+": the query goes on", func() bool { return running() == 0 })
	}
}
