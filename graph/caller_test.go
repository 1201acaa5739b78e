package graph_test

import (
	"net/http"
	"strings"
	"testing"

	"anlan/access"
	"anlan/safety"
)

// Every root field of the contract has its permission: a role may ask for it or is refused with 403, never for want of an
// entry. The administrator may ask for all.
func TestRolesAndRootFields(t *testing.T) {
	const operations = " pipelines runs run quarantine quarantineReasons runPipeline cancelRun runProgress jobs jobTasks backfills backfillWindows outages notices audits " +
		"checkResults pausePipeline resumePipeline startBackfill pauseBackfill resumeBackfill cancelBackfill replayQuarantine dismissQuarantine reopenQuarantine evaluateAlerts"
	const records = "inspections hazards trainings accidents obligations enterprises inspection hazard training accident obligation enterprise riskEnterprises enterprisePortrait recordTable"
	const exports = " dataSets exportEstimate exportLimits exports export createExport cancelExport deleteExport exportProgress"
	everything := access.Everything()
	refused := map[access.Role]string{ // what each role may not ask for
		access.Admin:    "",
		access.Operator: records + " assessmentCertainty" + exports,
		access.Office:   operations + " assessmentCertainty",
		access.Analyst:  operations,
		access.Leader:   operations + " assessmentCertainty" + exports,
		access.Reader:   records + operations + " assessmentCertainty" + exports,
	}
	b := setup(t, nil)
	schema := contract(t)
	for role, list := range refused {
		caller := access.Caller{Name: "somebody", Role: role, Scope: everything}
		for kind, fields := range map[string][]string{
			"query": names(schema.Query.Fields), "mutation": names(schema.Mutation.Fields), "subscription": names(schema.Subscription.Fields),
		} {
			for _, field := range fields {
				got := b.askAs(t, caller, kind+" { ...f } fragment f on "+strings.ToUpper(kind[:1])+kind[1:]+" { "+example(t, schema, kind, field)+" }", nil)
				forbidden := got.code() == "FORBIDDEN" && got.status == http.StatusForbidden
				if want := contains(list, field); forbidden != want {
					t.Errorf("%s asks for %s: refused %v, expected %v: %s", role, field, forbidden, want, got.body)
				}
			}
		}
	}
}

// Without a caller nothing is answered, not even what the contract is.
func TestNobodyIsAnswered(t *testing.T) {
	b := setup(t, nil)
	for _, caller := range []access.Caller{{}, {Name: "x", Role: "made up", Scope: access.Everything()}} {
		if got := b.askAs(t, caller, deaths, nil); got.status != http.StatusForbidden {
			t.Errorf("%+v: status %d: %s", caller, got.status, got.body)
		}
	}
}

// A caller is told what the token allows.
func TestViewer(t *testing.T) {
	b := setup(t, nil)
	zibo := access.Caller{Name: "淄博安委办", Role: access.Reader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}}
	got := b.askAs(t, zibo, "{ viewer { name role permissions allRegions regions sectors facts } }", nil)
	const want = `{"viewer":{"name":"淄博安委办","role":"reader","permissions":["read_metrics"],"allRegions":false,"regions":["370300"],"sectors":[],"facts":[]}}`
	if string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
}
