package etl

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// kind groups the types of columns by how text becomes one.
type kind int

const (
	textKind kind = iota
	boolKind
	integerKind
	decimalKind
	floatKind
	dateKind
	timeKind
	listKind
	otherKind
)

var decimalType = regexp.MustCompile(`^Decimal\((\d+), ?(\d+)\)$`)

// innerType strips what does not matter for conversion.
func innerType(typ string) string {
	for {
		switch {
		case strings.HasPrefix(typ, "Nullable("):
			typ = strings.TrimSuffix(strings.TrimPrefix(typ, "Nullable("), ")")
		case strings.HasPrefix(typ, "LowCardinality("):
			typ = strings.TrimSuffix(strings.TrimPrefix(typ, "LowCardinality("), ")")
		default:
			return typ
		}
	}
}

func kindOfType(typ string) kind {
	inner := innerType(typ)
	switch {
	case inner == "String":
		return textKind
	case inner == "Bool":
		return boolKind
	case inner == "Date" || inner == "Date32":
		return dateKind
	case strings.HasPrefix(inner, "DateTime"):
		return timeKind
	case strings.HasPrefix(inner, "Int") || strings.HasPrefix(inner, "UInt"):
		return integerKind
	case strings.HasPrefix(inner, "Float"):
		return floatKind
	case decimalType.MatchString(inner):
		return decimalKind
	case inner == "Array(String)" || inner == "Array(LowCardinality(String))":
		return listKind
	}
	return otherKind
}

// converter writes the SQL that turns text into values. Texts are Nullable(String) without blanks at their ends and never
// empty; values are Nullable too, NULL when the text does not convert, but for words and lists (see codes).
type converter struct {
	args *arguments
}

// value converts the text t into the column's type. A text that does not convert gives NULL; in a list or a vocabulary it
// gives the empty word.
func (c converter) value(col warehouse.FactColumn, t string, format string) string {
	switch kindOfType(col.Type) {
	case boolKind:
		return c.boolean(t)
	case integerKind:
		return withFallback(fmt.Sprintf("to%sOrNull(%%s)", innerType(col.Type)), t, "replaceRegexpOne("+narrow(t)+", '\\\\.0+$', '')")
	case floatKind:
		return withFallback(fmt.Sprintf("to%sOrNull(%%s)", innerType(col.Type)), t, narrow(t))
	case decimalKind:
		m := decimalType.FindStringSubmatch(innerType(col.Type))
		scale, _ := strconv.Atoi(m[2])
		return withFallback(fmt.Sprintf("if(match(%%[1]s, '%s'), accurateCastOrNull(round(toDecimal128OrNull(%%[1]s, %d), %d), '%s'), NULL)", decimalText, scale+4, scale, m[0]), t, narrow(t))
	case dateKind:
		return c.date(t, format)
	case timeKind:
		return c.time(t, format)
	case listKind:
		return c.list(col, t)
	default:
	}
	if words, codes := wordsOf(col.Vocabulary); words != nil {
		return "if(isNull(" + t + "), '', " + c.code("assumeNotNull("+t+")", words, codes) + ")"
	}
	return t
}

// once is SQL that names an expression a single time, where use would write it out again and again: the engine pays for every copy
// when it reads and plans a statement, in a small load more than for the rows.
func once(name, expression string, use func(name string) string) string {
	return "arrayMap(" + name + " -> " + use(name) + ", [" + expression + "])[1]"
}

// decimalText is what a number looks like. The engine alone takes more for one: “1.2.3” would be 1.23, and “-” nought.
const decimalText = `^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$`

// withFallback tries the text as it is and, only for the rows where that gives nothing, another form of it.
func withFallback(conversion, t, other string) string {
	first := fmt.Sprintf(conversion, t)
	return "if(isNull(" + first + ") AND isNotNull(" + t + "), " + fmt.Sprintf(conversion, other) + ", " + first + ")"
}

// narrow writes full-width digits and signs, which Chinese input methods make, as ASCII.
func narrow(t string) string {
	return "translateUTF8(" + t + ", '０１２３４５６７８９．，－＋：／　', '0123456789.,-+:/ ')"
}

// boolWords are the words for yes and no, folded.
var boolWords = []struct {
	word string
	yes  uint8
}{
	{"是", 1}, {"否", 0}, {"true", 1}, {"false", 0}, {"1", 1}, {"0", 0}, {"y", 1}, {"n", 0}, {"yes", 1}, {"no", 0},
	{"t", 1}, {"f", 0}, {"有", 1}, {"无", 0}, {"已", 1}, {"未", 0}, {"√", 1}, {"×", 0}, {"１", 1}, {"０", 0},
}

func (c converter) boolean(t string) string {
	words := make([]string, 0, len(boolWords))
	values := make([]uint8, 0, len(boolWords))
	for _, b := range boolWords {
		words, values = append(words, b.word), append(values, b.yes)
	}
	w, v := c.args.add(words, "Array(String)"), c.args.addNumbers(values)
	return "CAST(nullIf(if(isNull(" + t + "), 2, transform(lower(assumeNotNull(" + t + ")), " + w + ", " + v + ", 2)), 2) AS Nullable(Bool))"
}

// date reads the formats that people write, strictly: 2023-02-30 is none. Dates are Date32 here: what lies outside of the
// column's range is told from what is no date.
func (c converter) date(t, format string) string {
	forms := []string{"%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"}
	quick := c.isoDate(t)
	if format != "" { // YYYY-MM-DD can mean nothing else, and is what a workbook's cells of dates become
		return "if(isNull(" + quick + ") AND isNotNull(" + t + "), " + once("r", c.rewritten(t, []string{format}, dateKind), c.isoDate) + ", " + quick + ")"
	}
	day := once("w", c.withoutTime(c.typed(t)), func(w string) string { return c.rewritten(w, forms, dateKind) })
	slow := "if(isNull(" + quick + ") AND isNotNull(" + t + "), " + once("r", day, c.isoDate) + ", " + quick + ")"
	// The day of an instant is its day in Beijing.
	return "if(" + isInstant(t) + ", toDate32(parseDateTime64BestEffortOrNull(" + t + ", 3, 'Asia/Shanghai')), " + slow + ")"
}

// typed writes a date that a person typed in one way: without blanks around its signs, without the day of the week, 号 as 日, and
// with ASCII signs.
func (c converter) typed(t string) string {
	signs := "translateUTF8(" + narrow(t) + ", '。、—–─号點点', '..---日时时')"
	week := "replaceRegexpAll(" + signs + ", " + c.args.add(`\s*[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?`, "String") + ", '')"
	return "replaceRegexpAll(" + week + ", " + c.args.add(`\s*([-./:年月日时分秒])\s*([0-9]|$)`, "String") + ", '\\1\\2')"
}

// withoutTime cuts a time of day off, which a date drops.
func (c converter) withoutTime(t string) string {
	return "replaceRegexpOne(" + t + ", " + c.args.add(`^(.*?[0-9]日?)[ T]*(?:上午|下午|[AaPp][Mm])?\s*[0-9]{1,2}[:时].*$|^([0-9]{8})[0-9]{6}$`, "String") + ", '\\1\\2')"
}

// isoDate takes YYYY-MM-DD only; the comparison refuses days that do not exist, which the engine would roll over.
func (c converter) isoDate(t string) string {
	return "if(toString(toDate32OrNull(" + t + ")) = " + t + ", toDate32OrNull(" + t + "), NULL)"
}

func (c converter) time(t, format string) string {
	forms := []string{"%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M",
		"%Y年%m月%d日%H时%M分%S秒", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日%H:%M:%S", "%Y年%m月%d日%H:%M", "%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "%Y%m%d %H:%M"}
	if format != "" {
		forms = []string{format}
	}
	quick := c.isoTime(t)
	other := c.typed(t)
	if format != "" {
		other = narrow(t)
	}
	moment := once("w", other, func(w string) string { return c.rewritten(w, forms, timeKind) })
	slow := "if(isNull(" + quick + ") AND isNotNull(" + t + "), " + once("r", moment, c.isoTime) + ", " + quick + ")"
	if format != "" {
		return slow
	}
	instant := "parseDateTimeBestEffortOrNull(" + t + ", 'Asia/Shanghai')"
	return "if(" + isInstant(t) + ", " + instant + ", " + slow + ")"
}

// isInstant is true for a time with an offset, which names itself (2025-04-17T00:30:00Z, 2025-04-17T08:30:00.000+08:00), and for
// Beijing time with parts of a second.
func isInstant(t string) string {
	return "isNotNull(" + t + ") AND match(" + t + `, '^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+|(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d))$')`
}

func (c converter) isoTime(t string) string {
	parsed := "toDateTimeOrNull(" + t + ", 'Asia/Shanghai')"
	return "if(toString(" + parsed + ") = " + t + ", " + parsed + ", NULL)"
}

// rewritten turns a date in one of the forms into YYYY-MM-DD, with HH:MM:SS for times; other texts become empty.
func (c converter) rewritten(t string, forms []string, k kind) string {
	parts := []string{}
	for _, form := range forms {
		f, err := parseDateFormat(form, k)
		if err != nil {
			continue // refused when the pipeline was read
		}
		parts = append(parts, "match("+t+", "+c.args.add(f.pattern, "String")+")",
			f.normal("replaceRegexpOne(assumeNotNull("+t+"), "+c.args.add(f.pattern, "String")+", "+c.args.add(f.replacement(k), "String")+")", k))
	}
	return "multiIf(isNull(" + t + "), '', " + strings.Join(parts, ", ") + ", '')"
}

// list splits a text at the separators that people use.
func (c converter) list(col warehouse.FactColumn, t string) string {
	items := "arrayFilter(x -> x != '', arrayMap(x -> trimBoth(x), splitByRegexp('[;；、,，|\\\\n]', assumeNotNull(" + t + "))))"
	if words, codes := wordsOf(col.Vocabulary); words != nil {
		items = "arrayMap(x -> " + c.code("x", words, codes) + ", " + items + ")"
	}
	return "if(isNull(" + t + "), emptyArrayString(), arrayDistinct(" + items + "))"
}

// code translates a word into its code; ” when it is none. The word is looked up as it stands and then folded.
func (c converter) code(t string, words, codes []string) string {
	w, v := c.args.add(words, "Array(String)"), c.args.add(codes, "Array(String)")
	exact := "transform(" + t + ", " + w + ", " + v + ", '')"
	folded := "lowerUTF8(translateUTF8(replaceRegexpAll(" + t + `, '[\\s\\x{3000}\\x{00a0}]', ''), '（），．：；－０１２３４５６７８９', '(),.:;-0123456789'))`
	return "if(" + exact + " != '', " + exact + ", transform(" + folded + ", " + w + ", " + v + ", ''))"
}

// wordsOf lists the words of a vocabulary, as they stand and folded, and the code that each stands for.
func wordsOf(vocabulary string) (words, codes []string) {
	v, ok := warehouse.VocabularyNamed(vocabulary)
	if !ok {
		return nil, nil
	}
	seen := map[string]bool{}
	for _, term := range v.Terms {
		for _, word := range term.Words() {
			for _, w := range []string{word, foldWord(word)} {
				if !seen[w] {
					seen[w] = true
					words, codes = append(words, w), append(codes, term.Code)
				}
			}
		}
	}
	return words, codes
}

// foldWord does in Go what code does in SQL.
func foldWord(s string) string {
	s = strings.NewReplacer("（", "(", "）", ")", "，", ",", "．", ".", "：", ":", "；", ";", "－", "-",
		"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9").Replace(s)
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), ""))
}

// creditCodeFault is true for a text whose check digit (GB 32100-2015: weights 3^i mod 31) is wrong.
func creditCodeFault(t string) string {
	const alphabet = "'0123456789ABCDEFGHJKLMNPQRTUWXY'"
	code := "assumeNotNull(" + t + ")"
	sum := "arraySum(i -> (position(" + alphabet + ", substring(" + code + ", i, 1)) - 1) * [1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28][i], range(1, 18))"
	return "isNotNull(" + t + ") AND if(match(" + code + ", '^[0-9A-HJ-NPQRTUWXY]{18}$'), position(" + alphabet + ", substring(" + code + ", 18, 1)) - 1 != (31 - " + sum + " % 31) % 31, true)"
}
