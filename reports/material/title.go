package material

import (
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// titles names the values of a dimension and says in which order they stand.
type titles struct {
	title func(key string) warehouse.Text // empty for a value that it does not know
	place func(key string) int            // -1 for one that is in no list
}

// titlesOf gives the names of the values of a dimension.
func (p *pinned) titlesOf(by string) titles {
	none := func(string) int { return -1 }
	switch by {
	case recordedRegion:
		return titles{func(key string) warehouse.Text {
			if key == string(p.plan.Region) {
				return warehouse.Text{ZH: p.region.Name + "本级", EN: p.region.Name + " itself"}
			}
			return p.place(safety.RegionCode(key))
		}, none}
	case ByRegion:
		return titles{func(key string) warehouse.Text {
			r, ok := p.regions.Get(safety.RegionCode(key), p.plan.AsOf)
			if !ok {
				r, _ = p.regions.Get(safety.RegionCode(key), safety.Date{})
			}
			return same(r.Name)
		}, none}
	case ByMonth:
		return titles{func(key string) warehouse.Text {
			month, _ := safety.ParsePeriod(key)
			return warehouse.Text{ZH: month.TitleZH(), EN: month.TitleEN()}
		}, none}
	case sectorDimension:
		return titles{func(key string) warehouse.Text {
			s, _ := p.sectors.Get(key)
			return twoNames(s.Name, s.NameEN)
		}, func(key string) int {
			return slices.IndexFunc(p.sectors, func(s warehouse.Sector) bool { return s.Code == key })
		}}
	case "department":
		return titles{func(key string) warehouse.Text {
			d, _ := p.departments.Get(key)
			return twoNames(d.Name, d.NameEN)
		}, func(key string) int {
			return slices.IndexFunc(p.departments, func(d warehouse.Department) bool { return d.Code == key })
		}}
	case "accident_type":
		return words(accidentTypes())
	}
	if d, err := p.Catalogue().Dimension(by); err == nil && d.Vocabulary != "" {
		v, _ := warehouse.VocabularyNamed(d.Vocabulary)
		return words(v.Terms)
	}
	return titles{func(string) warehouse.Text { return warehouse.Text{} }, none}
}

func words(terms []safety.Term) titles {
	find := func(key string) int {
		return slices.IndexFunc(terms, func(t safety.Term) bool { return t.Code == key })
	}
	return titles{func(key string) warehouse.Text {
		if i := find(key); i >= 0 {
			return warehouse.Text{ZH: terms[i].ZH, EN: terms[i].EN}
		}
		return warehouse.Text{}
	}, find}
}

// accidentTypes are the types of both editions of GB 6441, which records name by their words.
func accidentTypes() []safety.Term {
	var terms []safety.Term
	for _, edition := range []safety.AccidentEdition{safety.GB6441Of1986, safety.GB6441Of2025} {
		for _, t := range safety.AccidentTypes(edition) {
			terms = append(terms, safety.Term{Code: t.ZH, ZH: t.ZH, EN: t.EN}, safety.Term{Code: t.Code, ZH: t.ZH, EN: t.EN})
		}
	}
	return terms
}

func same(text string) warehouse.Text { return warehouse.Text{ZH: text, EN: text} }

func twoNames(zh, en string) warehouse.Text {
	if en == "" {
		en = zh
	}
	return warehouse.Text{ZH: zh, EN: en}
}

// place names a recorded region as readers of the bulletin know it: by the names of what it lies in below the bulletin's region.
func (p *pinned) place(code safety.RegionCode) warehouse.Text {
	own, ok := p.regions.Get(code, p.plan.AsOf)
	if !ok {
		own, _ = p.regions.Get(code, safety.Date{})
	}
	name := own.Name
	for _, above := range p.regions.Ancestors(p.plan.Tree, code, p.plan.AsOf) {
		if above.Code == p.plan.Region || !p.regions.Within(p.plan.Tree, above.Code, p.plan.Region, p.plan.AsOf) {
			break
		}
		name = above.Name + name
	}
	if name == "" {
		name = string(code)
	}
	return same(name)
}
