package sheet

import "strings"

// kinds say what the values of a column are to who reads it, by the beginning of the engine's word for it.
var kinds = []struct{ typ, zh, en string }{
	{"String", "文本", "Text"}, {"FixedString", "文本", "Text"}, {"Enum", "文本", "Text"}, {"UUID", "文本", "Text"},
	{"DateTime", "时间（北京）", "Time (Beijing)"}, {"Date", "日期", "Date"}, {"Bool", "是否", "Yes or no"},
	{"UInt", "整数", "Whole number"}, {"Int", "整数", "Whole number"}, {"Float", "数字", "Number"}, {"Decimal", "数字", "Number"},
}

// kind says a type of ClickHouse in words for people; one that is not known as it is.
func kind(typ string) string {
	if inner, ok := within(typ, "Nullable"); ok {
		return joined(kind(inner), "，可空", ", may be empty")
	}
	if inner, ok := within(typ, "LowCardinality"); ok {
		return kind(inner)
	}
	if inner, ok := within(typ, "Array"); ok {
		return joined(kind(inner), "列表", ", list")
	}
	for _, k := range kinds {
		if !strings.HasPrefix(typ, k.typ) {
			continue
		}
		if k.typ == "Decimal" {
			if _, scale, ok := strings.Cut(strings.TrimSuffix(typ, ")"), ", "); ok && scale != "0" {
				return "数字，" + scale + " 位小数 Number, " + scale + " decimals"
			}
		}
		return k.zh + " " + k.en
	}
	return typ
}

// within is what stands in the brackets of a type.
func within(typ, outer string) (string, bool) {
	inner, ok := strings.CutPrefix(typ, outer+"(")
	return strings.TrimSuffix(inner, ")"), ok
}

// joined puts words behind the Chinese and the English of a kind.
func joined(kind, zh, en string) string {
	for i := 0; i+1 < len(kind); i++ { // the English begins with the first Latin capital behind a space
		if kind[i] == ' ' && kind[i+1] >= 'A' && kind[i+1] <= 'Z' {
			return kind[:i] + zh + kind[i:] + en
		}
	}
	return kind + zh + en
}
