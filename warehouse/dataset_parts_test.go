package warehouse

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
)

// checkArrow holds what Arrow readers see to the contract: days are days, moments have their zone, money is a decimal, lists are lists.
func checkArrow(t *testing.T, readings ...DataReading) {
	t.Helper()
	zoned := &arrow.TimestampType{Unit: arrow.Second, TimeZone: "Asia/Shanghai"}
	want := map[string]arrow.DataType{
		"id": arrow.BinaryTypes.String, "region": arrow.BinaryTypes.String, "sector": arrow.BinaryTypes.String, "occurred_on": arrow.FixedWidthTypes.Date32,
		"investigation_closed_on": arrow.FixedWidthTypes.Date32, "occurred_at": zoned, "deaths": arrow.PrimitiveTypes.Uint32, "row": arrow.PrimitiveTypes.Uint64,
		"direct_loss": &arrow.Decimal128Type{Precision: 18, Scale: 2}, "counted": arrow.FixedWidthTypes.Boolean, "must_check_covered": arrow.ListOf(arrow.BinaryTypes.String),
	}
	for _, r := range readings {
		doc, err := ipc.NewReader(bytes.NewReader(encoded(t, r, "ArrowStream", map[string]any{"output_format_arrow_compression_method": "none"}, nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer doc.Release()
		if n := doc.Schema().NumFields(); n != len(r.Columns()) {
			t.Errorf("%s has %d columns in Arrow", r.Set().Name, n)
		}
		for i, c := range r.Columns() {
			f := doc.Schema().Field(i)
			list, isList := f.Type.(*arrow.ListType)
			same := want[c.Name] == nil || arrow.TypeEqual(f.Type, want[c.Name]) || isList && arrow.TypeEqual(list.Elem(), arrow.BinaryTypes.String)
			if optional := strings.HasPrefix(c.Type, "Nullable("); f.Name != c.Name || f.Nullable != optional || !same {
				t.Errorf("%s.%s (%s) is %s in Arrow, nullable: %v", r.Set().Name, c.Name, c.Type, f.Type, f.Nullable)
			}
		}
	}
}

// Forty hazards over four months, ten each.
func fortyHazards() string {
	var lines []string
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("h%02d,370321,%s,self,general,2025-0%d-0%d", i, []string{"mine", "", "construction"}[i%3], 1+i%4, 1+i%7))
	}
	return rows("id,region,sector,source,level,found_on", lines...)
}

func TestPartsTogetherAreTheWhole(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", fortyHazards())
	for _, set := range []string{"hazard", "hazard_readable", "figure_monthly"} {
		r := openData(t, w, Everything(), DataQuery{Set: set, From: on(t, "2025-02-01"), To: on(t, "2025-04-05")})
		var names, together []string
		var counted uint64
		for _, part := range r.Parts() {
			names = append(names, part.Name)
			lines := dataLines(t, r, &part)
			n, err := r.Count(t.Context(), &part)
			if err != nil || n != uint64(len(lines)) || n == 0 {
				t.Errorf("%s of %s: %d rows, counted %d, %v", set, part.Name, len(lines), n, err)
			}
			together, counted = append(together, lines...), counted+n
		}
		slices.Sort(together)
		if whole := dataLines(t, r, nil); !slices.Equal(whole, together) || uint64(len(whole)) != counted {
			t.Errorf("%s: %d rows in all, %d in parts", set, len(whole), len(together))
		}
		if got := strings.Join(names, " "); got != "2025-02 2025-03 2025-04" {
			t.Errorf("%s is in the parts %s", set, got)
		}
	}
	one, five := uint64(1), uint64(5)
	for what, q := range map[string]DataQuery{
		"no date":    {Set: "enterprise"},
		"no rows":    {Set: "accident"},
		"an order":   {Set: "hazard", Order: []OrderedBy{{Expr: &Expr{Column: "id"}}}},
		"a limit":    {Set: "hazard", Limit: &one},
		"groups":     {Set: "hazard", Select: asked("sector"), GroupBy: []*Expr{{Column: "sector"}}},
		"one row":    {Set: "hazard", Select: []Selected{{Expr: &Expr{Call: "count", Args: []*Expr{{Star: true}}}}}},
		"no repeats": {Set: "hazard", Select: asked("sector"), Distinct: true},
	} {
		r := openData(t, w, Everything(), q)
		if parts := r.Parts(); len(parts) != 1 || parts[0].Name != "" {
			t.Errorf("%s: parts %v", what, parts)
		}
		if n, err := r.Count(t.Context(), nil); err != nil || n != uint64(len(dataLines(t, r, nil))) {
			t.Errorf("%s: counted %d, %v", what, n, err)
		}
	}
	byKey := DataQuery{Set: "hazard_readable", Select: asked("id", "county"), Limit: &five, Offset: 2}
	for _, name := range []string{"region", "found_on", "system", "id"} {
		byKey.Order = append(byKey.Order, OrderedBy{Expr: &Expr{Column: name}})
	}
	// January has h00 on the 1st, h28 too; h08 on the 2nd; h16 on the 3rd; h24 on the 4th; h04 and h32 on the 5th; the third to the seventh of them:
	if got := string(encoded(t, openData(t, w, Everything(), byKey), "CSV", nil, nil)); strings.Count(got, "桓台县") != 5 || !strings.HasPrefix(got, `"h08","桓台县"`+"\n"+`"h36",`) {
		t.Errorf("by key: %s", got)
	}
	count := openData(t, w, Everything(), DataQuery{Set: "hazard", GroupBy: []*Expr{{Column: "sector"}},
		Select: []Selected{{Expr: &Expr{Column: "sector"}}, {Expr: &Expr{Call: "count", Args: []*Expr{{Star: true}}}, As: "n"}, {Expr: &Expr{Call: "max", Args: []*Expr{{Column: "found_on"}}}, As: "last"}}})
	if got := strings.Join(dataLines(t, count, nil), " "); got != `"construction",13,"2025-04-05" "mine",14,"2025-04-07" NULL,13,"2025-04-06"` {
		t.Errorf("by sector: %s", got)
	}
	if c := count.Columns(); c[0].Type != "Nullable(String)" || c[1].Type != "UInt64" || c[2].Type != "Nullable(Date32)" || c[2].Name != "last" {
		t.Errorf("by sector the columns are %+v", c)
	}
}

// An open question is answered from one version, whatever is loaded and collected meanwhile; asked again of that version it is answered alike.
func TestAnOpenQuestionKeepsItsVersion(t *testing.T) {
	w := openTest(t, func(c *Config) { c.KeepVersions, c.KeepFor = 1, 1 })
	load(t, w, "hazard", fortyHazards())
	r, err := w.OpenData(t.Context(), Everything(), DataQuery{Set: "hazard"})
	if err != nil {
		t.Fatal(err)
	}
	before := dataLines(t, r, nil)
	for range 3 {
		load(t, w, "hazard", rows("id,region,source,level,found_on", "h00,370303,public,major,2025-01-01", "new,370303,public,major,2025-01-01"))
		load(t, w, "hazard", rows("id,region,source,level,found_on", "h00,370321,public,major,2025-01-01"))
	}
	if after := dataLines(t, r, nil); !slices.Equal(before, after) || len(after) != 40 {
		t.Error("the rows changed under an open question")
	}
	settled := r.Query()
	if again := dataLines(t, openData(t, w, Everything(), settled), nil); settled.Version != r.Version().Number || !slices.Equal(before, again) {
		t.Error("the question as it was settled is answered otherwise")
	}
	r.Close()
	r.Close() // a second time does nothing
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := openData(t, w, Everything(), DataQuery{Set: "hazard"}).Encode(ctx, "Parquet", nil, nil); err == nil {
		t.Error("a question whose asker has left is answered")
	}
}
