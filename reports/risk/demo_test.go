package risk_test

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/demo"
	"anlan/etl"
	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

//go:embed testdata/area_by_hand.sql
var byHandSQL string

// loadDemo loads the small demo data as the program does.
func loadDemo(t *testing.T) *warehouse.Warehouse {
	t.Helper()
	source := filepath.Join(t.TempDir(), "source")
	if _, err := demo.Generate(t.Context(), demo.Options{Dir: source, Scale: demo.Small, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Open(t.Context(), warehouse.Config{
		Dir: filepath.Join(t.TempDir(), "data"), Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close(t.Context()) })
	loader, err := etl.Open(w, etl.Options{SourceDir: source})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loader.Pipelines() {
		if _, err := loader.Run(t.Context(), p.Name, etl.RunOptions{}); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
	}
	return w
}

// handWorked is one unit of testdata/area_by_hand.sql.
type handWorked struct {
	rated      bool
	hundredths int64
	grave      int
}

func byHand(t *testing.T, w *warehouse.Warehouse, v *warehouse.Version, day safety.Date, units []string) map[string]handWorked {
	t.Helper()
	args := []any{dial.Named("day", day.String()), dial.Named("units", units), dial.Named("closure", v.Partitions("region_closure"))}
	for _, fact := range []string{"enterprise", "hazard", "accident", "training", "inspection", "obligation"} {
		args = append(args, dial.Named(fact, v.Partitions(fact)))
	}
	rows, err := w.Conn().Query(t.Context(), "SELECT unit, toUInt8(rated), toInt64(hundredths), toInt64(grave) FROM ("+byHandSQL+")", args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	out := map[string]handWorked{}
	for rows.Next() {
		var unit string
		var rated uint8
		var h, grave int64
		if err := rows.Scan(&unit, &rated, &h, &grave); err != nil {
			t.Fatal(err)
		}
		out[unit] = handWorked{rated == 1, h, int(grave)}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheSmallDemo(t *testing.T) {
	w := loadDemo(t)
	r, err := risk.Open(w, risk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("every colour is that worked out by hand", func(t *testing.T) { everyColour(t, w, r) })
	t.Run("a matrix, its areas and its sectors agree with maps", func(t *testing.T) { matrixAgrees(t, r) })
	t.Run("contributors have what the index is made of", func(t *testing.T) { contributorsAddUp(t, r) })
	t.Run("the records behind a figure are as many as it says", func(t *testing.T) { recordsBehind(t, w, r) })
	t.Run("an enterprise is rated alike in its ranking and its portrait", func(t *testing.T) { portraitAgrees(t, r) })
	t.Run("a month after the newest record has no colour", func(t *testing.T) { afterTheData(t, r) })
	t.Run("an enterprise whose county did not report is rated alike wherever it is listed", func(t *testing.T) { listsAgree(t, w, r) })
	t.Run("a county sees its own area only", func(t *testing.T) { countySees(t, w, r) })
}

// Every index and every colour of a quarter, of 16 cities and all counties and zones, is that of the model worked out by hand in
// SQL on the facts. The register of enterprises is today's for every month, and the tree the quarter's last.
func everyColour(t *testing.T, w *warehouse.Warehouse, r *risk.Reports) {
	v, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	quarter := period(t, "2024Q4")
	grave := []risk.Colour{"", safety.RiskBlue, safety.RiskYellow, safety.RiskOrange, safety.RiskRed}
	for level, least := range map[safety.RegionLevel]int{safety.LevelCity: 16, safety.LevelCounty: 136} {
		m, err := r.Map(t.Context(), warehouse.Everything(), risk.MapQuery{Region: "370000", Level: level, Period: quarter})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[risk.Colour]int{}
		states := map[warehouse.State]int{}
		for _, month := range m.Months {
			cells := m.At(month)
			if len(cells) < least {
				t.Fatalf("%s %s: %d areas, want at least %d", level, month, len(cells), least)
			}
			var units []string
			for _, c := range cells {
				units = append(units, string(c.Region))
			}
			hand := byHand(t, w, v, month.Last(), units)
			alone, err := r.Map(t.Context(), warehouse.Everything(), risk.MapQuery{Region: "370000", Level: level, Period: month.Period()})
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range cells {
				seen[c.Colour]++
				want, name := hand[string(c.Region)], fmt.Sprintf("%s %s %s", month, c.Region, c.Name)
				if (c.State == risk.Rated) != want.rated || c.Colour != grave[want.grave] {
					t.Errorf("%s: %s %s, by hand rated %t, %s", name, c.State, c.Colour, want.rated, grave[want.grave])
				}
				if want.rated && (c.Index == nil || !c.Index.Equal(decimal.New(want.hundredths, -2))) {
					t.Errorf("%s: index %v, by hand %s", name, c.Index, decimal.New(want.hundredths, -2))
				}
				sum := decimal.Zero
				for _, f := range c.Factors {
					sum = sum.Add(f.Contribution)
					states[f.Figure.State]++
				}
				if c.Index != nil && !sum.Equal(*c.Index) {
					t.Errorf("%s: the contributions add up to %s, the index is %s", name, sum, c.Index)
				}
				if one := alone.Cells[i]; one.Colour != c.Colour || (one.Index == nil) != (c.Index == nil) || one.Index != nil && !one.Index.Equal(*c.Index) {
					t.Errorf("%s: asked for alone %s %v, among three months %s %v", name, one.Colour, one.Index, c.Colour, c.Index)
				}
			}
		}
		for _, s := range []warehouse.State{warehouse.NotReported, warehouse.NotRecorded, warehouse.NothingDue} {
			if level == safety.LevelCounty && states[s] == 0 {
				t.Errorf("no figure is %s: the demo does not show what that does", s)
			}
		}
		for _, c := range grave[1:] {
			if seen[c] == 0 {
				t.Errorf("%s: no area is %s: the demo does not show that colour", level, c)
			}
		}
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
