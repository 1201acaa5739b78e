package query

import (
	"strconv"
	"strings"

	"anlan/warehouse"
)

// Canonical gives a question as one line of the SQL that Parse reads: equal questions have equal texts. What SQL has no word for stands before it, as period, tree and version of
// addresses. It is for manifests, logs and keys; the engine never sees it.
func Canonical(q warehouse.DataQuery) string {
	var out strings.Builder
	for _, option := range []struct{ name, value string }{
		{"tree", string(q.Tree)}, {"tree_date", dateText(q.TreeDate.IsZero(), q.TreeDate.String())}, {"from", dateText(q.From.IsZero(), q.From.String())}, {"to", dateText(q.To.IsZero(), q.To.String())},
		{"version", strings.TrimPrefix(strconv.FormatUint(q.Version, 10), "0")},
	} {
		if option.value != "" {
			out.WriteString("/* " + option.name + "=" + option.value + " */ ")
		}
	}
	out.WriteString("SELECT ")
	if q.Distinct {
		out.WriteString("DISTINCT ")
	}
	out.WriteString(selectedText(q.Select) + " FROM " + quotedName(q.Set))
	if conditions := conditionText(q); conditions != "" {
		out.WriteString(" WHERE " + conditions)
	}
	for i, e := range q.GroupBy {
		out.WriteString(comma(i, " GROUP BY ") + e.String())
	}
	if q.Having != nil {
		out.WriteString(" HAVING " + q.Having.String())
	}
	for i, o := range q.Order {
		out.WriteString(comma(i, " ORDER BY ") + o.Expr.String())
		if o.Desc {
			out.WriteString(" DESC")
		}
	}
	if q.Limit != nil {
		out.WriteString(" LIMIT " + strconv.FormatUint(*q.Limit, 10))
	}
	if q.Offset > 0 {
		out.WriteString(" OFFSET " + strconv.FormatUint(q.Offset, 10))
	}
	return out.String()
}

// conditionText is the condition with the subtrees before it.
func conditionText(q warehouse.DataQuery) string {
	var parts []string
	for _, subtree := range []struct{ column, code string }{{"region", string(q.Region)}, {"sector", q.Sector}} {
		if subtree.code != "" {
			parts = append(parts, "within("+subtree.column+", "+warehouse.Literal{Type: "String", Text: subtree.code}.String()+")")
		}
	}
	if q.Where != nil {
		text := q.Where.String()
		if len(parts) > 0 && q.Where.Call == "or" {
			text = "(" + text + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " AND ")
}

func selectedText(items []warehouse.Selected) string {
	if len(items) == 0 {
		return "*"
	}
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = item.Expr.String()
		if item.As != "" {
			out[i] += " AS " + quotedName(item.As)
		}
	}
	return strings.Join(out, ", ")
}

func comma(i int, first string) string {
	if i == 0 {
		return first
	}
	return ", "
}

func dateText(none bool, text string) string {
	if none {
		return ""
	}
	return text
}

// quotedName writes a name, in quotes where it is not plain.
func quotedName(name string) string { return (&warehouse.Expr{Column: name}).String() }
