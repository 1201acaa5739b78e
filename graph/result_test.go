package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/graph"
	"anlan/reports/assessment"
	"anlan/reports/result"
	"anlan/safety"
	"anlan/warehouse"
)

// results keeps one result, r1, which stands at 反馈.
type results struct{ *fake }

func (r results) run() *result.Run {
	score, shown := decimal.RequireFromString("88.5"), decimal.RequireFromString("85.0")
	return &result.Run{
		ID: "r1", Number: 2, Stage: result.Feedback, Acts: 3, Whole: true,
		Case: result.Case{Scheme: "county", Subjects: "regions", Region: "370300", Level: "county", Tree: warehouse.Managing},
		Document: &result.Document{SchemeVersion: safety.NewDate(2025, 1, 1), DataVersion: 7, AsOf: safety.NewDate(2025, 3, 31), Subjects: []result.Subject{
			{
				Key: "370321", Name: "桓台县", Score: &score, Rank: 1, Grade: result.Grade{Name: "good"},
				Lines:   []result.Line{{Name: "on_time", Kind: "scored", Marks: decimal.NewFromInt(90), Given: score, Applies: true, Inputs: []string{"rate"}}},
				Figures: []result.Figure{{Name: "rate", Value: result.Value{State: warehouse.Present, Exact: "85", Shown: &shown}}},
			},
			{Key: "370322", Name: "高青县", Redacted: true},
		}},
	}
}

func (r results) found(caller access.Caller, id string, did ...any) (*result.Run, error) {
	r.decided = caller.Name + " " + strings.TrimSpace(fmt.Sprintln(did...))
	if id != "r1" {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no result %q", id)
	}
	return r.run(), nil
}

func (r results) Runs(_ context.Context, caller access.Caller, f result.Filter) ([]result.Run, bool, error) {
	_, _ = r.found(caller, "r1", fmt.Sprintf("%+v", f))
	return []result.Run{*r.run()}, true, nil
}

func (r results) Run(_ context.Context, caller access.Caller, id string) (*result.Run, error) {
	return r.found(caller, id)
}

func (r results) Official(_ context.Context, caller access.Caller, q assessment.Query) (*result.Run, error) {
	if q.Region != "370300" {
		return nil, nil
	}
	return r.found(caller, "r1")
}

func (r results) Acts(_ context.Context, caller access.Caller, id string) ([]result.Act, error) {
	_, err := r.found(caller, id)
	return []result.Act{{Number: 1, Kind: result.Compute, Stage: result.Initial}, {Number: 2, Kind: result.Return, Stage: result.Initial, Remark: "重算"}}, err
}

func (r results) SchemeText(_ context.Context, _ access.Caller, id string) ([]byte, error) {
	if id != "r1" {
		return nil, warehouse.Fault(warehouse.NotFound, "no result %s", id)
	}
	return []byte("scheme: county-quarterly\n"), nil
}

func (r results) Document(_ context.Context, caller access.Caller, id string) ([]byte, error) {
	if _, err := r.found(caller, id); err != nil {
		return nil, err
	}
	if !caller.Scope.All {
		return nil, warehouse.Fault(warehouse.Forbidden, "not for you")
	}
	return []byte(`{"format":1}`), nil
}

func (r results) Differences(_ context.Context, caller access.Caller, before, after string) (*result.Differences, error) {
	_, err := r.found(caller, after, before, after)
	return &result.Differences{List: []result.Difference{{Subject: "370321", Name: "桓台县", What: result.OfFigure, Item: "rate", Part: "value", Before: "80.0", After: "85.0"}}}, err
}

func (r results) Compute(_ context.Context, caller access.Caller, q assessment.Query, remark string) (*result.Run, error) {
	return r.found(caller, "r1", "compute", q.Region, q.Period, remark)
}

func (r results) Step(_ context.Context, d result.Doing, kind result.Kind) (*result.Run, error) {
	return r.found(d.Caller, d.Run, "step", kind, d.Seen, d.Remark)
}

func (r results) SendBack(_ context.Context, d result.Doing, to result.Stage) (*result.Run, error) {
	return r.found(d.Caller, d.Run, "back", to, d.Seen, d.Remark)
}

func (r results) Void(_ context.Context, d result.Doing) (*result.Run, error) {
	return r.found(d.Caller, d.Run, "void", d.Seen, d.Remark)
}

func (r results) Appeal(_ context.Context, d result.Doing, subject, line string) (*result.Run, error) {
	return r.found(d.Caller, d.Run, "appeal", subject, line, d.Seen, d.Remark)
}

func (r results) Answer(_ context.Context, d result.Doing, appeal int, upheld bool) (*result.Run, error) {
	return r.found(d.Caller, d.Run, "answer", appeal, upheld, d.Seen, d.Remark)
}

func (r results) Adjust(_ context.Context, d result.Doing, a result.Adjustment) (*result.Run, error) {
	return r.found(d.Caller, d.Run, "adjust", a, d.Seen, d.Remark)
}

func (r results) Revoke(_ context.Context, d result.Doing, adjustment int) (*result.Run, error) {
	return r.found(d.Caller, d.Run, "revoke", adjustment, d.Seen, d.Remark)
}

// Every decision reaches the results in its author's name, with what the author saw; a fault of it is data.
func TestDecisionsOnResults(t *testing.T) {
	for mutation, did := range map[string]string{
		`computeResult(query: {region: "370300", period: "2025Q1"}, remark: "初评")`:                                              "compute 370300 2025Q1 初评",
		`stepResult(id: "r1", step: APPROVE, seen: 3)`:                                                                          "step approve 3",
		`sendBackResult(id: "r1", to: INITIAL, remark: "数据有误")`:                                                                 "back initial 0 数据有误",
		`voidResult(id: "r1", seen: 3, remark: "作废")`:                                                                           "void 3 作废",
		`appealResult(id: "r1", subject: "370321", line: "on_time", remark: "漏计")`:                                              "appeal 370321 on_time 0 漏计",
		`answerAppeal(id: "r1", appeal: 4, upheld: true, seen: 5, remark: "属实")`:                                                "answer 4 true 5 属实",
		`adjustResult(id: "r1", subject: "370321", line: "on_time", marks: "1.5", evidence: "〔2025〕3号", seen: 6, remark: "核实")`: "adjust {370321 on_time 1.5 〔2025〕3号} 6 核实",
		`revokeAdjustment(id: "r1", adjustment: 7, remark: "撤回")`:                                                               "revoke 7 0 撤回",
	} {
		b := setup(t, nil)
		got := b.askAs(t, county(), "mutation { "+mutation+" { result { id stage acts } faults { code } } }", nil)
		if b.decided != "桓台县应急局 "+did || !strings.Contains(got.body, `{"result":{"id":"r1","stage":"FEEDBACK","acts":3},"faults":[]}`) {
			t.Errorf("%s did %q: %s", mutation, b.decided, got.body)
		}
		if !strings.Contains(mutation, `"r1"`) {
			continue
		}
		got = b.askAs(t, county(), "mutation { "+strings.Replace(mutation, `"r1"`, `"r9"`, 1)+" { result { id } faults { code message } } }", nil)
		if !strings.Contains(got.body, `{"result":null,"faults":[{"code":"not_found","message":"there is no result \"r9\""}]}`) {
			t.Errorf("%s of a result that does not exist: %s", mutation, got.body)
		}
	}
}

// A stored sheet is shown in the shape of one that is computed now; what is hidden is empty.
func TestAResultAsItStands(t *testing.T) {
	b := setup(t, nil)
	const query = `{ assessmentResult(id: "r1") { number stage whole publishedAt digest case { scheme level tree }
		document { dataVersion subjects { key redacted score rank grade { name } reason { zh } lines { name kind given inputs figures { number state } with } vetoes { name } } } } }`
	const want = `{"assessmentResult":{"number":2,"stage":"FEEDBACK","whole":true,"publishedAt":null,"digest":null,"case":{"scheme":"county","level":"county","tree":"MANAGING"},` +
		`"document":{"dataVersion":7,"subjects":[{"key":"370321","redacted":false,"score":"88.5","rank":1,"grade":{"name":"good"},"reason":null,` +
		`"lines":[{"name":"on_time","kind":"SCORED","given":"88.5","inputs":["rate"],"figures":[{"number":"85","state":"PRESENT"}],"with":null}],"vetoes":[]},` +
		`{"key":"370322","redacted":true,"score":null,"rank":null,"grade":null,"reason":null,"lines":[],"vetoes":[]}]}}}`
	if got := b.ask(t, query, nil); string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
	for query, want := range map[string]string{
		`{ assessmentResult(id: "r9") { id } }`:                                  `{"assessmentResult":null}`,
		`{ officialResult(query: {region: "370300", period: "2025Q1"}) { id } }`: `{"officialResult":{"id":"r1"}}`,
		`{ officialResult(query: {region: "371300", period: "2025Q1"}) { id } }`: `{"officialResult":null}`,
		`{ resultActs(id: "r9") { number } }`:                                    `{"resultActs":[]}`,
		`{ resultBytes(id: "r9") }`:                                              `{"resultBytes":null}`,
		`{ resultSchemeText(id: "r9") }`:                                         `{"resultSchemeText":null}`,
		`{ resultSchemeText(id: "r1") }`:                                         `{"resultSchemeText":"scheme: county-quarterly\n"}`,
		`{ resultBytes(id: "r1") }`:                                              `{"resultBytes":"{\"format\":1}"}`,
		`{ resultActs(id: "r1") { number kind stage remark of upheld } }`: `{"resultActs":[{"number":1,"kind":"COMPUTE","stage":"INITIAL","remark":null,"of":null,"upheld":null},` +
			`{"number":2,"kind":"SEND_BACK","stage":"INITIAL","remark":"重算","of":null,"upheld":null}]}`,
		`{ resultDifferences(after: "r1") { list { subject what item part before after } } }`:                                              `{"resultDifferences":{"list":[{"subject":"370321","what":"FIGURE","item":"rate","part":"value","before":"80.0","after":"85.0"}]}}`,
		`{ assessmentResults(query: {stage: PUBLISHED, period: "2025Q1"}, first: 1) { nodes { id } pageInfo { hasNextPage endCursor } } }`: `{"assessmentResults":{"nodes":[{"id":"r1"}],"pageInfo":{"hasNextPage":true,"endCursor":"r1"}}}`,
	} {
		if got := b.ask(t, query, nil); string(got.Data) != want {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	if got := b.askAs(t, county(), `{ resultBytes(id: "r1") }`, nil); got.code() != "FORBIDDEN" {
		t.Errorf("the bytes for a county: %s", got.body)
	}
}

func TestNoResultsAreKept(t *testing.T) {
	b := serveFake(t, nil, func(s *graph.Sources) { s.Results = nil })
	if got := b.ask(t, `mutation { voidResult(id: "r1", remark: "x") { result { id } faults { code } } }`, nil); !strings.Contains(got.body, `"faults":[{"code":"unavailable"}]`) {
		t.Errorf("%s", got.body)
	}
	if got := b.ask(t, `{ assessmentResults { nodes { id } } }`, nil); got.code() != "UNAVAILABLE" {
		t.Errorf("%s", got.body)
	}
}
