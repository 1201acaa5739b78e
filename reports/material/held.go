package material

import (
	"context"
	"slices"

	"anlan/warehouse"
)

// held lists the failed blocking checks that keep back data which the plan rests on: the figures are as they were before.
func (p *pinned) held(ctx context.Context) ([]Hold, error) {
	failed, err := p.StandingChecks(ctx, p.caller.Scope, p.facts())
	if err != nil {
		return nil, err
	}
	var out []Hold
	for _, c := range failed {
		title, found := c.Title(), c.Message()
		fact, _ := warehouse.FactNamed(c.Fact)
		out = append(out, Hold{
			Check: c.Pipeline + "/" + c.Code, Pipeline: c.Pipeline, Fact: c.Fact, Run: c.Run, At: c.At,
			Reason: warehouse.Text{
				ZH: "“" + c.Pipeline + "”最近一次" + fact.Title.ZH + "数据装载未通过检查“" + first(title.ZH, c.Code) + "”，数据未更新" + behind("：", found.ZH),
				EN: "the last load of " + c.Pipeline + " failed the check " + first(title.EN, c.Code) + ", so its data was not published" + behind(": ", found.EN),
			},
		})
	}
	return out, nil
}

func first(text, other string) string {
	if text != "" {
		return text
	}
	return other
}

func behind(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + text
}

// facts lists the data sets that the asks of the plan rest on.
func (p *pinned) facts() []string {
	var out []string
	metric := func(name string) {
		m, err := p.Catalogue().Metric(name)
		if err != nil {
			return
		}
		out = union(out, m.Fact())
		if m.Ratio != nil {
			out = union(out, m.Ratio.Denominator.Fact())
		}
	}
	for _, a := range p.plan.Metrics {
		for _, name := range a.Measures {
			metric(name)
		}
	}
	for _, a := range p.plan.Lists {
		if a.Fact != "" {
			out = union(out, a.Fact)
		}
		metric(a.Metric)
	}
	if len(p.plan.Missing) > 0 {
		metric(dueMetric)
	}
	slices.Sort(out)
	return out
}
