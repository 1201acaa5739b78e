package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Document is a file that was read. It collects the faults of reading and those that the caller finds afterwards.
type Document struct {
	file   string
	lines  map[string]int
	unread map[string]bool // keys whose value could not be read
	blocks map[string]bool // keys whose value is a text on lines of its own (|)
	faults FaultErrors
}

// Read fills the struct that into points to. Faults are in the document: ask [Document.Err] when the caller's own
// checks have been made too. A byte order mark before the text is no part of it. A file without content gives an untouched struct and the faults of missing keys.
func Read(file string, text []byte, into any) *Document {
	d := &Document{file: file, lines: map[string]int{}, unread: map[string]bool{}, blocks: map[string]bool{}}
	tree, err := parser.ParseBytes(bytes.TrimPrefix(text, []byte("\ufeff")), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntax(err)
		return d
	}
	var body ast.Node
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			d.add(doc.Body.GetToken().Position.Line, "", "expected one document, this is a second one")
			break
		}
		body = doc.Body
	}
	d.value("", body, reflect.ValueOf(into).Elem())
	return d
}

// Faultf adds a fault at a key. Where the key is not in the file, the line is the nearest one above it that is.
func (d *Document) Faultf(path, format string, args ...any) {
	d.add(d.line(path), path, fmt.Sprintf(format, args...))
}

// FaultInside adds a fault in a line, from 1, of a text that stands at a key.
func (d *Document) FaultInside(path string, line int, format string, args ...any) {
	at := d.line(path)
	if d.blocks[path] {
		at += line
	}
	d.add(at, path, fmt.Sprintf(format, args...))
}

// Has reports whether the key is in the file and its value could be read: one that could not has its fault already.
func (d *Document) Has(path string) bool {
	_, ok := d.lines[path]
	return ok && !d.unread[path]
}

// Whole reports whether every value below the key could be read.
func (d *Document) Whole(path string) bool {
	for unread := range d.unread {
		if rest, below := strings.CutPrefix(unread, path); below && (rest == "" || strings.ContainsAny(rest[:1], ".[")) {
			return false
		}
	}
	return true
}

// Clean reports whether no fault has been found yet.
func (d *Document) Clean() bool { return len(d.faults) == 0 }

// Err gives [FaultErrors] in the order of lines, or nil when there is none.
func (d *Document) Err() error {
	if len(d.faults) == 0 {
		return nil
	}
	return d.faults.sorted()
}

func (d *Document) line(path string) int {
	for {
		if line, ok := d.lines[path]; ok {
			return line
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return d.lines[""]
		}
		path = path[:i]
	}
}

func (d *Document) add(line int, path, message string) {
	d.faults = append(d.faults, Fault{File: d.file, Line: line, Path: path, Message: message})
}

func (d *Document) syntax(err error) {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil {
		message := "not YAML: " + syntax.Message
		if strings.Contains(syntax.Message, "mapping value is not allowed") {
			message += ` (a text that holds ": " must be in quotes, as "a > 0 ? 1 : 0")`
		}
		d.add(syntax.Token.Position.Line, "", message)
		return
	}
	d.add(0, "", "not YAML: "+err.Error())
}
