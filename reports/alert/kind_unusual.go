package alert

import (
	"context"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// judgeUnusual evaluates rules about unusual values: the last month that is over, against the months before it.
func (v *view) judgeUnusual(ctx context.Context, r *Rule) ([]finding, error) {
	m, err := v.w.Catalogue().Metric(r.Metric)
	if err != nil {
		return nil, err
	}
	day, ok := v.reach(m.Fact())
	if !ok {
		return nil, warehouse.Fault(warehouse.Unavailable, "there are no %s records", m.Fact())
	}
	period := periodOf(Month, false, day)
	fence, _ := r.At.mildest()
	q := warehouse.SeriesQuery{
		Metric: m.Name, Filters: v.filters(r), Region: v.root.Code, Tree: warehouse.Managing, Month: period.From.YearMonth(), Months: r.Months,
		Fence: fence.InexactFloat64(), Version: v.version.Number,
	}
	asked := warehouse.MetricQuery{
		Measures: []string{m.Name}, Region: v.root.Code, Tree: warehouse.Managing, Period: period, AsOf: period.To, TreeDate: period.To, Filters: q.Filters, Version: q.Version,
	}
	var findings []finding
	for _, level := range r.Levels {
		q.Level, q.Dimensions = level, v.dimensions(r, level)
		if level == v.root.Level {
			q.Level = safety.LevelUnknown
		}
		table, err := v.w.UnusualValues(ctx, warehouse.Everything(), q)
		if err != nil {
			return nil, err
		}
		for _, one := range table.Values {
			if subject, ok := v.seriesSubject(r, q, one, period.To); ok {
				findings = append(findings, v.findUnusual(r, m, asked, subject, one))
			}
		}
	}
	return findings, nil
}

func (v *view) seriesSubject(r *Rule, q warehouse.SeriesQuery, one warehouse.SeriesValue, on safety.Date) (Subject, bool) {
	code, sector := v.root.Code, ""
	for i, d := range q.Dimensions {
		if d == "sector" {
			if sector = one.Keys[i]; sector == "" {
				return Subject{}, false
			}
			continue
		}
		if code = safety.RegionCode(one.Keys[i]); code == v.root.Code {
			return Subject{}, false // what belongs to no region of the level
		}
	}
	return v.place(r, code, sector, on)
}

// findUnusual judges one month. A series that is too short, and a month that is not known, leave a signal as it is.
func (v *view) findUnusual(r *Rule, m *warehouse.Metric, q warehouse.MetricQuery, subject Subject, one warehouse.SeriesValue) finding {
	f := finding{
		subject: subject, period: q.Period, asOf: q.AsOf, facts: factsOf(m), sectors: v.sectorsOf(r, subject),
		records: v.recordsOf(r, m, q, subject), metrics: metricsOf(m, q, subject),
	}
	if !one.Judged || one.Figure == nil || one.Score < 0 && one.State.InPart() {
		f.unknown = true
		return f
	}
	score := decimal.NewFromFloat(one.Score).Round(2)
	x := score
	switch r.When {
	case Below:
		x = x.Neg()
	case Either:
		x = x.Abs()
	}
	figure := decimal.NewFromFloat(*one.Figure)
	expected, low, high := estimate(one.Expected, m), estimate(one.Low, m), estimate(one.High, m)
	if larger := decimal.Max(figure, expected); r.Minimum == nil || m.Ratio != nil || !larger.LessThan(*r.Minimum) {
		f.verdict = r.judge(x.Rat(), r.At)
	}
	s := saying{rule: r, metric: m, query: q, measured: measured{subject: subject, now: cell{figure.Rat(), one.State}}}
	f.reason = s.unusual(expected, low, high, score, f.verdict)
	f.figures = []Figure{
		{figureName, m.Title, rounded(figure.Rat(), int32(m.Decimals)), m.Unit}, //nolint:gosec // of the catalogue: a few
		{expectedName, warehouse.Text{ZH: "预计", EN: "Expected"}, expected, m.Unit},
		{lowName, warehouse.Text{ZH: "正常范围下限", EN: "Usual from"}, low, m.Unit},
		{highName, warehouse.Text{ZH: "正常范围上限", EN: "Usual to"}, high, m.Unit},
	}
	return f
}

// estimate rounds what was computed, not counted: to one place more than the metric has, three at most.
func estimate(x float64, m *warehouse.Metric) decimal.Decimal {
	return decimal.NewFromFloat(x).Round(int32(min(m.Decimals+1, 3))) //nolint:gosec // of the catalogue: a few
}

// unusual says what was to be expected.
func (s saying) unusual(expected, low, high, score decimal.Decimal, v verdict) warehouse.Text {
	head := s.subjectAndTime()
	value := s.shown(s.now.value)
	zh, en := unitZH(s.metric.Unit), unitEN(s.metric.Unit)
	t := warehouse.Text{
		ZH: head.ZH + s.metric.Title.ZH + value + zh + "，按历年同月和走势预计" + expected.String() + zh + "（正常范围" + low.String() + "—" + high.String() + "）",
		EN: head.EN + lower(s.metric.Title.EN) + " " + value + en + ", where season and trend let expect " + expected.String() + en + " (usual range " + low.String() + " to " + high.String() + ")",
	}
	if v.severity == "" {
		return warehouse.Text{ZH: t.ZH + "，在正常范围内", EN: t.EN + ", within the usual range"}
	}
	side, sideEN := "高出", "above"
	if score.IsNegative() {
		side, sideEN = "低于", "below"
	}
	n := s.rule.At.number(v.severity).String()
	t.ZH += "，" + side + "正常波动" + score.Abs().String() + "倍四分位距，达到" + v.severity.TitleZH() + "线" + n + "倍"
	t.EN += ", " + score.Abs().String() + " interquartile ranges " + sideEN + " the middle half, at or above " + n + " (" + v.severity.TitleEN() + ")"
	return t
}
