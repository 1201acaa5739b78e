package scalar

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"anlan/safety"
)

// MarshalString writes a text. An empty text of a field that may be null is null: in the warehouse an empty text means
// that the source does not say.
func MarshalString(s string) graphql.ContextMarshaler {
	return graphql.ContextWriterFunc(func(ctx context.Context, w io.Writer) error {
		if s == "" && nullable(ctx) {
			_, err := io.WriteString(w, "null")
			return err
		}
		quoted(s).MarshalGQL(w)
		return nil
	})
}

// UnmarshalString reads a text; null is the empty text.
func UnmarshalString(_ context.Context, v any) (string, error) {
	return parse(v, "a text", func(s string) (string, error) { return s, nil })
}

// MarshalID writes an identifier, under the rule of MarshalString.
func MarshalID(s string) graphql.ContextMarshaler { return MarshalString(s) }

// UnmarshalID reads an identifier as text or whole number; null is the empty one.
func UnmarshalID(ctx context.Context, v any) (string, error) {
	if n, ok := whole(v); ok && v != nil {
		return strconv.FormatInt(n, 10), nil
	}
	return UnmarshalString(ctx, v)
}

func nullable(ctx context.Context) bool {
	field := graphql.GetFieldContext(ctx)
	return field != nil && field.Field.Field != nil && field.Field.Definition != nil &&
		field.Field.Definition.Type.Elem == nil && !field.Field.Definition.Type.NonNull
}

// quoted writes a JSON string.
type quoted string

func (q quoted) MarshalGQL(w io.Writer) { graphql.MarshalString(string(q)).MarshalGQL(w) }

// raw writes JSON as it is.
type raw []byte

func (r raw) MarshalGQL(w io.Writer) { _, _ = w.Write(r) }

// parse reads a text with a parser of the domain. Null gives the zero value.
func parse[T any](v any, expected string, parser func(string) (T, error)) (T, error) {
	var zero T
	if v == nil {
		return zero, nil
	}
	text, ok := v.(string)
	if !ok || !utf8.ValidString(text) {
		return zero, refuse("value", show(v), "expected "+expected)
	}
	return parser(text)
}

func refuse(what, value, reason string) error {
	return &safety.ParseError{What: what, Value: value, Reason: reason}
}

// show names a JSON value for a message without the names of Go types.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return v
	case json.Number, bool, int64, int, float64:
		return fmt.Sprint(v)
	case []any:
		return "a list"
	}
	return "an object"
}
