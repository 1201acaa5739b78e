package etl

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anlan/etl/source"
	"anlan/warehouse"
)

// rowBits are the bits of a row's number that count rows; those above number the records that one row was turned into.
const (
	rowBits   = "1099511627775"
	itemShift = "40"
)

// placeOf says where an input lies; only those of workbooks know more than their name.
func placeOf(in source.Input) source.Place {
	if p, ok := in.(interface{ Place() source.Place }); ok {
		return p.Place()
	}
	return source.Place{File: in.Name()}
}

// note keeps what reading an input came across: rows that were left out are no rows of the run, so the ledger counts them here.
// Sheets that were not read stand among the run's files, without rows: a county may be missing there.
func (r *run) note(number int, in source.Input) {
	if l, ok := in.(interface{ LeftOut() map[string][]string }); ok {
		for code, sheets := range l.LeftOut() {
			for _, sheet := range sheets {
				r.ledger.Files = append(r.ledger.Files, warehouse.RunFile{Name: sheet, Input: r.pipeline.input(number), Kind: code})
			}
		}
	}
	n, ok := in.(interface{ Notes() []source.Note })
	if !ok {
		return
	}
	for _, note := range n.Notes() {
		r.ledger.Warnings[note.Code] += note.Count
		r.log.Warn(note.Text, "note", note.Code)
	}
}

// columnFor finds columns for one mapping: what an optional one lacks is unknown.
func (b *plan) columnFor(m Mapping) func(path []string) (sql, fault string) {
	if !m.Optional {
		return b.column
	}
	return func(path []string) (sql, fault string) {
		if sql, fault = b.column(path); fault == "" || len(path) > 2 {
			return sql, fault
		}
		return "CAST(NULL AS Nullable(String))", ""
	}
}

// pseudo is the SQL of a column that a source has beside its own.
func (b *plan) pseudo(input int, name string) (sql, fault string) {
	in := b.inputs[input]
	s := "s" + strconv.Itoa(input)
	texts := make([]string, len(in.files))
	for i, place := range in.places {
		switch name {
		case fileColumn:
			texts[i] = place.File
		case sheetColumn:
			texts[i] = place.Sheet
		case titleColumn:
			texts[i] = place.Title
		}
	}
	switch {
	case input > 0:
		return "", fmt.Sprintf("%s is known of the source's own rows only, not of a join's", name)
	case name == itemColumn:
		return "", fmt.Sprintf("%s is the number of a repeated group, and the source repeats none: see repeat", name)
	case name == rowColumn:
		return "toNullable(toString(bitAnd(" + s + ".row, " + rowBits + ") - " + b.args.add(in.bases, "Array(UInt64)") + "[" + s + ".file + 1]))", ""
	case !slices.ContainsFunc(texts, func(t string) bool { return t != "" }):
		return "CAST(NULL AS Nullable(String))", ""
	}
	return "nullIf(" + b.args.add(texts, "Array(String)") + "[" + s + ".file + 1], '')", ""
}

// repeatedNames are the columns of an input whose numbered ones are taken together, and for each group the staging columns.
type repeated struct {
	kept   []int // staging columns that are not repeated
	names  []string
	groups []map[string]int // name → staging column
	number []int
}

func groupColumns(columns []string, repeat *source.Repeat) repeated {
	var r repeated
	at := map[int]int{}
	for i, c := range columns {
		name, number, ok := repeat.Split(c)
		if !ok {
			r.kept = append(r.kept, i)
			continue
		}
		if !slices.Contains(r.names, name) {
			r.names = append(r.names, name)
		}
		g, known := at[number]
		if !known {
			g = len(r.groups)
			at[number] = g
			r.groups, r.number = append(r.groups, map[string]int{}), append(r.number, number)
		}
		if _, twice := r.groups[g][name]; !twice {
			r.groups[g][name] = i
		}
	}
	return r
}

// repeatSQL turns each row into as many as it has filled groups. The record's row is that of the sheet with the group's number
// in its high bits.
func repeatSQL(from, to string, r repeated, filled []string) string {
	groups := make([]string, len(r.groups))
	for g := range r.groups {
		parts := []string{"toUInt64(" + strconv.Itoa(r.number[g]) + ")"}
		for _, name := range r.names {
			column := "CAST(NULL AS Nullable(String))"
			if i, ok := r.groups[g][name]; ok {
				column = "c" + strconv.Itoa(i+1)
			}
			parts = append(parts, column)
		}
		groups[g] = "tuple(" + strings.Join(parts, ", ") + ")"
	}
	into, list := []string{"file", "row", "line"}, []string{"file", "row + bitShiftLeft(g.1, " + itemShift + ")", "line"}
	add := func(sql string) {
		into, list = append(into, "c"+strconv.Itoa(len(into)-2)), append(list, sql)
	}
	for _, i := range r.kept {
		add("c" + strconv.Itoa(i+1))
	}
	var some []string
	for i, name := range r.names {
		element := "." + strconv.Itoa(i+2)
		add("g" + element)
		if len(filled) == 0 || slices.Contains(filled, name) {
			some = append(some, "isNotNull(x"+element+")")
		}
	}
	add("toString(g.1)")
	return "INSERT INTO " + to + " (" + strings.Join(into, ", ") + ")\nSELECT " + strings.Join(list, ", ") + "\nFROM " + from +
		"\nARRAY JOIN arrayFilter(x -> " + strings.Join(some, " OR ") + ", [" + strings.Join(groups, ",\n  ") + "]) AS g\nSETTINGS max_block_size = 4096"
}
