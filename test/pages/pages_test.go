package pages_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"anlan/web"
)

// The dashboard and the query editor work in a browser that can reach nothing
// but Anlan: an intranet has no font, script or worker from elsewhere.
func TestPagesWorkWithoutAnyOtherHost(t *testing.T) {
	node := find(t, "node")
	chromium := find(t, "chromium", "chromium-browser", "google-chrome")
	dashboard, ok := web.Dashboard()
	if !ok {
		missing(t, "the pages are not built: run make web")
	}
	graphiql, ok := web.GraphiQL()
	if !ok {
		missing(t, "GraphiQL is not built: run make web")
	}
	mux := http.NewServeMux()
	mux.Handle("/graphiql/", http.StripPrefix("/graphiql/", http.FileServerFS(graphiql)))
	mux.Handle("/", http.FileServerFS(dashboard))
	server := httptest.NewServer(mux)
	defer server.Close()

	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, node, "pages.mjs", server.URL+"/", chromium).CombinedOutput()
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
	missing(t, names[0]+" is not installed")
	return ""
}

// missing skips the test where a developer lacks a tool, and fails it under
// make test, which installs or names every tool.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("ANLAN_TEST_REQUIRE_ALL") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}
