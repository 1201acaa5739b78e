package official

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// TitleLines breaks a title for lines of at most width characters as the standard wants it (7.3.1): words stay whole
// (回行时词意完整), lines are alike in length or grow and shrink evenly, and no character is left alone on the last one. Latin
// letters and digits count half. A title that fits stays on one line.
func TitleLines(title string, width int) []string {
	title = strings.TrimSpace(title)
	if measure(title) <= 2*width {
		return []string{title}
	}
	words := pieces(title)
	fewest := (measure(title) + 2*width - 1) / (2 * width)
	best, cost := []string{title}, -1
	for lines := fewest; lines <= fewest+1; lines++ {
		if broken, c := split(words, lines, 2*width, measure(title)/lines); broken != nil && (cost < 0 || c < cost) {
			best, cost = broken, c
		}
	}
	return best
}

// whole are parts of titles that stay on one line: numbers with their years and months, names in quotation marks, words of the
// field. Longer ones come first.
var whole = regexp.MustCompile(`[0-9A-Za-z.,%〔〕—–\-]+(?:年|月|日|号|季度|起|人|条|项)*份?` +
	`|安全生产|应急管理|生产安全|道路交通|危险化学品|建筑施工|消防安全|烟花爆竹|专项整治|隐患排查|风险分布|监督检查|行政执法|考核结果|考核情况|执法情况|调度通报|调度情况` +
	`|安全生产委员会|委员会|办公室|人民政府|管理局|领导小组|指挥部|制度措施|落实落地` +
	`|关于|印发|转发|进一步|情况|通报|通知|意见|方案|办法|事故|隐患|企业|全国|全省|全市|全县|全区|各市|各县|上半年|下半年|第[一二三四]季度|[一二三四五六七八九十]月份?|上旬|中旬|下旬`)

// piece is a part that stays whole, with what a break before it costs.
type piece struct {
	text string
	cost int
}

const (
	welcome = 0   // before 关于, behind the name of an office
	fair    = 12  // between words
	poor    = 60  // inside what may be a word
	never   = 1e6 // before a full stop, behind an opening bracket
)

func pieces(title string) []piece {
	var list []piece
	rest := title
	for rest != "" {
		at := whole.FindStringIndex(rest)
		known := at != nil && at[0] == 0
		_, size := utf8.DecodeRuneInString(rest)
		if known {
			size = at[1]
		}
		p := piece{text: rest[:size], cost: poor}
		if len(list) > 0 {
			p.cost = breakCost(list[len(list)-1].text, p.text, known)
		}
		list = append(list, p)
		rest = rest[size:]
	}
	return list
}

// breakCost is what a break between two parts costs.
func breakCost(before, after string, known bool) int {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	switch {
	case strings.ContainsRune("《〈（(“‘〔", last), strings.ContainsRune("》〉）)”’〕、，。；：！？", first):
		return never
	case before == "关于":
		return poor
	case after == "关于", first == '《', strings.HasSuffix(before, "办公室"), strings.HasSuffix(before, "委员会") && first != '办',
		strings.HasSuffix(before, "人民政府"), strings.HasSuffix(before, "管理局"):
		return welcome
	case first == '的', last == '》', last == '、':
		return fair / 2
	case last == '的', known && utf8.RuneCountInString(before) > 1:
		return fair
	case known, utf8.RuneCountInString(before) > 1:
		return fair * 2
	}
	return poor
}

// way is the cheapest way to set the first so many pieces on so many lines: what it costs, and where its last line begins.
type way struct{ cost, from int }

const impossible = 1 << 40

// split finds the cheapest way to put the pieces on so many lines; nil when they do not fit.
func split(words []piece, lines, width, ideal int) ([]string, int) {
	best := make([][]way, lines+1) // by lines and pieces
	for n := range best {
		best[n] = make([]way, len(words)+1)
		for end := range best[n] {
			switch {
			case n > 0:
				best[n][end] = last(words, best[n-1], end, width, ideal)
			case end > 0: // no lines hold no pieces
				best[n][end].cost = impossible
			}
		}
	}
	if best[lines][len(words)].cost >= impossible {
		return nil, 0
	}
	broken := make([]string, lines)
	for n, end := lines, len(words); n > 0; n-- {
		from := best[n][end].from
		var line strings.Builder
		for _, p := range words[from:end] {
			line.WriteString(p.text)
		}
		broken[n-1], end = line.String(), from
	}
	return broken, best[lines][len(words)].cost + (lines-1)*20
}

// last is the cheapest last line that ends with a piece, behind the lines before it.
func last(words []piece, before []way, end, width, ideal int) way {
	best := way{cost: impossible}
	length := 0
	for from := end - 1; from >= 0; from-- {
		length += measure(words[from].text)
		if length > width {
			break
		}
		off := (length - ideal) / 2
		cost := before[from].cost + off*off
		if from > 0 {
			cost += words[from].cost
		}
		if end == len(words) && length < 4 {
			cost += never // a character alone
		}
		if cost < best.cost {
			best = way{cost, from}
		}
	}
	return best
}

// measure is the width of a text in half characters.
func measure(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x2000 {
			n++
		} else {
			n += 2
		}
	}
	return n
}
