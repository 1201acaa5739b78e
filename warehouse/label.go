package warehouse

import (
	"context"

	"anlan/safety"
)

// labelSuffix names the column that titles a dimension's values.
const labelSuffix = "__title"

// label adds, after every dimension, the column with its values' Chinese titles; a value without a title stands for itself.
func (w *Warehouse) label(ctx context.Context, v *Version, regions *Regions, p *plan, t *MetricTable) error {
	var out []Column
	for _, c := range t.Columns {
		out = append(out, c)
		if c.Kind != DimensionColumn {
			continue
		}
		titles, err := w.titles(ctx, v, regions, p, c.Name)
		if err != nil {
			return err
		}
		l := Column{Name: c.Name + labelSuffix, Title: Text{ZH: c.Title.ZH + "名称", EN: c.Title.EN + ", title"}, Kind: LabelColumn, Texts: make([]string, len(c.Texts))}
		for i, text := range c.Texts {
			if l.Texts[i] = titles(text); l.Texts[i] == "" {
				l.Texts[i] = text
			}
		}
		out = append(out, l)
	}
	t.Columns = out
	return nil
}

// titles gives the function that titles a dimension's values; it returns "" for a value that it does not know.
func (w *Warehouse) titles(ctx context.Context, v *Version, regions *Regions, p *plan, name string) (func(string) string, error) {
	switch name {
	case periodColumn:
		return func(code string) string {
			period, err := safety.ParsePeriod(code)
			if err != nil {
				return ""
			}
			return period.TitleZH()
		}, nil
	case regionDimension:
		return func(code string) string { return p.regionTitle(regions, safety.RegionCode(code)) }, nil
	}
	d, err := p.catalogue.Dimension(name)
	if err != nil {
		return nil, err
	}
	switch d.Lookup {
	case "sector":
		sectors, err := w.Sectors(ctx, v)
		return func(code string) string { s, _ := sectors.Get(code); return s.Name }, err
	case "department":
		departments, err := w.Departments(ctx, v)
		return func(code string) string { d, _ := departments.Get(code); return d.Name }, err
	}
	if name == "recorded_region" {
		return func(code string) string { // old codes too, under their last name
			r, _ := regions.Get(safety.RegionCode(code), safety.Date{})
			return r.Name
		}, nil
	}
	terms, _ := VocabularyNamed(d.Vocabulary)
	return func(code string) string { t, _ := terms.Lookup(code); return t.ZH }, nil
}

// regionTitle names a unit; the region asked about itself stands for what lies below it but belongs to no unit.
func (p *plan) regionTitle(regions *Regions, code safety.RegionCode) string {
	r, _ := regions.Get(code, p.query.TreeDate)
	if code == p.query.Region {
		return r.Name + "（直属、未分配）"
	}
	return r.Name
}
