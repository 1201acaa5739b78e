package graph

import (
	"slices"
	"strings"

	"anlan/export"
	"anlan/export/query"
	"anlan/graph/generated"
	"anlan/warehouse"
)

// exportRequest reads what is to leave. Names and conditions are read as those of GET /export/NAME are.
func (r *Resolver) exportRequest(in generated.ExportInput) (export.Request, error) {
	none := export.Request{}
	set, err := r.dataSet(in.DataSet)
	if err != nil {
		return none, err
	}
	version, err := versionNumber(in.Version)
	if err != nil {
		return none, err
	}
	switch {
	case in.Version != nil && version == 0:
		return none, warehouse.Fault(warehouse.BadRequest, "version: the first is 1; leave it out for the newest")
	case in.Where != nil && strings.TrimSpace(*in.Where) == "":
		return none, warehouse.Fault(warehouse.BadRequest, "where is empty: leave it out, or say which")
	}
	q := warehouse.DataQuery{
		Set: set.Name, Region: orZero(in.Region), Tree: in.Tree, Sector: orZero(in.Sector), From: orZero(in.From), To: orZero(in.To), Limit: in.Limit, Version: version,
	}
	if in.Period != nil {
		if in.From != nil || in.To != nil {
			return none, warehouse.Fault(warehouse.BadRequest, "period takes the place of from and to: give one of them")
		}
		q.From, q.To = in.Period.From, in.Period.To
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return none, warehouse.Fault(warehouse.BadRequest, "to, %s, is before from, %s", q.To, q.From)
	}
	if q.Select, err = query.Columns(strings.Join(in.Columns, ",")); err != nil {
		return none, err
	}
	for i, name := range in.Columns {
		if slices.Contains(in.Columns[:i], name) {
			return none, warehouse.Fault(warehouse.BadRequest, "the column %s is named twice", name)
		}
	}
	if q.Order, err = query.Order(strings.Join(in.Order, ","), set); err != nil {
		return none, err
	}
	if q.Where, err = query.Where(orZero(in.Where), set); err != nil {
		return none, err
	}
	return export.Request{Query: q, Format: in.Format, Options: export.Options{Compression: orZero(in.Compression), BOM: in.Bom, Charset: orZero(in.Charset)}}, nil
}

// dataSet finds a data set; whether the caller may have it is asked when it is opened.
func (r *Resolver) dataSet(name string) (*warehouse.DataSet, error) {
	if r.sources.DataSets != nil {
		for _, set := range r.sources.DataSets.DataSets() {
			if set.Name == name {
				return set, nil
			}
		}
	}
	return nil, warehouse.Fault(warehouse.NotFound, "there is no data set %q; dataSets lists those that there are", name)
}
