package etl

import (
	"strings"

	"anlan/etl/source"
)

// warningTexts say what warnings count that are no rules.
var warningTexts = map[string][2]string{
	NotReplayable:    {"没有可用内容、未重新处理的行（请重新载入原文件）", "rows hold no record that could be read and were not replayed: load their file again"},
	deletionsSkipped: {"无法判断缺少哪些记录、没有删除的次数", "times it could not be told what is missing: nothing was deleted"},
	"schema_new":     {"来源多出的列（个）", "columns are new in the source"},
	"schema_missing": {"来源缺少的列（个）", "columns are gone from the source"},
	"schema_retyped": {"来源类型有变的列（个）", "columns of the source have another type"},
}

// WarningText says in Chinese and in English what a warning of a run counts; both are empty for the rules of records, whose own words
// say it.
func WarningText(code string) (zh, en string) {
	if zh, en = source.NoteText(code); en != "" {
		return zh, en
	}
	switch kind, column, _ := strings.Cut(code, " "); kind {
	case PersonalUnused:
		return "“" + column + "”列似含个人信息，未设为不读取（withhold），退回的行会原样保留", "rows have a column “" + column + "” that looks like personal data and is kept with rejected rows: withhold it"
	case PersonalClear:
		return "“" + column + "”列似含个人信息，未经处理进入数据库，请改用假名（pseudonym）或不读取（withhold）", "rows have a column “" + column + "” that looks like personal data and enters the warehouse in clear: make it a pseudonym, or withhold it"
	}
	t := warningTexts[code]
	return t[0], t[1]
}
