package interop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-adbc/go/adbc"
	"github.com/apache/arrow-adbc/go/adbc/driver/flightsql"
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// flight says where Flight SQL is answered and what its answers are.
type flight struct {
	Address   string     `json:"address"` // grpc://127.0.0.1:8815
	Token     string     `json:"token"`   // of who sees everything
	County    string     `json:"county"`  // of who sees one county
	Sets      []string   `json:"sets"`
	Questions []question `json:"questions"`
	Halt      string     `json:"halt"` // a file that there is once the server has gone away
}

// question is a statement with what the engine says of its answer.
type question struct {
	SQL     string   `json:"sql"`
	County  bool     `json:"county"` // asked by the county
	HTTP    string   `json:"http"`   // the same as an Arrow stream
	Columns []column `json:"columns"`
	Figures *figures `json:"figures"` // nil: what HTTP says
}

// connect opens a connection as a client's options say.
func connect(t *testing.T, f flight, options map[string]string) (adbc.Connection, error) {
	t.Helper()
	options[adbc.OptionKeyURI] = f.Address
	db, err := flightsql.NewDriver(memory.DefaultAllocator).NewDatabase(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	connection, err := db.Open(t.Context())
	if err == nil {
		t.Cleanup(func() { _ = connection.Close() })
	}
	return connection, err
}

func bearer(token string) map[string]string {
	return map[string]string{flightsql.OptionAuthorizationHeader: "Bearer " + token}
}

func mustConnect(t *testing.T, f flight, token string) adbc.Connection {
	t.Helper()
	connection, err := connect(t, f, bearer(token))
	if err != nil {
		t.Fatal(err)
	}
	return connection
}

// query reads the answer of a statement.
func query(ctx context.Context, connection adbc.Connection, sql string, bound ...arrow.RecordBatch) (table, error) {
	statement, err := connection.NewStatement()
	if err != nil {
		return table{}, err
	}
	defer statement.Close()
	if err := statement.SetSqlQuery(sql); err != nil {
		return table{}, err
	}
	for _, values := range bound {
		if err := statement.Prepare(ctx); err != nil {
			return table{}, err
		}
		if err := statement.Bind(ctx, values); err != nil {
			return table{}, err
		}
	}
	rows, _, err := statement.ExecuteQuery(ctx)
	if err != nil {
		return table{}, err
	}
	defer rows.Release()
	return readAll(rows)
}

// one is the single value of an answer.
func one(t *testing.T, connection adbc.Connection, sql string, bound ...arrow.RecordBatch) string {
	t.Helper()
	answer, err := query(t.Context(), connection, sql, bound...)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if len(answer.values) != 1 || len(answer.values[0]) != 1 || answer.values[0][0] == nil {
		t.Fatalf("%s: not one value", sql)
	}
	return *answer.values[0][0]
}

func TestTheDriverSignsInByTokenOrPassword(t *testing.T) {
	f := handedOver(t).Flight
	for name, options := range map[string]map[string]string{
		"token":    bearer(f.Token),
		"password": {adbc.OptionKeyUsername: "anybody", adbc.OptionKeyPassword: f.Token},
	} {
		connection, err := connect(t, f, options)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := one(t, connection, "SELECT count(*) FROM obligation"); got != "1" {
			t.Errorf("%s: %s rows", name, got)
		}
	}
	for name, options := range map[string]map[string]string{
		"wrong token": bearer("anl_wrong"), "wrong password": {adbc.OptionKeyUsername: "anybody", adbc.OptionKeyPassword: "wrong"}, "nothing": {},
	} {
		connection, err := connect(t, f, options)
		if err == nil {
			_, err = query(t.Context(), connection, "SELECT count(*) FROM obligation")
		}
		if code := codeOf(err); code != adbc.StatusUnauthenticated {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// codeOf is the driver's code of an error.
func codeOf(err error) adbc.Status {
	var fault adbc.Error
	if errors.As(err, &fault) {
		return fault.Code
	}
	return adbc.StatusOK
}

func TestTheDriverListsTheDataSets(t *testing.T) {
	f := handedOver(t).Flight
	connection := mustConnect(t, f, f.Token)
	kinds, err := connection.GetTableTypes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer kinds.Release()
	listed, err := readAll(kinds)
	if err != nil || len(listed.values[0]) != 2 {
		t.Errorf("table types: %v %v", listed.values, err)
	}
	objects, err := connection.GetObjects(t.Context(), adbc.ObjectDepthTables, nil, nil, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer objects.Release()
	var all strings.Builder
	for objects.Next() {
		text, err := objects.RecordBatch().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, set := range f.Sets {
		if !strings.Contains(all.String(), `"`+set+`"`) {
			t.Errorf("%s is not among the tables: %s", set, &all)
		}
	}
}

// What comes by Flight SQL is what comes by HTTP, value by value, and its columns are described in the same words.
func TestEveryDataSetComesByFlightAsByHTTP(t *testing.T) {
	f := handedOver(t).Flight
	admin, county := mustConnect(t, f, f.Token), mustConnect(t, f, f.County)
	for _, q := range f.Questions {
		connection, token := admin, f.Token
		if q.County {
			connection, token = county, f.County
		}
		got, err := query(t.Context(), connection, q.SQL)
		if err != nil {
			t.Errorf("%s: %v", q.SQL, err)
			continue
		}
		schema, want := overHTTP(t, q.HTTP, token)
		if q.Figures == nil {
			all := want.figures(q.Columns)
			for i := range all.Columns {
				all.Columns[i].Type, all.Columns[i].Nullable = q.Columns[i].Type, strings.HasPrefix(q.Columns[i].Type, "Nullable(")
			}
			q.Figures = &all
		}
		got.compare(t, q.SQL, q.Columns, *q.Figures)
		set, isWhole := strings.CutPrefix(q.SQL, "SELECT * FROM ")
		if !isWhole || strings.Contains(set, " ") {
			continue
		}
		described, err := connection.GetTableSchema(t.Context(), nil, nil, set)
		if err != nil {
			t.Errorf("%s: %v", set, err)
			continue
		}
		for _, field := range schema.Fields() {
			if other, ok := described.FieldsByName(field.Name); !ok || !ofSQL(other[0]).Equal(field) {
				t.Errorf("%s: HTTP has %v, the table's schema %v", set, field, other)
			}
		}
	}
}

// ofSQL is a field without what Flight SQL says of it besides.
func ofSQL(field arrow.Field) arrow.Field {
	kept := map[string]string{}
	for key, value := range field.Metadata.ToMap() {
		if !strings.HasPrefix(key, "ARROW:FLIGHT:SQL:") {
			kept[key] = value
		}
	}
	field.Metadata = arrow.MetadataFrom(kept)
	return field
}

func TestAPreparedStatementTakesParameters(t *testing.T) {
	f := handedOver(t).Flight
	connection := mustConnect(t, f, f.Token)
	want := one(t, connection, "SELECT count(*) FROM hazard WHERE level = 'major' AND found_on >= '2025-02-01' AND penalty < 100.5")
	if want == "0" {
		t.Fatal("nothing to count")
	}
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "1", Type: arrow.BinaryTypes.String}, {Name: "2", Type: arrow.FixedWidthTypes.Date32}, {Name: "3", Type: arrow.PrimitiveTypes.Float64},
	}, nil)
	values, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"1": "major", "2": "2025-02-01", "3": 100.5}]`))
	if err != nil {
		t.Fatal(err)
	}
	defer values.Release()
	if got := one(t, connection, "SELECT count(*) FROM hazard WHERE level = ? AND found_on >= ? AND penalty < ?", values); got != want {
		t.Errorf("with parameters %s, with their values %s", got, want)
	}
	text := arrow.NewSchema([]arrow.Field{{Name: "1", Type: arrow.BinaryTypes.String}}, nil)
	quoted, _, err := array.RecordFromJSON(memory.DefaultAllocator, text, strings.NewReader(`[{"1": "x' OR 1=1 --"}]`))
	if err != nil {
		t.Fatal(err)
	}
	defer quoted.Release()
	if got := one(t, connection, "SELECT count(*) FROM hazard WHERE level = ?", quoted); got != "0" {
		t.Errorf("a parameter became SQL: %s rows", got)
	}
}

func TestACancelledQueryEndsAndTheConnectionGoesOn(t *testing.T) {
	f := handedOver(t).Flight
	connection := mustConnect(t, f, f.Token)
	statement, err := connection.NewStatement()
	if err != nil {
		t.Fatal(err)
	}
	defer statement.Close()
	if err := statement.SetSqlQuery("SELECT * FROM training"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rows, _, err := statement.ExecuteQuery(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Release()
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	cancel()
	for rows.Next() { //nolint:revive // what was on its way still comes
	}
	if rows.Err() == nil {
		t.Error("a cancelled query ended as if it were whole")
	}
	if got := one(t, connection, "SELECT count(*) FROM obligation"); got != "1" {
		t.Errorf("after that %s rows", got)
	}
}

func TestOtherSQLIsRefused(t *testing.T) {
	f := handedOver(t).Flight
	connection := mustConnect(t, f, f.Token)
	for _, sql := range []string{
		"DROP TABLE hazard", "INSERT INTO hazard VALUES (1)", "SELECT 1; DROP TABLE hazard", "SELECT * FROM system.tables", "SELECT * FROM file('/etc/passwd')",
		"SELECT * FROM url('http://127.0.0.1/')", "SELECT file('/etc/passwd') FROM hazard", "SELECT * FROM hazard JOIN training USING (id)", "SELECT * FROM hazard SETTINGS max_threads = 1",
		"SELECT * FROM hazard INTO OUTFILE '/tmp/x'", "SELECT no_column FROM hazard", "SELECT * FROM no_table", "",
	} {
		answer, err := query(t.Context(), connection, sql)
		if code := codeOf(err); err == nil || code == adbc.StatusInternal || code == adbc.StatusUnknown || code == adbc.StatusOK {
			t.Errorf("%q: %v %v", sql, err, answer.names)
		}
	}
	county := mustConnect(t, f, f.County)
	if _, err := query(t.Context(), county, "SELECT person FROM training"); codeOf(err) != adbc.StatusUnauthorized {
		t.Errorf("a county asks for persons: %v", err)
	}
	if all, own := one(t, connection, "SELECT count(*) FROM hazard"), one(t, county, "SELECT count(*) FROM hazard"); all == own {
		t.Errorf("a county sees all %s hazards", all)
	}
}

// test/export takes the server away once this says that it reads.
func TestAStreamThatBreaksOff(t *testing.T) {
	f := handedOver(t).Flight
	if f.Halt == "" {
		t.Skip("the server stays")
	}
	statement, err := mustConnect(t, f, f.Token).NewStatement()
	if err != nil {
		t.Fatal(err)
	}
	defer statement.Close()
	if err := statement.SetSqlQuery("SELECT * FROM training"); err != nil {
		t.Fatal(err)
	}
	rows, _, err := statement.ExecuteQuery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Release()
	for first := true; rows.Next(); first = false {
		if first {
			fmt.Println("\nreading")
		}
		for _, err := os.Stat(f.Halt); err != nil; _, err = os.Stat(f.Halt) {
			time.Sleep(10 * time.Millisecond)
		}
	}
	if rows.Err() == nil {
		fmt.Println("\nwhole")
		return
	}
	fmt.Printf("\nnoticed: %v\n", rows.Err())
}
