package warehouse

import (
	"errors"
	"testing"

	"anlan/safety"
)

// hazards of two counties of Zibo in 2024 and 2025:
//
//	370321 Huantai   2024-04: 1 general         2025-03: 1 major, late   2025-04: 2 general (1 on time, 1 open)
//	370303 Zhangdian 2024-04: 2 general         2025-04: 1 major, due 2025-04-20, open
//	370300 Zibo itself (市直)                    2025-04: 1 general
const smallHazards = `system,id,region,sector,source,level,found_on,due_on,rectified_on,money_spent
s,h1,370321,construction,self,general,2024-04-10,2024-04-20,2024-04-15,100.10
s,h2,370303,construction,self,general,2024-04-11,2024-04-20,2024-04-25,
s,h3,370303,construction,government,general,2024-04-12,2024-04-20,2024-04-13,5
s,h4,370321,hazardous_chemicals,government,major,2025-03-05,2025-03-31,2025-04-02,10
s,h5,370321,construction,self,general,2025-04-01,2025-04-10,2025-04-09,20.05
s,h6,370321,construction,self,general,2025-04-30,2025-05-10,,
s,h7,370303,hazardous_chemicals,government,major,2025-04-02,2025-04-20,,
s,h8,370300,construction,public,general,2025-04-03,2025-04-30,2025-04-30,
`

func TestMetricsOfASmallDataSetWorkedOutByHand(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	load(t, w, "hazard", rows("id,region,source,level,found_on,due_on,rectified_on", "h0,370302,self,general,2024-05-10,2024-05-20,2024-05-12"))
	ask := func(q MetricQuery) *MetricTable {
		t.Helper()
		if q.Region == "" {
			q.Region = "370300"
		}
		table, err := w.Metrics(t.Context(), Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	check := func(table *MetricTable, column string, want float64, state State, key ...string) {
		t.Helper()
		if got, s := figureOf(t, table, column, key...); got != want || s != state {
			t.Errorf("%s %v = %v (%s), want %v (%s)", column, key, got, s, want, state)
		}
	}

	t.Run("April by county with both comparisons and a total", func(t *testing.T) {
		table := ask(MetricQuery{
			Measures:   []string{"hazards_found", "hazards_found_major", "hazard_on_time_rate", "hazards_overdue_major", "hazard_money_spent"},
			Dimensions: []string{"region"}, Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear, PreviousPeriod}, Totals: true,
		})
		check(table, "hazards_found", 2, Present, "370321")
		check(table, "hazards_found__previous_year", 1, Present, "370321")
		check(table, "hazards_found__previous_year__change", 1, Present, "370321")
		check(table, "hazards_found__previous_year__percent", 100, Present, "370321")
		check(table, "hazards_found__previous_period", 1, Present, "370321")
		check(table, "hazards_found", 1, Present, "370303")
		check(table, "hazards_found__previous_period", 0, Present, "370303")
		check(table, "hazards_found__previous_period__percent", 0, ZeroBase, "370303")
		check(table, "hazards_found", 1, Present, "370300") // 市直
		check(table, "hazards_found", 0, Present, "370302") // nothing happened in Zichuan
		check(table, "hazards_found", 0, NoData, "370304")  // Boshan never sent a record: unknown, not zero
		check(table, "hazards_overdue_major", 1, Present, "370303")
		// due in April: Huantai h5 (on time), Zhangdian h7 (not), Zibo h8 (on its last day)
		check(table, "hazard_on_time_rate", 100, Present, "370321")
		check(table, "hazard_on_time_rate", 0, Present, "370303")
		check(table, "hazard_on_time_rate", 0, NothingDue, "370302")
		check(table, "hazard_money_spent", 20.05, Present, "370321")
		check(table, "hazard_money_spent", 0, NotRecorded, "370303")
		for _, c := range table.Columns {
			if c.Name == "hazards_found" && (c.Total == nil || *c.Total != 4) {
				t.Errorf("total of hazards found = %v, want 4", c.Total)
			}
			if c.Name == "hazard_on_time_rate" && (c.Total == nil || *c.Total != 100*2.0/3) {
				t.Errorf("total rate = %v, want 2 of 3", c.Total)
			}
		}
	})

	t.Run("by month along a quarter", func(t *testing.T) {
		table := ask(MetricQuery{
			Measures: []string{"hazards_found", "hazards_open_major", "hazards_rectified"}, Period: period(t, "2025-01..04"),
			Grain: safety.GrainMonth, Compare: []Comparison{PreviousYear},
		})
		check(table, "hazards_found", 0, Present, "2025-02")
		check(table, "hazards_found", 1, Present, "2025-03")
		check(table, "hazards_found", 4, Present, "2025-04")
		check(table, "hazards_found__previous_year", 3, Present, "2025-04")
		check(table, "hazards_open_major", 1, Present, "2025-03") // h4 on 31 March
		check(table, "hazards_open_major", 1, Present, "2025-04") // h7 on 30 April
		check(table, "hazards_rectified", 3, Present, "2025-04")
		// no record is older than April 2024: January to March 2024 are unknown, not zero
		check(table, "hazards_found__previous_year", 0, NoData, "2025-02")
	})

	t.Run("a running period compares to the same day", func(t *testing.T) {
		table := ask(MetricQuery{Measures: []string{"hazards_found", "hazards_overdue"}, Period: period(t, "2025-05"), Compare: []Comparison{PreviousPeriod}})
		if !table.Source.Running || table.Source.AsOf.String() != "2025-05-15" {
			t.Errorf("source = %+v, want running as of 15 May", table.Source)
		}
		check(table, "hazards_found", 0, NoData)                   // nothing has arrived for May
		check(table, "hazards_found__previous_period", 3, Present) // 1 to 15 April: h5, h7, h8
		check(table, "hazards_overdue", 2, Present)                // h6 and h7 on 15 May
	})

	t.Run("by level and filtered by sector", func(t *testing.T) {
		table := ask(MetricQuery{
			Measures: []string{"hazards_found"}, Dimensions: []string{"hazard_level"}, Period: period(t, "2025Q2"), AsOf: safety.NewDate(2025, 4, 30),
			Filters: []Filter{{Dimension: "sector", Values: []string{"hazardous_chemicals"}}},
		})
		check(table, "hazards_found", 1, Present, "major")
		if table.Rows != 1 {
			t.Errorf("%d rows, want only the level that occurs", table.Rows)
		}
	})

	t.Run("counties report for their towns", func(t *testing.T) {
		table := ask(MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"region"}, Region: "370321", Period: period(t, "2025-04")})
		check(table, "hazards_found", 0, Present, "370321001")
		table = ask(MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"region"}, Region: "370304", Period: period(t, "2025-04")})
		for i := range table.Rows {
			if state := table.Columns[2].States[i]; state != NoData {
				t.Errorf("%s, a town of a county that sends nothing: %s", table.Columns[0].Texts[i], state)
			}
		}
	})

	t.Run("a breakdown that records do not have is refused", func(t *testing.T) {
		_, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: []string{"accidents"}, Dimensions: []string{"hazard_level"}, Region: "370300", Period: period(t, "2025Q1")})
		var fault *Error
		if !errors.As(err, &fault) || fault.Code != BadRequest {
			t.Errorf("err = %v, want bad_request", err)
		}
	})
}

func TestRollupAndFactsGiveTheSameFigures(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	load(t, w, "hazard", rows("id,region,sector,source,level,found_on,due_on,rectified_on",
		"h5,370321,construction,self,general,2025-03-31,2025-04-10,2025-04-09", // corrected: found a day, and a month, earlier
		"h9,370321,mine,self,general,2025-04-08,,"))
	for _, code := range []string{"2025-03", "2025-04", "2025Q1", "2025-01..04", "2024", "2024H1"} {
		for _, dims := range [][]string{nil, {"region"}, {"sector"}, {"region", "sector"}} {
			q := MetricQuery{
				Measures: []string{"hazards_found", "hazards_rectified", "hazards_due_on_time", "hazard_on_time_rate", "hazard_money_spent"}, Dimensions: dims,
				Region: "370300", Period: period(t, code), Compare: []Comparison{PreviousYear, PreviousPeriod},
			}
			v, _ := w.Current(t.Context())
			var tables [2]*MetricTable
			for i := range tables {
				p, _, err := w.resolve(t.Context(), v, Everything(), q)
				if err != nil {
					t.Fatal(err)
				}
				p.noRollup = i == 1
				groups, err := w.compute(t.Context(), p)
				if err != nil {
					t.Fatal(err)
				}
				tables[i] = p.finish(groups)
			}
			sameTable(t, code, tables[0], tables[1])
		}
	}
}

func sameTable(t *testing.T, name string, a, b *MetricTable) {
	t.Helper()
	if a.Rows != b.Rows {
		t.Errorf("%s: %d rows against %d", name, a.Rows, b.Rows)
		return
	}
	for i, c := range a.Columns {
		for r := range a.Rows {
			if c.Texts != nil {
				if c.Texts[r] != b.Columns[i].Texts[r] {
					t.Errorf("%s: row %d %s: %q against %q", name, r, c.Name, c.Texts[r], b.Columns[i].Texts[r])
				}
				continue
			}
			x, y := c.Numbers[r], b.Columns[i].Numbers[r]
			if c.States[r] != b.Columns[i].States[r] || (x == nil) != (y == nil) || (x != nil && *x != *y) {
				t.Errorf("%s: row %d %s: %v %s against %v %s", name, r, c.Name, deref(x), c.States[r], deref(y), b.Columns[i].States[r])
			}
		}
	}
}

func deref(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}
