package etl

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anlan/etl/source"
)

// usualMarks are what people write into a cell to show that they did not forget it. None is a name, a number or a day.
var usualMarks = []string{"-", "--", "---", "－", "－－", "—", "——", "–", "―", "─", "/", "//", "／", `\`, "＼"}

// marks are the texts that mean nothing in a source, but for those that words of a column translate.
func (s Source) marks(words []Word) []string {
	all := append(slices.Clone(usualMarks), s.Empty...)
	return slices.DeleteFunc(all, func(mark string) bool {
		return slices.ContainsFunc(words, func(w Word) bool { return w.From == mark })
	})
}

// emptyMarks finds the mapped columns that hold marks for nothing, has them taken as empty, and counts them. Columns without any, which
// are most, are converted as they stand.
func (r *run) emptyMarks(ctx context.Context, b *plan) error {
	p := b.pipeline
	for i, in := range b.inputs[:1+len(p.Joins)] {
		if i > 0 && len(p.Joins[i-1].Totals) > 0 {
			continue // the rows are those of many records: see amountText
		}
		var at []int
		var counts []string
		args := &arguments{}
		for k, m := range p.Columns {
			if m.From == "" || m.Of != p.input(i) || pseudoColumn(m.From) || len(m.Path) > 0 {
				continue
			}
			marks := p.sources()[i].marks(m.Words)
			if !in.mayHold(m.sql, marks) {
				continue
			}
			at = append(at, k)
			counts = append(counts, "countIf(ifNull(length("+m.sql+") <= "+strconv.Itoa(longest(marks))+" AND "+m.sql+" IN "+args.add(marks, "Array(String)")+", false))")
		}
		if len(at) == 0 {
			continue
		}
		var found []uint64
		if err := r.conn.QueryRow(ctx, "SELECT ["+strings.Join(counts, ", ")+"] FROM "+in.table+" AS s"+strconv.Itoa(i), args.values...).Scan(&found); err != nil {
			return fmt.Errorf("look for marks of empty cells: %w", err)
		}
		for k, n := range found {
			if n > 0 {
				m := &p.Columns[at[k]]
				m.sql = b.withoutMark(m.sql, p.sources()[i].marks(m.Words))
				r.ledger.Warnings[source.EmptyMarks] += n
				r.log.Warn("cells that hold only a dash, a slash or another mark for nothing were taken as empty", "column", m.From, "cells", n)
			}
		}
	}
	return nil
}

// mayHold is false for a column of which staging saw no text that begins like a mark: most columns need not be looked through again,
// which takes a second for a million rows of 15.
func (in staged) mayHold(sql string, marks []string) bool {
	_, column, _ := strings.Cut(sql, ".")
	begins, known := in.begins[column]
	return !known || slices.ContainsFunc(marks, func(mark string) bool { return mark != "" && (begins[mark[0]] || len(mark) > 32) })
}

func longest(texts []string) (n int) {
	for _, t := range texts {
		n = max(n, len(t))
	}
	return n
}

// withoutMark is a column in which marks are unknown.
func (b *plan) withoutMark(column string, marks []string) string {
	return b.args.withoutMark(column, marks)
}

func (a *arguments) withoutMark(column string, marks []string) string {
	return "if(" + column + " IN " + a.add(marks, "Array(String)") + ", NULL, " + column + ")"
}

// withoutMarks is how an expression finds its columns: what the pipeline calls empty is unknown in it too. Dashes and slashes stand as
// they are, because an expression may ask for them; in a path of names they are nothing.
func (b *plan) withoutMarks(m Mapping, find func([]string) (string, string)) func([]string) (string, string) {
	return func(path []string) (string, string) {
		sql, fault := find(path)
		src, own := b.pipeline.Source, true
		if len(path) == 2 {
			i := b.pipeline.join(path[0])
			if own = i >= 0 && len(b.pipeline.Joins[i].Totals) == 0; own {
				src = b.pipeline.Joins[i].Source
			}
		}
		switch {
		case fault != "" || !own:
			return sql, fault
		case len(m.Path) > 0:
			return b.withoutMark(sql, src.marks(nil)), ""
		case len(src.Empty) > 0:
			return b.withoutMark(sql, src.Empty), ""
		}
		return sql, ""
	}
}

// amountText is the text of a column of figures in a statement with its own arguments, with marks unknown.
func (b *plan) amountText(args *arguments, input int, name string) string {
	sql, _ := b.columnOf(input, name) // found when the run began: see needs
	return args.withoutMark(sql, b.pipeline.sources()[input].marks(nil))
}
