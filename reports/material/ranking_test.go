package material

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/reports/assessment"
	"anlan/reports/document"
	"anlan/reports/result"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

type rankings struct {
	answer *assessment.Assessment
	err    error
}

func (r rankings) Assess(context.Context, warehouse.Scope, assessment.Query) (*assessment.Assessment, error) {
	return r.answer, r.err
}

type officials map[string]*result.Run // by period

func (o officials) Official(_ context.Context, _ access.Caller, q assessment.Query) (*result.Run, error) {
	return o[q.Period.Code], nil
}

func zibo() *pinned {
	april, _ := safety.ParsePeriod("2025-04")
	return &pinned{caller: access.Local(), today: april.To.AddDays(1), plan: Plan{Region: "370300", Tree: warehouse.Managing, Period: april, AsOf: april.To, Version: 1}}
}

func marks(text string) *decimal.Decimal {
	if text == "" {
		return nil
	}
	d := decimal.RequireFromString(text)
	return &d
}

// What people published holds; what is computed now is said to be provisional. Places move against the result of the month before
// where that was published too.
func TestWhoRanksWhere(t *testing.T) {
	p := zibo()
	computed := &assessment.Assessment{
		Scheme: "county", SchemeTitle: warehouse.Text{ZH: "考核"}, Region: "370300", Period: p.plan.Period, Previous: &assessment.PreviousAssessment{Kind: warehouse.PreviousPeriod},
		Subjects: []assessment.Subject{
			{Key: "370303", Name: "张店区", Rank: 1, PreviousRank: 3, Score: marks("98.5"), PreviousScore: marks("90"), Grade: scheme.Grade{Title: warehouse.Text{ZH: "优秀"}}},
			{Key: "370302", Name: "淄川区", Rank: 2, PreviousRank: 1, Score: marks("95")}, {Key: "370321", Name: "桓台县", Rank: 2, Score: marks("95")},
			{Key: "370304", Name: "博山区", Rank: 4, PreviousRank: 4, Score: marks("90")}, {Key: "370305", Name: "临淄区", Unranked: warehouse.Text{ZH: "无数据"}},
		},
	}
	run := func(id string, subjects ...result.Subject) *result.Run {
		return &result.Run{ID: id, Document: &result.Document{Case: result.Case{Level: "county"}, Subjects: subjects}}
	}
	published := officials{
		"2025-04": run("ar_2", result.Subject{Key: "370303", Name: "张店区", Rank: 2, Score: marks("91.25")}, result.Subject{Key: "370302", Name: "淄川区", Rank: 1, Score: marks("92")}),
		"2025-03": run("ar_1", result.Subject{Key: "370303", Name: "张店区", Rank: 1, Score: marks("93")}),
	}
	for _, c := range []struct {
		name string
		from Sources
		ask  RankingAsk
		want string
	}{
		{"computed now", Sources{Rankings: rankings{answer: computed}}, RankingAsk{Name: "r"}, "provisional 4 ranked: 张店区 1 from 3 (2) 98.5 against 90; 淄川区 2 from 1 (-1) 95 against no_data; 桓台县 2 from 0 95 against no_data; 博山区 4 from 4 (0) 90 against no_data; 临淄区 0 from 0 no_data against no_data 无数据; "},
		{"the first two, with all who share the place", Sources{Rankings: rankings{answer: computed}}, RankingAsk{Name: "r", Limit: 2}, "provisional 4 ranked: 张店区 1 from 3 (2) 98.5 against 90; 淄川区 2 from 1 (-1) 95 against no_data; 桓台县 2 from 0 95 against no_data; "},
		{"published", Sources{Rankings: rankings{answer: computed}, Officials: published}, RankingAsk{Name: "r"}, "ar_2 2 ranked: 张店区 2 from 1 (-1) 91.25 against 93; 淄川区 1 from 0 92 against no_data; "},
		{"published for the first time", Sources{Rankings: rankings{answer: computed}, Officials: officials{"2025-04": published["2025-04"]}}, RankingAsk{Name: "r"}, "ar_2 2 ranked: 张店区 2 from 0 91.25; 淄川区 1 from 0 92; "},
	} {
		r, query, err := p.ranking(t.Context(), c.from, c.ask)
		if err != nil || query.Other == "" {
			t.Fatalf("%s: %v, %q", c.name, err, query.Other)
		}
		if got := ranked(r); got != c.want {
			t.Errorf("%s:\n%s, expected\n%s", c.name, got, c.want)
		}
	}
	for what, from := range map[string]Sources{
		"without assessments": {}, "a town, which has no parts": {Rankings: rankings{err: warehouse.Fault(warehouse.NotFound, "no regions to rank")}},
		"another's ranking": {Rankings: rankings{err: warehouse.Fault(warehouse.Forbidden, "outside")}},
	} {
		if r, _, err := p.ranking(t.Context(), from, RankingAsk{Name: "r"}); err != nil || r.Refused.ZH == "" || r.Refused.EN == "" || len(r.Rows) != 0 {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
	}
	if _, _, err := p.ranking(t.Context(), Sources{Rankings: rankings{err: warehouse.Fault(warehouse.Unavailable, "engine")}}, RankingAsk{Name: "r"}); err == nil {
		t.Error("a bulletin goes without its ranking because the engine was away")
	}
}

func ranked(r *Ranking) string {
	out := r.Official
	if r.Provisional {
		out = "provisional"
	}
	out += " " + r.Subjects.Now.Exact.String() + " ranked: "
	for _, row := range r.Rows {
		out += row.Name.ZH + " " + decimal.NewFromInt(int64(row.Place)).String() + " from " + decimal.NewFromInt(int64(row.PreviousPlace)).String()
		if row.Moved != nil {
			out += " (" + decimal.NewFromInt(int64(*row.Moved)).String() + ")"
		}
		score := "no_data"
		if row.Score.Now.Exact != nil {
			score = row.Score.Now.Exact.String()
		}
		out += " " + score
		if base := row.Score.PreviousPeriod; base != nil {
			out += " against " + map[bool]string{true: string(base.State)}[base.Exact == nil]
			if base.Exact != nil {
				out += base.Exact.String()
			}
		}
		if row.Remark.ZH != "" {
			out += " " + row.Remark.ZH
		}
		out += "; "
	}
	return out
}

type warningsOn []alert.Signal

func (w warningsOn) List(context.Context, access.Scope, alert.Query) (*alert.Page, error) {
	return &alert.Page{Signals: w}, nil
}

func (w warningsOn) Counts(context.Context, access.Scope, alert.Query) ([]alert.Count, error) {
	return []alert.Count{{Severity: safety.AlertRed, Signals: 1}, {Severity: safety.AlertYellow, Signals: 4}}, nil
}

// The numbers of a warning's reason are figures of the document; days and thresholds that are no figures of it stay words.
func TestWarningsAreToldWithTheirFigures(t *testing.T) {
	p := &pinned{plan: Plan{Region: "370300"}, caller: access.Local()}
	signal := alert.Signal{
		ID: "al_1", Severity: safety.AlertYellow, Title: warehouse.Text{ZH: "整改率低", EN: "few rectified"}, Subject: alert.Subject{RegionName: "张店区"},
		Reason: warehouse.Text{ZH: "张店区2025年4月隐患按期整改率79.9%（799/1000），低于黄色预警线80%", EN: "hazards rectified on time 79.9% (799/1,000), below 80%"},
		Figures: []alert.Figure{
			{Name: "figure", Value: decimal.RequireFromString("79.9"), Unit: "%"}, {Name: "numerator", Value: decimal.NewFromInt(799)}, {Name: "denominator", Value: decimal.NewFromInt(1000)},
		},
	}
	out, _, err := p.warnings(t.Context(), warningsOn{signal}, AlertAsk{Name: "alerts"})
	if err != nil {
		t.Fatal(err)
	}
	mark := document.Marked
	if got, want := out.Rows[0].Reason.ZH, "张店区2025年4月隐患按期整改率"+mark("alerts/al_1/figure/value", "79.9%")+"（"+mark("alerts/al_1/numerator/value", "799")+"/"+
		mark("alerts/al_1/denominator/value", "1000")+"），低于黄色预警线80%"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
	if f := out.Rows[0].Figures[document.English]; len(f) != 3 || f[2].Text != "1,000" || f[0].Places != 1 {
		t.Errorf("%+v", f)
	}
	if out.Total.Now.Exact.String() != "5" || len(out.Counts) != 4 || out.Counts[2].Title.ZH != safety.AlertYellow.TitleZH() || out.Counts[2].Quantity.Now.Exact.String() != "4" {
		t.Errorf("%+v", out.Counts)
	}
}
