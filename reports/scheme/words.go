package scheme

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// phrase builds a sentence in both languages.
type phrase struct{ zh, en strings.Builder }

func (p *phrase) addf(zh, en string, values ...any) {
	fmt.Fprintf(&p.zh, zh, values...)
	fmt.Fprintf(&p.en, en, values...)
}

// add appends words that differ in more than their text.
func (p *phrase) add(zh, en string) {
	p.zh.WriteString(zh)
	p.en.WriteString(en)
}

func (p *phrase) text() warehouse.Text {
	return warehouse.Text{ZH: p.zh.String(), EN: p.en.String()}
}

// number prints a figure with at most so many decimal places, without trailing zeros.
func printed(n *big.Rat, places int) string {
	if n == nil {
		return "—"
	}
	return HalfUp.round(n, places).String()
}

// marksIn prints marks: exactly, where few places do.
func marksIn(n *big.Rat) string { return printed(n, 4) }

// percentOnly leaves the Chinese counting words out of English sentences.
func percentOnly(unit string) string {
	if unit == "%" {
		return unit
	}
	return ""
}

// missingWords says why a figure is not known.
func missingWords(state warehouse.State) warehouse.Text {
	switch state {
	case warehouse.NotReported:
		return warehouse.Text{ZH: "未报送", EN: "not reported"}
	case warehouse.NoDenominator:
		return warehouse.Text{ZH: "缺少基数", EN: "the denominator is not known"}
	case warehouse.NothingDue:
		return warehouse.Text{ZH: "基数为零", EN: "the denominator is zero"}
	case warehouse.NotRecorded:
		return warehouse.Text{ZH: "来源未记录", EN: "the source does not record it"}
	case warehouse.NoComparison:
		return warehouse.Text{ZH: "没有可比数据", EN: "there is no figure to compare with"}
	case warehouse.ZeroBase:
		return warehouse.Text{ZH: "对比基数为零，无法计算比例", EN: "there is no percentage of zero"}
	}
	return warehouse.Text{ZH: "没有数据", EN: "there are no data"}
}

// missingOf says why a figure of an input is not known. What people entered is recorded; where it is no figure, values for the
// same subject, item and period differ.
func missingOf(in *Input, state warehouse.State) warehouse.Text {
	if in != nil && in.Entered && state == warehouse.NotRecorded {
		return warehouse.Text{ZH: "录入的数值互相矛盾", EN: "the values entered contradict each other"}
	}
	return missingWords(state)
}

// told names a figure, a ratio with its parts: 隐患按期整改率93.19%（1204/1292）.
func (p *paper) told(w *phrase, title warehouse.Text, name string, f Figure) {
	in := p.s.inputNamed(name)
	if in == nil {
		in = &Input{Title: title}
	}
	if f.Number == nil {
		missing := missingOf(in, f.State)
		w.add(title.ZH+missing.ZH, title.EN+": "+missing.EN)
		return
	}
	n := printed(f.Number, in.places())
	w.add(title.ZH+n+in.Unit, title.EN+": "+n+percentOnly(in.Unit))
	if f.Numerator != nil && f.Denominator != nil {
		w.addf("（%s/%s）", " (%s/%s)", f.Numerator, f.Denominator)
	}
	switch f.State {
	case warehouse.Partial:
		w.add("（部分单位未报送）", " (some units have not reported)")
	case warehouse.Incomplete:
		w.add("（部分记录未登记）", " (some records do not tell it)")
	}
}

// partWords are the endings of names in words.
var partWords = map[part]warehouse.Text{
	partPreviousYear: {ZH: "（去年同期）", EN: " (last year)"}, partPreviousPeriod: {ZH: "（上期）", EN: " (period before)"},
	partPeersMean: {ZH: "（同组平均）", EN: " (mean of peers)"}, partPeersMax: {ZH: "（同组最高）", EN: " (highest of peers)"},
	partPeersTotal: {ZH: "（同组合计）", EN: " (all peers together)"}, partPeersMin: {ZH: "（同组最低）", EN: " (lowest of peers)"}, partPeersCount: {ZH: "（同组有数据的个数）", EN: " (peers with a figure)"},
	partRankHighest: {ZH: "（由高到低名次）", EN: " (place, highest first)"}, partRankLowest: {ZH: "（由低到高名次）", EN: " (place, lowest first)"},
	partNumerator: {ZH: "（分子）", EN: " (numerator)"}, partDenominator: {ZH: "（分母）", EN: " (denominator)"},
	partGiven: {ZH: "得分", EN: " (marks given)"}, partMarks: {ZH: "应得分", EN: " (marks possible)"},
}

var ownWords = map[string]warehouse.Text{
	nameValue: {ZH: "指标值", EN: "the figure"}, nameMarks: {ZH: "本项满分", EN: "all marks"}, nameSubtotal: {ZH: "基础分", EN: "the sum of the groups"},
	nameScore: {ZH: "总分", EN: "the score"}, nameRank: {ZH: "名次", EN: "the rank"}, nameRanked: {ZH: "参加排名的个数", EN: "how many are ranked"},
}

// nameWords gives a name of an expression in words.
func (s *Scheme) nameWords(name string) warehouse.Text {
	if t, ok := ownWords[name]; ok {
		return t
	}
	r := s.reference(name)
	if r.group != "" {
		for _, g := range s.PeerGroups {
			if g.Name == r.group {
				return warehouse.Text{ZH: "属于" + g.Title.ZH, EN: "one of " + g.Title.EN}
			}
		}
	}
	var t warehouse.Text
	if r.line != "" {
		t = s.lineTitle(r.line)
	} else if in := s.inputNamed(r.figure); in != nil {
		t = in.Title
	}
	if r.months != 0 {
		words := r.months.words()
		t.ZH, t.EN = words.ZH+t.ZH, words.EN+t.EN
	}
	t.ZH, t.EN = t.ZH+partWords[r.part].ZH, t.EN+partWords[r.part].EN
	return t
}

// lineTitle gives the title of an indicator or group.
func (s *Scheme) lineTitle(name string) warehouse.Text {
	var found warehouse.Text
	var walk func([]Group)
	walk = func(groups []Group) {
		for _, g := range groups {
			if g.Name == name {
				found = g.Title
			}
			for _, i := range g.Indicators {
				if i.Name == name {
					found = i.Title
				}
			}
			walk(g.Groups)
		}
	}
	walk(s.Groups)
	return found
}

// expressionWords gives an expression with titles in the place of names.
func (s *Scheme) expressionWords(text string) warehouse.Text {
	p := s.programs[text]
	if p == nil {
		return warehouse.Text{ZH: text, EN: text}
	}
	var zh, en strings.Builder
	for _, token := range tokens(text) {
		word := warehouse.Text{ZH: token, EN: token}
		switch token {
		case "and", "&&":
			word = warehouse.Text{ZH: "且", EN: "and"}
		case "or", "||":
			word = warehouse.Text{ZH: "或", EN: "or"}
		case "not", "!":
			word = warehouse.Text{ZH: "非", EN: "not "}
		case "*":
			word = warehouse.Text{ZH: "×", EN: "×"}
		case "/":
			word = warehouse.Text{ZH: "÷", EN: "÷"}
		case ">=":
			word = warehouse.Text{ZH: "≥", EN: "≥"}
		case "<=":
			word = warehouse.Text{ZH: "≤", EN: "≤"}
		case "!=":
			word = warehouse.Text{ZH: "≠", EN: "≠"}
		case "==":
			word = warehouse.Text{ZH: "=", EN: "="}
		case "?":
			word = warehouse.Text{ZH: "时为", EN: "?"}
		case ":":
			word = warehouse.Text{ZH: "，否则为", EN: ":"}
		case ",":
			word = warehouse.Text{ZH: "，", EN: ","}
		case "(", ")":
			word = warehouse.Text{ZH: map[string]string{"(": "（", ")": "）"}[token], EN: token}
		default:
			if zh, ok := functionWords[token]; ok {
				word.ZH = zh
			}
			if isName(token) && containsName(p.names, token) {
				word = s.nameWords(token)
			}
		}
		zh.WriteString(word.ZH)
		if en.Len() > 0 && token != ")" && token != "," && !strings.HasSuffix(en.String(), "(") && token != "(" || token == "(" && strings.HasSuffix(en.String(), "and") {
			en.WriteString(" ")
		}
		en.WriteString(word.EN)
	}
	return warehouse.Text{ZH: zh.String(), EN: en.String()}
}

// functionWords are the functions in Chinese.
var functionWords = map[string]string{
	"abs": "绝对值", "ceil": "向上取整", "count": "符合的条件数", "floor": "向下取整", "known": "有数据", "max": "最大值", "min": "最小值",
	"or_else": "有数据时取前者，否则取后者", "round": "四舍五入", "true": "是", "false": "否",
}

func containsName(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func isName(token string) bool {
	return token != "" && (token[0] == '_' || token[0] >= 'a' && token[0] <= 'z')
}

// tokens cuts an expression that is known to be sound into names, numbers and operators.
func tokens(text string) []string {
	var out []string
	for i := 0; i < len(text); {
		j := i + 1
		switch b := text[i]; {
		case b == ' ' || b == '\n' || b == '\t':
			i++
			continue
		case b == '_' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '.':
			for j < len(text) && (text[j] == '_' || text[j] == '.' || text[j] >= 'a' && text[j] <= 'z' || text[j] >= '0' && text[j] <= '9') {
				j++
			}
		case j < len(text) && strings.Contains(">= <= == != && ||", text[i:j+1]):
			j++
		}
		out = append(out, text[i:j])
		i = j
	}
	return out
}

// decimalOr prints a decimal, or another text when there is none.
func decimalOr(d *decimal.Decimal, otherwise string) string {
	if d == nil {
		return otherwise
	}
	return d.String()
}
