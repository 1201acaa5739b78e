package alert

import (
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// sideWords say on which side of a number a figure is.
var sideWords = map[Side]warehouse.Text{
	Above:   {ZH: "高于", EN: "above"},
	AtLeast: {ZH: "达到", EN: "at or above"},
	Below:   {ZH: "低于", EN: "below"},
	AtMost:  {ZH: "不高于", EN: "at or below"},
}

// verdictWords ends a sentence about a figure with what it comes to.
func (r *Rule) verdictWords(t warehouse.Text, v verdict, levels Levels, zh, en string) warehouse.Text {
	side := sideWords[r.side()]
	switch {
	case v.severity != "":
		n := levels.number(v.severity).String()
		if r.side() == AtMost {
			side.ZH = "触及"
		}
		t.ZH += "，" + side.ZH + v.severity.TitleZH() + "线" + n + zh
		t.EN += ", " + side.EN + " " + n + en + " (" + v.severity.TitleEN() + ")"
	case v.stays:
		n := r.Clears.String()
		back, backEN := "低于", "below"
		if !r.side().up() {
			back, backEN = "高于", "above"
		}
		t.ZH += "，尚未回到解除线（" + back + n + zh + "）"
		t.EN += ", not yet back " + backEN + " " + n + en + ", where it clears"
	default:
		t.ZH += "，未达到预警线"
		t.EN += ", short of any warning"
	}
	return t
}

// Words says in one sentence when the rule speaks, with its numbers.
func (r *Rule) Words() warehouse.Text {
	zh, en := r.unit()
	t := r.about()
	var partsZH, partsEN []string
	for _, one := range r.At.list() {
		if one.number != nil {
			partsZH = append(partsZH, one.number.String()+zh+"（"+strings.TrimSuffix(one.severity.TitleZH(), "预警")+"）")
			partsEN = append(partsEN, one.number.String()+en+" ("+string(one.severity)+")")
		}
	}
	side := sideWords[r.side()]
	t.ZH += side.ZH + strings.Join(partsZH, "、") + "时预警"
	t.EN += " " + side.EN + " " + strings.Join(partsEN, ", ")
	if r.Clears != nil {
		if r.side().up() {
			t.ZH, t.EN = t.ZH+"，低于"+r.Clears.String()+zh+"时解除", t.EN+"; clears below "+r.Clears.String()+en
		} else {
			t.ZH, t.EN = t.ZH+"，高于"+r.Clears.String()+zh+"时解除", t.EN+"; clears above "+r.Clears.String()+en
		}
	}
	return t
}

// about says what the rule looks at.
func (r *Rule) about() warehouse.Text {
	title := warehouse.Text{ZH: r.Metric, EN: r.Metric}
	if r.metric != nil {
		title = r.metric.Title
	}
	switch r.Kind {
	case safety.AlertChange:
		if r.side().up() {
			return warehouse.Text{ZH: title.ZH + "同比增加", EN: title.EN + ", rise on last year"}
		}
		return warehouse.Text{ZH: title.ZH + "同比变化", EN: title.EN + ", change on last year"}
	case safety.AlertUnusual:
		side := map[Side]warehouse.Text{Above: {ZH: "高出", EN: "above"}, Below: {ZH: "低于", EN: "below"}, Either: {ZH: "偏离", EN: "off"}}[r.When]
		return warehouse.Text{ZH: title.ZH + side.ZH + "历年同月正常范围（四分位距倍数）", EN: title.EN + ", " + side.EN + " what season and trend let expect (in interquartile ranges)"}
	case safety.AlertOverdue:
		return warehouse.Text{ZH: "重大隐患逾期未整改天数", EN: "Days that a major hazard is overdue"}
	case safety.AlertCertificate:
		return r.aboutCertificates()
	case safety.AlertSourceLate:
		if r.Since == SinceLoad {
			return warehouse.Text{ZH: "来源系统距最近一次入库天数", EN: "Days since records of a source were last loaded"}
		}
		return warehouse.Text{ZH: "来源系统距最新记录天数", EN: "Days since the newest record of a source"}
	default:
		return title
	}
}

// unit is that of the rule's numbers.
func (r *Rule) unit() (zh, en string) {
	switch {
	case r.Kind == safety.AlertUnusual:
		return "倍", ""
	case r.Kind == safety.AlertOverdue, r.Kind == safety.AlertSourceLate:
		return "天", " days"
	case r.By == Percent:
		return "%", "%"
	case r.Kind == safety.AlertCertificate:
		return "人", " persons"
	case r.metric == nil:
		return "", ""
	case r.Kind == safety.AlertChange && r.metric.Rate:
		return "个百分点", " points"
	}
	return unitZH(r.metric.Unit), unitEN(r.metric.Unit)
}
