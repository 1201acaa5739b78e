package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"anlan/warehouse/dial"
)

// schemaOf describes every table of a database: its columns in order, keys and engine settings.
func schemaOf(t *testing.T, conn *dial.Conn) map[string]string {
	t.Helper()
	rows, err := conn.Query(t.Context(), "SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() AND NOT startsWith(name, '.')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		_, out[name], _ = strings.Cut(text, "(") // without the database's name
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func dialTest(t *testing.T, dir, database string) *dial.Conn {
	t.Helper()
	conn, err := dial.Open(t.Context(), dial.Config{Dir: dir, Database: database})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	return conn
}

func TestMigrations(t *testing.T) {
	steps, err := Migrations()
	if err != nil {
		t.Fatal(err)
	}
	conn := dialTest(t, t.TempDir(), "anlan")
	empty := func(t *testing.T) {
		t.Helper()
		for name := range schemaOf(t, conn) {
			if err := conn.Exec(t.Context(), "DROP TABLE "+name+" SYNC"); err != nil {
				t.Fatal(err)
			}
		}
	}
	ran, err := Migrate(t.Context(), conn)
	if err != nil || len(ran) != len(steps) {
		t.Fatalf("ran %v: %v", ran, err)
	}
	want := schemaOf(t, conn)

	t.Run("a second run does nothing", func(t *testing.T) {
		ran, err := Migrate(t.Context(), conn)
		if err != nil || len(ran) != 0 {
			t.Errorf("ran %v: %v", ran, err)
		}
	})
	t.Run("the tables of records are as the facts are described", func(t *testing.T) { checkFactTables(t, conn) })
	t.Run("the rollup has a column for every measure that it keeps, and no other", func(t *testing.T) { checkRollupTable(t, conn) })
	t.Run("every table of generations is partitioned by month and generation", func(t *testing.T) {
		var wrong []string
		if err := conn.QueryRow(t.Context(), "SELECT groupArray(name) FROM system.tables WHERE database = currentDatabase() AND name IN {tables:Array(String)} AND partition_key != 'month, generation' AND partition_key != '(month, generation)'",
			named("tables", generationTables())).Scan(&wrong); err != nil || len(wrong) > 0 {
			t.Errorf("%v: %v", wrong, err)
		}
		for _, table := range generationTables() {
			if _, ok := want[table]; !ok {
				t.Errorf("there is no table %s", table)
			}
		}
	})
	t.Run("a newer ledger is refused", func(t *testing.T) {
		add := fmt.Sprintf("INSERT INTO schema_migration (number, name, checksum) VALUES (%d, 'later', 'x')", len(steps)+1)
		if err := conn.Exec(t.Context(), add); err != nil {
			t.Fatal(err)
		}
		if _, err := Migrate(t.Context(), conn); codeOf(err) != Conflict || !strings.Contains(err.Error(), "newer") {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("from every earlier state", func(t *testing.T) {
		for _, step := range steps[:len(steps)-1] {
			empty(t)
			first, err := migrateTo(t.Context(), conn, step.Number)
			if err != nil || len(first) != int(step.Number) {
				t.Fatalf("to step %d: ran %v: %v", step.Number, first, err)
			}
			rest, err := Migrate(t.Context(), conn)
			if err != nil || len(first)+len(rest) != len(steps) {
				t.Fatalf("on from step %d: ran %v: %v", step.Number, rest, err)
			}
			sameSchema(t, fmt.Sprintf("from step %d", step.Number), schemaOf(t, conn), want)
		}
	})
	t.Run("a step that was interrupted is run again whole", func(t *testing.T) {
		empty(t)
		for _, step := range steps { // all statements, no word in the ledger
			for _, statement := range statements(step.SQL) {
				if err := conn.Exec(t.Context(), statement); err != nil {
					t.Fatalf("%s: %v", step.Name, err)
				}
			}
		}
		ran, err := Migrate(t.Context(), conn)
		if err != nil || len(ran) != len(steps) {
			t.Errorf("ran %v: %v", ran, err)
		}
		sameSchema(t, "run twice", schemaOf(t, conn), want)
	})
	t.Run("a step that was edited is refused", func(t *testing.T) {
		empty(t)
		if _, err := migrateTo(t.Context(), conn, 1); err != nil {
			t.Fatal(err)
		}
		if err := conn.Exec(t.Context(), "INSERT INTO schema_migration (number, name, checksum) VALUES (2, '0002_dimensions', 'edited')"); err != nil {
			t.Fatal(err)
		}
		if _, err := Migrate(t.Context(), conn); codeOf(err) != Conflict || !strings.Contains(err.Error(), "0002_dimensions") {
			t.Errorf("err = %v", err)
		}
		if _, there := schemaOf(t, conn)["hazard"]; there {
			t.Error("steps were run all the same")
		}
	})
}

func sameSchema(t *testing.T, name string, got, want map[string]string) {
	t.Helper()
	for table := range want {
		if got[table] != want[table] {
			t.Errorf("%s: %s is %s, expected %s", name, table, got[table], want[table])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d tables, expected %d", name, len(got), len(want))
	}
}

// columnsOf lists a table's columns as "name type", in order.
func columnsOf(t *testing.T, conn *dial.Conn, table string) []string {
	t.Helper()
	var list []string
	if err := conn.QueryRow(t.Context(), "SELECT groupArray(name || ' ' || type) FROM (SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} ORDER BY position)",
		named("table", table)).Scan(&list); err != nil {
		t.Fatal(err)
	}
	return list
}

func checkFactTables(t *testing.T, conn *dial.Conn) {
	for _, f := range Facts() {
		want := []string{"month UInt32", "generation UInt32"}
		for _, c := range f.Columns {
			want = append(want, c.Name+" "+c.Type)
		}
		want = append(want, "run LowCardinality(String)", "row UInt64", "row_hash UInt64")
		if got := columnsOf(t, conn, f.Name); !slices.Equal(got, want) {
			t.Errorf("%s has\n%v, expected\n%v", f.Name, got, want)
		}
	}
}

func checkRollupTable(t *testing.T, conn *dial.Conn) {
	want := []string{"month UInt32", "generation UInt32", "region LowCardinality(String)", "sector LowCardinality(String)"}
	for _, m := range rollupMeasures() {
		want = append(want, m.Name+" "+rollupType(m))
	}
	got := columnsOf(t, conn, rollupTable)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the rollup has\n%v, expected\n%v", got, want)
	}
}

func TestARollupOfOtherDefinitionsIsBuiltAnew(t *testing.T) {
	dir := t.TempDir()
	open := func() *Warehouse {
		w, err := Open(t.Context(), Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	w := open()
	someRecords(t, w)
	before := storedRollup(t, w, current(t, w))
	version := current(t, w).Number
	for _, statement := range []string{ // as a program with other definitions would have left it
		"INSERT INTO setting (name, value, at) VALUES ('rollup_definition', 'of another program', now64(3) + 1)",
		"ALTER TABLE rollup_monthly UPDATE hazards_found = hazards_found + 100 WHERE 1 SETTINGS mutations_sync = 2",
	} {
		if err := w.conn.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	w = open()
	defer func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	if now := current(t, w).Number; now != version+1 {
		t.Errorf("version %d, expected a new one after %d", now, version)
	}
	sameRollup(t, "built anew", storedRollup(t, w, current(t, w)), before)
}
