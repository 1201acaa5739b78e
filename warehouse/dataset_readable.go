package warehouse

import (
	"strings"

	"anlan/safety"
)

// readableSource is a fact row by row, with what its codes mean beside them: a row is one of the fact's, whatever is known of its codes.
func readableSource(f *Fact) *dataSource {
	codes := factSource(f)
	s := &dataSource{table: f.Name, of: f, DataSet: codes.DataSet}
	s.Name, s.Kind, s.Columns = f.Name+"_readable", ReadableSet, nil
	s.Doc = Text{ZH: f.Title.ZH + "记录，逐条，代码旁附名称", EN: f.Title.EN + " records, one a row, with the names of what the codes mean"}
	s.Title = Text{ZH: f.Title.ZH + "（含名称）", EN: f.Title.EN + ", readable"}
	for _, c := range codes.Columns {
		s.add(c, codes.reads[c.Name])
		if field, ok := f.Column(c.Name); ok {
			s.addNames(field, c)
		}
	}
	return s
}

// addNames puts what a code means behind it.
func (s *dataSource) addNames(field FactColumn, c DataColumn) {
	switch {
	case field.Lookup == regionDimension:
		s.addPlaces()
	case field.Lookup != "":
		s.add(titled(c, "Nullable(String)", "data set "+field.Lookup), lookupRead(field))
	case field.Vocabulary != "":
		terms, _ := VocabularyNamed(field.Vocabulary)
		typ := "Nullable(String)"
		if strings.HasPrefix(c.Type, "Array(") {
			typ = c.Type
		}
		s.add(titled(c, typ, "vocabulary "+field.Vocabulary), termRead(field.Name, typ, terms.Terms))
	case s.table == "accident" && field.Name == "type":
		var terms []safety.Term
		for _, edition := range []safety.AccidentEdition{safety.GB6441Of1986, safety.GB6441Of2025} {
			for _, t := range safety.AccidentTypes(edition) {
				terms = append(terms, safety.Term{Code: t.Code, ZH: t.ZH})
			}
		}
		s.add(titled(c, "Nullable(String)", "GB 6441"), termRead(field.Name, "Nullable(String)", terms))
	case field.Name == enterpriseDimension:
		s.add(DataColumn{Name: "enterprise_name", Type: "Nullable(String)", Title: Text{ZH: "企业名称", EN: "Name of the enterprise"}, Source: "data set enterprise",
			Doc: "As it is called in this data version; empty where the enterprise is not known, or lies outside of what you may see."},
			columnRead{raw: []string{field.Name}, sql: "nullIf(e.owner_name, '')", join: ownersJoin, fact: "enterprise"})
	}
}

func titled(c DataColumn, typ, source string) DataColumn {
	return DataColumn{
		Name: c.Name + "_title", Type: typ, Title: Text{ZH: c.Title.ZH + "名称", EN: c.Title.EN + ", title"},
		Doc: "What " + c.Name + " means, in Chinese; the code itself where nobody says.", Source: source,
	}
}

func (s *dataSource) addPlaces() {
	on := "on the day of the record"
	if s.Date == "" {
		on = "on the day whose tree is used"
	}
	for _, place := range []struct {
		column, zh, en, doc string
	}{
		{"region_name", "区划名称", "Name of the region", "What the region was called " + on + "."},
		{"province", "省级", "Province", "The province that the region lay in " + on + ", in the managing tree unless another is asked for."},
		{"city", "市级", "City", "The city, in the same way; empty for a province's own."},
		{"county", "县级", "County", "The county or functional zone, in the same way: a town belongs to the zone that manages it."},
		{"town", "镇街", "Town", "The town or street, in the same way."},
	} {
		s.add(DataColumn{Name: place.column, Type: "Nullable(String)", Title: Text{ZH: place.zh, EN: place.en}, Doc: place.doc, Source: "data sets region and region_closure"},
			columnRead{sql: "nullIf(p." + place.column + ", '')", join: placesJoin})
	}
}

// termRead translates codes by a list that is part of the program.
func termRead(column, typ string, terms []safety.Term) columnRead {
	codes, titles := make([]string, len(terms)), make([]string, len(terms))
	for i, t := range terms {
		codes[i], titles[i] = t.Code, t.ZH
	}
	read := columnRead{raw: []string{column}, args: map[string]any{column + "_codes": codes, column + "_titles": titles}}
	translate := func(code string) string {
		return "transform(" + code + ", {" + column + "_codes:Array(String)}, {" + column + "_titles:Array(String)}, " + code + ")"
	}
	if read.sql = "nullIf(" + translate("t."+column) + ", '')"; typ != "Nullable(String)" {
		read.sql = "arrayMap(code -> " + translate("toString(code)") + ", t." + column + ")"
	}
	return read
}

// lookupRead translates codes of sectors and departments by the version's lists, which are small.
func lookupRead(field FactColumn) columnRead {
	list := func(column string) string {
		return "(SELECT groupArray(" + column + ") FROM (SELECT code, name FROM " + field.Lookup + " WHERE _partition_id IN {" + field.Lookup + "_list:Array(String)} ORDER BY code, name))"
	}
	return columnRead{raw: []string{field.Name}, lookup: field.Lookup,
		sql: "nullIf(transform(t." + field.Name + ", " + list("code") + ", " + list("name") + ", t." + field.Name + "), '')"}
}
