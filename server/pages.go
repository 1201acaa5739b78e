package server

import (
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// pages serves files that change with the program only.
func pages(files fs.FS) http.Handler {
	served := compressing(http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		served.ServeHTTP(w, r)
	})
}

// kept serves files whose names carry a hash of what is in them: browsers need never ask again.
func kept(files fs.FS) http.Handler {
	served := compressing(http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			nothingHere(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		served.ServeHTTP(w, r)
	})
}

// compressing sends files that compress (scripts, styles, pages) as gzip to clients that read it: a third of the bytes over an
// office's line. Only public files go through it, so their sizes give nothing away.
func compressing(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.EnableZstd(false),   // one coding everywhere: browsers read zstd from this machine only
		gzhttp.CompressionLevel(9), // scripts are fetched once and kept for good
	)
	if err != nil {
		panic(fmt.Sprintf("compress pages: %v", err)) // only an option out of range, and all are constants
	}
	return wrap(next)
}
