package safety

// ObligationKind is what a unit owes for a period (应报类别).
type ObligationKind string

// The kinds of obligations.
const (
	ObligationProgress             ObligationKind = "progress"              // 调度填报
	ObligationDutyReport           ObligationKind = "duty_report"           // 述职
	ObligationMonthlyAnalysis      ObligationKind = "monthly_analysis"      // 形势研判
	ObligationQuarterlySupervision ObligationKind = "quarterly_supervision" // 专项督导
	ObligationDataReport           ObligationKind = "data_report"           // 数据报送
)

var obligationKinds = Vocabulary{Name: "obligation_kind", TitleZH: "应报类别", TitleEN: "obligation kind", Terms: []Term{
	{Code: "progress", ZH: "调度填报", EN: "progress figures", Aliases: []string{"调度", "调度报送", "进展填报", "进展情况", "措施进展"}},
	{Code: "duty_report", ZH: "述职", EN: "duty report", Aliases: []string{"述职报告", "履职述职", "安全生产述职", "履职报告"}},
	{Code: "monthly_analysis", ZH: "形势研判", EN: "monthly analysis", Aliases: []string{"月度形势研判", "每月形势研判", "形势分析", "安全形势研判", "月研判", "安全生产形势研判"}},
	{Code: "quarterly_supervision", ZH: "专项督导", EN: "quarterly supervision", Aliases: []string{"季度专项督导", "每季度专项督导", "季度督导"}},
	{Code: "data_report", ZH: "数据报送", EN: "data report", Aliases: []string{"数据上报", "统计报送", "数据填报", "报表报送"}},
}}

// Vocabulary gives the words of obligation kinds.
func (ObligationKind) Vocabulary() Vocabulary { return obligationKinds.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (k ObligationKind) TitleZH() string { return obligationKinds.byCode(string(k)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (k ObligationKind) TitleEN() string { return obligationKinds.byCode(string(k)).EN }

// ObligationStatus is what came of an obligation (报送状态).
type ObligationStatus string

// The states of an obligation. Nil and missing differ: who reported "nothing this month" has reported, who did not is missing.
const (
	ObligationArrived ObligationStatus = "arrived" // 已报送
	ObligationNil     ObligationStatus = "nil"     // 零报告
	ObligationLate    ObligationStatus = "late"    // 迟报
	ObligationMissing ObligationStatus = "missing" // 未报送
)

var obligationStatuses = Vocabulary{Name: "obligation_status", TitleZH: "报送状态", TitleEN: "obligation status", Terms: []Term{
	{Code: "arrived", ZH: "已报送", EN: "arrived", Aliases: []string{"已报", "按时报送", "按期报送", "已上报", "按时"}},
	{Code: "nil", ZH: "零报告", EN: "nil report", Aliases: []string{"零报送", "无", "无情况", "零上报"}},
	{Code: "late", ZH: "迟报", EN: "late", Aliases: []string{"逾期报送", "超期报送", "延迟报送", "超时报送"}},
	{Code: "missing", ZH: "未报送", EN: "missing", Aliases: []string{"未报", "漏报", "缺报", "未上报", "未填报"}},
}}

// Vocabulary gives the words of obligation states.
func (ObligationStatus) Vocabulary() Vocabulary { return obligationStatuses.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (s ObligationStatus) TitleZH() string { return obligationStatuses.byCode(string(s)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (s ObligationStatus) TitleEN() string { return obligationStatuses.byCode(string(s)).EN }
