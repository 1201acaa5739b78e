package anlan_test

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The import law: a package may import only what stands here behind its
// folder. Whoever adds a folder decides here where it belongs.
var mayImport = map[string][]string{
	"safety":    {},
	"web":       {},
	"outbox":    {},
	"state":     {"safety"},
	"access":    {"safety"},
	"warehouse": {"safety", "state", "access"},
	"etl":       {"safety", "state", "access", "warehouse", "outbox"},
	"reports":   {"safety", "state", "access", "warehouse", "outbox"},
	"export":    {"safety", "state", "access", "warehouse"},
	"demo":      {"safety", "warehouse", "etl", "reports"},
	"graph":     {"safety", "state", "access", "warehouse", "etl", "reports", "export"},
	"server":    {"safety", "state", "access", "warehouse", "etl", "reports", "export", "graph", "web"},
}

// Programs wire everything together; nothing imports them. They alone read
// flags and the environment, and end the process.
var programs = []string{"cmd", "bench"}

// Tests of the whole product; nothing imports them either.
const wholeTests = "test"

// A module with one user, so that it can be replaced in one place.
var onlyIn = map[string]string{
	"github.com/go-co-op/gocron":          "etl/schedule",
	"github.com/ClickHouse/clickhouse-go": "warehouse",
	"github.com/ebitengine/purego":        "warehouse/chdb",
	"github.com/wneessen/go-mail":         "outbox/mail",
}

const module = "anlan/"

func TestImportsRunOneWay(t *testing.T) {
	for _, file := range goFiles(t) {
		if file.test || slices.Contains(programs, file.top()) || file.top() == wholeTests {
			continue
		}
		allowed, known := mayImport[file.top()]
		if !known {
			t.Errorf("%s: the folder %s is not in the import law", file.path, file.top())
			continue
		}
		for _, imported := range file.imports() {
			inside, ok := strings.CutPrefix(imported, module)
			if !ok {
				continue
			}
			folder, _, _ := strings.Cut(inside, "/")
			if folder != file.top() && !slices.Contains(allowed, folder) {
				t.Errorf("%s imports %s, which %s may not", file.path, imported, file.top())
			}
		}
	}
}

func TestModulesWithOneUser(t *testing.T) {
	for _, file := range goFiles(t) {
		for _, imported := range file.imports() {
			for name, folder := range onlyIn {
				if within(imported, name) && !within(file.path, folder) {
					t.Errorf("%s imports %s, which belongs to %s", file.path, imported, folder)
				}
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	documented := map[string]bool{}
	for _, file := range goFiles(t) {
		if !file.test && !ast.IsGenerated(file.syntax) {
			documented[path.Dir(file.path)] = documented[path.Dir(file.path)] || file.syntax.Doc != nil
		}
	}
	for folder, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

// Only programs talk to the process's surroundings: a library is told what it
// needs, and hands errors back.
func TestOnlyProgramsTouchTheProcess(t *testing.T) {
	forbidden := map[string][]string{
		"os":  {"Getenv", "LookupEnv", "Environ", "Exit"},
		"log": {"Fatal", "Fatalf", "Fatalln"},
	}
	for _, file := range goFiles(t) {
		if file.test || slices.Contains(programs, file.top()) || file.top() == wholeTests {
			continue
		}
		if slices.Contains(file.imports(), "flag") {
			t.Errorf("%s imports flag", file.path)
		}
		file.calls(func(pkg, name string, call *ast.CallExpr) {
			if slices.Contains(forbidden[pkg], name) {
				t.Errorf("%s calls %s.%s", file.at(call), pkg, name)
			}
		})
	}
}

// A property test that draws other cases on every machine fails by chance on somebody else's.
func TestPropertyTestsDrawTheSameCasesEverywhere(t *testing.T) {
	draws, seeded := map[string]bool{}, map[string]bool{}
	for _, file := range goFiles(t) {
		folder := path.Dir(file.path)
		draws[folder] = draws[folder] || slices.Contains(file.imports(), "pgregory.net/rapid")
		seeded[folder] = seeded[folder] || slices.Contains(file.imports(), module+"test/chance")
	}
	for folder, draw := range draws {
		if draw && !seeded[folder] && folder != "test/chance" {
			t.Errorf("the tests of %s import pgregory.net/rapid without %stest/chance", folder, module)
		}
	}
}

// Values go into SQL as parameters and names come from the catalogue, so no
// statement is printed together.
func TestNoSQLIsPrintedTogether(t *testing.T) {
	statement := regexp.MustCompile(`\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|ALTER TABLE|CREATE TABLE|DROP TABLE|FROM|WHERE|ORDER BY|GROUP BY)\s`)
	for _, file := range goFiles(t) {
		// A suite that several packages run is a test without the name of one.
		if file.test || file.top() == wholeTests || slices.Contains(file.imports(), "testing") {
			continue
		}
		file.calls(func(pkg, name string, call *ast.CallExpr) {
			format := map[string]int{"Sprintf": 0, "Fprintf": 1, "Appendf": 1}
			place, ok := format[name]
			if pkg != "fmt" || !ok || len(call.Args) <= place {
				return
			}
			if text := literal(call.Args[place]); statement.MatchString(text) {
				t.Errorf("%s prints SQL together: %q", file.at(call), text)
			}
		})
	}
}

// A file is one idea.
func TestFilesStayShort(t *testing.T) {
	const most = 400
	kinds := []string{".go", ".sql", ".js", ".jsx", ".mjs", ".ts", ".vue", ".css", ".html"}
	for name, text := range sources(t) {
		if !slices.Contains(kinds, path.Ext(name)) || generated.Match(text) {
			continue
		}
		if lines := bytes.Count(text, []byte("\n")); lines > most {
			t.Errorf("%s has %d lines, more than %d: is it one idea?", name, lines, most)
		}
	}
}

// Nothing in the repository may depend on where it was written or on the
// package registry that was used there.
func TestNothingNamesTheMachineItWasWrittenOn(t *testing.T) {
	forbidden := regexp.MustCompile(`https?://(registry|proxy|deb|sum)\.|\.\./` + `shared\b|/work/` + `(main|shared)\b|"resolved":`)
	for name, text := range sources(t) {
		if name == "arch_test.go" {
			continue
		}
		if found := forbidden.Find(text); found != nil {
			t.Errorf("%s contains %q", name, found)
		}
	}
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// sources returns the repository's files below 2 MB by their slash-separated
// paths, without what is built, installed or loaded.
func sources(t *testing.T) map[string][]byte {
	t.Helper()
	skip := []string{".git", "bin", "build", "data", "web/dist"}
	files := map[string][]byte{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		name = filepath.ToSlash(name)
		switch {
		case errors.Is(err, fs.ErrNotExist): // of another test, and gone since the folder was read
			return nil
		case err != nil:
			return err
		case entry.IsDir() && (slices.Contains(skip, name) || entry.Name() == "node_modules"):
			return filepath.SkipDir
		case !entry.Type().IsRegular() || name == ".git": // a file in a linked work tree
			return nil
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() > 2<<20 {
			return nil
		}
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		files[name] = text
		return err
	})
	if err != nil {
		t.Fatalf("read the repository: %v", err)
	}
	return files
}

// goFile is one Go file of the module, whatever its build tags are.
type goFile struct {
	path   string
	test   bool
	syntax *ast.File
	set    *token.FileSet
}

// goFiles returns the Go files of all packages, without those below testdata
// and in the root folder.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	set := token.NewFileSet()
	for name, text := range sources(t) {
		if path.Ext(name) != ".go" || !strings.Contains(name, "/") || strings.Contains(name, "testdata/") {
			continue
		}
		syntax, err := parser.ParseFile(set, name, text, parser.ParseComments)
		if err != nil {
			t.Fatalf("parse: %v", err)
		}
		files = append(files, goFile{name, strings.HasSuffix(name, "_test.go"), syntax, set})
	}
	if len(files) == 0 {
		t.Fatal("no Go file found")
	}
	slices.SortFunc(files, func(a, b goFile) int { return strings.Compare(a.path, b.path) })
	return files
}

// top returns the file's folder below the root.
func (f goFile) top() string {
	folder, _, _ := strings.Cut(f.path, "/")
	return folder
}

func (f goFile) imports() []string {
	paths := make([]string, len(f.syntax.Imports))
	for i, spec := range f.syntax.Imports {
		paths[i] = unquote(spec.Path)
	}
	return paths
}

// at returns the place of a node as file:line:column.
func (f goFile) at(node ast.Node) string {
	return f.set.Position(node.Pos()).String()
}

// calls visits every call of the form name.Function(…).
func (f goFile) calls(visit func(pkg, name string, call *ast.CallExpr)) {
	ast.Inspect(f.syntax, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
				if pkg, ok := selector.X.(*ast.Ident); ok {
					visit(pkg.Name, selector.Sel.Name, call)
				}
			}
		}
		return true
	})
}

// literal returns the text of a string literal, or of several joined by +.
func literal(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		return unquote(expr)
	case *ast.BinaryExpr:
		return literal(expr.X) + literal(expr.Y)
	}
	return ""
}

func unquote(lit *ast.BasicLit) string {
	text, _ := strconv.Unquote(lit.Value)
	return text
}

// within reports whether name is root or lies below it.
func within(name, root string) bool {
	return name == root || strings.HasPrefix(name, root+"/")
}
