package result

import (
	"cmp"
	"context"
	"math/big"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// office is what the committee office of Zibo computes from: its two counties and a zone, one line of 100 marks that gives the
// share of hazards rectified in time, 优秀 from 90.
type office struct {
	text    string            // of the scheme
	rates   map[string]string // by subject; the numerator of 100 hazards
	version uint64
	kind    scheme.SubjectKind
	harsher bool // the program marks otherwise than it did
}

func newOffice() *office {
	return &office{text: "scheme: county_quarterly\n", kind: scheme.Regions, rates: map[string]string{"370303": "95", "370321": "88", "ZB-GXQ": "91.5"}, version: 7}
}

var counties = []scheme.Subject{{Key: "370303", Name: "张店区"}, {Key: "370321", Name: "桓台县"}, {Key: "ZB-GXQ", Name: "高新区"}}

func (o *office) Whole(_ context.Context, scope access.Scope, q assessment.Query) (*assessment.Whole, error) {
	if !scope.All && !slices.Contains(scope.Regions, "370300") {
		return nil, warehouse.Fault(warehouse.Forbidden, "not yours")
	}
	q.Scheme, q.Region, q.Tree, q.Version = "county_quarterly", "370300", warehouse.Managing, o.version
	if q.AsOf.IsZero() {
		q.AsOf = q.Period.To
	}
	w := &assessment.Whole{
		Query: q, Kind: o.kind, Level: cmp.Or(map[safety.RegionLevel]string{safety.LevelTown: "town"}[q.Level], "county"), Text: []byte(o.text), Facts: []string{"hazard"}, Catalogue: "c0ffee", Areas: map[string][]safety.RegionCode{},
		Scheme: &scheme.Scheme{Name: "county_quarterly", Title: warehouse.Text{ZH: "县区季度考核", EN: "County quarterly"}, EffectiveFrom: day("2026-01-01"), FullMarks: decimal.NewFromInt(100)},
	}
	for _, s := range counties {
		rate := decimal.RequireFromString(o.rates[s.Key])
		hundred := decimal.NewFromInt(100)
		s.Figures = map[string]scheme.Figure{"rectified_on_time_rate": {
			Value: scheme.Value{State: warehouse.Present, Number: rate.Rat(), Shown: &rate}, Numerator: &rate, Denominator: &hundred,
		}}
		w.Subjects = append(w.Subjects, s)
		w.Areas[s.Key] = []safety.RegionCode{safety.RegionCode(s.Key), "370300", "370000"}
	}
	var err error
	w.Sheets, err = o.Mark(w.Text, w.Subjects)
	return w, err
}

func (o *office) DefaultScheme() string { return "county_quarterly" }

// Mark gives each per cent one mark, and an adjustment what it says.
func (o *office) Mark(_ []byte, subjects []scheme.Subject) ([]scheme.Sheet, error) {
	var sheets []scheme.Sheet
	hundred := decimal.NewFromInt(100)
	for _, s := range subjects {
		figure := s.Figures["rectified_on_time_rate"]
		given := decimal.RequireFromString(figure.Number.FloatString(2))
		if o.harsher {
			given = given.Sub(decimal.NewFromInt(1))
		}
		sheet := scheme.Sheet{Key: s.Key, Lines: []scheme.Line{{
			Name: "rectified", Title: warehouse.Text{ZH: "按期整改", EN: "Rectified in time"}, Kind: scheme.Scored, FullMarks: hundred, Marks: hundred,
			Given: given, Lost: hundred.Sub(given), Applies: true, Inputs: []string{"rectified_on_time_rate"}, Figures: []scheme.Figure{figure},
			Rule: warehouse.Text{ZH: "整改率" + given.String(), EN: "rate " + given.String()},
		}}}
		score := given
		for _, a := range s.Adjustments {
			sheet.Lines = append(sheet.Lines, scheme.Line{Name: "adjustment", Kind: scheme.Adjustment, Given: a.Marks, Applies: true, Rule: a.Reason, Evidence: a.Evidence})
			score = score.Add(a.Marks)
		}
		sheet.Score, sheet.Grade = &score, scheme.Grade{Name: "good"}
		if score.GreaterThanOrEqual(decimal.NewFromInt(90)) {
			sheet.Grade.Name = "excellent"
		}
		sheets = append(sheets, sheet)
	}
	order := slices.Clone(sheets)
	slices.SortFunc(order, func(a, b scheme.Sheet) int { return b.Score.Cmp(*a.Score) })
	for i := range sheets {
		sheets[i].Rank = 1 + slices.IndexFunc(order, func(s scheme.Sheet) bool { return s.Score.Equal(*sheets[i].Score) })
	}
	return sheets, nil
}

// The people: the city's office and its leader, the office of one county, and a county beside it.
var (
	preparer  = access.Caller{Name: "淄博市安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}}
	director  = access.Caller{Name: "淄博市安委会主任", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}}
	huantai   = access.Caller{Name: "桓台县安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	zhangdian = access.Caller{Name: "张店区安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370303"}}}
	screen    = access.Caller{Name: "大屏", Role: access.Reader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}}
	jinan     = access.Caller{Name: "济南市安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370100"}}}
)

func day(text string) safety.Date {
	d, err := safety.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func quarter(t *testing.T, code string) assessment.Query {
	t.Helper()
	p, err := safety.ParsePeriod(code)
	if err != nil {
		t.Fatal(err)
	}
	return assessment.Query{Region: "370300", Period: p}
}

// desk is an office with its state, which can be opened again as after a restart.
type desk struct {
	*Results
	t      *testing.T
	office *office
	file   string
	state  *state.Store
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, office: newOffice(), file: filepath.Join(t.TempDir(), "state.db")}
	d.restart("1.0")
	return d
}

// restart ends the program and begins another version of it.
func (d *desk) restart(program string) {
	d.t.Helper()
	if d.state != nil {
		_ = d.state.Close()
	}
	var err error
	if d.state, err = state.Open(d.t.Context(), state.Config{File: d.file}); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = d.state.Close() })
	d.Results = &Results{store: d.state, source: d.office, program: program}
}

func (d *desk) compute(period string) *Run {
	d.t.Helper()
	run, err := d.Compute(d.t.Context(), preparer, quarter(d.t, period), "")
	if err != nil {
		d.t.Fatal(err)
	}
	return run
}

// to takes a run forward to a stage.
func (d *desk) to(run string, stage Stage) *Run {
	d.t.Helper()
	var now *Run
	var err error
	for _, kind := range []Kind{Send, Examine, Approve, Publish} {
		by := preparer
		if kind == Approve {
			by = director
		}
		if now, err = d.Step(d.t.Context(), Doing{Caller: by, Run: run, Remark: "同意"}, kind); err != nil {
			d.t.Fatal(err)
		}
		if now.Stage == stage {
			break
		}
	}
	return now
}

func (d *desk) bytes(run string) string {
	d.t.Helper()
	body, err := d.Document(d.t.Context(), preparer, run)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(body)
}

func codeOf(err error) string {
	if fault, ok := err.(*warehouse.Error); ok { //nolint:errorlint // as callers are given it
		return fault.Code
	}
	return cmp.Or(map[bool]string{true: "", false: "another error"}[err == nil], "")
}

func number(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func third() *big.Rat { return big.NewRat(1, 3) }
