package scheme

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// mostNodes bounds the size of an expression.
const mostNodes = 500

// number is a number in an expression; without rat it is unknown.
type number struct{ rat *big.Rat }

// truth is what a condition comes to: holds, does not, or not known.
type truth struct{ known, holds bool }

// program is an expression that was checked: it computes with exact fractions, and what is not known stays unknown.
type program struct {
	text      string
	names     []string // of the figures in it, each once, as they appear
	condition bool     // it gives a truth, not a number
	code      *vm.Program
}

var numberType, truthType = reflect.TypeFor[number](), reflect.TypeFor[truth]()

// compile checks an expression. typeOf gives the zero value of what a name stands for, a number or a truth, or an error that
// says what would be right.
func compile(text string, condition bool, typeOf func(name string) (any, error)) (*program, error) {
	p := &program{text: text, condition: condition}
	language := conf.CreateNew()
	for _, option := range append([]expr.Option{expr.DisableAllBuiltins()}, functions...) {
		option(language)
	}
	tree, err := parser.ParseWithConfig(text, language)
	if err != nil {
		return nil, plainly(err)
	}
	look := &namesIn{}
	ast.Walk(&tree.Node, look)
	p.names = look.figures()
	env := map[string]any{}
	faults := look.faults
	for _, name := range p.names {
		zero, err := typeOf(name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		env[name] = zero
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	exactly := &exact{}
	options := slices.Concat([]expr.Option{
		expr.Env(env), expr.DisableAllBuiltins(), expr.Patch(exactly), expr.Optimize(false), expr.MaxNodes(mostNodes), expr.AsAny(),
	}, operations, functions)
	p.code, err = expr.Compile(text, options...)
	switch {
	case len(exactly.faults) > 0:
		return nil, errors.Join(exactly.faults...)
	case err != nil:
		return nil, plainly(err)
	}
	// The program's own result decides whether it is a condition.
	given, err := vm.Run(p.code, env)
	if err != nil { // the library lets a number stand for a condition, and finds out here
		return nil, errors.New("expected numbers on both sides of + - * / == != < <= > >=, and conditions beside and, or and not")
	}
	want, got := numberType, reflect.TypeOf(given)
	if condition {
		want = truthType
	}
	if got != want {
		return nil, fmt.Errorf("expected %s, found %s", kindName(want), kindName(got))
	}
	return p, nil
}

func kindName(t reflect.Type) string {
	if t == truthType {
		return "a condition, such as deaths > 0"
	}
	return "a number"
}

// run computes the expression; of gives what a name stands for.
func (p *program) run(of func(name string) any) any {
	env := make(map[string]any, len(p.names))
	for _, name := range p.names {
		env[name] = of(name)
	}
	given, err := vm.Run(p.code, env)
	if err != nil { // nothing in the language can fail, so this would be a fault of the program
		if p.condition {
			return truth{}
		}
		return number{}
	}
	return given
}

var unexpected = regexp.MustCompile(`^unexpected token \w+\((".*")\)$`)

// plainly gives the library's message in one line.
func plainly(err error) error {
	var fault *file.Error
	if errors.As(err, &fault) {
		message := strings.NewReplacer("scheme.number", "number", "scheme.truth", "condition", "__", "").Replace(fault.Message)
		message = unexpected.ReplaceAllString(message, `$1 is not expected here`)
		if strings.HasPrefix(message, `"=" `) {
			message += "; == compares"
		}
		return fmt.Errorf("%s (at character %d)", message, fault.Column+1)
	}
	return err
}

// namesIn collects the names of figures and checks the functions that are called.
type namesIn struct {
	names, callees []string
	faults         []error
}

// Visit is called for every node, what is inside it first.
func (n *namesIn) Visit(node *ast.Node) {
	switch at := (*node).(type) {
	case *ast.IdentifierNode:
		n.names = append(n.names, at.Value)
	case *ast.BuiltinNode:
		n.faults = append(n.faults, noFunction(at.Name))
	case *ast.CallNode:
		callee, _ := at.Callee.(*ast.IdentifierNode)
		if callee == nil {
			return
		}
		n.callees = append(n.callees, callee.Value)
		least, most, ok := takes(callee.Value)
		switch {
		case !ok:
			n.faults = append(n.faults, noFunction(callee.Value))
		case len(at.Arguments) < least || len(at.Arguments) > most:
			n.faults = append(n.faults, fmt.Errorf("%s takes %s, found %d", callee.Value, arguments(least, most), len(at.Arguments)))
		case callee.Value == "round" && len(at.Arguments) == 2:
			if places, ok := at.Arguments[1].(*ast.IntegerNode); !ok || places.Value < 0 || places.Value > 6 {
				n.faults = append(n.faults, errors.New("round takes a value and a number of places, 0 to 6"))
			}
		}
	}
}

// figures gives the names that are not functions, each once.
func (n *namesIn) figures() []string {
	var names []string
	for _, name := range n.names {
		if !slices.Contains(n.callees, name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func noFunction(name string) error {
	return fmt.Errorf("there is no function %s; expected one of %s", name, strings.Join(functionNames, ", "))
}

func arguments(least, most int) string {
	switch {
	case most == mostArguments:
		return "at least " + strconv.Itoa(least) + " values"
	case least == most && least == 1:
		return "1 value"
	case least == most:
		return strconv.Itoa(least) + " values"
	}
	return fmt.Sprintf("%d to %d values", least, most)
}

// exact puts operations on exact fractions in the place of the library's own, and refuses what is not in the language.
type exact struct{ faults []error }

// Visit replaces a node; what is inside it was replaced before.
func (e *exact) Visit(node *ast.Node) {
	switch at := (*node).(type) {
	case *ast.IntegerNode:
		ast.Patch(node, &ast.ConstantNode{Value: number{new(big.Rat).SetInt64(int64(at.Value))}})
	case *ast.FloatNode:
		text := strconv.FormatFloat(at.Value, 'f', -1, 64)
		if digits := strings.Trim(strings.ReplaceAll(text, ".", ""), "0"); len(digits) > 15 {
			e.faultf("expected numbers of at most 15 digits, found %s", text)
			return
		}
		exactly, _ := new(big.Rat).SetString(text)
		ast.Patch(node, &ast.ConstantNode{Value: number{exactly}})
	case *ast.BoolNode:
		ast.Patch(node, &ast.ConstantNode{Value: truth{true, at.Value}})
	case *ast.UnaryNode:
		e.call(node, "unary "+at.Operator, at.Operator, at.Node)
	case *ast.BinaryNode:
		// "not larger > 0" means not (larger > 0), as it is read; the library's not would bind to larger alone.
		if inner, denied := negated(at); denied {
			e.call(node, at.Operator, at.Operator, inner, at.Right)
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: operators["unary not"]}, Arguments: []ast.Node{*node}})
			return
		}
		e.call(node, at.Operator, at.Operator, at.Left, at.Right)
	case *ast.ConditionalNode:
		ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: chooseNumber}, Arguments: []ast.Node{at.Cond, at.Exp1, at.Exp2}})
	case *ast.CallNode, *ast.IdentifierNode, *ast.ConstantNode:
	default:
		e.faultf("expected names, numbers, conditions and functions (%s); found something else", strings.Join(functionNames, ", "))
	}
}

// negated gives what stands behind a not on the left of an operator of numbers.
func negated(at *ast.BinaryNode) (ast.Node, bool) {
	left, ok := at.Left.(*ast.CallNode)
	if !ok || slices.Contains([]string{"and", "&&", "or", "||"}, at.Operator) {
		return nil, false
	}
	callee, ok := left.Callee.(*ast.IdentifierNode)
	if !ok || callee.Value != operators["unary not"] {
		return nil, false
	}
	return left.Arguments[0], true
}

func (e *exact) call(node *ast.Node, key, operator string, arguments ...ast.Node) {
	function, ok := operators[key]
	if !ok {
		e.faultf("there is no operator %s; expected one of + - * / == != < <= > >= and or not, or condition ? a : b", operator)
		return
	}
	ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: function}, Arguments: arguments})
}

func (e *exact) faultf(format string, args ...any) {
	e.faults = append(e.faults, fmt.Errorf(format, args...))
}
