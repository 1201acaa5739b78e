package notice

import (
	"fmt"
	"strings"
	"time"

	"anlan/outbox/webhook"
)

// words says a message for people.
func words(m Message) Text {
	name, reminder, reminded := m.Pipeline, "", ""
	if m.Title != "" {
		name = m.Title + "（" + m.Pipeline + "）"
	}
	if m.Reminder > 0 {
		reminder, reminded = fmt.Sprintf("（第 %d 次提醒）", m.Reminder), fmt.Sprintf(" (reminder %d)", m.Reminder)
	}
	since := m.Since.Format("2006-01-02 15:04")
	var t Text
	switch m.Kind {
	case Failure:
		t.ZH = fmt.Sprintf("数据加载失败%s：%s，自 %s 起。原因：%s", reminder, name, since, m.Reason)
		t.EN = fmt.Sprintf("Load failed%s: %s, since %s. Reason: %s", reminded, m.Pipeline, since, m.Reason)
		if m.Attempts > 1 {
			t.ZH += fmt.Sprintf("（已尝试 %d 次）", m.Attempts)
			t.EN += fmt.Sprintf(" (tried %d times)", m.Attempts)
		}
	case Stale:
		t.ZH = fmt.Sprintf("数据过期%s：%s，%s。%s", reminder, name, lastGood(m.LastGood, "最近一次成功加载在 ", "尚无成功加载"), m.reasonZH)
		t.EN = fmt.Sprintf("Data is stale%s: %s, %s. %s", reminded, m.Pipeline, lastGood(m.LastGood, "last good load at ", "no good load yet"), m.Reason)
	case Recovery:
		t.ZH = fmt.Sprintf("数据加载已恢复：%s，异常自 %s 起，持续 %s", name, since, lasting(m.At.Sub(m.Since), "天", "小时", "分钟"))
		t.EN = fmt.Sprintf("Load recovered: %s, after %s of trouble since %s", m.Pipeline, lasting(m.At.Sub(m.Since), " d", " h", " min"), since)
	}
	t.ZH, t.EN = strings.TrimSpace(t.ZH), strings.TrimSpace(t.EN)
	return t
}

func lastGood(at *time.Time, before, never string) string {
	if at == nil {
		return never
	}
	return before + at.Format("2006-01-02 15:04")
}

// lasting says a length of time in its largest unit.
func lasting(d time.Duration, day, hour, minute string) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d%s", int(d.Hours()/24), day)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d%s", int(d.Hours()), hour)
	}
	return fmt.Sprintf("%d%s", max(int(d.Minutes()), 1), minute)
}

// markdown is a message as group robots show it; their limit is 4096 bytes.
func markdown(m Message) (title, text string) {
	title = map[string]string{Failure: "数据加载失败", Stale: "数据过期", Recovery: "数据加载已恢复", Warning: "安全生产预警"}[m.Kind]
	text = "### " + title + "\n\n" + webhook.Plain(m.Text.ZH)
	if m.Run != "" {
		text += "\n\n> 运行编号：" + webhook.Plain(m.Run)
	}
	if m.Link != "" {
		text += "\n\n[打开安澜](" + m.Link + ")"
	}
	return title, text
}
