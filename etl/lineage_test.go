package etl

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// The figures of April in Zibo come from four places: two files of the first run (two and one records; a third record of the
// second file was corrected by the second run), the second run, and a row of the first run that a replay loaded. A record of
// Jinan and one of May are none of them.
func TestLineage(t *testing.T) {
	b := setup(t, small("csv"))
	one := smallHeader + "1,370303,一般,2025-04-01,a\n2,370321,重大,2025-04-02,b\n"
	two := smallHeader + "3,370303,一般,2025-04-03,c\n4,370303,特大,2025-04-04,d\n5,370303,一般,2025-04-05,e\n6,370102,一般,2025-04-06,f\n7,370303,一般,2025-05-01,g\n"
	b.file("small1.csv", one)
	b.file("small2.csv", two)
	first := b.run("small_csv")
	b.file("small1.csv", smallHeader+"5,370303,一般,2025-04-05,corrected\n8,370303,重大,2025-04-08,h\n")
	b.file("small2.csv", smallHeader)
	second := b.run("small_csv")
	b.open(mended())
	replay := b.replay(ReplayRequest{Rows: warehouse.QuarantineQuery{Run: first.ID}})
	april, err := safety.ParsePeriod("2025-04")
	if err != nil {
		t.Fatal(err)
	}
	zibo := warehouse.LineageQuery{Metric: "hazards_found", Region: "370300", Period: april}
	got, err := b.warehouse.Lineage(t.Context(), warehouse.Everything(), zibo)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Sides) != 1 || got.Sides[0].Records != 6 || got.Version != replay.VersionAfter {
		t.Fatalf("%+v", got)
	}
	files := func(side warehouse.LineageSide) string {
		var out []string
		for _, f := range side.Files {
			out = append(out, fmt.Sprintf("%s of run %d: %d", f.Name, map[string]int{first.ID: 1, second.ID: 2}[f.Run], f.Records))
			if f.Name == "small1.csv" && f.Run == first.ID && f.SHA256 != fmt.Sprintf("%x", sha256.Sum256([]byte(one))) {
				t.Errorf("digest %s", f.SHA256)
			}
		}
		return strings.Join(out, ", ")
	}
	if got, want := files(got.Sides[0]), "small1.csv of run 1: 2, small2.csv of run 1: 2, small1.csv of run 2: 2"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	runs := got.Sides[0].Runs
	if len(runs) != 2 || runs[0].Run != second.ID || runs[0].Records != 2 || runs[0].Version != second.VersionAfter || runs[0].Trigger != "manual" ||
		runs[1].Run != first.ID || runs[1].Records != 4 || runs[1].Replayed != 1 || runs[1].Pipeline != "small_csv" {
		t.Errorf("runs %+v", runs)
	}
	for _, metric := range []string{"hazards_found", "hazards_found_major", "hazards_open"} {
		q := zibo
		q.Metric = metric
		l, err := b.warehouse.Lineage(t.Context(), warehouse.Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		n, err := b.warehouse.CountRecords(t.Context(), warehouse.Everything(), warehouse.RecordQuery{Fact: "hazard", Metric: metric, Region: q.Region, From: april.From, To: april.To})
		if err != nil || l.Sides[0].Records != n || n == 0 {
			t.Errorf("%s: %d records behind the figure, %d in their list, %v", metric, l.Sides[0].Records, n, err)
		}
	}
	q := zibo
	q.Version = first.VersionAfter
	if l, err := b.warehouse.Lineage(t.Context(), warehouse.Everything(), q); err != nil || files(l.Sides[0]) != "small1.csv of run 1: 2, small2.csv of run 1: 2" || l.Sides[0].Runs[0].Replayed != 0 {
		t.Errorf("as of the first version: %+v %v", l, err)
	}
	q = zibo
	q.Metric = "hazard_on_time_rate"
	if l, err := b.warehouse.Lineage(t.Context(), warehouse.Everything(), q); err != nil || len(l.Sides) != 2 {
		t.Errorf("a ratio has two sides: %+v %v", l, err)
	}
	if _, err := b.warehouse.Lineage(t.Context(), warehouse.Scope{Regions: []safety.RegionCode{"370100"}}, zibo); err == nil {
		t.Error("a figure outside the scope has no lineage")
	}
	for _, test := range []struct {
		run  string
		row  uint64
		want string
	}{
		{first.ID, 2, "small1.csv 2 "},
		{first.ID, 3, "small2.csv 1 "},
		{first.ID, 4, "small2.csv 2 " + replay.ID},
		{second.ID, 2, "small1.csv 2 "},
	} {
		o, err := b.warehouse.Origin(t.Context(), test.run, test.row)
		if got := fmt.Sprintf("%s %d %s", o.File, o.Row, o.Replay); err != nil || got != test.want {
			t.Errorf("row %d of run %s: %s %v, want %s", test.row, test.run, got, err, test.want)
		}
	}
}
