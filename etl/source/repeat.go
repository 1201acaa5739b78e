package source

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Repeat recognises columns that stand in a file several times under numbered names: Violation 1 Type, Violation 2 Type, or
// 隐患1描述, 隐患2描述. Such a column is called by its name without the number.
type Repeat struct {
	patterns []*regexp.Regexp
}

// NewRepeat reads patterns in which # stands for the number and * for any text: "Violation # *". The number may be written in
// ASCII or full-width digits or as 一 to 十.
func NewRepeat(patterns []string) (*Repeat, error) {
	r := &Repeat{}
	for _, p := range patterns {
		if strings.Count(p, "#") != 1 || strings.Trim(p, "#* ") == "" {
			return nil, fmt.Errorf("%q is no pattern of repeated columns: # stands once for their number, * for any text, as in %q", p, "隐患#*")
		}
		quoted := regexp.QuoteMeta(p)
		quoted = strings.ReplaceAll(quoted, `\*`, `(.*)`)
		quoted = strings.Replace(quoted, "#", `(?P<n>[0-9０-９]{1,4}|[一二三四五六七八九十])`, 1)
		r.patterns = append(r.patterns, regexp.MustCompile(`^`+quoted+`$`))
	}
	return r, nil
}

// emptyBrackets are what is left of 描述（1） without its number.
var emptyBrackets = strings.NewReplacer("（）", "", "()", "", "[]", "", "【】", "", "第项", "", "第条", "", "第次", "", "第个", "")

// Split takes a column's name apart: Violation 2 Type is Violation Type, 2. It reports false for columns that are not repeated.
func (r *Repeat) Split(column string) (name string, number int, ok bool) {
	if r == nil {
		return column, 0, false
	}
	for _, p := range r.patterns {
		at := p.FindStringSubmatchIndex(column)
		if at == nil {
			continue
		}
		from, to := at[2*p.SubexpIndex("n")], at[2*p.SubexpIndex("n")+1]
		name = strings.TrimSpace(strings.TrimRight(column[:from], " ") + blank(column[:from], column[to:]) + strings.TrimLeft(column[to:], " "))
		return strings.Trim(emptyBrackets.Replace(name), "/-_ "), ordinal(column[from:to]), true
	}
	return column, 0, false
}

// blank keeps one blank where the number stood between two.
func blank(before, after string) string {
	if strings.HasSuffix(before, " ") && strings.HasPrefix(after, " ") {
		return " "
	}
	return ""
}

func ordinal(s string) int {
	if i := strings.Index("一二三四五六七八九十", s); i >= 0 {
		return i/len("一") + 1
	}
	n, _ := strconv.Atoi(strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)) // digits only
	return n
}

// Names are the columns as a pipeline calls them: each repeated one once, without its number.
func (r *Repeat) Names(columns []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range columns {
		name, _, _ := r.Split(c)
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}
