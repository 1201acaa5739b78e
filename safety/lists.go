package safety

// Lists that facts use without arithmetic of their own; they have no Go type, only words.
var (
	mustCheckItems = Vocabulary{Name: "must_check", TitleZH: "必查内容", TitleEN: "must-check item", Terms: []Term{
		{Code: "principal_duties", ZH: "企业主要负责人履职", EN: "duty of the principal", Aliases: []string{"主要负责人履职"}},
		{Code: "safety_director", ZH: "安全总监", EN: "safety director", Aliases: []string{"企业安全总监"}},
		{Code: "hazardous_work", ZH: "危险作业管理", EN: "hazardous work", Aliases: []string{"危险作业"}},
		{Code: "dispatched_workers", ZH: "劳务派遣和灵活用工人员管理", EN: "dispatched and flexible labour", Aliases: []string{"劳务派遣人员管理", "劳务派遣"}},
		{Code: "all_staff_training", ZH: "全员安全教育培训", EN: "training of all staff", Aliases: []string{"全员安全培训", "安全教育培训"}},
		{Code: "safety_diagnosis", ZH: "安全诊断", EN: "safety diagnosis", Aliases: []string{"安全生产诊断"}},
		{Code: "reward_reporting", ZH: "有奖举报", EN: "reward for reporting", Aliases: []string{"举报奖励"}},
	}}

	hazardAssurances = Vocabulary{Name: "assurance", TitleZH: "五落实", TitleEN: "assurance", Terms: []Term{
		{Code: "responsibility", ZH: "责任", EN: "responsibility", Aliases: []string{"责任落实"}},
		{Code: "measures", ZH: "措施", EN: "measures", Aliases: []string{"措施落实"}},
		{Code: "funds", ZH: "资金", EN: "funds", Aliases: []string{"资金落实"}},
		{Code: "time_limit", ZH: "时限", EN: "time limit", Aliases: []string{"时限落实", "期限"}},
		{Code: "plan", ZH: "预案", EN: "emergency plan", Aliases: []string{"预案落实", "应急预案"}},
	}}

	benchmarkLevels = Vocabulary{Name: "benchmark", TitleZH: "标杆级别", TitleEN: "benchmark level", Terms: []Term{
		{Code: "none", ZH: "非标杆", EN: "none", Aliases: []string{"无", "否"}},
		{Code: "county", ZH: "县级", EN: "county", Aliases: []string{"县级标杆"}},
		{Code: "city", ZH: "市级", EN: "city", Aliases: []string{"市级标杆"}},
		{Code: "province", ZH: "省级", EN: "province", Aliases: []string{"省级标杆"}},
	}}

	listings = Vocabulary{Name: "listing", TitleZH: "红黑名单", TitleEN: "red or black list", Terms: []Term{
		{Code: "none", ZH: "未列入", EN: "none", Aliases: []string{"无", "否"}},
		{Code: "red", ZH: "红名单", EN: "red list", Aliases: []string{"红"}},
		{Code: "black", ZH: "黑名单", EN: "black list", Aliases: []string{"黑"}},
	}}

	unitKinds = Vocabulary{Name: "unit_kind", TitleZH: "单位类别", TitleEN: "kind of unit", Terms: []Term{
		{Code: "region", ZH: "地区", EN: "region", Aliases: []string{"行政区划", "政府"}},
		{Code: "department", ZH: "部门", EN: "department", Aliases: []string{"监管部门"}},
		{Code: "enterprise", ZH: "企业", EN: "enterprise", Aliases: []string{"生产经营单位"}},
	}}

	denominatorFigures = Vocabulary{Name: "denominator_figure", TitleZH: "基数指标", TitleEN: "denominator figure", Terms: []Term{
		{Code: "headcount_principal", ZH: "主要负责人人数", EN: "principals"},
		{Code: "headcount_manager", ZH: "安全管理人员人数", EN: "safety managers"},
		{Code: "headcount_special_operator", ZH: "特种作业人员人数", EN: "special operators"},
		{Code: "headcount_worker", ZH: "一线职工人数", EN: "workers"},
		{Code: "headcount_supervisor", ZH: "监管人员人数", EN: "supervisors"},
		{Code: "must_certify_principal", ZH: "应持证主要负责人人数", EN: "principals who must be certified"},
		{Code: "must_certify_manager", ZH: "应持证安全管理人员人数", EN: "safety managers who must be certified"},
		{Code: "must_certify_special_operator", ZH: "应持证特种作业人员人数", EN: "special operators who must be certified"},
		{Code: "planned_inspections", ZH: "计划检查次数", EN: "planned inspections"},
		{Code: "enterprises_in_scope", ZH: "纳入监管企业数", EN: "enterprises in scope"},
		{Code: "gdp", ZH: "地区生产总值", EN: "GDP", Aliases: []string{"GDP", "生产总值"}},
		{Code: "employees", ZH: "就业人员", EN: "employees", Aliases: []string{"就业人员数"}},
		{Code: "vehicles", ZH: "机动车保有量", EN: "vehicles"},
		{Code: "coal_output", ZH: "原煤产量", EN: "coal output", Aliases: []string{"煤炭产量"}},
	}}
)
