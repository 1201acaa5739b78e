package material_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// event is a record as somebody with a pencil knows it.
type event struct {
	fact, unit, sector string
	on                 time.Time // the date that it counts by
	due, done          time.Time // of hazards
	major, counted     bool
	deaths             int64
	money              decimal.Decimal
	enterprise         string
}

// ledger draws records of four years and a half in all counties, some of the city's own, with leap days among them.
func ledger(b *bundle) []event {
	r := rand.New(rand.NewPCG(7, 2026))
	regions := []string{"370302", "370303", "370303008", "370304", "370321", "370321104", "370321001", "370323", "370300"}
	sectors := []string{"", "construction", "mine", "road_transport"}
	first := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	day := func() time.Time {
		if r.IntN(40) == 0 {
			return time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
		}
		at := first.AddDate(r.IntN(5), 0, r.IntN(151)) // January to May, the months that are asked for
		if r.IntN(8) == 0 && at.Year() < 2026 {
			at = at.AddDate(0, 10-int(at.Month())+1, 0) // and some of a November
		}
		if today := time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC); at.After(today) {
			return today
		}
		return at
	}
	date := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.Format(time.DateOnly)
	}
	var events []event
	lines := map[string][]string{}
	for i := range 1800 {
		region := regions[r.IntN(len(regions))]
		e := event{unit: region[:6], sector: sectors[r.IntN(len(sectors))], on: day(), money: decimal.New(r.Int64N(90_000_000), -2)}
		if region == "370300" {
			e.unit = document.Unassigned
		}
		switch i % 3 {
		case 0:
			e.fact, e.counted, e.deaths = "accident", r.IntN(4) > 0, r.Int64N(3)
			lines[e.fact] = append(lines[e.fact], fmt.Sprintf("a%d,%s,%s,%s,%d,%s,general,verified,%v", i, region, e.sector, date(e.on), e.deaths, e.money, e.counted))
		case 1:
			e.fact, e.major = "hazard", r.IntN(3) == 0
			found := e.on
			e.due = found.AddDate(0, 0, 1+r.IntN(60))
			if r.IntN(3) > 0 {
				e.done = found.AddDate(0, 0, r.IntN(90))
			}
			level := map[bool]string{true: "major", false: "general"}[e.major]
			lines[e.fact] = append(lines[e.fact], fmt.Sprintf("h%d,%s,%s,government,%s,%s,%s,%s", i, region, e.sector, level, date(found), date(e.due), date(e.done)))
		default:
			e.fact, e.enterprise = "inspection", fmt.Sprintf("E%d", r.IntN(60))
			lines[e.fact] = append(lines[e.fact], fmt.Sprintf("i%d,%s,%s,%s,enforcement,enterprise,%s,%s", i, region, e.sector, date(e.on), e.enterprise, e.money))
		}
		events = append(events, e)
	}
	b.load("accident", "id,region,sector,occurred_on,deaths,direct_loss,grade,status,counted", lines["accident"]...)
	b.load("hazard", "id,region,sector,source,level,found_on,due_on,rectified_on", lines["hazard"]...)
	b.load("inspection", "id,region,sector,inspected_on,kind,subject,enterprise,penalty", lines["inspection"]...)
	return events
}

// window is a stretch of days that the pencil counts in.
type window struct{ from, to time.Time }

func (w window) has(at time.Time) bool { return !at.IsZero() && !at.Before(w.from) && !at.After(w.to) }

// count adds up one figure of the events that pass.
func count(metric string, events []event, w window, pass func(event) bool) *decimal.Decimal {
	sum, above, below := decimal.Zero, int64(0), int64(0)
	seen := map[string]bool{}
	one := decimal.NewFromInt(1)
	for _, e := range events {
		if !pass(e) {
			continue
		}
		accident := e.fact == "accident" && e.counted && w.has(e.on)
		hazard := e.fact == "hazard"
		switch {
		case metric == "accidents_counted" && accident, metric == "hazards_found" && hazard && w.has(e.on):
			sum = sum.Add(one)
		case metric == "deaths_counted" && accident:
			sum = sum.Add(decimal.NewFromInt(e.deaths))
		case metric == "direct_loss_counted" && accident, metric == "penalties" && e.fact == "inspection" && w.has(e.on):
			sum = sum.Add(e.money)
		case metric == "enterprises_inspected" && e.fact == "inspection" && w.has(e.on) && !seen[e.enterprise]:
			seen[e.enterprise] = true
			sum = sum.Add(one)
		case metric == "hazards_overdue_major" && hazard && e.major && !e.on.After(w.to) && e.due.Before(w.to) && (e.done.IsZero() || e.done.After(w.to)):
			sum = sum.Add(one)
		case metric == "hazard_on_time_rate" && hazard && w.has(e.due):
			below++
			if !e.done.IsZero() && !e.done.After(e.due) {
				above++
			}
		}
	}
	if metric != "hazard_on_time_rate" {
		return &sum
	}
	if below == 0 {
		return nil
	}
	rate := decimal.NewFromInt(100*above).DivRound(decimal.NewFromInt(below), 20)
	return &rate
}

// asked is a plan of one period with its windows worked out by hand: now, then those of last year, of the year before last and of
// the period before; one without days has no base.
type asked struct {
	code, asOf                 string
	now, year, two, before     string // of the period
	cumulative, lastCumulative string
	trailing, lastTrailing     string // twelve months
}

func days(t *testing.T, text string) window {
	t.Helper()
	if text == "" {
		return window{}
	}
	from, to, _ := strings.Cut(text, "..")
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		t.Fatal(text)
	}
	return window{a, b}
}

// Every figure of a bulletin is what somebody with a pencil counts: of the whole and of every part, now and in the periods that it is
// set against. And the parts of what adds up, with the line of what lies in none, add up to the whole that is printed.
func TestFiguresAreWhatAPencilCounts(t *testing.T) {
	b := opened(t)
	events := ledger(b)
	measures := []string{"accidents_counted", "deaths_counted", "direct_loss_counted", "hazards_found", "hazards_overdue_major", "hazard_on_time_rate", "penalties", "enterprises_inspected"}
	every := []warehouse.Comparison{warehouse.PreviousYear, warehouse.YearBeforeLast, warehouse.PreviousPeriod}
	cells := 0
	for _, c := range []asked{
		// February of 28 days against February of 29
		{code: "2025-02", now: "2025-02-01..2025-02-28", year: "2024-02-01..2024-02-29", two: "2023-02-01..2023-02-28", before: "2025-01-01..2025-01-31",
			cumulative: "2025-01-01..2025-02-28", lastCumulative: "2024-01-01..2024-02-29", trailing: "2024-03-01..2025-02-28", lastTrailing: "2023-03-01..2024-02-29"},
		// running to the leap day: to 28 February of the other years; of January to the 29th
		{code: "2024-02", asOf: "2024-02-29", now: "2024-02-01..2024-02-29", year: "2023-02-01..2023-02-28", two: "2022-02-01..2022-02-28", before: "2024-01-01..2024-01-31",
			cumulative: "2024-01-01..2024-02-29", lastCumulative: "2023-01-01..2023-02-28", trailing: "2023-03-01..2024-02-29", lastTrailing: "2022-03-01..2023-02-28"},
		// running: today is 20 May 2026
		{code: "2026-05", now: "2026-05-01..2026-05-20", year: "2025-05-01..2025-05-20", two: "2024-05-01..2024-05-20", before: "2026-04-01..2026-04-20",
			cumulative: "2026-01-01..2026-05-20", lastCumulative: "2025-01-01..2025-05-20", trailing: "2025-06-01..2026-05-20", lastTrailing: "2024-06-01..2025-05-20"},
		{code: "2025-05-上旬", now: "2025-05-01..2025-05-10", year: "2024-05-01..2024-05-10", two: "2023-05-01..2023-05-10", before: "2025-04-21..2025-04-30",
			cumulative: "2025-01-01..2025-05-10", lastCumulative: "2024-01-01..2024-05-10", trailing: "2024-06-01..2025-05-10", lastTrailing: "2023-06-01..2024-05-10"},
	} {
		plan := material.Plan{Period: period(t, c.code), Metrics: []material.MetricAsk{
			{Name: "overall", Measures: measures, Compare: every},
			{Name: "by_region", Measures: measures, By: "region", Compare: every[1:2]},
			{Name: "by_sector", Measures: measures, By: "sector", Compare: every[:1], Order: []material.Order{{Column: "hazards_found", Desc: true}}},
			{Name: "year", Measures: measures, By: "region", Span: material.Cumulative, Compare: every[:1]},
			{Name: "rolling", Measures: measures, Span: material.Trailing, Months: 12, Compare: every[:1]},
		}}
		if c.asOf != "" {
			plan.AsOf, _ = safety.ParseDate(c.asOf)
		}
		m := b.gather(access.Local(), plan)
		windows := map[string][4]string{
			"overall": {c.now, c.year, c.two, c.before}, "by_region": {c.now, "", c.two}, "by_sector": {c.now, c.year},
			"year": {c.cumulative, c.lastCumulative}, "rolling": {c.trailing, c.lastTrailing},
		}
		for name, table := range m.Tables {
			if len(table.Rows) == 0 && table.By != "" {
				t.Errorf("%s %s has no rows", c.code, name)
			}
			for _, row := range append(table.Rows, table.Total) {
				of := func(e event) bool {
					switch {
					case row.Kind == material.Whole:
						return true
					case table.By == "sector":
						return row.Key == e.sector || row.Kind == material.Unassigned && e.sector == ""
					}
					return row.Key == e.unit
				}
				for _, metric := range measures {
					q := row.Quantities[metric]
					values := []*prose.Value{&q.Now, q.PreviousYear, q.YearBeforeLast, q.PreviousPeriod}
					for i, text := range windows[name] {
						if text == "" {
							continue
						}
						cells++
						if silent := table.By == "region" && row.Kind == material.Unit && !slices.ContainsFunc(events, of); silent {
							if got := values[i]; got.Exact != nil {
								t.Errorf("%s %s %s %s: %s, of a county that sends nothing", c.code, name, row.Title.ZH, metric, told(*got))
							}
							continue
						}
						want := count(metric, events, days(t, text), of)
						if got := values[i].Exact; (got == nil) != (want == nil) || got != nil && !got.Equal(*want) {
							t.Errorf("%s %s %s %s [%d] %s: %s, by hand %v", c.code, name, row.Title.ZH, metric, i, text, told(*values[i]), want)
						}
					}
				}
			}
			addUp(t, c.code, table)
		}
	}
	if cells < 1000 {
		t.Errorf("only %d cells were compared", cells)
	}
}

// addUp holds that the printed parts of what adds up add up to the printed whole, now and in every base.
func addUp(t *testing.T, what string, table *material.Table) {
	t.Helper()
	if table.By == "" {
		return
	}
	for _, metric := range table.Measures {
		if !table.Adds[metric] {
			continue
		}
		total := table.Total.Quantities[metric]
		for i := range 4 {
			value := func(q prose.Quantity) *prose.Value {
				return []*prose.Value{&q.Now, q.PreviousYear, q.YearBeforeLast, q.PreviousPeriod}[i]
			}
			if value(total) == nil || value(total).Exact == nil {
				continue
			}
			sum := decimal.Zero
			for _, row := range table.Rows {
				if v := value(row.Quantities[metric]); v.Exact != nil {
					sum = sum.Add(*v.Exact)
				}
			}
			if !sum.Equal(*value(total).Exact) {
				t.Errorf("%s %s: the parts of %s are %s, the whole %s", what, table.Name, metric, sum, told(*value(total)))
			}
		}
	}
}
