package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// asked is what commands that only look have in common.
type asked struct {
	JSON bool `help:"Print the answer as JSON, for programs."`
}

// look sends a document and prints its answer: as JSON, or as print says.
func (a *app) look(how asked, name string, variables map[string]any, answer any, print func(out io.Writer) error) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		if how.JSON {
			return ask.printJSON(ctx, a.stdout, name, variables)
		}
		if err := ask.asks(ctx, name, variables, answer); err != nil {
			return err
		}
		return print(a.stdout)
	})
}

// listing is a table whose columns are as wide as they need to be.
type listing struct{ *tabwriter.Writer }

func newListing(out io.Writer, columns ...string) listing {
	l := listing{tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)}
	if len(columns) > 0 {
		l.row(toAny(columns)...)
	}
	return l
}

func toAny(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}

// row prints one line; what is unknown or not there is a dash.
func (l listing) row(cells ...any) {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = cell(c)
	}
	_, _ = fmt.Fprintln(l, strings.Join(texts, "\t"))
}

func cell(value any) string {
	text := ""
	switch v := value.(type) {
	case string:
		text = strings.Join(strings.Fields(v), " ") // a tab or a new line would tear the table
	case time.Time:
		return clock(v)
	case *time.Time:
		if v != nil {
			return clock(*v)
		}
	case *float64:
		if v != nil {
			return strconv.FormatFloat(*v, 'f', -1, 64)
		}
	case uint64:
		return count(v)
	default:
		text = fmt.Sprint(v)
	}
	if text == "" {
		return "-"
	}
	return text
}

// clock prints a moment as it came: in Beijing time; none is a dash.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateTime)
}

// word is an enumeration value of the contract as the field says it.
func word(value string) string { return strings.ToLower(value) }

// given leaves out of a question what was not said.
func given(pairs map[string]any) map[string]any {
	for name, value := range pairs {
		if value == "" || value == uint64(0) {
			delete(pairs, name)
		}
	}
	return pairs
}
