package warehouse

import "strings"

// factSource is a fact row by row, in codes.
func factSource(f *Fact) *dataSource {
	s := &dataSource{table: f.Name, of: f, DataSet: DataSet{
		Name: f.Name, Kind: RecordSet, Title: f.Title, Fact: f.Name, Date: f.Date, Key: factKey(f),
		Doc: Text{ZH: f.Title.ZH + "记录，逐条，代码不译", EN: f.Title.EN + " records, one a row, in codes"},
	}}
	for _, c := range tableColumns(f) {
		required := c.Required || c.Name == "run"
		typ, sql := leaving(c.Type, required, "t."+c.Name)
		s.add(DataColumn{
			Name: c.Name, Type: typ, Title: c.Title, Unit: c.Unit, Doc: c.Doc, Source: sourceOfColumn(c.FactColumn), Sensitive: c.Sensitive,
		}, columnRead{raw: []string{c.Name}, sql: sql})
	}
	return s
}

// factKey tells every record from every other, in the order in which they lie.
func factKey(f *Fact) []string {
	if f.Date == "" {
		return []string{"region", "id", "system"}
	}
	return []string{"region", f.Date, "system", "id"}
}

// leaving gives the type that a column of a table leaves as, and its SQL among the rows of the set. What a source does not say is NULL: text that may
// be missing is kept as ”. A day is a Date32 and a moment a DateTime64 because Arrow knows the others as plain numbers. Low cardinality is kept among
// the rows, where conditions are judged once a word and the sorting key is still one; it is undone where rows leave (outgoing).
func leaving(typ string, required bool, sql string) (as, out string) {
	inner, nullable := strings.CutPrefix(typ, "Nullable(")
	if nullable {
		inner = strings.TrimSuffix(inner, ")")
	}
	optional := func(t string) string {
		if nullable {
			return "Nullable(" + t + ")"
		}
		return t
	}
	switch {
	case inner == "String" || inner == lowText:
		if required {
			return "String", sql
		}
		return "Nullable(String)", "nullIf(" + sql + ", '')"
	case inner == "Date", inner == "Date32":
		return optional("Date32"), "toDate32(" + sql + ")"
	case strings.HasPrefix(inner, "DateTime("):
		return optional(momentType), "CAST(" + sql + " AS " + optional(momentType) + ")"
	case inner == "Array("+lowText+")":
		return "Array(String)", "CAST(" + sql + " AS Array(String))"
	}
	return typ, sql
}

const lowText = "LowCardinality(String)"

// momentType is what a moment leaves as: whole seconds, in Beijing.
const momentType = "DateTime64(0, 'Asia/Shanghai')"

// sourceOfColumn says where the values of a fact's column come from, beside the record itself.
func sourceOfColumn(c FactColumn) string {
	switch {
	case c.Vocabulary != "":
		return "vocabulary " + c.Vocabulary
	case c.Lookup == regionDimension:
		return "GB/T 2260 and the regions of the installation (data set region)"
	case c.Lookup != "":
		return "data set " + c.Lookup
	}
	return ""
}
