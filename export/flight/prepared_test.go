package flight_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"anlan/export/flight"
	"anlan/warehouse"
)

// one is a row of parameters of the given types, written as text.
func one(t *testing.T, values map[string]arrow.DataType, order ...string) arrow.Record {
	t.Helper()
	fields := make([]arrow.Field, len(order))
	for i, value := range order {
		fields[i] = arrow.Field{Name: strconv.Itoa(i), Type: values[value], Nullable: true}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i, value := range order {
		if err := builder.Field(i).AppendValueFromString(value); err != nil {
			t.Fatal(err)
		}
	}
	return builder.NewRecord()
}

// literals lists the constants of a condition.
func literals(e *warehouse.Expr) (found []warehouse.Literal) {
	if e == nil {
		return nil
	}
	if e.Literal != nil {
		found = append(found, *e.Literal)
	}
	for _, argument := range e.Args {
		found = append(found, literals(argument)...)
	}
	return found
}

func TestAPreparedStatementIsReadWithWhatIsBound(t *testing.T) {
	e := &engine{rows: 10}
	client := serve(t, e, nil).client(t)
	ctx := t.Context()
	prepared, err := client.Prepare(ctx, "SELECT id, detail, found_on FROM hazard WHERE found_on >= ? AND detail = ? AND id > ? LIMIT ?")
	if err != nil {
		t.Fatal(err)
	}
	if prepared.DatasetSchema().NumFields() != 3 {
		t.Errorf("answer %v", prepared.DatasetSchema())
	}
	types := make([]string, 0, 4)
	for _, f := range prepared.ParameterSchema().Fields() {
		types = append(types, f.Name+" "+f.Type.String())
	}
	if want := []string{"parameter_1 date32", "parameter_2 utf8", "parameter_3 uint64", "parameter_4 int64"}; !slices.Equal(types, want) {
		t.Errorf("parameters %q, want %q", types, want)
	}
	_, err = prepared.Execute(ctx)
	wantStatus(t, err, codes.InvalidArgument, "4 parameters")

	for _, injected := range []string{"配电箱", "' OR 1=1 --", `\'; DROP TABLE hazard; --`, "{x:String}", "?"} {
		prepared.SetParameters(one(t, map[string]arrow.DataType{
			"2026-05-01": arrow.FixedWidthTypes.Date32, injected: arrow.BinaryTypes.String, "7": arrow.PrimitiveTypes.Int32, "100": arrow.PrimitiveTypes.Int64,
		}, "2026-05-01", injected, "7", "100"))
		info, err := prepared.Execute(ctx)
		if err != nil {
			t.Fatal(err)
		}
		n, _, err := rows(ctx, client, info)
		if err != nil || n != 10 {
			t.Errorf("%d rows, %v", n, err)
		}
		asked := e.last()
		want := []warehouse.Literal{{Type: "Date32", Text: "2026-05-01"}, {Type: "String", Text: injected}, {Type: "Number", Text: "7"}}
		if got := literals(asked.Where); fmt.Sprint(got) != fmt.Sprint(want) || *asked.Limit != 100 || asked.Version != 7 {
			t.Errorf("asked %v, limit %d of version %d", got, *asked.Limit, asked.Version)
		}
	}
	if err := prepared.Close(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestValuesOfEveryTypeCanBeBound(t *testing.T) {
	beijing := &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "Asia/Shanghai"}
	for _, c := range []struct {
		value string
		of    arrow.DataType
		want  warehouse.Literal
	}{
		{"重大", arrow.BinaryTypes.String, warehouse.Literal{Type: "String", Text: "重大"}},
		{"重大", arrow.BinaryTypes.LargeString, warehouse.Literal{Type: "String", Text: "重大"}},
		{"-128", arrow.PrimitiveTypes.Int8, warehouse.Literal{Type: "Number", Text: "-128"}},
		{"18446744073709551615", arrow.PrimitiveTypes.Uint64, warehouse.Literal{Type: "Number", Text: "18446744073709551615"}},
		{"0.5", arrow.PrimitiveTypes.Float64, warehouse.Literal{Type: "Float64", Text: "0.5"}},
		{"12.30", &arrow.Decimal128Type{Precision: 18, Scale: 2}, warehouse.Literal{Type: "Decimal", Text: "12.30"}},
		{"9007199254740993.01", &arrow.Decimal128Type{Precision: 38, Scale: 2}, warehouse.Literal{Type: "Decimal", Text: "9007199254740993.01"}}, // more than a float holds
		{"true", arrow.FixedWidthTypes.Boolean, warehouse.Literal{Type: "Bool", Text: "true"}},
		{"1949-10-01", arrow.FixedWidthTypes.Date32, warehouse.Literal{Type: "Date32", Text: "1949-10-01"}},
		{"2026-05-01", arrow.FixedWidthTypes.Date64, warehouse.Literal{Type: "Date32", Text: "2026-05-01"}},
		{"2026-05-01 00:30:00", &arrow.TimestampType{Unit: arrow.Second}, warehouse.Literal{Type: "DateTime64", Text: "2026-05-01 00:30:00"}},
		{"2026-05-01 00:30:00.125", beijing, warehouse.Literal{Type: "DateTime64", Text: "2026-05-01 08:30:00.125"}}, // half past midnight of UTC
		{array.NullValueStr, arrow.BinaryTypes.String, warehouse.Literal{Type: "Null"}},
	} {
		t.Run(c.of.String(), func(t *testing.T) {
			e := &engine{rows: 1}
			client := serve(t, e, nil).client(t)
			prepared, err := client.Prepare(t.Context(), "SELECT id, detail, found_on FROM hazard WHERE detail = ?")
			if err != nil {
				t.Fatal(err)
			}
			prepared.SetParameters(one(t, map[string]arrow.DataType{c.value: c.of}, c.value))
			if _, err := prepared.Execute(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := literals(e.last().Where); len(got) != 1 || got[0].Type != c.want.Type || got[0].Text != c.want.Text {
				t.Errorf("bound %v, want %v", got, c.want)
			}
		})
	}
}

func TestWhatCannotBeBoundIsSaid(t *testing.T) {
	client := serve(t, &engine{}, nil).client(t)
	ctx := t.Context()
	prepared, err := client.Prepare(ctx, "SELECT id, detail, found_on FROM hazard WHERE detail = ?")
	if err != nil {
		t.Fatal(err)
	}
	bind := func(record arrow.Record) error {
		prepared.SetParameters(record)
		_, err := prepared.Execute(ctx)
		return err
	}
	two := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String}}, nil))
	two.Field(0).(*array.StringBuilder).AppendValues([]string{"a", "b"}, nil)
	wantStatus(t, bind(two.NewRecord()), codes.InvalidArgument, "one row of parameters, not several")
	wantStatus(t, bind(one(t, map[string]arrow.DataType{"a": arrow.BinaryTypes.String, "b": arrow.BinaryTypes.String}, "a", "b")), codes.InvalidArgument, "1 parameters")
	list := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.ListOf(arrow.BinaryTypes.String)}}, nil))
	list.Field(0).(*array.ListBuilder).Append(true)
	wantStatus(t, bind(list.NewRecord()), codes.InvalidArgument, "cannot be bound")
}

// Statements that nobody closes do not stay for ever, and a caller cannot fill the memory with them.
func TestPreparedStatementsAreOfOneCallerAndGo(t *testing.T) {
	now := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	s := serve(t, &engine{rows: 1}, func(c *flight.Config) { c.Callers, c.Now = callers(), func() time.Time { return now } })
	client := s.client(t)
	county, other := as(t.Context(), "anlan_county"), as(t.Context(), "anlan_other")
	prepare := func() *flightsql.PreparedStatement {
		p, err := client.Prepare(county, everything)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first := prepare()
	_, err := first.Execute(other)
	wantStatus(t, err, codes.NotFound, "no such prepared statement")
	_, err = first.Execute(county)
	wantStatus(t, err, codes.OK, "")
	now = now.Add(20 * time.Minute)
	_, err = first.Execute(county) // which keeps it
	wantStatus(t, err, codes.OK, "")
	now = now.Add(20 * time.Minute)
	_, err = first.GetSchema(county)
	wantStatus(t, err, codes.OK, "")
	now = now.Add(31 * time.Minute)
	_, err = first.Execute(county)
	wantStatus(t, err, codes.NotFound, "nobody used it for 30 minutes")

	oldest := prepare()
	for range 256 {
		now = now.Add(time.Second)
		prepare()
	}
	_, err = oldest.Execute(county)
	wantStatus(t, err, codes.NotFound, "no such prepared statement")
}

func TestWhatIsNotAskedForByAQuestionIsRefusedWithItsPlace(t *testing.T) {
	e := &engine{}
	client := serve(t, e, nil).client(t)
	for sql, words := range map[string]string{
		"SELECT * FROM system.tables":                           "system",
		"SELECT * FROM hazard; DROP TABLE hazard":               "one statement at a time",
		"SELECT * FROM file('/etc/passwd')":                     "line 1, column",
		"SELECT * FROM hazard SETTINGS max_memory_usage = 0":    "SETTINGS is not read",
		"DROP TABLE hazard":                                     "DROP is not read",
		"SELECT * FROM hazard h JOIN region r ON h.id = r.code": "joins are not read",
		"":                                   "there is no question",
		"SELECT sleepEachRow(3) FROM hazard": "there is no function",
	} {
		_, err := client.Execute(t.Context(), sql)
		if code := status.Code(err); code != codes.InvalidArgument && code != codes.NotFound || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v", sql, err)
		}
		_, err = client.Prepare(t.Context(), sql)
		if code := status.Code(err); code != codes.InvalidArgument && code != codes.NotFound {
			t.Errorf("%q prepared: %v", sql, err)
		}
	}
	if len(e.asked) != 0 {
		t.Errorf("asked all the same: %+v", e.asked)
	}
}

// Clients try a connection by it.
func TestAnswersWithoutADataSet(t *testing.T) {
	client := serve(t, &engine{}, nil).client(t)
	info, err := client.Execute(t.Context(), "SELECT 1, 'x' AS name, NULL AS nothing, true AS yes")
	if err != nil {
		t.Fatal(err)
	}
	lines, record := list(t.Context(), t, client, info, err)
	if !slices.Equal(lines, []string{"1|x|(null)|true"}) || record.ColumnName(1) != "name" || record.Column(0).DataType().ID() != arrow.INT64 {
		t.Errorf("%q %v", lines, record.Schema())
	}
}
