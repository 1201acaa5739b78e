package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/rivo/uniseg"
)

// asked is what commands that only look have in common.
type asked struct {
	JSON bool `help:"Print the answer as JSON, for programs."`
}

// look sends a document and prints its answer: as JSON, or as show says.
func (a *app) look(how asked, name string, variables map[string]any, answer any, show func(out io.Writer) error) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		if how.JSON {
			return ask.printJSON(ctx, a.stdout, name, variables)
		}
		if err := ask.asks(ctx, name, variables, answer); err != nil {
			return err
		}
		return show(a.stdout)
	})
}

// listing is a table whose columns are as wide as a terminal shows their widest cell: Chinese letters take two places.
type listing struct {
	out  io.Writer
	rows [][]string
}

func newListing(out io.Writer, columns ...string) *listing {
	return &listing{out: out, rows: [][]string{columns}}
}

// row adds one line; what is unknown or not there is a dash.
func (l *listing) row(cells ...any) {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = cell(c)
	}
	l.rows = append(l.rows, texts)
}

// Flush prints the table; the last column is as long as it is.
func (l *listing) Flush() error {
	var widths []int
	for _, row := range l.rows {
		for i, text := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(text))
		}
	}
	var b strings.Builder
	for _, row := range l.rows {
		for i, text := range row {
			b.WriteString(text)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(text)+2))
			}
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(l.out, b.String())
	return err
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
