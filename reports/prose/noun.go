package prose

import (
	"slices"
	"strings"
	"unicode"

	"anlan/reports/document"
)

func (q Quantity) kind() kind {
	_, ofMoney := moneyUnits[q.Unit.ZH]
	switch {
	case q.Rate:
		return rate
	case ofMoney:
		return money
	case strings.Contains(q.Unit.ZH, "/"):
		return intensity
	}
	return count
}

// unit is the words behind a number: 起; in English the noun for many.
func (s Style) unit(q Quantity) string {
	if s.english() {
		return s.many(q)
	}
	return document.Unmarked(q.Unit.ZH)
}

// title names the quantity inside a sentence: 事故起数, accidents. Which records count is told once, not in each sentence.
func (s Style) title(q Quantity) string {
	if s.english() {
		return lower(withoutBracket(s.text(q.Title), " ("))
	}
	return withoutBracket(s.text(q.Title), "（")
}

// noun is what is counted: 事故; without a noun the title.
func (s Style) noun(q Quantity) string {
	if noun := document.Unmarked(q.Noun.ZH); noun != "" {
		return noun
	}
	return s.title(q)
}

// Nouns that begin with a verb of their own; of those that were dealt with later, none is not the same as nothing dealt with.
var (
	verbs = []string{"发生", "发现", "开展", "立案", "查处"}
	dealt = []string{"结案", "核销", "登记"}
)

// verb is what stands before the noun; empty where nothing does.
func (s Style) verb(q Quantity) string {
	noun := s.noun(q)
	switch {
	case q.Verb != "":
		return document.Unmarked(q.Verb)
	case begins(noun, verbs), begins(noun, dealt):
		return ""
	case strings.HasSuffix(noun, "事故"):
		return "发生"
	case strings.HasSuffix(noun, "检查") && !strings.Contains(noun, "的") && noun != "计划检查":
		return "开展"
	}
	return ""
}

// What people suffer: of none it is said 无人员死亡, 道路交通事故无人员死亡.
var suffered = []string{"死亡", "受伤", "重伤", "轻伤", "伤亡", "失踪", "被困"}

// absent says that there was none; empty where only the number can be said.
func (s Style) absent(q Quantity) string {
	noun := s.noun(q)
	if verb := s.verb(q); verb != "" {
		return "未" + verb + noun
	}
	if begins(noun, verbs) {
		return "未" + noun
	}
	if noun == "培训" {
		return "未开展培训"
	}
	for _, word := range suffered {
		if of, cut := strings.CutSuffix(noun, word); cut {
			return of + "无人员" + word
		}
	}
	return ""
}

// loss tells that money was lost: of none it is said that there was none. Penalties of 0 yuan are just that.
func (s Style) loss(q Quantity) bool {
	return strings.HasSuffix(withoutBracket(q.Title.ZH, "（"), "损失")
}

// many is the English noun for many: accidents.
func (s Style) many(q Quantity) string {
	for _, noun := range []string{q.Unit.EN, q.Noun.EN} {
		if noun = document.Unmarked(noun); noun != "" {
			return noun
		}
	}
	return lower(withoutBracket(document.Unmarked(q.Title.EN), " ("))
}

// measured tells that English counts something else than what is told of, as days of absence or tonnes of coal.
func (s Style) measured(q Quantity) bool {
	return q.Noun.EN != "" && q.Unit.EN != "" && !strings.Contains(strings.ToLower(q.Unit.EN), strings.ToLower(q.Noun.EN))
}

// counted is the English noun for a printed number: 1 accident, 0 accidents, 1.0 accidents.
func (s Style) counted(q Quantity, number string) string {
	if number != "1" && number != "-1" {
		return s.many(q)
	}
	if q.One != "" {
		return document.Unmarked(q.One)
	}
	return Singular(s.many(q))
}

func withoutBracket(title, bracket string) string {
	before, _, _ := strings.Cut(title, bracket)
	return before
}

// lower takes the capital of a title away, but not that of an abbreviation: GDP.
func lower(title string) string {
	runes := []rune(title)
	if len(runes) == 0 || len(runes) > 1 && unicode.IsUpper(runes[1]) {
		return title
	}
	runes[0] = unicode.ToLower(runes[0])
	return string(runes)
}

func begins(noun string, with []string) bool {
	return slices.ContainsFunc(with, func(verb string) bool { return strings.HasPrefix(noun, verb) })
}
