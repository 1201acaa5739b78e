package server_test

import (
	"encoding/json"
	"strings"
	"testing"

	"anlan/access"
	"anlan/server"
)

// What a token for one city may see, of the records of two.
func TestScope(t *testing.T) {
	r, token, admin := zibo(t)
	t.Run("a token for Zibo sees nothing of Linyi", func(t *testing.T) { seesNothingOfLinyi(t, r, token, admin) })
	t.Run("figures outside the scope", func(t *testing.T) { figuresOutsideTheScope(t, r, token, admin) })
	t.Run("what is known about loads", func(t *testing.T) { loadsOutsideTheScope(t, r, token, admin) })
	t.Run("peers in the ranking", func(t *testing.T) { peersInTheRanking(t, r, token) })
}

// zibo starts a server with the records of both cities and a token that sees Zibo alone.
func zibo(t *testing.T) (r *running, token, admin string) {
	t.Helper()
	file, secrets := tokens(t,
		access.Entry{Name: "zibo", Role: access.Leader, Regions: []string{"370300"}},
		access.Entry{Name: "province", Role: access.Admin, Regions: []string{"*"}})
	return start(t, server.Config{TokenFile: file}, parts(t)), secrets[0], secrets[1]
}

const hazardFields = `{ totalCount nodes { id region description enterprise enterpriseRecord { name } } }`

// seesNothingOfLinyi: a token for Zibo is given no record, figure, count or text of Linyi, whatever it asks and however it asks for it. That the
// questions would find Linyi's records is shown by the administrator's answers to them.
func seesNothingOfLinyi(t *testing.T, r *running, token, admin string) {
	t.Helper()
	for _, query := range []string{
		`{ hazards(query: {region: "371300"}) ` + hazardFields + ` }`,
		`{ hazards(query: {region: "371302"}) ` + hazardFields + ` }`,
		`{ hazards(query: {region: "371302", metric: "hazards_overdue_major"}) ` + hazardFields + ` }`,
		`{ hazards(query: {region: "370000"}) ` + hazardFields + ` }`,
		`{ hazard(system: "l", id: "LINYI-h1") { description } }`,
		`{ accident(system: "l", id: "LINYI-a1") { summary } }`,
		`{ enterprise(id: "LE1") { name } }`,
		`{ enterprise(system: "l", id: "LE1") { name } }`,
		`{ enterprises(query: {region: "371300"}) { totalCount nodes { name } } }`,
		`{ enterprises(query: {region: "370000", search: "LINYI"}) { totalCount nodes { name } } }`,
		`{ accidents(query: {region: "371300"}) { totalCount nodes { summary } } }`,
		`{ hazard(system: "z", id: "zh2") { enterpriseRecord { name } } }`,
	} {
		got := r.ask(t, token, query)
		if strings.Contains(strings.ReplaceAll(got.body, "LINYI-", ""), "LINYI") {
			t.Errorf("%s\n%s", query, got.body)
		}
		if full := r.ask(t, admin, query); !strings.Contains(full.body, "LINYI") {
			t.Errorf("the question finds nothing of Linyi for the administrator either: %s\n%s", query, full.body)
		}
	}
}

// figuresOutsideTheScope: figures outside the scope are refused, figures of a wider region count what is inside only, and no error tells a number.
func figuresOutsideTheScope(t *testing.T, r *running, token, admin string) {
	t.Helper()
	const deaths = `{ metrics(query: {measures: ["deaths_counted", "hazards_found"], region: "%", period: "2025Q1", dimensions: ["region"], totals: true}) { columns { name texts numbers total } } }`
	for _, region := range []string{"371300", "371302", "370000", "100000"} {
		got := r.ask(t, token, strings.Replace(deaths, "%", region, 1))
		if strings.Contains(got.body, "7") && strings.Contains(got.body, `"numbers"`) || strings.Contains(got.body, "临沂") && strings.Contains(got.body, "numbers") {
			t.Errorf("%s: %s", region, got.body)
		}
	}
	inside := r.ask(t, token, strings.Replace(deaths, "%", "370300", 1))
	whole := r.ask(t, admin, strings.Replace(deaths, "%", "370000", 1))
	var own, all struct {
		Data struct {
			Metrics struct{ Columns []struct{ Total *float64 } }
		}
	}
	for text, into := range map[string]any{inside.body: &own, whole.body: &all} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	if c := own.Data.Metrics.Columns; len(c) != 4 || c[2].Total == nil || *c[2].Total != 1 || *c[3].Total != 2 {
		t.Errorf("Zibo's own figures: %s", inside.body)
	}
	if c := all.Data.Metrics.Columns; len(c) != 4 || c[2].Total == nil || *c[2].Total != 8 || *c[3].Total != 4 {
		t.Errorf("the province's figures: %s", whole.body)
	}
}

// loadsOutsideTheScope: quality, corrections and lineage are of the caller's own records; other regions are refused.
func loadsOutsideTheScope(t *testing.T, r *running, token, admin string) {
	t.Helper()
	const quality = `{ quality(query: {}) { scores { system fact parts { name denominator } } } }`
	if got := r.ask(t, token, quality); !strings.Contains(got.body, `"system":"z"`) || strings.Contains(got.body, `"system":"l"`) {
		t.Errorf("quality: %s", got.body)
	}
	if got := r.ask(t, admin, quality); !strings.Contains(got.body, `"system":"l"`) {
		t.Errorf("the administrator's quality: %s", got.body)
	}
	for _, query := range []string{
		`{ quality(query: {region: "371300"}) { scores { system } } }`,
		`{ corrections(query: {region: "371302"}) { nodes { metric } } }`,
		`{ lineage(query: {metric: "hazards_found", region: "371302", period: "2025Q1"}) { sides { records } } }`,
	} {
		if got := r.ask(t, token, query); !strings.Contains(got.body, `"code":"FORBIDDEN"`) || strings.Contains(got.body, `"data":{"`) {
			t.Errorf("%s\n%s", query, got.body)
		}
		if got := r.ask(t, admin, query); strings.Contains(got.body, `"errors"`) {
			t.Errorf("%s\nfor the administrator: %s", query, got.body)
		}
	}
	const found = `{ lineage(query: {metric: "hazards_found", period: "2025Q1"}) { sides { records runs { records } } } }`
	if got := r.ask(t, token, found); !strings.Contains(got.body, `"records":2,`) {
		t.Errorf("Zibo's own lineage: %s", got.body)
	}
	if got := r.ask(t, admin, found); !strings.Contains(got.body, `"records":4,`) {
		t.Errorf("the whole lineage: %s", got.body)
	}
	for _, query := range []string{`{ checkResults { nodes { code } } }`, `{ jobs { pipeline } }`, `{ quarantineReasons { rows } }`, `mutation { replayQuarantine(query: {pipeline: "hazards"}) { faults { code } } }`} {
		if got := r.ask(t, token, query); !strings.Contains(got.body, `"code":"FORBIDDEN"`) {
			t.Errorf("a leader asks %s\n%s", query, got.body)
		}
	}
}

// peersInTheRanking: in the ranking of its own peers a caller sees every rank, score and grade, and the reasons of its own place only.
func peersInTheRanking(t *testing.T, r *running, token string) {
	t.Helper()
	got := r.ask(t, token, `{ assessment(region: "370000", period: "2025Q1") { subjects { region name rank score grade { name } unranked { zh } redacted
		indicators { indicator figure rule { zh } drill { region } } vetoes { name } } } }`)
	var reply struct {
		Data struct {
			Assessment struct {
				Subjects []struct {
					Region, Name string
					Rank         *int
					Score        *string
					Grade        *struct{ Name string }
					Unranked     *struct{ ZH string }
					Redacted     bool
					Indicators   []any
					Vetoes       []any
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(got.body), &reply); err != nil { //nolint:musttag // names match without case
		t.Fatal(err)
	}
	subjects := reply.Data.Assessment.Subjects
	if len(subjects) != 16 {
		t.Fatalf("Shandong has 16 cities: %s", got.body)
	}
	for _, s := range subjects {
		own := s.Region == "370300"
		if s.Redacted == own || (len(s.Indicators) > 0) != own || !own && len(s.Vetoes) > 0 {
			t.Errorf("%s: redacted %v, %d indicators", s.Name, s.Redacted, len(s.Indicators))
		}
		// Of the other cities no record ever came: they are not ranked.
		ranked := s.Region == "370300" || s.Region == "371300"
		if (s.Rank != nil) != ranked || (s.Score != nil) != ranked || (s.Grade != nil) != ranked || (s.Unranked == nil) != ranked {
			t.Errorf("%s: the published line is not there: %+v", s.Name, s)
		}
	}
	// Every other way to a ranking of others: what lies elsewhere, below the peers, on single days, as of other days, in
	// the other tree. All are refused in the same words.
	refused := map[string]bool{}
	for _, arguments := range []string{
		`region: "371300", period: "2025Q1"`,
		`region: "371302", period: "2025Q1"`,
		`region: "100000", period: "2025Q1"`,
		`region: "379900", period: "2025Q1"`,
		`region: "CN", period: "2025Q1"`,
		`region: "CN", level: CITY, period: "2025Q1"`,
		`region: "CN", level: COUNTY, period: "2025Q1"`,
		`region: "370000", level: COUNTY, period: "2025Q1"`,
		`region: "370000", level: TOWN, period: "2025Q1"`,
		`region: "370000", level: TOWN, period: "2025-03-02"`,
		`region: "370000", period: "2025-03-02"`,
		`region: "370000", period: "2025-W09"`,
		`region: "370000", period: "2025-03-上旬"`,
		`region: "370000", period: "2025-03-01..2025-03-02"`,
		`region: "370000", period: "2025-03-01..2025-03-31"`,
		`region: "370000", period: "2025Q1", asOf: "2025-03-02"`,
		`region: "370000", period: "2025Q1", asOf: "2025-03-01"`,
		`region: "370000", period: "2025-02", asOf: "2025-03-01"`,
		`region: "370000", period: "2025Q1", tree: STATUTORY`,
	} {
		got := r.ask(t, token, `{ assessment(`+arguments+`) { subjects { name score previousScore } } }`)
		_, message, _ := strings.Cut(got.body, `"message":`)
		message, _, _ = strings.Cut(message, `,"`)
		if strings.Contains(got.body, `"score"`) || !strings.Contains(got.body, "FORBIDDEN") {
			t.Errorf("the ranking of others by %s: %s", arguments, got.body)
		}
		refused[message] = true
	}
	if len(refused) > 1 {
		t.Errorf("refusals are told apart: %v", refused)
	}
	for _, arguments := range []string{
		`region: "370300", period: "2025-03-02"`, `region: "370300", level: TOWN, period: "2025Q1", asOf: "2025-03-02"`,
		`region: "370000", level: CITY, period: "2025-03"`, `region: "370000", period: "2025-01..03"`,
	} {
		if got := r.ask(t, token, `{ assessment(`+arguments+`) { subjects { name score } } }`); strings.Contains(got.body, `"errors"`) {
			t.Errorf("its own ranking by %s: %s", arguments, got.body)
		}
	}
}
