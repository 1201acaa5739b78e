package flight_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	arrowflight "github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"

	"anlan/export/flight"
)

// list reads a list as lines of text.
func list(ctx context.Context, t *testing.T, client *flightsql.Client, info *arrowflight.FlightInfo, err error) (lines []string, record arrow.Record) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := client.DoGet(ctx, info.GetEndpoint()[0].GetTicket())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Release()
	for reader.Next() {
		record = reader.Record()
		record.Retain()
		t.Cleanup(record.Release)
		for row := range int(record.NumRows()) {
			var cells []string
			for _, column := range record.Columns() {
				if column.DataType().ID() != arrow.BINARY {
					cells = append(cells, column.ValueStr(row))
				}
			}
			lines = append(lines, strings.Join(cells, "|"))
		}
	}
	if err := reader.Err(); err != nil {
		t.Fatal(err)
	}
	return lines, record
}

func TestTablesAreTheDataSetsThatTheCallerMayTakeAway(t *testing.T) {
	s := serve(t, &engine{}, func(c *flight.Config) { c.Callers = callers() })
	client := s.client(t)
	for _, c := range []struct {
		name, token string
		ask         *flightsql.GetTablesOpts
		want        []string
	}{
		{"all", "anlan_county", &flightsql.GetTablesOpts{}, []string{"(null)|anlan|hazard|TABLE", "(null)|anlan|hazard_readable|VIEW", "(null)|anlan|region|TABLE"}},
		{"a pattern", "anlan_county", &flightsql.GetTablesOpts{TableNameFilterPattern: new("hazard%")}, []string{"(null)|anlan|hazard|TABLE", "(null)|anlan|hazard_readable|VIEW"}},
		{"one character", "anlan_county", &flightsql.GetTablesOpts{TableNameFilterPattern: new("regio_")}, []string{"(null)|anlan|region|TABLE"}},
		{"a character that is meant", "anlan_county", &flightsql.GetTablesOpts{TableNameFilterPattern: new(`hazard\%`)}, nil},
		{"no expression", "anlan_county", &flightsql.GetTablesOpts{TableNameFilterPattern: new(`.*`)}, nil},
		{"a kind", "anlan_county", &flightsql.GetTablesOpts{TableTypes: []string{"VIEW"}}, []string{"(null)|anlan|hazard_readable|VIEW"}},
		{"the schema", "anlan_county", &flightsql.GetTablesOpts{DbSchemaFilterPattern: new("anlan"), TableTypes: []string{"VIEW"}}, []string{"(null)|anlan|hazard_readable|VIEW"}},
		{"another schema", "anlan_county", &flightsql.GetTablesOpts{DbSchemaFilterPattern: new("system")}, nil},
		{"a catalog", "anlan_county", &flightsql.GetTablesOpts{Catalog: new("main")}, nil},
		{"who may not", "anlan_reader", &flightsql.GetTablesOpts{}, nil},
	} {
		ctx := as(t.Context(), c.token)
		info, err := client.GetTables(ctx, c.ask)
		if got, _ := list(ctx, t, client, info, err); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	ctx := as(t.Context(), "anlan_county")
	info, err := client.GetTables(ctx, &flightsql.GetTablesOpts{IncludeSchema: true, TableNameFilterPattern: new("hazard")})
	_, record := list(ctx, t, client, info, err)
	schema, err := arrowflight.DeserializeSchema(record.Column(4).(*array.Binary).Value(0), memory.DefaultAllocator)
	if err != nil || schema.NumFields() != 3 || schema.Field(0).Type.ID() != arrow.UINT64 || schema.Field(2).Type.ID() != arrow.DATE32 {
		t.Fatalf("schema %v, %v", schema, err)
	}
	if doc, _ := schema.Field(1).Metadata.GetValue("description"); doc != "What was found." {
		t.Errorf("column %v", schema.Field(1))
	}
}

func TestListsThatToolsAskFor(t *testing.T) {
	client := serve(t, &engine{}, nil).client(t)
	ctx := t.Context()
	type call func(context.Context, ...grpc.CallOption) (*arrowflight.FlightInfo, error)
	hazard := flightsql.TableRef{Table: "hazard"}
	for _, c := range []struct {
		name string
		call call
		want []string
	}{
		{"catalogs", client.GetCatalogs, nil},
		{"kinds of tables", client.GetTableTypes, []string{"TABLE", "VIEW"}},
		{"schemas", func(ctx context.Context, o ...grpc.CallOption) (*arrowflight.FlightInfo, error) {
			return client.GetDBSchemas(ctx, &flightsql.GetDBSchemasOpts{}, o...)
		}, []string{"(null)|anlan"}},
		{"schemas by pattern", func(ctx context.Context, o ...grpc.CallOption) (*arrowflight.FlightInfo, error) {
			return client.GetDBSchemas(ctx, &flightsql.GetDBSchemasOpts{DbSchemaFilterPattern: new("x%")}, o...)
		}, nil},
		{"a key", func(ctx context.Context, o ...grpc.CallOption) (*arrowflight.FlightInfo, error) {
			return client.GetPrimaryKeys(ctx, flightsql.TableRef{Table: "region"}, o...)
		}, []string{"(null)|anlan|region|code|1|(null)", "(null)|anlan|region|valid_from|2|(null)"}},
		{"keys that refer to it", func(ctx context.Context, o ...grpc.CallOption) (*arrowflight.FlightInfo, error) {
			return client.GetExportedKeys(ctx, hazard, o...)
		}, nil},
		{"keys that it refers to", func(ctx context.Context, o ...grpc.CallOption) (*arrowflight.FlightInfo, error) {
			return client.GetImportedKeys(ctx, hazard, o...)
		}, nil},
		{"keys between two", func(ctx context.Context, o ...grpc.CallOption) (*arrowflight.FlightInfo, error) {
			return client.GetCrossReference(ctx, hazard, flightsql.TableRef{Table: "region"}, o...)
		}, nil},
	} {
		info, err := c.call(ctx)
		if got, _ := list(ctx, t, client, info, err); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWhatDriversAskOfAServer(t *testing.T) {
	client := serve(t, &engine{}, nil).client(t)
	ctx := t.Context()
	// 99999 is of a newer specification: it is left out, and the rest answered.
	info, err := client.GetSqlInfo(ctx, []flightsql.SqlInfo{
		flightsql.SqlInfoFlightSqlServerName, flightsql.SqlInfoFlightSqlServerVersion, flightsql.SqlInfoFlightSqlServerReadOnly, 99999,
		flightsql.SqlInfoFlightSqlServerTransaction, flightsql.SqlInfoIdentifierQuoteChar,
	})
	_, record := list(ctx, t, client, info, err)
	values := record.Column(1).(*array.DenseUnion)
	got := make([]string, 0, 5)
	for row := range int(record.NumRows()) {
		got = append(got, values.Field(values.ChildID(row)).ValueStr(int(values.ValueOffset(row))))
	}
	if want := []string{"Anlan", "0.6.0", "true", "0", `"`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	info, err = client.GetSqlInfo(ctx, []flightsql.SqlInfo{99999})
	if lines, _ := list(ctx, t, client, info, err); len(lines) != 0 {
		t.Errorf("of nothing known: %q", lines)
	}
	info, err = client.GetSqlInfo(ctx, nil)
	if lines, _ := list(ctx, t, client, info, err); len(lines) < 30 {
		t.Errorf("all: %d", len(lines))
	}
}

func TestWhatIsNotOfferedIsRefusedInWords(t *testing.T) {
	client := serve(t, &engine{}, nil).client(t)
	ctx := t.Context()
	_, err := client.ExecuteUpdate(ctx, "DELETE FROM hazard")
	wantStatus(t, err, codes.Unimplemented, "data sets can only be read")
	_, err = client.BeginTransaction(ctx)
	wantStatus(t, err, codes.Unimplemented, "no transactions")
	_, err = client.ExecuteSubstrait(ctx, flightsql.SubstraitPlan{Plan: []byte{1}, Version: "0.1"})
	wantStatus(t, err, codes.Unimplemented, "ask with SQL")
	_, err = client.GetXdbcTypeInfo(ctx, nil)
	wantStatus(t, err, codes.Unimplemented, "not implemented")
}
