package bulletin

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

	"anlan/reports/document"
)

// pattern is a template of a kind in one language. It sees nothing but what its functions give: fields, methods and the library's
// own functions, through which a number could be printed that is no figure, are refused.
type pattern struct {
	at       string // the key of the file
	language document.Language
	tree     *template.Template
}

// builtins are the functions of the library that a template may call.
var builtins = []string{"and", "or", "not", "eq", "ne"}

// mostOutput bounds what one template writes.
const mostOutput = 1 << 20

// parsePattern reads a template. An error has the line inside the template, from 1, in front: see [lineOf].
func parsePattern(at string, language document.Language, text string, names []string) (*pattern, []error) {
	stubs := template.FuncMap{}
	for _, name := range names {
		stubs[name] = func(...any) (string, error) { return "", nil }
	}
	tree, err := template.New("text").Option("missingkey=error").Funcs(stubs).Parse(text)
	if err != nil {
		return nil, []error{plainTemplate(err, names)}
	}
	if len(tree.Templates()) > 1 {
		return nil, []error{&lineError{1, "a template cannot define others"}}
	}
	p := &pattern{at: at, language: language, tree: tree}
	if tree.Tree == nil {
		return nil, []error{&lineError{1, "expected a text"}}
	}
	look := &looking{text: text, names: names}
	look.at(tree.Root)
	if len(look.faults) > 0 {
		return nil, look.faults
	}
	return p, nil
}

// run gives what the template writes: marked text.
func (p *pattern) run(functions template.FuncMap) (string, error) {
	tree, err := p.tree.Clone()
	if err != nil {
		return "", err
	}
	out := &bounded{}
	if err := tree.Funcs(functions).Execute(out, nil); err != nil {
		return "", plainTemplate(err, nil)
	}
	return out.String(), nil
}

// bounded refuses to grow without end.
type bounded struct{ strings.Builder }

// Write adds to the text.
func (b *bounded) Write(part []byte) (int, error) {
	if b.Len()+len(part) > mostOutput {
		return 0, fmt.Errorf("writes more than %d bytes", mostOutput)
	}
	return b.Builder.Write(part)
}

// lineError is a fault in a line of a template.
type lineError struct {
	line    int
	message string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.message) }

var (
	templateFault   = regexp.MustCompile(`^template: text:(\d+)(?::\d+)?: (.*)$`)
	executingFault  = regexp.MustCompile(`^executing "text" at <(.*?)>: (?:error calling \w+: )?(.*)$`)
	unknownFunction = regexp.MustCompile(`^function "(\w+)" not defined$`)
)

// plainTemplate says a fault of the library in the words of the file.
func plainTemplate(err error, names []string) error {
	found := templateFault.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
	if found == nil {
		return err
	}
	line, _ := strconv.Atoi(found[1])
	message := strings.NewReplacer("[]bulletin.figure", "figures", "bulletin.figure", "a figure", "[]bulletin.row", "rows", "bulletin.row", "a row").Replace(found[2])
	if at := executingFault.FindStringSubmatch(message); at != nil {
		message = fmt.Sprintf("{{%s}}: %s", at[1], at[2])
	}
	if at := unknownFunction.FindStringSubmatch(message); at != nil {
		message = fmt.Sprintf("there is no function %s; expected one of %s", at[1], strings.Join(names, ", "))
	}
	if message == "unexpected EOF" {
		message = "an {{if}}, {{range}} or {{with}} has no {{end}}"
	}
	return &lineError{line, message}
}

// looking walks a template for what it may not use.
type looking struct {
	text   string
	names  []string
	faults []error
}

func (l *looking) faultf(node parse.Node, format string, args ...any) {
	line := 1 + strings.Count(l.text[:min(int(node.Position()), len(l.text))], "\n")
	l.faults = append(l.faults, &lineError{line, fmt.Sprintf(format, args...)})
}

func (l *looking) at(node parse.Node) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, inner := range n.Nodes {
			l.at(inner)
		}
	case *parse.ActionNode:
		l.pipe(n.Pipe)
	case *parse.IfNode:
		l.branch(&n.BranchNode)
	case *parse.RangeNode:
		l.number(n.Pipe)
		l.branch(&n.BranchNode)
	case *parse.WithNode:
		l.branch(&n.BranchNode)
	case *parse.TemplateNode:
		l.faultf(n, "a template cannot call others")
	}
}

func (l *looking) branch(n *parse.BranchNode) {
	l.pipe(n.Pipe)
	l.at(n.List)
	l.at(n.ElseList)
}

// number refuses to count: the library ranges over whole numbers, as far as they go.
func (l *looking) number(n *parse.PipeNode) {
	for _, command := range n.Cmds {
		if _, is := command.Args[0].(*parse.NumberNode); is {
			l.faultf(command, "expected rows or a list, found a number")
		}
	}
}

func (l *looking) pipe(n *parse.PipeNode) {
	if len(n.Decl) > 0 {
		l.number(n)
	}
	for _, command := range n.Cmds {
		for _, argument := range command.Args {
			l.argument(argument)
		}
	}
}

func (l *looking) argument(node parse.Node) {
	switch n := node.(type) {
	case *parse.PipeNode:
		l.pipe(n)
	case *parse.IdentifierNode:
		if !slices.Contains(l.names, n.Ident) && !slices.Contains(builtins, n.Ident) {
			l.faultf(n, "there is no function %s; expected one of %s", n.Ident, strings.Join(slices.Concat(l.names, builtins), ", "))
		}
	case *parse.FieldNode, *parse.ChainNode:
		l.faultf(node, "%s: there are no fields; ask by functions, as {{value (of . \"deaths_counted\")}}", node)
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			l.faultf(node, "%s: there are no fields; ask by functions", node)
		}
	}
}
