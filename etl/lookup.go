package etl

import (
	"context"
	"slices"

	"anlan/warehouse"
)

// dimensions reads what lookups are checked against, in the version that the run starts from. Sectors and departments are
// known by code and by either name, where a name stands for one of them only.
func (r *run) dimensions(ctx context.Context, v *warehouse.Version) (dimensions, error) {
	d := dimensions{version: v, words: map[string]lookup{}, items: r.loader.options.Items}
	sectors, err := r.warehouse.Sectors(ctx, v)
	if err != nil {
		return d, err
	}
	departments, err := r.warehouse.Departments(ctx, v)
	if err != nil {
		return d, err
	}
	var names [][3]string
	for _, s := range sectors {
		names = append(names, [3]string{s.Code, s.Name, s.NameEN})
	}
	d.words["sector"] = lookupOf(names)
	names = nil
	for _, s := range departments {
		names = append(names, [3]string{s.Code, s.Name, s.NameEN})
	}
	d.words["department"] = lookupOf(names)
	return d, nil
}

// lookupOf lists codes first: a code is never taken for another's name.
// Nor is the name of a provisional entry that the list has by now.
func lookupOf(entries [][3]string) lookup {
	entries = slices.DeleteFunc(slices.Clone(entries), func(e [3]string) bool {
		return warehouse.IsProvisional(e[0]) && slices.ContainsFunc(entries, func(other [3]string) bool { return other[0] != e[0] && slices.Contains(other[:], e[1]) })
	})
	meanings := map[string]map[string]bool{}
	for _, e := range entries {
		for _, name := range e[1:] {
			if meanings[name] == nil {
				meanings[name] = map[string]bool{}
			}
			meanings[name][e[0]] = true
		}
	}
	l := lookup{names: []string{}, codes: []string{}}
	seen := map[string]bool{"": true}
	add := func(name, code string) {
		if !seen[name] {
			seen[name] = true
			l.names, l.codes = append(l.names, name), append(l.codes, code)
		}
	}
	for _, e := range entries {
		add(e[0], e[0])
	}
	for _, e := range entries {
		for _, name := range e[1:] {
			if len(meanings[name]) == 1 {
				add(name, e[0])
			}
		}
	}
	return l
}

// entries names each entry once for people, in the order of the list: 危险化学品 (hazardous_chemicals).
func (l lookup) entries() []string {
	var list []string
	for i, code := range l.codes {
		if l.names[i] != code {
			continue
		}
		entry := code
		for n := i + 1; n < len(l.codes); n++ {
			if l.codes[n] == code {
				entry = l.names[n] + " (" + code + ")"
				break
			}
		}
		list = append(list, entry)
	}
	return list
}
