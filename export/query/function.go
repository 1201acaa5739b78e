package query

import (
	"strings"

	"github.com/AfterShip/clickhouse-sql-parser/parser"

	"anlan/warehouse"
)

// datePart are the functions of extract(part FROM date).
var datePart = map[string]string{"year": "toYear", "quarter": "toQuarter", "month": "toMonth", "day": "toDayOfMonth", "isodow": "toDayOfWeek", "hour": "toHour", "minute": "toMinute", "second": "toSecond"}

// dateStart are the functions of date_trunc('unit', date).
var dateStart = map[string]string{"year": "toStartOfYear", "quarter": "toStartOfQuarter", "month": "toStartOfMonth", "week": "toStartOfWeek", "day": "toDate"}

// function reads a call.
func (t *translator) function(e *parser.FunctionExpr) (*warehouse.Expr, error) {
	n, ok := t.nameOf(e.Name)
	if !ok || e.Params == nil || e.Params.Items == nil {
		return nil, t.at(e, "%s is not read as a function", e.Name.Name)
	}
	if e.Params.ColumnArgList != nil || len(n.parts) > 1 {
		return nil, fault(t.source, n.at, "a function is a name with arguments in parentheses")
	}
	called, args, distinct := strings.ToLower(n.parts[0]), e.Params.Items.Items, e.Params.Items.HasDistinct
	if distinct && called != "count" {
		return nil, fault(t.source, n.at, "DISTINCT stands only in count(DISTINCT x)")
	}
	switch called {
	case "count":
		return t.count(args, distinct)
	case "within":
		return t.subtree(n, args)
	case "cast":
		return t.castCall(n, args)
	case "extract", "date_part":
		return t.part(n, args, datePart)
	case "date_trunc", "datetrunc":
		return t.part(n, args, dateStart)
	}
	f, err := warehouse.FindDataFunction(called)
	if err != nil {
		return nil, fault(t.source, n.at, "%s", err)
	}
	if f.Name == "in" {
		return nil, fault(t.source, n.at, "write x IN (a, b)")
	}
	return t.call(f.Name, args...)
}

func (t *translator) count(args []parser.Expr, distinct bool) (*warehouse.Expr, error) {
	if distinct {
		return t.call("countDistinct", args...)
	}
	if len(args) == 0 || len(args) == 1 && star(args[0]) {
		return &warehouse.Expr{Call: "count", Args: []*warehouse.Expr{{Star: true}}}, nil
	}
	return t.call("count", args...)
}

// star reports whether an item is *.
func star(e parser.Expr) bool {
	if c, ok := e.(*parser.ColumnExpr); ok && c.Alias == nil {
		e = c.Expr
	}
	i, ok := e.(*parser.Ident)
	return ok && i.Name == "*" && i.QuoteType != parser.BackTicks
}

// castCall reads CAST(x AS type) and CAST(x, 'type').
func (t *translator) castCall(n name, args []parser.Expr) (*warehouse.Expr, error) {
	if len(args) != 2 {
		return nil, fault(t.source, n.at, "a conversion is written CAST(x AS type)")
	}
	inner, err := t.expr(args[0])
	if err != nil {
		return nil, err
	}
	typ, err := t.literal(bare(args[1]))
	if err != nil || typ.Type != castType && typ.Type != "String" {
		return nil, fault(t.source, n.at, "a conversion is written CAST(x AS type)")
	}
	out, wrong := cast(inner, typ.Text)
	if wrong != "" {
		return nil, fault(t.source, typ.at, "%s", wrong)
	}
	return out, nil
}

// part reads a function that says its unit in front.
func (t *translator) part(n name, args []parser.Expr, functions map[string]string) (*warehouse.Expr, error) {
	if len(args) == 2 {
		if unit, err := t.literal(bare(args[0])); err == nil && functions[strings.ToLower(unit.Text)] != "" {
			return t.call(functions[strings.ToLower(unit.Text)], args[1])
		}
	}
	return nil, fault(t.source, n.at, "write extract(month FROM date) or date_trunc('month', date) with year, quarter, month or day")
}

// subtree reads within(region, '370300').
func (t *translator) subtree(n name, args []parser.Expr) (*warehouse.Expr, error) {
	if len(args) != 2 {
		return nil, fault(t.source, n.at, "a subtree is written within(region, '370300') or within(sector, 'mine')")
	}
	column, err := t.expr(args[0])
	if err != nil {
		return nil, err
	}
	code, err := t.literal(bare(args[1]))
	if err != nil || code.Type != "String" || column.Column != "region" && column.Column != "sector" {
		return nil, fault(t.source, n.at, "a subtree is written within(region, '370300') or within(sector, 'mine')")
	}
	if t.within == nil || !t.within(column.Column, code.Text) {
		return nil, fault(t.source, n.at, "within(…) stands once for the region and once for the sector, in SQL, and only joined by AND to the whole of WHERE; addresses have region= and sector=")
	}
	return nil, nil
}

// bare is an item without the wrapper that could name it.
func bare(e parser.Expr) parser.Expr {
	if c, ok := e.(*parser.ColumnExpr); ok && c.Alias == nil {
		return c.Expr
	}
	return e
}
