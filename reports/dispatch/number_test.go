package dispatch

import (
	"errors"
	"strings"
	"testing"

	"anlan/reports/bulletin"
	"anlan/warehouse"
)

// A document number has hexagonal brackets, the whole year, and neither 第 nor zeros (GB/T 9704-2012, 7.2.5); what is nearly one is
// told how it is written.
func TestTheFormOfADocumentNumber(t *testing.T) {
	for text, want := range map[string]string{
		"桓安办通报〔2023〕1号": "", " 桓安办通报〔2023〕136号 ": "", "鲁安〔2023〕10号": "",
		"桓安办通报[2023]1号": "expected 桓安办通报〔2023〕1号", "桓安办通报（2023）1号": "expected 桓安办通报〔2023〕1号", "桓安办通报【2023】1号": "expected 桓安办通报〔2023〕1号",
		"桓安办通报〔2023〕第1号": "expected 桓安办通报〔2023〕1号", "桓安办通报〔2023〕001号": "expected 桓安办通报〔2023〕1号", "桓安办通报 [2023] 12": "expected 桓安办通报〔2023〕12号",
		"桓安办通报〔23〕1号": "no document number", "〔2023〕1号": "no document number", "桓安办通报〔2023〕0号": "no document number", "1号": "no document number",
	} {
		n, err := parseNumber(text)
		switch {
		case want == "" && (err != nil || n.String() != strings.TrimSpace(text)):
			t.Errorf("%q: %v (%v)", text, n, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q is told %v, expected %q", text, err, want)
		}
	}
}

// The series that is kept here counts each year of 成文日期 from 1; what became void keeps its number.
func TestTheKeptSeries(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	number := func(period, on string) string {
		b := o.issued(period, on)
		if on == "2026-02-03" {
			do[*Bulletin](t)(o.Void(ctx, Doing{Caller: signer, Bulletin: b.ID, Remark: "用印有误"}))
		}
		return b.DocumentNumber
	}
	for _, want := range []struct{ period, on, number string }{
		{"2025-11", "2025-12-03", "桓安办通报〔2025〕1号"},
		{"2026-01", "2026-02-03", "桓安办通报〔2026〕1号"}, // void afterwards
		{"2025-12", "2025-12-31", "桓安办通报〔2025〕2号"}, // signed on the last day of the year, entered later
		{"2026-01", "2026-02-04", "桓安办通报〔2026〕2号"}, // anew
		{"2026-02", "2026-03-03", "桓安办通报〔2026〕3号"},
	} {
		if got := number(want.period, want.on); got != want.number {
			t.Errorf("%s is issued as %s, expected %s", want.period, got, want.number)
		}
	}
	// One that is entered must be the next; as the first of its year it may be any, to go on after a registry on paper.
	b := o.reviewed("2026-03")
	sign := func(id, number, on string) (*Bulletin, error) {
		return o.Issue(ctx, Doing{Caller: signer, Bulletin: id}, Issuing{Number: number, Signer: "李四", Date: day(on)})
	}
	for number, want := range map[string]string{
		"桓安办通报〔2026〕7号": "the next number is 桓安办通报〔2026〕4号", "桓安办通报〔2026〕1号": "the next number is 桓安办通报〔2026〕4号", "桓安办通报〔2025〕3号": "another year", "淄安办通报〔2026〕4号": "another series",
		"桓安办通报(2026)4号": "expected 桓安办通报〔2026〕4号",
	} {
		_, err := sign(b.ID, number, "2026-04-03")
		refused(t, err, warehouse.BadRequest, want)
	}
	do[*Bulletin](t)(sign(b.ID, "桓安办通报〔2026〕4号", "2026-04-03"))
	do[*Bulletin](t)(sign(o.reviewed("2026-12").ID, "桓安办通报〔2027〕13号", "2027-01-05"))
	if b := do[*Bulletin](t)(sign(o.reviewed("2027-01").ID, "", "2027-02-03")); b.DocumentNumber != "桓安办通报〔2027〕14号" {
		t.Errorf("after 13 on paper the series goes on with %s", b.DocumentNumber)
	}
	if n, err := CheckNumbers(ctx, o.state); err != nil || n != 8 {
		t.Errorf("%d numbers: %v", n, err)
	}
	listed := do[[]Numbered](t)(o.Numbers(ctx, city, "桓安办通报", 2026))
	if len(listed) != 4 || listed[0].Stage != Void || listed[0].Text != "桓安办通报〔2026〕1号" || !listed[3].Kept {
		t.Errorf("listed are %+v", listed)
	}
	for on, want := range map[string]string{"2026-05-30": "data up to 2026-05-31: it cannot be of 2026-05-30", "": "say the date"} {
		at := Issuing{Signer: "李四"}
		if on != "" {
			at.Date = day(on)
		}
		_, err := o.Issue(ctx, Doing{Caller: signer, Bulletin: o.anyReviewed("2026-05")}, at)
		refused(t, err, warehouse.BadRequest, want)
	}
	for signedBy, want := range map[string]string{"": "say who signed", "赵六": "expected 李四, 王五"} {
		_, err := o.Issue(ctx, Doing{Caller: signer, Bulletin: o.anyReviewed("2026-05")}, Issuing{Signer: signedBy, Date: day("2026-06-03")})
		refused(t, err, warehouse.BadRequest, want)
	}
}

// anyReviewed is the reviewed bulletin of a month, made when there is none.
func (o *office) anyReviewed(period string) string {
	o.t.Helper()
	list, _, err := o.List(o.t.Context(), writer, Filter{Period: period, Stage: Reviewed, First: 1})
	if err != nil {
		o.t.Fatal(err)
	}
	if len(list) == 1 {
		return list[0].ID
	}
	return o.reviewed(period).ID
}

// The office's registry gives out numbers to other documents too: they are entered, need not follow one another, and each is taken
// once, also when its bulletin is void.
func TestNumbersOfTheRegistry(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.desk.series = bulletin.Registry
	sign := func(id, number string) (*Bulletin, error) {
		return o.Issue(ctx, Doing{Caller: signer, Bulletin: id}, Issuing{Number: number, Signer: "李四", Date: day("2026-07-03")})
	}
	_, err := sign(o.anyReviewed("2026-05"), "")
	refused(t, err, warehouse.BadRequest, "enter the one that it gave")
	b := do[*Bulletin](t)(sign(o.anyReviewed("2026-05"), "桓安办通报〔2026〕21号"))
	_, err = sign(o.anyReviewed("2026-06"), "桓安办通报〔2026〕21号")
	refused(t, err, warehouse.Conflict, "taken already, by a bulletin that is issued")
	do[*Bulletin](t)(o.Void(ctx, Doing{Caller: signer, Bulletin: b.ID, Remark: "作废"}))
	_, err = sign(o.anyReviewed("2026-06"), "桓安办通报〔2026〕21号")
	refused(t, err, warehouse.Conflict, "taken already, by a bulletin that is void")
	do[*Bulletin](t)(sign(o.anyReviewed("2026-06"), "桓安办通报〔2026〕19号"))
	if n, err := CheckNumbers(ctx, o.state); err != nil || n != 2 {
		t.Errorf("%d numbers: %v", n, err)
	}
}

// When nothing can be printed nothing is issued, and no number is taken.
func TestNothingIsIssuedByHalves(t *testing.T) {
	o := newOffice(t)
	b := o.reviewed("2026-05")
	files := 0
	o.renderer = press{after: func() {
		if files++; files == 7 {
			panic(errors.New("the printer burns"))
		}
	}}
	func() {
		defer func() { _ = recover() }()
		_, _ = o.Issue(t.Context(), Doing{Caller: signer, Bulletin: b.ID}, Issuing{Signer: "李四", Date: day("2026-06-03")})
	}()
	if now := do[*Bulletin](t)(o.Bulletin(t.Context(), signer, b.ID)); now.Stage != Reviewed || now.Acts != b.Acts || len(do[[]Numbered](t)(o.Numbers(t.Context(), signer, "", 0))) != 0 {
		t.Errorf("after the fire it is %+v", now)
	}
	o.renderer = press{}
	if b := do[*Bulletin](t)(o.Issue(t.Context(), Doing{Caller: signer, Bulletin: b.ID}, Issuing{Signer: "李四", Date: day("2026-06-03")})); b.DocumentNumber != "桓安办通报〔2026〕1号" {
		t.Errorf("it is issued as %s", b.DocumentNumber)
	}
}
