package etl

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"anlan/warehouse"
)

// draft is a pipeline on its way, with why each guess was made.
type draft struct {
	fact    *warehouse.Fact
	sample  *sampled
	mapped  map[string][]int // column of the fact → columns of the source
	used    map[int]string
	regions []string
}

func newDraft(fact *warehouse.Fact, s *sampled) *draft {
	return &draft{fact: fact, sample: s, mapped: map[string][]int{}, used: map[int]string{}}
}

// guessFact goes by the words of the title and the columns; nil when nothing speaks for any.
func guessFact(s *sampled) *warehouse.Fact {
	text := strings.Join(s.files, " ")
	for _, p := range s.places {
		text += " " + p.Sheet + " " + p.Title
	}
	for _, where := range []string{text, strings.Join(s.names(), " ")} {
		for _, f := range draftFacts {
			if strings.Contains(strings.ToLower(where), f.word) {
				fact, _ := warehouse.FactNamed(f.fact)
				return fact
			}
		}
	}
	return nil
}

func (s *sampled) names() []string {
	out := make([]string, len(s.columns))
	for i, c := range s.columns {
		out[i] = c.name
	}
	return out
}

// guessed is one pair of columns that may belong together.
type guessed struct {
	column string
	at     int
	score  int
}

// guess gives each column of the fact the column of the source that fits best, each once.
func (d *draft) guess() {
	var all []guessed
	for _, c := range d.fact.Columns {
		if c.Sensitive || c.Name == "system" || c.Derive != "" || c.Name == "region" {
			continue
		}
		for i, s := range d.sample.columns {
			if personal(s) && !(c.Name == "id" && identifies(s) && !personalName(s.name)) {
				continue // a certificate is numbered by its holder: a pseudonym of that numbers it too
			}
			if score := d.score(c, s); score > 0 {
				all = append(all, guessed{c.Name, i, score})
			}
		}
	}
	d.guessRegion()
	d.guessPerson()
	slices.SortStableFunc(all, func(a, b guessed) int { return b.score - a.score })
	for _, g := range all {
		if d.used[g.at] == "" && d.mapped[g.column] == nil {
			d.mapped[g.column], d.used[g.at] = []int{g.at}, g.column
		}
	}
	if at := d.mapped["occurred_at"]; at != nil && d.mapped["occurred_on"] == nil {
		d.mapped["occurred_on"] = at // the time says the day
	}
}

// Parts of a column's name: what stands in brackets is a unit or a hint.
var bracketed = regexp.MustCompile(`[(（\[【]([^)）\]】]*)[)）\]】]`)

// bare is a column's name without brackets, blanks and width; leaf is what stands behind its group.
func bareName(name string) (whole, leaf string) {
	whole = bracketed.ReplaceAllString(name, "")
	whole = strings.ToLower(strings.Join(strings.Fields(width.Fold.String(whole)), ""))
	return whole, whole[strings.LastIndexByte(whole, '/')+1:]
}

// score says how well a column of the source fits one of the fact; 0 not at all.
func (d *draft) score(c warehouse.FactColumn, s sampledColumn) int {
	whole, leaf := bareName(s.name)
	own, ok := draftWords[d.fact.Name+"."+c.Name]
	if !ok {
		own = draftWords[c.Name]
	}
	best := 0
	for i, word := range append([]string{c.Title.ZH, c.Name, c.Title.EN}, own...) {
		word, _ := bareName(word)
		switch {
		case word == "":
		case whole == word:
			best = max(best, 200-i)
		case leaf == word:
			best = max(best, 170-i)
		case len(word) >= 6 && strings.Contains(leaf, word) && !strings.Contains(leaf, "被"+word) && !strings.Contains(leaf, "受"+word): // two characters
			best = max(best, 100-i)
		}
	}
	share, looked := fits(c, s.values)
	switch {
	case c.Name == "id" && looked && distinct(s.values) < len(s.values):
		return 0 // it numbers no records
	case best == 0 && c.Vocabulary != "" && kindOfType(c.Type) == textKind && looked && share > 0.9:
		return 40
	case best == 0 && c.Name == "enterprise" && looked && shareOf(s.values, creditCodePattern.MatchString) > 0.8:
		return 60
	case best == 0 || looked && share < 0.3:
		return 0
	case !looked:
		return best - 10
	}
	return best + int(20*share)
}

var (
	creditCodePattern = regexp.MustCompile(`^[0-9A-HJ-NPQRTUWXY]{18}$`)
	regionCodePattern = regexp.MustCompile(`^[1-9]\d{5}(\d{3}|\d{6})?$`)
	typedDatePattern  = regexp.MustCompile(`^(19|20)\d{2}\s*(年|[-/.])?\s*\d{1,2}\s*(月|[-/.])?\s*\d{1,2}`)
	serialPattern     = regexp.MustCompile(`^[3-5]\d{4}$`) // 1982 to 2064, as a workbook counts days
	slashDatePattern  = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.]\d{4}$`)
	shortYearPattern  = regexp.MustCompile(`^\d{2}([-/.])\d{1,2}[-/.]\d{1,2}$`)
	numberPattern     = regexp.MustCompile(`^[-+]?[0-9,]*\.?[0-9]+\s*(元|千元|万元|亿元|人|人次|万|项|条|处|家|次|分|学时|课时|小时|%|％)?$`)
)

// fits is the share of the values that the column's type can be; looked is false when there is nothing to judge by.
func fits(c warehouse.FactColumn, values []string) (share float64, looked bool) {
	if len(values) == 0 {
		return 0, false
	}
	switch kindOfType(c.Type) {
	case dateKind, timeKind:
		return shareOf(values, func(v string) bool {
			v = width.Narrow.String(v)
			return typedDatePattern.MatchString(v) || serialPattern.MatchString(v) || slashDatePattern.MatchString(v) || shortYearPattern.MatchString(v)
		}), true
	case integerKind, decimalKind, floatKind:
		return shareOf(values, func(v string) bool { return numberPattern.MatchString(width.Narrow.String(v)) }), true
	case boolKind:
		known := shareOf(values, func(v string) bool {
			return slices.ContainsFunc(boolWords, func(b struct {
				word string
				yes  uint8
			}) bool {
				return b.word == strings.ToLower(v)
			})
		})
		return max(known, shareOf(values, func(v string) bool { return len([]rune(v)) <= 6 && yesOrNo(v) != todo })/2), true
	default:
	}
	if v, ok := warehouse.VocabularyNamed(c.Vocabulary); ok {
		known := shareOf(values, func(s string) bool { _, ok := v.Lookup(s); return ok })
		if distinct(values) <= 20 {
			return max(known, 0.4), true // words can be translated
		}
		return known, true
	}
	return 1, false
}

func shareOf(values []string, is func(string) bool) float64 {
	n := 0
	for _, v := range values {
		if is(v) {
			n++
		}
	}
	return float64(n) / float64(max(len(values), 1))
}

func distinct(values []string) int {
	seen := map[string]bool{}
	for _, v := range values {
		seen[v] = true
	}
	return len(seen)
}

// regionLevels are names of columns that make up a path of regions, from above.
var regionLevels = [][]string{{"省", "省份", "省（区、市）"}, {"市", "地市", "地级市", "城市", "所属市"}, {"区县", "县区", "县(市、区)", "区(县)", "县市区", "所属区县", "所属县区", "县"}, {"镇街", "乡镇", "镇办", "街道", "乡镇街道", "镇(街道)", "所属镇街", "镇"}}

// guessRegion takes the column with codes, or the columns with names from above to below.
func (d *draft) guessRegion() {
	take := func(i int) {
		d.mapped["region"] = append(d.mapped["region"], i)
		d.used[i] = "region"
	}
	for i, s := range d.sample.columns {
		whole, _ := bareName(s.name)
		if shareOf(s.values, regionNumber.MatchString) > 0.9 && !slices.ContainsFunc([]string{"邮", "号", "金额", "数"}, func(w string) bool { return strings.Contains(whole, w) }) {
			take(i)
			return
		}
	}
	for _, level := range regionLevels {
		for i, s := range d.sample.columns {
			whole := strings.Join(strings.Fields(width.Fold.String(s.name)), "")
			if slices.Contains(level, whole) || slices.ContainsFunc(level, func(w string) bool { return width.Fold.String(w) == whole }) {
				take(i)
				break
			}
		}
	}
	if len(d.mapped["region"]) > 0 {
		return
	}
	for _, word := range draftWords["region"] {
		for i, s := range d.sample.columns {
			if whole, leaf := bareName(s.name); whole == word || leaf == word {
				take(i)
				return
			}
		}
	}
	for i, s := range d.sample.columns {
		if shareOf(s.values, regionTitle.MatchString) > 0.7 && !personal(s) {
			take(i)
			return
		}
	}
	for _, p := range d.sample.places {
		if sheetOfRegion.MatchString(p.Sheet) {
			d.regions = append(d.regions, p.Sheet)
		}
	}
}

// sheetOfRegion is what the name of a sheet looks like that stands for a region.
var sheetOfRegion = regexp.MustCompile(`^\p{Han}{1,12}(省|市|区|县|镇|乡|街道|开发区)$`)
