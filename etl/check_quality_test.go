package etl

import (
	"fmt"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// quality prints scores as "system fact region: part numerator/denominator …".
func (b *bundle) quality(scope warehouse.Scope, q warehouse.QualityQuery) string {
	b.t.Helper()
	report, err := b.warehouse.Quality(b.t.Context(), scope, q)
	if err != nil {
		b.t.Fatal(err)
	}
	var lines []string
	for _, s := range report.Scores {
		line := s.System + " " + s.Fact + " " + string(s.Region) + ":"
		for _, p := range s.Parts {
			line += fmt.Sprintf(" %s %d/%d", p.Name[:4], p.Numerator, p.Denominator)
			if p.LeftOut > 0 {
				line += fmt.Sprintf("(-%d)", p.LeftOut)
			}
			if (p.Score == nil) != (p.Denominator == 0) || p.Definition.ZH == "" || p.Definition.EN == "" {
				b.t.Errorf("%s %+v", line, p)
			}
		}
		if s.Score != nil {
			line += fmt.Sprintf(" = %.2f", *s.Score)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// The example of docs/checks.md: a first load, a later one with a late record, a wrong row and a repeated one.
func TestQualityOfASource(t *testing.T) {
	b := setup(t, strings.Replace(small("csv"), "columns:\n", "columns:\n  due_on: 期限\n", 1))
	header := "编号,区划,级别,发现日期,描述,期限\n"
	b.file("small.csv", header+
		"1,370303,一般,2025-03-01,a,2025-03-20\n"+
		"2,370304,一般,2025-03-01,,\n")
	first := b.run("small_csv")
	b.file("small.csv", header+
		"3,370303,一般,2025-05-10,a,2025-06-01\n"+ // five days before it is loaded
		"4,370303,重大,2025-04-01,b,\n"+ // 44 days
		"5,370303,特大,2025-05-11,c,\n"+ // no level that is known: rejected
		"6,,一般,2025-05-11,c,\n"+ // no region: the source's fault, no region's
		"3,370303,一般,2025-05-10,a,2025-06-01\n"+ // stands twice
		"1,370303,一般,2025-03-01,corrected,2025-03-20\n") // not new: when it first came does not change
	b.run("small_csv")

	// Completeness: sector, department, enterprise, due_on and description of 1 to 4: due_on of 1 and 3, description of 1, 3 and 4.
	// Timeliness: of 3 and 4 one; 1 and 2 came with the first load. Validity: two of eight rows were rejected. Uniqueness: five rows
	// were accepted, and one repeated.
	whole := "comp 5/20 time 1/2(-2) vali 6/8 uniq 5/6 = 58.33"
	if got, want := b.quality(warehouse.Everything(), warehouse.QualityQuery{}), "s  : "+whole+"\ns hazard : "+whole; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, c := range []struct {
		name  string
		scope warehouse.Scope
		query warehouse.QualityQuery
		want  string
	}{
		{"by county of Zibo: the row without a region is nobody's", warehouse.Everything(), warehouse.QualityQuery{Fact: "hazard", Region: "370300", Level: safety.LevelCounty},
			"s hazard 370303: comp 5/15 time 1/2(-1) vali 5/6 uniq 4/5 = 61.67\ns hazard 370304: comp 0/5 time 0/0(-1) vali 1/1 uniq 1/1 = 66.67"},
		{"one county", warehouse.Everything(), warehouse.QualityQuery{Fact: "hazard", Region: "370304"}, "s hazard 370304: comp 0/5 time 0/0(-1) vali 1/1 uniq 1/1 = 66.67"},
		{"a caller of one county", warehouse.Scope{Regions: []safety.RegionCode{"370303"}}, warehouse.QualityQuery{Fact: "hazard"}, "s hazard : comp 5/15 time 1/2(-1) vali 5/6 uniq 4/5 = 61.67"},
		{"arrived within 60 days", warehouse.Everything(), warehouse.QualityQuery{Fact: "hazard", Within: 60}, "s hazard : comp 5/20 time 2/2(-2) vali 6/8 uniq 5/6 = 70.83"},
		{"records of May; everything was read in May", warehouse.Everything(), warehouse.QualityQuery{Fact: "hazard", Period: period(t, "2025-05")}, "s hazard : comp 2/5 time 1/1 vali 6/8 uniq 5/6 = 74.58"},
		{"records of March, when nothing was read", warehouse.Everything(), warehouse.QualityQuery{Fact: "hazard", Period: period(t, "2025-03")}, "s hazard : comp 2/10 time 0/0(-2) vali 0/0 uniq 0/0 = 20.00"},
		{"as of the first version", warehouse.Everything(), warehouse.QualityQuery{Fact: "hazard", Version: first.VersionAfter}, "s hazard : comp 2/10 time 0/0(-2) vali 2/2 uniq 2/2 = 73.33"},
		{"another system", warehouse.Everything(), warehouse.QualityQuery{System: "x"}, ""},
		{"another fact", warehouse.Everything(), warehouse.QualityQuery{Fact: "inspection"}, ""},
		{"a caller of a sector knows records only", warehouse.Scope{All: true, Sectors: []string{"machinery"}}, warehouse.QualityQuery{}, ""},
		{"a caller of other facts", warehouse.Scope{All: true, Facts: []string{"inspection"}}, warehouse.QualityQuery{}, ""},
		{"nobody", warehouse.Scope{}, warehouse.QualityQuery{}, ""},
	} {
		if got := b.quality(c.scope, c.query); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	// A load that was refused was delivered all the same; nothing of it arrived. A dry run leaves no trace.
	b.open(strings.Replace(small("csv"), "columns:\n", "max_rejected: 0.4\ncolumns:\n", 1))
	b.file("small.csv", smallHeader+"7,370303,特大,2025-05-10,a\n8,370303,一般,2025-05-10,a\n")
	b.fail("small_csv", TooManyRejected, "1 of 2")
	if _, err := b.loader.Run(t.Context(), "small_csv", RunOptions{DryRun: true}); codeOf(err) != TooManyRejected {
		t.Error(err)
	}
	if got, want := b.quality(warehouse.Everything(), warehouse.QualityQuery{Fact: "hazard"}), "s hazard : comp 5/20 time 1/2(-2) vali 7/10 uniq 6/7 = 57.68"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, q := range []warehouse.QualityQuery{{Fact: "none"}, {Region: "999999"}, {Within: -1}, {Version: 99}} {
		if _, err := b.warehouse.Quality(t.Context(), warehouse.Everything(), q); err == nil {
			t.Errorf("%+v is answered", q)
		}
	}
	if _, err := b.warehouse.Quality(t.Context(), warehouse.Scope{Regions: []safety.RegionCode{"370303"}}, warehouse.QualityQuery{Region: "370304"}); err == nil {
		t.Error("a county sees another")
	}
}

func period(t *testing.T, code string) safety.Period {
	t.Helper()
	p, err := safety.ParsePeriod(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
