package warehouse

import (
	"io"
	"slices"
	"strings"
	"testing"

	"anlan/access"
	"anlan/safety"
)

// openData opens a question that must be answered.
func openData(t *testing.T, w *Warehouse, scope Scope, q DataQuery) DataReading {
	t.Helper()
	r, err := w.OpenData(t.Context(), scope, q)
	if err != nil {
		t.Fatalf("%s: %v", q.Set, err)
	}
	t.Cleanup(r.Close)
	return r
}

func encoded(t *testing.T, r DataReading, format string, settings map[string]any, part *DataPart) []byte {
	t.Helper()
	body, err := r.Encode(t.Context(), format, settings, part)
	if err != nil {
		t.Fatalf("%s as %s: %v", r.Set().Name, format, err)
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatalf("%s as %s: %v", r.Set().Name, format, err)
	}
	return text
}

// dataLines are the lines of a CSV without a header, sorted; NULL is written NULL.
func dataLines(t *testing.T, r DataReading, part *DataPart) []string {
	t.Helper()
	lines := strings.Split(string(encoded(t, r, "CSV", map[string]any{"format_csv_null_representation": "NULL"}, part)), "\n")
	lines = lines[:len(lines)-1]
	slices.Sort(lines)
	return lines
}

func asked(names ...string) []Selected {
	var items []Selected
	for _, name := range names {
		items = append(items, Selected{Expr: &Expr{Column: name}})
	}
	return items
}

func TestEveryColumnOfADataSetIsDescribed(t *testing.T) {
	kinds := map[string]DataSetKind{}
	for _, s := range DataSets() {
		if _, twice := kinds[s.Name]; twice {
			t.Errorf("%s is there twice", s.Name)
		}
		kinds[s.Name] = s.Kind
		if s.Title.ZH == "" || s.Title.EN == "" || s.Doc.ZH == "" || s.Doc.EN == "" {
			t.Errorf("%s has no title or says nothing of itself", s.Name)
		}
		known := map[string]bool{}
		for _, c := range s.Columns {
			if known[c.Name] {
				t.Errorf("%s.%s is there twice", s.Name, c.Name)
			}
			known[c.Name] = true
			if c.Title.ZH == "" || c.Title.EN == "" || c.Type == "" || strings.Contains(c.Type, "LowCardinality") || leavingType(c.Type) != c.Type {
				t.Errorf("%s.%s: %+v", s.Name, c.Name, c)
			}
		}
		for _, name := range append([]string{s.Date}, s.Key...) {
			if name != "" && !known[name] {
				t.Errorf("%s has no column %s", s.Name, name)
			}
		}
		if known["generation"] || known["row_hash"] || known["month"] && s.Name != "figure_monthly" {
			t.Errorf("%s shows what only the warehouse needs", s.Name)
		}
	}
	for _, f := range Facts() {
		if kinds[f.Name] != RecordSet || kinds[f.Name+"_readable"] != ReadableSet {
			t.Errorf("%s does not leave in codes and readable", f.Name)
		}
	}
	for _, name := range []string{"region", "region_closure", "sector", "department", "vocabulary"} {
		if kinds[name] != DimensionSet {
			t.Errorf("%s does not leave", name)
		}
	}
	figures, _ := dataSourceNamed("figure_monthly")
	for _, m := range rollupMeasures() {
		if c, ok := figures.Column(m.Name); !ok || c.Title != m.Title || c.Unit != m.Unit || c.Source != m.Document {
			t.Errorf("figure_monthly says of %s: %+v", m.Name, c)
		}
	}
}

// What a source does not say is NULL, which is neither an empty text nor zero nor no. Days, moments, lists and money as the contract of exports has them.
func TestWhatLeavesIsExact(t *testing.T) {
	w := openTest(t)
	load(t, w, "enterprise", rows("id,region,name", `e1,370321,"桓台""化工"", 一厂"`, "e2,370303,张店机械"))
	load(t, w, "accident", rows("id,region,enterprise,occurred_on,occurred_at,type,deaths,direct_loss,status,counted,summary",
		`a1,370321,e1,2025-03-05,2025-03-05 08:30:00,1986-01,0,12345678901234.50,verified,true,"吊装,""坠落"""`, "a2,370321,e2,2025-03-06,,,,,,,"))
	load(t, w, "inspection", rows("id,region,inspected_on,kind,must_check_covered", `i1,370321,2025-03-05,enforcement,"['safety_director','reward_reporting']"`, "i2,370321,2025-03-06,special,[]"))
	// Laicheng (371202) of Laiwu became Laiwu District (370116) of Jinan on 2018-12-26.
	load(t, w, "hazard", rows("id,region,sector,source,level,found_on", "h1,371202,mine,self,major,2018-12-25", "h2,371202,,self,general,2018-12-26", "h3,370116,,self,general,2019-01-05"))

	for _, c := range []struct {
		what  string
		scope Scope
		q     DataQuery
		want  []string
	}{
		{"moments have their zone, texts their quotes, money every digit", Everything(),
			DataQuery{Set: "accident", Select: asked("id", "occurred_on", "occurred_at", "deaths", "direct_loss", "status", "counted", "summary")},
			[]string{`"a1","2025-03-05","2025-03-05T08:30:00+08:00",0,12345678901234.5,"verified",true,"吊装,""坠落"""`, `"a2","2025-03-06",NULL,NULL,NULL,NULL,NULL,NULL`}},
		{"lists are JSON, empty ones too", Everything(), DataQuery{Set: "inspection", Select: asked("id", "must_check_covered")},
			[]string{`"i1","[""safety_director"",""reward_reporting""]"`, `"i2","[]"`}},
		{"codes and what they mean", Everything(), DataQuery{Set: "accident_readable", Select: asked("id", "type_title", "status_title", "enterprise_name", "county")},
			[]string{`"a1","物体打击","核实","桓台""化工"", 一厂","桓台县"`, `"a2",NULL,NULL,"张店机械","桓台县"`}},
		{"lists of codes too", Everything(), DataQuery{Set: "inspection_readable", Select: asked("id", "must_check_covered_title"), Where: equals("id", "i1")},
			[]string{`"i1","[""安全总监"",""有奖举报""]"`}},
		{"places as of the day of the record; an old code keeps its name and lies where its successor lies", Everything(),
			DataQuery{Set: "hazard_readable", Select: asked("id", "region_name", "city", "county", "sector_title")},
			[]string{`"h1","莱城区","莱芜市","莱城区","矿山"`, `"h2","莱城区","济南市","莱芜区",NULL`, `"h3","莱芜区","济南市","莱芜区",NULL`}},
		{"who may not see an enterprise does not learn its name", Scope{Regions: []safety.RegionCode{"370321"}},
			DataQuery{Set: "accident_readable", Select: asked("id", "enterprise", "enterprise_name")},
			[]string{`"a1","e1","桓台""化工"", 一厂"`, `"a2","e2",NULL`}},
		{"words of a vocabulary", Scope{Regions: []safety.RegionCode{"370321"}}, DataQuery{Set: "vocabulary", Select: asked("vocabulary", "position", "code", "zh"), Where: equals("vocabulary", "hazard_level")},
			[]string{`"hazard_level",1,"general","一般"`, `"hazard_level",2,"major","重大"`}},
		{"regions as they were", Everything(), DataQuery{Set: "region", Select: asked("code", "name", "valid_to", "successors"), Where: equals("code", "371202")},
			[]string{`"371202","莱城区","2018-12-25","[""370116""]"`}},
	} {
		if got := dataLines(t, openData(t, w, c.scope, c.q), nil); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.what, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
	for _, s := range w.DataSets() { // each can be asked as it is
		r := openData(t, w, Everything(), DataQuery{Set: s.Name})
		n, err := r.Count(t.Context(), nil)
		if lines := dataLines(t, r, nil); err != nil || uint64(len(lines)) != n {
			t.Errorf("%s: %d rows, counted %d, %v", s.Name, len(lines), n, err)
		}
		if rows, _, exact, err := r.Estimate(t.Context()); err != nil || !exact || rows != n {
			t.Errorf("%s: about %d rows, exactly: %v, %v", s.Name, rows, exact, err)
		}
	}
	checkArrow(t, openData(t, w, Everything(), DataQuery{Set: "accident"}), openData(t, w, Everything(), DataQuery{Set: "inspection"}))
}

func equals(column, text string) *Expr {
	return &Expr{Call: "equals", Args: []*Expr{{Column: column}, {Literal: &Literal{Type: "String", Text: text}}}}
}

// Zhangdian (370303) and Huantai (370321) are counties of Zibo (370300). h3 is of a sector of its own.
func TestDataSetsShowWhatRecordsShow(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", rows("id,region,sector,source,level,found_on,due_on", "h1,370321,construction,self,major,2025-03-05,2025-04-10", "h2,370303,construction,self,major,2025-03-05,2025-04-11",
		"h3,370321,hazardous_chemicals,self,major,2025-04-05,2025-04-12", "h4,370300,construction,self,major,2025-04-05,"))
	load(t, w, "training", rows("id,region,trained_on,person,audience", "t1,370321,2025-03-05,8f3c,principal"))
	county := Scope{Regions: []safety.RegionCode{"370321"}}
	builders := Scope{All: true, Sectors: []string{"construction"}}
	hazardsOnly := Scope{All: true, Facts: []string{"hazard"}}
	for _, c := range []struct {
		what  string
		scope Scope
		q     DataQuery
		want  string
	}{
		{"everything", Everything(), DataQuery{}, "h1 h2 h3 h4"},
		{"a county sees itself, unasked", county, DataQuery{}, "h1 h3"},
		{"a county of a city", Everything(), DataQuery{Region: "370303"}, "h2"},
		{"a sector", Everything(), DataQuery{Sector: "construction"}, "h1 h2 h4"},
		{"a county's sector", county, DataQuery{Sector: "construction"}, "h1"},
		{"who sees a sector", builders, DataQuery{}, "h1 h2 h4"},
		{"a period", Everything(), DataQuery{From: on(t, "2025-03-05"), To: on(t, "2025-04-04")}, "h1 h2"},
		{"a condition", Everything(), DataQuery{Where: equals("region", "370300")}, "h4"},
		{"a condition does not reach beyond the scope", county, DataQuery{Where: equals("region", "370300")}, ""},
	} {
		c.q.Set, c.q.Select = "hazard", asked("id")
		if got := strings.ReplaceAll(strings.Join(dataLines(t, openData(t, w, c.scope, c.q), nil), " "), `"`, ""); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
		c.q.Set = "hazard_readable"
		if got := strings.ReplaceAll(strings.Join(dataLines(t, openData(t, w, c.scope, c.q), nil), " "), `"`, ""); got != c.want {
			t.Errorf("%s, readable: %s, want %s", c.what, got, c.want)
		}
	}
	if got := dataLines(t, openData(t, w, county, DataQuery{Set: "figure_monthly", Select: asked("month", "region", "sector", "hazards_due")}), nil); !slices.Equal(got, []string{
		`"2025-03-01","370321","construction",0`, `"2025-03-01","370321",NULL,0`, `"2025-04-01","370321","construction",1`, `"2025-04-01","370321","hazardous_chemicals",1`}) {
		t.Errorf("figures of a county:\n%s", strings.Join(got, "\n"))
	}
	// Huantai's training of March lies in a row without a sector, where there are no hazards: who sees hazards only does not see that there is anything.
	months := DataQuery{Set: "figure_monthly", Region: "370321", Select: asked("month", "sector")}
	if got := dataLines(t, openData(t, w, hazardsOnly, months), nil); !slices.Equal(got, []string{
		`"2025-03-01","construction"`, `"2025-04-01","construction"`, `"2025-04-01","hazardous_chemicals"`}) {
		t.Errorf("rows of a county's figures for who sees hazards only:\n%s", strings.Join(got, "\n"))
	}

	for _, c := range []struct {
		what  string
		scope Scope
		q     DataQuery
		code  string
		words string
	}{
		{"a county asks of another", county, DataQuery{Set: "hazard", Region: "370303"}, Forbidden, "the region 370303 is outside what this caller may see"},
		{"or of its city", county, DataQuery{Set: "figure_monthly", Region: "370300"}, Forbidden, "the region 370300 is outside what this caller may see"},
		{"builders ask of chemicals", builders, DataQuery{Set: "hazard", Sector: "hazardous_chemicals"}, Forbidden, "the sector hazardous_chemicals is outside what this caller may see"},
		{"other records", hazardsOnly, DataQuery{Set: "training"}, Forbidden, "training records are outside what this caller may see"},
		{"readable or not", hazardsOnly, DataQuery{Set: "training_readable"}, Forbidden, "training records are outside what this caller may see"},
		{"a name out of other records", hazardsOnly, DataQuery{Set: "hazard_readable", Select: asked("id", "enterprise_name")}, Forbidden, "enterprise records are outside what this caller may see, and the column enterprise_name is made of them"},
		{"a figure of other records, hidden in an order", hazardsOnly, DataQuery{Set: "figure_monthly", Select: asked("month"), Order: []OrderedBy{{Expr: &Expr{Column: "trainings"}}}}, Forbidden, "training records are outside what this caller may see, and the column trainings is made of them"},
		{"nobody", Scope{}, DataQuery{Set: "region"}, Forbidden, ""},
		{"a set that is not", Everything(), DataQuery{Set: "hazards"}, NotFound, `there is no data set "hazards"; did you mean hazard?`},
		{"a region that is not", Everything(), DataQuery{Set: "hazard", Region: "999999"}, NotFound, ""},
		{"a sector that is not", Everything(), DataQuery{Set: "hazard", Sector: "x"}, NotFound, ""},
		{"a version that is not", Everything(), DataQuery{Set: "hazard", Version: 99}, NotFound, ""},
		{"a column that is not", Everything(), DataQuery{Set: "hazard", Select: asked("generation")}, BadRequest, ""},
		{"a period of what has no date", Everything(), DataQuery{Set: "enterprise", From: on(t, "2025-01-01")}, BadRequest, "enterprise has no date that a period could bound"},
		{"a region of a dimension", Everything(), DataQuery{Set: "sector", Region: "370300"}, BadRequest, ""},
		{"a period that ends before it begins", Everything(), DataQuery{Set: "hazard", From: on(t, "2025-02-01"), To: on(t, "2025-01-01")}, BadRequest, ""},
	} {
		_, err := w.OpenData(t.Context(), c.scope, c.q)
		if codeOf(err) != c.code || c.words != "" && err.Error() != c.words {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	// What is not seen is left out of all columns, as what is sensitive is.
	names := func(scope access.Scope, set string) string {
		var list []string
		for _, c := range openData(t, w, scope, DataQuery{Set: set}).Columns() {
			list = append(list, c.Name)
		}
		return " " + strings.Join(list, " ") + " "
	}
	if all := names(hazardsOnly, "figure_monthly"); !strings.Contains(all, " hazards_due ") || strings.Contains(all, " trainings ") {
		t.Errorf("who sees hazards only gets %s", all)
	}
	if all := names(hazardsOnly, "hazard_readable"); !strings.Contains(all, " level_title ") || strings.Contains(all, " enterprise_name ") {
		t.Errorf("who sees hazards only gets %s", all)
	}
	if all := names(Everything(), "training"); strings.Contains(all, " person ") {
		t.Errorf("a sensitive column unasked: %s", all)
	}
	if got := dataLines(t, openData(t, w, Everything(), DataQuery{Set: "training", Select: asked("person")}), nil); !slices.Equal(got, []string{`"8f3c"`}) {
		t.Errorf("a sensitive column that was asked for: %s", got)
	}
}
