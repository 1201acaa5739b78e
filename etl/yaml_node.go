package etl

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// yamlReader reads a YAML tree by hand, because every fault is to be named at once and with its place.
type yamlReader struct {
	file   string
	faults Faults
}

// yamlNode is a value and where it stands.
type yamlNode struct {
	r    *yamlReader
	node ast.Node
	key  ast.Node // the key before it, nil at the top
}

// longestFile bounds what is parsed: the largest honest file has some 20 kB, and the parser is slow on hostile ones.
const longestFile = 256 << 10

// yamlEntry is one key of a mapping with its value.
type yamlEntry struct {
	name  string
	value yamlNode
}

// parseYAML parses one document; nil when that is impossible, and then the faults say why.
func (r *yamlReader) parse(text []byte) *yamlNode {
	if len(text) > longestFile {
		r.faults = append(r.faults, Fault{File: r.file, Message: fmt.Sprintf("%d kB is more than such a file has (%d kB); is it another one?", len(text)>>10, longestFile>>10)})
		return nil
	}
	tree, err := parser.ParseBytes(bytes.TrimPrefix(text, []byte("\ufeff")), 0) // some editors put a byte order mark first
	if err != nil {
		r.syntax(err)
		return nil
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		r.faults = append(r.faults, Fault{File: r.file, Message: fmt.Sprintf("expected one YAML document, found %d", len(tree.Docs))})
		return nil
	}
	return &yamlNode{r: r, node: tree.Docs[0].Body}
}

// syntax takes the place out of the parser's message, which begins "[line:column] ".
func (r *yamlReader) syntax(err error) {
	fault := Fault{File: r.file, Message: err.Error()}
	message, _, _ := strings.Cut(err.Error(), "\n")
	var line, column int
	if n, _ := fmt.Sscanf(message, "[%d:%d]", &line, &column); n == 2 {
		_, rest, _ := strings.Cut(message, "] ")
		fault = Fault{File: r.file, Line: line, Column: column, Message: "not YAML: " + rest}
	}
	r.faults = append(r.faults, fault)
}

func (n yamlNode) faultf(format string, args ...any) {
	at := n.node
	if n.key != nil {
		at = n.key
	}
	n.r.faultAtf(at, format, args...)
}

func (r *yamlReader) faultAtf(at ast.Node, format string, args ...any) {
	f := Fault{File: r.file, Message: fmt.Sprintf(format, args...)}
	if t := at.GetToken(); t != nil && t.Position != nil {
		f.Line, f.Column = t.Position.Line, t.Position.Column
	}
	r.faults = append(r.faults, f)
}

func (n yamlNode) line() int {
	if t := n.node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// entries reads a mapping; any key is welcome.
func (n yamlNode) entries() []yamlEntry {
	var pairs []*ast.MappingValueNode
	switch m := n.node.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		n.faultf("expected keys and values, found %s", kindOf(n.node))
		return nil
	}
	out := make([]yamlEntry, 0, len(pairs))
	for _, p := range pairs {
		name := keyText(p.Key)
		if slices.ContainsFunc(out, func(e yamlEntry) bool { return e.name == name }) {
			n.r.faultAtf(p.Key, "the key %q stands here twice", name)
			continue
		}
		out = append(out, yamlEntry{name: name, value: yamlNode{r: n.r, node: p.Value, key: p.Key}})
	}
	return out
}

// fields reads a mapping whose keys are known: each is handed to its function, others are faults.
func (n yamlNode) fields(known map[string]func(yamlNode)) {
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, e := range n.entries() {
		read, ok := known[e.name]
		if !ok {
			e.value.faultf("unknown key %q%s", e.name, didYouMean(e.name, names))
			continue
		}
		read(e.value)
	}
}

// items reads a sequence; a single value stands for a sequence of one.
func (n yamlNode) items() []yamlNode {
	s, ok := n.node.(*ast.SequenceNode)
	if !ok {
		return []yamlNode{n}
	}
	out := make([]yamlNode, len(s.Values))
	for i, v := range s.Values {
		out[i] = yamlNode{r: n.r, node: v}
	}
	return out
}

// text reads a scalar as it is written.
func (n yamlNode) text() string {
	switch v := n.node.(type) {
	case *ast.StringNode:
		return v.Value
	case *ast.LiteralNode:
		return strings.TrimRight(v.Value.Value, "\n")
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return v.GetToken().Value
	case *ast.NullNode:
		n.faultf("a value is missing here")
		return ""
	}
	n.faultf("expected a text, found %s", kindOf(n.node))
	return ""
}

func (n yamlNode) texts() []string {
	out := make([]string, 0, len(n.items()))
	for _, item := range n.items() {
		out = append(out, item.text())
	}
	return out
}

func (n yamlNode) boolean() bool {
	if b, ok := n.node.(*ast.BoolNode); ok {
		return b.Value
	}
	n.faultf("expected true or false, found %s", kindOf(n.node))
	return false
}

func (n yamlNode) number() float64 {
	v, err := strconv.ParseFloat(n.node.GetToken().Value, 64)
	if err != nil {
		n.faultf("expected a number, found %s", kindOf(n.node))
	}
	return v
}

// choice reads one of the words given.
func (n yamlNode) choice(words ...string) string {
	v := n.text()
	if v != "" && !slices.Contains(words, v) {
		n.faultf("%q is none of %s", v, strings.Join(words, ", "))
		return ""
	}
	return v
}

func (n yamlNode) scalar() bool {
	switch n.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		return false
	}
	return true
}

func keyText(k ast.MapKeyNode) string {
	if s, ok := k.(*ast.StringNode); ok {
		return s.Value
	}
	return k.GetToken().Value
}

func kindOf(n ast.Node) string {
	switch v := n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys and values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor, which is not supported here"
	default:
		return fmt.Sprintf("%q", v.GetToken().Value)
	}
}
