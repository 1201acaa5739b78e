package safety

// HazardLevel is the level of a hazard (隐患级别).
type HazardLevel string

// The levels of hazards. A major hazard needs a closing-down of all or part of the works, or takes time to rectify.
const (
	HazardGeneral HazardLevel = "general" // 一般隐患
	HazardMajor   HazardLevel = "major"   // 重大隐患
)

var hazardLevels = Vocabulary{Name: "hazard_level", TitleZH: "隐患级别", TitleEN: "hazard level", Terms: []Term{
	{Code: "general", ZH: "一般", EN: "general", Aliases: []string{"一般隐患", "一般事故隐患", "一般安全隐患", "一般问题隐患"}},
	{Code: "major", ZH: "重大", EN: "major", Aliases: []string{"重大隐患", "重大事故隐患", "重大安全隐患", "重大问题隐患"}},
}}

// Vocabulary gives the words of hazard levels.
func (HazardLevel) Vocabulary() Vocabulary { return hazardLevels.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (l HazardLevel) TitleZH() string { return hazardLevels.byCode(string(l)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (l HazardLevel) TitleEN() string { return hazardLevels.byCode(string(l)).EN }

// HazardSource says who found a hazard (隐患来源).
type HazardSource string

// The sources of hazards.
const (
	HazardBySelf       HazardSource = "self"        // 企业自查
	HazardByGovernment HazardSource = "government"  // 政府检查
	HazardByThirdParty HazardSource = "third_party" // 第三方诊断
	HazardByPublic     HazardSource = "public"      // 群众举报
)

var hazardSources = Vocabulary{Name: "hazard_source", TitleZH: "隐患来源", TitleEN: "hazard source", Terms: []Term{
	{Code: "self", ZH: "企业自查", EN: "self-inspection",
		Aliases: []string{"自查", "自查自纠", "自查自改", "企业自查自纠", "企业自查自改", "企业自查自报", "自查自报", "企业排查", "自主排查"}},
	{Code: "government", ZH: "政府检查", EN: "government inspection",
		Aliases: []string{"政府", "监管检查", "部门检查", "监管部门检查", "政府部门检查", "执法检查", "督导检查", "上级检查"}},
	{Code: "third_party", ZH: "第三方诊断", EN: "third-party diagnosis",
		Aliases: []string{"第三方", "第三方检查", "第三方机构", "安全诊断", "专家诊断", "专家检查"}},
	{Code: "public", ZH: "群众举报", EN: "public report",
		Aliases: []string{"举报", "有奖举报", "公众举报", "社会举报", "投诉举报", "群众", "12350", "12345"}},
}}

// Vocabulary gives the words of hazard sources.
func (HazardSource) Vocabulary() Vocabulary { return hazardSources.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (s HazardSource) TitleZH() string { return hazardSources.byCode(string(s)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (s HazardSource) TitleEN() string { return hazardSources.byCode(string(s)).EN }
