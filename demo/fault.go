package demo

import (
	"slices"
	"strings"
)

// fault is one way in which a row is wrong, and the one reason for which it must be rejected.
type fault struct {
	name    string
	reason  string // code of the rejection; empty: the row repeats another one word for word and is passed over
	sameKey bool
	// corrupt turns the fields of a good row into a wrong one.
	corrupt func(columns map[string]int, fields []string) string
}

// Reasons for which a loader rejects a row, beside the codes of the facts' own checks.
const (
	badValue      = "bad_value"
	missingValue  = "missing_value"
	unknownCode   = "unknown_code"
	unknownRegion = "unknown_region"
	unknownSector = "unknown_sector"
	outOfRange    = "out_of_range"
	tooFewFields  = "too_few_fields"
	tooManyFields = "too_many_fields"
	strayQuote    = "stray_quote"
	unclosedQuote = "unclosed_quote"
	duplicateKey  = "duplicate_key"
)

// setting is the corruption of single fields: name, wrong text, and so on.
func setting(pairs ...string) func(map[string]int, []string) string {
	return func(columns map[string]int, fields []string) string {
		for i := 0; i < len(pairs); i += 2 {
			fields[columns[pairs[i]]] = pairs[i+1]
		}
		return strings.Join(fields, ",")
	}
}

// faultsOf lists what goes wrong in the file of a fact.
func faultsOf(fact string) []fault {
	return append(slices.Clone(faultsOfAll), faultsOfOne[fact]...)
}

var faultsOfAll = []fault{
	{name: "没有编号", reason: missingValue, corrupt: setting("id", "")},
	{name: "没有行政区划", reason: missingValue, corrupt: setting("region", "")},
	{name: "区划代码不存在", reason: unknownRegion, corrupt: setting("region", "379999")},
	{name: "行业领域不存在", reason: unknownSector, corrupt: setting("sector", "不存在的行业")},
	{name: "少两列", reason: tooFewFields, corrupt: func(_ map[string]int, f []string) string {
		return strings.Join(f[:len(f)-2], ",")
	}},
	{name: "多两列", reason: tooManyFields, corrupt: func(_ map[string]int, f []string) string {
		return strings.Join(append(f, "多余", "内容"), ",")
	}},
	{name: "字段中有引号", reason: strayQuote, corrupt: func(_ map[string]int, f []string) string {
		return f[0] + `,5"管` + strings.Join(f[1:], ",")
	}},
	{name: "引号吞并各列", reason: tooFewFields, corrupt: func(_ map[string]int, f []string) string {
		return f[0] + `,"` + strings.Join(f[1:], ",") + `"`
	}},
	{name: "整行重复", sameKey: true, corrupt: func(_ map[string]int, f []string) string {
		return strings.Join(f, ",")
	}},
}

var faultsOfOne = map[string][]fault{
	"enterprise": {
		{name: "没有企业名称", reason: missingValue, corrupt: setting("name", "")},
		{name: "人数不是数", reason: badValue, corrupt: setting("employees", "约三百")},
		{name: "分级不存在", reason: unknownCode, corrupt: setting("class", "戊级")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("industry", "9999")},
		{name: "经度纬度颠倒", reason: outOfRange, corrupt: setting("longitude", "36.81", "latitude", "118.05", "coordinate_system", "GCJ-02")},
		{name: "有经度无纬度", reason: "half_a_place", corrupt: setting("longitude", "118.05", "latitude", "")},
		{name: "坐标系不存在", reason: unknownCode, corrupt: setting("coordinate_system", "火星历")},
	},
	"inspection": {
		{name: "日期不存在", reason: badValue, corrupt: setting("inspected_on", "2025-02-30")},
		{name: "日期在将来", reason: outOfRange, corrupt: setting("inspected_on", "2099-01-01")},
		{name: "没有检查日期", reason: missingValue, corrupt: setting("inspected_on", "")},
		{name: "检查类别不存在", reason: unknownCode, corrupt: setting("kind", "随便看看")},
		{name: "罚款为负", reason: outOfRange, corrupt: setting("penalty", "-20000")},
		{name: "罚款不是数", reason: badValue, corrupt: setting("penalty", "三万元")},
		{name: "是否不明", reason: badValue, corrupt: setting("case_opened", "也许")},
		{name: "必查内容有一项不存在", reason: unknownCode, corrupt: setting("must_check_covered", "喝茶情况")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("summary", "另一份记录")},
	},
	"hazard": {
		{name: "日期不存在", reason: badValue, corrupt: setting("found_on", "2025-02-30")},
		{name: "日期在将来", reason: outOfRange, corrupt: setting("found_on", "2099-01-01", "due_on", "", "extended_due_on", "", "rectified_on", "", "verified_on", "")},
		{name: "没有发现日期", reason: missingValue, corrupt: setting("found_on", "")},
		{name: "没有级别", reason: missingValue, corrupt: setting("level", "")},
		{name: "级别不存在", reason: unknownCode, corrupt: setting("level", "不太大")},
		{name: "整改早于发现", reason: "rectified_before_found", corrupt: setting("rectified_on", "2001-01-01", "verified_on", "")},
		{name: "验收早于整改", reason: "verified_before_rectified", corrupt: setting("rectified_on", "", "verified_on", "2026-01-05")},
		{name: "延期早于原期限", reason: "extension_before_due", corrupt: setting("due_on", "2044-12-31", "extended_due_on", "2044-12-30")},
		{name: "投入为负", reason: outOfRange, corrupt: setting("money_spent", "-1")},
		{name: "投入不是数", reason: badValue, corrupt: setting("money_spent", "若干")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("description", "另一份记录")},
	},
	"training": {
		{name: "日期不存在", reason: badValue, corrupt: setting("trained_on", "2025-02-30")},
		{name: "日期在将来", reason: outOfRange, corrupt: setting("trained_on", "2099-01-01")},
		{name: "没有培训日期", reason: missingValue, corrupt: setting("trained_on", "")},
		{name: "对象不存在", reason: unknownCode, corrupt: setting("audience", "路人")},
		{name: "没有对象", reason: missingValue, corrupt: setting("audience", "")},
		{name: "学时为负", reason: outOfRange, corrupt: setting("hours", "-4")},
		{name: "成绩超过150", reason: outOfRange, corrupt: setting("score", "180")},
		{name: "成绩不是数", reason: badValue, corrupt: setting("score", "良")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("score", "149.5")},
	},
	"accident": {
		{name: "日期不存在", reason: badValue, corrupt: setting("occurred_on", "2025-02-30")},
		{name: "日期在将来", reason: outOfRange, corrupt: setting("occurred_on", "2099-01-01")},
		{name: "没有发生日期", reason: missingValue, corrupt: setting("occurred_on", "")},
		{name: "时间不存在", reason: badValue, corrupt: setting("occurred_at", "2025-04-17 25:61:00", "reported_at", "")},
		{name: "报告早于发生", reason: "reported_before_occurred", corrupt: setting("reported_at", "2001-01-01 08:00:00")},
		{name: "状态不存在", reason: unknownCode, corrupt: setting("status", "再议")},
		{name: "损失为负", reason: outOfRange, corrupt: setting("direct_loss", "-1")},
		{name: "死亡人数不是数", reason: badValue, corrupt: setting("deaths", "二人")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("summary", "另一份记录")},
	},
	"obligation": {
		{name: "日期不存在", reason: badValue, corrupt: setting("due_on", "2025-02-30")},
		{name: "没有应报日期", reason: missingValue, corrupt: setting("due_on", "")},
		{name: "事项类别不存在", reason: unknownCode, corrupt: setting("kind", "闲谈")},
		{name: "日期在将来", reason: outOfRange, corrupt: setting("period_to", "2099-12-31")},
		{name: "期间颠倒", reason: "period_reversed", corrupt: setting("period_from", "2044-01-01")},
		{name: "未报送却有报送日期", reason: "status_contradicts_arrival", corrupt: setting("status", "未报送", "arrived_on", "2026-01-05")},
		{name: "完成率为负", reason: outOfRange, corrupt: setting("completion", "-5")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("completion", "12.5")},
	},
	"risk_point": {
		{name: "日期在将来", reason: outOfRange, corrupt: setting("identified_on", "2099-01-01", "reviewed_on", "", "removed_on", "")},
		{name: "没有风险等级", reason: missingValue, corrupt: setting("level", "")},
		{name: "管控层级不存在", reason: unknownCode, corrupt: setting("control_level", "宇宙级")},
		{name: "销号早于辨识", reason: "removed_before_identified", corrupt: setting("removed_on", "2001-01-01")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("measures", "另一份记录")},
	},
	"public_report": {
		{name: "没有受理日期", reason: missingValue, corrupt: setting("received_on", "")},
		{name: "举报渠道不存在", reason: unknownCode, corrupt: setting("channel", "托梦")},
		{name: "办结早于受理", reason: "closed_before_received", corrupt: setting("closed_on", "2001-01-01")},
		{name: "奖励为负", reason: outOfRange, corrupt: setting("reward", "-500")},
		{name: "同编号不同内容", reason: duplicateKey, sameKey: true, corrupt: setting("hazard", "另一份记录")},
	},
	"denominator": {
		{name: "数值不是数", reason: badValue, corrupt: setting("value", "很多")},
		{name: "没有数值", reason: missingValue, corrupt: setting("value", "")},
		{name: "数值为负", reason: outOfRange, corrupt: setting("value", "-1")},
		{name: "指标不存在", reason: unknownCode, corrupt: setting("figure", "幸福指数")},
		{name: "日期在将来", reason: outOfRange, corrupt: setting("period_to", "2099-12-31")},
		{name: "期间颠倒", reason: "period_reversed", corrupt: setting("period_from", "2044-01-01")},
	},
	"assessment_entry": {
		{name: "数值不是数", reason: badValue, corrupt: setting("value", "优秀")},
		{name: "没有数值", reason: missingValue, corrupt: setting("value", "")},
		{name: "没有考核项目", reason: missingValue, corrupt: setting("item", "")},
		{name: "考核对象不存在", reason: unknownCode, corrupt: setting("subject_kind", "某某")},
		{name: "日期在将来", reason: outOfRange, corrupt: setting("period_from", "2099-01-01", "period_to", "2099-12-31")},
		{name: "期间颠倒", reason: "period_reversed", corrupt: setting("period_to", "2001-01-01")},
		{name: "考核部门而没有部门", reason: "subject_missing", corrupt: setting("subject_kind", "部门", "department", "")},
		{name: "一条评分两个对象", reason: "subject_ambiguous", corrupt: setting("subject_kind", "地区", "department", "应急管理部门")},
	},
}
