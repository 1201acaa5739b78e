package flight

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"

	"anlan/access"
	"anlan/export"
	"anlan/warehouse"
)

// schemaName is the one schema that the data sets lie in. There are no catalogs: clients then write no more than the name of a table.
const schemaName = "anlan"

// resultSchema describes the records of an answer, before any of them is there: in the words of every export, and for each column in those that drivers of Flight
// SQL look for.
func resultSchema(caller access.Caller, reading warehouse.DataReading) (*arrow.Schema, error) {
	schema, err := export.ArrowSchema(caller, reading)
	if err != nil {
		return nil, err
	}
	fields := schema.Fields()
	for i, c := range reading.Columns() {
		fields[i].Metadata = forDrivers(fields[i].Metadata, reading.Set(), c)
	}
	about := schema.Metadata()
	return arrow.NewSchema(fields, &about), nil
}

func forDrivers(about arrow.Metadata, set *warehouse.DataSet, c warehouse.DataColumn) arrow.Metadata {
	said := flightsql.NewColumnMetadataBuilder().SchemaName(schemaName).TableName(set.Name).TypeName(c.Type).IsReadOnly(true).Metadata()
	return arrow.NewMetadata(append(slices.Clone(about.Keys()), said.Keys()...), append(slices.Clone(about.Values()), said.Values()...))
}

// plain is a data set as it is described where nobody asks it: all that SELECT * gives.
type plain struct {
	warehouse.DataReading
	set *warehouse.DataSet
}

func (p plain) Set() *warehouse.DataSet     { return p.set }
func (p plain) Version() *warehouse.Version { return &warehouse.Version{} }
func (p plain) Query() warehouse.DataQuery  { return warehouse.DataQuery{Set: p.set.Name} }

func (p plain) Columns() []warehouse.DataColumn {
	return slices.DeleteFunc(slices.Clone(p.set.Columns), func(c warehouse.DataColumn) bool { return c.Sensitive })
}
