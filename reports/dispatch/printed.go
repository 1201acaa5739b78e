package dispatch

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/safety"
)

// printed is what one language of a composition tells in figures.
type printed struct {
	document *document.Document
	period   safety.Period
	byID     map[string]*document.Figure
	byItem   map[string][]*document.Figure // those of one name are the same figure, printed in several places
	zeros    []string
}

func printedIn(c *bulletin.Composition, language document.Language) *printed {
	p := &printed{document: c.Documents[language], period: c.Period, byID: map[string]*document.Figure{}, byItem: map[string][]*document.Figure{}, zeros: c.Zeros[language]}
	if p.document == nil {
		return nil
	}
	for i := range p.document.Figures {
		f := p.moved(&p.document.Figures[i])
		if strings.HasPrefix(f.ID, printedBefore+"/") {
			continue
		}
		name := p.item(f)
		p.byID[f.ID], p.byItem[name] = f, append(p.byItem[name], f)
	}
	return p
}

// moved gives the places that a unit of a ranking lost their sign, which an arrow says beside them.
func (p *printed) moved(f *document.Figure) *document.Figure {
	stem, ok := strings.CutSuffix(f.ID, "/moved/"+string(document.Value))
	if !ok || f.Exact == nil || !f.Exact.IsPositive() {
		return f
	}
	place := p.document.Figure(stem + "/place/" + string(document.Value))
	for _, against := range []string{"previous_period", "previous_year"} {
		before := p.document.Figure(stem + "/place/" + string(document.Base) + "/" + against)
		if place != nil && before != nil && place.Exact != nil && before.Exact != nil && place.Exact.GreaterThan(*before.Exact) {
			lost, exact := *f, f.Exact.Neg()
			lost.Exact = &exact
			return &lost
		}
	}
	return f
}

// item is what a figure is called: its label, after the period where that is not the bulletin's own.
func (p *printed) item(f *document.Figure) string {
	for _, q := range p.document.Queries {
		if q.Name != f.Query || q.Metric == nil || q.Metric.Grain != 0 || q.Metric.Period == p.period {
			continue
		}
		if p.document.Language == document.English {
			return f.Label + ", " + q.Metric.Period.TitleEN()
		}
		return q.Metric.Period.TitleZH() + " " + f.Label
	}
	return f.Label
}

// like finds what is told of a figure that another document prints: the figure itself, the same one printed in another place, or a
// zero that stands in words; nil when it is not told.
func (p *printed) like(other *document.Figure, name string) *document.Figure {
	if f := p.byID[other.ID]; f != nil {
		return f
	}
	same := p.byItem[name]
	if len(same) > 0 && !slices.ContainsFunc(same, func(f *document.Figure) bool { return f.Signed() != same[0].Signed() || f.Unit != same[0].Unit }) {
		return same[0]
	}
	if !slices.Contains(p.zeros, other.ID) || other.Exact == nil {
		return nil
	}
	zero, text := *other, "0"
	if strings.HasSuffix(other.Text, "%") {
		text = decimal.Zero.StringFixed(other.Places) + "%"
	} else {
		zero.Places = 0
	}
	if money(other.Unit) {
		zero.Unit = map[bool]string{true: "yuan", false: "元"}[p.document.Language == document.English]
	}
	zero.Text, zero.Exact = text, &decimal.Zero
	return &zero
}

// pair is one figure as two compositions tell it; one of the two is nil where it is not told.
type pair struct {
	id, item    string
	was, is     *document.Figure
	before, now string // with sign, and with unit where the units differ; empty where it is not told
}

// pairs lists the figures of one language that are told otherwise: what both tell, those of the whole first (see arrange), then what is
// new, then what is told no more. Of a row
// that is new or gone its figure is told, not how that changed.
func pairs(was, is *printed) (list []pair) {
	var fresh, gone []pair
	for i := range is.document.Figures {
		f := is.byID[is.document.Figures[i].ID]
		if f == nil {
			continue
		}
		one := pair{id: f.ID, item: is.item(f), is: f}
		if one.was = was.like(f, one.item); one.was != nil {
			list = append(list, one)
		} else if f.Exact != nil && !is.follows(f, was) {
			fresh = append(fresh, one)
		}
	}
	for i := range was.document.Figures {
		f := was.byID[was.document.Figures[i].ID]
		if f == nil || is.byID[f.ID] != nil {
			continue
		}
		one := pair{id: f.ID, item: was.item(f), was: f}
		if one.is = is.like(f, one.item); one.is != nil {
			list = append(list, one)
		} else if f.Exact != nil && !was.follows(f, is) {
			gone = append(gone, one)
		}
	}
	is.arrange(list)
	list = append(append(list, fresh...), gone...)
	for i := range list {
		list[i].before, list[i].now = texts(list[i].was, list[i].is)
	}
	return slices.DeleteFunc(list, func(one pair) bool { return one.before == one.now })
}

// arrange puts figures of the whole before those of rows, in the order of the questions, and each before how it changed.
func (p *printed) arrange(list []pair) {
	stems, questions := map[string]int{}, map[string]int{}
	for i, q := range p.document.Queries {
		questions[q.Name] = i
	}
	stem := func(one pair) string {
		before, _, _ := strings.Cut(one.id, "/"+string(one.figure().Role))
		return before
	}
	for i, one := range list {
		if _, known := stems[stem(one)]; !known {
			stems[stem(one)] = i
		}
	}
	whole := map[bool]int{false: 1}
	changes := map[document.Role]int{document.Change: 1, document.Percent: 2, document.Base: 3, document.Share: 3}
	slices.SortStableFunc(list, func(a, b pair) int {
		f, g := a.figure(), b.figure()
		return cmp.Or(whole[f.Row == ""]-whole[g.Row == ""], questions[f.Query]-questions[g.Query], stems[stem(a)]-stems[stem(b)], changes[f.Role]-changes[g.Role])
	})
}

// figure is the one that is told now, else the one that was.
func (p pair) figure() *document.Figure { return cmp.Or(p.is, p.was) }

// follows says that a figure tells of another one, of the same row, which is not told in the other document either.
func (p *printed) follows(f *document.Figure, other *printed) bool {
	if f.Role == document.Value || f.Role == document.Count {
		return false
	}
	stem, _, _ := strings.Cut(f.ID, "/"+string(f.Role))
	value := p.byID[stem+"/"+string(document.Value)]
	return value != nil && value.Exact != nil && other.like(value, p.item(value)) == nil
}

// texts are a figure before and after as they read by themselves.
func texts(was, is *document.Figure) (before, after string) {
	differ := was != nil && is != nil && was.Exact != nil && is.Exact != nil && was.Unit != is.Unit
	one := func(f *document.Figure) string {
		switch {
		case f == nil:
			return ""
		case f.Exact != nil && (differ || money(f.Unit)) && !strings.HasSuffix(f.Text, f.Unit):
			space := ""
			if f.Unit[0] < utf8.RuneSelf {
				space = " "
			}
			return f.Signed() + space + f.Unit
		}
		return f.Signed()
	}
	return one(was), one(is)
}

// money says that a unit is one of money, which goes by the size of the amount: 元, 万元, 亿元.
func money(unit string) bool {
	return (strings.HasSuffix(unit, "元") || strings.HasSuffix(unit, "yuan")) && !strings.Contains(unit, "/")
}

// once leaves out what reads like a line before it: of figures that stand in several places one line is enough.
func once(list []pair) []pair {
	told := map[string]bool{}
	return slices.DeleteFunc(list, func(one pair) bool {
		line := one.item + "\n" + one.before + "\n" + one.now
		before := told[line]
		told[line] = true
		return before
	})
}

// runs print a figure as it reads by itself: its sign and unit stand around it.
func (p pair) runs(f *document.Figure, text string) []document.Run {
	before, after, _ := strings.Cut(text, f.Text)
	runs := []document.Run{{Text: before}, {Text: f.Text, Figure: f.ID}, {Text: after}}
	return slices.DeleteFunc(runs, func(r document.Run) bool { return r.Text == "" })
}

// figureChanges lists the figures that two compositions tell otherwise. What both languages tell is listed once, in the first; short
// lists tell once what stands in several places.
func figureChanges(before, after *bulletin.Composition, short bool) (list []bulletin.FigureChange) {
	told := map[string]bool{}
	for _, language := range []document.Language{document.Chinese, document.English} {
		was, is := printedIn(before, language), printedIn(after, language)
		if was == nil || is == nil {
			continue
		}
		// Figures of one name are one figure: what was told of one of them in another language was told of all.
		known := map[string]bool{}
		for _, p := range []*printed{was, is} {
			for name, figures := range p.byItem {
				known[name] = known[name] || slices.ContainsFunc(figures, func(f *document.Figure) bool { return told[f.ID] })
			}
		}
		found := pairs(was, is)
		if short {
			found = once(found)
		}
		for _, one := range found {
			if told[one.id] = true; !known[one.item] {
				list = append(list, bulletin.FigureChange{Figure: one.id, Label: one.item, Before: one.before, After: one.now})
			}
		}
	}
	return list
}
