package result

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

// standing prints a result in one word: each subject's code, score, rank and grade.
func standing(d *Document) string {
	words := make([]string, 0, len(d.Subjects))
	for _, s := range d.Subjects {
		words = append(words, s.Key+"="+marks(s.Score)+"/"+place(s.Rank)+"/"+s.Grade.Name)
	}
	return strings.Join(words, " ")
}

// The whole way of a result: each step names who went it, and from the approval on nothing changes.
func TestAResultGoesItsWay(t *testing.T) {
	d := newDesk(t)
	run := d.compute("2026Q1")
	if got, want := standing(run.Document), "370303=95/1/excellent ZB-GXQ=91.5/2/excellent 370321=88/3/good"; got != want {
		t.Errorf("computed %s, expected %s", got, want)
	}
	published := d.to(run.ID, Published)
	if published.Stage != Published || published.PublishedAt.IsZero() || published.Number != 1 || published.AddedBy != preparer.Name {
		t.Errorf("published: %+v", published)
	}
	acts, err := d.Acts(t.Context(), preparer, run.ID)
	var told []string
	for _, a := range acts {
		told = append(told, string(a.Kind)+" by "+a.Who)
	}
	want := []string{"compute by 淄博市安委办", "feedback by 淄博市安委办", "review by 淄博市安委办", "approve by 淄博市安委会主任", "publish by 淄博市安委办"}
	if err != nil || !slices.Equal(told, want) {
		t.Errorf("the acts are %v (%v), expected %v", told, err, want)
	}
	audits, err := d.state.Audits(t.Context(), 10)
	if err != nil || len(audits) != 5 || audits[0].Action != "assessment publish" || audits[0].Subject != run.ID {
		t.Errorf("the audit holds %+v (%v)", audits, err)
	}
}

// What is published stays: later records, another scheme under the same name, a data version that is gone and a new program
// change no byte of it.
func TestAPublishedResultNeverChanges(t *testing.T) {
	d := newDesk(t)
	run := d.compute("2026Q1")
	d.to(run.ID, Published)
	before := d.bytes(run.ID)
	d.office.rates["370321"], d.office.version = "99", 8 // corrections came; version 7 is gone
	d.office.text, d.office.harsher = "scheme: something else\n", true
	d.restart("2.0")
	if d.bytes(run.ID) != before {
		t.Error("the bytes are others")
	}
	text, err := d.SchemeText(t.Context(), huantai, run.ID)
	if err != nil || string(text) != "scheme: county_quarterly\n" {
		t.Errorf("its scheme is %q (%v), expected the text that it was computed by", text, err)
	}
	q := quarter(t, "2026Q1")
	second := d.compute("2026Q1")
	if second.Number != 2 || d.bytes(run.ID) != before {
		t.Errorf("the second run is %d", second.Number)
	}
	official, err := d.Official(t.Context(), huantai, q)
	if err != nil || official == nil || official.ID != run.ID {
		t.Errorf("the official result is %+v (%v), expected the published one", official, err)
	}
	for what, err := range map[string]error{
		"adjusted":  second2(d.Adjust(t.Context(), Doing{Caller: preparer, Run: run.ID, Remark: "x"}, Adjustment{Subject: "370321", Marks: number("1"), Evidence: "y"})),
		"sent back": second2(d.SendBack(t.Context(), Doing{Caller: director, Run: run.ID, Remark: "x"}, Review)),
		"appealed":  second2(d.Appeal(t.Context(), Doing{Caller: huantai, Run: run.ID, Remark: "x"}, "370321", "")),
	} {
		if codeOf(err) != warehouse.BadRequest {
			t.Errorf("%s: %v, expected it to be refused", what, err)
		}
	}
	if _, err := d.Void(t.Context(), Doing{Caller: director, Run: run.ID, Remark: "数据有误"}); err != nil {
		t.Fatal(err)
	}
	if d.bytes(run.ID) != before {
		t.Error("void, the bytes are others")
	}
	if official, err := d.Official(t.Context(), preparer, q); err != nil || official != nil {
		t.Errorf("after it was voided the official result is %+v (%v), expected none", official, err)
	}
}

func second2(_ *Run, err error) error { return err }

// Who may do what, at which stage. Everything else is refused, and nothing is written.
func TestWhoMayActOnAResult(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	for _, c := range []access.Caller{director, screen, huantai, {}} {
		if _, err := d.Compute(ctx, c, quarter(t, "2026Q1"), ""); codeOf(err) != warehouse.Forbidden {
			t.Errorf("%q computes: %v", c.Name, err)
		}
	}
	run := d.compute("2026Q1").ID
	step := func(by access.Caller, kind Kind) error {
		return second2(d.Step(ctx, Doing{Caller: by, Run: run}, kind))
	}
	refused := func(what, code string, err error) {
		t.Helper()
		if codeOf(err) != code {
			t.Errorf("%s: %v, expected %s", what, err, code)
		}
	}
	refused("a screen sends it out", warehouse.NotFound, step(screen, Send))
	refused("a county sends it out", warehouse.NotFound, step(huantai, Send))
	refused("the leader sends it out", warehouse.Forbidden, step(director, Send))
	refused("a stage is left out", warehouse.BadRequest, step(preparer, Examine))
	refused("no step", warehouse.BadRequest, step(preparer, Adjust))
	refused("an appeal before it is sent out", warehouse.NotFound, second2(d.Appeal(ctx, Doing{Caller: huantai, Run: run, Remark: "x"}, "370321", "")))
	refused("sent back without a reason", warehouse.BadRequest, second2(d.SendBack(ctx, Doing{Caller: preparer, Run: run}, Initial)))
	d.to(run, Feedback)
	refused("an appeal for another county", warehouse.Forbidden, second2(d.Appeal(ctx, Doing{Caller: huantai, Run: run, Remark: "x"}, "370303", "")))
	refused("an appeal for all of the city's", warehouse.NotFound, second2(d.Appeal(ctx, Doing{Caller: jinan, Run: run, Remark: "x"}, "370303", "")))
	refused("an appeal without words", warehouse.BadRequest, second2(d.Appeal(ctx, Doing{Caller: huantai, Run: run}, "370321", "")))
	refused("an appeal about no line", warehouse.BadRequest, second2(d.Appeal(ctx, Doing{Caller: huantai, Run: run, Remark: "x"}, "370321", "nothing")))
	refused("a county adjusts itself", warehouse.Forbidden, second2(d.Adjust(ctx, Doing{Caller: huantai, Run: run, Remark: "x"}, Adjustment{Subject: "370321", Marks: number("5"), Evidence: "y"})))
	refused("a county voids it", warehouse.Forbidden, second2(d.Void(ctx, Doing{Caller: huantai, Run: run, Remark: "x"})))
	refused("no reason", warehouse.BadRequest, second2(d.Adjust(ctx, Doing{Caller: preparer, Run: run}, Adjustment{Subject: "370321", Marks: number("5"), Evidence: "y"})))
	refused("no evidence", warehouse.BadRequest, second2(d.Adjust(ctx, Doing{Caller: preparer, Run: run, Remark: "x"}, Adjustment{Subject: "370321", Marks: number("5")})))
	refused("no marks", warehouse.BadRequest, second2(d.Adjust(ctx, Doing{Caller: preparer, Run: run, Remark: "x"}, Adjustment{Subject: "370321", Evidence: "y"})))
	refused("nobody's run", warehouse.NotFound, second2(d.Step(ctx, Doing{Caller: preparer, Run: "as_0"}, Send)))
	if _, err := d.Step(ctx, Doing{Caller: preparer, Run: run}, Examine); err != nil {
		t.Fatal(err)
	}
	refused("the office approves its own", warehouse.Forbidden, step(preparer, Approve))
	if err := step(director, Approve); err != nil {
		t.Fatal(err)
	}
	refused("the office sends back what is approved", warehouse.Forbidden, second2(d.SendBack(ctx, Doing{Caller: preparer, Run: run, Remark: "x"}, Review)))
	refused("adjusted after the approval", warehouse.BadRequest, second2(d.Adjust(ctx, Doing{Caller: preparer, Run: run, Remark: "x"}, Adjustment{Subject: "370321", Marks: number("5"), Evidence: "y"})))
	refused("the leader publishes", warehouse.Forbidden, step(director, Publish))
	if _, err := d.SendBack(ctx, Doing{Caller: director, Run: run, Remark: "复核材料不全"}, Review); err != nil {
		t.Fatal(err)
	}
	acts, err := d.Acts(ctx, preparer, run)
	if err != nil || len(acts) != 5 || acts[4].Kind != Return || acts[4].Stage != Review {
		t.Errorf("the acts are %+v (%v), expected compute, feedback, review, approve, send_back", acts, err)
	}
}

// A period that goes on has a provisional ranking and no result.
func TestARunningPeriodHasNoResult(t *testing.T) {
	d := newDesk(t)
	q := quarter(t, "2026Q2")
	q.AsOf = day("2026-05-06")
	if _, err := d.Compute(t.Context(), preparer, q, ""); codeOf(err) != warehouse.BadRequest {
		t.Errorf("%v, expected it to be refused", err)
	}
}

// What each may see of a result at each stage.
func TestWhoSeesWhatOfAResult(t *testing.T) {
	d := newDesk(t)
	run := d.compute("2026Q1").ID
	limited := huantai
	limited.Scope.Sectors = []string{"mine"}
	blind := preparer
	blind.Scope.Facts = []string{"accident"}
	everything := "370303=95/1/excellent* ZB-GXQ=91.5/2/excellent* 370321=88/3/good*"
	lines := "370303=95/1/excellent ZB-GXQ=91.5/2/excellent 370321=88/3/good"
	seen := func(c access.Caller) string {
		t.Helper()
		got, err := d.Run(t.Context(), c, run)
		listed, _, listErr := d.Runs(t.Context(), c, Filter{First: 10})
		if listErr != nil || (err == nil) != (len(listed) == 1) {
			t.Errorf("%s: listed %d (%v), found %v", c.Name, len(listed), listErr, err)
		}
		if err != nil {
			return codeOf(err)
		}
		var words []string
		for _, s := range got.Document.Subjects {
			word := s.Key + "=" + marks(s.Score) + "/" + place(s.Rank) + "/" + s.Grade.Name
			if !s.Redacted {
				word += "*"
			}
			if s.Redacted != (len(s.Lines) == 0 && len(s.Figures) == 0 && s.Area == nil) {
				t.Errorf("%s: %s is redacted %v and has %d lines", c.Name, s.Key, s.Redacted, len(s.Lines))
			}
			words = append(words, word)
		}
		if (got.Digest != "") != got.Whole || (got.Acts != 0) != got.Whole {
			t.Errorf("%s sees everything: %v, and is told %q and %d acts", c.Name, got.Whole, got.Digest, got.Acts)
		}
		if _, err := d.Document(t.Context(), c, run); (err == nil) != got.Whole {
			t.Errorf("%s sees everything: %v, and is given the bytes: %v", c.Name, got.Whole, err)
		}
		return strings.Join(words, " ")
	}
	own := "370321=88//good*"
	for _, at := range []struct {
		stage                                Stage
		group, screen, own, beside, no, lack string
	}{
		{Initial, everything, "not_found", "not_found", "not_found", "not_found", "not_found"},
		{Feedback, everything, "not_found", own, "370303=95//excellent*", "not_found", "not_found"},
		{Published, everything, everything, "370303=95/1/excellent ZB-GXQ=91.5/2/excellent 370321=88/3/good*", "370303=95/1/excellent* ZB-GXQ=91.5/2/excellent 370321=88/3/good", "not_found", lines},
	} {
		switch at.stage {
		case Feedback:
			d.to(run, Feedback)
		case Initial, Review, Approved, Void:
		case Published:
			for _, kind := range []Kind{Examine, Approve, Publish} {
				if _, err := d.Step(t.Context(), Doing{Caller: access.Local(), Run: run}, kind); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, c := range []struct {
			caller access.Caller
			want   string
		}{
			{preparer, at.group}, {director, at.group}, {screen, at.screen}, {huantai, at.own}, {zhangdian, at.beside}, {jinan, at.no},
			{limited, at.lack}, {blind, at.lack}, {access.Caller{Scope: preparer.Scope}, "not_found"},
		} {
			if got := seen(c.caller); got != c.want {
				t.Errorf("at %s %s (%v) sees %s, expected %s", at.stage, c.caller.Name, c.caller.Scope, got, c.want)
			}
		}
	}
}

// A subject learns of the steps and of what concerns itself, not of others' appeals, nor how many there were.
func TestAnAppealIsBetweenTwo(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	run := d.compute("2026Q1").ID
	d.to(run, Feedback)
	if _, err := d.Appeal(ctx, Doing{Caller: zhangdian, Run: run, Remark: "两条隐患重复"}, "370303", "rectified"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Appeal(ctx, Doing{Caller: huantai, Run: run, Remark: "三条已按期整改，系统迟录"}, "370321", "rectified"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Step(ctx, Doing{Caller: preparer, Run: run, Remark: "内部意见"}, Examine); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Step(ctx, Doing{Caller: director, Run: run}, Approve); codeOf(err) != warehouse.BadRequest || !strings.Contains(err.Error(), "acts 3, 4") {
		t.Errorf("approved with open appeals: %v", err)
	}
	if _, err := d.Answer(ctx, Doing{Caller: preparer, Run: run, Remark: "属实，予以调整"}, 4, true); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Answer(ctx, Doing{Caller: preparer, Run: run, Remark: "again"}, 4, false); codeOf(err) != warehouse.BadRequest {
		t.Errorf("answered twice: %v", err)
	}
	if _, err := d.Answer(ctx, Doing{Caller: preparer, Run: run, Remark: "经核查不重复"}, 3, false); err != nil {
		t.Fatal(err)
	}
	acts, err := d.Acts(ctx, huantai, run)
	var told []string
	for _, a := range acts {
		told = append(told, strings.Join([]string{place(a.Number), string(a.Kind), a.Who, a.Remark, place(a.Of), a.Document}, "|"))
	}
	want := []string{"1|feedback||||", "2|appeal|桓台县安委办|三条已按期整改，系统迟录||", "3|review||||", "4|answer|淄博市安委办|属实，予以调整|2|"}
	if err != nil || !slices.Equal(told, want) {
		t.Errorf("the county is told %q (%v), expected %q", told, err, want)
	}
	if _, err := d.Acts(ctx, screen, run); codeOf(err) != warehouse.NotFound {
		t.Errorf("a screen is told of acts before anything is published: %v", err)
	}
	if all, err := d.Acts(ctx, preparer, run); err != nil || len(all) != 7 || !*all[5].Upheld || *all[6].Upheld {
		t.Errorf("the office is told %+v (%v)", all, err)
	}
	if _, err := d.Step(ctx, Doing{Caller: director, Run: run}, Approve); err != nil {
		t.Errorf("with all appeals answered: %v", err)
	}
	if _, err := d.Step(ctx, Doing{Caller: preparer, Run: run}, Publish); err != nil {
		t.Fatal(err)
	}
	shown, err := d.Acts(ctx, screen, run)
	if err != nil || len(shown) != 4 || slices.ContainsFunc(shown, func(a Act) bool { return a.Who != "" || a.Remark != "" || a.Subject != "" }) {
		t.Errorf("a screen is told %+v (%v), expected feedback, review, approve and publish alone", shown, err)
	}
}

// Enterprises and departments rest on records of the whole region: only who sees all of it sees their sheets, and enterprises
// are published to nobody.
func TestResultsOfEnterprisesAndDepartments(t *testing.T) {
	for kind, lines := range map[scheme.SubjectKind]int{scheme.Enterprises: 0, scheme.Departments: 3} {
		d := newDesk(t)
		d.office.kind = kind
		run := d.compute("2026Q1").ID
		d.to(run, Published)
		limited := preparer
		limited.Scope.Sectors = []string{"mine"}
		if _, err := d.Run(t.Context(), huantai, run); codeOf(err) != warehouse.NotFound {
			t.Errorf("%s: a county sees the city's: %v", kind, err)
		}
		seen := 0
		if got, err := d.Run(t.Context(), limited, run); err == nil {
			seen = len(got.Document.Subjects)
			for _, s := range got.Document.Subjects {
				if !s.Redacted {
					t.Errorf("%s: who is limited to a sector sees the sheet of %s", kind, s.Name)
				}
			}
		}
		if seen != lines {
			t.Errorf("%s: who is limited to a sector sees %d lines, expected %d", kind, seen, lines)
		}
	}
}

// Bytes that somebody changed behind the program's back are not shown as a result.
func TestAChangedResultIsNotShown(t *testing.T) {
	d := newDesk(t)
	run := d.compute("2026Q1").ID
	db, err := sql.Open("sqlite", d.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"DROP TRIGGER assessment_document_stays", "UPDATE assessment_document SET body = CAST(replace(body, '95', '96') AS BLOB)"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := d.Run(t.Context(), preparer, run); codeOf(err) != warehouse.Internal || !strings.Contains(err.Error(), run+" is not as it was stored") {
		t.Errorf("it is shown: %+v (%v)", got, err)
	}
}
