package assessment_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"anlan/reports/assessment"
	"anlan/safety"
	"anlan/test/prepared"
	"anlan/warehouse"
)

// The quarter of two counties of Zibo, loaded into a real warehouse, on 1 April 2025.
//
// Huantai (370321): four hazards were due, three of them rectified on time; no accident.
// Zhangdian (370303): two hazards were due and rectified on time; one accident with two deaths.
const (
	hazards = `system,id,region,source,level,found_on,due_on,rectified_on
s,h1,370321,government,general,2025-01-05,2025-01-20,2025-01-20
s,h2,370321001,government,general,2025-01-05,2025-01-20,2025-01-19
s,h3,370321,government,major,2025-01-05,2025-02-20,2025-02-01
s,h4,370321,self,general,2025-02-05,2025-02-20,2025-03-01
s,h5,370303,self,general,2025-02-05,2025-02-20,2025-02-10
s,h6,370303,self,general,2025-02-05,2025-02-20,2025-02-20
`
	accidents = `system,id,region,occurred_on,deaths,counted,status
s,a1,370303,2025-03-02,2,1,verified
`
	zibo = `scheme: zibo
default: true
title: {zh: 考核, en: Assessment}
effective_from: 2020-01-01
full_marks: 100
bands: [{name: pass, title: {zh: 合格, en: pass}, from: 60}, {name: fail, title: {zh: 不合格, en: fail}, from: 0}]
not_reported: spread
groups:
  - name: all
    title: {zh: 全部, en: all}
    indicators:
      - {name: on_time, title: {zh: 隐患按期整改率, en: on time}, figure: hazard_on_time_rate, marks: 60, rule: {proportional: {floor: 50, target: 100}}, document: d, drill: hazards_due}
      - {name: deaths, title: {zh: 死亡人数, en: deaths}, figure: deaths_counted, marks: 40, rule: {deduct_per_unit: {costs: 5}}, document: d}
`
)

func openZibo(t *testing.T) (*warehouse.Warehouse, *assessment.Reports) {
	t.Helper()
	return openZiboAt(t, func() time.Time { return time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC) })
}

// records is the folder of a warehouse with Zibo's hazards and accidents.
var records prepared.Folder

func openZiboAt(t *testing.T, now func() time.Time) (*warehouse.Warehouse, *assessment.Reports) {
	t.Helper()
	filled := records.Copy(t, func(dir string) error {
		w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: dir, Now: now})
		if err != nil {
			return err
		}
		merge(t, w, "hazard", hazards)
		merge(t, w, "accident", accidents)
		return w.Close(context.Background())
	})
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: filled, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "zibo.yaml"), []byte(zibo), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := assessment.Open(w, assessment.Options{SchemeDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return w, r
}

func merge(t *testing.T, w *warehouse.Warehouse, name, csv string) {
	t.Helper()
	fact, _ := warehouse.FactNamed(name)
	work, err := w.CreateWork(t.Context(), fact, "t")
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(csv, "\n")
	if err := w.Conn().InsertFormat(t.Context(), "CSVWithNames", "INSERT INTO "+work+" ("+header+")", strings.NewReader(csv)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Update(t.Context(), "run", "test", func(ctx context.Context, u *warehouse.Update) error {
		_, err := u.Merge(ctx, fact, work)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.DropWork(t.Context(), work); err != nil {
		t.Fatal(err)
	}
}

// From a place in the ranking to the reason, and from there to the records, all under a county's own scope.
func TestFromTheRankingToTheRecords(t *testing.T) {
	w, r := openZibo(t)
	q1, err := safety.ParsePeriod("2025Q1")
	if err != nil {
		t.Fatal(err)
	}
	scope := warehouse.Scope{Regions: []safety.RegionCode{"370321"}}
	a, err := r.Assess(t.Context(), scope, assessment.Query{Region: "370300", Period: q1})
	if err != nil {
		t.Fatal(err)
	}
	// Zibo has eight counties. Of six no record ever came: they are not ranked.
	// Zhangdian: 60 and 40 − 2 × 5. Huantai: (75 − 50) / 50 of 60, and 40.
	var got []string
	for _, s := range a.Subjects {
		got = append(got, fmt.Sprintf("%d %s %s %t", s.Rank, s.Name, s.Score, s.Redacted))
	}
	want := []string{
		"1 张店区 90 true", "2 桓台县 70 false",
		"0 淄川区 <nil> true", "0 博山区 <nil> true", "0 临淄区 <nil> true", "0 周村区 <nil> true", "0 高青县 <nil> true", "0 沂源县 <nil> true",
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	if a.Level != safety.LevelCounty {
		t.Errorf("ranks regions of level %s", a.Level)
	}
	if a.Previous != nil {
		t.Errorf("moved against %+v, of which nothing is known", a.Previous)
	}
	own := a.Subjects[1]
	if got, want := own.Indicators[0].Rule.ZH, "隐患按期整改率75%（3/4）；50%得0分，100%得满分，之间按比例计分；满分60分，得30分"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	page, err := warehouse.ListRecords[warehouse.HazardRecord](t.Context(), w, scope, own.Indicators[0].Drill)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, 0, 4)
	for _, h := range page.Records {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	if want := []string{"h1", "h2", "h3", "h4"}; !slices.Equal(ids, want) || page.Version != a.Source.Version {
		t.Errorf("the rate leads to %q of version %d, want %q of version %d", ids, page.Version, want, a.Source.Version)
	}
}

// The ranking of peers is given of the newest version, and of the one before it only to questions that were under way when the
// newest came.
func TestPeersAreRankedOnTheNewestVersion(t *testing.T) {
	var late atomic.Int64
	w, r := openZiboAt(t, func() time.Time {
		return time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC).Add(time.Duration(late.Load()))
	})
	current, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	scope := warehouse.Scope{Regions: []safety.RegionCode{"370321"}}
	q := assessment.Query{Region: "370300", Period: safety.PeriodAt(safety.GrainQuarter, safety.NewDate(2025, 3, 31))}
	for _, c := range []struct {
		name    string
		version uint64
		after   time.Duration
		refused bool
	}{
		{"the newest", current.Number, 0, false},
		{"the one before, at once", current.Number - 1, 20 * time.Second, false},
		{"the newest, later", current.Number, time.Hour, false},
		{"the one before, later", current.Number - 1, time.Hour, true},
	} {
		late.Store(int64(c.after))
		q.Version = c.version
		_, err := r.Assess(t.Context(), scope, q)
		var fault *warehouse.Error
		if refused := errors.As(err, &fault) && fault.Code == warehouse.Forbidden; refused != c.refused || err != nil && !refused {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
