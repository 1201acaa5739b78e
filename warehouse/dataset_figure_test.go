package warehouse

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

// Whatever is loaded, a cell of figure_monthly is what the planner answers for that month, region and sector: the same figure, or empty where the planner
// knows none, and sums are empty where no record tells them; the sums over a county, a city and a quarter are the planner's of the county, the city and the quarter.
func TestMonthlyFiguresAreThePlanners(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 2025))
	w := openTest(t)
	loadAtRandom(t, w, random)
	read := openData(t, w, Everything(), DataQuery{Set: "figure_monthly", TreeDate: w.Today()})
	var measures []string
	told := map[string]bool{} // empty unless a record tells it
	for _, m := range rollupMeasures() {
		measures = append(measures, m.Name)
		told[m.Name] = strings.HasPrefix(rollupType(m), "Nullable(")
	}
	cells := map[string]map[string]decimal.Decimal{}
	for _, row := range figuresOf(t, read) {
		cells[row.month[:7]+" "+row.region+" "+row.sector] = row.figures
	}
	known, empty := 0, 0
	for _, month := range []string{"2024-11", "2025-02"} {
		for _, region := range []safety.RegionCode{"370303", "370321", "370302"} {
			table, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: measures, Dimensions: []string{"sector"}, Region: region, Period: period(t, month)})
			if err != nil {
				t.Fatal(err)
			}
			for i := range table.Rows {
				sector := table.Columns[slices.IndexFunc(table.Columns, func(c Column) bool { return c.Name == "sector" })].Texts[i]
				key := fmt.Sprint(month, " ", region, " ", sector)
				for _, c := range table.Columns {
					if !slices.Contains(measures, c.Name) {
						continue
					}
					got, is := cells[key][c.Name]
					nothing := told[c.Name] && c.Numbers[i] != nil && *c.Numbers[i] == 0
					switch {
					case is != (c.Numbers[i] != nil) && (is || !nothing), is && got.InexactFloat64() != *c.Numbers[i]:
						t.Errorf("%s of %s is %v (%v), the planner says %v (%s)", c.Name, key, got, is, c.Numbers[i], c.States[i])
					case is:
						known++
					default:
						empty++
					}
				}
			}
		}
	}
	if known < 300 || empty < 50 {
		t.Errorf("%d figures that are known and %d that are not prove little", known, empty)
	}
	for _, c := range []struct {
		region safety.RegionCode
		code   string
	}{{"370321", "2025Q1"}, {"370300", "2025-03"}, {"370300", "2025-01..04"}} {
		span := period(t, c.code)
		query := DataQuery{Set: "figure_monthly", Region: c.region, From: span.From, To: span.To}
		for _, m := range measures {
			query.Select = append(query.Select, Selected{Expr: &Expr{Call: "sum", Args: []*Expr{{Column: m}}}, As: m})
		}
		sums := figuresOf(t, openData(t, w, Everything(), query))
		table, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: measures, Region: c.region, Period: span})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range measures {
			figure, state := figureOf(t, table, m)
			switch sum, summed := sums[0].figures[m]; {
			case summed && (!state.Known() || sum.InexactFloat64() != figure), !summed && state.Known() && (figure != 0 || !told[m]):
				t.Errorf("%s of %s in %s sums up to %v, the planner says %v (%s)", m, c.region, c.code, sum, figure, state)
			}
		}
	}
}

type figureRow struct {
	month, region, sector string
	figures               map[string]decimal.Decimal // those that are known
}

// figuresOf reads rows of figures exactly.
func figuresOf(t *testing.T, r DataReading) []figureRow {
	t.Helper()
	var out []figureRow
	for line := range strings.Lines(string(encoded(t, r, "JSONEachRow", nil, nil))) {
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		cells := map[string]any{}
		if err := d.Decode(&cells); err != nil {
			t.Fatal(err)
		}
		row := figureRow{figures: map[string]decimal.Decimal{}}
		row.month, _ = cells["month"].(string)
		row.region, _ = cells["region"].(string)
		row.sector, _ = cells["sector"].(string)
		for name, cell := range cells {
			if n, ok := cell.(json.Number); ok {
				row.figures[name] = decimal.RequireFromString(n.String())
			}
		}
		out = append(out, row)
	}
	return out
}

// loadAtRandom loads records of half a year: Zhangdian (370303) sends hazards and trainings, Huantai (370321) all kinds, and hazards from February on only;
// Zichuan (370302) inspections only. Much is not told.
func loadAtRandom(t *testing.T, w *Warehouse, random *rand.Rand) {
	t.Helper()
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	day := func(first, last int) string { // months from October 2024
		return safety.NewDate(2024, 10, 1).AddDays(random.IntN((last-first)*30) + first*30).String()
	}
	each := func(n int, line func(i int) string) []string {
		var lines []string
		for i := range n {
			lines = append(lines, line(i))
		}
		return lines
	}
	sector := func() string { return pick("", "mine", "construction") }
	load(t, w, "hazard", rows("id,region,sector,source,level,found_on,due_on,rectified_on,money_spent,penalty", each(150, func(i int) string {
		region, from := "370303", 1
		if i%2 == 0 {
			region, from = "370321", 4
		}
		found := day(from, 6)
		due, done := "", ""
		if random.IntN(3) > 0 {
			due = day(6, 8)
		}
		if random.IntN(2) > 0 {
			done = day(6, 7)
		}
		return fmt.Sprintf("h%d,%s,%s,%s,%s,%s,%s,%s,%s,%s", i, region, sector(), pick("self", "government"), pick("general", "major"), found, due, done, pick("", "", "0", "10.25"), pick("", "", "", "", "500"))
	})...))
	load(t, w, "inspection", rows("id,region,sector,inspected_on,kind,mode,planned,hazards_found,case_opened,penalty", each(60, func(i int) string {
		return fmt.Sprintf("i%d,%s,%s,%s,%s,%s,%s,%s,%s,%s", i, pick("370321", "370302"), sector(), day(1, 5), pick("enforcement", "special"), pick("", "unannounced"), pick("", "", "true"), pick("", "0", "2"), pick("", "", "true", "false"), pick("", "", "1000.50"))
	})...))
	load(t, w, "training", rows("id,region,sector,trained_on,audience,hours,passed", each(60, func(i int) string {
		return fmt.Sprintf("t%d,%s,%s,%s,principal,%s,%s", i, pick("370321", "370303"), sector(), day(1, 7), pick("", "", "1.5"), pick("", "", "true", "false"))
	})...))
	load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,direct_loss,status,counted,production", each(15, func(i int) string {
		return fmt.Sprintf("a%d,370321,%s,%s,%s,%s,%s,%s,%s", i, sector(), day(1, 7), pick("", "0", "1", "4"), pick("", "", "99.99"), pick("", "verified", "struck_off"), pick("", "true", "false"), pick("", "true"))
	})...))
	load(t, w, "obligation", rows("id,region,sector,unit_kind,kind,period_from,period_to,due_on,status", each(12, func(i int) string {
		return fmt.Sprintf("o%d,370321,%s,enterprise,duty_report,2025-01-01,2025-0%d-28,2025-04-05,%s", i, sector(), 1+i%3, pick("missing", "arrived"))
	})...))
}
