package alert

import (
	"slices"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// judgeSources evaluates rules about sources that are late, by what the version knows of them: no record is read. When a source was
// loaded is for anybody; of which day its newest record is, for who sees all its records, as with watermarks.
func (v *view) judgeSources(r *Rule) []finding {
	var findings []finding
	for _, m := range v.version.Watermarks {
		last := m.LastRecord
		if r.Since == SinceLoad {
			last = safety.DateOf(m.LoadedAt.In(safety.Beijing()))
		}
		if last.IsZero() || len(r.Facts) > 0 && !slices.Contains(r.Facts, m.Fact) || len(r.Systems) > 0 && !slices.Contains(r.Systems, m.System) {
			continue
		}
		if f, _ := warehouse.FactNamed(m.Fact); f == nil || f.Date == "" && r.Since != SinceLoad {
			continue // records without a date cannot be late by it
		}
		subject := Subject{Region: v.root.Code, RegionName: v.root.Name, Fact: m.Fact, System: m.System}
		days := decimal.NewFromInt(int64(max(0, v.today.DaysSince(last))))
		f := finding{
			subject: subject, asOf: v.today, facts: []string{m.Fact}, anybody: r.Since == SinceLoad, verdict: r.judge(days.Rat(), r.At),
			figures: []Figure{{daysName, warehouse.Text{ZH: "天数", EN: "Days"}, days, "天"}},
		}
		f.reason = r.sourceWords(m, last, days, f.verdict)
		findings = append(findings, f)
	}
	return findings
}

func (r *Rule) sourceWords(m warehouse.Watermark, last safety.Date, days decimal.Decimal, v verdict) warehouse.Text {
	fact, _ := warehouse.FactNamed(m.Fact)
	t := warehouse.Text{
		ZH: "来源系统" + m.System + "的" + fact.Title.ZH + "记录最新为" + dayZH(last) + "，距今" + days.String() + "天",
		EN: "The newest " + lower(fact.Title.EN) + " record of source " + m.System + " is of " + last.String() + ", " + plural(days, "day") + " ago",
	}
	if r.Since == SinceLoad {
		t = warehouse.Text{
			ZH: "来源系统" + m.System + "的" + fact.Title.ZH + "记录最近一次入库为" + dayZH(last) + "，距今" + days.String() + "天",
			EN: "The " + lower(fact.Title.EN) + " records of source " + m.System + " were last loaded on " + last.String() + ", " + plural(days, "day") + " ago",
		}
	}
	return r.verdictWords(t, v, r.At, "天", " days")
}
