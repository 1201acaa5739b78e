package export_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/warehouse"
)

// Who may take what away: the right to export, the right to records for sets of records, and sensitive columns, wherever in a question they stand, for who administers.
func TestPermit(t *testing.T) {
	sets := []*warehouse.DataSet{
		{Name: "hazard", Kind: warehouse.RecordSet, Columns: []warehouse.DataColumn{{Name: "id"}, {Name: "phone", Sensitive: true}}},
		{Name: "region", Kind: warehouse.DimensionSet, Columns: []warehouse.DataColumn{{Name: "code"}}},
	}
	as := func(r access.Role) access.Caller {
		return access.Caller{Name: string(r), Role: r, Scope: access.Everything()}
	}
	phone := &warehouse.Expr{Column: "phone"}
	hidden := &warehouse.Expr{Call: "equals", Args: []*warehouse.Expr{{Call: "length", Args: []*warehouse.Expr{phone}}, {Literal: &warehouse.Literal{Type: "Int64", Text: "11"}}}}
	for _, c := range []struct {
		who  access.Caller
		q    warehouse.DataQuery
		want bool
	}{
		{as(access.Analyst), warehouse.DataQuery{Set: "hazard"}, true},
		{as(access.Office), warehouse.DataQuery{Set: "hazard"}, true},
		{as(access.Leader), warehouse.DataQuery{Set: "hazard"}, false},
		{as(access.Reader), warehouse.DataQuery{Set: "region"}, false},
		{as(access.Operator), warehouse.DataQuery{Set: "region"}, false},
		{access.Caller{}, warehouse.DataQuery{Set: "region"}, false},
		{as(access.Analyst), warehouse.DataQuery{Set: "hazard", Select: []warehouse.Selected{{Expr: phone}}}, false},
		{as(access.Analyst), warehouse.DataQuery{Set: "hazard", Where: hidden}, false},
		{as(access.Analyst), warehouse.DataQuery{Set: "hazard", Having: hidden}, false},
		{as(access.Analyst), warehouse.DataQuery{Set: "hazard", GroupBy: []*warehouse.Expr{phone}}, false},
		{as(access.Analyst), warehouse.DataQuery{Set: "hazard", Order: []warehouse.OrderedBy{{Expr: phone}}}, false},
		{as(access.Admin), warehouse.DataQuery{Set: "hazard", Where: hidden}, true},
		{access.Local(), warehouse.DataQuery{Set: "hazard", Select: []warehouse.Selected{{Expr: phone}}}, true},
		{as(access.Analyst), warehouse.DataQuery{Set: "no such set"}, true}, // the warehouse says that it does not exist
	} {
		err := export.Permit(c.who, sets, c.q)
		var fault *warehouse.Error
		if (err == nil) != c.want || err != nil && (!errors.As(err, &fault) || fault.Code != warehouse.Forbidden) {
			t.Errorf("%s asks %+v: %v", c.who.Name, c.q, err)
		}
	}
}

// Open looks first, and opens nothing for who may not.
func TestOpenPermits(t *testing.T) {
	b := setup(t, hazards(t, 1))
	if _, err := b.Open(context.Background(), access.Caller{Name: "x", Role: access.Reader, Scope: access.Everything()}, export.Request{Query: warehouse.DataQuery{Set: "hazard"}}); err == nil || len(b.data.asked) > 0 {
		t.Errorf("error %v, %d questions opened", err, len(b.data.asked))
	}
}

// A watermark of a fact that the caller may not see, or that the set is not made of, is not his to know.
func TestTheManifestSaysWhereTheDataCameFrom(t *testing.T) {
	b := setup(t, hazards(t, 2))
	limit := uint64(5)
	_, m := b.file(export.Request{Format: export.CSV, Query: warehouse.DataQuery{
		Set: "hazard", Region: "370303", Limit: &limit,
		Where: &warehouse.Expr{Call: "and", Args: []*warehouse.Expr{
			{Call: "equals", Args: []*warehouse.Expr{{Column: "note"}, {Literal: &warehouse.Literal{Type: "String", Text: "it's"}}}},
			{Call: "in", Args: []*warehouse.Expr{{Column: "id"}, {Literal: &warehouse.Literal{List: []warehouse.Literal{{Type: "Int64", Text: "1"}, {Type: "Int64", Text: "2"}}}}}},
		}},
		Order: []warehouse.OrderedBy{{Expr: &warehouse.Expr{Column: "id"}, Desc: true}},
	}})
	f := m.Filter
	if len(m.Watermarks) != 1 || m.Watermarks[0].System != "platform" || m.Watermarks[0].LastRecord != "2026-06-30" || m.DataVersion != 12 || m.Program != "anlan test" || !m.CreatedAt.Equal(noon.Truncate(time.Second)) {
		t.Errorf("manifest %+v", m)
	}
	if f.Region != "370303" || f.Where != `(note = 'it\'s') AND (id IN (1, 2))` || len(f.Order) != 1 || f.Order[0] != "-id" || *f.Limit != 5 || len(f.Scope) != 1 || f.Scope[0] != "*" {
		t.Errorf("filter %+v", f)
	}
	if c := m.Columns[4]; c.Name != "fine" || c.Type != "Decimal(18, 2)" || c.Unit != "元" || c.Title.ZH != "罚款" {
		t.Errorf("column %+v", c)
	}
}
