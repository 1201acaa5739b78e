package result

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/access"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

func told2(list []Difference) []string {
	var out []string
	for _, x := range list {
		out = append(out, strings.Join([]string{x.Subject, string(x.What), x.Item, x.Part, x.Before, x.After}, "|"))
	}
	return out
}

// Records came late: 桓台县 rectified 92 % in time instead of 88. The second run says what that changed, and nothing else.
func TestASecondRunListsTheDifferences(t *testing.T) {
	d := newDesk(t)
	first := d.compute("2026Q1").ID
	if _, err := d.Differences(t.Context(), preparer, "", first); codeOf(err) != warehouse.NotFound {
		t.Errorf("the first run is compared: %v", err)
	}
	d.office.rates["370321"], d.office.version = "92", 8
	second := d.compute("2026Q1").ID
	got, err := d.Differences(t.Context(), preparer, "", second)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"|basis|data_version||7|8",
		"370321|score|||88|92",
		"370321|rank|||3|2",
		"370321|grade|||good|excellent",
		"370321|line|rectified|given|88|92",
		"370321|line|rectified|lost|12|8",
		"370321|line|rectified|rule|rate 88|rate 92",
		"370321|figure|rectified_on_time_rate|value|88|92",
		"370321|figure|rectified_on_time_rate|numerator|88|92",
		"ZB-GXQ|rank|||2|3",
	}
	if list := told2(got.List); !slices.Equal(list, want) || got.Before.ID != first || got.After.ID != second {
		t.Errorf("the differences are\n%s\nexpected\n%s", strings.Join(list, "\n"), strings.Join(want, "\n"))
	}
	// A third run from the same data tells the same.
	third := d.compute("2026Q1").ID
	if same, err := d.Differences(t.Context(), preparer, "", third); err != nil || len(same.List) != 0 {
		t.Errorf("a run of the same data differs: %v (%v)", same.List, err)
	}
	if d.bytes(second) != d.bytes(third) {
		t.Error("the same figures gave other bytes")
	}
	if _, err := d.Differences(t.Context(), preparer, d.compute("2025Q4").ID, third); codeOf(err) != warehouse.BadRequest {
		t.Errorf("two cases are compared: %v", err)
	}
}

// A county is told what changed for itself, and the published lines of others once both runs are published.
func TestACountyIsToldItsOwnDifferences(t *testing.T) {
	d := newDesk(t)
	first := d.compute("2026Q1").ID
	d.to(first, Published)
	d.office.rates["370321"], d.office.rates["370303"], d.office.version = "92", "90", 8
	second := d.compute("2026Q1").ID
	ask := func(c access.Caller) []string {
		t.Helper()
		got, err := d.Differences(t.Context(), c, first, second)
		if err != nil {
			t.Fatal(err)
		}
		return told2(got.List)
	}
	if _, err := d.Differences(t.Context(), huantai, first, second); codeOf(err) != warehouse.NotFound {
		t.Errorf("before it is sent out: %v", err)
	}
	d.to(second, Feedback)
	own := []string{
		"|basis|data_version||7|8", "370321|score|||88|92", "370321|grade|||good|excellent", "370321|line|rectified|given|88|92",
		"370321|line|rectified|lost|12|8", "370321|line|rectified|rule|rate 88|rate 92",
		"370321|figure|rectified_on_time_rate|value|88|92", "370321|figure|rectified_on_time_rate|numerator|88|92",
	}
	if got := ask(huantai); !slices.Equal(got, own) {
		t.Errorf("at feedback it is told\n%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(own, "\n"))
	}
	for _, kind := range []Kind{Examine, Approve, Publish} {
		if _, err := d.Step(t.Context(), Doing{Caller: access.Local(), Run: second}, kind); err != nil {
			t.Fatal(err)
		}
	}
	all := []string{own[0], own[1], "370321|rank|||3|1", own[2], own[3], own[4], own[5], own[6], own[7], "370303|score|||95|90", "370303|rank|||1|3"}
	if got := ask(huantai); !slices.Equal(got, all) {
		t.Errorf("published it is told\n%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(all, "\n"))
	}
}

// Subjects that are in one run only, lines that a scheme dropped, figures that became known and ones that differ only in what is
// not printed.
func TestDifferencesOfEverything(t *testing.T) {
	seven, half := number("7"), number("0.33")
	before := &Document{Subjects: []Subject{
		{Key: "371202", Name: "莱城区", Score: &seven},
		{Key: "370321", Name: "桓台县", Score: &seven, Lines: []Line{{Name: "old", FullMarks: seven, Given: seven, Applies: true}}, Figures: []Figure{
			{Name: "rate", Value: Value{State: warehouse.Present, Exact: "1/3", Shown: &half}}, {Name: "late", Value: Value{State: warehouse.NotReported}},
			{Name: "deaths", Value: Value{State: warehouse.Partial, Exact: "7", Shown: &seven}},
		}},
	}}
	after := &Document{Subjects: []Subject{
		{Key: "370321", Name: "桓台县", Score: &seven, Lines: []Line{{Name: "new", Given: seven}}, Vetoes: []Veto{{Name: "concealed", Effect: warehouse.Text{EN: "at most fail"}}}, Figures: []Figure{
			{Name: "rate", Value: Value{State: warehouse.Present, Exact: "33/100", Shown: &half}}, {Name: "late", Value: Value{State: warehouse.Present, Exact: "7", Shown: &seven}},
			{Name: "deaths", Value: Value{State: warehouse.Present, Exact: "7", Shown: &seven}},
		}},
		{Key: "370116", Name: "莱芜区"},
	}}
	want := []string{
		"370321|line|new|given||7", "370321|line|old|full_marks|7|", "370321|line|old|given|7|",
		"370321|veto|concealed|effect||at most fail",
		"370321|figure|rate|value|1/3|33/100", "370321|figure|late|value|not_reported|7", "370321|figure|deaths|value|7 (partial)|7 (present)",
		"370116|subject||||", "371202|subject|||7|",
	}
	if got := told2(differences(before, after)); !slices.Equal(got, want) {
		t.Errorf("the differences are\n%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Whatever is computed comes back from its bytes as it was, fractions too; and it differs from nothing but others.
func TestADocumentSaysEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := func(name string) scheme.Value {
			if rapid.Bool().Draw(t, name+" unknown") {
				return scheme.Value{State: warehouse.NotReported}
			}
			n := rapid.Int64Range(-9, 9).Draw(t, name)
			shown := decimal.New(n, -1)
			return scheme.Value{State: warehouse.Present, Number: third().Mul(third(), shown.Rat()), Shown: &shown}
		}
		mark := func(name string) decimal.Decimal {
			return decimal.New(rapid.Int64Range(-1000, 1000).Draw(t, name), -int32(rapid.IntRange(0, 3).Draw(t, name+" places")))
		}
		word := func(name string) warehouse.Text {
			return warehouse.Text{ZH: rapid.String().Draw(t, name+" zh"), EN: "<" + rapid.StringMatching(`[a-z&]*`).Draw(t, name+" en")}
		}
		score, compared := mark("score"), value("compared")
		figure := scheme.Figure{Value: value("figure"), PreviousYear: value("year"), Numerator: &score, Remark: rapid.String().Draw(t, "remark")}
		sheet := scheme.Sheet{
			Key: "370321", Score: &score, Rank: rapid.IntRange(0, 9).Draw(t, "rank"), Grade: scheme.Grade{Name: "good", Title: word("grade")}, Notes: []warehouse.Text{word("note")},
			Lines: []scheme.Line{{
				Name: "a", Title: word("title"), Kind: scheme.Scored, FullMarks: mark("full"), Marks: mark("marks"), Given: mark("given"), Lost: mark("lost"), Applies: true,
				Inputs: []string{"x"}, Figures: []scheme.Figure{figure}, Comparison: &compared, With: scheme.WithPeersMean, Rule: word("rule"), Regain: scheme.Regain{Words: word("regain"), Count: &score},
			}},
			Vetoes: []scheme.Veto{{Name: "v", Inputs: []string{"x"}, Figures: []scheme.Figure{figure}, Rule: word("veto")}},
		}
		first := &Document{Format: Format, Subjects: []Subject{subjectOf(scheme.Subject{Key: "370321", Figures: map[string]scheme.Figure{"x": figure}}, sheet)}}
		body, err := first.Encode()
		if err != nil {
			t.Fatal(err)
		}
		read, err := Decode(body)
		if err != nil {
			t.Fatal(err)
		}
		back, err := read.Subjects[0].Sheet()
		if err != nil {
			t.Fatal(err)
		}
		again, err := (&Document{Format: Format, Subjects: []Subject{subjectOf(scheme.Subject{Key: "370321"}, back)}}).Encode()
		if err != nil || string(again) != string(body) {
			t.Fatalf("written again it is\n%s\n(%v), expected\n%s", again, err, body)
		}
		if list := differences(first, read); len(list) != 0 {
			t.Fatalf("it differs from itself: %v", list)
		}
		if n, old := back.Lines[0].Figures[0].Number, figure.Number; (n == nil) != (old == nil) || n != nil && n.Cmp(old) != 0 {
			t.Fatalf("the figure %v came back as %v", old, n)
		}
	})
}

// What a newer program wrote is not misread.
func TestADocumentOfALaterFormat(t *testing.T) {
	if _, err := Decode([]byte(`{"format":2}`)); err == nil || !strings.Contains(err.Error(), "use the newer program") {
		t.Errorf("it is read: %v", err)
	}
}
