package etl

import (
	"strings"
	"testing"

	"anlan/warehouse"
)

// What texts become, type by type. "!" is a text that does not convert.
func TestConversions(t *testing.T) {
	b := setup(t)
	for _, test := range []struct {
		typ, vocabulary, format string
		cases                   map[string]string
	}{
		{"Nullable(Date)", "", "", map[string]string{
			"2023-07-05": "2023-07-05", "2023/7/5": "2023-07-05", "2023.7.5": "2023-07-05", "2023年7月5日": "2023-07-05", "20230705": "2023-07-05",
			"2023-7-5": "2023-07-05", "２０２３－０７－０５": "2023-07-05", "2023-07-05 08:30:00": "2023-07-05", "2024-02-29": "2024-02-29",
			"2023-02-29": "!", "2023-02-30": "!", "2023-13-01": "!", "2023-00-10": "!", "2023年2月30日": "!", "05/07/2023": "!", "2023": "!", "0": "!", "2023-07-05x": "!",
			"2023-7-5 0:00": "2023-07-05", "2023/7/15 8:30:00": "2023-07-15", "2023年7月5号": "2023-07-05", "2023 年 7 月 5 日": "2023-07-05", "2023年07月05日 08时30分": "2023-07-05",
			"2023．7．5": "2023-07-05", "2023。7。5": "2023-07-05", "2023、7、5": "2023-07-05", "2023—7—5": "2023-07-05", "2023-07-05T00:00:00": "2023-07-05", "20230705083000": "2023-07-05",
			"2023年7月5日（星期三）": "2023-07-05", "2023年7月5日下午3时": "2023-07-05", "2023/7/5 周三": "2023-07-05", "23.7.5": "!", "2023年7月": "!", "2023.7": "!", "2023-7-5至2023-7-9": "!", "7月5日": "!",
			"2025-04-16T20:30:00Z": "2025-04-17", "2025-04-17 08:30:00.25+08:00": "2025-04-17", "1951-10-01 08:30:00+08:00": "1951-10-01", "2025-02-30 08:30:00+08:00": "!", "2025-02-30 08:30:00.5": "!",
			"20230230": "!", "1850-01-01": "!", "45112": "!", "-": "!", "2023-07-5 ": "2023-07-05",
		}},
		{"Date", "", "%m/%d/%Y", map[string]string{"07/05/2023": "2023-07-05", "7/5/2023": "2023-07-05", "02/30/2023": "!", "2023-07-05": "2023-07-05", "13/01/2023": "!", "07-05-2023": "!"}},
		{"Nullable(Date)", "", "%y.%m.%d", map[string]string{"23.7.5": "2023-07-05", "2023.7.5": "!", "99.7.5": "2099-07-05"}},
		{"Nullable(Date)", "", "%d%m%Y", map[string]string{"05072023": "2023-07-05", "5072023": "!"}},
		{"Nullable(DateTime('Asia/Shanghai'))", "", "", map[string]string{
			"2025-04-17 08:30:00": "2025-04-17 08:30:00", "2025-04-17 08:30": "2025-04-17 08:30:00", "2025-04-17T08:30:05": "2025-04-17 08:30:05", "2025/4/17 8:05": "2025-04-17 08:05:00",
			"2025年4月17日 8时30分": "2025-04-17 08:30:00", "2025年4月17日 08:30:05": "2025-04-17 08:30:05", "2025.4.17 8:05": "2025-04-17 08:05:00", "2025年4月17号8点30分": "2025-04-17 08:30:00", "2025-04-17T00:30:00Z": "2025-04-17 08:30:00", "2025-04-17T08:30:00.250+08:00": "2025-04-17 08:30:00",
			"2025-04-17 08:30:00.123456": "2025-04-17 08:30:00", "2025-04-17 00:30:00+00:00": "2025-04-17 08:30:00", "2025-02-30 08:30:00+08:00": "!", "2025-02-30 08:30:00.5": "!",
			"2025-02-30 08:30:00": "!", "2025-04-17 25:00:00": "!", "2025-04-17 08:61:00": "!", "2025-04-17": "!", "08:30": "!",
		}},
		{"Nullable(UInt32)", "", "", map[string]string{"12": "12", "0": "0", "007": "7", "１２": "12", "12.0": "12", "12.5": "!", "-1": "!", "1,200": "!", "99999999999": "!", "十二": "!", "1e3": "!"}},
		{"Nullable(Decimal(18, 2))", "", "", map[string]string{
			"1200.5": "1200.5", "0": "0", "1200": "1200", "１２００．５０": "1200.5", "-3.10": "-3.1", "1.005": "1.01", "0.30000000000000004": "0.3", "1,200": "!", "¥5": "!", "5元": "!", "12345678901234567890": "!", "NaN": "!",
		}},
		{"Nullable(Bool)", "", "", map[string]string{"是": "true", "否": "false", "TRUE": "true", "False": "false", "1": "true", "0": "false", "Y": "true", "n": "false", "Yes": "true", "2": "!", "也许": "!"}},
		{"LowCardinality(String)", "hazard_level", "", map[string]string{"重大": "major", "major": "major", "MAJOR": "major", "重大隐患": "major", "一 般": "general", "重　大": "major", "特大": "!"}},
		{"Array(LowCardinality(String))", "assurance", "", map[string]string{
			"责任": "['responsibility']", "责任;措施": "['responsibility','measures']", "责任； 措施、资金，时限,预案": "['responsibility','measures','funds','time_limit','plan']", "责任、责任、": "['responsibility']", "责任、气氛": "!",
		}},
		{"Array(String)", "", "", map[string]string{"a;b": "['a','b']", ";": "[]"}},
		{"LowCardinality(String)", "", "", map[string]string{"any": "any"}},
	} {
		var texts []string
		for text := range test.cases {
			texts = append(texts, strings.TrimSpace(text))
		}
		args := &arguments{}
		value := converter{args}.value(warehouse.FactColumn{Type: test.typ, Vocabulary: test.vocabulary}, "t", test.format)
		bad := "isNull(v)"
		switch kindOfType(test.typ) {
		case listKind:
			bad = "has(v, '')"
		case textKind:
			bad = "ifNull(v, '') = ''"
		default:
		}
		sql := "SELECT t, if(" + bad + ", '!', toString(v)) FROM (SELECT t, " + value + " AS v FROM (SELECT CAST(arrayJoin(" + args.add(texts, "Array(String)") + ") AS Nullable(String)) AS t))"
		rows, err := b.warehouse.Conn().Query(t.Context(), sql, args.values...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", test.typ, err, sql)
		}
		got := map[string]string{}
		for rows.Next() {
			var text *string
			var value *string
			if err := rows.Scan(&text, &value); err != nil {
				t.Fatal(err)
			}
			got[*text] = *value
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
		for text, want := range test.cases {
			if got[strings.TrimSpace(text)] != want {
				t.Errorf("%s %s %q: %s, want %s", test.typ, test.format, text, got[strings.TrimSpace(text)], want)
			}
		}
	}
}

// 91350100M000100Y43 is the example of GB 32100-2015; a changed digit, a forbidden letter and small letters are found.
func TestCreditCodes(t *testing.T) {
	b := setup(t)
	for code, wrong := range map[string]string{"91350100M000100Y43": "0", "91350100M000100Y44": "1", "9135010OM000100Y43": "1", "123": "1", "91350100m000100y43": "1"} {
		if got := b.ask("SELECT toUInt8(" + creditCodeFault("t") + ") FROM (SELECT CAST('" + code + "' AS Nullable(String)) AS t)"); got != "("+wrong+")" {
			t.Errorf("%s: wrong %s, want %s", code, got, wrong)
		}
	}
}
