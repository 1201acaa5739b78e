package dispatch

import (
	"slices"
	"strings"
	"testing"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/state"
	"anlan/warehouse"
)

// The bulletin of May said 12 accidents, 3 fewer than the year before. Two are struck off: the correction says 10, 5 fewer, and lists
// both, as printed and as they are, with the reason. Until it is issued the old one holds; then the old one is superseded in the same
// moment, and can still be read: byte for byte, or with its mark.
func TestACorrectionListsEveryChangedFigure(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	old := o.issued("2026-05", "2026-06-03")
	o.desk.version = 8
	_, err := o.Correct(ctx, Doing{Caller: writer, Bulletin: old.ID})
	refused(t, err, warehouse.BadRequest, "say why")
	b := do[*Bulletin](t)(o.Correct(ctx, Doing{Caller: writer, Bulletin: old.ID, Remark: "两起事故经核查予以核销"}))
	want := []Correction{
		{bulletin.FigureChange{Figure: "overall//accidents/value", Label: "桓台县 事故起数", Before: "12", After: "10"}, "桓安办通报〔2026〕1号"},
		{bulletin.FigureChange{Figure: "overall//accidents/change/previous_year", Label: "桓台县 事故起数同比增减", Before: "-3", After: "-5"}, "桓安办通报〔2026〕1号"},
	}
	if b.Supersedes != old.ID || b.Number != 2 || b.Reason != "两起事故经核查予以核销" || !slices.Equal(b.Content.Corrected, want) {
		t.Fatalf("the correction of %s is %+v: %+v", b.Supersedes, b, b.Content.Corrected)
	}
	if text := b.Content.Composition.Sections[1].Text[document.Chinese]; text != "各镇要严格落实责任。" {
		t.Errorf("what people wrote is %q", text)
	}
	_, err = o.Correct(ctx, Doing{Caller: writer, Bulletin: old.ID, Remark: "再"})
	refused(t, err, warehouse.Conflict, b.ID)
	// It is printed: before everything else that it replaces another, and a table of two rows, whose figures are figures.
	d := b.Content.Composition.Documents[document.Chinese]
	if got := plain(d, "correction"); got != "现对《2026-05安全生产情况通报》（桓安办通报〔2026〕1号）予以更正重发，原文同时废止。更正原因：两起事故经核查予以核销。更正的数据见附件《更正对照表》。" {
		t.Error(got)
	}
	if got := plain(d, "更正对照表/corrected_figures"); got != "桓台县 事故起数 | 12 | 10\n桓台县 事故起数同比增减 | -3 | -5" {
		t.Error(got)
	}
	if f := d.Figure("printed_before/overall//accidents/value"); f == nil || f.Text != "12" || f.Query != printedBefore {
		t.Errorf("the figure that was printed is %+v", f)
	}
	do[*Bulletin](t)(o.Review(ctx, Doing{Caller: second, Bulletin: b.ID}))
	if now := do[*Bulletin](t)(o.Bulletin(ctx, city, old.ID)); now.Stage != Issued {
		t.Errorf("before the correction is issued the old one is %s", now.Stage)
	}
	b = do[*Bulletin](t)(o.Issue(ctx, Doing{Caller: signer, Bulletin: b.ID}, Issuing{Signer: "李四", Date: day("2026-06-20")}))
	now := do[*Bulletin](t)(o.Bulletin(ctx, city, old.ID))
	if b.DocumentNumber != "桓安办通报〔2026〕2号" || now.Stage != Superseded || now.SupersededBy != b.ID || now.DocumentNumber != old.DocumentNumber || now.Digest != old.Digest {
		t.Errorf("%s issued, the old one is %+v", b.DocumentNumber, now)
	}
	ask := Printing{Format: render.HTML, Language: document.Chinese}
	if p := do[*Printed](t)(o.File(ctx, city, old.ID, ask)); p.Stored || !strings.Contains(string(p.Body), `"mark":"已更正"`) || !strings.Contains(string(p.Body), `"12"`) {
		t.Errorf("the old one is printed %.200s", p.Body)
	}
	ask.Original = true
	if p := do[*Printed](t)(o.File(ctx, city, old.ID, ask)); !p.Stored || state.Digest(p.Body) != old.Files[2].SHA256 {
		t.Errorf("the old one's own bytes are %.200s", p.Body)
	}
	diff := do[*Differences](t)(o.Differences(ctx, city, "", b.ID))
	if len(diff.Changes.Figures) != 2 || diff.Before.ID != old.ID || diff.Texts[1].Before != "全县发生事故12起，同比减少3起。" || diff.Texts[1].After != "全县发生事故10起，同比减少5起。" {
		t.Errorf("they differ in %+v", diff)
	}
	_, err = o.Void(ctx, Doing{Caller: signer, Bulletin: old.ID, Remark: "x"})
	refused(t, err, warehouse.BadRequest, "superseded and stays so")
	// A correction that became void leaves its number taken, and the case open for a new bulletin.
	do[*Bulletin](t)(o.Void(ctx, Doing{Caller: signer, Bulletin: b.ID, Remark: "用印有误"}))
	do[*Bulletin](t)(o.Draft(ctx, writer, Request{Case: month("2026-05")}))
	for _, id := range []string{old.ID, b.ID} {
		stored, _ := o.state.Bulletin(ctx, id)
		if _, err := Check(ctx, o.state, stored); err != nil {
			t.Error(err)
		}
	}
}

// What was declared void while its correction was prepared is not superseded any more: the correction says so, and nothing is taken.
func TestACorrectionOfWhatIsVoidIsRefused(t *testing.T) {
	o := newOffice(t)
	old := o.issued("2026-05", "2026-06-03")
	b := do[*Bulletin](t)(o.Correct(t.Context(), Doing{Caller: writer, Bulletin: old.ID, Remark: "核销"}))
	do[*Bulletin](t)(o.Review(t.Context(), Doing{Caller: second, Bulletin: b.ID}))
	do[*Bulletin](t)(o.Void(t.Context(), Doing{Caller: signer, Bulletin: old.ID, Remark: "作废"}))
	_, err := o.Issue(t.Context(), Doing{Caller: signer, Bulletin: b.ID}, Issuing{Signer: "李四", Date: day("2026-06-20")})
	refused(t, err, warehouse.BadRequest, "is void: declare the correction void")
	if numbers := do[[]Numbered](t)(o.Numbers(t.Context(), city, "桓安办通报", 2026)); len(numbers) != 1 || numbers[0].Stage != Void || numbers[0].Text != "桓安办通报〔2026〕1号" {
		t.Errorf("taken are %+v, expected number 1 as 作废", numbers)
	}
}

// May 2025 was printed with 17 accidents; today it has 15, which May 2026 is set against: 12, 3 fewer. Both are kept.
func TestABaseThatWasPrintedOtherwise(t *testing.T) {
	o := newOffice(t)
	o.desk.now["2025-05/7"] = 17
	o.issued("2025-05", "2025-06-03")
	b := o.drafted("2026-05")
	want := []Correction{{bulletin.FigureChange{Figure: "overall//accidents/value", Label: "桓台县 事故起数", Before: "17", After: "15"}, "桓安办通报〔2025〕1号"}}
	if !slices.Equal(b.Content.Bases, want) {
		t.Errorf("the bases are %+v", b.Content.Bases)
	}
	if note := b.Content.Composition.Documents[document.Chinese].Data.Sentence; note != "比较基数为今日更正后的数据，部分与桓安办通报〔2025〕1号所印不一致。" {
		t.Errorf("behind the data it says %q", note)
	}
}

// Of a month that still runs the base ends on the same day a year ago: the whole month that was printed then is another figure, and
// nothing was corrected.
func TestABaseOfOtherDaysWasNotPrintedOtherwise(t *testing.T) {
	o := newOffice(t)
	o.desk.now["2025-05/7"] = 17
	o.issued("2025-05", "2025-06-03")
	b := do[*Bulletin](t)(o.Draft(t.Context(), writer, Request{Case: month("2026-05"), AsOf: day("2026-05-15")}))
	if len(b.Content.Bases) != 0 || b.Content.Composition.Documents[document.Chinese].Data.Sentence != "" {
		t.Errorf("1–15 May against the whole month of last year: %+v", b.Content.Bases)
	}
}
