package bulletin

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// longer reports whether a need is about more time than the period.
func (t *telling) longer(name string) (bool, error) {
	table := t.m.Tables[name]
	if table == nil {
		return false, fmt.Errorf("%q has no time of its own", name)
	}
	return table.Period.Days() > t.m.Plan.Period.Days(), nil
}

// column gives one figure of each row of a need.
func (t *telling) column(name, metric string) ([]figure, error) {
	rows, err := t.rows(name, false)
	if err != nil {
		return nil, err
	}
	figures := make([]figure, len(rows))
	for i, r := range rows {
		if figures[i], err = t.of(r, metric); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

// several takes figures and then what they are set against.
func (t *telling) several(items ...any) (string, error) {
	var figures []figure
	var against []string
	for _, item := range items {
		switch x := item.(type) {
		case figure:
			figures = append(figures, x)
		case []figure:
			figures = append(figures, x...)
		case string:
			against = append(against, x)
		default:
			return "", errors.New("expected figures, and then what they are set against")
		}
	}
	return t.style.Several(quantities(figures), against...), t.compares(against, figures...)
}

// names joins the titles of rows, or those of the rows of a need.
func (t *telling) names(rows []row) (string, error) {
	titles := make([]string, len(rows))
	for i, r := range rows {
		title, err := t.spoken(r, "title")
		if err != nil {
			return "", err
		}
		titles[i] = title
	}
	return t.joined(titles)
}

// joined lists texts. A problem that lists nothing is none.
func (t *telling) joined(items ...any) (string, error) {
	texts, err := textsOf(items)
	t.hollow = t.hollow || len(texts) == 0
	return t.style.Join(texts...), err
}

// textsOf flattens texts and lists of texts.
func textsOf(items []any) ([]string, error) {
	var texts []string
	for _, item := range items {
		switch x := item.(type) {
		case string:
			texts = append(texts, x)
		case []string:
			texts = append(texts, x...)
		case nil:
		default:
			return nil, fmt.Errorf("expected texts, found %T: say a figure with value or statement, rows with names", item)
		}
	}
	return texts, nil
}

// clause puts what is there together with commas.
func (t *telling) clause(texts []string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), t.pick("，", ", "))
}

// sentence puts what is there together and ends it; nothing when nothing is there. In English a blank follows it.
func (t *telling) sentence(items ...any) (string, error) {
	texts, err := textsOf(items)
	text := t.style.Sentence(texts...)
	if text != "" {
		text += t.pick("", " ")
	}
	return text, err
}

// ordinal numbers the points of a paragraph, from 0: 一是; firstly.
func (t *telling) ordinal(i int) string {
	if t.language == document.Chinese {
		return chinese(i+1) + "是"
	}
	return fmt.Sprintf("(%d) ", i+1)
}

func (t *telling) direction(f figure, against string) int {
	base := baseOf(f.q, warehouse.Comparison(against))
	if base == nil || base.Exact == nil || f.q.Now.Exact == nil {
		return 0
	}
	return f.q.Now.Exact.Cmp(*base.Exact)
}

// named reports whether the caller may read the records of a list by name.
func (t *telling) named(name string) (bool, error) {
	if t.m.Lists[name] == nil {
		return false, fmt.Errorf("there is no list %q", name)
	}
	return t.m.Lists[name].Named, nil
}

// official reports whether a ranking is a published result.
func (t *telling) official(name string) (bool, error) {
	if t.m.Rankings[name] == nil {
		return false, fmt.Errorf("there is no ranking %q", name)
	}
	return t.m.Rankings[name].Official != "", nil
}

// refused says why there is no ranking; empty where there is one.
func (t *telling) refused(name string) (string, error) {
	if t.m.Rankings[name] == nil {
		return "", fmt.Errorf("there is no ranking %q", name)
	}
	return document.Unmarked(t.said(t.m.Rankings[name].Refused)), nil
}

// scheme is the title of the scheme of a ranking.
func (t *telling) scheme(name string) (string, error) {
	if t.m.Rankings[name] == nil {
		return "", fmt.Errorf("there is no ranking %q", name)
	}
	return document.Unmarked(t.said(t.m.Rankings[name].Title)), nil
}

// span names the time that a need is about.
func (t *telling) span(name string) (string, error) {
	var p safety.Period
	asOf := t.style.AsOf
	switch {
	case t.m.Tables[name] != nil:
		p = t.m.Tables[name].Period
	case t.m.Rankings[name] != nil: // a published one has a day of its own
		p, asOf = t.m.Rankings[name].Period, t.m.Rankings[name].AsOf
	case t.m.Missing[name] != nil:
		p = t.m.Missing[name].Period
	case t.m.Lists[name] != nil && !t.m.Lists[name].Period.IsZero():
		p = t.m.Lists[name].Period
	default:
		return "", fmt.Errorf("%q has no time of its own", name)
	}
	return t.period(p, asOf), nil
}

// period names a period inside a sentence, and how far it is known where that is not to its end.
func (t *telling) period(p safety.Period, asOf safety.Date) string {
	if cut, running := p.Clip(asOf); running && p.Grain == safety.GrainSpan && !asOf.IsZero() {
		p = cut // its days say it
	}
	style := t.style
	style.AsOf = asOf
	title := style.Period(p)
	for _, first := range []string{"first ", "second ", "last "} {
		if strings.HasPrefix(title, first) {
			return "the " + title
		}
	}
	return title
}

// computable keeps the figures but for rates that nobody stated a denominator of.
func computable(figures ...figure) []figure {
	var kept []figure
	for _, f := range figures {
		if f.q.Now.State != warehouse.NoDenominator {
			kept = append(kept, f)
		}
	}
	return kept
}

// silent lists the kinds of records that the bulletin counts and of which none reaches the period, in any source; empty where all do.
// Accidents are rare: they are known as far as any records are.
func (t *telling) silent() string {
	source := warehouse.Version{Watermarks: t.m.Source.Watermarks}
	var titles []string
	for _, name := range t.kind.facts {
		reach, some := source.Reach(name, t.m.Source.AsOf)
		if fact, ok := warehouse.FactNamed(name); ok && some && reach.Before(t.m.Plan.Period.From) {
			titles = append(titles, t.pick(fact.Title.ZH, strings.ToLower(fact.Title.EN)+"s"))
		}
	}
	return t.style.Join(titles...)
}

// dates gives the first and last day of a week, which few know by its number; nothing for other periods, nor where it is told already
// how far the week is known.
func (t *telling) dates() string {
	p := t.m.Plan.Period
	days, err := safety.Between(p.From, p.To)
	if p.Grain != safety.GrainWeek || t.m.Source.Running || err != nil {
		return ""
	}
	return t.pick("（"+days.TitleZH()+"）", " ("+days.TitleEN()+")")
}

// areas speaks of the rows for which a problem holds: 个别地区, 部分地区.
func (t *telling) areas() string {
	if len(t.matched) == 1 {
		return t.pick("个别地区", "one area")
	}
	return t.pick("部分地区", "some areas")
}

// where names the region, and the sector where the bulletin is of one: 淄博市危险化学品行业领域.
func (t *telling) where() string {
	region, sector := document.Unmarked(t.m.Region.Name), document.Unmarked(t.said(t.m.Sector))
	switch {
	case sector == "":
		return region
	case t.language == document.Chinese:
		return region + sector + "行业领域"
	}
	return region + " (" + strings.ToLower(sector) + ")"
}

// severities says how many warnings of each severity are on, the gravest first: 红色2条.
func (t *telling) severities(name string) ([]string, error) {
	alerts := t.m.Alerts[name]
	if alerts == nil {
		return nil, fmt.Errorf("there are no warnings %q", name)
	}
	var texts []string
	for _, c := range alerts.Counts {
		if c.Quantity.Now.Exact != nil && !c.Quantity.Now.Exact.IsZero() {
			colour := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(t.said(c.Title)), "预警"), " warning")
			texts = append(texts, t.pick(colour+t.style.Value(c.Quantity), t.style.Number(c.Quantity)+" "+colour))
		}
	}
	return texts, nil
}

// attachment names an attachment as the text refers to it: 附件1; Attachment 1. Empty where it is left out.
func (t *telling) attachment(name string) (string, error) {
	i := slices.Index(t.attachments, name)
	switch {
	case i >= 0 && len(t.attachments) == 1:
		return t.pick("附件", "the attachment"), nil
	case i >= 0:
		return fmt.Sprintf("%s%d", t.pick("附件", "Attachment "), i+1), nil
	case slices.ContainsFunc(t.kind.Attachments, func(a Attachment) bool { return a.Name == name }):
		return "", nil
	}
	return "", fmt.Errorf("there is no attachment %q", name)
}

// units names the regions directly below one: 各市, 各县（市、区）, 各镇（街道）.
func (t *telling) units(level safety.RegionLevel) string {
	switch level {
	case safety.LevelCountry:
		return t.pick("各省（自治区、直辖市）", "the provinces")
	case safety.LevelProvince:
		switch t.m.Region.Code {
		case "110000", "120000", "310000":
			return t.pick("各区", "the districts")
		case "500000":
			return t.pick("各区县", "the districts and counties")
		}
		return t.pick("各市", "the cities")
	case safety.LevelCity:
		return t.pick("各区县", "the counties and districts")
	case safety.LevelCounty:
		return t.pick("各镇（街道）", "the towns and streets")
	case safety.LevelUnknown, safety.LevelTown, safety.LevelVillage, safety.LevelGrid:
	}
	return t.pick("各单位", "the units below")
}

// shortName is a region's name without its kind: 桓台县 is 桓台.
func shortName(name string) string {
	runes := []rune(document.Unmarked(name))
	if n := len(runes); n > 2 && strings.ContainsRune("省市县区", runes[n-1]) {
		return string(runes[:n-1])
	}
	return string(runes)
}
