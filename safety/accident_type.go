package safety

import (
	"slices"
	"time"
)

// AccidentEdition names an edition of the national classification of accidents.
type AccidentEdition string

// The editions of GB 6441: 20 types of 1986, 27 types of 2025.
const (
	GB6441Of1986 AccidentEdition = "GB6441-1986"
	GB6441Of2025 AccidentEdition = "GB6441-2025"
)

// AccidentType is one type of an edition of GB 6441.
type AccidentType struct {
	Code    string          // edition and number, "1986-19"; unique over the editions
	Edition AccidentEdition // where the type is defined
	Number  int             // place in the standard's list, from 1
	ZH      string          // the standard's words
	EN      string          // our translation
}

// DefaultInForce2025 is the day from which GB 6441-2025 counts unless configured otherwise: 1 July 2026. One source says
// 1 January 2027, so whoever asks [EditionAt] passes the day.
func DefaultInForce2025() Date { return NewDate(2026, time.July, 1) }

// EditionAt gives the edition for an accident of the day; inForce is the first day of the 2025 edition, no date means
// [DefaultInForce2025].
func EditionAt(day, inForce Date) AccidentEdition {
	if inForce.IsZero() {
		inForce = DefaultInForce2025()
	}
	if day.Before(inForce) {
		return GB6441Of1986
	}
	return GB6441Of2025
}

// AccidentTypes lists the types of an edition in the standard's order; nil for an edition that does not exist.
func AccidentTypes(edition AccidentEdition) []AccidentType {
	v, ok := accidentVocabulary(edition)
	if !ok {
		return nil
	}
	types := make([]AccidentType, len(v.Terms))
	for i, t := range v.Terms {
		types[i] = AccidentType{Code: t.Code, Edition: edition, Number: i + 1, ZH: t.ZH, EN: t.EN}
	}
	return types
}

// ParseAccidentType reads a code or a word of an edition. The same word can be a type of both editions with different
// contents (坍塌), so the edition must be known.
func ParseAccidentType(edition AccidentEdition, word string) (AccidentType, error) {
	v, ok := accidentVocabulary(edition)
	if !ok {
		return AccidentType{}, refuse("accident classification", string(edition), "expected %s or %s", GB6441Of1986, GB6441Of2025)
	}
	i, err := v.parse(word)
	if err != nil {
		return AccidentType{}, err
	}
	return AccidentTypes(edition)[i], nil
}

// losslessTypes pairs types that hold the same accidents in both editions. It is deliberately short: a type is left out
// when the new edition cut something off it or added to it, or when that cannot be shown. Left out are 车辆伤害 (2025 adds
// rail and road), 高处坠落 (跌落 is new beside it), 坍塌 and 冒顶片帮 (merged; 滑坡 is new), 透水 (水害 is not confined to
// workings), all explosions (regrouped) and 其他.
var losslessTypes = []struct{ of1986, of2025 []string }{
	{[]string{"1986-01"}, []string{"2025-01"}},            // 物体打击
	{[]string{"1986-03"}, []string{"2025-04"}},            // 机械伤害 → 机械致害
	{[]string{"1986-04"}, []string{"2025-05"}},            // 起重伤害 → 起重致害
	{[]string{"1986-05"}, []string{"2025-06"}},            // 触电
	{[]string{"1986-06"}, []string{"2025-07"}},            // 淹溺
	{[]string{"1986-07"}, []string{"2025-08"}},            // 灼烫
	{[]string{"1986-08"}, []string{"2025-09"}},            // 火灾
	{[]string{"1986-19"}, []string{"2025-23", "2025-24"}}, // 中毒和窒息 → 中毒, 窒息
}

// CorrespondingTypes gives the types of another edition that together hold exactly the accidents of the given types
// together, so that their sums may be compared: 1986-19 中毒和窒息 ↔ 2025-23 中毒 with 2025-24 窒息. ok is false when there
// is no such set, as for 中毒 alone. Types already of the edition correspond to themselves.
func CorrespondingTypes(to AccidentEdition, codes ...string) (corresponding []string, ok bool) {
	if v, known := accidentVocabulary(to); len(codes) == 0 || !known {
		return nil, false
	} else if subset(codes, v.Codes()) {
		return slices.Clone(codes), true
	}
	covered := 0
	for _, pair := range losslessTypes {
		from, into := pair.of1986, pair.of2025
		if to == GB6441Of1986 {
			from, into = into, from
		}
		if subset(from, codes) {
			corresponding = append(corresponding, into...)
			covered += len(from)
		}
	}
	if covered != len(codes) {
		return nil, false
	}
	return corresponding, true
}

func subset(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
}

func accidentVocabulary(edition AccidentEdition) (Vocabulary, bool) {
	switch edition {
	case GB6441Of1986:
		return accidentTypes1986, true
	case GB6441Of2025:
		return accidentTypes2025, true
	}
	return Vocabulary{}, false
}
