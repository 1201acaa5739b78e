package etl

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkExpression says everything that keeps a text from being one harmless SQL expression: it must not read files or
// tables, not change the number of rows, and give the same result for the same row. Columns are not looked at.
func checkExpression(text string) []string { return checkCalls(text, pureFunctions) }

// checkCalls is checkExpression with the functions that may be called.
func checkCalls(text string, allowed map[string]bool) []string {
	tokens, err := tokenize(text)
	if err != nil {
		return []string{err.Error()}
	}
	if len(tokens) == 0 {
		return []string{"the expression is empty"}
	}
	c := expressionCheck{tokens: tokens, bound: lambdaNames(tokens), allowed: allowed}
	c.brackets()
	for i := range tokens {
		c.at(i)
	}
	return c.faults
}

// compileExpression writes an expression out with its columns replaced by what resolve makes of them. The faults name the
// columns that resolve does not know. The expression must have passed checkExpression.
func compileExpression(text string, resolve func(path []string) (sql, fault string)) (sql string, faults []string) {
	tokens, err := tokenize(text)
	if err != nil {
		return "", []string{err.Error()}
	}
	bound := lambdaNames(tokens)
	var out []string
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if !isColumn(tokens, i, bound) {
			out = append(out, t.text)
			continue
		}
		path := []string{t.text}
		for i+2 < len(tokens) && tokens[i+1].is(".") && (tokens[i+2].kind == wordToken || tokens[i+2].kind == nameToken) {
			path = append(path, tokens[i+2].text)
			i += 2
		}
		column, fault := resolve(path)
		if fault != "" && !slices.Contains(faults, fault) {
			faults = append(faults, fault)
		}
		out = append(out, column)
	}
	return strings.Join(out, " "), faults
}

// keywords that an expression may use, upper case.
var keywords = []string{"AND", "OR", "NOT", "IN", "LIKE", "ILIKE", "BETWEEN", "IS", "NULL", "CASE", "WHEN", "THEN", "ELSE", "END", "DIV", "MOD", "TRUE", "FALSE"}

// statements are words that only queries need.
var statements = []string{"SELECT", "FROM", "WHERE", "WITH", "UNION", "JOIN", "AS", "INTO", "OUTFILE", "FORMAT", "SETTINGS", "OVER", "LIMIT", "ORDER", "GROUP", "HAVING", "EXISTS", "GLOBAL", "ARRAY", "DISTINCT", "CAST", "COLUMNS", "INTERVAL", "ANY", "ALL"}

func isKeyword(t token, among []string) bool {
	return t.kind == wordToken && slices.Contains(among, strings.ToUpper(t.text))
}

func isColumn(tokens []token, i int, bound []string) bool {
	t := tokens[i]
	if t.kind == nameToken {
		return true
	}
	called := i+1 < len(tokens) && tokens[i+1].is("(")
	return t.kind == wordToken && !called && !isKeyword(t, keywords) && !slices.Contains(bound, t.text)
}

// lambdaNames collects the parameters of lambdas: x -> …, (x, y) -> ….
func lambdaNames(tokens []token) []string {
	var names []string
	for i, t := range tokens {
		if !t.is("->") || i == 0 {
			continue
		}
		if tokens[i-1].kind == wordToken {
			names = append(names, tokens[i-1].text)
			continue
		}
		for j := i - 2; j >= 0 && !tokens[j].is("("); j-- {
			if tokens[j].kind == wordToken {
				names = append(names, tokens[j].text)
			}
		}
	}
	return names
}

type expressionCheck struct {
	tokens []token
	bound  []string
	// allowed are the functions that may be called.
	allowed map[string]bool
	faults  []string
}

func (c *expressionCheck) faultf(format string, args ...any) {
	f := fmt.Sprintf(format, args...)
	if !slices.Contains(c.faults, f) {
		c.faults = append(c.faults, f)
	}
}

// brackets must pair; a comma outside of them would make two expressions.
func (c *expressionCheck) brackets() {
	var open []string
	for _, t := range c.tokens {
		if t.kind != signToken {
			continue
		}
		switch t.text {
		case "(", "[":
			open = append(open, t.text)
		case ")", "]":
			want := map[string]string{")": "(", "]": "["}[t.text]
			if len(open) == 0 || open[len(open)-1] != want {
				c.faultf("%q closes nothing", t.text)
				return
			}
			open = open[:len(open)-1]
		case ",":
			if len(open) == 0 {
				c.faultf("a comma outside of brackets: one column takes one expression")
			}
		}
	}
	if len(open) > 0 {
		c.faultf("%q is never closed", open[len(open)-1])
	}
}

func (c *expressionCheck) at(i int) {
	t := c.tokens[i]
	called := i+1 < len(c.tokens) && c.tokens[i+1].is("(")
	switch {
	case t.is("*") && (i == 0 || !endsOperand(c.tokens[i-1])):
		c.faultf("* stands for columns here; name them")
	case t.word("IN"):
		c.list(i + 1)
	case isKeyword(t, keywords):
	case isKeyword(t, statements) && (!called || !c.allowed[t.text]) && !slices.Contains(c.bound, t.text):
		c.faultf("%s makes a query; an expression only computes with the columns of its row (a column of that name is written `%s`)", strings.ToUpper(t.text), t.text)
	case t.kind == wordToken && called && !c.allowed[t.text]:
		c.faultf("the function %s may not be used here%s", t.text, didYouMean(t.text, slices.Sorted(maps.Keys(c.allowed))))
	}
}

// list checks what stands behind IN: constants in brackets, because a name there would be a table.
func (c *expressionCheck) list(i int) {
	if i >= len(c.tokens) || !c.tokens[i].is("(") {
		c.faultf("IN takes constants in brackets")
		return
	}
	for i++; i < len(c.tokens) && !c.tokens[i].is(")"); i++ {
		t := c.tokens[i]
		if t.kind != stringToken && t.kind != numberToken && !t.is(",") && !t.is("-") {
			c.faultf("IN takes constants in brackets, not %s", t.text)
			return
		}
	}
}

func endsOperand(t token) bool {
	return t.kind == numberToken || t.kind == stringToken || t.kind == nameToken || t.is(")") || t.is("]") ||
		t.kind == wordToken && (!isKeyword(t, keywords) || t.word("END") || t.word("NULL") || t.word("TRUE") || t.word("FALSE"))
}
