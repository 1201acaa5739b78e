package assessment

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// units that are no regions: two departments of Zibo, and three enterprises of two sectors there.
//
//	               deaths  meetings entered
//	emergency        1           8
//	housing          0           –
//	forestry         0           –      never was anything recorded of it
//	e1 mine, A       2           5
//	e2 mine, B       0           0
//	e3 building, A   0           5
func unitsOfZibo(t *testing.T, kind scheme.SubjectKind) (*Reports, *fake) {
	t.Helper()
	_, f := zibo(t)
	f.units = map[scheme.SubjectKind][]unit{
		scheme.Departments: {{key: "emergency", name: "应急", region: "370300"}, {key: "housing", name: "住建", region: "370300"}, {key: "forestry", name: "林业", region: "370300"}},
		scheme.Enterprises: {
			{key: "e1", name: "一矿", region: "370302", kind: "A", sector: "mine"},
			{key: "e2", name: "二矿", region: "370303", kind: "B", sector: "mine"},
			{key: "e3", name: "三建", region: "370303", kind: "A", sector: "building"},
		},
	}
	for key, deaths := range map[string]float64{"emergency": 1, "housing": 0, "e1": 2, "e2": 0, "e3": 0, "370300": 3} {
		f.figures[key] = map[string]map[string]cell{"2025Q2": {"deaths": is(deaths)}, "2023-07-01..2025-06-30": {"accident_records": is(4)}}
	}
	f.figures["forestry"] = map[string]map[string]cell{"2025Q2": {"deaths": is(0)}, "2023-07-01..2025-06-30": {"accident_records": is(0)}}
	for key, value := range map[string]string{"emergency": "8", "e1": "5", "e2": "0", "e3": "5"} {
		f.sheets = append(f.sheets, entry(key, value))
	}
	return reportsBy(t, f, strings.Replace(header, "full_marks", "subjects: "+string(kind)+"\nnot_reported: lose\nfull_marks", 1)+
		"figures:\n  - {name: meetings, title: {zh: 例会, en: meetings}, entered: true}\ngroups:\n"+
		lines("all", "deaths deaths 90 {deduct_per_unit: {costs: 10}}", "meetings meetings 10 {entered: true}")), f
}

func entry(subject, value string) warehouse.Entry {
	v := decimalOf(value)
	return warehouse.Entry{Subject: subject, Item: "meetings", Value: &v, Remark: "台账", Evidence: "纪要3号"}
}

func TestDepartmentsOfARegion(t *testing.T) {
	r, f := unitsOfZibo(t, scheme.Departments)
	city := warehouse.Scope{Regions: []safety.RegionCode{"370300"}}
	a, err := r.Assess(t.Context(), city, quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	// 80 + 8; 90 and nothing entered, which counts against it; of forestry nobody can say that nothing happened.
	if want := []string{"1 housing 90 ?", "2 emergency 88 ?", "0 forestry <nil> ?"}; !reflect.DeepEqual(board(a), want) {
		t.Errorf("got %q, want %q", board(a), want)
	}
	if a.Kind != scheme.Departments || a.Subjects[0].Region != "370300" || a.Subjects[1].Indicators[1].Leading().Evidence != "纪要3号" {
		t.Errorf("%s: %+v", a.Kind, a.Subjects)
	}
	// The records of a department are those of the region that it supervises.
	want := warehouse.RecordQuery{
		Fact: "accident", Metric: "deaths", Region: "370300", Tree: warehouse.Managing, TreeDate: date(t, "2025-06-30"), From: date(t, "2025-04-01"), To: date(t, "2025-06-30"),
		AsOf: date(t, "2025-06-30"), Version: 7, Filters: []warehouse.Filter{{Dimension: "department", Values: []string{"emergency"}}},
	}
	if got := a.Subjects[1].Indicators[0].Drill; !reflect.DeepEqual(got, want) {
		t.Errorf("leads to %+v, want %+v", got, want)
	}
	for _, q := range f.asked {
		if byUnit := slices.Equal(q.Dimensions, []string{"department"}) && slices.Equal(q.Rows, []string{"emergency", "housing", "forestry"}); !byUnit && len(q.Dimensions) != 0 {
			t.Errorf("asked by %q of %q", q.Dimensions, q.Rows)
		}
	}
}

// Who is given what: subjects and, after the stroke, those whose reasons are shown; "refused" otherwise.
func TestWhoSeesDepartmentsAndEnterprises(t *testing.T) {
	for _, c := range []struct {
		name                     string
		scope                    warehouse.Scope
		departments, enterprises string
	}{
		{"the province", warehouse.Everything(), "emergency forestry housing / emergency forestry housing", "e1 e2 e3 / e1 e2 e3"},
		{"the city", warehouse.Scope{Regions: []safety.RegionCode{"370300"}}, "emergency forestry housing / emergency forestry housing", "e1 e2 e3 / e1 e2 e3"},
		{"a county of it", warehouse.Scope{Regions: []safety.RegionCode{"370303"}}, "refused", "refused"},
		{"another city", warehouse.Scope{Regions: []safety.RegionCode{"371300"}}, "refused", "refused"},
		{"the mines' office of the city", warehouse.Scope{Regions: []safety.RegionCode{"370300"}, Sectors: []string{"mine"}}, "emergency forestry housing / ", "e1 e2 / "},
		{"the mines' office of a county", warehouse.Scope{Regions: []safety.RegionCode{"370303"}, Sectors: []string{"mine"}}, "refused", "refused"},
		{"without accidents", warehouse.Scope{Regions: []safety.RegionCode{"370300"}, Facts: []string{"hazard", "assessment_entry"}}, "emergency forestry housing / ", "e1 e2 e3 / "},
		{"without entries", warehouse.Scope{Regions: []safety.RegionCode{"370300"}, Facts: []string{"hazard", "accident"}}, "emergency forestry housing / ", "e1 e2 e3 / "},
		{"nobody", warehouse.Scope{}, "refused", "refused"},
	} {
		for kind, want := range map[scheme.SubjectKind]string{scheme.Departments: c.departments, scheme.Enterprises: c.enterprises} {
			r, f := unitsOfZibo(t, kind)
			a, err := r.Assess(t.Context(), c.scope, quarter(t))
			got := "refused"
			var fault *warehouse.Error
			switch {
			case err == nil:
				shown, explained := make([]string, 0, 3), make([]string, 0, 3)
				for _, s := range a.Subjects {
					shown = append(shown, s.Key)
					if !s.Redacted {
						explained = append(explained, s.Key)
					}
					if s.Redacted && (len(s.Indicators) > 0 || len(s.Vetoes) > 0 || len(s.Notes) > 0) {
						t.Errorf("%s sees reasons of %s", c.name, s.Key)
					}
				}
				slices.Sort(shown)
				slices.Sort(explained)
				got = strings.Join(shown, " ") + " / " + strings.Join(explained, " ")
			case !errors.As(err, &fault) || fault.Code != warehouse.Forbidden || fault.Message != refused().Error():
				t.Errorf("%s, %s: %v", c.name, kind, err)
			}
			if got != want {
				t.Errorf("%s, %s: got %q, want %q", c.name, kind, got, want)
			}
			if got == "refused" && len(f.asked)+len(f.entered) > 0 {
				t.Errorf("%s, %s: something was asked", c.name, kind)
			}
			// Nobody who does not see all is told what a day changed.
			limited := c.scope.Sectors != nil || c.scope.Facts != nil
			if _, err := r.Assess(t.Context(), c.scope, asks(t, "370300", "2025-05-20", nil)); limited && (!errors.As(err, &fault) || fault.Code != warehouse.Forbidden) {
				t.Errorf("%s, %s of one day: %v", c.name, kind, err)
			}
		}
	}
}

// Peer groups take subjects by name or by kind; each has ranks of its own, and asking for one changes none.
func TestPeerGroups(t *testing.T) {
	_, f := zibo(t)
	f.peers["370300"][3].kind = "zone"
	text := header + `peer_groups:
  - {name: zones, title: {zh: 功能区, en: zones}, kinds: [zone]}
  - {name: urban, title: {zh: 主城区, en: urban}, members: ["370303", "370302"]}
groups:
` + lines("results", "deaths deaths 100 {deduct_per_unit: {costs: 1}}")
	r := reportsBy(t, f, text)
	a, err := r.Assess(t.Context(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	line := func(a *Assessment) string {
		out := make([]string, 0, len(a.Subjects))
		for _, s := range a.Subjects {
			out = append(out, fmt.Sprintf("%s %d %s %s", s.Peers, s.Rank, s.Key, s.PeersTitle.EN))
		}
		return strings.Join(out, ", ")
	}
	// Deaths: the zone 9; 370303 one, 370302 four; 370321 belongs to no group.
	if got, want := line(a), "zones 1 ZB-GXQ zones, urban 1 370303 urban, urban 2 370302 urban,  1 370321 "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	q := quarter(t)
	q.Peers = "urban"
	if a, err = r.Assess(t.Context(), warehouse.Everything(), q); err != nil || line(a) != "urban 1 370303 urban, urban 2 370302 urban" {
		t.Errorf("got %+v, %v", a, err)
	}
	q.Peers = "rural"
	var fault *warehouse.Error
	if _, err = r.Assess(t.Context(), warehouse.Everything(), q); !errors.As(err, &fault) || fault.Code != warehouse.BadRequest || !strings.Contains(fault.Message, `["zones" "urban"]`) {
		t.Errorf("a group that there is not: %v", err)
	}
}

func TestWhatMakesNoSenseForTheSubjects(t *testing.T) {
	for kind, changes := range map[scheme.SubjectKind][]func(*Query){
		scheme.Departments: {func(q *Query) { q.Level = safety.LevelCounty }, func(q *Query) { q.Sector = "mine" }},
		scheme.Enterprises: {func(q *Query) { q.Level = safety.LevelCounty }},
		scheme.Regions:     {func(q *Query) { q.Sector = "mine" }, func(q *Query) { q.Class = "A" }},
	} {
		r, f := unitsOfZibo(t, kind)
		for i, change := range changes {
			q := quarter(t)
			change(&q)
			var fault *warehouse.Error
			if _, err := r.Assess(t.Context(), warehouse.Everything(), q); !errors.As(err, &fault) || fault.Code != warehouse.BadRequest || len(f.asked) > 0 {
				t.Errorf("%s %d: %v", kind, i, err)
			}
		}
	}
}

// While a quarter runs, what people entered for the one before is for the whole of it, though its figures are cut to the same day.
func TestEntriesOfThePeriodBeforeAreForTheWholeOfIt(t *testing.T) {
	r, f := unitsOfZibo(t, scheme.Departments)
	f.today = date(t, "2025-05-20")
	a, err := r.Assess(t.Context(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	sheets, figures := make([]string, 0, 2), make([]string, 0, 2)
	for _, q := range f.entered {
		sheets = append(sheets, q.Period.Code)
	}
	for _, q := range f.asked {
		if len(q.Rows) > 0 && slices.Contains(q.Measures, "deaths") {
			figures = append(figures, q.Period.Code)
		}
	}
	slices.Sort(sheets)
	slices.Sort(figures)
	if got, want := fmt.Sprint(sheets, figures, a.Provisional), "[2025Q1 2025Q2] [2025-01-01..2025-02-20 2025Q2] true"; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
}

// Of a year the period before is last year too: entered figures that are compared with either have both.
func TestEnteredFiguresComparedWithLastYearAndThePeriodBefore(t *testing.T) {
	s := readScheme(t, header+`figures:
  - {name: visits, title: {zh: 走访, en: visits}, entered: true}
groups:
`+lines("all", "year visits 50 {compare: {with: previous_year}, deduct_per_unit: {costs: 1}}", "period visits 50 {compare: {with: previous_period}, deduct_per_unit: {costs: 1}}"))
	got := make([]string, 0, 3)
	for _, sheet := range sheetsOf(s, period(t, "2025")) {
		got = append(got, fmt.Sprintf("%s %s %q", sheet.as, sheet.period, sheet.items))
	}
	if want := []string{` 2025 ["visits"]`, `previous_year 2024 ["visits"]`, `previous_period 2024 ["visits"]`}; !slices.Equal(got, want) {
		t.Errorf("asks for %q, want %q", got, want)
	}
}
