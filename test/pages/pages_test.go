package pages_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"anlan/test/built"
	"anlan/test/needed"
	"anlan/web"
)

// The dashboard and the query editor work in a browser that can reach nothing
// but Anlan: an intranet has no font, script or worker from elsewhere.
func TestPagesWorkWithoutAnyOtherHost(t *testing.T) {
	t.Parallel()
	node := find(t, "node")
	chromium := find(t, "chromium", "chromium-browser", "google-chrome")
	dashboard, ok := web.Dashboard()
	if !ok {
		needed.Missing(t, "the pages are not built: run make web")
	}
	graphiql, ok := web.GraphiQL()
	if !ok {
		needed.Missing(t, "GraphiQL is not built: run make web")
	}
	mux := http.NewServeMux()
	mux.Handle("/graphiql/", http.StripPrefix("/graphiql/", http.FileServerFS(graphiql)))
	mux.Handle("/", http.FileServerFS(dashboard))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	run(t, node, "pages.mjs", server.URL+"/", chromium)
}

// What a leader, an office and an operator do works on the demo, and every number they see is the one that the contract gives.
func TestDashboardOfTheDemo(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the program and loads a demo")
	}
	node := find(t, "node")
	chromium := find(t, "chromium", "chromium-browser", "google-chrome")
	find(t, "pdfinfo")
	program := built.Program(t)
	empty := built.Serve(t, program, nil, "serve", "--data", filepath.Join(t.TempDir(), "empty"))
	demo := built.Serve(t, program, []string{"ANLAN_SERVER_QUERY_TIMEOUT=5m"}, "demo", "--scale", "small", "--data", filepath.Join(t.TempDir(), "demo"))
	run(t, node, "demo.mjs", demo.Address+"/", empty.Address+"/", chromium)
}

// run runs a script of this folder, which fails where it finds a fault.
func run(t *testing.T, node string, arguments ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, node, arguments...).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatalf("open the pages: %v", err)
	}
}

// find returns the first of names on the path.
func find(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	needed.Missing(t, names[0]+" is not installed")
	return ""
}
