package safety

// AlertSeverity is the level of a warning (预警级别): Ⅰ to Ⅳ, shown red, orange, yellow and blue. The four levels and their
// colours are those of the Emergency Response Law (突发事件应对法, 2007, article 42).
type AlertSeverity string

// The levels, gravest first.
const (
	AlertRed    AlertSeverity = "red"    // Ⅰ级
	AlertOrange AlertSeverity = "orange" // Ⅱ级
	AlertYellow AlertSeverity = "yellow" // Ⅲ级
	AlertBlue   AlertSeverity = "blue"   // Ⅳ级
)

var alertSeverities = Vocabulary{Name: "alert_severity", TitleZH: "预警级别", TitleEN: "severity of a warning", Terms: []Term{
	{Code: "red", ZH: "红色预警", EN: "red warning", Aliases: []string{"红色", "Ⅰ级", "I级", "一级", "1级"}},
	{Code: "orange", ZH: "橙色预警", EN: "orange warning", Aliases: []string{"橙色", "Ⅱ级", "II级", "二级", "2级"}},
	{Code: "yellow", ZH: "黄色预警", EN: "yellow warning", Aliases: []string{"黄色", "Ⅲ级", "III级", "三级", "3级"}},
	{Code: "blue", ZH: "蓝色预警", EN: "blue warning", Aliases: []string{"蓝色", "Ⅳ级", "IV级", "四级", "4级"}},
}}

// Vocabulary gives the words of severities.
func (AlertSeverity) Vocabulary() Vocabulary { return alertSeverities.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (s AlertSeverity) TitleZH() string { return alertSeverities.byCode(string(s)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (s AlertSeverity) TitleEN() string { return alertSeverities.byCode(string(s)).EN }

// Rank orders severities: 4 for red down to 1 for blue, 0 for none.
func (s AlertSeverity) Rank() int {
	switch s {
	case AlertRed:
		return 4
	case AlertOrange:
		return 3
	case AlertYellow:
		return 2
	case AlertBlue:
		return 1
	}
	return 0
}

// AlertKind is what a rule of warnings looks at.
type AlertKind string

// The kinds.
const (
	AlertThreshold   AlertKind = "threshold"
	AlertChange      AlertKind = "change"
	AlertUnusual     AlertKind = "unusual"
	AlertOverdue     AlertKind = "overdue_major_hazard"
	AlertCertificate AlertKind = "certificate_expiring"
	AlertSourceLate  AlertKind = "source_late"
)

var alertKinds = Vocabulary{Name: "alert_kind", TitleZH: "预警类型", TitleEN: "kind of warning", Terms: []Term{
	{Code: "threshold", ZH: "指标超限", EN: "threshold"},
	{Code: "change", ZH: "同比异动", EN: "change against last year"},
	{Code: "unusual", ZH: "数值异常", EN: "unusual value"},
	{Code: "overdue_major_hazard", ZH: "重大隐患逾期", EN: "overdue major hazard"},
	{Code: "certificate_expiring", ZH: "证书到期", EN: "certificates about to expire"},
	{Code: "source_late", ZH: "数据迟报", EN: "source late"},
}}

// Vocabulary gives the words of kinds of warnings.
func (AlertKind) Vocabulary() Vocabulary { return alertKinds.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (k AlertKind) TitleZH() string { return alertKinds.byCode(string(k)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (k AlertKind) TitleEN() string { return alertKinds.byCode(string(k)).EN }

// AlertEvent is something that happened to a warning.
type AlertEvent string

// The events.
const (
	AlertRaised       AlertEvent = "raised"
	AlertWorsened     AlertEvent = "worsened"
	AlertEased        AlertEvent = "eased"
	AlertAcknowledged AlertEvent = "acknowledged"
	AlertReopened     AlertEvent = "reopened" // worse than what was acknowledged
	AlertCleared      AlertEvent = "cleared"
	AlertRuleChanged  AlertEvent = "rule_changed" // ended, for its rule is another now
	AlertRuleDeleted  AlertEvent = "rule_deleted" // ended, for its rule is gone
)

var alertEvents = Vocabulary{Name: "alert_event", TitleZH: "预警动态", TitleEN: "event of a warning", Terms: []Term{
	{Code: "raised", ZH: "发出预警", EN: "raised"},
	{Code: "worsened", ZH: "升级", EN: "worsened"},
	{Code: "eased", ZH: "降级", EN: "eased"},
	{Code: "acknowledged", ZH: "已签收", EN: "acknowledged"},
	{Code: "reopened", ZH: "重新待签收", EN: "reopened"},
	{Code: "cleared", ZH: "解除", EN: "cleared"},
	{Code: "rule_changed", ZH: "规则调整，预警终止", EN: "ended: the rule was changed"},
	{Code: "rule_deleted", ZH: "规则停用，预警终止", EN: "ended: the rule was withdrawn"},
}}

// Vocabulary gives the words of events of warnings.
func (AlertEvent) Vocabulary() Vocabulary { return alertEvents.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (e AlertEvent) TitleZH() string { return alertEvents.byCode(string(e)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (e AlertEvent) TitleEN() string { return alertEvents.byCode(string(e)).EN }
