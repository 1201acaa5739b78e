package warehouse

import "fmt"

// qualityDefinition says in plain words what a part of a quality score divides by what.
func qualityDefinition(part string, within int) Text {
	switch part {
	case Completeness:
		return Text{ZH: "重要字段中已填写的个数 ÷（记录数 × 重要字段数）", EN: "important columns that are filled, of all important columns of the records"}
	case Timeliness:
		return Text{ZH: fmt.Sprintf("主日期后 %d 日内首次入库的记录数 ÷ 新入库记录数；来源首次装载的记录不计", within),
			EN: fmt.Sprintf("records first loaded within %d days of their main date, of all that were new; those of a system's first load are left out", within)}
	case Validity:
		return Text{ZH: "读入行中未被拒绝的行数 ÷ 读入行数", EN: "rows that were not rejected, of all rows read"}
	default:
		return Text{ZH: "未被同一次装载中其他行重复的行数 ÷ 可读入的行数", EN: "rows that no other row of the same load repeats, of all rows accepted or repeated"}
	}
}
