package etl

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// What personal data looks like: a number of an identity card with a day of birth that can be (GB 11643), also within other numbers,
// and a number of a mobile telephone.
var (
	identityNumber = regexp.MustCompile(`[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]`)
	mobileNumber   = regexp.MustCompile(`(?:^|[^0-9])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?:$|[^0-9])`)
)

// personalWords are parts of the names of columns that must not enter the warehouse in clear.
var personalWords = []string{"姓名", "身份证", "证件号", "电话", "手机", "联系人", "联系方式", "法定代表人", "负责人", "责任人", "检查人", "执法人员", "整改人", "验收人", "复查人", "填报人",
	"经办人", "学员", "受训人", "死者", "伤者", "伤亡人员", "家庭住址", "住址", "举报人"}

// personalName goes by the name of a column. 从业人员数 counts people, 被检查人数 too.
func personalName(name string) bool {
	if whole, _ := bareName(name); strings.HasSuffix(whole, "数") || strings.HasSuffix(whole, "数量") || strings.HasSuffix(whole, "履职") || strings.HasPrefix(whole, "是否") {
		return false
	}
	return slices.ContainsFunc(personalWords, func(w string) bool { return strings.Contains(name, w) })
}

// personalText reports a text that holds the number of an identity card or of a telephone.
func personalText(text string) bool {
	text = width.Narrow.String(text)
	return identityNumber.MatchString(text) || mobileNumber.MatchString(text)
}

// personalShare is the share of values from which a column is taken for personal.
const personalShare = 0.1

// personal reports a column that holds personal data by its name or by what is in it.
func personal(s sampledColumn) bool {
	return personalName(s.name) || shareOf(s.values, personalText) > personalShare
}

// identifies reports a column that tells persons apart: most of its values hold the number of an identity card.
func identifies(s sampledColumn) bool {
	return shareOf(s.values, func(v string) bool { return identityNumber.MatchString(width.Narrow.String(v)) }) > 0.5
}

// guessPerson takes the column that tells persons apart for the pseudonym of the fact's sensitive column.
func (d *draft) guessPerson() {
	for _, c := range d.fact.Columns {
		if !c.Sensitive {
			continue
		}
		for _, byName := range []bool{false, true} {
			for i, s := range d.sample.columns {
				named := strings.Contains(s.name, "身份证") || strings.Contains(s.name, "证件号")
				if d.used[i] == "" && d.mapped[c.Name] == nil && (named && (byName || identifies(s))) {
					d.mapped[c.Name], d.used[i] = []int{i}, c.Name
				}
			}
		}
	}
}

// withheld lists the personal columns that nothing uses.
func (d *draft) withheld() []string {
	var out []string
	for i, s := range d.sample.columns {
		if d.used[i] == "" && personal(s) {
			out = append(out, s.name)
		}
	}
	return out
}
