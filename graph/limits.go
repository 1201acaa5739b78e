package graph

import (
	"time"
)

// Limits bounds what one request may ask for. The zero value of a field means its default.
type Limits struct {
	Body       int64         // bytes of a request's body
	Tokens     int           // lexical tokens of a document; validation is quadratic in them
	Depth      int           // fields below each other, fragments expanded
	Fields     int           // fields of a document, fragments expanded
	RootFields int           // fields of an operation
	Aliases    int           // renamed fields of a document, fragments expanded
	Complexity int           // weighted fields, list sizes taken from the arguments
	Errors     int           // errors in one answer
	Message    int           // characters of one error's message
	Timeout    time.Duration // of a query or mutation
	CacheBytes int64         // memory for whole answers
}

// DefaultLimits are generous for a dashboard and deadly for an attack: GraphiQL's introspection has 15 levels and some
// 300 tokens, a ranking with all reasons weighs some 10,000.
func DefaultLimits() Limits {
	return Limits{
		Body: 1 << 20, Tokens: 1000, Depth: 16, Fields: 2000, RootFields: 20, Aliases: 50, Complexity: 50_000,
		Errors: 10, Message: 300, Timeout: 30 * time.Second, CacheBytes: 64 << 20,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	set(&l.Body, d.Body)
	set(&l.Tokens, d.Tokens)
	set(&l.Depth, d.Depth)
	set(&l.Fields, d.Fields)
	set(&l.RootFields, d.RootFields)
	set(&l.Aliases, d.Aliases)
	set(&l.Complexity, d.Complexity)
	set(&l.Errors, d.Errors)
	set(&l.Message, d.Message)
	set(&l.Timeout, d.Timeout)
	set(&l.CacheBytes, d.CacheBytes)
	return l
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
