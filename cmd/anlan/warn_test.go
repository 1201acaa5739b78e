package main

import (
	"testing"

	"anlan/reports/alert"
	"anlan/safety"
	"anlan/warehouse"
)

// One notice says how many warnings were raised or became worse, from yellow on; what is about a single enterprise is counted,
// and not said.
func TestNoticeOfWarnings(t *testing.T) {
	change := func(event safety.AlertEvent, severity safety.AlertSeverity, reason, enterprise string) alert.Change {
		return alert.Change{Event: event, Signal: alert.Signal{Severity: severity, Reason: warehouse.Text{ZH: reason, EN: "en " + reason}, Subject: alert.Subject{Enterprise: enterprise}}}
	}
	text, some := noticeOf(&alert.Evaluation{Changes: []alert.Change{
		change(safety.AlertRaised, safety.AlertYellow, "甲县整改率低", ""),
		change(safety.AlertWorsened, safety.AlertRed, "乙县死亡人数上升", ""),
		change(safety.AlertReopened, safety.AlertRed, "乙县死亡人数上升", ""), // the same one
		change(safety.AlertRaised, safety.AlertRed, "某公司重大隐患逾期", "E1"),
		change(safety.AlertRaised, safety.AlertBlue, "丙县考试合格率低", ""),
		change(safety.AlertCleared, safety.AlertOrange, "丁县已恢复", ""),
	}})
	if want := "新增或升级红色预警2条、黄色预警1条。其中：乙县死亡人数上升；甲县整改率低"; !some || text.ZH != want {
		t.Errorf("says %s, expected %s", text.ZH, want)
	}
	if want := "New or worse warnings: 2 red, 1 yellow. Among them: en 乙县死亡人数上升; en 甲县整改率低"; text.EN != want {
		t.Errorf("says %s, expected %s", text.EN, want)
	}
	if _, some := noticeOf(&alert.Evaluation{Changes: []alert.Change{change(safety.AlertCleared, safety.AlertRed, "已恢复", ""), change(safety.AlertRaised, safety.AlertBlue, "蓝", "")}}); some {
		t.Error("people are told of what is blue or over")
	}
}
