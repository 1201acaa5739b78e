package alert

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

const (
	overdueMetric = "hazards_overdue_major"
	// atOnce is how many records one question reads, mostRecords how many a rule watches.
	atOnce      = 1000
	mostRecords = 20_000
)

// judgeOverdue evaluates rules about overdue major hazards, one by one: the severity grows with the days.
func (v *view) judgeOverdue(ctx context.Context, r *Rule) ([]finding, error) {
	day, ok := v.reach("hazard")
	if !ok {
		return nil, warehouse.Fault(warehouse.Unavailable, "there are no hazard records")
	}
	q := warehouse.RecordQuery{
		Fact: "hazard", Metric: overdueMetric, Region: v.root.Code, Tree: warehouse.Managing, TreeDate: day, AsOf: day, To: day,
		Filters: v.filters(r), Version: v.version.Number, First: atOnce,
	}
	var hazards []warehouse.HazardRecord
	for {
		page, err := warehouse.ListRecords[warehouse.HazardRecord](ctx, v.w, warehouse.Everything(), q)
		if err != nil {
			return nil, err
		}
		hazards = append(hazards, page.Records...)
		if !page.HasNext {
			break
		}
		if len(hazards) >= mostRecords {
			return nil, warehouse.Fault(warehouse.TooLarge, "more than %d major hazards are overdue: limit the rule to regions, sectors or filters", mostRecords)
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
	names, err := v.enterprises(ctx, hazards)
	if err != nil {
		return nil, err
	}
	var findings []finding
	for _, h := range hazards {
		if f, ok := v.findOverdue(r, h, names[h.Enterprise], day); ok {
			findings = append(findings, f)
		}
	}
	return findings, nil
}

// enterprises names those of hazards, by id.
func (v *view) enterprises(ctx context.Context, hazards []warehouse.HazardRecord) (map[string]string, error) {
	var ids []string
	seen := map[string]bool{}
	for _, h := range hazards {
		if id := h.Enterprise; id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return v.names(ctx, ids)
}

func (v *view) findOverdue(r *Rule, h warehouse.HazardRecord, enterprise string, day safety.Date) (finding, bool) {
	subject, ok := v.place(r, safety.RegionCode(h.Region), h.Sector, day)
	if !ok {
		return finding{}, false
	}
	subject.Fact, subject.System, subject.Record = "hazard", h.System, h.ID
	subject.Enterprise, subject.EnterpriseName = h.Enterprise, enterprise
	due, extended := h.DueOn, h.ExtendedDueOn != nil
	if extended {
		due = h.ExtendedDueOn
	}
	dueOn := safety.DateOf(*due)
	days := decimal.NewFromInt(int64(day.DaysSince(dueOn)))
	found := safety.DateOf(h.FoundOn)
	f := finding{
		subject: subject, asOf: day, facts: []string{"hazard"}, verdict: r.judge(days.Rat(), r.At),
		figures: []Figure{{daysName, warehouse.Text{ZH: "逾期天数", EN: "Days overdue"}, days, "天"}},
		records: &warehouse.RecordQuery{
			Fact: "hazard", Metric: overdueMetric, Region: subject.Region, Tree: warehouse.Managing, TreeDate: day, AsOf: day, To: day,
			Filters: hazardFilters(h), Version: v.version.Number,
		},
	}
	if h.Sector != "" {
		f.sectors = []string{h.Sector}
	}
	f.reason = overdueWords(subject, found, dueOn, extended, h.Supervised != nil && *h.Supervised, days, f.verdict)
	return f, true
}

// hazardFilters narrow the list behind a signal to the enterprise's hazards, where it is one's.
func hazardFilters(h warehouse.HazardRecord) []warehouse.Filter {
	if h.Enterprise == "" {
		return nil
	}
	return []warehouse.Filter{{Dimension: "enterprise", Values: []string{h.Enterprise}}}
}

func overdueWords(s Subject, found, due safety.Date, extended, supervised bool, days decimal.Decimal, v verdict) warehouse.Text {
	zh, en := s.RegionName, s.RegionName
	if s.EnterpriseName != "" {
		zh, en = zh+s.EnterpriseName, en+", "+s.EnterpriseName
	}
	zh += "重大隐患（" + s.Record + "）" + dayZH(found) + "发现，"
	en += ": major hazard " + s.Record + ", found on " + found.String() + ", "
	if extended {
		zh, en = zh+"延期后", en+"after an extension "
	}
	zh += "应于" + dayZH(due) + "前完成整改，已逾期" + days.String() + "天"
	en += "due on " + due.String() + ", " + plural(days, "day") + " overdue"
	if supervised {
		zh, en = zh+"，已挂牌督办", en+", listed for supervision"
	}
	if v.severity == "" {
		return warehouse.Text{ZH: zh, EN: en}
	}
	return warehouse.Text{ZH: zh, EN: en + " (" + v.severity.TitleEN() + ")"}
}

// plural counts in English.
func plural(n decimal.Decimal, one string) string {
	if n.Equal(decimal.NewFromInt(1)) {
		return "1 " + one
	}
	return n.String() + " " + one + "s"
}

func dayZH(d safety.Date) string {
	return strconv.Itoa(d.Year()) + "年" + strconv.Itoa(int(d.Month())) + "月" + strconv.Itoa(d.Day()) + "日"
}
