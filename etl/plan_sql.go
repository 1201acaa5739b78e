package etl

import (
	"slices"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// statement is SQL with the values of its placeholders.
type statement struct {
	SQL  string
	Args []any
}

// convertSettings bound the blocks of the conversion: with the engine's own size of a million rows, and four threads, a load of
// three million hazards peaked at 1.6 GB and took a tenth more CPU than the 1.1 GB of this. join_use_nulls
// and transform_null_in are what the statements are written for. Looking for conclusions in chains of comparisons found none and took a quarter
// of the planning.
const convertSettings = "SETTINGS max_partitions_per_insert_block = 0, max_insert_threads = 2, min_insert_block_size_rows = 262144, min_insert_block_size_bytes = 134217728, join_use_nulls = 0, transform_null_in = 0, " +
	"optimize_and_compare_chain = 0"

// load fills the work table with every row that nothing is wrong with.
func (b *plan) load(work, run string) statement {
	var into, from []string
	for _, c := range b.pipeline.Fact.Columns {
		column, given := b.final(c)
		if !given {
			continue
		}
		into, from = append(into, c.Name), append(from, column)
	}
	conditions := make([]string, 0, len(b.faults)+len(b.checks))
	for _, f := range b.faults {
		conditions = append(conditions, "("+f.condition+")")
	}
	for _, f := range b.checks {
		conditions = append(conditions, "("+f.condition+")")
	}
	if b.gone != "" {
		conditions = append(conditions, markedRow)
	}
	sql := "INSERT INTO " + work + " (" + strings.Join(into, ", ") + ", run, row)\nSELECT " + strings.Join(from, ", ") + ", " + b.text(run) + ", row\nFROM (" +
		b.derived(b.columns(b.values(b.texts("")))) + ")\nWHERE NOT (" + strings.Join(conditions, "\n  OR ") + ")\n" + convertSettings
	return statement{sql, b.args.values}
}

// reject fills the quarantine with the rows that are not in work, with all their reasons. The good ones are a bitmap of row
// numbers: a few bytes for millions of rows.
func (b *plan) reject(work, run string, bases []uint64) statement {
	region := "''"
	if _, mapped := b.pipeline.Mapping("region"); mapped {
		region = "v_region"
	}
	p := b.pipeline
	sql := "INSERT INTO quarantine (run, pipeline, fact, system, region, file, row, line, codes, reasons, raw, at, run_row, key)\nSELECT " + b.text(run) + ", " + b.text(p.Name) + " AS pipeline, " + b.text(p.Fact.Name) +
		", system, " + region + ", " + b.args.add(b.inputs[0].files, "Array(String)") + "[file + 1], bitAnd(row, " + rowBits + ") - " + b.args.add(bases, "Array(UInt64)") + "[file + 1], line,\n" +
		"  wrong.1, wrong.2, raw, now64(3), row, " + rejectedKey + "\nFROM (" + b.judged(work) + ")\n" + b.unmarked() + convertSettings + ", output_format_json_escape_forward_slashes = 0"
	return statement{sql, b.args.values}
}

// rejectedKey says which record a rejected row is about: see the quarantine's table.
const rejectedKey = "if(ifNull(id, '') = '', reinterpretAsUInt128(sipHash128(pipeline, raw)), " + warehouse.RecordKey + ")"

// judged are the rows that are not in work, with all that is wrong with each: the code and the words.
func (b *plan) judged(work string) string {
	var spoiled, wrong []string //nolint:prealloc // a few dozen
	for _, f := range b.faults {
		spoiled = append(spoiled, "("+f.condition+")")
		wrong = append(wrong, "if("+f.condition+", ('"+f.code+"', "+f.message+"), ('', ''))")
	}
	for _, f := range b.checks {
		// A check speaks of values: where one could not be read it would only repeat that.
		wrong = append(wrong, "if(NOT spoiled AND "+f.condition+", ('"+f.code+"', "+f.message+"), ('', ''))")
	}
	return "SELECT *, arrayFilter(x -> x.1 != '', [" + strings.Join(wrong, ",\n    ") + "]) AS wrong\nFROM (SELECT *, " + strings.Join(spoiled, "\n  OR ") + " AS spoiled\nFROM (" +
		b.derived(b.columns(b.values(b.texts("NOT bitmapContains((SELECT groupBitmapState(row) FROM "+work+"), s0.row)")))) + "))"
}

// warn counts the rows of work for which each warning holds; nil when there are no warnings.
func (b *plan) warn(work string) *statement {
	if len(b.warnings) == 0 {
		return nil
	}
	counts := make([]string, len(b.warnings))
	for i, f := range b.warnings {
		counts[i] = "countIf(" + f.condition + ")"
	}
	return &statement{"SELECT [" + strings.Join(counts, ", ") + "] FROM " + work, nil}
}

// texts is the innermost layer: the staged rows, joined, with every mapped column as text.
func (b *plan) texts(where string) string {
	list := []string{"s0.row AS row", "s0.line AS line", "s0.file AS file", b.rawText() + " AS raw"}
	if b.gone != "" {
		list = append(list, b.gone+" AS gone")
	}
	for i, j := range b.pipeline.Joins {
		n := strconv.Itoa(i + 1)
		list = append(list, "s"+n+".found AS f"+n)
		for k, on := range j.On {
			ours, _ := b.column([]string{on.Ours})
			list = append(list, ours+" AS j"+n+"_"+strconv.Itoa(k+1))
		}
	}
	for _, m := range b.pipeline.Columns {
		t := m.sql
		if len(m.Words) > 0 {
			var from, to []string
			for _, w := range m.Words {
				from, to = append(from, w.From), append(to, w.To)
			}
			t = "if(isNull(" + t + "), NULL, transform(assumeNotNull(" + t + "), " + b.args.add(from, "Array(String)") + ", " + b.args.add(to, "Array(String)") + ", assumeNotNull(" + t + ")))"
		}
		if m.SQL != "" || len(m.Words) > 0 {
			t = "nullIf(trimBoth(" + t + "), '')"
		}
		list = append(list, "CAST("+t+" AS Nullable(String)) AS t_"+m.Column.Name)
	}
	sql := "SELECT " + strings.Join(list, ",\n  ") + "\nFROM " + b.inputs[0].table + " AS s0" + b.joins()
	if where != "" {
		sql += "\nWHERE " + where
	}
	return sql
}

// joins looks up the partners; the last row of a key is the one that counts.
func (b *plan) joins() string {
	var out strings.Builder
	for i, j := range b.pipeline.Joins {
		n := strconv.Itoa(i + 1)
		in := b.inputs[i+1]
		var needed, keys, on []string
		for c := range in.columns {
			column := "c" + strconv.Itoa(c+1)
			used := mentions(b.gone, "s"+n+"."+column)
			for _, m := range b.pipeline.Columns {
				used = used || mentions(m.sql, "s"+n+"."+column)
			}
			for _, k := range j.On {
				used = used || in.columns[c] == k.Theirs
			}
			if used {
				needed = append(needed, column)
			}
		}
		for _, k := range j.On {
			ours, _ := b.column([]string{k.Ours})
			theirs, _ := b.columnOf(i+1, k.Theirs)
			keys = append(keys, strings.TrimPrefix(bare(theirs), "s"+n+"."))
			on = append(on, b.withoutMark(ours, b.pipeline.Source.marks(nil))+" = "+theirs)
		}
		if len(j.Totals) > 0 {
			out.WriteString("\nLEFT ANY JOIN " + b.totals(i, keys) + " AS s" + n + " ON " + strings.Join(on, " AND "))
			continue
		}
		out.WriteString("\nLEFT ANY JOIN (SELECT " + strings.Join(needed, ", ") + ", true AS found FROM " + in.table +
			" ORDER BY row DESC LIMIT 1 BY " + strings.Join(keys, ", ") + ") AS s" + n + " ON " + strings.Join(on, " AND "))
	}
	return out.String()
}

// bare is the column itself in what columnOf makes of it.
func bare(sql string) string {
	sql = strings.TrimPrefix(sql, "nullIf(trimBoth(")
	return strings.TrimSuffix(sql, "), '')")
}

// rawText is the whole record: its own text, or its columns as JSON.
func (b *plan) rawText() string {
	in := b.inputs[0]
	if in.raw {
		return "ifNull(s0.raw, '')"
	}
	columns := make([]string, len(in.columns))
	for i := range in.columns {
		columns[i] = "s0.c" + strconv.Itoa(i+1)
	}
	placed, places := b.placed()
	columns = append(columns, places...)
	return "toJSONString(mapFromArrays(" + b.args.add(append(slices.Clone(in.columns), placed...), "Array(String)") + ", [" + strings.Join(columns, ", ") + "]))"
}

// values converts.
func (b *plan) values(inner string) string {
	list := append(make([]string, 0, 1+len(b.pipeline.Columns)), "*")
	for _, m := range b.pipeline.Columns {
		c := m.Column
		t := "t_" + c.Name
		v := b.convert.value(c, t, m.Format)
		if m.Unit != "" {
			v = once("u", b.convert.inUnit(m, t), func(u string) string { return b.convert.value(c, u, m.Format) })
		}
		switch {
		case c.Lookup == "region":
			v = b.regionAt(c, "codes")
		case c.Lookup != "":
			l := b.dims.words[c.Lookup]
			v = "transform(ifNull(" + t + ", ''), " + b.args.add(l.names, "Array(String)") + ", " + b.args.add(l.codes, "Array(String)") + ", '')"
		}
		list = append(list, v+" AS v_"+c.Name)
	}
	return "SELECT " + strings.Join(list, ",\n  ") + "\nFROM (" + inner + ")"
}

// columns gives the values the names of the fact's columns. What is required may still be NULL here; texts never are.
func (b *plan) columns(inner string) string {
	list := []string{"*"}
	for _, c := range b.pipeline.Fact.Columns {
		if sql, ok := b.named(c); ok {
			list = append(list, sql+" AS "+c.Name)
		}
	}
	return "SELECT " + strings.Join(list, ",\n  ") + "\nFROM (" + inner + ")"
}

// named is a column under its own name; false for what is derived.
func (b *plan) named(c warehouse.FactColumn) (string, bool) {
	_, mapped := b.pipeline.Mapping(c.Name)
	k := kindOfType(c.Type)
	switch {
	case mapped && k == textKind:
		return "ifNull(v_" + c.Name + ", '')", true
	case mapped && k == dateKind:
		return "CAST(v_" + c.Name + " AS Nullable(" + innerType(c.Type) + "))", true
	case mapped:
		return "v_" + c.Name, true
	case c.Name == "system":
		return b.text(b.pipeline.System), true
	case c.Derive != "":
		return "", false
	case k == textKind:
		return "''", true
	case k == listKind:
		return "emptyArrayString()", true
	}
	return "CAST(NULL AS Nullable(" + innerType(c.Type) + "))", true
}

// derived adds the columns that the fact computes from its others.
func (b *plan) derived(inner string) string {
	list := []string{"*"}
	for _, c := range b.pipeline.Fact.Columns {
		if _, mapped := b.pipeline.Mapping(c.Name); !mapped && c.Derive != "" {
			list = append(list, "("+c.Derive+") AS "+c.Name)
		}
	}
	return "SELECT " + strings.Join(list, ",\n  ") + "\nFROM (" + inner + ")"
}

// final is what goes into the work table; columns that are unknown are left to their default.
func (b *plan) final(c warehouse.FactColumn) (string, bool) {
	_, mapped := b.pipeline.Mapping(c.Name)
	if !mapped && c.Derive == "" && c.Name != "system" {
		return "", false
	}
	switch kindOfType(c.Type) {
	case textKind, listKind:
		return c.Name, true
	default:
	}
	if !strings.HasPrefix(c.Type, "Nullable(") {
		return "assumeNotNull(" + c.Name + ")", true
	}
	return c.Name, true
}
