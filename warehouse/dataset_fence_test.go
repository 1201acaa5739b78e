package warehouse

import (
	"io"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
)

// unfitWhere is 0 where a condition does not hold; where it does it is a number of 40 digits, which is an error.
func unfitWhere(set string, condition *Expr) *Expr {
	number := func(text string) *Expr { return &Expr{Literal: &Literal{Type: "Number", Text: text}} }
	unfit := &Expr{Column: "region"}
	if set != "figure_monthly" { // a column that the scope does not read is the one that the engine likes to look at first
		unfit = &Expr{Call: "concat", Args: []*Expr{{Column: "system"}, unfit}}
	}
	unfit = &Expr{Call: "length", Args: []*Expr{unfit}}
	for _, by := range []string{"10000000000000000000000000000000000000", "1000"} {
		unfit = &Expr{Call: "multiply", Args: []*Expr{unfit, number(by)}}
	}
	return &Expr{Call: "case", Args: []*Expr{condition, unfit, number("0")}}
}

// askedWith puts an expression that is 0 for every row into each place of a question where it may stand.
func askedWith(set string, e *Expr) map[string]DataQuery {
	zero := &Expr{Call: "greaterOrEquals", Args: []*Expr{e, {Literal: &Literal{Type: "Number", Text: "0"}}}}
	largest := &Expr{Call: "max", Args: []*Expr{zero}}
	region, most := asked("region"), uint64(1000)
	return map[string]DataQuery{
		"a condition":                    {Set: set, Select: region, Where: zero},
		"a condition, the first few":     {Set: set, Select: region, Where: zero, Order: []OrderedBy{{Expr: &Expr{Column: "region"}}}, Limit: &most},
		"an order":                       {Set: set, Select: region, Order: []OrderedBy{{Expr: e}}},
		"an order, the first few":        {Set: set, Select: region, Order: []OrderedBy{{Expr: e, Desc: true}}, Limit: &most},
		"a column":                       {Set: set, Select: []Selected{region[0], {Expr: e, As: "e"}}},
		"groups":                         {Set: set, Select: []Selected{{Expr: e, As: "e"}}, GroupBy: []*Expr{e}},
		"a condition on groups":          {Set: set, Select: region, GroupBy: []*Expr{{Column: "region"}}, Having: &Expr{Call: "equals", Args: []*Expr{largest, {Literal: &Literal{Type: "Bool", Text: "true"}}}}},
		"a sum":                          {Set: set, Select: []Selected{{Expr: &Expr{Call: "sum", Args: []*Expr{e}}, As: "e"}}},
		"no repeats":                     {Set: set, Select: []Selected{{Expr: e, As: "e"}}, Distinct: true},
		"a condition beside another one": {Set: set, Select: region, Where: &Expr{Call: "and", Args: []*Expr{equals("region", "370321"), zero}}},
	}
}

// Huantai (370321) is one county, Zhangdian (370303) another. Whatever is asked of the one, wherever in the question, in the other no row is looked at: an error of
// arithmetic, which rows raise one by one, would tell of any row whether it is there.
func TestNoRowOutsideOfTheScopeIsComputedWith(t *testing.T) {
	w := openTest(t)
	load(t, w, "enterprise", rows("id,region,sector,name", "e1,370321,mine,Here", "e2,370303,construction,There"))
	load(t, w, "hazard", rows("id,region,sector,enterprise,source,level,found_on,due_on", "h1,370321,mine,e1,self,major,2025-03-05,2025-04-10",
		"h2,370303,construction,e2,self,major,2025-03-05,2025-04-10", "h3,370321,mine,e2,self,general,2025-03-05,2025-04-10"))
	load(t, w, "training", rows("id,region,sector,trained_on,audience", "t1,370321,mine,2025-03-05,principal", "t2,370303,construction,2025-03-05,principal", "t3,370302,mine,2025-01-05,principal"))
	county := Scope{Regions: []safety.RegionCode{"370321"}}
	miners := Scope{All: true, Sectors: []string{"mine"}}
	hazards := Scope{All: true, Facts: []string{"hazard"}}
	for _, c := range []struct {
		what   string
		scope  Scope
		set    string
		hidden *Expr // holds for a row that the scope hides
	}{
		{"a county's records", county, "hazard", equals("region", "370303")},
		{"records without a date", county, "enterprise", equals("name", "There")},
		{"a county's records with names", county, "hazard_readable", equals("region", "370303")},
		{"a county's by the names of places", county, "training_readable", equals("county", "张店区")},
		{"names of enterprises that are hidden", county, "hazard_readable", equals("enterprise_name", "There")},
		{"a county's figures", county, "figure_monthly", equals("region", "370303")},
		{"a sector's records", miners, "training", equals("sector", "construction")},
		{"a sector's records with names", miners, "hazard_readable", equals("sector", "construction")},
		{"a sector's figures", miners, "figure_monthly", equals("sector", "construction")},
		{"figures of some records, where there are others", hazards, "figure_monthly", equals("region", "370302")},
	} {
		harmless := askedWith(c.set, unfitWhere(c.set, equals("region", "nowhere")))
		for where, q := range askedWith(c.set, unfitWhere(c.set, c.hidden)) {
			r := openData(t, w, c.scope, q)
			got, err := answerTo(t, r)
			if want, _ := answerTo(t, openData(t, w, c.scope, harmless[where])); err != nil || got != want || got == "" {
				t.Errorf("%s, %s: %q, want %q, %v", c.what, where, got, want, err)
				continue
			}
			if where != "a condition" && where != "groups" {
				continue
			}
			if n, _, exact, err := r.Estimate(t.Context()); err != nil || !exact || n != uint64(strings.Count(got, "\n")) {
				t.Errorf("%s, %s: about %d rows, exactly: %v, %v", c.what, where, n, exact, err)
			}
		}
	}
	// Nor is a month told in which only others have records: in January there is one training, of Zichuan (370302), and nothing else.
	for _, c := range []struct {
		scope     Scope
		set, want string
	}{
		{Everything(), "training", "2025-01 2025-03"}, {county, "training", "2025-03"}, {miners, "training_readable", "2025-01 2025-03"},
		{Everything(), "figure_monthly", "2025-01 2025-03 2025-04"}, {county, "figure_monthly", "2025-03 2025-04"}, {hazards, "figure_monthly", "2025-03 2025-04"},
		{Scope{Regions: []safety.RegionCode{"370302"}}, "hazard", ""},
	} {
		var names []string
		for _, part := range openData(t, w, c.scope, DataQuery{Set: c.set}).Parts() {
			names = append(names, part.Name)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s for %v is in the parts %s, want %s", c.set, c.scope, got, c.want)
		}
	}
	// Whom nothing is hidden from learns that the number does not fit.
	for where, q := range askedWith("hazard", unfitWhere("hazard", equals("region", "370303"))) {
		if _, err := answerTo(t, openData(t, w, Everything(), q)); codeOf(err) != BadRequest && where != "a condition beside another one" {
			t.Errorf("%s: %v", where, err)
		}
	}
}

// answerTo is the whole answer, or what broke it off.
func answerTo(t *testing.T, r DataReading) (string, error) {
	t.Helper()
	body, err := r.Encode(t.Context(), "CSV", nil, nil)
	if err != nil {
		return "", err
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	lines := strings.SplitAfter(string(text), "\n")
	slices.Sort(lines)
	return strings.Join(lines, ""), err
}
