package warehouse

// dimensionSources are the lists that codes refer to. They are for everybody.
func dimensionSources() []*dataSource {
	region := dimensionSource("region", "code", "valid_from", Text{ZH: "行政区划", EN: "Regions"},
		"A region during one stretch of days: one that was renamed, moved or taken over has several, without gaps. Where the beginning is not known it is 1970-01-01, where no end is known it is 2149-06-06.", []dimensionColumn{
			{"code", "String", true, "代码", "Code", "", "GB/T 2260; the statistics bureau's for towns (9 digits) and villages (12); the user's own for functional zones"},
			{"name", "String", true, "名称", "Name", "", ""},
			{"full_name", "String", true, "全称", "Full name", "With the names of the regions above, less the country's.", ""},
			{"level", "String", true, "层级", "Level", "", "vocabulary region_level"},
			{"kind", "String", true, "类别", "Kind", "statutory, zone (功能区), direct (市直、未分配), foreign.", ""},
			{"statutory_parent", "String", false, "法定上级", "Statutory parent", "", ""},
			{"managing_parent", "String", false, "管理上级", "Managing parent", "Who runs it: a zone may manage towns that lie in a county by statute (代管).", ""},
			{"valid_from", "Date", true, "启用日期", "First day", "", ""},
			{"valid_to", "Date", true, "停用日期", "Last day", "", ""},
			{"successors", "Array(String)", true, "承继区划", "Successors", "Codes of what it became.", ""},
			{"document", "String", false, "依据", "Document", "What it was decided by.", ""},
			{"longitude", "Nullable(Decimal(9, 6))", false, "经度", "Longitude", "Degrees east, in the coordinate system beside it.", ""},
			{"latitude", "Nullable(Decimal(9, 6))", false, "纬度", "Latitude", "Degrees north, in the coordinate system beside it.", ""},
			{"coordinate_system", lowText, false, "坐标系", "Coordinate system", "", "vocabulary coordinate_system"},
			{"responsible_unit", "String", false, "责任单位", "Responsible unit", "", ""},
			{"responsible_post", "String", false, "责任岗位", "Responsible post", "The post, never a person's name.", ""},
		})
	closure := dimensionSource("region_closure", "", "", Text{ZH: "区划隶属关系", EN: "Regions below regions"},
		"Who lies below whom, in either tree, and when. Every region is its own ancestor at depth 0.", []dimensionColumn{
			{"tree", lowText, true, "区划树", "Tree", "statutory or managing.", ""},
			{"ancestor", lowText, true, "上级代码", "Ancestor", "", "data set region"},
			{"descendant", "String", true, "下级代码", "Descendant", "", "data set region"},
			{"depth", "UInt8", true, "层数", "Depth", "How many steps lie between them.", ""},
			{"ancestor_level", lowText, false, "上级层级", "Level of the ancestor", "Empty while the ancestor does not exist: an old code.", "vocabulary region_level"},
			{"valid_from", "Date", true, "启用日期", "First day", "", ""},
			{"valid_to", "Date", true, "停用日期", "Last day", "", ""},
		})
	closure.Key = []string{"tree", "ancestor", "descendant", "valid_from"}
	sector := dimensionSource("sector", "code", "", Text{ZH: "行业领域", EN: "Sectors"}, "The list of sectors of the installation.", []dimensionColumn{
		{"code", "String", true, "代码", "Code", "", ""},
		{"name", "String", true, "名称", "Name", "", ""},
		{"name_en", "String", false, "英文名称", "English name", "", ""},
		{"parent", "String", false, "上级", "Parent", "", "data set sector"},
		{"list", lowText, false, "清单", "List", "Whose list it is on; provisional: a source named it and nobody has put it into the list yet.", ""},
		{"department", "String", false, "主管部门", "Department", "", "data set department"},
		{"industries", "Array(String)", true, "国民经济行业代码", "Industries", "Codes of GB/T 4754 that map to it.", "GB/T 4754"},
		{"high_risk", "Bool", true, "高危行业", "High risk", "", ""},
	})
	department := dimensionSource("department", "code", "", Text{ZH: "部门", EN: "Departments"}, "The supervising departments of the installation.", []dimensionColumn{
		{"code", "String", true, "代码", "Code", "", ""},
		{"name", "String", true, "名称", "Name", "", ""},
		{"name_en", "String", false, "英文名称", "English name", "", ""},
	})
	return []*dataSource{region, closure, sector, department, vocabularySource()}
}

type dimensionColumn struct {
	name, typ           string
	required            bool
	zh, en, doc, source string
}

func dimensionSource(name, code, since string, title Text, doc string, columns []dimensionColumn) *dataSource {
	s := &dataSource{table: name, DataSet: DataSet{Name: name, Kind: DimensionSet, Title: title, Doc: Text{ZH: title.ZH, EN: doc}}}
	for _, key := range []string{code, since} {
		if key != "" {
			s.Key = append(s.Key, key)
		}
	}
	for _, c := range columns {
		typ, sql := leaving(c.typ, c.required, "t."+c.name)
		s.add(DataColumn{Name: c.name, Type: typ, Title: Text{ZH: c.zh, EN: c.en}, Doc: c.doc, Source: c.source}, columnRead{raw: []string{c.name}, sql: sql})
	}
	return s
}

// vocabularySource is every list of words that records are written in. They are part of the program, so the rows are values of the statement.
func vocabularySource() *dataSource {
	var names, titles, codes, zh, en []string
	var positions []uint16
	var aliases [][]string
	for _, v := range Vocabularies() {
		for i, t := range v.Terms {
			names, titles, codes, zh, en = append(names, v.Name), append(titles, v.TitleZH), append(codes, t.Code), append(zh, t.ZH), append(en, t.EN)
			positions, aliases = append(positions, uint16(i+1)), append(aliases, t.Aliases)
		}
	}
	s := dimensionSource("vocabulary", "", "", Text{ZH: "词表", EN: "Vocabularies"}, "The words that records are written in: what codes mean, and what else is read as them.", []dimensionColumn{
		{"vocabulary", "String", true, "词表", "Vocabulary", "", ""},
		{"title", "String", true, "词表名称", "Title of the vocabulary", "", ""},
		{"position", "UInt16", true, "序号", "Position", "Place in the list, from 1.", ""},
		{"code", "String", true, "代码", "Code", "What stands in the records.", ""},
		{"zh", "String", true, "中文", "Chinese", "", ""},
		{"en", "String", true, "英文", "English", "", ""},
		{"aliases", "Array(String)", true, "别名", "Aliases", "Other words that sources use for it.", ""},
	})
	s.Key = []string{"vocabulary", "position"}
	s.constant = &Statement{
		SQL: `(SELECT w.1 AS vocabulary, w.2 AS title, w.3 AS position, w.4 AS code, w.5 AS zh, w.6 AS en, w.7 AS aliases FROM (SELECT arrayJoin(arrayZip(
	{names:Array(String)}, {titles:Array(String)}, {positions:Array(UInt16)}, {codes:Array(String)}, {zh:Array(String)}, {en:Array(String)}, {aliases:Array(Array(String))})) AS w))`,
		Args: map[string]any{"names": names, "titles": titles, "positions": positions, "codes": codes, "zh": zh, "en": en, "aliases": aliases},
	}
	return s
}
