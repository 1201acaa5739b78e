package safety

// TrainingAudience is who is trained (培训对象).
type TrainingAudience string

// The audiences of training.
const (
	AudiencePrincipal       TrainingAudience = "principal"        // 主要负责人
	AudienceDeputy          TrainingAudience = "deputy"           // 分管负责人
	AudienceManager         TrainingAudience = "manager"          // 安全管理人员
	AudienceSpecialOperator TrainingAudience = "special_operator" // 特种作业人员
	AudienceController      TrainingAudience = "controller"       // 实际控制人
	AudienceWorker          TrainingAudience = "worker"           // 一线职工
	AudienceSupervisor      TrainingAudience = "supervisor"       // 监管人员
	AudienceOfficial        TrainingAudience = "official"         // 党政领导干部
)

var trainingAudiences = Vocabulary{Name: "training_audience", TitleZH: "培训对象", TitleEN: "training audience", Terms: []Term{
	{Code: "principal", ZH: "主要负责人", EN: "principal", Aliases: []string{"企业主要负责人", "单位主要负责人", "生产经营单位主要负责人"}},
	{Code: "deputy", ZH: "分管负责人", EN: "deputy in charge of safety", Aliases: []string{"分管安全负责人", "安全分管负责人", "分管领导", "企业分管负责人", "分管安全生产负责人"}},
	{Code: "manager", ZH: "安全管理人员", EN: "safety manager", Aliases: []string{"安全生产管理人员", "安全员", "专职安全管理人员", "安管人员", "专职安全员"}},
	{Code: "special_operator", ZH: "特种作业人员", EN: "special operator", Aliases: []string{"特种作业", "特种作业操作人员"}},
	{Code: "controller", ZH: "实际控制人", EN: "actual controller", Aliases: []string{"企业实际控制人", "实控人"}},
	{Code: "worker", ZH: "一线职工", EN: "front-line worker",
		Aliases: []string{"一线员工", "一线从业人员", "从业人员", "职工", "员工", "一般从业人员", "劳务派遣人员", "劳务派遣", "实习学生"}},
	{Code: "supervisor", ZH: "监管人员", EN: "government supervisor", Aliases: []string{"安全监管人员", "监管干部", "执法人员", "行政执法人员", "监管执法人员"}},
	{Code: "official", ZH: "党政领导干部", EN: "Party or government official", Aliases: []string{"领导干部", "党政干部", "党政领导", "党政负责人"}},
}}

// Vocabulary gives the words of training audiences.
func (TrainingAudience) Vocabulary() Vocabulary { return trainingAudiences.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (a TrainingAudience) TitleZH() string { return trainingAudiences.byCode(string(a)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (a TrainingAudience) TitleEN() string { return trainingAudiences.byCode(string(a)).EN }

// TrainingProgramme is what the training belongs to (培训项目).
type TrainingProgramme string

// The programmes of training.
const (
	ProgrammeGreatStudy     TrainingProgramme = "great_study"     // 大学习大培训大考试
	ProgrammeFirstLesson    TrainingProgramme = "first_lesson"    // 开工第一课
	ProgrammeMorningMeeting TrainingProgramme = "morning_meeting" // 晨会
	ProgrammeCertification  TrainingProgramme = "certification"   // 取证复审
	ProgrammeMeasures       TrainingProgramme = "measures"        // 制度措施学习
)

var trainingProgrammes = Vocabulary{Name: "training_programme", TitleZH: "培训项目", TitleEN: "training programme", Terms: []Term{
	{Code: "great_study", ZH: "大学习大培训大考试", EN: "great study, training and examination", Aliases: []string{"大学习、大培训、大考试", "安全生产大学习大培训大考试", "大培训", "大学习"}},
	{Code: "first_lesson", ZH: "开工第一课", EN: "first lesson on resuming work", Aliases: []string{"复工第一课", "“开工第一课”", "安全生产开工第一课", "开工复工第一课"}},
	{Code: "morning_meeting", ZH: "晨会", EN: "morning meeting", Aliases: []string{"班前会", "安全晨会", "晨会制度", "班前晨会"}},
	{Code: "certification", ZH: "取证复审", EN: "certification and renewal", Aliases: []string{"取证", "复审", "持证培训", "取证培训", "复审培训", "换证", "取证、复审"}},
	{Code: "measures", ZH: "制度措施学习", EN: "study of rules and measures", Aliases: []string{"制度学习", "措施学习", "制度措施"}},
}}

// Vocabulary gives the words of training programmes.
func (TrainingProgramme) Vocabulary() Vocabulary { return trainingProgrammes.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (p TrainingProgramme) TitleZH() string { return trainingProgrammes.byCode(string(p)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (p TrainingProgramme) TitleEN() string { return trainingProgrammes.byCode(string(p)).EN }

// IsThreeKinds reports whether the audience belongs to the three kinds of personnel (三项人员) as Zibo's 21 measures name
// them, item 15: principals, their deputies in charge of safety, and safety managers. Special operators must be certified
// too but are counted apart.
func (a TrainingAudience) IsThreeKinds() bool {
	return a == AudiencePrincipal || a == AudienceDeputy || a == AudienceManager
}
