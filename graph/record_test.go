package graph_test

import (
	"encoding/json"
	"testing"
)

// The enterprises of a page are fetched in one question, however the page is asked for and however often.
func TestEnterprisesOfAPageAreOneQuestion(t *testing.T) {
	const list = `hazards(query: {region: "370300"}, first: 9)`
	for _, query := range []string{
		`{ ` + list + ` { nodes { id enterpriseRecord { name } } } }`,
		`{ ` + list + ` { edges { node { id enterpriseRecord { name } } } } }`,
		`{ ` + list + ` { edges { node { enterpriseRecord { name } } } nodes { a: enterpriseRecord { name } b: enterpriseRecord { id } } } }`,
	} {
		b := setup(t, nil)
		got := b.ask(t, query, nil)
		if len(got.Errors) > 0 {
			t.Fatalf("%s: %s", query, got.body)
		}
		if b.questions.Load() != 1 || b.named.Load() != 1 || b.counted.Load() != 0 {
			t.Errorf("%s: %d lists, %d lookups, %d counts", query, b.questions.Load(), b.named.Load(), b.counted.Load())
		}
	}
}

// A record is given with what is known of it; what the source does not say is null, and so is an enterprise that the caller
// may not see.
func TestRecordsAndTheirPage(t *testing.T) {
	b := setup(t, nil)
	got := b.ask(t, `{ hazards(query: {region: "370300"}, first: 4) {
		nodes { id region level foundOn dueOn sector enterprise enterpriseRecord { name } description assurances run row }
		edges { cursor } pageInfo { hasNextPage endCursor } totalCount version } }`, nil)
	if len(got.Errors) > 0 {
		t.Fatal(got.body)
	}
	var data struct {
		Hazards struct {
			Nodes    []map[string]any
			Edges    []struct{ Cursor string }
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
			TotalCount, Version int
		}
	}
	if err := json.Unmarshal(got.Data, &data); err != nil { //nolint:musttag // names match without case
		t.Fatal(err)
	}
	page := data.Hazards
	if len(page.Nodes) != 4 || page.PageInfo.EndCursor != "cd" || page.Edges[3].Cursor != "cd" || page.TotalCount != 4711 || page.Version != 7 {
		t.Errorf("%+v", page)
	}
	if b.counted.Load() != 1 {
		t.Errorf("%d counts", b.counted.Load())
	}
	first, last := page.Nodes[0], page.Nodes[3]
	if first["foundOn"] != "2025-04-17" || first["dueOn"] != nil || first["sector"] != nil || first["description"] != nil {
		t.Errorf("%v", first)
	}
	if first["enterprise"] != "E0" || first["enterpriseRecord"] != nil {
		t.Errorf("an enterprise that may not be seen: %v", first)
	}
	if record, _ := last["enterpriseRecord"].(map[string]any); record["name"] != "企业E1" {
		t.Errorf("%v", last)
	}
}

// A list is asked for by a period or by its days, and for its own kind of record only. A reference of a ranking can be given
// back whole.
func TestRecordQueries(t *testing.T) {
	b := setup(t, nil)
	for query, code := range map[string]string{
		`{region: "370300", period: "2025"}`:                                                                  "",
		`{region: "370300", from: "2025-01-01", to: "2025-01-31"}`:                                            "",
		`{region: "370300", period: "2025", from: "2025-01-01"}`:                                              "BAD_REQUEST",
		`{region: "370300", fact: "hazard", tree: null, treeDate: null, from: null, filters: [], version: 0}`: "",
		`{region: "370300", fact: "accident"}`:                                                                "BAD_REQUEST",
	} {
		if got := b.ask(t, `{ hazards(query: `+query+`) { nodes { id } } }`, nil); got.code() != code {
			t.Errorf("%s: %s", query, got.body)
		}
	}
}
