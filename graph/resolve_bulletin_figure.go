package graph

import (
	"context"

	"anlan/graph/generated"
	"anlan/reports/dispatch"
	"anlan/reports/document"
)

func (r bulletinContentResolver) Figures(_ context.Context, b *dispatch.Bulletin, language string) ([]generated.BulletinFigure, error) {
	d := b.Content.Composition.Documents[document.Language(language)]
	if d == nil {
		return nil, nil
	}
	list := make([]generated.BulletinFigure, len(d.Figures))
	for i := range d.Figures {
		list[i] = r.figure(b.ID, d, &d.Figures[i])
	}
	return list, nil
}

// figure traces a printed figure of a bulletin to its question and records.
func (r *Resolver) figure(id string, d *document.Document, f *document.Figure) generated.BulletinFigure {
	out := generated.BulletinFigure{
		ID: f.ID, Text: f.Text, Label: f.Label, Query: f.Query, Row: orNil(f.Row), Metric: orNil(f.Metric), Unit: orNil(f.Unit),
		Role: f.Role, Against: orNil(f.Against), State: f.State, Exact: f.Exact, Places: int(f.Places),
		Records: d.Records(f, r.sources.Figures.Catalogue()), Address: FigureAddress(id, f.ID, d.Language),
	}
	for _, q := range d.Queries {
		if q.Name == f.Query {
			out.Question, out.Asked = q.Metric, orNil(q.Other)
		}
	}
	return out
}
