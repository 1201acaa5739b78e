package etl

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/safety"
	"anlan/warehouse"
)

// regionNames finds regions by what people call them: 张店区, 淄博市张店区, 山东省/淄博市/张店区, 张店, 桓台县起凤镇, 高新区.
type regionNames struct {
	regions *warehouse.Regions
	rows    map[safety.RegionCode][]warehouse.Region
	names   map[string][]regionName
	longest int // bytes of the longest name
	below   map[[2]safety.RegionCode]bool
}

// regionName is one meaning of a name. A whole one is the region's own, others are short for it.
type regionName struct {
	code  safety.RegionCode
	whole bool
	row   int // of the region's stretches: the one that bears the name
}

func newRegionNames(regions *warehouse.Regions) *regionNames {
	n := &regionNames{regions: regions, rows: map[safety.RegionCode][]warehouse.Region{}, names: map[string][]regionName{}, below: map[[2]safety.RegionCode]bool{}}
	for _, r := range regions.All() {
		n.rows[r.Code] = append(n.rows[r.Code], r)
	}
	for code, rows := range n.rows {
		for i, r := range rows {
			n.add(foldRegion(r.Name), regionName{code, true, i})
			for _, short := range n.shortNames(r) {
				n.add(short, regionName{code, false, i})
			}
		}
	}
	return n
}

func (n *regionNames) add(name string, meaning regionName) {
	known := n.names[name]
	if name == "" || slices.ContainsFunc(known, func(k regionName) bool { return k.code == meaning.code && k.row == meaning.row }) {
		return
	}
	n.names[name] = append(known, meaning)
	n.longest = max(n.longest, len(name))
}

// zoneWords are what is written in full in decisions and short in ledgers.
var zoneWords = []struct {
	short string
	long  []string
}{
	{"高新区", []string{"高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高新技术产业示范区", "高新技术产业区"}},
	{"经开区", []string{"经济技术开发区", "经济开发区"}}, {"度假区", []string{"旅游度假区"}}, {"风景区", []string{"风景名胜区"}},
}

// shortNames are the ways in which people shorten a name: 张店, 四宝山办事处, 高新区.
func (n *regionNames) shortNames(r warehouse.Region) []string {
	name := foldRegion(r.Name)
	forms := []string{name}
	if r.Kind == warehouse.ZoneRegion {
		bare := n.withoutPlaces(r, name)
		for _, form := range []string{name, bare, unranked.Replace(name), unranked.Replace(bare)} {
			forms = append(forms, form)
			forms = append(forms, otherWords(form)...)
		}
	}
	if before, found := strings.CutSuffix(name, "街道"); found {
		forms = append(forms, before+"街道办事处", before+"街道办", before+"办事处", before)
	}
	for _, form := range slices.Clone(forms) {
		forms = append(forms, withoutKind(form))
	}
	slices.Sort(forms)
	return slices.DeleteFunc(slices.Compact(forms), func(s string) bool { return utf8.RuneCountInString(s) < 2 })
}

// unranked leaves out what a zone is ranked as: 文昌湖省级旅游度假区.
var unranked = strings.NewReplacer("国家级", "", "省级", "", "市级", "")

// otherWords writes what a zone is in full and short, and leaves it out where enough is left.
func otherWords(form string) (forms []string) {
	for _, w := range zoneWords {
		all := append([]string{w.short}, w.long...)
		for _, word := range all {
			before, found := strings.CutSuffix(form, word)
			if !found {
				continue
			}
			for _, other := range all {
				forms = append(forms, before+other)
			}
			if before != "" {
				forms = append(forms, before, before+"区")
			}
		}
	}
	return forms
}

// withoutPlaces cuts the names of the places above off a zone's own name: 淄博高新技术产业开发区 is Zibo's 高新技术产业开发区.
func (n *regionNames) withoutPlaces(r warehouse.Region, name string) string {
	above := n.regions.Ancestors(warehouse.Statutory, r.Code, r.ValidFrom)
	slices.Reverse(above)
	for _, a := range above {
		for _, place := range []string{foldRegion(a.Name), withoutKind(foldRegion(a.Name))} {
			if rest, found := strings.CutPrefix(name, place); found && utf8.RuneCountInString(rest) > 2 {
				name = rest
				break
			}
		}
	}
	return name
}

// kinds end the names of regions, the longer ones first.
var kinds = []string{
	"特别行政区", "村民委员会", "居民委员会", "自治区", "自治州", "自治县", "自治旗", "街道", "地区", "村委会", "居委会", "社区", "林区", "矿区", "新区",
	"省", "市", "区", "县", "盟", "旗", "镇", "乡", "村",
}

// peoples stand in the names of autonomous regions before their kind.
var peoples = strings.Fields("蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 塔吉克 怒 鄂温克 保安 裕固 独龙 鄂伦春 各")

// withoutKind is a name less what kind of region it is, and itself where less than two characters would be left: 城区 is no 城.
func withoutKind(name string) string {
	for _, kind := range kinds {
		rest, found := strings.CutSuffix(name, kind)
		if !found {
			continue
		}
		if strings.HasPrefix(kind, "自治") {
			rest = withoutPeoples(rest)
		}
		if utf8.RuneCountInString(rest) < 2 {
			return name
		}
		return rest
	}
	return name
}

func withoutPeoples(name string) string {
	for {
		shorter := name
		for _, people := range peoples {
			for _, form := range []string{people + "族", people} {
				rest, found := strings.CutSuffix(shorter, form)
				if found && utf8.RuneCountInString(rest) >= 2 && (form != people || utf8.RuneCountInString(people) > 1) {
					shorter = rest
				}
			}
		}
		if shorter == name {
			return name
		}
		name = shorter
	}
}

// foldRegion writes a name without blanks, separators and full-width letters.
func foldRegion(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), strings.ContainsRune(`/\-—－>→,，、|·`, r), r == '／', r == 0x200b, r == 0xfeff:
			return -1
		case r > 0xff00 && r < 0xff5f:
			return r - 0xfee0
		}
		return r
	}, s)
}

// found is a region that a text may mean.
type found struct {
	code  safety.RegionCode
	whole bool
	row   int
}

// find lists the regions that a whole text may mean, and, for what is not found, the regions that its longest known
// beginning means.
func (n *regionNames) find(text string, rule RegionRule) (all, beginnings []found) {
	folded := foldRegion(text)
	longest := 0
	n.walk(folded, "", true, func(rest string, f found) {
		fits := rule.Within == "" || n.under(f.code, rule.Within)
		level := n.rows[f.code][f.row].Level
		switch used := len(folded) - len(rest); {
		case rest == "":
			if fits && (rule.Level == safety.LevelUnknown || rule.Level == level) {
				all = append(all, f)
			}
		case fits && (f.whole || level <= safety.LevelCity) && used >= longest: // 临沂某开发区 is of Linyi
			if used > longest {
				longest, beginnings = used, nil
			}
			beginnings = append(beginnings, f)
		}
	})
	return all, beginnings
}

// walk takes the text apart into names of which each lies below the one before.
func (n *regionNames) walk(text string, above safety.RegionCode, whole bool, visit func(rest string, f found)) {
	for end := range text {
		if end > n.longest {
			return
		}
		n.step(text, end, above, whole, visit)
	}
	n.step(text, len(text), above, whole, visit)
	if rest, skip := strings.CutPrefix(text, "市辖区"); skip && above != "" && rest != "" { // a row of the code table that is no region
		n.walk(rest, above, whole, visit)
	}
}

func (n *regionNames) step(text string, end int, above safety.RegionCode, whole bool, visit func(rest string, f found)) {
	meanings := n.names[text[:end]]
	deeper := slices.ContainsFunc(meanings, func(m regionName) bool { return m.code != above && n.under(m.code, above) })
	for _, meaning := range meanings {
		// The same place may stand twice, 北京市北京市, but 博山区博山 is the town of that name.
		if above != "" && (!n.under(meaning.code, above) || meaning.code == above && deeper) {
			continue
		}
		visit(text[end:], found{meaning.code, whole && meaning.whole, meaning.row})
		if end < len(text) {
			n.walk(text[end:], meaning.code, whole && meaning.whole, visit)
		}
	}
}

// under reports whether a region is the other or ever lay below it, in either tree.
func (n *regionNames) under(code, above safety.RegionCode) bool {
	if code == above {
		return true
	}
	pair := [2]safety.RegionCode{code, above}
	known, ok := n.below[pair]
	if ok {
		return known
	}
	for _, r := range n.rows[code] {
		for _, day := range []safety.Date{r.ValidFrom, r.ValidTo} {
			known = known || n.regions.Within(warehouse.Statutory, code, above, day) || n.regions.Within(warehouse.Managing, code, above, day)
		}
	}
	n.below[pair] = known
	return known
}

// choose picks the region that a text means on a day: one that exists before one that does not, a whole name before a short
// one, and a region before those that lie in it. Several that are left are all given.
func (n *regionNames) choose(all []found, day safety.Date) []safety.RegionCode {
	rank := func(f found) int {
		rank := 4
		if n.rows[f.code][f.row].Holds(day) {
			rank = 0
		} else if _, exists := n.regions.Get(f.code, day); exists {
			rank = 2
		}
		if !f.whole {
			rank++
		}
		return rank
	}
	best := 6
	var codes []safety.RegionCode
	for _, f := range all {
		switch r := rank(f); {
		case r < best:
			best, codes = r, []safety.RegionCode{f.code}
		case r == best && !slices.Contains(codes, f.code):
			codes = append(codes, f.code)
		}
	}
	for _, top := range codes {
		if !slices.ContainsFunc(codes, func(c safety.RegionCode) bool { return !n.under(c, top) }) {
			return []safety.RegionCode{top}
		}
	}
	slices.SortFunc(codes, func(a, b safety.RegionCode) int { return cmp.Compare(a, b) })
	return codes
}
