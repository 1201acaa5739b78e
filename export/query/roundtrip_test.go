package query

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	_ "anlan/test/chance"
	"anlan/warehouse"
)

// oddSet has columns whose names are hard to write.
var oddSet = &warehouse.DataSet{Name: "odd", Columns: []warehouse.DataColumn{
	{Name: "id", Type: "String"}, {Name: "数量", Type: "UInt32"}, {Name: "select", Type: "String"}, {Name: "Date", Type: "Date32"}, {Name: "a b", Type: "String"}, {Name: `a"b`, Type: "String"}, {Name: "a.b", Type: "String"},
	{Name: "null", Type: "String"}, {Name: "end", Type: "String"}, {Name: "1st", Type: "String"}, {Name: "count", Type: "UInt32"}, {Name: "--", Type: "String"}, {Name: "region", Type: "String"}, {Name: "sector", Type: "String"},
}}

func drawConstant(t *rapid.T) warehouse.Literal {
	switch rapid.IntRange(0, 7).Draw(t, "kind of constant") {
	case 0:
		return warehouse.Literal{Type: "Int64", Text: fmt.Sprint(rapid.Int64().Draw(t, "integer"))}
	case 1:
		return warehouse.Literal{Type: "Decimal", Text: rapid.StringMatching(`-?[0-9]{1,15}\.[0-9]{1,15}|[1-9][0-9]{19,29}|-?[0-9]e[0-9]`).Draw(t, "decimal")}
	case 2:
		return warehouse.Literal{Type: "Bool", Text: rapid.SampledFrom([]string{"true", "false"}).Draw(t, "truth")}
	case 3:
		return warehouse.Literal{Type: "Null"}
	case 4:
		return warehouse.Literal{Type: "Date32", Text: rapid.StringMatching(`20[0-9]{2}-0[1-9]-[12][0-8]`).Draw(t, "date")}
	case 5:
		return warehouse.Literal{Type: "DateTime64", Text: rapid.StringMatching(`20[0-9]{2}-0[1-9]-[12][0-8] [01][0-9]:[0-5][0-9]:[0-5][0-9]`).Draw(t, "moment")}
	case 6:
		return warehouse.Literal{Type: "Float64", Text: fmt.Sprint(rapid.Float64Range(-1e9, 1e9).Draw(t, "float"))}
	}
	return warehouse.Literal{Type: "String", Text: rapid.String().Draw(t, "text")}
}

// drawExpr draws any expression that a text can say.
func drawExpr(t *rapid.T, depth int) *warehouse.Expr {
	constant := func() *warehouse.Expr {
		l := drawConstant(t)
		return &warehouse.Expr{Literal: &l}
	}
	if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		if rapid.Bool().Draw(t, "constant") {
			return constant()
		}
		return &warehouse.Expr{Column: rapid.SampledFrom(oddSet.Columns).Draw(t, "column").Name}
	}
	f := rapid.SampledFrom(warehouse.DataFunctions()).Draw(t, "function")
	e := &warehouse.Expr{Call: f.Name}
	arg := func() { e.Args = append(e.Args, drawExpr(t, depth-1)) }
	least, most := arguments(f.Name)
	switch f.Name {
	case "in":
		arg()
		list := &warehouse.Literal{}
		for range rapid.IntRange(1, 4).Draw(t, "items") {
			list.List = append(list.List, drawConstant(t))
		}
		e.Args = append(e.Args, &warehouse.Expr{Literal: list})
	case "count":
		if rapid.Bool().Draw(t, "star") {
			e.Args = []*warehouse.Expr{{Star: true}}
		} else {
			arg()
		}
	default:
		for range rapid.IntRange(least, most).Draw(t, "arguments") {
			arg()
		}
	}
	return e
}

// arguments are how many a function is drawn with.
func arguments(function string) (least, most int) {
	switch function {
	case "and", "or", "case":
		return 2, 5
	case "coalesce", "concat", "greatest", "least":
		return 2, 3
	case "between", "dateDiff", "replace":
		return 3, 3
	case "not", "isNull", "isNotNull", "negate", "countDistinct":
		return 1, 1
	}
	return 2, 2
}

// What an expression is written as is read as the same expression.
func TestExpressionsAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExpr(t, 4)
		text := e.String()
		again, err := Expression(text, oddSet)
		if err != nil {
			t.Fatalf("%s\n%v", text, err)
		}
		if !reflect.DeepEqual(again, e) {
			t.Fatalf("%s\nis read as\n%s", text, again)
		}
	})
}

// So is a whole question.
func TestQuestionsAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := warehouse.DataQuery{Set: "odd", Distinct: rapid.Bool().Draw(t, "distinct")}
		for i := range rapid.IntRange(0, 3).Draw(t, "items") {
			q.Select = append(q.Select, warehouse.Selected{Expr: drawExpr(t, 2), As: fmt.Sprintf("列 %d", i)})
		}
		if rapid.Bool().Draw(t, "where") {
			q.Where = drawExpr(t, 2)
		}
		if rapid.Bool().Draw(t, "region") {
			q.Region, q.Sector = "370300", "mine's"
		}
		column := func() *warehouse.Expr {
			return &warehouse.Expr{Column: rapid.SampledFrom(oddSet.Columns).Draw(t, "column").Name}
		}
		if rapid.Bool().Draw(t, "groups") {
			q.GroupBy, q.Having = []*warehouse.Expr{column()}, drawExpr(t, 2)
		}
		if rapid.Bool().Draw(t, "order") {
			q.Order = []warehouse.OrderedBy{{Expr: column(), Desc: rapid.Bool().Draw(t, "down")}}
		}
		if rapid.Bool().Draw(t, "limit") {
			limit := rapid.Uint64Range(0, 1<<40).Draw(t, "rows")
			q.Limit, q.Offset = &limit, rapid.Uint64Range(0, 9).Draw(t, "offset")
		}
		text := Canonical(q)
		s, err := Parse(text, []*warehouse.DataSet{oddSet})
		if err != nil {
			t.Fatalf("%s\n%v", text, err)
		}
		again, err := s.Bind(nil)
		if err != nil || Canonical(again) != text || !reflect.DeepEqual(again, q) {
			t.Fatalf("%s\nis read as\n%s\n%v", text, Canonical(again), err)
		}
	})
}
