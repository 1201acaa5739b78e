package result

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/warehouse"
)

// 桓台县 has 88 marks and is third, 良好. Its appeal is upheld: 4 marks for three hazards that were rectified in time, on paper. It
// comes to 92, second before 高新区 (91.5), and 优秀.
func TestAnAdjustmentIsALineOfItsOwn(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	run := d.compute("2026Q1").ID
	first := d.bytes(run)
	d.to(run, Feedback)
	adjust := func(marks, subject string) *Run {
		t.Helper()
		now, err := d.Adjust(ctx, Doing{Caller: preparer, Run: run, Remark: "三条隐患已按期整改，系统迟录"},
			Adjustment{Subject: subject, Line: "rectified", Marks: number(marks), Evidence: "桓安办函〔2026〕3号"})
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	now := adjust("4", "370321")
	if got, want := standing(now.Document), "370303=95/1/excellent 370321=92/2/excellent ZB-GXQ=91.5/3/excellent"; got != want {
		t.Errorf("adjusted %s, expected %s", got, want)
	}
	sheet := now.Document.Subject("370321")
	line := sheet.Line("adjustment_3")
	if line == nil || !line.Given.Equal(number("4")) || line.Kind != "adjustment" || line.Act != 3 || line.Evidence != "桓安办函〔2026〕3号" || line.Rule.ZH != "三条隐患已按期整改，系统迟录" {
		t.Errorf("the line is %+v", line)
	}
	if sum := given(sheet); !sum.Equal(*sheet.Score) {
		t.Errorf("the lines add up to %s, the score is %s", sum, sheet.Score)
	}
	// A second one, and the first is taken back: what remains is as if it never was, and the whole first result comes back
	// when nothing remains.
	adjust("-0.5", "370303")
	if got, want := standing(revoke(d, run, 3).Document), "370303=94.5/1/excellent ZB-GXQ=91.5/2/excellent 370321=88/3/good"; got != want {
		t.Errorf("taken back: %s, expected %s", got, want)
	}
	if _, err := d.Revoke(ctx, Doing{Caller: preparer, Run: run, Remark: "x"}, 3); codeOf(err) != warehouse.BadRequest {
		t.Errorf("taken back twice: %v", err)
	}
	revoke(d, run, 4)
	if d.bytes(run) != first {
		t.Error("with all adjustments taken back the bytes are not the first ones")
	}
	// Another adjustment, the approval: from then on it stays.
	adjust("4", "370321")
	for _, kind := range []Kind{Examine, Approve} {
		by := preparer
		if kind == Approve {
			by = director
		}
		if _, err := d.Step(ctx, Doing{Caller: by, Run: run}, kind); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Revoke(ctx, Doing{Caller: preparer, Run: run, Remark: "x"}, 7); codeOf(err) != warehouse.BadRequest {
		t.Errorf("taken back after the approval: %v", err)
	}
	if got, want := standing(d.find(run)), "370303=95/1/excellent 370321=92/2/excellent ZB-GXQ=91.5/3/excellent"; got != want {
		t.Errorf("approved %s, expected %s", got, want)
	}
}

func revoke(d *desk, run string, act int) *Run {
	d.t.Helper()
	now, err := d.Revoke(d.t.Context(), Doing{Caller: preparer, Run: run, Remark: "重复"}, act)
	if err != nil {
		d.t.Fatal(err)
	}
	return now
}

func (d *desk) find(run string) *Document {
	d.t.Helper()
	r, err := d.Run(d.t.Context(), preparer, run)
	if err != nil {
		d.t.Fatal(err)
	}
	return r.Document
}

func given(s *Subject) decimal.Decimal {
	sum := decimal.Zero
	for _, l := range s.Lines {
		sum = sum.Add(l.Given)
	}
	return sum
}

// A newer program that marks otherwise does not mix its marks with those of the older one.
func TestAnAdjustmentIsDecidedAsTheResultWas(t *testing.T) {
	d := newDesk(t)
	run := d.compute("2026Q1").ID
	before := d.bytes(run)
	d.office.rates["370321"] = "10" // later records are not asked for
	d.restart("1.1")
	one := Adjustment{Subject: "370321", Marks: number("1"), Evidence: "x"}
	if _, err := d.Adjust(t.Context(), Doing{Caller: preparer, Run: run, Remark: "x"}, one); err != nil {
		t.Fatal(err)
	}
	if got, want := standing(d.find(run)), "370303=95/1/excellent ZB-GXQ=91.5/2/excellent 370321=89/3/good"; got != want {
		t.Errorf("adjusted %s, expected %s", got, want)
	}
	if !strings.Contains(d.bytes(run), `"program":"1.0"`) || d.bytes(run) == before {
		t.Error("the result names another program than the one that computed it")
	}
	d.office.harsher = true
	d.restart("2.0")
	if _, err := d.Adjust(t.Context(), Doing{Caller: preparer, Run: run, Remark: "x"}, one); codeOf(err) != warehouse.Conflict || !strings.Contains(err.Error(), "compute a new run") {
		t.Errorf("%v, expected it to be refused", err)
	}
}

// Marks finer than the scheme gives would be rounded away from what was decided: they are refused.
func TestAnAdjustmentHasThePlacesOfTheScheme(t *testing.T) {
	d := newDesk(t)
	d.office.text = strings.Replace(regional, "of: score", "of: lines", 1) // each line has two places
	r := &Results{store: d.state, source: &marker{office: *d.office}, program: "1.0"}
	run, err := r.Compute(t.Context(), preparer, quarter(t, "2026Q1"), "")
	if err != nil {
		t.Fatal(err)
	}
	for marks, want := range map[string]string{"0.25": "", "0.1250": warehouse.BadRequest} {
		_, err := r.Adjust(t.Context(), Doing{Caller: preparer, Run: run.ID, Remark: "x"}, Adjustment{Subject: "370303", Marks: number(marks), Evidence: "y"})
		if codeOf(err) != want {
			t.Errorf("%s marks: %v, expected %q", marks, err, want)
		}
	}
}

// Who says what he saw is told when somebody acted since; what he wanted is not done.
func TestAnActIsOnWhatWasSeen(t *testing.T) {
	d := newDesk(t)
	run := d.to(d.compute("2026Q1").ID, Feedback)
	if _, err := d.Step(t.Context(), Doing{Caller: preparer, Run: run.ID}, Examine); err != nil {
		t.Fatal(err)
	}
	seen := d.t.Context()
	reviewed, err := d.Run(seen, director, run.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Adjust(seen, Doing{Caller: preparer, Run: run.ID, Remark: "x"}, Adjustment{Subject: "370303", Marks: number("-10"), Evidence: "y"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Step(seen, Doing{Caller: director, Run: run.ID, Seen: reviewed.Acts}, Approve); codeOf(err) != warehouse.Conflict {
		t.Errorf("approved what was adjusted meanwhile: %v", err)
	}
	if now := d.find(run.ID); now.Subject("370303").Rank != 3 {
		t.Errorf("after −10 张店区 is %d", now.Subject("370303").Rank)
	}
}

// A county saw 反馈 and its own appeal, two acts of four: others' appeals stand not in its way, nor does it learn of their number.
func TestWhatACountySawIsWhatItMaySee(t *testing.T) {
	d := newDesk(t)
	run := d.to(d.compute("2026Q1").ID, Feedback).ID
	appeal := func(by access.Caller, subject string, seen int) string {
		return codeOf(second2(d.Appeal(t.Context(), Doing{Caller: by, Run: run, Seen: seen, Remark: "x"}, subject, "")))
	}
	for _, c := range []access.Caller{zhangdian, huantai} {
		if code := appeal(c, string(c.Scope.Regions[0]), 1); code != "" {
			t.Fatalf("%s: %s", c.Name, code)
		}
	}
	for seen, want := range map[int]string{1: warehouse.Conflict, 3: warehouse.Conflict, 4: warehouse.Conflict} {
		if code := appeal(huantai, "370321", seen); code != want {
			t.Errorf("having seen %d: %q, expected %q", seen, code, want)
		}
	}
	if code := appeal(huantai, "370321", 2); code != "" {
		t.Errorf("having seen both: %s", code)
	}
}

// 张店区 appeals (act 3), 桓台县 is adjusted (act 4) and objects to that line (act 5). It is told of 反馈 (1), its adjustment (2) and its
// appeal (3), and finds them in its sheet under these numbers: 4 would tell that there was something before.
func TestAnAdjustmentIsNumberedAsItsSubjectIsTold(t *testing.T) {
	d := newDesk(t)
	run := d.to(d.compute("2026Q1").ID, Feedback).ID
	if _, err := d.Appeal(t.Context(), Doing{Caller: zhangdian, Run: run, Remark: "x"}, "370303", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Adjust(t.Context(), Doing{Caller: preparer, Run: run, Remark: "x"}, Adjustment{Subject: "370321", Marks: number("-1"), Evidence: "y"}); err != nil {
		t.Fatal(err)
	}
	now, err := d.Appeal(t.Context(), Doing{Caller: huantai, Run: run, Remark: "x"}, "370321", "adjustment_2")
	if fault := second2(d.Appeal(t.Context(), Doing{Caller: huantai, Run: run, Remark: "x"}, "370321", "adjustment_4")); codeOf(fault) != warehouse.BadRequest {
		t.Errorf("an appeal against a line by the number that others are told: %v", fault)
	}
	if err != nil {
		t.Fatal(err)
	}
	if line := now.Document.Subject("370321").Line("adjustment_2"); line == nil || line.Act != 2 || now.Document.Subject("370321").Line("adjustment_4") != nil {
		t.Errorf("its sheet has %+v", now.Document.Subject("370321").Lines)
	}
	acts, err := d.Acts(t.Context(), huantai, run)
	if err != nil || len(acts) != 3 || acts[1].Kind != Adjust || acts[2].Line != "adjustment_2" {
		t.Errorf("it is told of %+v (%v)", acts, err)
	}
	if all, err := d.Acts(t.Context(), preparer, run); err != nil || all[4].Line != "adjustment_4" || d.find(run).Subject("370321").Line("adjustment_4") == nil {
		t.Errorf("the office is told of %+v (%v)", all, err)
	}
	for _, appeal := range []int{3, 5} {
		if _, err := d.Answer(t.Context(), Doing{Caller: preparer, Run: run, Remark: "x"}, appeal, false); err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range []Kind{Examine, Approve, Publish} {
		if _, err := d.Step(t.Context(), Doing{Caller: access.Local(), Run: run}, kind); err != nil {
			t.Fatal(err)
		}
	}
	shown, err := d.Run(t.Context(), screen, run)
	if err != nil || shown.Document.Subject("370321").Line("adjustment_1") == nil {
		t.Errorf("a screen is shown %+v (%v), expected the one adjustment", shown, err)
	}
}
