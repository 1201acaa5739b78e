package assessment

import (
	"context"
	"errors"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// asks gives a question about a region; change makes it another one.
func asks(t *testing.T, region safety.RegionCode, code string, change func(*Query)) Query {
	t.Helper()
	q := Query{Region: region, Period: period(t, code)}
	if change != nil {
		change(&q)
	}
	return q
}

// Who has no part in a group is told the same about every group, real or not, and about every question that probes his own
// peers, before anything is computed.
func TestOutsidersAreToldNothing(t *testing.T) {
	r, f := zibo(t)
	level := func(l safety.RegionLevel) func(*Query) { return func(q *Query) { q.Level = l } }
	asOf := func(day string) func(*Query) {
		return func(q *Query) { q.AsOf = date(t, day) }
	}
	city := warehouse.Scope{Regions: []safety.RegionCode{"370300"}}
	county := warehouse.Scope{Regions: []safety.RegionCode{"370321"}}
	town := warehouse.Scope{Regions: []safety.RegionCode{"370303001"}}
	for _, c := range []struct {
		name  string
		scope warehouse.Scope
		q     Query
	}{
		{"a group, without a scope", warehouse.Scope{}, asks(t, "370300", "2025Q2", nil)},
		{"no group, without a scope", warehouse.Scope{}, asks(t, "379900", "2025Q2", nil)},
		{"no group, for a county", county, asks(t, "379900", "2025Q2", nil)},
		{"another city's counties", city, asks(t, "371300", "2025Q2", nil)},
		{"all counties of the province, for a city", city, asks(t, "370000", "2025Q2", level(safety.LevelCounty))},
		{"all towns of the province, for a city", city, asks(t, "370000", "2025Q2", level(safety.LevelTown))},
		{"all towns of the city, for a county", county, asks(t, "370300", "2025Q2", level(safety.LevelTown))},
		{"all cities of the country, for a city", city, asks(t, "CN", "2025Q2", level(safety.LevelCity))},
		{"its county's peers, for a town", town, asks(t, "370300", "2025Q2", nil)},
		{"one day of its peers", city, asks(t, "370000", "2025-05-20", nil)},
		{"a week of its peers", city, asks(t, "370000", "2025-W20", nil)},
		{"ten days of its peers", city, asks(t, "370000", "2025-05-上旬", nil)},
		{"a range of days of its peers", city, asks(t, "370000", "2025-04-01..2025-05-20", nil)},
		{"a month as a range: it moves against other days", city, asks(t, "370000", "2025-05-01..2025-05-31", nil)},
		{"a month as of a day inside it", city, asks(t, "370000", "2025-05", asOf("2025-05-20"))},
		{"a month as of a later day", city, asks(t, "370000", "2025-05", asOf("2025-06-20"))},
		{"today of a year that goes on", city, asks(t, "370000", "2025", asOf("2025-07-10"))},
		{"an older month of a year that goes on", city, asks(t, "370000", "2025", asOf("2025-05-31"))},
		{"an older version", city, asks(t, "370000", "2025Q2", func(q *Query) { q.Version = 6 })},
		{"the other tree", city, asks(t, "370000", "2025Q2", func(q *Query) { q.Tree = warehouse.Statutory })},
		{"one day, for a department", warehouse.Scope{All: true, Sectors: []string{"mining"}}, asks(t, "370300", "2025-05-20", nil)},
		{"one day, without accidents", warehouse.Scope{All: true, Facts: []string{"hazard"}}, asks(t, "370300", "2025-05-20", nil)},
		{"all towns, without accidents", warehouse.Scope{All: true, Facts: []string{"hazard"}}, asks(t, "370300", "2025Q2", level(safety.LevelTown))},
	} {
		a, err := r.Assess(context.Background(), c.scope, c.q)
		var fault *warehouse.Error
		switch {
		case a != nil || !errors.As(err, &fault) || fault.Code != warehouse.Forbidden:
			t.Errorf("%s: %+v, %v", c.name, a, err)
		case fault.Message != refused().Error():
			t.Errorf("%s is told apart: %q", c.name, fault.Message)
		}
	}
	if len(f.asked) != 0 {
		t.Errorf("%d questions were asked", len(f.asked))
	}
}

// What lies inside one's own area may be ranked in every way; so may everything by who sees everything.
func TestOneMayRankWhatOneSeesWhole(t *testing.T) {
	r, _ := zibo(t)
	city := warehouse.Scope{Regions: []safety.RegionCode{"370300"}}
	for _, c := range []struct {
		name     string
		scope    warehouse.Scope
		q        Query
		subjects int
	}{
		{"its counties by the day", city, asks(t, "370300", "2025-05-20", nil), 4},
		{"its counties as of a day", city, asks(t, "370300", "2025Q2", func(q *Query) { q.AsOf = date(t, "2025-05-20") }), 4},
		{"its counties in an older version", city, asks(t, "370300", "2025Q2", func(q *Query) { q.Version = 6 }), 4},
		{"its towns", city, asks(t, "370300", "2025Q2", func(q *Query) { q.Level = safety.LevelTown }), 2},
		{"its county's towns", city, asks(t, "370303", "2025-W20", nil), 2},
		{"all towns of the province, for who sees all", warehouse.Everything(), asks(t, "370000", "2025-05-20", func(q *Query) { q.Level = safety.LevelTown }), 2},
	} {
		a, err := r.Assess(context.Background(), c.scope, c.q)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(a.Subjects) != c.subjects || a.Subjects[0].Redacted {
			t.Errorf("%s: %+v", c.name, a.Subjects)
		}
	}
}

// One's own peers are ranked as rankings are published: by whole months, on the newest data.
func TestOneMayRankOnesOwnPeers(t *testing.T) {
	r, _ := zibo(t)
	for name, q := range map[string]Query{
		"a month":                         asks(t, "370000", "2025-05", nil),
		"a quarter":                       asks(t, "370000", "2025Q2", nil),
		"a half-year":                     asks(t, "370000", "2025H1", nil),
		"a year that is running":          asks(t, "370000", "2025", nil),
		"January to June":                 asks(t, "370000", "2025-01..06", nil),
		"the level of the peers, by name": asks(t, "370000", "2025Q2", func(q *Query) { q.Level = safety.LevelCity }),
		"the newest version, by number":   asks(t, "370000", "2025Q2", func(q *Query) { q.Version = 7 }),
		"the last day, by name":           asks(t, "370000", "2025Q2", func(q *Query) { q.AsOf = date(t, "2025-06-30") }),
		"the last whole month, by name":   asks(t, "370000", "2025", func(q *Query) { q.AsOf = date(t, "2025-06-30") }),
	} {
		a, err := r.Assess(context.Background(), warehouse.Scope{Regions: []safety.RegionCode{"370300"}}, q)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		seen := map[safety.RegionCode]bool{}
		for _, s := range a.Subjects {
			seen[s.Region] = !s.Redacted
		}
		if len(seen) != 2 || !seen["370300"] || seen["371300"] {
			t.Errorf("%s: %+v", name, a.Subjects)
		}
	}
}

// While a period runs its ranking is published as of the last whole month: who polls it every day learns nothing of the days.
func TestARunningPeriodIsPublishedByWholeMonths(t *testing.T) {
	city := warehouse.Scope{Regions: []safety.RegionCode{"370300"}}
	for _, c := range []struct {
		today, period string
		peers, own    string // the days that figures are as of, for one of the peers and for who sees all; empty: refused
	}{
		{"2025-05-20", "2025Q2", "2025-04-30", "2025-05-20"},
		{"2025-05-31", "2025Q2", "2025-04-30", "2025-05-31"}, // May has not ended
		{"2025-06-01", "2025Q2", "2025-05-31", "2025-06-01"},
		{"2025-06-30", "2025Q2", "2025-05-31", "2025-06-30"},
		{"2025-07-01", "2025Q2", "2025-06-30", "2025-06-30"},
		{"2025-04-20", "2025Q2", "", "2025-04-20"}, // no month of it has ended
		{"2025-04-20", "2025-04", "", "2025-04-20"},
		{"2025-04-20", "2025", "2025-03-31", "2025-04-20"},
	} {
		r, f := zibo(t)
		f.today = date(t, c.today)
		for _, who := range []struct {
			name  string
			scope warehouse.Scope
			want  string
		}{{"a city among cities", city, c.peers}, {"who sees all", warehouse.Everything(), c.own}} {
			a, err := r.Assess(t.Context(), who.scope, asks(t, "370000", c.period, nil))
			var fault *warehouse.Error
			switch refused := errors.As(err, &fault) && fault.Code == warehouse.Forbidden; {
			case refused != (who.want == ""), err != nil && !refused:
				t.Errorf("%s of %s on %s: %v", who.name, c.period, c.today, err)
			case err == nil && (a.Source.AsOf.String() != who.want || a.Provisional != (who.want < a.Period.To.String())):
				t.Errorf("%s of %s on %s: as of %s, provisional %t, want %s", who.name, c.period, c.today, a.Source.AsOf, a.Provisional, who.want)
			}
		}
	}
}

// Published months move against whole months: 30 April against 31 January, not 30 January.
func TestPublishedMonthsMoveAgainstWholeMonths(t *testing.T) {
	for _, c := range []struct{ period, asOf, want string }{
		{"2025Q2", "2025-04-30", "2025-01-01..2025-01-31"},
		{"2025Q1", "2025-02-28", "2024-10-01..2024-11-30"},
		{"2025", "2025-02-28", "2024-01-01..2024-02-29"},
		{"2025Q2", "2025-04-29", "2025-01-01..2025-01-29"}, // a day, for who sees all
		{"2025Q2", "2025-06-30", "2025Q1"},
		{"2025-01..06", "2025-02-28", "2024-01-01..2024-02-29"},
	} {
		p := period(t, c.period)
		if got, _, ok := previousPeriod(p, date(t, c.asOf)); !ok || got.Code != c.want {
			t.Errorf("%s as of %s moves against %s, want %s", c.period, c.asOf, got.Code, c.want)
		}
		if got := wholePrevious(p); got.Code != map[string]string{"2025Q2": "2025Q1", "2025Q1": "2024Q4", "2025": "2024", "2025-01..06": "2024-01..06"}[c.period] {
			t.Errorf("sheets before %s are for %s", c.period, got.Code)
		}
	}
}
