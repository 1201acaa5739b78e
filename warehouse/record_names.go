package warehouse

import (
	"context"
	"slices"

	"anlan/safety"
)

// name puts beside the codes of a page what they are called: regions as on the day of the record, enterprises as this version calls
// those that the scope sees.
func (w *Warehouse) name(ctx context.Context, scope Scope, p *recordPlan, t *RecordTable) error {
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Kind != TextCells {
			continue
		}
		called, err := w.namesOf(ctx, scope, p, t, c)
		if err != nil {
			return err
		}
		if called == nil {
			continue
		}
		c.Names = make([]*string, t.Rows)
		for row, code := range c.Texts {
			if code == nil {
				continue
			}
			if name := called(row, *code); name != "" {
				c.Names[row] = &name
			}
		}
	}
	return nil
}

// namesOf gives the function that names the codes of a column, by row; nil for a column without such codes.
func (w *Warehouse) namesOf(ctx context.Context, scope Scope, p *recordPlan, t *RecordTable, c *RecordColumn) (func(row int, code string) string, error) {
	switch {
	case c.Lookup == regionDimension:
		regions, err := w.Regions(ctx, p.version)
		days := t.days(p)
		return func(row int, code string) string {
			return placeName(regions, p.records.Tree, safety.RegionCode(code), days[row])
		}, err
	case c.Lookup == "sector":
		sectors, err := w.Sectors(ctx, p.version)
		return func(_ int, code string) string { s, _ := sectors.Get(code); return s.Name }, err
	case c.Lookup == "department":
		departments, err := w.Departments(ctx, p.version)
		return func(_ int, code string) string { d, _ := departments.Get(code); return d.Name }, err
	case c.Name == enterpriseDimension:
		return w.enterpriseNames(ctx, scope, p, c)
	case t.Fact.Name == "accident" && c.Name == "type":
		return func(_ int, code string) string { return accidentTypeName(code) }, nil
	}
	return nil, nil //nolint:nilnil // no function: nothing is named
}

// enterpriseNames names the enterprises of a page that the scope sees, in one question.
func (w *Warehouse) enterpriseNames(ctx context.Context, scope Scope, p *recordPlan, c *RecordColumn) (func(row int, code string) string, error) {
	if !scope.SeesFact("enterprise") {
		return nil, nil //nolint:nilnil // no function: nothing is named
	}
	var ids []string
	for _, id := range c.Texts {
		if id != nil {
			ids = append(ids, *id)
		}
	}
	slices.Sort(ids)
	known, err := w.EnterprisesNamed(ctx, scope, p.version.Number, slices.Compact(ids))
	return func(_ int, id string) string { return known[id].Name }, err
}

// days are the days of the records; without one the day whose tree is used.
func (t *RecordTable) days(p *recordPlan) []safety.Date {
	days := slices.Repeat([]safety.Date{p.records.TreeDate}, t.Rows)
	c, ok := t.Column(t.Fact.Date)
	if !ok {
		return days
	}
	for row, text := range c.Texts {
		if text == nil {
			continue
		}
		if day, err := safety.ParseDate(*text); err == nil { // the engine's own text of a date
			days[row] = day
		}
	}
	return days
}

// placeName is what a region is called on a day: a town and what is below with its county. An old code goes by its last name.
func placeName(regions *Regions, tree Tree, code safety.RegionCode, on safety.Date) string {
	region, ok := regions.Get(code, on)
	if !ok {
		region, _ = regions.Get(code, safety.Date{})
	}
	if region.Level < safety.LevelTown {
		return region.Name
	}
	name := region.Name
	for _, above := range regions.Ancestors(tree, code, on) {
		if above.Level < safety.LevelCounty {
			break
		}
		if above.Level != safety.LevelUnknown {
			name = above.Name + name
		}
	}
	return name
}

// accidentTypeName looks a type up in both editions of GB 6441; it is empty for what neither has.
func accidentTypeName(code string) string {
	for _, edition := range []safety.AccidentEdition{safety.GB6441Of1986, safety.GB6441Of2025} {
		types := safety.AccidentTypes(edition)
		if i := slices.IndexFunc(types, func(t safety.AccidentType) bool { return t.Code == code }); i >= 0 {
			return types[i].ZH
		}
	}
	return ""
}
