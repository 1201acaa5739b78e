package warehouse

import (
	"fmt"
	"slices"
	"testing"

	"anlan/safety"
)

// What was entered for the first quarter of 2025 under one scheme, in Zibo:
//
//	370303 Zhangdian   month 8; meeting twice, once 3 and once 4
//	370303001 a town   month 2: the town's own, not the county's
//	370321 Huantai     month 0: entered, which is not missing; month of January alone 5
//	370300 Zibo        month 9: the city's own
//	emergency          month 7 as a department of Zibo, 1 as one of Zhangdian
//	e1                 month 6
const someEntries = `system,id,region,scheme,subject_kind,department,enterprise,item,period_from,period_to,value,remark,evidence
s,1,370303,q,region,,,month,2025-01-01,2025-03-31,8,good,doc 1
s,2,370303,q,region,,,meeting,2025-01-01,2025-03-31,3,,
s,3,370303,q,region,,,meeting,2025-01-01,2025-03-31,4,,
s,4,370303001,q,region,,,month,2025-01-01,2025-03-31,2,,
s,5,370321,q,region,,,month,2025-01-01,2025-03-31,0,,
s,6,370321,q,region,,,month,2025-01-01,2025-01-31,5,late,
s,7,370300,q,region,,,month,2025-01-01,2025-03-31,9,,
s,8,370300,q,department,emergency,,month,2025-01-01,2025-03-31,7,,
s,9,370303,q,department,emergency,,month,2025-01-01,2025-03-31,1,,
s,10,370321,q,enterprise,,e1,month,2025-01-01,2025-03-31,6,,
s,11,370303,other,region,,,month,2025-01-01,2025-03-31,99,,
`

func TestEntriesBelongToOneSubjectAndPeriod(t *testing.T) {
	w := openTest(t)
	load(t, w, EntryFact, someEntries)
	q1 := EntryQuery{Scheme: "q", Items: []string{"month", "meeting"}, Kind: "region", Region: "370300", Tree: Managing, TreeDate: safety.NewDate(2025, 3, 31), Period: period(t, "2025Q1")}
	with := func(change func(*EntryQuery)) EntryQuery { q := q1; change(&q); return q }
	for _, c := range []struct {
		name  string
		scope Scope
		q     EntryQuery
		want  []string
	}{
		{"regions, each its own; a contradiction is no figure", Everything(), q1, []string{"370300 month 9", "370303 meeting ?", "370303 month 8 good doc 1", "370303001 month 2", "370321 month 0"}},
		{"a month is not its quarter", Everything(), with(func(q *EntryQuery) { q.Period = period(t, "2025-01") }), []string{"370321 month 5 late"}},
		{"all periods inside a quarter", Everything(), with(func(q *EntryQuery) { q.Within = true; q.Region = "370321" }), []string{"370321 month 5 late"}},
		{"departments of the city, not of its county", Everything(), with(func(q *EntryQuery) { q.Kind = "department" }), []string{"emergency month 7"}},
		{"enterprises below", Everything(), with(func(q *EntryQuery) { q.Kind = "enterprise" }), []string{"e1 month 6"}},
		{"nobody entered anything", Everything(), with(func(q *EntryQuery) { q.Period = period(t, "2024Q1") }), nil},
		{"a county sees its own", Scope{Regions: []safety.RegionCode{"370321"}}, with(func(q *EntryQuery) { q.Region = "370321" }), []string{"370321 month 0"}},
	} {
		entries, err := w.Entries(t.Context(), c.scope, c.q)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, e := range entries {
			value := "?"
			if e.Value != nil {
				value = e.Value.String()
			}
			line := e.Subject + " " + e.Item + " " + value
			for _, more := range []string{e.Remark, e.Evidence} {
				if more != "" {
					line += " " + more
				}
			}
			got = append(got, line)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %s", c.name, fmt.Sprintf("got %q, want %q", got, c.want))
		}
	}
	for name, scope := range map[string]Scope{
		"another county":   {Regions: []safety.RegionCode{"370303"}},
		"without the fact": {All: true, Facts: []string{"hazard"}},
	} {
		if _, err := w.Entries(t.Context(), scope, with(func(q *EntryQuery) { q.Region = "370321" })); codeOf(err) != Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}
