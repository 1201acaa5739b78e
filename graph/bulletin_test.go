package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/graph"
	"anlan/reports/bulletin"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// bulletins keeps one bulletin, b1, of 桓台县's May; it notes what was decided.
type bulletins struct{ *fake }

func (b bulletins) one() *dispatch.Bulletin {
	may := safety.NewMonth(2025, 5).Period()
	one := decimal.NewFromInt(1)
	asked := &warehouse.MetricQuery{Measures: []string{"accidents_counted"}, Region: "370321", Period: may, Version: 7, AsOf: may.To, Compare: []warehouse.Comparison{warehouse.PreviousYear}}
	d := &document.Document{
		Language: document.Chinese, Agency: "桓台县安全生产委员会办公室文件", Title: "5月通报", Signature: document.Signature{Agency: "桓台县安委办"},
		Data: document.Data{Version: 7, AsOf: may.To, Sentence: "以上为实时数据"}, Queries: []document.Query{{Name: "overall", Metric: asked}},
		Figures: []document.Figure{{ID: "overall//accidents_counted/value", Text: "1", Query: "overall", Label: "事故起数", Metric: "accidents_counted", Unit: "起", Role: document.Value, State: warehouse.Present, Exact: &one}},
	}
	return &dispatch.Bulletin{
		ID: "b1", Number: 1, Stage: dispatch.Draft, Case: dispatch.Case{Kind: "monthly", Region: "370321", Period: may}, Acts: 3,
		Title: map[document.Language]string{document.Chinese: "5月通报"}, DraftedAt: time.Date(2025, 6, 3, 0, 0, 0, 0, time.UTC), DraftedBy: "office", DataVersion: 7, AsOf: may.To,
		Content: &dispatch.Content{
			Composition: &bulletin.Composition{
				Kind: "monthly", KindFrom: safety.NewDate(2000, 1, 1), Documents: map[document.Language]*document.Document{document.Chinese: d}, Held: []bulletin.Hold{{Check: "accidents/rows"}},
				Sections: []bulletin.SectionSource{{Name: "requirements", Written: true, Required: true}},
			},
			Gaps: []bulletin.Gap{{Section: "requirements", Language: document.Chinese, Reason: bulletin.NotWritten}},
		},
	}
}

func (b bulletins) found(caller access.Caller, id string, did ...any) (*dispatch.Bulletin, error) {
	b.decided = caller.Name + " " + strings.TrimSpace(fmt.Sprintln(did...))
	switch id {
	case "b1":
		return b.one(), nil
	case "b2":
		return nil, warehouse.Fault(warehouse.Conflict, "somebody else acted on this bulletin")
	}
	return nil, warehouse.Fault(warehouse.NotFound, "there is no bulletin %q", id)
}

func (b bulletins) Bulletin(_ context.Context, caller access.Caller, id string) (*dispatch.Bulletin, error) {
	return b.found(caller, id)
}

func (b bulletins) List(_ context.Context, caller access.Caller, f dispatch.Filter) ([]dispatch.Bulletin, bool, error) {
	one, err := b.found(caller, "b1", fmt.Sprintf("%+v", f))
	one.Content = nil
	return []dispatch.Bulletin{*one}, true, err
}

func (b bulletins) Acts(_ context.Context, caller access.Caller, id string) ([]dispatch.Act, error) {
	_, err := b.found(caller, id)
	return []dispatch.Act{{Number: 1, Kind: dispatch.Compose, Stage: dispatch.Draft, Who: "office", Detail: dispatch.Detail{DataVersion: 7}}}, err
}

func (b bulletins) Differences(_ context.Context, caller access.Caller, before, after string) (*dispatch.Differences, error) {
	one, err := b.found(caller, after, before)
	if err != nil {
		return nil, err
	}
	return &dispatch.Differences{Before: *one, After: *one, Changes: dispatch.Changes{FromVersion: 6, ToVersion: 7, Figures: []bulletin.FigureChange{{Figure: "overall//deaths/value", Before: "1", After: "2"}}}}, nil
}

func (b bulletins) Figure(_ context.Context, caller access.Caller, id string, language document.Language, figure string) (*dispatch.Traced, error) {
	one, err := b.found(caller, id, figure)
	if err != nil {
		return nil, err
	}
	d := one.Content.Composition.Documents[language]
	if d.Figure(figure) == nil {
		return nil, warehouse.Fault(warehouse.NotFound, "no figure")
	}
	return &dispatch.Traced{Bulletin: *one, Figure: *d.Figure(figure), Query: &d.Queries[0], Data: d.Data}, nil
}

func (b bulletins) Numbers(_ context.Context, _ access.Caller, series string, year int) ([]dispatch.Numbered, error) {
	return []dispatch.Numbered{{Series: series, Year: year, Number: 1, Text: "桓安办通报〔2025〕1号", Bulletin: "b1", Stage: dispatch.Void}}, nil
}

func (b bulletins) Draft(_ context.Context, caller access.Caller, r dispatch.Request) (*dispatch.Bulletin, error) {
	return b.found(caller, "b1", "draft", r.Key(), r.Version, r.Remark)
}

func (b bulletins) Refresh(_ context.Context, d dispatch.Doing, version uint64) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "refresh", version, d.Seen, d.Remark)
}

func (b bulletins) Edit(_ context.Context, d dispatch.Doing, text dispatch.Text) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "edit", text, d.Seen, d.Remark)
}

func (b bulletins) Confirm(_ context.Context, d dispatch.Doing, section string, language document.Language) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "confirm", section, language, d.Seen)
}

func (b bulletins) Override(_ context.Context, d dispatch.Doing, check string) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "override", check, d.Seen, d.Remark)
}

func (b bulletins) Review(_ context.Context, d dispatch.Doing) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "review", d.Seen, d.Remark)
}

func (b bulletins) SendBack(_ context.Context, d dispatch.Doing) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "back", d.Seen, d.Remark)
}

func (b bulletins) Issue(_ context.Context, d dispatch.Doing, i dispatch.Issuing) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "issue", i.Number, i.Signer, i.Date, d.Seen)
}

func (b bulletins) Correct(_ context.Context, d dispatch.Doing) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "correct", d.Seen, d.Remark)
}

func (b bulletins) Void(_ context.Context, d dispatch.Doing) (*dispatch.Bulletin, error) {
	return b.found(d.Caller, d.Bulletin, "void", d.Seen, d.Remark)
}

// withBulletins serves the contract over the one bulletin; its catalogue is the one that ships.
func withBulletins(t *testing.T) *testBundle {
	t.Helper()
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	return serveFake(t, nil, func(s *graph.Sources) {
		f, _ := s.Snapshots.(*fake)
		s.Bulletins, s.Figures = bulletins{f}, shipped{f, catalogue}
	})
}

// shipped answers as the fake, with the catalogue that ships.
type shipped struct {
	*fake

	catalogue *warehouse.Catalogue
}

func (s shipped) Catalogue() *warehouse.Catalogue { return s.catalogue }

// Every decision reaches the bulletins in its author's name, with what the author saw; a fault of it is data.
func TestDecisionsOnBulletins(t *testing.T) {
	b := withBulletins(t)
	for mutation, did := range map[string]string{
		`draftBulletin(draft: {kind: "monthly", region: "370321", period: "2025-05", version: 6}, remark: "例行")`: "draft monthly/370321//2025-05 6 例行",
		`refreshBulletin(id: "b1", seen: 2)`:                                                          "refresh 0 2",
		`editBulletin(id: "b1", section: "requirements", text: "一、抓落实", seen: 3)`:                     "edit {requirements zh 一、抓落实} 3",
		`confirmBulletinText(id: "b1", section: "overall", language: EN)`:                             "confirm overall en 0",
		`overrideBulletinHold(id: "b1", check: "accidents/rows", remark: "已核实")`:                      "override accidents/rows 0 已核实",
		`reviewBulletin(id: "b1", seen: 4)`:                                                           "review 4",
		`sendBackBulletin(id: "b1", remark: "补数")`:                                                    "back 0 补数",
		`issueBulletin(id: "b1", signer: "张三", number: "桓安办通报〔2025〕1号", date: "2025-06-05", seen: 5)`: "issue 桓安办通报〔2025〕1号 张三 2025-06-05 5",
		`correctBulletin(id: "b1", remark: "更正")`:                                                     "correct 0 更正",
		`voidBulletin(id: "b1", remark: "作废")`:                                                        "void 0 作废",
	} {
		got := b.askAs(t, county(), "mutation { "+mutation+" { bulletin { id stage acts } faults { code } } }", nil)
		if b.decided != "桓台县应急局 "+did || !strings.Contains(got.body, `{"bulletin":{"id":"b1","stage":"DRAFT","acts":3},"faults":[]}`) {
			t.Errorf("%s did %q: %s", mutation, b.decided, got.body)
		}
		if !strings.Contains(mutation, `"b1"`) {
			continue
		}
		got = b.askAs(t, county(), "mutation { "+strings.Replace(mutation, `"b1"`, `"b2"`, 1)+" { bulletin { id } faults { code message } } }", nil)
		if !strings.Contains(got.body, `{"bulletin":null,"faults":[{"code":"conflict","message":"somebody else acted on this bulletin"}]}`) {
			t.Errorf("%s of a bulletin that moved on: %s", mutation, got.body)
		}
	}
}

// A bulletin says what people must still do, and leads from each printed figure to its question and its records.
func TestABulletinAsItStands(t *testing.T) {
	b := withBulletins(t)
	for query, want := range map[string]string{
		`{ bulletin(id: "b9") { id } }`: `{"bulletin":null}`,
		`{ bulletin(id: "b1") { title english: title(language: EN) documentNumber issuedAt content { holds { check overriddenBy } gaps { section language reason } texts { section text byHand } documents { head title date } } } }`: `{"bulletin":{"title":"5月通报","english":null,"documentNumber":null,"issuedAt":null,"content":{` +
			`"holds":[{"check":"accidents/rows","overriddenBy":null}],"gaps":[{"section":"requirements","language":"ZH","reason":"NOT_WRITTEN"}],` +
			`"texts":[{"section":"requirements","text":null,"byHand":false}],"documents":[{"head":"桓台县安全生产委员会办公室文件","title":"5月通报","date":null}]}}}`,
		`{ bulletin(id: "b1") { files { format address sha256 } } }`: `{"bulletin":{"files":[{"format":"DOCX","address":"/bulletins/b1.docx?lang=zh","sha256":null},{"format":"PDF","address":"/bulletins/b1.pdf?lang=zh","sha256":null},` +
			`{"format":"HTML","address":"/bulletins/b1.html?lang=zh","sha256":null},{"format":"MD","address":"/bulletins/b1.md?lang=zh","sha256":null},{"format":"XLSX","address":"/bulletins/b1.xlsx?lang=zh","sha256":null},` +
			`{"format":"JSON","address":"/bulletins/b1.json?lang=zh","sha256":null}]}}`,
		`{ bulletinFigure(id: "b1", figure: "overall//accidents_counted/value") { text exact role question { measures version compare } records { fact metric from to version } address } }`: `{"bulletinFigure":{"text":"1","exact":"1","role":"VALUE",` +
			`"question":{"measures":["accidents_counted"],"version":7,"compare":["PREVIOUS_YEAR"]},"records":[{"fact":"accident","metric":"accidents_counted","from":"2025-05-01","to":"2025-05-31","version":7}],` +
			`"address":"/bulletins/b1/figures/overall%2F%2Faccidents_counted%2Fvalue?lang=zh"}}`,
		`{ bulletinFigure(id: "b1", figure: "nothing") { text } }`:                                                    `{"bulletinFigure":null}`,
		`{ bulletinActs(id: "b9") { number } }`:                                                                       `{"bulletinActs":[]}`,
		`{ bulletinActs(id: "b1") { number kind stage dataVersion section } }`:                                        `{"bulletinActs":[{"number":1,"kind":"DRAFT","stage":"DRAFT","dataVersion":7,"section":null}]}`,
		`{ bulletinNumbers(series: "桓安办通报", year: 2025) { text stage } }`:                                             `{"bulletinNumbers":[{"text":"桓安办通报〔2025〕1号","stage":"VOID"}]}`,
		`{ bulletinDifferences(after: "b1") { changes { toVersion figures { figure before after } } } }`:              `{"bulletinDifferences":{"changes":{"toVersion":7,"figures":[{"figure":"overall//deaths/value","before":"1","after":"2"}]}}}`,
		`{ bulletins(query: {stage: DRAFT}, first: 1) { nodes { id content { kindFrom } } pageInfo { endCursor } } }`: `{"bulletins":{"nodes":[{"id":"b1","content":null}],"pageInfo":{"endCursor":"b1"}}}`,
	} {
		if got := b.ask(t, query, nil); string(got.Data) != want {
			t.Errorf("%s: %s", query, got.body)
		}
	}
}

func TestNoBulletinsAreKept(t *testing.T) {
	b := setup(t, nil)
	if got := b.ask(t, `mutation { voidBulletin(id: "b1", remark: "x") { bulletin { id } faults { code } } }`, nil); !strings.Contains(got.body, `"faults":[{"code":"unavailable"}]`) {
		t.Errorf("%s", got.body)
	}
	if got := b.ask(t, `{ bulletins { nodes { id } } }`, nil); got.code() != "UNAVAILABLE" {
		t.Errorf("%s", got.body)
	}
}
