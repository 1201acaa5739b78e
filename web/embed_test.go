package web

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

func TestPageIsThereOnlyWhenItWasBuilt(t *testing.T) {
	fresh := fstest.MapFS{"dist/placeholder.txt": {}}
	if _, ok := page(fresh, "dist/graphiql"); ok {
		t.Error("a fresh clone claims to have GraphiQL")
	}
	if _, ok := page(fresh, "dist"); ok {
		t.Error("a fresh clone claims to have a start page")
	}

	built := fstest.MapFS{"dist/graphiql/index.html": {Data: []byte("editor")}}
	files, ok := page(built, "dist/graphiql")
	if !ok {
		t.Fatal("a built GraphiQL is not found")
	}
	if text, err := fs.ReadFile(files, "index.html"); err != nil || string(text) != "editor" {
		t.Errorf("index.html at the root = %q, %v", text, err)
	}
}
