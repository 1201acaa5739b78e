package assessment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// unitKind is what entries call the subjects of a kind.
func unitKind(kind scheme.SubjectKind) string {
	return map[scheme.SubjectKind]string{scheme.Regions: "region", scheme.Departments: "department", scheme.Enterprises: "enterprise"}[kind]
}

// entries holds what people entered from a sheet (评分录入): item → subject → figure. What nobody entered is not there, and
// not zero.
type entries map[string]map[string]scheme.Figure

// figure gives the entered figure of a subject.
func (e entries) figure(item, key string) scheme.Figure {
	if f, ok := e[item][key]; ok {
		return f
	}
	none := scheme.Value{State: warehouse.NotReported}
	return scheme.Figure{Value: none, PreviousYear: none, PreviousPeriod: none}
}

func (e entries) change(entry warehouse.Entry, change func(*scheme.Figure)) {
	f := e.figure(entry.Item, entry.Subject)
	change(&f)
	if e[entry.Item] == nil {
		e[entry.Item] = map[string]scheme.Figure{}
	}
	e[entry.Item][entry.Subject] = f
}

// entered asks for the entered figures of a scheme, one question a stretch of time.
func (r *Reports) entered(ctx context.Context, group peerGroup, s *scheme.Scheme, asked Query) (entries, error) {
	out := entries{}
	for _, sheet := range sheetsOf(s, cmp.Or(asked.sheets, asked.Period)) {
		found, err := r.data.Entries(ctx, group.scope(), warehouse.EntryQuery{
			Scheme: s.Name, Items: sheet.items, Kind: unitKind(group.kind), Region: asked.Region, Tree: asked.Tree, TreeDate: group.treeDate,
			Period: sheet.period, Within: sheet.months > 0, Version: asked.Version,
		})
		if err != nil {
			return nil, fmt.Errorf("entries of scheme %s for %s: %w", s.Name, sheet.period, err)
		}
		for _, e := range found {
			out.change(e, func(f *scheme.Figure) { sheet.put(f, e) })
		}
	}
	return out, nil
}

// sheet is what is asked of one stretch of time, and where it goes in a figure.
type sheet struct {
	months int // how far the items look back
	items  []string
	as     warehouse.Comparison // empty for the period itself; of a year the period before is last year too
	period safety.Period
	put    func(*scheme.Figure, warehouse.Entry)
}

// sheetsOf lists the stretches of time that a scheme's entered figures are about: the period and those it is compared with.
func sheetsOf(s *scheme.Scheme, p safety.Period) []sheet {
	lastYear, _ := p.Comparison(safety.YearOnYear, p.To)
	before, _ := p.Comparison(safety.PeriodOnPeriod, p.To)
	var out []sheet
	add := func(i scheme.Input, as warehouse.Comparison, of safety.Period, put func(*scheme.Figure, warehouse.Entry)) {
		wide, err := window(of, i.Months)
		if of.IsZero() || err != nil {
			return // before the calendar begins nobody entered anything
		}
		for at := range out {
			if out[at].months == i.Months && out[at].as == as {
				out[at].items = append(out[at].items, i.Name)
				return
			}
		}
		out = append(out, sheet{months: i.Months, items: []string{i.Name}, as: as, period: wide, put: put})
	}
	for _, i := range s.Inputs() {
		if !i.Entered {
			continue
		}
		add(i, "", p, func(f *scheme.Figure, e warehouse.Entry) {
			f.Value, f.Remark, f.Evidence = enteredValue(e), e.Remark, e.Evidence
		})
		if i.PreviousYear {
			add(i, warehouse.PreviousYear, lastYear, func(f *scheme.Figure, e warehouse.Entry) { f.PreviousYear = enteredValue(e) })
		}
		if i.PreviousPeriod {
			add(i, warehouse.PreviousPeriod, before, func(f *scheme.Figure, e warehouse.Entry) { f.PreviousPeriod = enteredValue(e) })
		}
	}
	return out
}

// enteredValue reads an entry; values that contradict each other are no figure.
func enteredValue(e warehouse.Entry) scheme.Value {
	if e.Value == nil {
		return scheme.Value{State: warehouse.NotRecorded}
	}
	return scheme.Value{State: warehouse.Present, Number: e.Value.Rat(), Shown: e.Value}
}

// EnteredItems lists, by scheme, the figures that people enter, over all versions of it.
func (r *Reports) EnteredItems() map[string][]string {
	out := map[string][]string{}
	for _, s := range r.schemes.Schemes() {
		for _, input := range s.Inputs() {
			if input.Entered && !slices.Contains(out[s.Name], input.Name) {
				out[s.Name] = append(out[s.Name], input.Name)
			}
		}
	}
	return out
}
