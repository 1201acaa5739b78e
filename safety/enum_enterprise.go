package safety

// EnterpriseClass is the supervision class of an enterprise (分类分级).
type EnterpriseClass string

// The classes, A the best run.
const (
	ClassA EnterpriseClass = "A" // A级
	ClassB EnterpriseClass = "B" // B级
	ClassC EnterpriseClass = "C" // C级
	ClassD EnterpriseClass = "D" // D级
)

var enterpriseClasses = Vocabulary{Name: "enterprise_class", TitleZH: "企业分类分级", TitleEN: "enterprise class", Terms: []Term{
	{Code: "A", ZH: "A级", EN: "class A", Aliases: []string{"A类", "A级企业", "A类企业"}},
	{Code: "B", ZH: "B级", EN: "class B", Aliases: []string{"B类", "B级企业", "B类企业"}},
	{Code: "C", ZH: "C级", EN: "class C", Aliases: []string{"C类", "C级企业", "C类企业"}},
	{Code: "D", ZH: "D级", EN: "class D", Aliases: []string{"D类", "D级企业", "D类企业"}},
}}

// Vocabulary gives the words of enterprise classes.
func (EnterpriseClass) Vocabulary() Vocabulary { return enterpriseClasses.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (c EnterpriseClass) TitleZH() string { return enterpriseClasses.byCode(string(c)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (c EnterpriseClass) TitleEN() string { return enterpriseClasses.byCode(string(c)).EN }

// RiskColour is a risk level by its colour (风险等级), for enterprises, risk points and maps.
type RiskColour string

// The colours, gravest first.
const (
	RiskRed    RiskColour = "red"    // 红
	RiskOrange RiskColour = "orange" // 橙
	RiskYellow RiskColour = "yellow" // 黄
	RiskBlue   RiskColour = "blue"   // 蓝
)

var riskColours = Vocabulary{Name: "risk_colour", TitleZH: "风险等级", TitleEN: "risk colour", Terms: []Term{
	{Code: "red", ZH: "红", EN: "red", Aliases: []string{"红色", "红色风险", "重大风险", "重大", "一级", "1级"}},
	{Code: "orange", ZH: "橙", EN: "orange", Aliases: []string{"橙色", "橙色风险", "较大风险", "较大", "二级", "2级"}},
	{Code: "yellow", ZH: "黄", EN: "yellow", Aliases: []string{"黄色", "黄色风险", "一般风险", "一般", "三级", "3级"}},
	{Code: "blue", ZH: "蓝", EN: "blue", Aliases: []string{"蓝色", "蓝色风险", "低风险", "低", "四级", "4级"}},
}}

// Vocabulary gives the words of risk colours.
func (RiskColour) Vocabulary() Vocabulary { return riskColours.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (c RiskColour) TitleZH() string { return riskColours.byCode(string(c)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (c RiskColour) TitleEN() string { return riskColours.byCode(string(c)).EN }
