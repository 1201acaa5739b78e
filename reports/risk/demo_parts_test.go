package risk_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
)

func matrixAgrees(t *testing.T, r *risk.Reports) {
	q := risk.MapQuery{Region: "370300", Period: period(t, "2024Q4")}
	x, err := r.Matrix(t.Context(), warehouse.Everything(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Regions) < 8 || len(x.Sectors) < 5 || len(x.Cells) != len(x.Regions)*len(x.Sectors) || x.Month != 202412 {
		t.Fatalf("%d regions, %d sectors, %d cells of %s", len(x.Regions), len(x.Sectors), len(x.Cells), x.Month)
	}
	q.Period = period(t, "2024-12")
	areas, err := r.Map(t.Context(), warehouse.Everything(), q)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range areas.Cells {
		if same := x.Areas[i]; same.Region != c.Region || text(same.Index) != text(c.Index) {
			t.Errorf("%s: %s in the matrix, %s in the map", c.Region, text(same.Index), text(c.Index))
		}
	}
	for _, sector := range []string{"construction", "hazardous_chemicals", "gas"} { // none of them has sectors below it
		j := slices.Index(x.Sectors, sector)
		if j < 0 {
			t.Fatalf("the matrix has no %s: %v", sector, x.Sectors)
		}
		q.Sectors = []string{sector}
		alone, err := r.Map(t.Context(), warehouse.Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range alone.Cells {
			in := x.Cells[i*len(x.Sectors)+j]
			if in.Region != c.Region || in.Sector != sector {
				t.Fatalf("cell %d is %s %s, want %s %s", i, in.Region, in.Sector, c.Region, sector)
			}
			if in.State == risk.Rated && c.State == risk.Rated && text(in.Index) != text(c.Index) {
				t.Errorf("%s %s: %s in the matrix, %s asked for alone", c.Region, sector, text(in.Index), text(c.Index))
			}
		}
	}
}

// Points of all sectors, and of all enterprises, add up to what is attributed.
func contributorsAddUp(t *testing.T, r *risk.Reports) {
	c, err := r.Contributors(t.Context(), warehouse.Everything(), risk.ContributorsQuery{Region: "370321", Period: period(t, "2024-12"), First: 100})
	if err != nil {
		t.Fatal(err)
	}
	if !c.Attributed.IsPositive() || c.Cell.Index == nil || c.Attributed.GreaterThan(*c.Cell.Index) {
		t.Fatalf("attributed %s of %s", c.Attributed, text(c.Cell.Index))
	}
	if !slices.IsSortedFunc(c.Cell.Factors, func(a, b risk.FactorScore) int { return b.Contribution.Cmp(a.Contribution) }) {
		t.Error("the gravest factor does not come first")
	}
	for name, list := range map[string][]risk.Contributor{"sectors": c.Sectors, "enterprises": c.Enterprises} {
		sum := decimal.Zero
		for _, one := range list {
			sum = sum.Add(one.Points)
			if one.Name == "" {
				t.Errorf("%s: %q has no name", name, one.Key)
			}
		}
		// each of at most 100 is rounded to 4 places
		if sum.Sub(c.Attributed).Abs().GreaterThan(decimal.RequireFromString("0.01")) {
			t.Errorf("%d %s have %s together, %s is attributed", len(list), name, sum, c.Attributed)
		}
	}
}

func recordsBehind(t *testing.T, w *warehouse.Warehouse, r *risk.Reports) {
	m, err := r.Map(t.Context(), warehouse.Everything(), risk.MapQuery{Region: "370300", Period: period(t, "2024-12")})
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, c := range m.Cells {
		for _, f := range c.Factors {
			// counts of one kind of record: not sums of several, nor of what is counted once however often it occurs
			if !slices.Contains([]string{"open_major_hazards", "overdue_hazards", "on_time", "major_hazard_installations"}, f.Factor.Name) || f.Figure.Numerator == nil {
				continue
			}
			q := f.Drill()
			n, err := w.CountRecords(t.Context(), warehouse.Everything(), *q)
			if err != nil {
				t.Fatal(err)
			}
			if n > 0 {
				compared++
			}
			if !f.Figure.Numerator.Equal(decimal.NewFromUint64(n)) {
				t.Errorf("%s %s: %s, and %d records", c.Name, f.Factor.Name, f.Figure.Numerator, n)
			}
		}
	}
	if compared < 5 {
		t.Errorf("only %d lists of records are not empty", compared)
	}
}

func portraitAgrees(t *testing.T, r *risk.Reports) {
	list, err := r.Enterprises(t.Context(), warehouse.Everything(), risk.EnterprisesQuery{Region: "370000", Period: period(t, "2024-12"), First: 3})
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, c := range list.Counts {
		total += c.Count
	}
	if total != list.Total || total < 1000 {
		t.Errorf("%d enterprises by colour, %d together", total, list.Total)
	}
	for _, c := range list.Cells {
		p, err := r.Portrait(t.Context(), warehouse.Everything(), risk.PortraitQuery{Enterprise: c.Enterprise, Period: period(t, "2024Q4")})
		if err != nil {
			t.Fatal(err)
		}
		if text(p.Risk.Index) != text(c.Index) || p.Risk.Colour != c.Colour || len(p.History) != 3 || p.History[2].Month != 202412 {
			t.Errorf("%s: %s %s in the ranking; %s %s in the portrait of %d months", c.Name, text(c.Index), c.Colour, text(p.Risk.Index), p.Risk.Colour, len(p.History))
		}
		for _, l := range p.Records {
			if l.Query.Metric == "hazards_open" {
				for _, f := range p.Figures {
					if f.Metric == "hazards_open" && f.Month == 202412 && !f.Figure.Value.Equal(decimal.NewFromUint64(l.Total)) {
						t.Errorf("%s: %s hazards open, and %d records", c.Name, f.Figure.Value, l.Total)
					}
				}
			}
		}
	}
}

// Whatever others were answered before: what a county asks beyond its area is refused.
func countySees(t *testing.T, w *warehouse.Warehouse, r *risk.Reports) {
	own := warehouse.Scope{Regions: []safety.RegionCode{"370321"}}
	month := period(t, "2024-12")
	code := func(err error) string {
		var fault *warehouse.Error
		if !errors.As(err, &fault) {
			return ""
		}
		return fault.Code
	}
	for _, q := range []risk.MapQuery{
		{Region: "370300", Period: month}, {Region: "370000", Level: safety.LevelCounty, Period: month}, {Region: "370303", Level: safety.LevelCounty, Period: month},
		{Region: "370300", Level: safety.LevelCity, Period: month}, {Region: "370300", BySector: true, Period: month},
	} {
		if _, err := r.Map(t.Context(), warehouse.Everything(), q); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Map(t.Context(), own, q); code(err) != warehouse.Forbidden {
			t.Errorf("%+v: %v, want forbidden", q, err)
		}
		if _, err := r.Matrix(t.Context(), own, q); code(err) != warehouse.Forbidden {
			t.Errorf("matrix of %+v: %v, want forbidden", q, err)
		}
	}
	if _, err := r.Contributors(t.Context(), own, risk.ContributorsQuery{Region: "370303", Period: month}); code(err) != warehouse.Forbidden {
		t.Errorf("contributors: %v, want forbidden", err)
	}
	if _, err := r.Enterprises(t.Context(), own, risk.EnterprisesQuery{Region: "370300", Period: month}); code(err) != warehouse.Forbidden {
		t.Errorf("enterprises: %v, want forbidden", err)
	}
	all, err := r.Map(t.Context(), warehouse.Everything(), risk.MapQuery{Region: "370300", Period: month})
	if err != nil {
		t.Fatal(err)
	}
	mine, err := r.Map(t.Context(), own, risk.MapQuery{Region: "370321", Level: safety.LevelCounty, Period: month})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Cells {
		if c.Region == "370321" && (len(mine.Cells) != 1 || text(mine.Cells[0].Index) != text(c.Index) || mine.Cells[0].Colour != c.Colour) {
			t.Errorf("the county sees itself as %v, the province as %s", mine.Cells, text(c.Index))
		}
	}
	list, err := r.Enterprises(t.Context(), own, risk.EnterprisesQuery{Period: month, First: 1000})
	if err != nil || list.Region != "370321" || list.Total == 0 {
		t.Fatalf("its own enterprises: %v %v", list, err)
	}
	for _, c := range list.Cells {
		if c.Region[:6] != "370321" {
			t.Errorf("%s lies in %s", c.Name, c.Region)
		}
	}
	others, err := r.Enterprises(t.Context(), warehouse.Everything(), risk.EnterprisesQuery{Region: "370303", Period: month, First: 1})
	if err != nil || len(others.Cells) == 0 {
		t.Fatalf("%v %v", others, err)
	}
	if _, err := r.Portrait(t.Context(), own, risk.PortraitQuery{Enterprise: others.Cells[0].Enterprise, Period: month}); code(err) != warehouse.NotFound {
		t.Errorf("another's portrait: %v, want not_found", err)
	}
	noAccidents := warehouse.Scope{All: true, Facts: []string{"enterprise", "hazard", "inspection", "training"}}
	if _, err := r.Map(t.Context(), noAccidents, risk.MapQuery{Region: "370300", Period: month}); code(err) != warehouse.Forbidden {
		t.Errorf("a map that rests on accidents, for who may not see them: %v", err)
	}
	p, err := r.Portrait(t.Context(), noAccidents, risk.PortraitQuery{Enterprise: others.Cells[0].Enterprise, Period: month})
	if err != nil || p.Risk.State != risk.Unknown || p.Risk.Colour != "" || len(p.Figures) == 0 {
		t.Errorf("a portrait without accidents: %+v %v", p, err)
	}
	for _, f := range p.Figures {
		if f.Metric == "accidents" || f.Metric == "deaths" {
			t.Errorf("it tells %s", f.Metric)
		}
	}
}

func text(n *decimal.Decimal) string {
	if n == nil {
		return "unknown"
	}
	return n.String()
}
