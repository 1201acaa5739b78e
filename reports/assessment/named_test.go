package assessment_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/reports/assessment"
	"anlan/safety"
	"anlan/warehouse"
)

// A figure that is kept to 矿山 counts 煤矿 and 非煤矿山, which stand below it; so do the records behind it. A sector or a
// county that there is not is refused: it would count nothing, or be ranked apart.
func TestSchemesNameWhatTheDataKnow(t *testing.T) {
	w, _ := openZibo(t)
	merge(t, w, "accident", "system,id,region,sector,occurred_on,deaths,counted,status\n"+
		"s,m1,370303,coal_mine,2025-02-03,1,1,verified\n"+
		"s,m2,370303,mine,2025-02-04,1,1,verified\n"+
		"s,m3,370303,gas,2025-02-05,1,1,verified\n")
	q1, err := safety.ParsePeriod("2025Q1")
	if err != nil {
		t.Fatal(err)
	}
	open := func(sector, not, member string) *assessment.Reports {
		dir := t.TempDir()
		text := strings.NewReplacer("scheme: zibo", "scheme: mines", "default: true\n", "", "figure: deaths_counted", "figure: mine_deaths").Replace(zibo) +
			"figures: [{name: mine_deaths, title: {zh: 矿山死亡人数, en: Deaths in mines}, metric: deaths_counted, filters: [{dimension: sector, values: [" + sector + "]" + not + "}]}]\n" +
			"peer_groups: [{name: one, title: {zh: 一组, en: one}, members: [\"" + member + "\"]}]\n"
		if err := os.WriteFile(filepath.Join(dir, "mines.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := assessment.Open(w, assessment.Options{SchemeDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	// Zhangdian has a1 (2 deaths, no sector), m1, m2 (mines) and m3 (gas): 2 deaths in mines, 1 + 2 elsewhere.
	for not, want := range map[string]string{"": "2", ", not: true": "3"} {
		a, err := open("mine", not, "370303").Assess(t.Context(), warehouse.Everything(), assessment.Query{Scheme: "mines", Region: "370300", Period: q1})
		if err != nil {
			t.Fatal(err)
		}
		line := a.Subjects[0].Indicators[1]
		if got := line.Figures[0].Shown.String(); a.Subjects[0].Key != "370303" || got != want {
			t.Errorf("%s: %s has %s deaths, expected %s", not, a.Subjects[0].Name, got, want)
		}
		if page, err := warehouse.ListRecords[warehouse.AccidentRecord](t.Context(), w, warehouse.Everything(), line.Drill); err != nil || len(page.Records) != 2 {
			t.Errorf("%s: led to %d records (%v)", not, len(page.Records), err)
		}
	}
	for _, c := range []struct{ sector, member, want string }{
		{"mines", "370303", `the figure mine_deaths is kept to the sector "mines", and there is none of that code`},
		{"mine", "370399", `the peer group one has the region "370399", and there is none of that code`},
	} {
		r := open(c.sector, "", c.member)
		_, err := r.Assess(t.Context(), warehouse.Everything(), assessment.Query{Scheme: "mines", Region: "370300", Period: q1})
		for _, err := range []error{err, r.CheckSchemes(t.Context())} {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: %v", c.sector, c.member, err)
			}
		}
		// Who may not see the ranking is told only that.
		_, err = r.Assess(t.Context(), warehouse.Scope{Regions: []safety.RegionCode{"370100"}}, assessment.Query{Scheme: "mines", Region: "370300", Period: q1})
		if err == nil || strings.Contains(err.Error(), "kept to") {
			t.Errorf("a stranger is told %v", err)
		}
	}
}
