package dispatch

import (
	"slices"
	"strings"

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
	zero.Text, zero.Exact = text, &decimal.Zero
	return &zero
}

// pair is one figure as two compositions tell it; one of the two is nil where it is not told.
type pair struct {
	id, item    string
	was, is     *document.Figure
	before, now string // with sign, and with unit where the units differ; empty where it is not told
}

// pairs lists the figures of one language that are told otherwise, each once by what a reader sees of it, in the order of the new
// document, then what is told no more.
func pairs(was, is *printed) (list []pair) {
	told := map[string]bool{}
	add := func(one pair, f *document.Figure) {
		one.id = f.ID
		one.before, one.now = texts(one.was, one.is)
		line := one.item + "\n" + one.before + "\n" + one.now
		if one.before == one.now || told[line] {
			return
		}
		told[line] = true
		list = append(list, one)
	}
	each := func(p *printed, tell func(f *document.Figure)) {
		for i := range p.document.Figures {
			if f := p.byID[p.document.Figures[i].ID]; f != nil {
				tell(f)
			}
		}
	}
	each(is, func(f *document.Figure) {
		name := is.item(f)
		add(pair{item: name, was: was.like(f, name), is: f}, f)
	})
	each(was, func(f *document.Figure) {
		if name := was.item(f); is.byID[f.ID] == nil {
			add(pair{item: name, was: f, is: is.like(f, name)}, f)
		}
	})
	return list
}

// texts are a figure before and after as they read by themselves.
func texts(was, is *document.Figure) (before, after string) {
	units := was != nil && is != nil && was.Exact != nil && is.Exact != nil && was.Unit != is.Unit
	one := func(f *document.Figure) string {
		switch {
		case f == nil:
			return ""
		case units && !strings.HasSuffix(f.Text, f.Unit):
			return f.Signed() + f.Unit
		}
		return f.Signed()
	}
	return one(was), one(is)
}

// runs print a figure as it reads by itself: its sign and unit stand around it.
func (p pair) runs(f *document.Figure, text string) []document.Run {
	before, after, _ := strings.Cut(text, f.Text)
	runs := []document.Run{{Text: before}, {Text: f.Text, Figure: f.ID}, {Text: after}}
	return slices.DeleteFunc(runs, func(r document.Run) bool { return r.Text == "" })
}

// figureChanges lists the figures that two compositions tell otherwise. What both languages tell is listed once, in the first.
func figureChanges(before, after *bulletin.Composition) (list []bulletin.FigureChange) {
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
		for _, one := range pairs(was, is) {
			if told[one.id] = true; !known[one.item] {
				list = append(list, bulletin.FigureChange{Figure: one.id, Label: one.item, Before: one.before, After: one.now})
			}
		}
	}
	return list
}
