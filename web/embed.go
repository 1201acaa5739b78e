// Package web holds the pages that Anlan serves, built by vite from local
// sources only: no page of it asks another host for anything.
package web

import (
	"embed"
	"fmt"
	"io/fs"
)

// dist is what `make web` built. Before the first build it holds a placeholder
// only, so that Go compiles without npm.
//
//go:embed all:dist
var dist embed.FS

// GraphiQL returns the files of the query editor, to be served below
// /graphiql/ with index.html at its root. Every address inside is relative; the
// editor talks to ../graphql and loads from ../assets. It is false when the bundle was not built.
func GraphiQL() (fs.FS, bool) {
	return page(dist, "dist/graphiql")
}

// Dashboard returns the files of the dashboard, to be served at / with index.html at its root and what it loads below
// /assets/, which the query editor shares. Every address inside is relative. It is false when it was not built.
func Dashboard() (fs.FS, bool) {
	return page(dist, "dist")
}

// page returns the folder dir of files when an index.html stands in it.
func page(files fs.FS, dir string) (fs.FS, bool) {
	if _, err := fs.Stat(files, dir+"/index.html"); err != nil {
		return nil, false
	}
	sub, err := fs.Sub(files, dir)
	if err != nil {
		panic(fmt.Sprintf("open embedded %s: %v", dir, err)) // only an invalid name, and dir is a constant
	}
	return sub, true
}
