package export

import (
	"slices"

	"anlan/warehouse"
)

// filterOf is what was asked, in the words of the address.
func filterOf(scope warehouse.Scope, q warehouse.DataQuery) ManifestFilter {
	f := ManifestFilter{Region: string(q.Region), Sector: q.Sector, Where: textOf(q.Where), Having: textOf(q.Having), Limit: q.Limit, Offset: q.Offset, Distinct: q.Distinct}
	if q.Region != "" { // otherwise no tree is gone through, and the day does not make two questions of one
		f.Tree = string(q.Tree)
		if !q.TreeDate.IsZero() {
			f.TreeDate = q.TreeDate.String()
		}
	}
	if !q.From.IsZero() {
		f.From = q.From.String()
	}
	if !q.To.IsZero() {
		f.To = q.To.String()
	}
	for _, g := range q.GroupBy {
		f.GroupBy = append(f.GroupBy, textOf(g))
	}
	for _, o := range q.Order {
		text := textOf(o.Expr)
		if o.Desc {
			text = "-" + text
		}
		f.Order = append(f.Order, text)
	}
	if scope.All {
		f.Scope = []string{"*"}
	}
	for _, r := range scope.Regions {
		f.Scope = append(f.Scope, string(r))
	}
	f.Sectors = slices.Clone(scope.Sectors)
	slices.Sort(f.Scope) // a token may name them in any order
	slices.Sort(f.Sectors)
	return f
}
