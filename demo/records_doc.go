package demo

import (
	"fmt"
	"strconv"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

//go:generate go run ./docs ../docs

const recordsIntro = `# Record files

<!-- Generated from the descriptions of records and vocabularies by "go generate ./demo"; edit those instead. -->

Anlan's own layout of source files, column by column. The demo writes it and the shipped pipelines load it; whoever has
records in another layout writes a pipeline that maps them instead.

- UTF-8 text, comma-separated (RFC 4180), one file a kind of record. The first line holds the Chinese titles below, all of
  them and in this order.
- **An empty field means "not known"**, which is neither zero nor no. Where it is zero, write 0; where it is no, write 否.
- Dates are 2025-04-17, times 2025-04-17 08:30:00 in Beijing time, booleans 是 or 否, numbers plain digits with a decimal point.
- Lists join their items by 、 (; is read too).
- Words come from the vocabularies at the end: the Chinese word, and as well its code, its English word or an alias.
- A record is identified for good by 来源系统 and 编号 together: the same pair loaded again replaces the record.
- A row that breaks a rule is kept aside whole, with the reason; the others are loaded.
- Names, identity-card numbers and phones of persons do not belong in these files.
`

// RecordsDoc describes the record files in Markdown, from warehouse.Facts and warehouse.Vocabularies. It is docs/records.md.
func RecordsDoc() []byte {
	var b strings.Builder
	b.WriteString(recordsIntro)
	used := map[string][]string{} // vocabulary → columns
	for _, f := range warehouse.Delivered() {
		describeFact(&b, f)
		for _, c := range Columns(f) {
			if c.Vocabulary != "" {
				used[c.Vocabulary] = append(used[c.Vocabulary], f.Title.ZH+"."+c.Title.ZH)
			}
		}
	}
	b.WriteString("\n## Vocabularies 词表\n")
	for _, v := range warehouse.Vocabularies() {
		if columns := used[v.Name]; columns != nil {
			describeVocabulary(&b, v, columns)
		}
	}
	for _, edition := range []safety.AccidentEdition{safety.GB6441Of1986, safety.GB6441Of2025} {
		var words []string
		for _, t := range safety.AccidentTypes(edition) {
			words = append(words, t.ZH)
		}
		fmt.Fprintf(&b, "\n### 事故类型 %s\n\n%s.\n", edition, strings.Join(words, ", "))
	}
	return []byte(b.String())
}

func describeFact(b *strings.Builder, f *warehouse.Fact) {
	fmt.Fprintf(b, "\n## %s %s: `%s`\n\n", f.Title.EN, f.Title.ZH, FileName(f.Name))
	if f.Key != "" {
		fmt.Fprintf(b, "编号 is %s.\n\n", f.Key)
	}
	b.WriteString("| title | field | form | required | meaning |\n|---|---|---|---|---|\n")
	for _, c := range Columns(f) {
		required := ""
		if c.Required {
			required = "yes"
		}
		fmt.Fprintf(b, "| %s | `%s` | %s | %s | %s |\n", c.Title.ZH, c.Name, form(c), required, inCell(meaning(f, c)))
	}
	var computed []string
	for _, c := range f.Columns {
		if c.Derive != "" {
			computed = append(computed, fmt.Sprintf("`%s` %s (%s)", c.Name, c.Title.ZH, strings.TrimSuffix(c.Doc, ".")))
		}
	}
	if computed != nil {
		fmt.Fprintf(b, "\nComputed, not in the file: %s.\n", strings.Join(computed, "; "))
	}
	if len(f.Checks) == 0 {
		return
	}
	b.WriteString("\nRules that a row must keep:\n\n")
	for _, c := range f.Checks {
		effect := ""
		if c.Severity == "warn" {
			effect = "; only reported"
		}
		fmt.Fprintf(b, "- `%s` %s (%s%s)\n", c.Code, c.Message.ZH, c.Message.EN, effect)
	}
}

// form says in words how a column's values are written.
func form(c warehouse.FactColumn) string {
	base := c.Type
	for _, wrapper := range []string{"Nullable(", "LowCardinality("} {
		base = strings.TrimSuffix(strings.TrimPrefix(base, wrapper), ")")
	}
	switch {
	case c.Vocabulary != "" && strings.HasPrefix(c.Type, "Array"):
		return "list of words of " + link(c.Vocabulary)
	case c.Vocabulary != "":
		return "word of " + link(c.Vocabulary)
	case c.Lookup != "":
		return "code of a " + c.Lookup
	case strings.HasPrefix(base, "DateTime"):
		return "time"
	case base == "Date":
		return "date"
	case base == "Bool":
		return "是, 否"
	case strings.HasPrefix(base, "UInt"):
		return strings.TrimSpace("whole number " + bounds(c))
	case strings.HasPrefix(base, "Decimal"):
		return strings.TrimSpace("number " + bounds(c))
	}
	return "text"
}

func bounds(c warehouse.FactColumn) string {
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	switch {
	case c.Min != nil && c.Max != nil:
		return "from " + number(*c.Min) + " to " + number(*c.Max)
	case c.Min != nil:
		return "from " + number(*c.Min)
	case c.Max != nil:
		return "up to " + number(*c.Max)
	}
	return ""
}

func meaning(f *warehouse.Fact, c warehouse.FactColumn) string {
	parts := []string{c.Title.EN}
	if c.Unit != "" {
		parts[0] += ", in " + c.Unit
	}
	parts[0] += "."
	if c.Doc != "" {
		parts = append(parts, strings.TrimSuffix(c.Doc, ".")+".")
	}
	if c.Name == f.Date {
		parts = append(parts, "Decides which month the record belongs to.")
	}
	if c.Sensitive {
		parts = append(parts, "Sensitive.")
	}
	return strings.Join(parts, " ")
}

// inCell keeps text from ending a table's cell.
func inCell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func link(vocabulary string) string {
	return fmt.Sprintf("[%s](#%s)", vocabulary, vocabulary)
}

func describeVocabulary(b *strings.Builder, v safety.Vocabulary, columns []string) {
	fmt.Fprintf(b, "\n<a id=%q></a>\n### %s %s\n\nUsed by %s.\n\n", v.Name, v.TitleZH, v.TitleEN, strings.Join(columns, ", "))
	b.WriteString("| word | code | English | read as well |\n|---|---|---|---|\n")
	for _, t := range v.Terms {
		fmt.Fprintf(b, "| %s | `%s` | %s | %s |\n", t.ZH, t.Code, t.EN, strings.Join(t.Aliases, ", "))
	}
}
