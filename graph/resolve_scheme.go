package graph

import (
	"context"

	"anlan/graph/generated"
	"anlan/reports/scheme"
)

// Groups lie inside each other in a file; here each names the one above.
func (schemeResolver) Groups(_ context.Context, s *scheme.Scheme) ([]generated.SchemeGroup, error) {
	return groupsBelow("", s.Groups), nil
}

func groupsBelow(parent string, groups []scheme.Group) []generated.SchemeGroup {
	var list []generated.SchemeGroup
	for _, g := range groups {
		list = append(list, generated.SchemeGroup{Name: g.Name, Title: g.Title, Parent: orNil(parent), Marks: g.Marks})
		list = append(list, groupsBelow(g.Name, g.Groups)...)
	}
	return list
}

func (schemeResolver) Vetoes(_ context.Context, s *scheme.Scheme) ([]generated.SchemeVeto, error) {
	list := make([]generated.SchemeVeto, len(s.Vetoes))
	for i := range s.Vetoes {
		v := &s.Vetoes[i]
		list[i] = generated.SchemeVeto{Name: v.Name, Title: v.Title, Months: int(v.Months), Document: v.Document}
		list[i].When, list[i].Effect = s.InWords(v)
	}
	return list, nil
}

func (schemeResolver) Text(_ context.Context, s *scheme.Scheme) (string, error) {
	return string(s.Text()), nil
}
