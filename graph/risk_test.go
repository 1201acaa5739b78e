package graph_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/graph"
	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
)

// risks rates one county red.
type risks struct{ *fake }

func (r risks) Models() []*risk.Model {
	return []*risk.Model{{Name: "area", Subjects: risk.Areas, Combine: risk.Combine{Method: risk.Weighted}}}
}

func (r risks) Map(_ context.Context, scope warehouse.Scope, q risk.MapQuery) (*risk.Map, error) {
	r.questions.Add(1)
	r.askedAbout(scope, q)
	index := decimal.RequireFromString("71.25")
	return &risk.Map{
		Model: r.Models()[0], Region: q.Region, Level: safety.LevelCounty, Tree: q.Tree, Period: q.Period,
		Cells: []risk.Cell{
			{Month: safety.NewMonth(2025, 3), Region: "370321", Name: "桓台县", State: risk.Rated, Index: &index, Colour: safety.RiskRed, ByIndex: safety.RiskOrange},
			{Month: safety.NewMonth(2025, 3), Region: "370322", Name: "高青县", Sector: "mining", SectorName: "矿山", State: risk.Unknown},
		},
	}, nil
}

func (r risks) Matrix(_ context.Context, scope warehouse.Scope, q risk.MapQuery) (*risk.Matrix, error) {
	r.askedAbout(scope, q)
	return &risk.Matrix{}, nil
}

func (r risks) Contributors(_ context.Context, scope warehouse.Scope, q risk.ContributorsQuery) (*risk.Contributors, error) {
	r.askedAbout(scope, q)
	return &risk.Contributors{Sectors: []risk.Contributor{{Key: "mining", Name: "矿山"}}, Enterprises: []risk.Contributor{{Key: "E1", Name: "桓台化工"}}}, nil
}

func (r risks) Enterprises(_ context.Context, scope warehouse.Scope, q risk.EnterprisesQuery) (*risk.Ranking, error) {
	r.askedAbout(scope, q)
	return &risk.Ranking{}, nil
}

func (r risks) Portrait(_ context.Context, scope warehouse.Scope, q risk.PortraitQuery) (*risk.Portrait, error) {
	r.askedAbout(scope, q)
	return nil, warehouse.Fault(warehouse.NotFound, "there is no enterprise %q", q.Enterprise)
}

func (r risks) Hash() string { return r.models }

// Every question about risk is asked under the scope of who asks, of the operation's data version.
func TestRiskIsAskedAboutWithinTheScope(t *testing.T) {
	for query, want := range map[string]string{
		`{ riskMap(query: {region: "370300", level: COUNTY, period: "2025Q1"}) { months } }`: "[370321] {Model: Region:370300 Level:county",
		`{ riskMatrix(query: {period: "2025Q1"}) { sectors } }`:                              "[370321] {Model: Region: Level:",
		`{ riskContributors(query: {period: "2025Q1"}) { attributed } }`:                     "[370321] {Model: Region:",
		`{ riskEnterprises(query: {period: "2025Q1"}, offset: 20) { total } }`:               "[370321] {Model: Region:",
		`{ enterprisePortrait(query: {enterprise: "E1"}) { history { index } } }`:            "[370321] {Model: Enterprise:E1",
	} {
		b := setup(t, nil)
		leader := county()
		leader.Role = access.Leader
		if got := b.askAs(t, leader, query, nil); len(got.Errors) > 0 || !strings.HasPrefix(b.decided, want) || !strings.Contains(b.decided, "Version:7") {
			t.Errorf("%s\nreached the reports as %q, expected %q\n%s", query, b.decided, want, got.body)
		}
	}
}

// The map is flat: one cell for each month, region and sector. What could not be rated has no colour.
func TestRiskMapIsFlat(t *testing.T) {
	b := setup(t, nil)
	got := b.ask(t, `{ riskMap(query: {region: "370300", period: "2025-03"}) { model { name combine { method } } cells { month region name sector state index colour byIndex } layer } }`, nil)
	const want = `{"riskMap":{"model":{"name":"area","combine":{"method":"WEIGHTED"}},"cells":[` +
		`{"month":"2025-03","region":"370321","name":"桓台县","sector":null,"state":"RATED","index":"71.25","colour":"RED","byIndex":"ORANGE"},` +
		`{"month":"2025-03","region":"370322","name":"高青县","sector":"mining","state":"UNKNOWN","index":null,"colour":null,"byIndex":null}],` +
		`"layer":"/map/risk.geojson?level=county&model=area&period=2025-03&region=370300&tree=managing&version=0"}}`
	if string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
}

// A reader is told figures, never enterprises.
func TestEnterprisesBehindARiskAreRecords(t *testing.T) {
	const query = `{ riskContributors(query: {period: "2025Q1"}) { sectors { name } enterprises { name } } }`
	for role, told := range map[access.Role]bool{access.Leader: true, access.Analyst: true, access.Reader: false, access.Operator: false} {
		b := setup(t, nil)
		got := b.askAs(t, access.Caller{Name: "c", Role: role, Scope: access.Everything()}, query, nil)
		if strings.Contains(got.body, "桓台化工") != told || !strings.Contains(got.body, "矿山") {
			t.Errorf("%s: %s", role, got.body)
		}
	}
}

// A map of a year of counties is answered, and so is one month with every factor; a year of counties by sector with every factor is refused.
func TestRiskMapWeighsWhatItHolds(t *testing.T) {
	const factors = "factors { factor { name } figure { value state } score weight contribution rule { zh } }"
	for query, code := range map[string]string{
		`{ riskMap(query: {region: "370300", level: COUNTY, period: "2025Q1"}) { cells { month region name index colour ` + factors + ` } } }`:               "",
		`{ riskMap(query: {region: "370300", level: TOWN, period: "2025-03"}) { cells { month region name index colour ` + factors + ` } } }`:                "",
		`{ riskMap(query: {region: "37", level: TOWN, period: "2025-03"}) { cells { month region name index colour ` + factors + ` } } }`:                    "TOO_COMPLEX",
		`{ riskMap(query: {region: "37", level: COUNTY, period: "2025"}) { cells { month region name index colour inherent dynamic } source { version } } }`: "",
		`{ riskMap(query: {region: "37", level: COUNTY, period: "2025-03"}) { cells { month region name index colour ` + factors + ` } } }`:                  "",
		`{ riskMap(query: {region: "37", level: COUNTY, period: "2025", bySector: true}) { cells { month region name index colour ` + factors + ` } } }`:     "TOO_COMPLEX",
		`{ riskMap(query: {region: "37", level: COUNTY, period: "1900..2299"}) { cells { month region name index colour ` + factors + ` } } }`:               "BAD_REQUEST",
		`{ riskMap(query: {region: "37", level: COUNTY, period: "1900-01-01..2299-01-01"}) { cells { month region name } } }`:                                "TOO_COMPLEX",
		`{ riskMap(query: {period: "2025", sectors: [` + strings.Repeat(`"x",`, 101) + `]}) { months } }`:                                                    "BAD_REQUEST",
		`{ riskEnterprises(query: {period: "2025"}, first: 1001) { total } }`:                                                                                "BAD_REQUEST",
		`{ riskEnterprises(query: {period: "2025"}, offset: -1) { total } }`:                                                                                 "BAD_REQUEST",
		`{ riskContributors(query: {period: "2025", first: 101}) { attributed } }`:                                                                           "BAD_REQUEST",
	} {
		b := setup(t, nil)
		if got := b.ask(t, query, nil); got.code() != code {
			t.Errorf("%.120s: %q, expected %q: %.300s", query, got.code(), code, got.body)
		}
	}
}

// A changed model makes another map of the same data.
func TestChangedModelsAreAskedAgain(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) { f.models = "2025" })
	const query = `{ riskMap(query: {period: "2025"}) { months } }`
	b.ask(t, query, nil)
	b.ask(t, query, nil)
	b.models = "2026"
	b.ask(t, query, nil)
	if n := b.questions.Load(); n != 2 {
		t.Errorf("%d questions", n)
	}
}
