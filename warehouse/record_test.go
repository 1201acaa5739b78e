package warehouse

import (
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/safety"
)

func idsOf[T Record](records []T) string {
	var ids []string
	for _, r := range records {
		ids = append(ids, r.position().id)
	}
	return strings.Join(ids, " ")
}

func faultCode(t *testing.T, err error) string {
	t.Helper()
	var fault *Error
	if !errors.As(err, &fault) {
		t.Fatalf("%v is no *Error", err)
	}
	return fault.Code
}

// A record type has exactly the columns of its fact, in their order: what is listed is what facts.yaml describes.
func TestRecordTypesAreTheFacts(t *testing.T) {
	check := func(kind any, fact string) {
		t.Helper()
		f, _ := FactNamed(fact)
		var tags []string
		for i := range reflect.TypeOf(kind).NumField() {
			tags = append(tags, reflect.TypeOf(kind).Field(i).Tag.Get("ch"))
		}
		if want := recordColumns(f); !slices.Equal(tags, want) {
			t.Errorf("%s: columns %v, want %v", fact, tags, want)
		}
	}
	check(EnterpriseRecord{}, "enterprise")
	check(InspectionRecord{}, "inspection")
	check(HazardRecord{}, "hazard")
	check(TrainingRecord{}, "training")
	check(AccidentRecord{}, "accident")
	check(ObligationRecord{}, "obligation")
}

// smallHazards, newest first: h6 04-30, h8 04-03, h7 04-02, h5 04-01, h4 03-05 of 2025; h3 04-12, h2 04-11, h1 04-10 of 2024.
func TestRecordListsOfASmallDataSet(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	day := func(s string) safety.Date { return on(t, s) }
	cases := []struct {
		what string
		q    RecordQuery
		want string
	}{
		{"all of Zibo, newest first", RecordQuery{Region: "370300"}, "h6 h8 h7 h5 h4 h3 h2 h1"},
		{"the whole country by default", RecordQuery{}, "h6 h8 h7 h5 h4 h3 h2 h1"},
		{"Huantai", RecordQuery{Region: "370321"}, "h6 h5 h4 h1"},
		{"a county without records", RecordQuery{Region: "370302"}, ""},
		{"April 2025, both days included", RecordQuery{Region: "370300", From: day("2025-04-01"), To: day("2025-04-30")}, "h6 h8 h7 h5"},
		{"one day", RecordQuery{Region: "370300", From: day("2025-04-02"), To: day("2025-04-02")}, "h7"},
		{"filtered by level and sector", RecordQuery{Region: "370300", Filters: []Filter{
			{Dimension: "hazard_level", Values: []string{"major"}}, {Dimension: "sector", Values: []string{"hazardous_chemicals"}},
		}}, "h7 h4"},
		{"all but two sources", RecordQuery{Region: "370300", Filters: []Filter{{Dimension: "hazard_source", Values: []string{"self", "government"}, Not: true}}}, "h8"},
		{"behind hazards rectified in April 2025: by that date", RecordQuery{Region: "370300", Metric: "hazards_rectified", From: day("2025-04-01"), To: day("2025-04-30")}, "h8 h5 h4"},
		{"behind hazards due in April and on time", RecordQuery{Region: "370300", Metric: "hazards_due_on_time", From: day("2025-04-01"), To: day("2025-04-30")}, "h8 h5"},
		{"behind a ratio: its numerator", RecordQuery{Region: "370300", Metric: "hazard_on_time_rate", From: day("2025-04-01"), To: day("2025-04-30")}, "h8 h5"},
		{"open today, whenever found", RecordQuery{Region: "370300", Metric: "hazards_open", From: day("2025-05-01")}, "h6 h7"},
		{"open on 31 March 2025", RecordQuery{Region: "370300", Metric: "hazards_open", AsOf: day("2025-03-31")}, "h4"},
		{"major ones overdue today", RecordQuery{Region: "370303", Metric: "hazards_overdue_major"}, "h7"},
		{"a figure counts no further than its day", RecordQuery{Region: "370300", Metric: "hazards_found", From: day("2025-04-01"), To: day("2025-04-30"), AsOf: day("2025-04-02")}, "h7 h5"},
	}
	for _, c := range cases {
		c.q.WithTotal = true
		page, err := ListRecords[HazardRecord](t.Context(), w, Everything(), c.q)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if got := idsOf(page.Records); got != c.want || page.Total != uint64(len(strings.Fields(c.want))) || page.HasNext {
			t.Errorf("%s: %q of %d, want %q", c.what, got, page.Total, c.want)
		}
		c.q.Fact = "hazard"
		if n, err := w.CountRecords(t.Context(), Everything(), c.q); err != nil || n != page.Total {
			t.Errorf("%s: counted %d (%v)", c.what, n, err)
		}
	}
}

// Whatever is asked, the number of records behind a count is the count.
func TestAFigureAndItsRecordsAgree(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	for _, code := range []string{"2024-04", "2025-04", "2025Q1", "2025-01..05", "2025-05"} {
		p := period(t, code)
		for _, m := range w.Catalogue().Metrics() {
			if m.Measure == nil || m.Measure.Fact != "hazard" || m.Measure.Value.Aggregation != Count {
				continue
			}
			for _, region := range []safety.RegionCode{"370300", "370303", "370321"} {
				table, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: []string{m.Name}, Region: region, Period: p})
				if err != nil {
					t.Fatal(err)
				}
				figure, _ := figureOf(t, table, m.Name)
				n, err := w.CountRecords(t.Context(), Everything(), RecordQuery{Fact: "hazard", Region: region, Metric: m.Name, From: p.From, To: p.To})
				if err != nil || figure != float64(n) {
					t.Errorf("%s of %s in %s is %v, its records are %d (%v)", m.Name, region, code, figure, n, err)
				}
			}
		}
	}
}

func TestPagesStayOnTheirVersionWhileDataIsLoaded(t *testing.T) {
	w := openTest(t)
	var lines []string
	for i := range 40 { // four days with ten records each, over two months: pages break within a day and between months
		lines = append(lines, fmt.Sprintf("h%02d,370321,self,general,%s", i, []string{"2025-03-30", "2025-03-31", "2025-04-01", "2025-04-02"}[i%4]))
	}
	const header = "id,region,source,level,found_on"
	load(t, w, "hazard", rows(header, lines...))
	whole, err := ListRecords[HazardRecord](t.Context(), w, Everything(), RecordQuery{Region: "370300", First: 1000})
	if err != nil || len(whole.Records) != 40 {
		t.Fatalf("%d records, %v", len(whole.Records), err)
	}
	var got []HazardRecord
	q := RecordQuery{Region: "370300", First: 7}
	for n := 0; ; n++ {
		page, err := ListRecords[HazardRecord](t.Context(), w, Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		if page.Version != whole.Version {
			t.Fatalf("page %d is of version %d", n, page.Version)
		}
		got = append(got, page.Records...)
		load(t, w, "hazard", rows(header, fmt.Sprintf("n%d,370321,self,general,2025-04-01", n), lines[n][:len(lines[n])-10]+"2025-01-01")) // one new, one moved
		if !page.HasNext {
			break
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
	if idsOf(got) != idsOf(whole.Records) {
		t.Errorf("page by page: %s\nat once: %s", idsOf(got), idsOf(whole.Records))
	}
}

func TestCursorsAreChecked(t *testing.T) {
	now := testNow
	w := openTest(t, func(c *Config) { c.KeepVersions, c.KeepFor, c.Now = 1, time.Minute, func() time.Time { return now } })
	load(t, w, "hazard", smallHazards)
	q := RecordQuery{Region: "370300", First: 2}
	page, err := ListRecords[HazardRecord](t.Context(), w, Everything(), q)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(q RecordQuery) error {
		_, err := ListRecords[HazardRecord](t.Context(), w, Everything(), q)
		return err
	}
	q.After = page.Cursors[1]
	if err := ask(q); err != nil {
		t.Errorf("a good cursor: %v", err)
	}
	other := q
	other.Region = "370321"
	if err := ask(other); faultCode(t, err) != BadRequest || !strings.Contains(err.Error(), "another list") {
		t.Errorf("of another list: %v", err)
	}
	other = q
	other.Version = page.Version - 1
	if err := ask(other); faultCode(t, err) != BadRequest {
		t.Errorf("of another version: %v", err)
	}
	for _, text := range []string{"x", "!", base64.RawURLEncoding.EncodeToString([]byte(`{"v":1,"d":"yesterday"}`)), base64.RawURLEncoding.EncodeToString([]byte(`{}`))} {
		other.After = text
		if err := ask(other); faultCode(t, err) != BadRequest {
			t.Errorf("%q: %v", text, err)
		}
	}
	for i := range 3 { // push the version out
		now = now.Add(time.Hour)
		load(t, w, "hazard", rows("id,region,source,level,found_on", fmt.Sprintf("x%d,370321,self,general,2025-04-01", i)))
	}
	if err := ask(q); faultCode(t, err) != NotFound || !strings.Contains(err.Error(), "begin it again") {
		t.Errorf("of a version that is gone: %v", err)
	}
}

func TestRecordsKeepToTheScope(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	list := func(scope Scope, region safety.RegionCode) (string, error) {
		page, err := ListRecords[HazardRecord](t.Context(), w, scope, RecordQuery{Region: region})
		if err != nil {
			return "", err
		}
		return idsOf(page.Records), nil
	}
	huantai := access.Scope{Regions: []safety.RegionCode{"370321"}}
	chemicals := access.Scope{All: true, Sectors: []string{"hazardous_chemicals"}}
	for _, c := range []struct {
		what   string
		scope  Scope
		region safety.RegionCode
		want   string
		code   string
	}{
		{"the own county", huantai, "370321", "h6 h5 h4 h1", ""},
		{"the own county by default", huantai, "", "h6 h5 h4 h1", ""},
		{"the city above", huantai, "370300", "", Forbidden},
		{"a county beside", huantai, "370303", "", Forbidden},
		{"a sector everywhere", chemicals, "370300", "h7 h4", ""},
		{"another fact only", access.Scope{All: true, Facts: []string{"accident"}}, "370300", "", Forbidden},
		{"the zero scope", access.Scope{}, "370300", "", Forbidden},
		{"a region that does not exist", Everything(), "379999", "", NotFound},
	} {
		got, err := list(c.scope, c.region)
		if c.code != "" {
			if faultCode(t, err) != c.code {
				t.Errorf("%s: %v, want %s", c.what, err, c.code)
			}
		} else if err != nil || got != c.want {
			t.Errorf("%s: %q (%v), want %q", c.what, got, err, c.want)
		}
	}
	if one, err := GetRecord[HazardRecord](t.Context(), w, huantai, 0, "s", "h4"); err != nil || one.Level != "major" {
		t.Errorf("an own record: %v", err)
	}
	if _, err := GetRecord[HazardRecord](t.Context(), w, huantai, 0, "s", "h7"); faultCode(t, err) != NotFound {
		t.Errorf("another county's record: %v", err)
	}
	if _, err := GetRecord[HazardRecord](t.Context(), w, access.Scope{}, 0, "s", "h4"); faultCode(t, err) != Forbidden {
		t.Errorf("under the zero scope: %v", err)
	}
}

func TestARecordIsWholeAndSaysWhereItCameFrom(t *testing.T) {
	w := openTest(t)
	load(t, w, "accident", "system,id,region,occurred_on,occurred_at,deaths,direct_loss,grade,counted,summary,run,row\n"+
		"s,a1,370303,2025-04-17,2025-04-17 08:30:00,2,1234567.89,general,true,张店区某厂火灾,r7,12\ns,a2,370303,2025-04-17,,,,,,,r7,13\n")
	one, err := GetRecord[AccidentRecord](t.Context(), w, Everything(), 0, "s", "a1")
	if err != nil {
		t.Fatal(err)
	}
	if one.OccurredOn.Format(time.DateOnly) != "2025-04-17" || one.OccurredAt == nil || one.OccurredAt.Format(time.RFC3339) != "2025-04-17T08:30:00+08:00" ||
		one.Deaths == nil || *one.Deaths != 2 || one.DirectLoss == nil || one.DirectLoss.String() != "1234567.89" || one.Counted == nil || !*one.Counted ||
		one.SeriousInjuries != nil || one.ReportedAt != nil || one.Summary != "张店区某厂火灾" || one.Run != "r7" || one.Row != 12 {
		t.Errorf("%+v", one)
	}
	two, err := GetRecord[AccidentRecord](t.Context(), w, Everything(), 0, "s", "a2")
	if err != nil || two.Deaths != nil || two.DirectLoss != nil || two.Counted != nil || two.OccurredAt != nil || two.Grade != "" {
		t.Errorf("what the source does not say is unknown: %+v, %v", two, err)
	}
	if _, err := GetRecord[AccidentRecord](t.Context(), w, Everything(), 0, "s", "a3"); faultCode(t, err) != NotFound {
		t.Errorf("no such accident: %v", err)
	}
	if _, err := GetRecord[AccidentRecord](t.Context(), w, Everything(), 0, "", "a1"); faultCode(t, err) != BadRequest {
		t.Errorf("without a system: %v", err)
	}
}

func TestHashesOfPersonsAreEmptyUnlessAskedFor(t *testing.T) {
	w := openTest(t)
	load(t, w, "training", rows("id,region,trained_on,person,audience,score", "t1,370303,2025-04-17,a1b2,worker,88.5"))
	for sensitive, want := range map[bool]string{false: "", true: "a1b2"} {
		page, err := ListRecords[TrainingRecord](t.Context(), w, Everything(), RecordQuery{Region: "370303", Sensitive: sensitive})
		if err != nil || len(page.Records) != 1 || page.Records[0].Person != want || page.Records[0].Score.String() != "88.5" {
			t.Errorf("sensitive %v: %+v, %v", sensitive, page, err)
		}
	}
}

func TestEnterprisesAreFoundByNameAndNumber(t *testing.T) {
	w := openTest(t)
	load(t, w, "enterprise", "system,id,region,sector,name,employees\n"+
		"r,91370303000000001A,370303,hazardous_chemicals,淄博甲化工有限公司,320\nr,91370303000000002B,370303,mine,淄博乙矿业公司,\nr,E3,370321,,Bing Textile,5\n")
	for search, want := range map[string]string{
		"": "91370303000000001A 91370303000000002B E3", "化工": "91370303000000001A", "91370303": "91370303000000001A 91370303000000002B",
		"91370303000000002b": "91370303000000002B", "bing": "E3", "%": "", "' OR 1=1 --": "",
	} {
		page, err := ListRecords[EnterpriseRecord](t.Context(), w, Everything(), RecordQuery{Region: "370300", Search: search, WithTotal: true})
		if err != nil || idsOf(page.Records) != want || page.Total != uint64(len(strings.Fields(want))) {
			t.Errorf("%q: %q (%v), want %q", search, idsOf(page.Records), err, want)
		}
	}
	first, err := ListRecords[EnterpriseRecord](t.Context(), w, Everything(), RecordQuery{Region: "370300", First: 2})
	if err != nil || !first.HasNext {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := ListRecords[EnterpriseRecord](t.Context(), w, Everything(), RecordQuery{Region: "370300", First: 2, After: first.Cursors[1]})
	if err != nil || idsOf(second.Records) != "E3" || second.HasNext {
		t.Errorf("%s, %v", idsOf(second.Records), err)
	}
	known, err := w.EnterprisesNamed(t.Context(), access.Scope{Regions: []safety.RegionCode{"370321"}}, 0, []string{"E3", "91370303000000001A", "none"})
	if err != nil || len(known) != 1 || known["E3"].Name != "Bing Textile" {
		t.Errorf("%v, %v", known, err)
	}
	if one, err := GetRecord[EnterpriseRecord](t.Context(), w, Everything(), 0, "", "91370303000000001A"); err != nil || *one.Employees != 320 {
		t.Errorf("%+v, %v", one, err)
	}
}

func TestQuestionsThatMakeNoSenseAreRefused(t *testing.T) {
	w := openTest(t)
	for what, q := range map[string]RecordQuery{
		"another kind of record":        {Fact: "accident"},
		"a page of -1":                  {First: -1},
		"a page of 1001":                {First: 1001},
		"a metric of other records":     {Metric: "accidents"},
		"a dimension of other records":  {Filters: []Filter{{Dimension: "inspection_kind", Values: []string{"x"}}}},
		"an end before the beginning":   {From: on(t, "2025-02-01"), To: on(t, "2025-01-01")},
		"a search by text":              {Search: "x"},
		"a metric that does not exist":  {Metric: "luck"},
		"a filter that does not exist":  {Filters: []Filter{{Dimension: "luck", Values: []string{"x"}}}},
		"a version that does not exist": {Version: 99},
	} {
		q.WithTotal = true
		_, err := ListRecords[HazardRecord](t.Context(), w, Everything(), q)
		if err == nil {
			t.Errorf("%s is answered", what)
			continue
		}
		if code := faultCode(t, err); code != BadRequest && code != NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
}
