package query

import (
	"errors"
	"fmt"

	"github.com/AfterShip/clickhouse-sql-parser/parser"

	"anlan/warehouse"
)

// grammatical reads a text as a SELECT. The parser stops quietly at what it does not know, so the text is put into brackets that only the whole of it can fill.
func grammatical(p *plain) (query *parser.SelectQuery, err error) {
	const before = "SELECT 0 FROM ( "
	defer func() {
		if r := recover(); r != nil {
			query, err = nil, &warehouse.Error{Code: warehouse.BadRequest, Message: "the text cannot be read", Err: fmt.Errorf("parser: %v", r)}
		}
	}()
	p.write("", len(p.source))
	statements, err := parser.NewParser(before + p.text.String() + " ) ").ParseStmts()
	if err != nil {
		var wrong *parser.ParseError
		if errors.As(err, &wrong) {
			return nil, p.unexpected(int(wrong.Pos) - len(before))
		}
		return nil, fault(p.source, 0, "the text cannot be read")
	}
	if len(statements) == 1 {
		if outer, ok := statements[0].(*parser.SelectQuery); ok && outer.From != nil && plainSelect(outer) {
			if inner, ok := tableOf(outer.From.Expr).(*parser.SubQuery); ok && inner.Select != nil {
				shift(p, len(before))
				return inner.Select, nil
			}
		}
	}
	return nil, fault(p.source, 0, "write one SELECT … FROM a data set WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …")
}

// shift makes places in the text those that the parser counts.
func shift(p *plain, by int) {
	for i := range p.starts {
		p.starts[i].text += by
	}
}

// unexpected says where the parser stopped, in the words of the source.
func (p *plain) unexpected(text int) error {
	at := p.sourceOf(text)
	if at >= len(p.source) {
		return fault(p.source, at, "the text ends too early")
	}
	what, err := scan(p.source[at:])
	if err != nil || len(what) == 0 {
		return fault(p.source, at, "this does not belong here")
	}
	t := what[0]
	if t.kind == textToken {
		return fault(p.source, at, "the text '%s' does not belong here", t.text)
	}
	return fault(p.source, at, "%s does not belong here", t.text)
}

// tableOf is what stands behind FROM, where it is one thing.
func tableOf(e parser.Expr) parser.Expr {
	switch e := e.(type) {
	case *parser.JoinTableExpr:
		if e.SampleRatio == nil && !e.HasFinal && e.Table != nil && e.Table.Alias == nil && !e.Table.HasFinal {
			return e.Table.Expr
		}
	case *parser.TableExpr:
		if e.Alias == nil && !e.HasFinal {
			return e.Expr
		}
	}
	return nil
}

// plainSelect reports whether a SELECT has only the clauses that are read.
func plainSelect(q *parser.SelectQuery) bool {
	return q.With == nil && q.Top == nil && q.DistinctOn == nil && q.Window == nil && q.Prewhere == nil && !q.WithTotal && q.LimitBy == nil && q.Settings == nil && q.Format == nil &&
		q.UnionAll == nil && q.UnionDistinct == nil && q.Except == nil && q.Intersect == nil
}
