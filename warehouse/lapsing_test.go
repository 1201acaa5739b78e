package warehouse

import (
	"strings"
	"testing"

	"anlan/safety"
)

// On 15 May 2025, within 30 days (to 14 June): Zhangdian's a (ends 14 June, the last day) and b (15 May, the first); not c, who ends on
// 15 June, nor d, who ended on 14 May, nor e, who was renewed, in Huantai and by another enterprise, nor f, who failed the renewal
// but is counted with the old certificate. Huantai's g is another audience. h is trained tomorrow. i names no person.
const lapsing = `id,region,sector,enterprise,audience,person,trained_on,passed,certificate_until
a1,370303,mine,E1,manager,a,2022-06-14,true,2025-06-14
b1,370303,mine,E1,manager,b,2022-05-15,true,2025-05-15
c1,370303,mine,E1,manager,c,2022-06-15,true,2025-06-15
d1,370303,mine,E1,manager,d,2022-05-14,true,2025-05-14
e1,370303,mine,E1,manager,e,2022-05-20,true,2025-05-20
e2,370321,mine,E2,manager,e,2025-05-01,true,2028-05-01
f1,370303,construction,E3,manager,f,2022-05-30,true,2025-05-30
f2,370303,construction,E3,manager,f,2025-05-01,false,2028-05-01
g1,370321,mine,E2,special_operator,g,2022-06-01,true,2025-06-01
h1,370303,mine,E1,manager,h,2025-05-16,true,2025-06-01
i1,370303,mine,E1,manager,,2022-06-01,true,2025-06-01
`

func TestCertificatesThatLapseAreCountedOncePerPerson(t *testing.T) {
	w := openTest(t)
	lines := strings.Split(strings.TrimSpace(lapsing), "\n")
	load(t, w, "training", rows(lines[0], lines[1:]...))
	managers := LapsingQuery{Audiences: []string{"manager"}, Region: "370300", Levels: []safety.RegionLevel{safety.LevelCounty}, Within: 30}
	county := Scope{Regions: []safety.RegionCode{"370321"}}
	for name, c := range map[string]struct {
		scope  Scope
		change func(*LapsingQuery)
		want   []LapsingCount
	}{
		// valid: a, b, c, f in Zhangdian, e in Huantai
		"by county":      {Everything(), func(*LapsingQuery) {}, []LapsingCount{{Region: "370303", Lapsing: 3, Valid: 4}}},
		"and city":       {Everything(), func(q *LapsingQuery) { q.Levels = append(q.Levels, safety.LevelCity) }, []LapsingCount{{Region: "370300", Lapsing: 3, Valid: 5}, {Region: "370303", Lapsing: 3, Valid: 4}}},
		"two audiences":  {Everything(), func(q *LapsingQuery) { q.Audiences = []string{"manager", "special_operator"} }, []LapsingCount{{Region: "370303", Lapsing: 3, Valid: 4}, {Region: "370321", Lapsing: 1, Valid: 2}}},
		"per enterprise": {Everything(), func(q *LapsingQuery) { q.PerEnterprise = true }, []LapsingCount{{"370303", "E1", 2, 3}, {"370303", "E3", 1, 1}}},
		"of a sector":    {Everything(), func(q *LapsingQuery) { q.Sectors = []string{"construction"} }, []LapsingCount{{Region: "370303", Lapsing: 1, Valid: 1}}},
		"today only":     {Everything(), func(q *LapsingQuery) { q.Within = 0 }, []LapsingCount{{Region: "370303", Lapsing: 1, Valid: 4}}},
		// Huantai sees nothing of Zhangdian
		"a county's own": {county, func(q *LapsingQuery) {
			q.Region, q.Audiences, q.Levels = "", []string{"manager", "special_operator"}, append(q.Levels, safety.LevelCity)
		}, []LapsingCount{{Region: "370321", Lapsing: 1, Valid: 2}}},
		"a sector's own": {Scope{All: true, Sectors: []string{"construction"}}, func(*LapsingQuery) {}, []LapsingCount{{Region: "370303", Lapsing: 1, Valid: 1}}},
	} {
		q := managers
		c.change(&q)
		got, err := w.LapsingCertificates(t.Context(), c.scope, q)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	}
	for name, c := range map[string]struct {
		scope Scope
		want  string
	}{"another county": {county, Forbidden}, "another data set": {Scope{All: true, Facts: []string{"hazard"}}, Forbidden}} {
		if _, err := w.LapsingCertificates(t.Context(), c.scope, managers); faultCode(t, err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	// the records behind the figure are those of the persons that it counts
	days, err := safety.Between(on(t, "2025-05-15"), on(t, "2025-06-14"))
	if err != nil {
		t.Fatal(err)
	}
	manager := []Filter{{Dimension: "training_audience", Values: []string{"manager"}}}
	page, err := ListRecords[TrainingRecord](t.Context(), w, Everything(), RecordQuery{Region: "370303", Lapsing: days, Filters: manager})
	if got := idsOf(page.Records); err != nil || got != "a1 f1 b1" {
		t.Errorf("behind the figure stand %q (%v), want a1 f1 b1", got, err)
	}
	if _, err := ListRecords[HazardRecord](t.Context(), w, Everything(), RecordQuery{Lapsing: days}); faultCode(t, err) != BadRequest {
		t.Errorf("hazards that lapse: %v", err)
	}
}
