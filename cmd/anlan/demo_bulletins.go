package main

import (
	"context"
	"log/slog"

	"anlan/access"
	"anlan/demo"
	"anlan/reports/dispatch"
	model "anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// demoRequirements is what the demo's people write, the one section that nobody can compose.
var demoRequirements = map[model.Language]string{
	model.Chinese: "## 压实安全责任\n各级各部门要严格落实“三管三必须”要求，对逾期未整改的重大隐患逐项挂牌督办，整改责任、资金、措施、时限、预案落实到位。\n" +
		"## 抓好检查执法\n对必查内容逐项检查，既查事又查人，检查情况如实记录、及时录入。",
	model.English: "## Responsibility\nOverdue major hazards are to be supervised one by one until they are closed.\n## Inspection\nMust-check items are to be checked item by item and recorded at once.",
}

// demoBulletins makes what a committee office has after a month: the city's bulletin issued, a county's reviewed, another's in
// draft. What is there already stays.
func demoBulletins(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger) error {
	o, err := opened(ctx, c, w, log)
	if err != nil {
		return err
	}
	defer o.close(log) //nolint:contextcheck // closing has its own deadline
	caller, bulletins, month := access.Local(), o.door.parts.Sources.Bulletins, lastWhole(w.Today())
	if list, _, err := bulletins.List(ctx, caller, dispatch.Filter{First: 1}); err != nil || len(list) > 0 {
		return err
	}
	for i, region := range []safety.RegionCode{"370300", "370321", "370303"} {
		b, err := bulletins.Draft(ctx, caller, dispatch.Request{Case: dispatch.Case{Kind: "monthly", Region: region, Period: month.Period()}})
		if err != nil {
			return err
		}
		if i == 2 {
			return nil
		}
		doing := dispatch.Doing{Caller: caller, Bulletin: b.ID}
		for language, text := range demoRequirements {
			if _, err := bulletins.Edit(ctx, doing, dispatch.Text{Section: "requirements", Language: language, Text: text}); err != nil {
				return err
			}
		}
		if _, err := bulletins.Review(ctx, doing); err != nil {
			return err
		}
		if i == 1 {
			continue
		}
		if _, err := bulletins.Issue(ctx, doing, dispatch.Issuing{Signer: "演示", Date: w.Today()}); err != nil {
			return err
		}
	}
	return nil
}

// lastWhole is the last month of the demo's records that is over.
func lastWhole(today safety.Date) safety.Month {
	return min(demo.LastMonth(), today.YearMonth().Prev())
}
