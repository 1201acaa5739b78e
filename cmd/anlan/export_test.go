package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/export"
	"anlan/warehouse"
)

// elsewhere is a server elsewhere that gives a data set as a test says.
type elsewhere struct {
	body   string
	sha256 string // that its manifest says; the body's when empty
	breaks bool   // in the midst of the body
	asked  *http.Request
}

const twoHazards = "\"id\",\"days\"\n\"h1\",3\n\"h2\",5\n"

func (g *elsewhere) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	refuse := func(status int, code, message string) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{"message": message, "extensions": map[string]string{"code": code}}}})
	}
	switch {
	case r.Header.Get("Authorization") != "Bearer anlan_secret":
		refuse(http.StatusUnauthorized, "UNAUTHENTICATED", "a valid token is needed")
	case r.URL.Path == "/export/manifests/ex_1" && g.breaks:
		refuse(http.StatusGone, "GONE", "the export ex_1 is not whole: the data could not be read to their end")
	case r.URL.Path == "/export/manifests/ex_1":
		sum := sha256.Sum256([]byte(g.body))
		m := export.Manifest{
			ID: "ex_1", DataSet: "hazard", Format: export.CSV, Options: export.Options{Charset: "utf-8"}, Rows: 2, Bytes: uint64(len(g.body)), SHA256: hex.EncodeToString(sum[:]), DataVersion: 7,
			Columns: []export.ManifestColumn{{Name: "id", Type: "String", Title: warehouse.Text{ZH: "编号"}}, {Name: "days", Type: "UInt32"}},
		}
		if g.sha256 != "" {
			m.SHA256 = g.sha256
		}
		_ = json.NewEncoder(w).Encode(m)
	case r.URL.Path == "/export/hazard":
		g.asked = r
		w.Header().Set("X-Anlan-Export", "ex_1")
		w.Header().Set("Content-Disposition", `attachment; filename="../hazard-v7.csv"`)
		_, _ = w.Write([]byte(g.body))
		if g.breaks {
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
	default:
		refuse(http.StatusNotFound, "NOT_FOUND", "there is no data set")
	}
}

// took runs anlan export against it, in a folder that holds an older hazard.csv.
func (g *elsewhere) took(t *testing.T, environ []string, args ...string) (status int, out, told, folder string) {
	t.Helper()
	s := httptest.NewServer(g)
	defer s.Close()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "hazard.csv"), []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	var stdout, stderr strings.Builder
	status = run(append([]string{"export", "--server", s.URL}, args...), process{stdout: &stdout, stderr: &stderr, environ: environ})
	return status, stdout.String(), stderr.String(), folder
}

// lies tells what is in a folder.
func lies(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

var token = []string{"ANLAN_TOKEN=anlan_secret"}

// A file is there whole and as it was sent, or not at all: what lay there before stays.
func TestAnExportIsWholeOrNotThere(t *testing.T) {
	for name, c := range map[string]struct {
		given   elsewhere
		environ []string
		out     []string
		status  int
		told    string
	}{
		"broken off":              {elsewhere{body: strings.Repeat(twoHazards, 10_000), breaks: true}, token, []string{"-o", "hazard.csv"}, 1, "nothing is left behind.\nthe export ex_1 is not whole: the data could not be read to their end"},
		"changed on the way":      {elsewhere{body: twoHazards, sha256: "00"}, token, []string{"-o", "hazard.csv"}, 1, "what came is not what was sent"},
		"no token":                {elsewhere{body: twoHazards}, nil, []string{"-o", "hazard.csv"}, 1, "wants a valid token: put it into the variable ANLAN_TOKEN"},
		"no room":                 {elsewhere{body: twoHazards}, token, []string{"-o", "/dev/full"}, 1, "no space left on device"},
		"a folder that is not":    {elsewhere{body: twoHazards}, token, []string{"-o", "nowhere/hazard.csv"}, 1, "nowhere"},
		"a manifest on the data":  {elsewhere{body: twoHazards}, token, []string{"-o", "hazard.csv", "--manifest", "./hazard.csv"}, 2, "--manifest: it would take the place of the data"},
		"a manifest in no folder": {elsewhere{body: twoHazards}, token, []string{"-o", "hazard.csv", "--manifest", "nowhere/m.json"}, 2, "--manifest: there is no folder nowhere"},
		"an ending of no format":  {elsewhere{body: twoHazards}, token, []string{"-o", "hazard.foo"}, 2, "the ending .foo says no format"},
		"a manifest for nothing":  {elsewhere{body: twoHazards, sha256: "00"}, token, []string{"-o", "hazard.csv", "--manifest", "m.json"}, 1, "repeat the export"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, told, folder := c.given.took(t, c.environ, append([]string{"hazard"}, c.out...)...)
			if files := lies(t, folder); status != c.status || out != "" || !strings.Contains(told, c.told) || len(files) != 1 || files["hazard.csv"] != "older" {
				t.Errorf("%d %q %q, there are %v", status, out, told, files)
			}
		})
	}
}

func TestAnExportThatIsWhole(t *testing.T) {
	g := elsewhere{body: twoHazards}
	status, out, told, folder := g.took(t, token, "hazard", "-o", "hazard.csv", "--manifest", "m.json", "--region", "370300", "--where", "days > 2", "--limit", "0", "--bom", "--order=-days")
	files := lies(t, folder)
	if status != 0 || out != "hazard.csv\n" || !strings.Contains(told, "2 rows, 26 B, data version 7") || files["hazard.csv"] != twoHazards || !strings.Contains(files["m.json"], `"id": "ex_1"`) || len(files) != 2 {
		t.Errorf("%d %q %q %v", status, out, told, files)
	}
	if got := g.asked.URL.Query().Encode(); got != "bom=1&format=csv&limit=0&order=-days&region=370300&where=days+%3E+2" { // csv, as the file's ending says
		t.Errorf("asked for %s", got)
	}
	t.Run("of a variable without a value, which the server is told: it is not everything", func(t *testing.T) {
		_, _, told, _ := g.took(t, token, "hazard", "--region=", "--where", "", "--version", "0")
		if got := g.asked.URL.Query().Encode(); got != "format=arrow&region=&version=0&where=" {
			t.Errorf("asked for %s: %s", got, told)
		}
	})
	t.Run("under the server's name, which leads nowhere else", func(t *testing.T) {
		status, out, _, folder := g.took(t, token, "hazard")
		if files := lies(t, folder); status != 0 || out != "hazard-v7.csv\n" || files["hazard-v7.csv"] != twoHazards {
			t.Errorf("%d %q %v", status, out, files)
		}
	})
	t.Run("to standard output", func(t *testing.T) {
		if status, out, _, _ := g.took(t, token, "hazard", "-f", "csv", "-o", "-"); status != 0 || out != twoHazards {
			t.Errorf("%d %q", status, out)
		}
		broken := elsewhere{body: strings.Repeat(twoHazards, 10_000), breaks: true}
		if status, _, told, _ := broken.took(t, token, "hazard", "-f", "csv", "-o", "-"); status != 1 || !strings.Contains(told, "what came of it is of no use") {
			t.Errorf("half of it: %d %q", status, told)
		}
	})
	t.Run("with the token of a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "token")
		if err := os.WriteFile(file, []byte("anlan_secret\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, out, _, _ := g.took(t, nil, "hazard", "-f", "csv", "-o", "-", "--token-file", file); status != 0 || out != twoHazards {
			t.Errorf("%d %q", status, out)
		}
	})
}

// A symbolic link stays one: what it leads to is replaced.
func TestAnExportThroughALink(t *testing.T) {
	g := elsewhere{body: twoHazards}
	target := filepath.Join(t.TempDir(), "real.csv")
	if err := os.WriteFile(target, []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.csv")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	status, _, told, _ := g.took(t, token, "hazard", "-o", link)
	text, err := os.ReadFile(target)
	if info, _ := os.Lstat(link); status != 0 || err != nil || string(text) != twoHazards || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%d %q %v %q", status, told, err, text)
	}
}
