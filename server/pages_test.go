package server

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

// Scripts travel compressed and are kept for good; what is not there is not kept.
func TestPagesTravelCompressed(t *testing.T) {
	script := strings.Repeat("draw(1);\n", 1000)
	files := fstest.MapFS{"index.html": {Data: []byte("<html>" + script)}, "assets/page-1a2b.js": {Data: []byte(script)}}
	for _, c := range []struct {
		path, accept   string
		status         int
		coding, caches string
	}{
		{"/assets/page-1a2b.js", "gzip, deflate, br, zstd", 200, "gzip", "public, max-age=31536000, immutable"},
		{"/assets/page-1a2b.js", "", 200, "", "public, max-age=31536000, immutable"},
		{"/assets/page-0000.js", "gzip", 404, "", ""},
		{"/assets/", "gzip", 404, "", "no-store"},
		{"/", "gzip", 200, "gzip", "no-cache"},
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.path, nil)
		request.Header.Set("Accept-Encoding", c.accept)
		got := httptest.NewRecorder()
		if served := kept(files); strings.HasPrefix(c.path, "/assets/") {
			served.ServeHTTP(got, request)
		} else {
			pages(files).ServeHTTP(got, request)
		}
		header := got.Header()
		if got.Code != c.status || header.Get("Content-Encoding") != c.coding || header.Get("Cache-Control") != c.caches {
			t.Errorf("%s for %q: %d %v", c.path, c.accept, got.Code, header)
		}
		if c.status == http.StatusOK && header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: Vary = %q", c.path, header.Get("Vary"))
		}
		if c.coding == "gzip" {
			if got.Body.Len() > len(script)/10 {
				t.Errorf("%s: %d bytes of %d", c.path, got.Body.Len(), len(script))
			}
			plain, err := gzip.NewReader(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(plain); err != nil || !strings.Contains(string(text), script) {
				t.Errorf("%s: %v, %d bytes", c.path, err, len(text))
			}
		}
	}
}
