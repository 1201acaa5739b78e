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
	period := cmp.Or(asked.sheets, asked.Period)
	items := map[int][]string{} // by how many months they look back
	var months []int
	lastYear, before := false, false
	for _, input := range s.Inputs() {
		if input.Entered {
			if !slices.Contains(months, input.Months) {
				months = append(months, input.Months)
			}
			items[input.Months] = append(items[input.Months], input.Name)
			lastYear, before = lastYear || input.PreviousYear, before || input.PreviousPeriod
		}
	}
	for _, n := range months {
		read := func(p safety.Period, put func(*scheme.Figure, warehouse.Entry)) error {
			p, err := window(p, n)
			if err != nil {
				return err
			}
			found, err := r.data.Entries(ctx, group.scope(), warehouse.EntryQuery{
				Scheme: s.Name, Items: items[n], Kind: unitKind(group.kind), Region: asked.Region, Tree: asked.Tree, TreeDate: group.treeDate,
				Period: p, Within: n != 0, Version: asked.Version,
			})
			for _, e := range found {
				out.change(e, func(f *scheme.Figure) { put(f, e) })
			}
			return err
		}
		if err := read(period, func(f *scheme.Figure, e warehouse.Entry) {
			f.Value, f.Remark, f.Evidence = enteredValue(e), e.Remark, e.Evidence
		}); err != nil {
			return nil, fmt.Errorf("entries of scheme %s: %w", s.Name, err)
		}
		base, ok := period.Comparison(safety.YearOnYear, period.To)
		if lastYear && ok {
			if err := read(base, func(f *scheme.Figure, e warehouse.Entry) { f.PreviousYear = enteredValue(e) }); err != nil {
				return nil, fmt.Errorf("entries of scheme %s a year before: %w", s.Name, err)
			}
		}
		base, ok = period.Comparison(safety.PeriodOnPeriod, period.To)
		if before && ok {
			if err := read(base, func(f *scheme.Figure, e warehouse.Entry) { f.PreviousPeriod = enteredValue(e) }); err != nil {
				return nil, fmt.Errorf("entries of scheme %s a period before: %w", s.Name, err)
			}
		}
	}
	return out, nil
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
