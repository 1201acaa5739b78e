package main

import (
	"context"
	"fmt"
	"strings"

	"anlan/etl/notice"
	"anlan/reports/alert"
	"anlan/safety"
)

// mostReasons is how many warnings a notice says in words; the others are counted.
const mostReasons = 5

// warn evaluates the rules of warnings where there is new data or a new day, and tells of what was raised or became worse: one
// notice an evaluation. Who is told may be anybody in a group, so that single enterprises and records are only counted.
func warn(ctx context.Context, alerts *alert.Alerts, n *notice.Notifier) error {
	e, err := alerts.Evaluate(ctx)
	if err != nil || e.Skipped {
		return err
	}
	text, some := noticeOf(e)
	if !some {
		return nil
	}
	return n.Warned(ctx, fmt.Sprintf("no_al_%d_%s", e.Version, e.Day), "alerts", text)
}

// noticeOf says what an evaluation raised or made worse, from yellow on.
func noticeOf(e *alert.Evaluation) (text notice.Text, some bool) {
	counts := map[safety.AlertSeverity]int{}
	var zh, en []string
	for _, severity := range safety.All[safety.AlertSeverity]() {
		if severity == safety.AlertBlue {
			continue
		}
		for _, c := range e.Changes {
			s := c.Signal
			if s.Severity != severity || c.Event != safety.AlertRaised && c.Event != safety.AlertWorsened {
				continue
			}
			if counts[severity]++; len(zh) < mostReasons && !s.Subject.Single() {
				zh, en = append(zh, s.Reason.ZH), append(en, s.Reason.EN)
			}
		}
	}
	var parts, partsEN []string
	for _, severity := range safety.All[safety.AlertSeverity]() {
		if n := counts[severity]; n > 0 {
			parts, partsEN = append(parts, fmt.Sprintf("%s%d条", severity.TitleZH(), n)), append(partsEN, fmt.Sprintf("%d %s", n, severity))
		}
	}
	if len(parts) == 0 {
		return text, false
	}
	text.ZH = "新增或升级" + strings.Join(parts, "、")
	text.EN = "New or worse warnings: " + strings.Join(partsEN, ", ")
	if len(zh) > 0 {
		text.ZH, text.EN = text.ZH+"。其中："+strings.Join(zh, "；"), text.EN+". Among them: "+strings.Join(en, "; ")
	}
	return text, true
}
