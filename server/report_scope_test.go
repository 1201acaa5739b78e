package server_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/risk"
	"anlan/server"
	"anlan/warehouse"
)

// plainModel rates by figures that few records tell.
const plainModel = `model: plain
title: {zh: 试验, en: Plain}
document: none
subjects: areas
effective_from: 2020-01-01
combine: {method: weighted, inherent: 50, dynamic: 50}
inherent:
  - {name: enterprises, title: {zh: 企业, en: Enterprises}, weight: 100, metric: enterprises, score: {between: {zero: 0, hundred: 10}}, document: none}
dynamic:
  - {name: hazards, title: {zh: 隐患, en: Hazards}, weight: 100, metric: hazards_found, months: 12, score: {between: {zero: 0, hundred: 10}}, document: none}
colours: {red: 70, orange: 50, yellow: 30}
`

// tellsOfLinyi says whether an answer holds a name, a figure or a count of Linyi's records.
func tellsOfLinyi(body string) bool {
	return regexp.MustCompile(`LINYI|"index":"[1-9]|"enterprises":1|"totalCount":2`).MatchString(body)
}

// What a token for one city, for one sector, and one that reads figures only, may know of the risk, the movements and the records of the other city.
func TestScopeOfReports(t *testing.T) {
	p := parts(t)
	w, _ := p.Sources.Figures.(*warehouse.Warehouse)
	models := t.TempDir()
	if err := os.WriteFile(filepath.Join(models, "plain.yaml"), []byte(plainModel), 0o600); err != nil {
		t.Fatal(err)
	}
	rates, err := risk.Open(w, risk.Options{Dir: models})
	if err != nil {
		t.Fatal(err)
	}
	p.Sources.Risks = rates
	file, secrets := tokens(t,
		access.Entry{Name: "zibo", Role: access.Leader, Regions: []string{"370300"}},
		access.Entry{Name: "province", Role: access.Admin, Regions: []string{"*"}},
		access.Entry{Name: "screen", Role: access.Reader, Regions: []string{"370300"}},
		access.Entry{Name: "mines", Role: access.Leader, Regions: []string{"*"}, Sectors: []string{"mining"}})
	r := start(t, server.Config{TokenFile: file}, p)
	zibo, admin, screen, mines := secrets[0], secrets[1], secrets[2], secrets[3]

	t.Run("the other city's risk", func(t *testing.T) {
		for _, query := range []string{
			`{ riskMap(query: {model: "plain", region: "371300", period: "2025-03"}) { cells { index name } } }`,
			`{ riskMap(query: {model: "plain", region: "370000", level: CITY, period: "2025-03"}) { cells { index name } } }`,
			`{ riskContributors(query: {model: "plain", region: "371302", period: "2025-03"}) { enterprises { name } cell { index } } }`,
			`{ riskEnterprises(query: {region: "371300", period: "2025-03"}) { cells { name index } } }`,
			`{ enterprisePortrait(query: {enterprise: "LE1"}) { enterprise { name } risk { index } } }`,
			`{ hexagons(query: {region: "371300", period: "2025Q1"}) { enterprises } }`,
			`{ recordTable(query: {fact: "hazard", region: "371300"}) { totalCount columns { texts } } }`,
			`{ recordTable(query: {fact: "enterprise", region: "371300"}) { columns { texts } } }`,
		} {
			for _, token := range []string{zibo, screen, mines} {
				got := r.ask(t, token, query)
				if tellsOfLinyi(got.body) {
					t.Errorf("%s\n%s", query, got.body)
				}
			}
			if full := r.ask(t, admin, query); strings.Contains(full.body, `"errors"`) || !tellsOfLinyi(full.body) {
				t.Errorf("the question tells the administrator nothing either: %s\n%s", query, full.body)
			}
		}
	})
	t.Run("the own city's risk", func(t *testing.T) {
		if got := r.ask(t, zibo, `{ riskMap(query: {model: "plain", region: "370300", period: "2025-03"}) { cells { region state } } }`); strings.Contains(got.body, `"errors"`) || strings.Contains(got.body, "3713") {
			t.Errorf("%s", got.body)
		}
	})
	t.Run("single enterprises for a reader", func(t *testing.T) {
		for _, query := range []string{
			`{ riskEnterprises(query: {period: "2025-03"}) { total } }`, `{ enterprisePortrait(query: {enterprise: "ZE1"}) { risk { index } } }`, `{ recordTable(query: {fact: "hazard", region: "370300"}) { rows } }`,
		} {
			if got := r.ask(t, screen, query); !strings.Contains(got.body, "FORBIDDEN") {
				t.Errorf("%s: %s", query, got.body)
			}
		}
	})
	t.Run("what if, and how sure", func(t *testing.T) {
		const peers = `region: "370000", period: "2025Q1"`
		got := r.ask(t, zibo, `{ assessment(`+peers+`) { subjects { key redacted movement { change } indicators { figure } notes { zh } } } }`)
		if strings.Contains(got.body, `"redacted":true,"movement":{`) || strings.Contains(got.body, `"redacted":true,"movement":null,"indicators":[{`) {
			t.Errorf("reasons of others: %s", got.body)
		}
		for _, change := range []string{
			`numbers: [{line: "hazard_on_time", path: "marks", value: "20"}], rescale: true`,
			`figures: [{subject: "371300", input: "deaths_counted", value: "0"}]`,
		} {
			if got := r.ask(t, zibo, `{ assessmentWhatIf(query: {`+peers+`}, change: {`+change+`}) { subjects { name score } } }`); !strings.Contains(got.body, "FORBIDDEN") || strings.Contains(got.body, `"score"`) {
				t.Errorf("%s: %s", change, got.body)
			}
		}
		if got := r.ask(t, zibo, `{ assessmentCertainty(query: {`+peers+`}) { draws } }`); !strings.Contains(got.body, "FORBIDDEN") {
			t.Errorf("%s", got.body)
		}
	})
}
