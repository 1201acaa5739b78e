package graph

import (
	"anlan/export"
	"anlan/graph/generated"
	"anlan/warehouse"
)

// exportRequest reads what is to leave.
func (r *Resolver) exportRequest(in generated.ExportInput) (export.Request, error) {
	version, err := versionNumber(in.Version)
	if err != nil {
		return export.Request{}, err
	}
	q := warehouse.DataQuery{
		Set: in.DataSet, Region: orZero(in.Region), Tree: in.Tree, Sector: orZero(in.Sector), From: orZero(in.From), To: orZero(in.To), Limit: in.Limit, Version: version,
	}
	if in.Period != nil {
		if in.From != nil || in.To != nil {
			return export.Request{}, warehouse.Fault(warehouse.BadRequest, "period takes the place of from and to: give one of them")
		}
		q.From, q.To = in.Period.From, in.Period.To
	}
	return export.Request{Query: q, Format: in.Format, Options: export.Options{Compression: orZero(in.Compression), BOM: in.Bom, Charset: orZero(in.Charset)}}, nil
}
