package etl

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// AmbiguousRegion is the code of a row whose region is a name that several regions have.
const AmbiguousRegion = "ambiguous_region"

// How a text became what a record holds, beside being it.
const (
	asRepaired = "repaired" // another code of the same place
	asKept     = "kept"     // not known: the nearest that is, or nothing
	asCreated  = "created"  // not known: a provisional entry of the list
)

// regionMeaning is what a text stands for from one day on. Without a code the reason says why.
type regionMeaning struct {
	from      safety.Date
	code      safety.RegionCode
	how       string // "" for what needed no repair
	ambiguous bool
	reason    string
}

// regionReader turns the texts of a column into regions.
type regionReader struct {
	*regionNames
	rule RegionRule
	keep bool
}

// read gives the meanings of a text, one for every stretch of days in which it means the same, the first from the earliest day.
func (r regionReader) read(text string) []regionMeaning {
	code, how, known := r.code(text)
	if i := strings.LastIndexByte(text, '/'); !known && i >= 0 && r.rule.Names { // columns 市 and 区县, the second with codes
		code, how, known = r.code(text[i+1:])
	}
	var names, beginnings []found
	codes := []safety.RegionCode{code}
	if !known && r.rule.Names {
		names, beginnings = r.find(text, r.rule)
		codes = nil
		for _, f := range slices.Concat(names, beginnings) {
			codes = append(codes, f.code)
		}
	}
	var out []regionMeaning
	for _, day := range r.days(codes) {
		m := r.meaning(text, code, how, known, names, beginnings, day)
		if len(out) == 0 || out[len(out)-1].code != m.code || out[len(out)-1].how != m.how || out[len(out)-1].reason != m.reason {
			out = append(out, m)
		}
	}
	return out
}

func (r regionReader) meaning(text string, code safety.RegionCode, how string, known bool, names, beginnings []found, day safety.Date) regionMeaning {
	m := regionMeaning{from: day}
	choice := []safety.RegionCode{code}
	if !known {
		choice = r.choose(names, day)
	}
	switch len(choice) {
	case 1:
		m.code, m.how = choice[0], how
		if now, moved := r.onDay(m.code, day); moved && !r.rule.NoRepair {
			m.code, m.how = now, asRepaired
		}
		return m
	case 0:
		m.reason = r.expected()
	default:
		m.ambiguous, m.reason = true, "may be "+r.list(choice)+"; write the name with that of the region above, or the code"
	}
	if r.keep {
		if near, found := r.nearest(text, choice, beginnings, day); found {
			return regionMeaning{from: day, code: near, how: asKept}
		}
	}
	return m
}

func (r regionReader) expected() string {
	switch {
	case r.rule.Within != "":
		return fmt.Sprintf("is neither a code nor a name of a region within %s; expected as 370303, 张店区, 淄博市张店区 or 桓台县起凤镇", r.list([]safety.RegionCode{r.rule.Within}))
	case r.rule.Names:
		return "is neither a code nor a name of a region; expected as 370303, 张店区, 淄博市张店区 or 桓台县起凤镇"
	}
	return "is no code of a region; expected a code of 6 digits, of a town (9) or village (12), or of a zone that was loaded"
}

// list names regions for a message.
func (r regionReader) list(codes []safety.RegionCode) string {
	const most = 6
	var out []string
	for i, c := range codes {
		if i == most {
			out = append(out, fmt.Sprintf("… (%d in all)", len(codes)))
			break
		}
		newest, _ := r.regions.Get(c, safety.Date{})
		out = append(out, string(c)+" "+newest.FullName)
	}
	return strings.Join(out, ", ")
}

// numberEnd is what programs put behind a code that they take for a number.
var numberEnd = regexp.MustCompile(`\.0+$`)

// code reads a code. Other ways to write one that is known, and codes of places too small or too new for the table, are
// repaired: what they name is certain.
func (r regionReader) code(text string) (code safety.RegionCode, how string, known bool) {
	if r.regions.Known(safety.RegionCode(text)) {
		return safety.RegionCode(text), "", true
	}
	if r.rule.NoRepair {
		return "", "", false
	}
	parsed, err := safety.ParseRegionCode(numberEnd.ReplaceAllString(strings.Map(asciiDigit, text), ""))
	if err != nil {
		return "", "", false
	}
	if r.regions.Known(parsed) {
		return parsed, asRepaired, true
	}
	// A town or village that is not in the table lies in the county that its digits name.
	for up := parsed; up.Level() > safety.LevelCounty; {
		up, _ = up.Parent()
		if r.regions.Known(up) {
			return up, asRepaired, true
		}
	}
	// So does a zone (37xx7x) that was not loaded lie in its city.
	if parsed.Level() == safety.LevelCounty && parsed[4] == '7' {
		if up, _ := parsed.Parent(); r.regions.Known(up) {
			return up, asRepaired, true
		}
	}
	return "", "", false
}

func asciiDigit(c rune) rune {
	switch {
	case c >= '０' && c <= '９':
		return c - '０' + '0'
	case c == '．':
		return '.'
	}
	return c
}

// onDay is what became of a region that had ended by that day, when that is one region that exists then. A region that exists,
// or does not yet, stays, and so does one that was divided: both trees know where it lies.
func (r regionReader) onDay(code safety.RegionCode, day safety.Date) (now safety.RegionCode, moved bool) {
	for now = code; len(r.rows[now]) > 0; moved = true {
		last := r.rows[now][len(r.rows[now])-1]
		if !day.After(last.ValidTo) {
			return now, moved
		}
		if len(last.Successors) != 1 {
			break
		}
		now = last.Successors[0]
	}
	return code, false
}

// nearest is the region to which a text that is not understood certainly belongs: the one above all that it may mean, the one
// that its beginning or its first digits name, or the one that the pipeline is about.
func (r regionReader) nearest(text string, choice []safety.RegionCode, beginnings []found, day safety.Date) (safety.RegionCode, bool) {
	var near safety.RegionCode
	parsed, err := safety.ParseRegionCode(strings.Map(asciiDigit, text))
	begun := r.choose(beginnings, day)
	switch {
	case len(choice) > 1:
		near = r.meeting(choice, day)
	case err == nil && parsed.IsStatutory():
		for up, ok := parsed.Parent(); ok && near == ""; up, ok = up.Parent() {
			if r.regions.Known(up) {
				near = up
			}
		}
	case len(begun) == 1:
		near = begun[0]
	}
	if near == "" || r.rule.Within != "" && !r.under(near, r.rule.Within) {
		near = r.rule.Within
	}
	if near == "" || !r.regions.Known(near) {
		return "", false
	}
	now, _ := r.onDay(near, day)
	return now, true
}

// meeting is the nearest region above all of the given ones; none when that would be the country.
func (r regionReader) meeting(codes []safety.RegionCode, day safety.Date) safety.RegionCode {
	for _, a := range r.regions.Ancestors(warehouse.Managing, codes[0], day) {
		if a.Level > safety.LevelCountry && !slices.ContainsFunc(codes, func(c safety.RegionCode) bool { return !r.regions.Within(warehouse.Managing, c, a.Code, day) }) {
			return a.Code
		}
	}
	return ""
}

// days are those on which the meaning of a text may change: a region that it may mean begins or ends.
func (r regionReader) days(codes []safety.RegionCode) []safety.Date {
	days := []safety.Date{safety.NewDate(1970, 1, 1)}
	seen := map[safety.RegionCode]bool{}
	for i := 0; i < len(codes); i++ {
		if seen[codes[i]] {
			continue
		}
		seen[codes[i]] = true
		for _, row := range r.rows[codes[i]] {
			days = append(days, row.ValidFrom, row.ValidTo.AddDays(1))
			codes = append(codes, row.Successors...)
		}
	}
	slices.SortFunc(days, safety.Date.Compare)
	days = slices.Compact(days)
	return slices.DeleteFunc(days, func(d safety.Date) bool { return d.Before(days[0]) || d.After(safety.NewDate(2149, 6, 6)) })
}
