package flight

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql/schema_ref"

	"anlan/access"
	"anlan/export"
	"anlan/warehouse"
)

// Kinds of tables: what was loaded, and what is joined for reading.
const (
	tableKind = "TABLE"
	viewKind  = "VIEW"
)

func kindOf(set *warehouse.DataSet) string {
	if set.Kind == warehouse.ReadableSet {
		return viewKind
	}
	return tableKind
}

// visible lists the data sets that a caller may take away.
func (a *answers) visible(caller access.Caller) []*warehouse.DataSet {
	all := a.data.DataSets()
	var sets []*warehouse.DataSet
	for _, set := range all {
		seen := set.Fact == "" || caller.Scope.SeesFact(set.Fact)
		if seen && export.Permit(caller, all, warehouse.DataQuery{Set: set.Name}) == nil {
			sets = append(sets, set)
		}
	}
	return sets
}

// GetFlightInfoCatalogs and the like say where a list is had: here, at once.
func (a *answers) GetFlightInfoCatalogs(_ context.Context, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, schema_ref.Catalogs), nil
}

// DoGetCatalogs lists none: names of tables stand alone.
func (a *answers) DoGetCatalogs(context.Context) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return a.list(schema_ref.Catalogs, func(*array.RecordBuilder) error { return nil })
}

func (a *answers) GetFlightInfoSchemas(_ context.Context, _ flightsql.GetDBSchemas, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, schema_ref.DBSchemas), nil
}

// DoGetDBSchemas lists the one schema.
func (a *answers) DoGetDBSchemas(_ context.Context, q flightsql.GetDBSchemas) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return a.list(schema_ref.DBSchemas, func(b *array.RecordBuilder) error {
		if uncatalogued(q.GetCatalog()) && matches(q.GetDBSchemaFilterPattern(), schemaName) {
			b.Field(0).AppendNull()
			put(b, 1, schemaName)
		}
		return nil
	})
}

func (a *answers) GetFlightInfoTableTypes(_ context.Context, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, schema_ref.TableTypes), nil
}

// DoGetTableTypes lists the kinds of data sets.
func (a *answers) DoGetTableTypes(context.Context) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return a.list(schema_ref.TableTypes, func(b *array.RecordBuilder) error {
		put(b, 0, tableKind, viewKind)
		return nil
	})
}

func tablesSchema(q flightsql.GetTables) *arrow.Schema {
	if q.GetIncludeSchema() {
		return schema_ref.TablesWithIncludedSchema
	}
	return schema_ref.Tables
}

func (a *answers) GetFlightInfoTables(_ context.Context, q flightsql.GetTables, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, tablesSchema(q)), nil
}

// DoGetTables lists the data sets that the caller may take away.
func (a *answers) DoGetTables(ctx context.Context, q flightsql.GetTables) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	caller, _ := access.From(ctx)
	return a.list(tablesSchema(q), func(b *array.RecordBuilder) error {
		if !uncatalogued(q.GetCatalog()) || !matches(q.GetDBSchemaFilterPattern(), schemaName) {
			return nil
		}
		for _, set := range a.visible(caller) {
			kinds := q.GetTableTypes()
			if !matches(q.GetTableNameFilterPattern(), set.Name) || len(kinds) > 0 && !slices.Contains(kinds, kindOf(set)) {
				continue
			}
			b.Field(0).AppendNull()
			put(b, 1, schemaName)
			put(b, 2, set.Name)
			put(b, 3, kindOf(set))
			if q.GetIncludeSchema() {
				schema, err := resultSchema(caller, plain{set: set})
				if err != nil {
					return err
				}
				if described, ok := b.Field(4).(*array.BinaryBuilder); ok {
					described.Append(flight.SerializeSchema(arrow.NewSchema(schema.Fields(), nil), a.mem)) // of no version
				}
			}
		}
		return nil
	})
}

func (a *answers) GetFlightInfoPrimaryKeys(_ context.Context, _ flightsql.TableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, schema_ref.PrimaryKeys), nil
}

// DoGetPrimaryKeys gives the key of a data set.
func (a *answers) DoGetPrimaryKeys(ctx context.Context, ref flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	caller, _ := access.From(ctx)
	return a.list(schema_ref.PrimaryKeys, func(b *array.RecordBuilder) error {
		sets := a.visible(caller)
		at := slices.IndexFunc(sets, func(s *warehouse.DataSet) bool { return s.Name == ref.Table })
		if at < 0 || !uncatalogued(ref.Catalog) || ref.DBSchema != nil && *ref.DBSchema != schemaName {
			return nil
		}
		for i, column := range sets[at].Key {
			b.Field(0).AppendNull()
			put(b, 1, schemaName)
			put(b, 2, ref.Table)
			put(b, 3, column)
			if err := b.Field(4).AppendValueFromString(strconv.Itoa(i + 1)); err != nil {
				return err
			}
			b.Field(5).AppendNull()
		}
		return nil
	})
}

func (a *answers) GetFlightInfoExportedKeys(_ context.Context, _ flightsql.TableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, schema_ref.ExportedKeys), nil
}

// DoGetExportedKeys and the like list none: data sets do not refer to each other. Tools that draw them ask all the same.
func (a *answers) DoGetExportedKeys(context.Context, flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return a.list(schema_ref.ExportedKeys, func(*array.RecordBuilder) error { return nil })
}

func (a *answers) GetFlightInfoImportedKeys(_ context.Context, _ flightsql.TableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, schema_ref.ImportedKeys), nil
}

func (a *answers) DoGetImportedKeys(context.Context, flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return a.list(schema_ref.ImportedKeys, func(*array.RecordBuilder) error { return nil })
}

func (a *answers) GetFlightInfoCrossReference(_ context.Context, _ flightsql.CrossTableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return a.here(d, schema_ref.CrossReference), nil
}

func (a *answers) DoGetCrossReference(context.Context, flightsql.CrossTableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return a.list(schema_ref.CrossReference, func(*array.RecordBuilder) error { return nil })
}

// put adds texts to a column of a list.
func put(b *array.RecordBuilder, column int, texts ...string) {
	if builder, ok := b.Field(column).(*array.StringBuilder); ok {
		builder.AppendValues(texts, nil)
	}
}

// here says that what a command asks for is had with the command itself as the ticket.
func (a *answers) here(d *flight.FlightDescriptor, schema *arrow.Schema) *flight.FlightInfo {
	return &flight.FlightInfo{
		Endpoint:         []*flight.FlightEndpoint{{Ticket: &flight.Ticket{Ticket: d.GetCmd()}}},
		FlightDescriptor: d, Schema: flight.SerializeSchema(schema, a.mem), TotalRecords: -1, TotalBytes: -1,
	}
}

// list makes a list whole before the first of it is sent, so that nobody waits for a client that went away.
func (a *answers) list(schema *arrow.Schema, fill func(*array.RecordBuilder) error) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	builder := array.NewRecordBuilder(a.mem, schema)
	defer builder.Release()
	if err := fill(builder); err != nil {
		return nil, nil, err
	}
	record := builder.NewRecord()
	defer record.Release()
	var chunks []flight.StreamChunk
	err := pieces(record, 0, func(piece arrow.Record) error {
		piece.Retain()
		chunks = append(chunks, flight.StreamChunk{Data: piece})
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return schema, filled(chunks), nil
}

// filled is a channel that holds all that will ever come.
func filled(chunks []flight.StreamChunk) <-chan flight.StreamChunk {
	all := make(chan flight.StreamChunk, len(chunks))
	for _, chunk := range chunks {
		all <- chunk
	}
	close(all)
	return all
}

// uncatalogued tells whether a filter of catalogs lets tables without one through.
func uncatalogued(filter *string) bool { return filter == nil || *filter == "" }

// matches tells whether a name is like a pattern of SQL: % any text, _ any character, \ before one that is meant. No pattern is like everything.
func matches(pattern *string, name string) bool {
	if pattern == nil {
		return true
	}
	var expression strings.Builder
	expression.WriteString("(?s)^")
	escaped := false
	for _, r := range *pattern {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && r == '%':
			expression.WriteString(".*")
		case !escaped && r == '_':
			expression.WriteString(".")
		default:
			expression.WriteString(regexp.QuoteMeta(string(r)))
		}
		escaped = false
	}
	expression.WriteString("$")
	like, err := regexp.Compile(expression.String())
	return err == nil && like.MatchString(name)
}
