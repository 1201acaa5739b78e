package demo

import (
	"fmt"
	"slices"
	"strings"

	"anlan/warehouse"
)

const dataSetsIntro = `# Data sets

<!-- Generated from the descriptions of data sets by "go generate ./demo"; edit warehouse/schema/facts.yaml, the catalogue and warehouse/dataset_*.go instead. -->

What leaves in bulk: by ` + "`GET /export/DATASET`, `anlan export`, `createExport`" + ` and Arrow Flight SQL, all with these columns. How to ask for some of them is in
[data-queries.md](data-queries.md).

- **Everything is of one data version**, which every answer names; asked again of that version, a question has the same rows. An order makes them come in the same order.
- **NULL means that the source does not say**: neither an empty text nor 0 nor no. A text that is there is never empty unless the column says so.
- What a caller does not see is not there: rows outside of his regions and sectors, columns made of records that he may not see. Such columns, and those marked *sensitive*, are left out
  of "all columns"; asked for by name they are refused. The dimensions are for everybody.
- Types are those of ClickHouse; Arrow has ` + "`utf8`, `date32`, `timestamp[s, Asia/Shanghai]`, `decimal128`, `bool`, `list<utf8>`" + ` and integers of the same width for them. Texts have dates as 2026-05-01, moments
  as 2026-05-01T08:30:00+08:00, lists as JSON arrays.
- A data set with a date is read by months in parts (exports in the background); the others are one part.

| data set | 名称 | what a row is | date | key |
|---|---|---|---|---|
`

// DataSetsDoc describes what leaves in bulk in Markdown, from warehouse.DataSets. It is docs/datasets.md.
func DataSetsDoc() []byte {
	var b strings.Builder
	b.WriteString(dataSetsIntro)
	sets := warehouse.DataSets()
	for _, s := range sets {
		date := ""
		if s.Date != "" {
			date = code(s.Date)
		}
		keys := make([]string, len(s.Key))
		for i, k := range s.Key {
			keys[i] = code(k)
		}
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s | %s |\n", s.Name, s.Name, s.Title.ZH, inCell(s.Doc.EN), date, strings.Join(keys, ", "))
	}
	for _, s := range sets {
		columns, beside := s.Columns, ""
		if s.Kind == warehouse.ReadableSet {
			codes := strings.TrimSuffix(s.Name, "_readable")
			i := slices.IndexFunc(sets, func(other *warehouse.DataSet) bool { return other.Name == codes })
			columns = slices.DeleteFunc(slices.Clone(columns), func(c warehouse.DataColumn) bool { _, known := sets[i].Column(c.Name); return known })
			beside = fmt.Sprintf("The columns of [%s](#%s), and beside them:\n\n", codes, codes)
		}
		fmt.Fprintf(&b, "\n<a id=%q></a>\n## %s %s: `%s`\n\n%s| column | 名称 | type | unit | meaning | from |\n|---|---|---|---|---|---|\n", s.Name, s.Title.EN, s.Title.ZH, s.Name, beside)
		for _, c := range columns {
			meaning := strings.TrimSpace(c.Title.EN + ". " + c.Doc)
			if c.Sensitive {
				meaning += " *Sensitive.*"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", c.Name, c.Title.ZH, code(c.Type), c.Unit, inCell(meaning), inCell(c.Source))
		}
	}
	return []byte(b.String())
}
