package etl

import (
	"cmp"
	"fmt"

	"anlan/warehouse"
)

// reportWords is one language of reports: formats and single words.
type reportWords struct {
	title, pipeline, run, outcome, reason, times, window, attempt, dryRun                 string
	files, file, joined, leftOut, read, nothing, loaded, updated, unchanged, rejectedRows string
	duplicate, deleted, repaired, warning, checks, byReason, reasonRows, rows             string
	deletedRecords, missingRecords, deletedRecord                                         string
	moreRows, substituted, substitution, unknown, corrected, version, sameVersion         string
	rules, colon, rowAt, rowNumber, before, behind                                        string
	words                                                                                 map[string]string // of states, triggers, outcomes
	codes                                                                                 map[string]string // of reasons and failures
	chinese                                                                               bool
}

func (w reportWords) word(key string) string { return cmp.Or(w.words[key], key) }

func (w reportWords) bracket(s string) string { return w.before + s + w.behind }

func (w reportWords) pick(t warehouse.Text) string {
	if w.chinese {
		return cmp.Or(t.ZH, t.EN)
	}
	return cmp.Or(t.EN, t.ZH)
}

// place says where a rejected row stands, as somebody finds it who opens the file.
func (w reportWords) place(q warehouse.QuarantineRow) string {
	if q.Line > 0 {
		return fmt.Sprintf(w.rowAt, q.File, q.Line)
	}
	return fmt.Sprintf(w.rowNumber, q.File, q.Row)
}

// fault is a reason or an error in the language; what nobody translated stays as it is, behind the name of its code.
func (w reportWords) fault(code, message string) string {
	if !w.chinese {
		return message
	}
	if text, ok := inChinese(message); ok {
		return text
	}
	if name := w.codes[code]; name != "" {
		return name + "（" + message + "）"
	}
	return message
}

var reportEN = reportWords{
	title: "Report of a load", pipeline: "Pipeline   %s", run: "Run        %s", outcome: "Outcome    %s", reason: "Because    %s", times: "Started    %s, took %.1f s, by %s",
	window: "Window     %s to %s", attempt: ", attempt %d", dryRun: " (dry run: nothing was published)",
	files: "Files", file: "%s: %d rows%s, %d bytes, SHA-256 %s", joined: " for the join %s", leftOut: "%s: not read, see the warnings",
	read: "Rows read: %d", nothing: "Nothing was published; the figures are as they were.", loaded: "new        %d", updated: "updated    %d", unchanged: "unchanged  %d",
	rejectedRows: "rejected   %d", duplicate: "duplicate  %d (a later row of the same key counts)", deleted: "deleted    %d", repaired: "with a region put right %d", warning: "loaded, but: %s: %d",
	checks: "Checks of the load", byReason: "Why rows were rejected (a row may have several reasons)", reasonRows: "%s: %d", rows: "Rejected rows (the first %d)", moreRows: "…and %d more; see the quarantine of run %s",
	deletedRecords: "Deleted records (the first %d)", missingRecords: "Records that would have been deleted (the first %d)", deletedRecord: "%s %s, region %s: %s",
	substituted: "Read as something else", substitution: "%s: “%s” → %s (%s), %d rows", unknown: "unknown", corrected: "Figures of past months that changed",
	version: "Data version %d → %d", sameVersion: "Data version %d, unchanged", rules: "In force: %s", colon: ": ",
	rowAt: "%s, line %d", rowNumber: "%s, record %d", before: " (", behind: ")",
	words: map[string]string{"running": "still running", "succeeded": "succeeded", "dry_run": "went through as a trial", "unchanged": "went through; nothing was new", "failed": "FAILED", "interrupted": "INTERRUPTED",
		"manual": "hand", "passed": "passed", "skipped": "not comparable", "error": "could not be computed"},
}

var reportZH = reportWords{
	chinese: true,
	title:   "数据载入报告", pipeline: "流程：%s", run: "运行：%s", outcome: "结果：%s", reason: "原因：%s", times: "开始：%s，用时 %.1f 秒，由%s发起",
	window: "时段：%s 至 %s", attempt: "，第 %d 次尝试", dryRun: "（试运行，未发布）",
	files: "文件：", file: "%s：%d 行%s，%d 字节，SHA-256 %s", joined: "（用于关联 %s）", leftOut: "%s：未读取，见下面的提示",
	read: "读入 %d 行，其中：", nothing: "本次没有发布任何数据，系统中的数字保持不变。", loaded: "新增 %d 行", updated: "更新 %d 行", unchanged: "与已有记录相同 %d 行",
	rejectedRows: "退回 %d 行", duplicate: "重复 %d 行（同一编号以最后一行为准）", deleted: "删除 %d 条", repaired: "更正区划代码 %d 行", warning: "已载入，但请注意：%s：%d 行",
	checks: "整批核对：", byReason: "退回原因（一行可有多个原因）：", reasonRows: "%s：%d 行", rows: "退回的行（列出前 %d 行，请改正后重新报送）：", moreRows: "……另有 %d 行，见运行 %s 的隔离区",
	deletedRecords: "删除的记录（列出前 %d 条）：", missingRecords: "若发布将删除的记录（列出前 %d 条）：", deletedRecord: "%s %s，区划 %s：%s",
	substituted: "自动改写的内容：", substitution: "%s：“%s” → %s（%s），%d 行", unknown: "未知", corrected: "因本次载入而变动的往月数字：",
	version: "数据版本：%d → %d", sameVersion: "数据版本：%d，未变", rules: "依据（供管理员核对）：%s", colon: "：",
	rowAt: "%s 第 %d 行", rowNumber: "%s 第 %d 条记录", before: "（", behind: "）",
	words: map[string]string{"running": "正在运行", "succeeded": "成功", "dry_run": "试运行通过", "unchanged": "完成，没有新的内容", "failed": "失败", "interrupted": "中断",
		"manual": "人工", "schedule": "定时任务", "dependency": "上一任务", "retry": "自动重试", "inbox": "收件箱", "backfill": "补录", "replay": "重新处理",
		"passed": "通过", "skipped": "无可比对", "error": "无法计算", "repaired": "更正", "kept": "按策略保留", deletedMarked: "来源标记为删除", deletedMissing: "完整的来源中已没有", "replaced": "由正式登记代替", "created": "新建临时条目"},
	codes: map[string]string{ //nolint:gosec // words, no credentials
		BadValue: "内容无法识别", MissingValue: "必填项为空", UnknownCode: "不是规定的用语", UnknownRegion: "区划代码不存在", OutOfRange: "超出允许范围",
		BadCreditCode: "统一社会信用代码有误", NoPartner: "找不到对应的主表记录", DuplicateKey: "编号重复且内容不同", "unknown_sector": "行业领域不存在", "unknown_department": "部门不存在",
		"unknown_enterprise": "企业不存在", "too_few_fields": "列数不够", "too_many_fields": "列数过多", "unclosed_quote": "引号没有配对", "stray_quote": "引号位置有误",
		"record_too_long": "一行过长", "nul_byte": "含有空字符", "bad_json": "不是合法的 JSON 对象",
		"unreadable_file": "文件无法读取", "empty_file": "文件是空的", "not_text": "文件类型不对", "wrong_encoding": "文字编码不对", "bad_header": "表头无法识别",
		"duplicate_column": "表头有重名的列", "truncated_file": "文件不完整", "wrong_shape": "JSON 的形式不对", MissingColumn: "缺少列", ExtraColumn: "有多余的列",
		AmbiguousRegion: "区划同名，无法确定", TooManyDeleted: "来源缺少的记录太多", TooManyCreated: "名录中没有的名称太多", SchemaChanged: "来源的列有变动", MissingKey: "缺少密钥",
		"region_kept": "区划无法识别，计入上级区划", "sector_kept": "行业领域未知", "department_kept": "部门未知", "enterprise_kept": "企业未登记", "sector_created": "临时登记的行业领域",
		"department_created": "临时登记的部门", "enterprise_created": "临时登记的企业", deletionsSkipped: "无法判断缺少哪些记录，没有删除", "schema_new": "来源多出的列", "schema_missing": "来源缺少的列",
		"schema_retyped": "来源类型有变的列",
		TooManyRejected:  "退回的行太多", NoFiles: "没有文件", Canceled: "运行被终止", AlreadyRunning: "该流程正在运行", UnknownPipeline: "没有这个流程",
		"source_unreachable": "数据源无法连通", "source_refused": "数据源拒绝了请求", "source_denied": "数据源不接受账号", "source_timeout": "数据源超时", "source_missing": "数据源中没有该表",
		"bad_answer": "数据源的应答有误", "source_changed": "读取过程中数据源有变动", "too_much_data": "数据量超过上限", "internal": "系统内部错误", "interrupted": "程序在运行中退出",
	},
}
