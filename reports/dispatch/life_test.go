package dispatch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// The way of the bulletin of 桓台县 for May: 12 accidents when it is drafted; the office writes what is required and puts a sentence of
// its own in the place of the composed one. Two accidents are struck off before the review: 12 become 10, and 同比 -3 becomes -5. The
// office's sentence is kept, its figure is put right, and it must be confirmed before the review.
func TestTheWayOfABulletin(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	b := o.drafted("2026-05")
	b = do[*Bulletin](t)(o.Edit(ctx, Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.Chinese, "五月形势平稳，事故[[overall//accidents/value|12]]起。"}))
	if b.Number != 1 || b.Stage != Draft || b.Acts != 4 || b.DraftedBy != "桓台县安委办" || len(b.Content.Gaps) != 0 {
		t.Fatalf("the draft is %+v with the gaps %+v", b, b.Content.Gaps)
	}
	o.desk.version = 8
	b = do[*Bulletin](t)(o.Refresh(ctx, Doing{Caller: writer, Bulletin: b.ID}, 0))
	// Each figure before and after, once, in the order of the document; the sections that read otherwise.
	want := []bulletin.FigureChange{{Figure: "overall//accidents/value", Label: "桓台县 事故起数", Before: "12", After: "10"}}
	got := b.Content.Changes
	if got.FromVersion != 7 || got.ToVersion != 8 || !slices.Equal(got.Figures, want) || !slices.Equal(got.Sections, []string{"overall"}) {
		t.Errorf("the refresh changed %+v", got)
	}
	text := b.Content.Composition.Sections[0]
	if text.Text[document.Chinese] != "五月形势平稳，事故[[overall//accidents/value|10]]起。" || len(text.Stale[document.Chinese]) != 2 {
		t.Errorf("the office's sentence is %+v; expected it with 10, and the two figures that changed", text)
	}
	_, err := o.Review(ctx, Doing{Caller: second, Bulletin: b.ID})
	refused(t, err, warehouse.BadRequest, "overall (zh) was written on figures or words that changed since")
	b = do[*Bulletin](t)(o.Confirm(ctx, Doing{Caller: writer, Bulletin: b.ID}, "overall", document.Chinese))
	_, err = o.Confirm(ctx, Doing{Caller: writer, Bulletin: b.ID}, "overall", document.Chinese)
	refused(t, err, warehouse.BadRequest, "nothing to confirm")
	b = do[*Bulletin](t)(o.Review(ctx, Doing{Caller: second, Bulletin: b.ID, Remark: "第二段请再核"}))
	_, err = o.Edit(ctx, Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.Chinese, "改"})
	refused(t, err, warehouse.BadRequest, "send it back first")
	_, err = o.SendBack(ctx, Doing{Caller: signer, Bulletin: b.ID})
	refused(t, err, warehouse.BadRequest, "say why")
	do[*Bulletin](t)(o.SendBack(ctx, Doing{Caller: signer, Bulletin: b.ID, Remark: "补充要求"}))
	do[*Bulletin](t)(o.Review(ctx, Doing{Caller: second, Bulletin: b.ID}))
	b = do[*Bulletin](t)(o.Issue(ctx, Doing{Caller: signer, Bulletin: b.ID, Remark: "签发"}, Issuing{Signer: "李四", Date: day("2026-06-03")}))
	if b.Stage != Issued || b.DocumentNumber != "桓安办通报〔2026〕1号" || b.Signer != "李四" || b.PrintedOn != day("2026-06-03") || b.IssuedAt.IsZero() || len(b.Files) != 12 {
		t.Errorf("issued: %+v", b)
	}
	if name := b.Files[0].Name; name != "桓安办通报〔2026〕1号 2026-05安全生产情况通报.docx" {
		t.Errorf("the file is called %s", name)
	}
	acts := do[[]Act](t)(o.Acts(ctx, signer, b.ID))
	var way []string
	for _, a := range acts {
		way = append(way, string(a.Kind)+" "+a.Who)
	}
	if told := strings.Join(way, ", "); told != "draft 桓台县安委办, edit 桓台县安委办, edit 桓台县安委办, edit 桓台县安委办, refresh 桓台县安委办, confirm 桓台县安委办, "+
		"review 桓台县安委办副主任, send_back 桓台县安委会主任, review 桓台县安委办副主任, issue 桓台县安委会主任" {
		t.Errorf("what was done: %s", told)
	}
	if acts[6].Remark != "第二段请再核" || acts[9].DocumentNumber != b.DocumentNumber {
		t.Errorf("the review says %q, the issue %q", acts[6].Remark, acts[9].DocumentNumber)
	}

	// It is what it was, whatever becomes of the data and the program.
	o.desk.version, o.desk.now["2026-05/9"] = 9, 99
	o.renderer = press{edition: "2.0 "}
	for _, file := range b.Files {
		p := do[*Printed](t)(o.File(ctx, city, b.ID, Printing{Format: file.Format, Language: file.Language}))
		if !p.Stored || state.Digest(p.Body) != file.SHA256 || len(p.Body) != file.Bytes || !strings.HasPrefix(string(p.Body), "1.0 "+string(file.Format)) || strings.Contains(string(p.Body), "草稿") {
			t.Errorf("%s is %d bytes that begin with %.30s", file.Name, len(p.Body), p.Body)
		}
	}
	if p := do[*Printed](t)(o.File(ctx, city, b.ID, Printing{Format: render.PDF, Language: document.Chinese, Appendix: true})); p.Stored || !strings.HasPrefix(string(p.Body), "2.0 pdftrue") || !strings.Contains(string(p.Body), `"10"`) {
		t.Errorf("with the appendix it is %.60s: expected it printed now, of the figures that were issued", p.Body)
	}
	for what, err := range map[string]error{
		"refresh": second1(o.Refresh(ctx, Doing{Caller: writer, Bulletin: b.ID}, 0)), "edit": second1(o.Edit(ctx, Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.Chinese, "改"})),
		"send back": second1(o.SendBack(ctx, Doing{Caller: signer, Bulletin: b.ID, Remark: "改"})), "issue": second1(o.Issue(ctx, Doing{Caller: signer, Bulletin: b.ID}, Issuing{Signer: "李四", Date: day("2026-06-04")})),
	} {
		if codeOf(err) != warehouse.BadRequest {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := o.Draft(ctx, writer, Request{Case: month("2026-05")}); codeOf(err) != warehouse.Conflict || !strings.Contains(err.Error(), b.ID) {
		t.Errorf("a second bulletin of May: %v", err)
	}
	if traced := do[*Traced](t)(o.Figure(ctx, city, b.ID, document.Chinese, "overall//accidents/value")); traced.Figure.Text != "10" || traced.Query == nil || traced.Data.Version != 8 {
		t.Errorf("the figure leads to %+v", traced)
	}
	if n, err := CheckNumbers(ctx, o.state); err != nil || n != 1 {
		t.Errorf("%d numbers: %v", n, err)
	}
	stored, _ := o.state.Bulletin(ctx, b.ID)
	if read, err := Check(ctx, o.state, stored); err != nil || len(read) != 12+7 { // files; the contents after draft, 3 edits, refresh, confirm, issue
		t.Errorf("%d documents are whole (%v)", len(read), err)
	}
}

func second1(_ *Bulletin, err error) error { return err }

// A draft is printed with its mark, and what must be written is missed.
func TestADraftIsMarkedAndIncomplete(t *testing.T) {
	o := newOffice(t)
	b := do[*Bulletin](t)(o.Draft(t.Context(), writer, Request{Case: month("2026-05"), Remark: "第三个工作日"}))
	p := do[*Printed](t)(o.File(t.Context(), writer, b.ID, Printing{Format: render.DOCX, Language: document.English}))
	if p.Stored || p.Name != "（DRAFT） 2026-05安全生产情况通报.docx" || !strings.Contains(string(p.Body), `"mark":"DRAFT"`) {
		t.Errorf("the draft is %s: %.80s", p.Name, p.Body)
	}
	_, err := o.Review(t.Context(), Doing{Caller: second, Bulletin: b.ID})
	refused(t, err, warehouse.BadRequest, "requirements (zh) must be written by a person")
	_, err = o.Issue(t.Context(), Doing{Caller: signer, Bulletin: b.ID}, Issuing{Signer: "李四", Date: day("2026-06-03")})
	refused(t, err, warehouse.BadRequest, "review it first")
	_, err = o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID}, Text{"ranking", document.Chinese, "x"})
	refused(t, err, warehouse.BadRequest, "expected overall, requirements")
	_, err = o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.Chinese, "死亡[[overall//deaths/value|3]]人"})
	refused(t, err, warehouse.BadRequest, "overall//deaths/value")
	// Taking the own text back gives the composed one again.
	do[*Bulletin](t)(o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.English, "Quiet."}))
	b = do[*Bulletin](t)(o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.English, " "}))
	if s := b.Content.Composition.Sections[0]; s.ByHand[document.English] || !strings.HasPrefix(s.Text[document.English], "There were") {
		t.Errorf("the section is %+v", s)
	}
}

// Ten people write in ten drafts' sections at once, two in each: both texts are there afterwards, whoever was first, also when both
// had seen the same state. Two in the same section: one is told to look again.
func TestTwoPeopleWriteAtOnce(t *testing.T) {
	o := newOffice(t)
	b := do[*Bulletin](t)(o.Draft(t.Context(), writer, Request{Case: month("2026-05")}))
	for round := range 5 {
		seen := do[*Bulletin](t)(o.Bulletin(t.Context(), writer, b.ID)).Acts
		texts := []Text{{"overall", document.Chinese, "甲"}, {"requirements", document.Chinese, "乙"}, {"overall", document.English, "A"}, {"requirements", document.English, "B"}}
		errs := make([]error, len(texts))
		var wait sync.WaitGroup
		for i, text := range texts {
			wait.Go(func() {
				text.Text += strings.Repeat("啊", round)
				_, errs[i] = o.Edit(context.Background(), Doing{Caller: writer, Bulletin: b.ID, Seen: seen * (i % 2)}, text)
			})
		}
		wait.Wait()
		now := do[*Bulletin](t)(o.Bulletin(t.Context(), writer, b.ID))
		for i, text := range texts {
			section := now.Content.Composition.Sections[i%2]
			if errs[i] != nil || section.Text[text.Language] != text.Text+strings.Repeat("啊", round) {
				t.Errorf("round %d: %s in %s is %q (%v)", round, text.Section, text.Language, section.Text[text.Language], errs[i])
			}
		}
	}
	seen := do[*Bulletin](t)(o.Bulletin(t.Context(), writer, b.ID)).Acts
	for _, mine := range []struct {
		text Text
		code string
	}{{Text{"overall", document.Chinese, "丙"}, ""}, {Text{"overall", document.Chinese, "丁"}, warehouse.Conflict}, {Text{"requirements", document.Chinese, "戊"}, ""}} {
		if _, err := o.Edit(t.Context(), Doing{Caller: second, Bulletin: b.ID, Seen: seen}, mine.text); codeOf(err) != mine.code {
			t.Errorf("%+v, having seen %d acts: %v", mine.text, seen, err)
		}
	}
	// Nobody reviews what was written behind his back, and nobody writes on figures that are not those he saw.
	_, err := o.Review(t.Context(), Doing{Caller: second, Bulletin: b.ID, Seen: seen})
	refused(t, err, warehouse.Conflict, "somebody else acted")
	do[*Bulletin](t)(o.Refresh(t.Context(), Doing{Caller: second, Bulletin: b.ID}, 8))
	_, err = o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID, Seen: seen + 2}, Text{"overall", document.Chinese, "己"})
	refused(t, err, warehouse.Conflict, "somebody else acted")
	_, err = o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID, Seen: 999}, Text{"overall", document.Chinese, "己"})
	refused(t, err, warehouse.BadRequest, "nobody can have seen 999")
}

// A failed blocking check holds the bulletin, with its reason, until it is gone or a person takes the responsibility. That is for
// what was found: when a refresh finds something else it holds again.
func TestAHoldIsOverriddenWithAReason(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.desk.held = []bulletin.Hold{{Check: "hazards/duplicates", Reason: warehouse.Text{ZH: "3行重复", EN: "3 rows twice"}}}
	b := o.drafted("2026-05")
	_, err := o.Review(ctx, Doing{Caller: second, Bulletin: b.ID})
	refused(t, err, warehouse.BadRequest, "blocking checks of the data failed: hazards/duplicates")
	_, err = o.Override(ctx, Doing{Caller: second, Bulletin: b.ID}, "hazards/duplicates")
	refused(t, err, warehouse.BadRequest, "say why")
	_, err = o.Override(ctx, Doing{Caller: second, Bulletin: b.ID, Remark: "x"}, "hazards/late")
	refused(t, err, warehouse.BadRequest, "what holds it is hazards/duplicates")
	b = do[*Bulletin](t)(o.Override(ctx, Doing{Caller: second, Bulletin: b.ID, Remark: "经核实不影响通报数据"}, "hazards/duplicates"))
	if len(b.Content.Holds) != 0 || len(b.Content.Overrides) != 1 || b.Content.Overrides[0].By != second.Name || b.Content.Overrides[0].Reason != "经核实不影响通报数据" || len(b.Content.Composition.Held) != 1 {
		t.Errorf("overridden: %+v", b.Content.Overrides)
	}
	// An edit keeps the decision, another finding does not.
	b = do[*Bulletin](t)(o.Edit(ctx, Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.Chinese, "五月"}))
	if len(b.Content.Holds) != 0 {
		t.Errorf("after an edit it is held by %+v", b.Content.Holds)
	}
	o.desk.held = []bulletin.Hold{{Check: "hazards/duplicates", Reason: warehouse.Text{ZH: "300行重复", EN: "300 rows twice"}}}
	if b = do[*Bulletin](t)(o.Refresh(ctx, Doing{Caller: writer, Bulletin: b.ID}, 0)); len(b.Content.Holds) != 1 || len(b.Content.Overrides) != 0 {
		t.Errorf("300 rows twice hold it by %+v, overridden by %+v", b.Content.Holds, b.Content.Overrides)
	}
	o.desk.held = nil
	do[*Bulletin](t)(o.Refresh(ctx, Doing{Caller: writer, Bulletin: b.ID}, 0))
	do[*Bulletin](t)(o.Review(ctx, Doing{Caller: second, Bulletin: b.ID}))
}

// Who sees a bulletin of 桓台县, and who may do what with it.
func TestWhoSeesAndDoesWhat(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	draft, issued := o.drafted("2026-04"), o.issued("2026-05", "2026-06-03")
	for _, who := range []struct {
		caller                 access.Caller
		draft, issued, content bool
	}{
		{writer, true, true, true}, {signer, true, true, true}, {access.Local(), true, true, true},
		{city, false, true, true},       // an analyst of the city reads what was issued
		{screen, false, true, false},    // a wall screen is told that it was issued
		{neighbor, false, false, false}, // another county
		{mines, false, false, false},    // who sees one sector must not see figures of all
		{access.Caller{Name: "危化", Role: access.Office, Scope: access.Scope{All: true, Facts: []string{"hazard"}}}, false, false, false},
		{access.Caller{}, false, false, false},
	} {
		_, err := o.Bulletin(ctx, who.caller, draft.ID)
		if seen := err == nil; seen != who.draft || !seen && codeOf(err) != warehouse.NotFound {
			t.Errorf("%s and the draft: %v", who.caller.Name, err)
		}
		b, err := o.Bulletin(ctx, who.caller, issued.ID)
		if (err == nil) != who.issued || err == nil && (b.Content != nil) != who.content {
			t.Errorf("%s and the issued one: %+v (%v)", who.caller.Name, b, err)
		}
		_, err = o.File(ctx, who.caller, issued.ID, Printing{Format: render.PDF, Language: document.Chinese})
		if want := map[bool]string{true: "", false: map[bool]string{true: warehouse.Forbidden, false: warehouse.NotFound}[who.issued]}[who.content]; codeOf(err) != want {
			t.Errorf("%s and the file: %v, expected %q", who.caller.Name, err, want)
		}
		list, _, err := o.List(ctx, who.caller, Filter{First: 10})
		numbers, numbersErr := o.Numbers(ctx, who.caller, "", 0)
		want := 0
		for _, sees := range []bool{who.draft, who.issued} {
			if sees {
				want++
			}
		}
		if err != nil || numbersErr != nil || len(list) != want || (len(numbers) == 1) != who.issued {
			t.Errorf("%s is listed %d bulletins and %d numbers (%v)", who.caller.Name, len(list), len(numbers), err)
		}
	}
	if b := do[*Bulletin](t)(o.Bulletin(ctx, screen, issued.ID)); b.DocumentNumber == "" || b.Acts != 0 || b.DraftedBy != "" || b.Files[0].SHA256 == "" {
		t.Errorf("the screen is told %+v", b)
	}
	if acts := do[[]Act](t)(o.Acts(ctx, city, issued.ID)); len(acts) != 1 || acts[0].Kind != Sign || acts[0].Who != "" || acts[0].Number != 1 {
		t.Errorf("the city is told %+v", acts)
	}
	for what, err := range map[string]error{
		"another county drafts": second1(o.Draft(ctx, neighbor, Request{Case: month("2026-03")})), "an analyst drafts": second1(o.Draft(ctx, city, Request{Case: month("2026-03")})),
		"a sector drafts": second1(o.Draft(ctx, mines, Request{Case: month("2026-03")})), "the leader writes": second1(o.Edit(ctx, Doing{Caller: signer, Bulletin: draft.ID}, Text{"overall", document.Chinese, "x"})),
		"the leader reviews": second1(o.Review(ctx, Doing{Caller: signer, Bulletin: draft.ID})), "the office voids what was issued": second1(o.Void(ctx, Doing{Caller: writer, Bulletin: issued.ID, Remark: "x"})),
		"an analyst voids": second1(o.Void(ctx, Doing{Caller: city, Bulletin: issued.ID, Remark: "x"})),
	} {
		if codeOf(err) != warehouse.Forbidden {
			t.Errorf("%s: %v", what, err)
		}
	}
	do[*Bulletin](t)(o.Review(ctx, Doing{Caller: second, Bulletin: draft.ID}))
	_, err := o.Issue(ctx, Doing{Caller: writer, Bulletin: draft.ID}, Issuing{Signer: "李四", Date: day("2026-06-03")})
	refused(t, err, warehouse.Forbidden, "may not do this (issue)")
	// The bulletin of one sector is for who sees that sector.
	mine := month("2026-05")
	mine.Sector = "mine"
	do[*Bulletin](t)(o.Draft(ctx, mines, Request{Case: mine}))
}

// What renderings print each in their own way, or nobody sees, is no text; where it stands is told.
func TestATextIsLegible(t *testing.T) {
	o := newOffice(t)
	b := o.drafted("2026-05")
	for text, words := range map[string]string{
		"甲\n乙\x00丙": "section overall (zh): line 2: U+0000 at character 2", "甲\u2028乙": "U+2028", "\ufffe": "U+FFFE", "a\u202eb": "U+202E", "\ue001": "U+E001",
		"甲\xff": "no UTF-8", "\u200b": "U+200B", "## ": "says nothing", strings.Repeat("\x01", 9): "and 4 more",
	} {
		_, err := o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.Chinese, text})
		refused(t, err, warehouse.BadRequest, words)
	}
	_, err := o.Issue(t.Context(), Doing{Caller: signer, Bulletin: o.reviewed("2026-04").ID}, Issuing{Signer: "李\u202e四", Date: day("2026-06-03")})
	refused(t, err, warehouse.BadRequest, "the signer: line 1: U+202E")
	_, err = o.Correct(t.Context(), Doing{Caller: writer, Bulletin: o.issued("2026-03", "2026-06-03").ID, Remark: "核\x00销"})
	refused(t, err, warehouse.BadRequest, "the reason: line 1: U+0000")
	do[*Bulletin](t)(o.Edit(t.Context(), Doing{Caller: writer, Bulletin: b.ID}, Text{"overall", document.Chinese, "\ufeff甲\t乙\r\n　丙𬭊。"}))
}

// torn is a printer that has no letter for a text.
type torn struct{ press }

func (torn) Render(_ context.Context, _ *document.Document, format render.Format, _ render.Options) ([]byte, error) {
	if format == render.PDF {
		return nil, warehouse.Fault(warehouse.BadRequest, "no font has 🔥 in section overall")
	}
	return []byte("x"), nil
}

// What cannot be printed is told at the review, while its text can still be changed, not to who signs.
func TestWhatCannotBePrintedIsNotReviewed(t *testing.T) {
	o := newOffice(t)
	b := o.drafted("2026-05")
	o.renderer = torn{}
	_, err := o.Review(t.Context(), Doing{Caller: second, Bulletin: b.ID})
	if fault, ok := errors.AsType[*warehouse.Error](err); !ok || fault.Code != warehouse.BadRequest || !strings.Contains(err.Error(), "section overall") {
		t.Errorf("told %v", err)
	}
}

// A document is of the day of its signing, 1 July at the latest here, and printed soon after: what was issued cannot be mended.
func TestADocumentIsNotOfTheFuture(t *testing.T) {
	o := newOffice(t)
	o.options.Today = func() safety.Date { return day("2026-07-01") }
	b := o.reviewed("2026-05")
	for words, at := range map[string]Issuing{
		"2206-07-01 is not there yet, today is 2026-07-01": {Date: day("2206-07-01")}, "2026-07-02 is not there yet": {Date: day("2026-07-02")},
		"within 15 days from today": {Date: day("2026-07-01"), PrintedOn: day("2026-07-17")},
	} {
		at.Signer = "李四"
		_, err := o.Issue(t.Context(), Doing{Caller: signer, Bulletin: b.ID}, at)
		refused(t, err, warehouse.BadRequest, words)
	}
	if b = do[*Bulletin](t)(o.Issue(t.Context(), Doing{Caller: signer, Bulletin: b.ID}, Issuing{Signer: "李四", Date: day("2026-07-01"), PrintedOn: day("2026-07-16")})); b.DocumentNumber != "桓安办通报〔2026〕1号" {
		t.Errorf("it is %s", b.DocumentNumber)
	}
}
