package etl

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// Warnings of personal data, each with the name of the column behind it, as personal_unused 姓名; they count the rows of the run.
const (
	// PersonalUnused is a column that nothing reads: the quarantine keeps it with every rejected row.
	PersonalUnused = "personal_unused"
	// PersonalClear is a column that enters the warehouse as it stands.
	PersonalClear = "personal_clear"
)

// personalSample is how many rows are looked at.
const personalSample = 1000

// warnPersonal warns of columns that look like personal data, by name or by what is in them, and are neither withheld nor made
// pseudonyms. It names columns, never what is in them.
func (r *run) warnPersonal(ctx context.Context, b *plan) error {
	in := b.inputs[0]
	if r.replay != nil || len(in.columns) == 0 || r.rows == 0 {
		return nil
	}
	hidden := func(column string) bool {
		return slices.Contains(b.pipeline.Source.Withhold, column) || slices.ContainsFunc(b.pipeline.Columns, func(m Mapping) bool { return m.Pseudonym != "" && m.Of == "" && m.From == column })
	}
	columns := make([]string, len(in.columns))
	for i := range columns {
		columns[i] = "groupArrayIf(" + strconv.Itoa(personalSample) + ")(substringUTF8(assumeNotNull(c" + strconv.Itoa(i+1) + "), 1, 200), isNotNull(c" + strconv.Itoa(i+1) + "))"
	}
	var values [][]string
	if err := r.conn.QueryRow(ctx, "SELECT ["+strings.Join(columns, ", ")+"] FROM (SELECT * FROM "+in.table+" LIMIT "+strconv.Itoa(personalSample)+")").Scan(&values); err != nil {
		return fmt.Errorf("look for personal data: %w", err)
	}
	unused := b.unused()
	for i, name := range in.columns {
		if hidden(name) {
			continue
		}
		held := shareOf(values[i], personalText) > personalShare
		switch {
		case slices.Contains(unused, name) && len(values[i]) > 0 && (held || personalName(name)):
			r.personalWarning(PersonalUnused, name, "its text is kept with rejected rows: name it under withhold")
		case !slices.Contains(unused, name) && (held || b.sensitive(i) && shareOf(values[i], personName) > 0.5):
			r.personalWarning(PersonalClear, name, "it enters the warehouse in clear: make it a pseudonym, or withhold it")
		}
	}
	return nil
}

func (r *run) personalWarning(code, column, what string) {
	r.ledger.Warnings[code+" "+column] = r.rows
	r.log.Warn("a column looks like personal data; "+what, "column", column)
}

// sensitive reports that a column of the source becomes one that must not be in clear.
func (b *plan) sensitive(i int) bool {
	return slices.ContainsFunc(b.pipeline.Columns, func(m Mapping) bool {
		return m.Column.Sensitive && m.Pseudonym == "" && mentions(m.sql, "s0.c"+strconv.Itoa(i+1))
	})
}

// personName is what a Chinese name looks like.
func personName(text string) bool {
	runes := []rune(strings.TrimSpace(width.Narrow.String(text)))
	if len(runes) < 2 || len(runes) > 4 {
		return false
	}
	return !slices.ContainsFunc(runes, func(c rune) bool { return c < 0x4e00 || c > 0x9fff })
}
