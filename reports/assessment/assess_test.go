package assessment

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// Zibo with three counties and a zone; 370303 has a town. 2025Q1 and 2025Q2 are known.
//
//	           deaths Q1  deaths Q2
//	370302          0          4      a mark each
//	370303          2          1
//	370321          5          1
//	ZB-GXQ          9          9
func zibo(t *testing.T) (*Reports, *fake) {
	t.Helper()
	f := &fake{
		today: date(t, "2025-07-10"),
		peers: map[safety.RegionCode][]unit{
			"370000": {place("370300", "淄博市", safety.LevelCity), place("371300", "临沂市", safety.LevelCity)},
			"370300": {place("370302", "淄川区", safety.LevelCounty), place("370303", "张店区", safety.LevelCounty), place("370321", "桓台县", safety.LevelCounty), place("ZB-GXQ", "高新区", safety.LevelCounty)},
			"370303": {place("370303001", "车站街道", safety.LevelTown), place("370303002", "公园街道", safety.LevelTown)},
			"371300": {place("371302", "兰山区", safety.LevelCounty)},
		},
		within: map[safety.RegionCode]safety.RegionCode{
			"370302": "370300", "370303": "370300", "370321": "370300", "ZB-GXQ": "370300", "370300": "370000", "371300": "370000",
			"370303001": "370303", "370303002": "370303", "371302": "371300",
		},
		figures: map[string]map[string]map[string]cell{},
	}
	for region, deaths := range map[string][2]float64{"370302": {0, 4}, "370303": {2, 1}, "370321": {5, 1}, "ZB-GXQ": {9, 9}} {
		f.figures[region] = map[string]map[string]cell{
			"2025Q1": figuresOf(onTime(10, 10), map[string]cell{"deaths": is(deaths[0]), "concealed": is(0)}),
			"2025Q2": figuresOf(onTime(10, 10), map[string]cell{"deaths": is(deaths[1]), "concealed": is(0)}),
		}
	}
	return reportsBy(t, f, header+"groups:\n"+
		lines("process", "on_time on_time_rate 60 {proportional: {floor: 80, target: 100}}")+
		lines("results", "deaths deaths 40 {deduct_per_unit: {costs: 1}}")+`vetoes:
  - {name: concealed_accident, title: {zh: 瞒报事故, en: concealed accidents}, when: concealed > 0, effect: {cap: fail}, document: 第24条}
`), f
}

// place is a region to rank.
func place(code safety.RegionCode, name string, level safety.RegionLevel) unit {
	return unit{key: string(code), name: name, region: code, level: level}
}

func quarter(t *testing.T) Query {
	t.Helper()
	return Query{Region: "370300", Period: period(t, "2025Q2")}
}

// board gives the ranking as lines "rank region score (moved from)".
func board(a *Assessment) []string {
	out := make([]string, 0, len(a.Subjects))
	for _, s := range a.Subjects {
		moved := "?"
		if s.RankChange != nil {
			moved = fmt.Sprintf("%+d", *s.RankChange)
		}
		out = append(out, fmt.Sprintf("%d %s %s %s", s.Rank, s.Key, s.Score, moved))
	}
	return out
}

func TestRankingWithTiesAndMovement(t *testing.T) {
	r, f := zibo(t)
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	// Before: 370302 100 (1), 370303 98 (2), 370321 95 (3), ZB-GXQ 91 (4). Now 99 twice: both are first, the next is third.
	want := []string{"1 370303 99 +1", "1 370321 99 +2", "3 370302 96 -2", "4 ZB-GXQ 91 +0"}
	if got := board(a); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if a.Previous == nil || a.Previous.Period.Code != "2025Q1" || a.Previous.Kind != warehouse.PreviousPeriod {
		t.Errorf("moved against %+v", a.Previous)
	}
	huantai := a.Subjects[1]
	if huantai.PreviousRank != 3 || huantai.PreviousScore.String() != "95" || huantai.ScoreChange.String() != "4" {
		t.Errorf("before: %+v", huantai)
	}
	if len(f.asked) != 2 {
		t.Fatalf("%d questions to the warehouse, expected one a period", len(f.asked))
	}
	for _, q := range f.asked {
		if want := []string{"on_time_rate", "on_time", "due", "deaths", "concealed"}; !reflect.DeepEqual(q.Measures, want) {
			t.Errorf("asked for %q, want %q", q.Measures, want)
		}
		if q.Version != 7 || q.TreeDate.String() != "2025-06-30" || q.Tree != warehouse.Managing {
			t.Errorf("asked of version %d, tree %s of %s", q.Version, q.Tree, q.TreeDate)
		}
	}
}

// The quarter is running: it is compared with the last one up to the same day.
func TestARunningPeriodIsComparedToTheSameDay(t *testing.T) {
	r, f := zibo(t)
	f.today = date(t, "2025-05-20")
	for _, regions := range f.figures {
		regions["2025-01-01..2025-02-20"] = regions["2025Q1"]
	}
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	if a.Previous == nil || a.Previous.Period.Code != "2025-01-01..2025-02-20" || a.Source.AsOf.String() != "2025-05-20" {
		t.Errorf("as of %s against %+v", a.Source.AsOf, a.Previous)
	}
}

// A cumulative period has no period before it; it moves against the same months of last year, or not at all.
func TestACumulativePeriodMovesAgainstLastYear(t *testing.T) {
	r, f := zibo(t)
	for _, regions := range f.figures {
		regions["2025-01..06"], regions["2024-01..06"] = regions["2025Q2"], regions["2025Q1"]
	}
	q := Query{Region: "370300", Period: period(t, "2025-01..06")}
	a, err := r.Assess(context.Background(), warehouse.Everything(), q)
	if err != nil {
		t.Fatal(err)
	}
	if a.Previous == nil || a.Previous.Period.Code != "2024-01..06" || a.Previous.Kind != warehouse.PreviousYear {
		t.Errorf("moved against %+v", a.Previous)
	}
	for _, regions := range f.figures {
		delete(regions, "2024-01..06")
	}
	q.Version = 8
	if a, err = r.Assess(context.Background(), warehouse.Everything(), q); err != nil || a.Previous != nil || a.Subjects[0].RankChange != nil {
		t.Errorf("without any figure of last year: %+v, %v", a.Previous, err)
	}
}

func TestEveryIndicatorLeadsToItsRecords(t *testing.T) {
	r, _ := zibo(t)
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Subjects {
		for i, fact := range []string{"hazard", "accident"} {
			line := s.Indicators[i]
			got := line.Drill
			want := warehouse.RecordQuery{
				Fact: fact, Metric: []string{"due", "deaths"}[i], Region: s.Region, Tree: warehouse.Managing, TreeDate: date(t, "2025-06-30"),
				From: date(t, "2025-04-01"), To: date(t, "2025-06-30"), AsOf: date(t, "2025-06-30"), Version: 7,
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s leads to %+v, want %+v", s.Region, line.Name, got, want)
			}
			if line.Document == "" || line.Rule.ZH == "" || line.Rule.EN == "" || line.Leading().Number == nil {
				t.Errorf("%s %s gives no reason: %+v", s.Region, line.Name, line)
			}
		}
	}
}

// A county sees the ranking of its peers and only its own reasons.
func TestPeersOutsideTheScopeAreRedacted(t *testing.T) {
	r, f := zibo(t)
	f.figures["ZB-GXQ"]["2025Q2"]["concealed"] = is(1)
	a, err := r.Assess(context.Background(), warehouse.Scope{Regions: []safety.RegionCode{"370321"}}, quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(board(a), board(whole)) {
		t.Errorf("a county sees %q, everybody %q", board(a), board(whole))
	}
	for i, s := range a.Subjects {
		if s.Ranked != 4 {
			t.Errorf("%s is one of %d with a rank, want 4: so many lines are published", s.Region, s.Ranked)
		}
		if own := s.Region == "370321"; own {
			if s.Redacted || len(s.Indicators) != 2 || !reflect.DeepEqual(s, whole.Subjects[i]) {
				t.Errorf("its own line: %+v", s)
			}
			continue
		}
		published := Subject{
			Key: s.Key, Region: s.Region, Name: s.Name, Score: s.Score, Rank: s.Rank, Ranked: s.Ranked, Unranked: s.Unranked, Grade: s.Grade, Redacted: true,
			PreviousScore: s.PreviousScore, PreviousRank: s.PreviousRank, RankChange: s.RankChange, ScoreChange: s.ScoreChange,
		}
		if !reflect.DeepEqual(s, published) {
			t.Errorf("%s shows more than its published line: %+v", s.Region, s)
		}
		if text := fmt.Sprintf("%+v", s); strings.Contains(text, "on_time") || strings.Contains(text, "concealed") {
			t.Errorf("%s shows an indicator: %s", s.Region, text)
		}
	}
	if last := a.Subjects[3]; last.Grade.Name != "fail" {
		t.Errorf("the published grade of %s is %s, expected the veto's", last.Region, last.Grade.Name)
	}
}

func TestWhoSeesReasons(t *testing.T) {
	for _, c := range []struct {
		name  string
		scope warehouse.Scope
		seen  int
	}{
		{"everybody's administrator", warehouse.Everything(), 4},
		{"the city", warehouse.Scope{Regions: []safety.RegionCode{"370300"}}, 4},
		{"the province", warehouse.Scope{Regions: []safety.RegionCode{"370000"}}, 4},
		{"two counties", warehouse.Scope{Regions: []safety.RegionCode{"370302", "370303"}}, 2},
		{"a department sees places only: the marks rest on all sectors", warehouse.Scope{All: true, Sectors: []string{"mining"}}, 0},
		{"without accidents no reasons", warehouse.Scope{All: true, Facts: []string{"hazard"}}, 0},
		{"with both data sets", warehouse.Scope{All: true, Facts: []string{"hazard", "accident", "training"}}, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := zibo(t)
			a, err := r.Assess(context.Background(), c.scope, quarter(t))
			if err != nil {
				t.Fatal(err)
			}
			seen := 0
			for _, s := range a.Subjects {
				if !s.Redacted {
					seen++
				}
				if s.Redacted != (len(s.Indicators) == 0) {
					t.Errorf("%s: redacted %t with %d indicators", s.Region, s.Redacted, len(s.Indicators))
				}
			}
			if seen != c.seen {
				t.Errorf("sees the reasons of %d, expected %d", seen, c.seen)
			}
		})
	}
}

// The question that ranks the group is the same for every caller and sees the region of the group only.
func TestTheRankingIsComputedUnderTheGroup(t *testing.T) {
	r, f := zibo(t)
	for _, scope := range []warehouse.Scope{warehouse.Everything(), {Regions: []safety.RegionCode{"370321"}}, {All: true, Sectors: []string{"mining"}}} {
		if _, err := r.Assess(context.Background(), scope, quarter(t)); err != nil {
			t.Fatal(err)
		}
	}
	want := warehouse.Scope{Regions: []safety.RegionCode{"370300"}}
	for _, under := range f.under {
		if !reflect.DeepEqual(under, want) {
			t.Errorf("asked under %+v, want %+v", under, want)
		}
	}
	if len(f.asked) != 2 {
		t.Errorf("%d questions for the same ranking asked three times, expected one a period", len(f.asked))
	}
}

func TestQueriesThatHaveNoAnswer(t *testing.T) {
	r, _ := zibo(t)
	for _, c := range []struct {
		name string
		q    Query
		code string
	}{
		{"no region", Query{Period: period(t, "2025Q2")}, warehouse.BadRequest},
		{"no period", Query{Region: "370300"}, warehouse.BadRequest},
		{"a period that has not begun", Query{Region: "370300", Period: period(t, "2025Q4")}, warehouse.BadRequest},
		{"an unknown scheme", Query{Region: "370300", Period: period(t, "2025Q2"), Scheme: "other"}, warehouse.NotFound},
		{"a period before the scheme", Query{Region: "370300", Period: period(t, "2019Q4")}, warehouse.NotFound},
		{"a region without regions", Query{Region: "370321", Period: period(t, "2025Q2")}, warehouse.NotFound},
	} {
		_, err := r.Assess(context.Background(), warehouse.Everything(), c.q)
		var fault *warehouse.Error
		if !errors.As(err, &fault) || fault.Code != c.code {
			t.Errorf("%s: %v, expected %s", c.name, err, c.code)
		}
	}
}

// A unit of which nothing is known has no score and no rank, and stands last; so does one to which nothing applies. One that
// left out a part of its figures loses their marks.
func TestUnitsWithoutFigures(t *testing.T) {
	r, f := zibo(t)
	nothing := map[string]cell{"on_time_rate": not(warehouse.NotReported), "deaths": not(warehouse.NotReported), "concealed": not(warehouse.NotReported)}
	f.figures["ZB-GXQ"]["2025Q2"] = nothing
	f.figures["370302"]["2025Q2"] = map[string]cell{"on_time_rate": not(warehouse.NothingDue), "deaths": not(warehouse.NothingDue)}
	f.figures["370321"]["2025Q2"] = map[string]cell{"on_time_rate": not(warehouse.NothingDue), "deaths": not(warehouse.NoData)}
	f.figures["370303"]["2025Q2"]["on_time_rate"] = not(warehouse.NotReported)
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"1 370303 39 +1", "0 370302 <nil> ?", "0 370321 <nil> ?", "0 ZB-GXQ <nil> ?"}
	if got := board(a); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for i, reason := range []string{"", "没有适用的考核指标", "没有一项适用的考核指标有数据", "没有一项适用的考核指标有数据"} {
		s := a.Subjects[i]
		if !strings.HasPrefix(s.Unranked.ZH, reason) || (s.Unranked.ZH == "") != (reason == "") || (s.Grade.Name == "") != (reason != "") {
			t.Errorf("%s: grade %q, %q, want %q", s.Region, s.Grade.Name, s.Unranked.ZH, reason)
		}
	}
	if last := a.Subjects[3]; last.PreviousRank != 4 || last.RankChange != nil || len(last.Indicators) != 2 {
		t.Errorf("where it stood before, and its indicators: %+v", last)
	}
}

// A whole quarter of which nothing is known ranks nobody, rather than all of them first or last.
func TestNobodyReported(t *testing.T) {
	r, f := zibo(t)
	f.figures = nil
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"0 370302 <nil> ?", "0 370303 <nil> ?", "0 370321 <nil> ?", "0 ZB-GXQ <nil> ?"}
	if got := board(a); !reflect.DeepEqual(got, want) || a.Previous != nil {
		t.Errorf("got %q, want %q; moved against %+v", got, want, a.Previous)
	}
}

// What one caller gets is his own: changing it changes nothing for the next, and the first of many does the work.
func TestCallersShareTheWorkAndNotTheAnswer(t *testing.T) {
	r, f := zibo(t)
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			a, err := r.Assess(t.Context(), warehouse.Everything(), quarter(t))
			if err != nil {
				t.Error(err)
				return
			}
			for i := range a.Subjects {
				a.Subjects[i].Indicators[0].Drill.Region = "changed"
				a.Subjects[i].Indicators = a.Subjects[i].Indicators[:1]
			}
		})
	}
	callers.Wait()
	a, err := r.Assess(t.Context(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	if s := a.Subjects[0]; len(s.Indicators) != 2 || s.Indicators[0].Drill.Region != s.Region || !a.Source.Cached {
		t.Errorf("a caller changed another's answer: %+v", s.Indicators)
	}
	if len(f.asked) != 2 {
		t.Errorf("%d questions, expected one a period", len(f.asked))
	}
}

// The caller who began the work leaves; the others still get their answer.
func TestACallerWhoLeavesTakesNobodyAlong(t *testing.T) {
	r, f := zibo(t)
	f.begun, f.proceed = make(chan struct{}, 16), make(chan struct{})
	leaving, leave := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := r.Assess(leaving, warehouse.Everything(), quarter(t))
		first <- err
	}()
	<-f.begun
	second := make(chan error, 1)
	go func() {
		_, err := r.Assess(t.Context(), warehouse.Everything(), quarter(t))
		second <- err
	}()
	leave()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the one who left got %v", err)
	}
	close(f.proceed)
	if err := <-second; err != nil {
		t.Errorf("the one who stayed got %v", err)
	}
}
