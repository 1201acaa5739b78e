package graph

import (
	"context"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// shapeLimit refuses operations that are too deep, too wide or renamed too often, with fragments expanded. Each fragment
// is measured once, so a chain of doubled fragments costs what it is long; whatever walks the operation afterwards, such
// as the complexity calculation, meets no more than Limits.Fields fields.
type shapeLimit struct{ limits Limits }

func (shapeLimit) ExtensionName() string                   { return "ShapeLimit" }
func (shapeLimit) Validate(graphql.ExecutableSchema) error { return nil }

func (l shapeLimit) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	m := measurer{fragments: map[string]*shape{}}
	s := m.selections(op.Operation.SelectionSet)
	switch {
	case m.cycle != "":
		return refusal("fragment %s contains itself", m.cycle)
	case s.depth > l.limits.Depth:
		return refusal("the operation is deeper than %d levels", l.limits.Depth)
	case s.fields > l.limits.Fields:
		return refusal("the operation has more than %d fields, fragments expanded", l.limits.Fields)
	case s.roots > l.limits.RootFields:
		return refusal("the operation asks for more than %d fields at its root", l.limits.RootFields)
	case s.aliases > l.limits.Aliases:
		return refusal("the operation renames more than %d fields", l.limits.Aliases)
	}
	return nil
}

// shape measures a selection set with its fragments expanded. Figures stop at math.MaxInt32.
type shape struct{ depth, fields, aliases, roots int }

type measurer struct {
	fragments map[string]*shape // nil while it is being measured
	cycle     string
}

func (m *measurer) selections(set ast.SelectionSet) shape {
	var sum shape
	for _, selection := range set {
		var s shape
		switch selection := selection.(type) {
		case *ast.Field:
			s = m.selections(selection.SelectionSet)
			s.depth, s.fields, s.roots = s.depth+1, s.fields+1, 1
			if selection.Alias != selection.Name {
				s.aliases++
			}
		case *ast.InlineFragment:
			s = m.selections(selection.SelectionSet)
		case *ast.FragmentSpread:
			s = m.fragment(selection)
		}
		sum.depth = max(sum.depth, s.depth)
		sum.fields = min(sum.fields+s.fields, math.MaxInt32)
		sum.aliases = min(sum.aliases+s.aliases, math.MaxInt32)
		sum.roots = min(sum.roots+s.roots, math.MaxInt32)
	}
	return sum
}

func (m *measurer) fragment(spread *ast.FragmentSpread) shape {
	known, seen := m.fragments[spread.Name]
	switch {
	case seen && known == nil:
		m.cycle = spread.Name
		return shape{}
	case seen:
		return *known
	case spread.Definition == nil:
		return shape{}
	}
	m.fragments[spread.Name] = nil
	s := m.selections(spread.Definition.SelectionSet)
	m.fragments[spread.Name] = &s
	return s
}
