package etl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"anlan/etl/source"
	"anlan/warehouse"
)

// todo stands where a person has to decide; no row loads with it.
const todo = "?"

// yaml writes the draft.
func (d *draft) yaml() []byte {
	var out bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("# A draft made from %s.", strings.Join(d.where(), ", "))
	line("# Read every line before the first load; where %q stands a person has to decide, and rows are rejected until then.", todo)
	line("# Required columns are marked with *.")
	for _, n := range d.sample.notes {
		line("# %s", strings.Join(strings.Fields(n), " "))
	}
	line("pipeline: %s_ledger", d.fact.Name)
	line("title: {zh: %s, en: %s ledger}", d.fact.Title.ZH+"台账", d.fact.Title.EN)
	line("fact: %s", d.fact.Name)
	line("# The system or office that keeps these records; with id it identifies a record for good.")
	line("system: %s", quoteYAML(d.system()))
	d.source(line)
	line("columns:")
	for _, c := range d.fact.Columns {
		if c.Name != "system" {
			d.column(c, line)
		}
	}
	d.rest(line)
	return out.Bytes()
}

// filledBy is the line above a header that says whose ledger it is.
var filledBy = regexp.MustCompile(`(?:填报|报送|填制|制表)(?:单位|部门)[:：]\s*([^\s:：]{2,40})`)

// system is the office that the title names, or else the pipeline.
func (d *draft) system() string {
	for _, p := range d.sample.places {
		if m := filledBy.FindStringSubmatch(p.Title); m != nil && len(d.sample.places) == 1 {
			return m[1]
		}
	}
	return d.fact.Name + "_ledger"
}

// where names the files and sheets that were looked at.
func (d *draft) where() []string {
	var out []string
	for _, p := range d.sample.places {
		name := p.File
		if name == "" {
			name = "a file"
		}
		if p.Sheet != "" {
			name = path.Base(p.File) + " 表“" + p.Sheet + "”"
		}
		out = append(out, name)
	}
	if len(out) > 6 {
		out = append(out[:6], fmt.Sprintf("and %d more", len(out)-6))
	}
	return out
}

func (d *draft) source(line func(string, ...any)) {
	line("source:")
	if len(d.sample.files) == 1 {
		line("  files: %s # relative to the folder of sources; * stands for any text", quoteYAML(d.sample.files[0]))
	} else {
		quoted := make([]string, len(d.sample.files))
		for i, f := range d.sample.files {
			quoted[i] = quoteYAML(f)
		}
		line("  files: [%s]", strings.Join(quoted, ", "))
	}
	spec := d.sample.spec
	if source.FormatOf(d.sample.files[0]) == "" {
		line("  format: %s", spec.Format)
	}
	if spec.Encoding == source.GB18030 {
		line("  encoding: gb18030")
	}
	if spec.Delimiter != 0 {
		line("  delimiter: %s", map[byte]string{'\t': "tab", ';': `";"`, '|': `"|"`}[spec.Delimiter])
	}
	if hidden := d.withheld(); len(hidden) > 0 {
		for i, name := range hidden {
			hidden[i] = quoteYAML(name)
		}
		line("  # These look like personal data; they are read by nobody and kept nowhere. Add what else is.")
		line("  withhold: [%s]", strings.Join(hidden, ", "))
	}
	for _, p := range d.sample.places {
		if p.Title != "" {
			line("  # Above the header, known as _title: %s", shortLine(p.Title))
			break
		}
	}
}

// column writes one column of the fact, or a remark where nothing was found for a required one.
func (d *draft) column(c warehouse.FactColumn, line func(string, ...any)) {
	at := d.mapped[c.Name]
	title := c.Title.ZH
	if c.Required {
		title += " *"
	}
	switch {
	case c.Name == "region":
		d.region(c, at, line)
		return
	case len(at) == 0 && !c.Required:
		return
	case len(at) == 0 && c.Name == "id" && d.likeness() != "":
		line("  # %s: no column numbers the records for good. These columns together may tell them apart, in a corrected or cumulated file too. Rows that", title)
		line("  # are equal in all of them are one record: the run counts them as duplicate. Who corrects one of these columns makes another record.")
		line("  id: {sql: %s}", quoteYAML(d.likeness()))
		return
	case len(at) == 0 && c.Name == "id":
		line("  # %s: no column numbers the records for good. The row does, in a file of the same name, until rows are inserted or sorted: then, and under", title)
		line("  # another name of the file, they are other records and stand twice. Better: columns that together are different in every row. Or let each")
		line("  # load replace all records of this system: an id without _file, and deletes: {missing: true}.")
		line("  id: {sql: \"concat(_file, '/', ifNull(_sheet, ''), '/', _row)\"}")
		return
	case len(at) == 0 && d.titled(c.Vocabulary) != "":
		line("  # %s: as the title says", title)
		line("  %s: {value: %s}", c.Name, quoteYAML(d.titled(c.Vocabulary)))
		return
	case len(at) == 0:
		line("  # %s: no column was found. One value for all rows, or from: COLUMN%s", title, vocabularyHint(c))
		line("  %s: {value: %s}", c.Name, quoteYAML(todo))
		return
	}
	s := d.sample.columns[at[0]]
	keys := d.keys(c, s)
	line("  # %s: %s", title, examples(s.values))
	d.remark(c, s, line)
	if sql := untilOf(c, s); sql != "" {
		line("  %s: {sql: %s}", c.Name, quoteYAML(sql))
		return
	}
	if s.inputs < len(d.sample.places) && !c.Required {
		keys = append(keys, "optional: true")
	}
	if len(keys) == 0 {
		line("  %s: %s", c.Name, quoteYAML(s.name))
		return
	}
	line("  %s: {from: %s, %s}", c.Name, quoteYAML(s.name), strings.Join(keys, ", "))
}

// remark says what a person must know of a guess that is easily wrong.
func (d *draft) remark(c warehouse.FactColumn, s sampledColumn, line func(string, ...any)) {
	unit, where := d.unit(c, s)
	switch {
	case personal(s) || c.Sensitive:
		line("  # It holds personal data. The pseudonym needs a key: docs/pipelines-personal.md")
	case c.Name == "enterprise" && shareOf(s.values, creditCodePattern.MatchString) < 0.5:
		line("  # Names, no numbers: an enterprise that is written in two ways is two, and none of a register.")
	case c.Name == "occurred_on" && d.mapped["occurred_at"] != nil && d.mapped["occurred_at"][0] == d.mapped["occurred_on"][0]:
		line("  # The day of the time.")
	case where == "title":
		line("  # Above the header stands that numbers are in %s.", unit)
	case where == "cells":
		line("  # Some cells say %s. Is that so of the others?", unit)
	case c.Unit == "元":
		if unit == "" {
			line("  # Nothing says in which unit: as it stands, in 元. If not, unit: 万元.")
		}
	}
}

// untilOf is an expression for the end of a span of days, where something ends.
func untilOf(c warehouse.FactColumn, s sampledColumn) string {
	if c.Name != "certificate_until" || shareOf(s.values, datesBetween.MatchString) < 0.5 {
		return ""
	}
	return "extract(`" + strings.ReplaceAll(s.name, "`", "\\`") + "`, '([0-9]{4}[^0-9][0-9]{1,2}[^0-9][0-9]{1,2})[^0-9]?$')"
}

// keys are what stands beside from.
func (d *draft) keys(c warehouse.FactColumn, s sampledColumn) (keys []string) {
	if c.Sensitive || c.Name == "id" && personal(s) {
		return []string{"pseudonym: people"}
	}
	switch kindOfType(c.Type) {
	case dateKind, timeKind:
		if format := dateFormatOf(s.values); format != "" {
			keys = append(keys, "format: "+quoteYAML(format))
		}
		keys = append(keys, wordsToFill(s.values, wordless, func(string) string { return todo })...)
	case integerKind, decimalKind, floatKind:
		if unit, where := d.unit(c, s); unit != "" && (unit != c.Unit || where == "cells") {
			keys = append(keys, "unit: "+quoteYAML(unit))
		}
		keys = append(keys, wordsToFill(s.values, wordless, func(string) string { return todo })...)
	case boolKind:
		keys = append(keys, wordsToFill(s.values, func(v string) bool {
			share, _ := fits(c, []string{v})
			return share == 1
		}, yesOrNo)...)
	default:
	}
	if v, ok := warehouse.VocabularyNamed(c.Vocabulary); ok && kindOfType(c.Type) == textKind {
		keys = append(keys, wordsToFill(s.values, func(w string) bool { _, ok := v.Lookup(w); return ok }, func(string) string { return todo })...)
	}
	return keys
}

// wordsToFill lists the words that are not known, for a person to say what they mean.
func wordsToFill(values []string, known func(string) bool, guess func(string) string) []string {
	counts := map[string]int{}
	var order []string
	for _, v := range values {
		if known(v) || personalText(v) || slices.Contains(usualMarks, v) {
			continue
		}
		if counts[v]++; counts[v] == 1 {
			order = append(order, v)
		}
	}
	if len(order) == 0 {
		return nil
	}
	slices.SortStableFunc(order, func(a, b string) int { return counts[b] - counts[a] })
	pairs := make([]string, 0, len(order))
	for _, w := range order[:min(len(order), 30)] {
		pairs = append(pairs, quoteYAML(w)+": "+quoteYAML(guess(w)))
	}
	return []string{"words: {" + strings.Join(pairs, ", ") + "}"}
}

// dateFormatOf is the format of dates that do not begin with the year; "" where the usual forms do.
func dateFormatOf(values []string) string {
	if shareOf(values, func(v string) bool { return typedDatePattern.MatchString(width.Narrow.String(v)) }) >= 0.5 {
		return ""
	}
	if shareOf(values, shortYearPattern.MatchString) > 0.5 {
		sign := shortYearPattern.FindStringSubmatch(values[slices.IndexFunc(values, shortYearPattern.MatchString)])[1]
		return "%y" + sign + "%m" + sign + "%d"
	}
	if shareOf(values, slashDatePattern.MatchString) > 0.5 {
		order := "%m" // as in the United States, unless a day says otherwise
		sign := "/"
		for _, v := range values {
			if m := slashDatePattern.FindStringSubmatch(v); m != nil {
				if sign = m[2]; len(m[1]) == 2 && m[1] > "12" {
					order = "%d"
				}
			}
		}
		if order == "%d" {
			return "%d" + sign + "%m" + sign + "%Y"
		}
		return "%m" + sign + "%d" + sign + "%Y"
	}
	return ""
}

func (d *draft) region(c warehouse.FactColumn, at []int, line func(string, ...any)) {
	switch {
	case len(at) == 1 && shareOf(d.sample.columns[at[0]].values, regionCodePattern.MatchString) > 0.8:
		line("  # %s *: %s", c.Title.ZH, examples(d.sample.columns[at[0]].values))
		line("  region: %s", quoteYAML(d.sample.columns[at[0]].name))
	case len(at) > 0:
		names := make([]string, len(at))
		for i, a := range at {
			names[i] = quoteYAML(d.sample.columns[a].name)
		}
		line("  # %s *: %s. Names are short for many places: say within, the code of the city or province that all of them lie in.", c.Title.ZH, examples(d.sample.columns[at[len(at)-1]].values))
		from := names[0]
		if len(names) > 1 {
			from = "[" + strings.Join(names, ", ") + "]"
		}
		line("  region: {from: %s, names: true} # within: \"370300\"", from)
	case len(d.regions) > 0:
		line("  # %s *: the sheets are called like regions: %s. Say within, the code of the city or province that all of them lie in.", c.Title.ZH, examples(d.regions))
		line("  region: {from: _sheet, names: true} # within: \"370300\"")
	default:
		line("  # %s *: no column was found. One code for all rows, or from a column, _sheet, _file or _title.", c.Title.ZH)
		line("  region: {value: %s}", quoteYAML(todo))
	}
}

func vocabularyHint(c warehouse.FactColumn) string {
	v, ok := warehouse.VocabularyNamed(c.Vocabulary)
	if !ok {
		return ""
	}
	return "; it is one of " + words(v.Name)
}

// rest lists what is left on both sides.
func (d *draft) rest(line func(string, ...any)) {
	var unknown []string
	for _, c := range d.fact.Columns {
		if len(d.mapped[c.Name]) == 0 && !c.Required && c.Derive == "" {
			unknown = append(unknown, c.Name+" "+c.Title.ZH)
		}
	}
	if len(unknown) > 0 {
		line("  # Nothing was found for: %s", strings.Join(unknown, ", "))
	}
	first := true
	for i, s := range d.sample.columns {
		if d.used[i] != "" {
			continue
		}
		if first {
			line("# Columns of the source that are not used:")
			first = false
		}
		if personal(s) {
			line("#   %s: looks like personal data; withheld", shortLine(s.name))
			continue
		}
		line("#   %s: %s", shortLine(s.name), examples(s.values))
	}
}

// examples are the first different values of a column.
func examples(values []string) string {
	var out []string
	secret := false
	for _, v := range values {
		if personalText(v) { // the draft goes from hand to hand
			secret = true
			continue
		}
		if v = shortLine(v); !slices.Contains(out, v) {
			out = append(out, v)
		}
		if len(out) == 3 {
			break
		}
	}
	if len(out) == 0 && secret {
		return "numbers of identity cards or telephones"
	}
	if len(out) == 0 {
		return "empty in all rows looked at"
	}
	return "as " + strings.Join(out, "; ")
}

// shortLine fits a text into a comment.
func shortLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var plainYAML = regexp.MustCompile(`^[\p{Han}A-Za-z_][\p{Han}A-Za-z0-9_（）、]*$`)

// quoteYAML writes a text as YAML; what could be read as something else stands in quotes.
func quoteYAML(s string) string {
	if plainYAML.MatchString(s) && !slices.Contains([]string{"true", "false", "yes", "no", "null", "on", "off", "y", "n"}, strings.ToLower(s)) {
		return s
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string
	return strings.TrimSpace(out.String())
}
