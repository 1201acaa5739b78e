package strictyaml

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/shopspring/decimal"
)

// value fills one value from one node; a missing node is nil.
func (d *Document) value(path string, node ast.Node, into reflect.Value) {
	if node != nil {
		if _, seen := d.lines[path]; !seen {
			d.lines[path] = node.GetToken().Position.Line
		}
	}
	if _, block := node.(*ast.LiteralNode); block {
		d.blocks[path] = true
	}
	if _, null := node.(*ast.NullNode); null {
		node = nil
	}
	if into.Kind() == reflect.Pointer {
		if node != nil {
			into.Set(reflect.New(into.Type().Elem()))
			d.value(path, node, into.Elem())
		}
		return
	}
	if u, ok := reflect.TypeAssert[encoding.TextUnmarshaler](into.Addr()); ok {
		d.text(path, node, u)
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		d.mapping(path, node, into)
	case reflect.Slice:
		d.sequence(path, node, into)
	case reflect.Map:
		d.table(path, node, into)
	default:
		d.scalar(path, node, into)
	}
}

func (d *Document) mapping(path string, node ast.Node, into reflect.Value) {
	pairs, ok := d.pairs(path, node)
	if !ok {
		return
	}
	names := make([]string, 0, into.NumField())
	for i := range into.NumField() {
		name, options, _ := strings.Cut(into.Type().Field(i).Tag.Get("yaml"), ",")
		if name == "" {
			continue // not a key
		}
		names = append(names, name)
		at := join(path, name)
		var value ast.Node
		for _, pair := range pairs {
			if key(pair) != name {
				continue
			}
			if value != nil {
				d.add(line(pair), at, "the key is repeated")
				continue
			}
			value = pair.Value
			d.lines[at] = line(pair)
		}
		if value == nil && strings.Contains(options, "required") {
			d.Faultf(at, "required, and not there")
			continue
		}
		if value != nil || into.Field(i).Kind() == reflect.Struct {
			d.value(at, value, into.Field(i))
		}
	}
	for _, pair := range pairs {
		if !slices.Contains(names, key(pair)) {
			d.add(line(pair), join(path, key(pair)), "unknown key; expected "+strings.Join(names, ", "))
		}
	}
}

func (d *Document) table(path string, node ast.Node, into reflect.Value) {
	pairs, ok := d.pairs(path, node)
	if !ok {
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, pair := range pairs {
		element := reflect.New(into.Type().Elem()).Elem()
		at := join(path, key(pair))
		if _, seen := d.lines[at]; seen {
			d.add(line(pair), at, "the key is repeated")
		}
		d.lines[at] = line(pair)
		d.value(at, pair.Value, element)
		into.SetMapIndex(reflect.ValueOf(key(pair)), element)
	}
}

func (d *Document) pairs(path string, node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case nil:
		return nil, true
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	d.Faultf(path, "expected keys with values, found %s", describe(node))
	return nil, false
}

func (d *Document) sequence(path string, node ast.Node, into reflect.Value) {
	if node == nil {
		return
	}
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		d.Faultf(path, "expected a list, found %s", describe(node))
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(list.Values), len(list.Values)))
	for i, item := range list.Values {
		d.value(fmt.Sprintf("%s[%d]", path, i), item, into.Index(i))
	}
}

func (d *Document) text(path string, node ast.Node, into encoding.TextUnmarshaler) {
	if node == nil {
		return
	}
	s, ok := scalarText(node)
	if !ok {
		d.Faultf(path, "expected one value, found %s", describe(node))
		return
	}
	if err := SetScalar(reflect.ValueOf(into).Elem(), s); err != nil {
		d.unread[path] = true
		d.Faultf(path, "%v", err)
	}
}

func (d *Document) scalar(path string, node ast.Node, into reflect.Value) {
	if node == nil {
		return
	}
	s, ok := scalarText(node)
	if !ok {
		d.Faultf(path, "expected one value, found %s", describe(node))
		return
	}
	if err := SetScalar(into, s); err != nil {
		d.unread[path] = true
		d.Faultf(path, "%v", err)
	}
}

// SetScalar sets a string, boolean, integer or [encoding.TextUnmarshaler] from its text, as a value of a file would be.
func SetScalar(into reflect.Value, text string) error {
	switch u := into.Addr().Interface().(type) {
	case *decimal.Decimal:
		n, err := decimal.NewFromString(text)
		if err != nil {
			return fmt.Errorf("expected a number, found %q", text)
		}
		*u = n
		return nil
	case encoding.TextUnmarshaler:
		return u.UnmarshalText([]byte(text))
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(text)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil || len(text) == 1 {
			return fmt.Errorf("expected true or false, found %q", text)
		}
		into.SetBool(b)
	case reflect.Int, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || into.OverflowInt(n) {
			return fmt.Errorf("expected a whole number, found %q", text)
		}
		into.SetInt(n)
	case reflect.Uint64:
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return fmt.Errorf("expected a whole number that is not negative, found %q", text)
		}
		into.SetUint(n)
	default:
		return fmt.Errorf("a %s cannot be read", into.Type()) // a fault of the program: its tests meet it
	}
	return nil
}

// scalarText gives a scalar as it was written, without quotes.
func scalarText(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func describe(node ast.Node) string {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys with values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return "an anchor, alias or tag, which are not read here"
	}
	if s, ok := scalarText(node); ok {
		return strconv.Quote(s)
	}
	return node.Type().String()
}

func key(pair *ast.MappingValueNode) string { return pair.Key.GetToken().Value }

func line(pair *ast.MappingValueNode) int { return pair.Key.GetToken().Position.Line }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
