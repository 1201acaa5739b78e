package safety

// InspectionKind is what an inspection is for (检查类型).
type InspectionKind string

// The kinds of inspections.
const (
	InspectionEnforcement InspectionKind = "enforcement" // 执法检查
	InspectionSupervision InspectionKind = "supervision" // 督导检查
	InspectionPatrol      InspectionKind = "patrol"      // 巡查
	InspectionSpecial     InspectionKind = "special"     // 专项检查
)

var inspectionKinds = Vocabulary{Name: "inspection_kind", TitleZH: "检查类型", TitleEN: "inspection kind", Terms: []Term{
	{Code: "enforcement", ZH: "执法检查", EN: "enforcement inspection", Aliases: []string{"执法", "监管执法", "行政执法", "行政检查", "行政执法检查"}},
	{Code: "supervision", ZH: "督导检查", EN: "supervision", Aliases: []string{"督导", "督查", "督查检查", "督导督查", "督察检查"}},
	{Code: "patrol", ZH: "巡查", EN: "patrol", Aliases: []string{"安全巡查", "日常巡查", "安全生产巡查", "巡察"}},
	{Code: "special", ZH: "专项检查", EN: "special inspection", Aliases: []string{"专项", "专项整治", "专项执法检查", "专项督导", "专项行动"}},
}}

// Vocabulary gives the words of inspection kinds.
func (InspectionKind) Vocabulary() Vocabulary { return inspectionKinds.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (k InspectionKind) TitleZH() string { return inspectionKinds.byCode(string(k)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (k InspectionKind) TitleEN() string { return inspectionKinds.byCode(string(k)).EN }

// InspectionMode is how an inspection is carried out (检查方式).
type InspectionMode string

// The modes of inspections.
const (
	ModeUnannounced InspectionMode = "unannounced"  // 四不两直
	ModeCrossRegion InspectionMode = "cross_region" // 异地交叉
	ModeJoint       InspectionMode = "joint"        // 联合
	ModeRandom      InspectionMode = "random"       // 双随机
	ModeRoutine     InspectionMode = "routine"      // 日常
)

var inspectionModes = Vocabulary{Name: "inspection_mode", TitleZH: "检查方式", TitleEN: "inspection mode", Terms: []Term{
	{Code: "unannounced", ZH: "四不两直", EN: "unannounced", Aliases: []string{"“四不两直”", "暗查暗访", "明查暗访", "暗访"}},
	{Code: "cross_region", ZH: "异地交叉", EN: "cross-region", Aliases: []string{"异地", "交叉", "交叉检查", "异地交叉检查", "异地执法", "交叉执法", "异地交叉执法"}},
	{Code: "joint", ZH: "联合", EN: "joint", Aliases: []string{"联合检查", "联合执法", "部门联合", "联合执法检查"}},
	{Code: "random", ZH: "双随机", EN: "random", Aliases: []string{"双随机一公开", "双随机、一公开", "“双随机、一公开”", "随机抽查", "双随机抽查"}},
	{Code: "routine", ZH: "日常", EN: "routine", Aliases: []string{"日常检查", "常规", "常规检查", "例行检查"}},
}}

// Vocabulary gives the words of inspection modes.
func (InspectionMode) Vocabulary() Vocabulary { return inspectionModes.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (m InspectionMode) TitleZH() string { return inspectionModes.byCode(string(m)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (m InspectionMode) TitleEN() string { return inspectionModes.byCode(string(m)).EN }

// SubjectKind is what kind of body an inspection visits (检查对象).
type SubjectKind string

// The kinds of subjects: enforcement visits enterprises, supervision and patrols visit all three.
const (
	SubjectEnterprise SubjectKind = "enterprise" // 企业
	SubjectDepartment SubjectKind = "department" // 部门
	SubjectGovernment SubjectKind = "government" // 政府
)

var subjectKinds = Vocabulary{Name: "subject_kind", TitleZH: "检查对象", TitleEN: "subject kind", Terms: []Term{
	{Code: "enterprise", ZH: "企业", EN: "enterprise", Aliases: []string{"生产经营单位", "企业单位", "生产经营企业"}},
	{Code: "department", ZH: "部门", EN: "department", Aliases: []string{"政府部门", "监管部门", "行业部门", "行业主管部门"}},
	{Code: "government", ZH: "政府", EN: "government", Aliases: []string{"党委政府", "地方政府", "党委和政府", "镇街政府", "人民政府"}},
}}

// Vocabulary gives the words of subject kinds.
func (SubjectKind) Vocabulary() Vocabulary { return subjectKinds.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (k SubjectKind) TitleZH() string { return subjectKinds.byCode(string(k)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (k SubjectKind) TitleEN() string { return subjectKinds.byCode(string(k)).EN }
