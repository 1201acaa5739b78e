package alert

import "anlan/warehouse"

// How signals end without a figure.
var (
	ruleDeleted = warehouse.Text{ZH: "规则已停用", EN: "the rule was withdrawn"}
	ruleChanged = warehouse.Text{ZH: "规则已调整，按新规则重新判断", EN: "the rule was changed; it is judged anew"}
	nothingLeft = warehouse.Text{ZH: "该对象已不在预警范围内", EN: "the subject is no longer among those that the rule warns of"}
)
